"""Fetches a smaller snapshot without a token, through REST: 60 requests an hour are free for everybody.

It knows no calendar, nothing pinned and no bytes by language; searches give the numbers of pull requests and issues.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, TypeVar
from urllib.parse import quote

from msgspec import Meta, Struct

from portfolio.model.snapshot import (
    VERSION,
    ContributedGroup,
    ContributionsGroup,
    GitHubRepository,
    ProfileGroup,
    RepositoriesGroup,
    Snapshot,
)
from portfolio.stats.account import explain_rename, read_group
from portfolio.stats.convert import check_name, clean_line, find_web
from portfolio.stats.replies import decode_reply
from portfolio.stats.trouble import NO_ACCOUNT, RequestError, Trouble

if TYPE_CHECKING:
    from portfolio.stats.account import Account
    from portfolio.stats.client import Client

T = TypeVar("T")

PAGE_SIZE = 100
MAX_PAGES = 20
"""A third of what an hour allows."""

NEEDS_TOKEN = "GitHub tells this only to those who ask with a token"  # noqa: S105 (words, no token)

Number = Annotated[int, Meta(ge=0)]


class _User(Struct, frozen=True):
    id: int
    node_id: str
    login: str
    html_url: str
    created_at: dt.datetime
    followers: Number


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


def fetch_public_snapshot(client: Client, api_url: str, account: Account) -> Snapshot:
    """Ask for what everybody may know.

    Raises:
        RequestError: GitHub could not be asked, or knows no such account.
    """
    rest = _Rest(client, api_url)
    user = _read_user(rest, account)
    kept = account.known(user.id)
    return Snapshot(
        version=VERSION,
        login=user.login,
        id=user.id,
        node_id=user.node_id,
        web=find_web(user.html_url, user.login),
        source="rest",
        fetched_at=account.now,
        profile=read_group(lambda: _read_profile(rest, user, account), kept.profile),
        repositories=read_group(lambda: _read_repositories(rest, account), kept.repositories),
        contributions=ContributionsGroup(reason=NEEDS_TOKEN),
        contributed=ContributedGroup(reason=NEEDS_TOKEN),
        requests=client.requests,
    )


class _Rest:
    """GitHub's REST interface."""

    def __init__(self, client: Client, url: str) -> None:
        self.client = client
        self.url = url.rstrip("/")

    def ask(self, path: str, form: type[T]) -> T:
        """Return what lies at a path, in the form it must have."""
        return self.client.ask(f"{self.url}{path}", lambda reply: decode_reply(reply.body, form))


def _read_user(rest: _Rest, account: Account) -> _User:
    """Return the account; if there is none of this name, look for it by its id."""
    try:
        return rest.ask(f"/users/{quote(account.login, safe='')}", _User)
    except RequestError as error:
        if error.trouble is not Trouble.NOT_FOUND:
            raise
        if account.same_login is not None:
            try:
                user = rest.ask(f"/user/{account.same_login.id}", _User)
            except RequestError:
                raise RequestError(Trouble.NOT_FOUND, *NO_ACCOUNT) from error
            raise explain_rename(account.same_login.login, user.login) from error
        raise RequestError(Trouble.NOT_FOUND, *NO_ACCOUNT) from error


def _read_profile(rest: _Rest, user: _User, account: Account) -> ProfileGroup:
    def count(query: str) -> int:
        path = f"/search/issues?per_page=1&q={quote(f'author:{account.login} {query}')}"
        return rest.ask(path, _Found).total_count

    return ProfileGroup(
        status="ok",
        as_of=account.today,
        created_on=user.created_at.date(),
        followers=user.followers,
        pull_requests=count("is:pr"),
        merged_pull_requests=count("is:pr is:merged"),
        issues=count("is:issue"),
    )


def _read_repositories(rest: _Rest, account: Account) -> RepositoriesGroup:
    """Read the repositories page by page; the last page is the first that is not full."""
    items: dict[str, GitHubRepository] = {}
    path = f"/users/{quote(account.login, safe='')}/repos?type=owner&sort=full_name&per_page={PAGE_SIZE}"
    for page in range(1, MAX_PAGES + 1):
        found = rest.ask(f"{path}&page={page}", list[_Repository])
        items |= {item.full_name: _convert(item) for item in found if not item.private}
        if len(found) < PAGE_SIZE:
            ordered = sorted(items.values(), key=lambda item: (-item.stars, item.name.lower()))
            return RepositoriesGroup(status="ok", as_of=account.today, items=tuple(ordered))
    raise RequestError(Trouble.FORBIDDEN, f"there are more than {MAX_PAGES * PAGE_SIZE} repositories")


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
