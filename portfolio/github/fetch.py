"""Fetches a snapshot by GraphQL: group by group, with smaller queries if large ones are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from portfolio.github import answers, queries
from portfolio.github.account import explain_organization, explain_rename, keep_group, read_groups
from portfolio.github.convert import check_languages, convert_repositories, find_web
from portfolio.github.pages import RepositoryPage, read_pages
from portfolio.github.request_error import SOFT, ErrorKind, RequestError, explain_gap
from portfolio.github.years import read_years
from portfolio.model.snapshot import VERSION, ContributedGroup, ProfileGroup, RepositoriesGroup, Snapshot

if TYPE_CHECKING:
    from portfolio.github.account import Account
    from portfolio.github.graphql import GraphQL

PAGE_SIZES = (100, 50, 25)
"""Repositories in one query; the next size if one is too large."""


def fetch_snapshot(github: GraphQL, account: Account) -> Snapshot:
    """Fetch everything, and return it with groups of the last snapshot where that failed.

    Where time runs out after the profile, the rest is what there was time for, and what was known before.

    Raises:
        RequestError: the fetch failed, or the account is not found.
    """
    identity, profile = _read_profile(github, account)
    last = account.known(identity.database_id, "graphql")
    created_on = identity.created_at.date()
    if isinstance(profile, RequestError):
        profile = replace(keep_group(last.profile, profile.message), created_on=created_on)
    readers = {
        "contributed": lambda: _read_contributed(github, account),
        "repositories": lambda: _read_repositories(github, account, last.repositories),
        "contributions": lambda: read_years(github, account, last.contributions, created_on),
    }
    groups = read_groups(last, readers, account.today)
    snapshot = Snapshot(
        version=VERSION,
        login=identity.login,
        id=identity.database_id,
        node_id=identity.id,
        web=find_web(identity.url, identity.login),
        source="graphql",
        fetched_at=account.now,
        profile=profile,
        requests=github.client.requests,
        cost=github.cost,
    )
    return replace(snapshot, **groups)


def _read_profile(github: GraphQL, account: Account) -> tuple[answers.Identity, ProfileGroup | RequestError]:
    """Return the account's identity, and its profile or why it is missing."""
    try:
        answer = github.ask(queries.PROFILE, answers.Profile, login=account.login)
    except RequestError as error:
        if error.kind is ErrorKind.NOT_FOUND:
            raise _find_rename(github, account) or _find_organization(github, account) or error from error
        if error.kind not in SOFT:
            raise
        return github.ask(queries.IDENTITY, answers.Identity, login=account.login), error
    try:
        return answer, _convert_profile(answer, account)
    except RequestError as error:
        if error.kind not in SOFT:
            raise
        return answer, error


def _convert_profile(answer: answers.Profile, account: Account) -> ProfileGroup:
    """Return a profile.

    Raises:
        RequestError: it leaves something out.
    """
    popular = convert_repositories(answer.repositories.nodes)
    if len(answer.repositories.nodes) < (due := min(queries.POPULAR, answer.repositories.total_count)):
        raise explain_gap(due - len(answer.repositories.nodes), due, "repository")
    return ProfileGroup(
        status="ok",
        as_of=account.today,
        created_on=answer.created_at.date(),
        followers=answer.followers.total_count,
        pull_requests=answer.pull_requests.total_count,
        merged_pull_requests=answer.merged.total_count,
        issues=answer.issues.total_count,
        pinned=convert_repositories(answer.pinned_items.nodes),
        popular=popular,
    )


def _find_rename(github: GraphQL, account: Account) -> RequestError | None:
    """Return the error with the account's new login; None if it is unknown or deleted."""
    before = account.same_login
    if before is None or not before.node_id:
        return None
    try:
        answer = github.ask(queries.RENAMED, answers.Account, id=before.node_id)
    except RequestError:
        return None
    return explain_rename(before.login, answer.login)


def _find_organization(github: GraphQL, account: Account) -> RequestError | None:
    """Return the error of an organization; None if the account is not one."""
    try:
        answer = github.ask(queries.ORGANIZATION, answers.Organization, login=account.login)
    except RequestError:
        return None
    return explain_organization(answer.login)


def _read_contributed(github: GraphQL, account: Account) -> ContributedGroup:
    answer = github.ask(queries.CONTRIBUTED, answers.Contributed, login=account.login)
    count = answer.repositories_contributed_to.total_count
    return ContributedGroup(status="ok", as_of=account.today, repositories=count)


def _read_repositories(github: GraphQL, account: Account, before: RepositoriesGroup) -> RepositoriesGroup:
    """Read the repositories, in pages as large as GitHub allows."""
    sizes = list(PAGE_SIZES)

    def read_page(after: str | None) -> RepositoryPage:
        while True:
            try:
                page = github.ask(
                    queries.REPOSITORIES,
                    answers.Repositories,
                    login=account.login,
                    size=sizes[0],
                    after=after,
                ).repositories
            except RequestError as error:
                if error.kind is not ErrorKind.TOO_MUCH or len(sizes) == 1:
                    raise
                sizes.pop(0)
                continue
            check_languages(page.nodes, queries.LANGUAGES)
            next_ = (page.page_info.end_cursor or "") if page.page_info.has_next_page else None
            return RepositoryPage(convert_repositories(page.nodes), page.total_count, next_)

    return read_pages(read_page, before, account.today)
