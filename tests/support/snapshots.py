"""The statistics of a made-up account, for tests of pages."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from typing import TYPE_CHECKING

from msgspec.structs import replace
from support.sites import copy_starter, edit_yaml

from portfolio.github.snapshot import encode_snapshot
from portfolio.load.stats import PATH
from portfolio.model.snapshot import (
    ContributedGroup,
    ContributionsGroup,
    GitHubRepository,
    ProfileGroup,
    RepositoriesGroup,
    Snapshot,
    Year,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TODAY = dt.date(2026, 11, 22)
CREATED = dt.date(2019, 3, 12)

LANGUAGES = ("Java", "Go", "TypeScript", "Python", "C++", "Shell", "HTML", "Dockerfile", "Makefile", "Lua")


def busy(day: dt.date) -> int:
    """Return the contributions of a day: none on Sundays but the last, 0 to 12 on others."""
    if day > TODAY or day < CREATED:
        return 0
    if day == TODAY:
        return 3
    return 0 if day.weekday() == 6 else (day.toordinal() * 7919 >> 3) % 13 * (day.day % 4 > 0)


def make_year(number: int, count: Callable[[dt.date], int], today: dt.date = TODAY) -> Year:
    """Return a year up to today; a fifth of it is in private repositories."""
    months, total = [], 0
    for month in range(1, 13 if number < today.year else today.month + 1):
        last = monthrange(number, month)[1] if (number, month) != (today.year, today.month) else today.day
        counts = [count(dt.date(number, month, day)) for day in range(1, last + 1)]
        total += sum(counts)
        months.append(" ".join(map(str, counts)))
    return Year(
        as_of=min(today, dt.date(number + 1, 1, 20)),
        commits=total // 2,
        pull_requests=total // 8,
        issues=total // 20,
        reviews=total // 10,
        restricted=total // 5,
        months=tuple(months),
    )


def rich_snapshot(
    login: str = "octocat",
    count: Callable[[dt.date], int] = busy,
    today: dt.date = TODAY,
    created: dt.date = CREATED,
) -> Snapshot:
    """Return a snapshot in which nothing is missing."""
    sizes = {name: 900_000 >> number for number, name in enumerate(LANGUAGES)}
    own = [
        GitHubRepository(
            name=f"{login}/{name}",
            description=f"What {name} needs & does",
            stars=400 >> number,
            forks=number,
            language=LANGUAGES[number],
            languages={key: size for key, size in sizes.items() if (number + len(key)) % 3},
        )
        for number, name in enumerate(("ledger", "queue-doctor", "settle", "notes", "dotfiles", "tiny"))
    ]
    fork = GitHubRepository(
        name=f"{login}/jinja", is_fork=True, fork_of="pallets/jinja", language="Python", languages={}
    )
    return Snapshot(
        version=1,
        login=login,
        id=583231,
        web="https://github.com",
        source="graphql",
        fetched_at=dt.datetime(today.year, today.month, today.day, 4, 17, tzinfo=dt.UTC),
        requests=12,
        cost=12,
        profile=ProfileGroup(
            status="ok",
            as_of=today,
            created_on=created,
            followers=1280,
            pull_requests=412,
            merged_pull_requests=377,
            issues=96,
            pinned=(own[1], own[0], fork),
        ),
        contributed=ContributedGroup(status="ok", as_of=today, repositories=14),
        repositories=RepositoriesGroup(status="ok", as_of=today, items=(*own, fork)),
        contributions=ContributionsGroup(
            status="ok",
            as_of=today,
            years={
                str(number): make_year(number, count, today) for number in range(created.year, today.year + 1)
            },
        ),
    )


def write_snapshot(root: Path, snapshot: Snapshot) -> None:
    """Put a snapshot into a site, as `stats fetch` would."""
    (root / PATH).write_bytes(encode_snapshot(snapshot))


def make_site(root: Path, snapshot: Snapshot | None = None) -> Path:
    """Copy the starter into a folder, with both sections about GitHub and three repositories; returns the folder."""
    copy_starter(root)
    add_sections(root, "stats", "repositories")
    edit_yaml(
        root,
        "content/repositories.yaml",
        lambda _: [
            {"name": "tool", "url": "https://github.com/octocat/tool", "stars": 2},
            {"name": "copy", "url": "https://github.com/octocat/copy", "fork_of": "other/copy"},
            {"name": "settle", "url": "https://github.com/octocat/settle", "stars": 1, "language": "COBOL"},
        ],
    )
    if snapshot:
        write_snapshot(root, snapshot)
    return root


def add_sections(root: Path, *kinds: str, **more: object) -> None:
    """Add sections to the home page, each with a title and a command of its kind."""
    new = [{"kind": kind, "title": kind.title(), "command": f"show {kind}"} | more for kind in kinds]
    edit_yaml(root, "content/home.yaml", lambda home: home["sections"].extend(new))


def without_a_year() -> Snapshot:
    """Return the rich snapshot with 2021 missing, which takes streak, calendar and sums along."""
    snapshot = rich_snapshot()
    years = {name: year for name, year in snapshot.contributions.years.items() if name != "2021"}
    return replace(snapshot, contributions=ContributionsGroup(as_of=TODAY, years=years, missing=(2021,)))
