"""The questions to GitHub's GraphQL interface; answers.py has the form of what comes back.

Nearly every field of a user is non-null there, so one that fails takes its whole question along: one question
for each thing that may fail apart.
"""

from __future__ import annotations

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
    pinnedItems(first: 6, types: REPOSITORY) {{ nodes {{ ...facts }} }}
    repositories(first: 6, ownerAffiliations: OWNER, privacy: PUBLIC, orderBy: {{field: STARGAZERS, direction: DESC}}) {{
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
      pageInfo {{ hasNextPage endCursor }}
      nodes {{
        ...facts
        languages(first: 20, orderBy: {{field: SIZE, direction: DESC}}) {{ edges {{ size node {{ name }} }} }}
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
query Years($login: String!) {{
  {_LIMIT}
  user(login: $login) {{ contributionsCollection {{ contributionYears }} }}
}}
"""
