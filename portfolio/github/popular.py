"""Which repositories to show, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from portfolio.model.stats import Popular, ShownRepository

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from portfolio.model.profile import Repository
    from portfolio.model.snapshot import GitHubRepository, Snapshot

LIMIT = 6
"""The most that a profile can pin."""

_BASES = {
    "written": "the repositories that content/repositories.yaml lists, in its order",
    "pinned": "the repositories pinned on the profile, in its order",
    "stars": "the public repositories with most stars",
}


def choose_popular(snapshot: Snapshot | None, written: Iterable[Repository], proof: str) -> Popular | None:
    """Select repositories: those that the owner lists, else the pinned ones, else those with most stars.

    Own repositories and forks come apart, each in the order of the choice.

    Args:
        snapshot: gives stars, forks and what the owner left out; None where there is none.
        written: content/repositories.yaml.
        proof: the address of the page that lists them.
    """
    origin: Literal["written", "pinned", "stars"]
    if shown := _merge(written, snapshot):
        origin = "written"
    elif snapshot is None:
        return None
    elif snapshot.profile.pinned:
        origin = "pinned"
        shown = [_show(item, snapshot, snapshot.profile.as_of) for item in snapshot.profile.pinned]
    else:
        origin = "stars"
        shown = _most_starred(snapshot)
    own = tuple(item for item in shown if not item.is_fork)
    forks = tuple(item for item in shown if item.is_fork)
    return Popular(own=own, forks=forks, origin=origin, basis=_BASES[origin], proof=proof) if shown else None


def _merge(written: Iterable[Repository], snapshot: Snapshot | None) -> list[ShownRepository]:
    """Return the owner's entries, with newer numbers from GitHub; the owner's texts stay."""
    known, as_of = _known_repositories(snapshot)
    shown = []
    for item in written:
        fresh = known.get(_path_of(item.url))
        shown.append(
            ShownRepository(
                name=item.name,
                url=item.url,
                description=item.description or (fresh.description if fresh else None),
                language=item.language or (fresh.language if fresh else None),
                stars=fresh.stars if fresh else item.stars,
                forks=fresh.forks if fresh else item.forks,
                fork_of=item.fork_of or (fresh.fork_of if fresh else None),
                is_fork=item.fork_of is not None or (fresh is not None and fresh.is_fork),
                tags=item.tags,
                as_of=as_of if fresh else None,
            )
        )
    return shown


def _known_repositories(snapshot: Snapshot | None) -> tuple[dict[str, GitHubRepository], dt.date | None]:
    """Return the owner's repositories by their lower-case full name, and the day they were read."""
    if snapshot is None:
        return {}, None
    items = snapshot.repositories.items
    return {item.name.lower(): item for item in items}, snapshot.repositories.as_of


def _path_of(url: str) -> str:
    return urlsplit(url).path.strip("/").removesuffix(".git").lower()


def _most_starred(snapshot: Snapshot) -> list[ShownRepository]:
    """Return the own repositories with most stars, then the forks; by name if stars are equal."""
    items, as_of = snapshot.repositories.items, snapshot.repositories.as_of
    if not items:
        items, as_of = snapshot.profile.popular, snapshot.profile.as_of
    chosen = []
    for is_fork in (False, True):
        some = (item for item in items if item.is_fork is is_fork)
        chosen += sorted(some, key=lambda item: (-item.stars, item.name.lower()))[:LIMIT]
    return [_show(item, snapshot, as_of) for item in chosen]


def _show(item: GitHubRepository, snapshot: Snapshot, as_of: dt.date | None) -> ShownRepository:
    owner, _, name = item.name.partition("/")
    return ShownRepository(
        name=name if owner.lower() == snapshot.login.lower() else item.name,
        url=f"{snapshot.web}/{item.name}",
        description=item.description,
        language=item.language,
        stars=item.stars,
        forks=item.forks,
        fork_of=item.fork_of,
        is_fork=item.is_fork,
        as_of=as_of,
    )
