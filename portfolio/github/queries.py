"""The queries to GitHub's GraphQL interface; answers.py has the form of their answers.

Nearly every field of a user is non-null there, so one that fails takes its whole question along: one question
for each group that may fail separately.
"""

from __future__ import annotations

LANGUAGES = 20
"""The number of languages of a repository in a query."""

POPULAR = 6
"""The number of repositories with most stars in the profile's query; as many as it can pin."""

_REPOSITORY = """
fragment facts on Repository {
  nameWithOwner description stargazerCount forkCount isFork isArchived isPrivate
  parent { nameWithOwner isPrivate }
  primaryLanguage { name }
}
"""

_LIMIT = "rateLimit { cost remaining resetAt }"

PROFILE = f"""
query Profile($login: String!) {{
  {_LIMIT}
  user(login: $login) {{
    id databaseId login createdAt url
    followers {{ totalCount }}
    pullRequests {{ totalCount }}
    merged: pullRequests(states: MERGED) {{ totalCount }}
    issues {{ totalCount }}
    pinnedItems(first: {POPULAR}, types: REPOSITORY) {{ nodes {{ ...facts }} }}
    repositories(
      first: {POPULAR}, ownerAffiliations: OWNER, privacy: PUBLIC,
      orderBy: {{field: STARGAZERS, direction: DESC}}
    ) {{
      totalCount
      nodes {{ ...facts }}
    }}
  }}
}}
{_REPOSITORY}"""

IDENTITY = f"""
query Identity($login: String!) {{
  {_LIMIT}
  user(login: $login) {{ id databaseId login createdAt url }}
}}
"""

RENAMED = f"""
query Renamed($id: ID!) {{
  {_LIMIT}
  node(id: $id) {{ ... on User {{ databaseId login }} }}
}}
"""

ORGANIZATION = f"""
query Organization($login: String!) {{
  {_LIMIT}
  organization(login: $login) {{ login }}
}}
"""

CONTRIBUTED = f"""
query Contributed($login: String!) {{
  {_LIMIT}
  user(login: $login) {{
    repositoriesContributedTo(first: 1, privacy: PUBLIC, contributionTypes: [COMMIT, ISSUE, PULL_REQUEST]) {{
      totalCount
    }}
  }}
}}
"""

REPOSITORIES = f"""
query Repositories($login: String!, $size: Int!, $after: String) {{
  {_LIMIT}
  user(login: $login) {{
    repositories(
      first: $size, after: $after, ownerAffiliations: OWNER, privacy: PUBLIC,
      orderBy: {{field: STARGAZERS, direction: DESC}}
    ) {{
      totalCount
      pageInfo {{ hasNextPage endCursor }}
      nodes {{
        ...facts
        languages(first: {LANGUAGES}, orderBy: {{field: SIZE, direction: DESC}}) {{
          totalCount
          edges {{ size node {{ name }} }}
        }}
      }}
    }}
  }}
}}
{_REPOSITORY}"""

CONTRIBUTIONS = f"""
query Contributions($login: String!, $from: DateTime!, $to: DateTime!) {{
  {_LIMIT}
  user(login: $login) {{
    contributionsCollection(from: $from, to: $to) {{
      totalCommitContributions totalPullRequestContributions totalIssueContributions
      totalPullRequestReviewContributions restrictedContributionsCount
      contributionCalendar {{ weeks {{ contributionDays {{ date contributionCount }} }} }}
    }}
  }}
}}
"""

YEARS = f"""
query Years($login: String!, $from: DateTime!, $to: DateTime!) {{
  {_LIMIT}
  user(login: $login) {{ contributionsCollection(from: $from, to: $to) {{ contributionYears }} }}
}}
"""
"""Every year, for any date range; but without one GitHub first computes the contributions of a whole year."""
