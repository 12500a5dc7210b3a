"""Whether a new snapshot replaces the old one, its form in the file, and whether it is too old; pure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec.structs import replace

from portfolio.errors import Code, Diagnostic, Severity, Span
from portfolio.github.request_error import ErrorKind, RequestError
from portfolio.model.snapshot import SNAPSHOT_FILE, Group, Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.model.snapshot import ContributionsGroup, Year

G = TypeVar("G", bound=Group)

STALE_AFTER_DAYS = 14
"""`build` and `check` warn of older numbers."""

RENEW_AFTER_DAYS = 7
"""A snapshot with the same numbers is written for its new days only if the old ones are older than this."""

COMMIT_AFTER_DAYS = 30
"""The same where each new file is a commit."""

LARGE = 10
"""Smaller numbers may halve within a day."""

SPAN = Span(f"content/{SNAPSHOT_FILE}", 1, 1)


def encode_snapshot(snapshot: Snapshot) -> bytes:
    """Return the file's bytes: indented, keys in a fixed order, equal for equal snapshots.

    Raises:
        RequestError: it could not be read again, because of impossible values.
    """
    data = msgspec.json.encode(snapshot, order="deterministic")
    try:
        msgspec.json.decode(data, type=Snapshot)
    except msgspec.MsgspecError:
        raise RequestError(ErrorKind.REPLY, "the answer has impossible values") from None
    return msgspec.json.format(data, indent=2) + b"\n"


def find_losses(old: Snapshot, new: Snapshot) -> Iterator[str]:
    """Yield the losses of a new snapshot, in words, which are no ordinary changes of an account."""
    if old.id != new.id:
        if old.login.lower() == new.login.lower():
            yield f"`{new.login}` is another account than before"
        return
    before, after = _sums(old), _sums(new)
    for name in sorted(before.keys() & after.keys()):
        if before[name] >= LARGE and after[name] * 2 < before[name]:
            yield f"{name} fell from {before[name]:,} to {after[name]:,}"
    known = {*new.contributions.years, *map(str, new.contributions.missing)}
    for year in sorted(old.contributions.years.keys() - known):
        yield f"the year {year} is missing"


def _sums(snapshot: Snapshot) -> dict[str, int]:
    """Return the numbers that hardly fall, by name; those of groups without a day are left out."""
    profile, repositories, contributions = snapshot.profile, snapshot.repositories, snapshot.contributions
    sums = {
        "followers": profile.followers,
        "pull requests": profile.pull_requests,
        "merged pull requests": profile.merged_pull_requests,
        "issues": profile.issues,
    }
    if repositories.as_of:
        sums["repositories"] = len(repositories.items)
        sums["stars"] = sum(item.stars for item in repositories.items)
        sums["forks"] = sum(item.forks for item in repositories.items)
    if contributions.as_of and not contributions.missing:
        sums["contributions"] = sum(count for _, count in contributions.days())
        sums["commits"] = sum(year.commits for year in contributions.years.values())
    return {name: value for name, value in sums.items() if value is not None}


def is_news(old: Snapshot | None, new: Snapshot, renew_after_days: int = RENEW_AFTER_DAYS) -> bool:
    """Whether a new snapshot is to be written: it has other numbers, or the old days are too old."""
    if old is None or _numbers(old) != _numbers(new):
        return True
    return new.fetched_at - old.fetched_at > dt.timedelta(days=renew_after_days)


def _numbers(snapshot: Snapshot) -> Snapshot:
    """Return a snapshot without days, states, reasons and costs, for comparison."""
    contributions = _undated(snapshot.contributions)
    return replace(
        snapshot,
        fetched_at=dt.datetime.min.replace(tzinfo=dt.UTC),
        requests=0,
        cost=None,
        profile=_undated(snapshot.profile),
        repositories=_undated(snapshot.repositories),
        contributed=_undated(snapshot.contributed),
        contributions=replace(contributions, years=_busy_years(contributions)),
    )


def _undated(group: G) -> G:
    return replace(group, status="ok", as_of=None, reason=None, progress=None)


def _busy_years(group: ContributionsGroup) -> dict[str, Year]:
    """Return the years without the empty days at their ends, so that an idle day is not news."""
    years = {}
    for name, year in group.years.items():
        counts = " ".join(year.months).split(" ")
        while counts and counts[-1] == "0":
            counts.pop()
        years[name] = replace(year, as_of=dt.date.min, months=tuple(counts))
    return years


def check_age(snapshot: Snapshot, today: dt.date) -> Iterator[Diagnostic]:
    """Yield a warning if any numbers are older than 14 days; its message does not change from day to day."""
    limit = today - dt.timedelta(days=STALE_AFTER_DAYS)
    days = [group.as_of for group in snapshot.groups.values() if group.as_of is not None]
    oldest = min(days, default=snapshot.fetched_at.date())
    if oldest < limit and not snapshot.is_made_up:
        yield Diagnostic(
            Code.STATS_STALE,
            f"GitHub statistics are of {oldest}, more than {STALE_AFTER_DAYS} days ago",
            SPAN,
            "run `portfolio stats fetch`",
            Severity.WARNING,
        )
