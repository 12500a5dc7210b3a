"""Fetches a smaller snapshot without a token, by REST: 60 requests an hour are free.

It knows no calendar, nothing pinned and no bytes by language; searches give the numbers of pull requests and issues.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, TypeVar
from urllib.parse import quote

from msgspec import Meta, Struct
from msgspec.structs import replace

from portfolio.github.account import explain_organization, explain_rename, read_groups
from portfolio.github.convert import check_name, clean_line, find_web
from portfolio.github.pages import RepositoryPage, read_pages
from portfolio.github.replies import decode_reply
from portfolio.github.request_error import NEEDS_TOKEN, NO_ACCOUNT, ErrorKind, RequestError, explain_gap
from portfolio.model.snapshot import (
    VERSION,
    ContributedGroup,
    ContributionsGroup,
    GitHubRepository,
    ProfileGroup,
    RepositoriesGroup,
    Snapshot,
)

if TYPE_CHECKING:
    from portfolio.github.account import Account
    from portfolio.github.client import Client

T = TypeVar("T")

PAGE_SIZE = 100
MAX_PAGES = 20
"""A third of the hourly limit."""

Number = Annotated[int, Meta(ge=0)]


class _User(Struct, frozen=True):
    id: int
    node_id: str
    login: str
    html_url: str
    created_at: dt.datetime
    followers: Number
    public_repos: Number
    type: str


class _Repository(Struct, frozen=True):
    full_name: str
    private: bool
    fork: bool
    archived: bool
    stargazers_count: Number
    forks_count: Number
    description: str | None
    language: str | None


class _Found(Struct, frozen=True):
    total_count: Number
    incomplete_results: bool
    """Whether the search ran out of time, so that there may be more."""


def fetch_public_snapshot(client: Client, api_url: str, account: Account) -> Snapshot:
    """Fetch public data.

    Raises:
        RequestError: the fetch failed, or the account is not found.
    """
    rest = _Rest(client, api_url)
    user = _read_user(rest, account)
    last = account.known(user.id, "rest")
    readers = {
        "repositories": lambda: _read_repositories(rest, account, user.public_repos, last.repositories),
        "profile": lambda: _read_profile(rest, user, account),
    }
    groups = read_groups(last, readers, account.today)
    snapshot = Snapshot(
        version=VERSION,
        login=user.login,
        id=user.id,
        node_id=user.node_id,
        web=find_web(user.html_url, user.login),
        source="rest",
        fetched_at=account.now,
        contributions=ContributionsGroup(reason=NEEDS_TOKEN),
        contributed=ContributedGroup(reason=NEEDS_TOKEN),
        requests=client.requests,
    )
    return replace(snapshot, **groups)


class _Rest:
    """GitHub's REST interface."""

    def __init__(self, client: Client, url: str) -> None:
        self.client = client
        self.url = url.rstrip("/")

    def ask(self, path: str, form: type[T]) -> T:
        """Return the answer of a path, in the expected form."""
        return self.client.ask(f"{self.url}{path}", lambda reply: decode_reply(reply.body, form))


def _read_user(rest: _Rest, account: Account) -> _User:
    """Return the account; if its name is not found, search for it by its id.

    Raises:
        RequestError: there is none, it has another name now, or it is an organization.
    """
    try:
        user = rest.ask(f"/users/{quote(account.login, safe='')}", _User)
    except RequestError as error:
        if error.kind is not ErrorKind.NOT_FOUND:
            raise
        if account.same_login is not None:
            try:
                user = rest.ask(f"/user/{account.same_login.id}", _User)
            except RequestError:
                raise RequestError(ErrorKind.NOT_FOUND, *NO_ACCOUNT) from error
            raise explain_rename(account.same_login.login, user.login) from error
        raise RequestError(ErrorKind.NOT_FOUND, *NO_ACCOUNT) from error
    if user.type == "Organization":
        raise explain_organization(user.login)
    return user


def _read_profile(rest: _Rest, user: _User, account: Account) -> ProfileGroup:
    def count(query: str) -> int:
        path = f"/search/issues?per_page=1&q={quote(f'author:{account.login} {query}')}"
        found = rest.ask(path, _Found)
        if found.incomplete_results:
            raise RequestError(ErrorKind.INCOMPLETE, f"GitHub did not finish the search for `{query}`")
        return found.total_count

    return ProfileGroup(
        status="ok",
        as_of=account.today,
        created_on=user.created_at.date(),
        followers=user.followers,
        pull_requests=count("is:pr"),
        merged_pull_requests=count("is:pr is:merged"),
        issues=count("is:issue"),
    )


def _read_repositories(
    rest: _Rest, account: Account, total: int, before: RepositoriesGroup
) -> RepositoriesGroup:
    """Read the repositories page by page; the last page is the first that is not full."""
    path = f"/users/{quote(account.login, safe='')}/repos?type=owner&sort=full_name&per_page={PAGE_SIZE}"

    def read_page(after: str | None) -> RepositoryPage:
        number = int(after) if after and after.isdecimal() else 1
        if number > MAX_PAGES:
            raise RequestError(
                ErrorKind.FORBIDDEN, f"there are more than {MAX_PAGES * PAGE_SIZE} repositories"
            )
        found = rest.ask(f"{path}&page={number}", list[_Repository | None])
        if missing := found.count(None):
            raise explain_gap(missing, len(found), "repository")
        items = tuple(_convert(item) for item in found if item is not None and not item.private)
        return RepositoryPage(items, total, str(number + 1) if len(found) == PAGE_SIZE else None)

    group = read_pages(read_page, before, account.today)
    return replace(group, items=tuple(sorted(group.items, key=lambda item: (-item.stars, item.name.lower()))))


def _convert(item: _Repository) -> GitHubRepository:
    return GitHubRepository(
        name=check_name(item.full_name),
        description=clean_line(item.description),
        stars=item.stargazers_count,
        forks=item.forks_count,
        is_fork=item.fork,
        is_archived=item.archived,
        language=clean_line(item.language),
    )
