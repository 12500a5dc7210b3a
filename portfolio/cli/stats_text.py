"""Statistics as lines for a terminal or a pipe; pure."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from portfolio.github.wording import name_length
from portfolio.languages.words import ENGLISH
from portfolio.plural import name_count
from portfolio.report import plain
from portfolio.width import escape_controls

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from portfolio.model.snapshot import Snapshot
    from portfolio.model.stats import Languages, Missing, ShownRepository, Stats, Streak

WIDTH = 80
"""Of the narrowest terminal that shows each number in one line."""
_INDENT = " " * 16
"""Below the words beside a number."""


def describe_stats(
    stats: Stats, snapshot: Snapshot, now: dt.datetime, paint: Callable[[str, str], str] = plain
) -> str:
    """Return all statistics as text.

    Args:
        stats: the statistics.
        snapshot: the fetch that they come from.
        now: the time, for the age of the fetch.
        paint: gives headings the style `location`.
    """
    parts = {
        "totals": _list_totals(stats),
        "languages": _list_languages(stats.languages),
        "streak": (line for streak in (stats.daily, stats.weekly) for line in _list_runs(streak)),
        "years": _list_years(stats),
        "repositories": _list_repositories(stats.popular.own if stats.popular else ()),
        "forks": _list_repositories(stats.popular.forks if stats.popular else ()),
        "missing": (line for item in stats.missing for line in _describe_missing(item)),
    }
    lines = [escape_controls(f"{stats.login} on GitHub: {stats.profile_url}"), _describe_fetch(snapshot, now)]
    for heading, rows in parts.items():
        if texts := [escape_controls(row) for row in rows]:
            lines += ["", paint(heading, "location"), *texts]
    return "\n".join(lines) + "\n"


def _describe_fetch(snapshot: Snapshot, now: dt.datetime) -> str:
    if snapshot.is_made_up:
        return "numbers of an example, not fetched"
    days = (now.date() - snapshot.fetched_at.date()).days
    age = "today" if days <= 0 else f"{name_count(days, 'day')} ago"
    cost = f", {name_count(snapshot.cost, 'point')} of the hourly limit" if snapshot.cost is not None else ""
    how = f"{name_count(snapshot.requests, 'request')}{cost}" if snapshot.requests else "requests not counted"
    token = "" if snapshot.source == "graphql" else ", without a token"
    return f"fetched {snapshot.fetched_at:%Y-%m-%d %H:%M} UTC, {age}: {how}{token}"


def _list_totals(stats: Stats) -> Iterator[str]:
    for total in stats.totals:
        yield f"{total.value:>14,}  {total.label:<38}  {ENGLISH.span(total.since, total.as_of)}"


def _list_languages(languages: Languages | None) -> Iterator[str]:
    if languages is None:
        return
    for item in languages.listed:
        count = name_count(item.repositories, "repository")
        size = f"{name_count(item.size_bytes, 'byte')} in " if languages.unit == "bytes" else ""
        yield f"{item.share:>14.1%}  {item.name:<24}  {size}{count}"
    yield from wrap(
        f"{languages.basis}; {languages.as_of}", WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT
    )


def _describe_missing(item: Missing) -> list[str]:
    text = f"{item.reason}{f' (of {item.as_of})' if item.as_of else ''}"
    return wrap(text, WIDTH, initial_indent=f"{item.part:>14}  ", subsequent_indent=_INDENT)


def _list_runs(streak: Streak | None) -> Iterator[str]:
    if streak is None:
        return
    for word, run in (("now", streak.current), ("longest", streak.longest)):
        when = ENGLISH.span(run.first, run.last) if run else ""
        yield f"{name_length(run, streak):>14}  {word:<24}  {when}".rstrip()


def _list_years(stats: Stats) -> Iterator[str]:
    if not stats.years:
        return
    yield f"{'':>14}  contributions  commits  pull requests  issues  reviews  private"
    for year in stats.years:
        yield (
            f"{year.year:>14}  {year.contributions:>13,}  {year.commits:>7,}  {year.pull_requests:>13,}  "
            f"{year.issues:>6,}  {year.reviews:>7,}  {year.restricted:>7,}"
        )


def _list_repositories(items: Iterable[ShownRepository]) -> Iterator[str]:
    for item in items:
        stars = name_count(item.stars, "star") if item.stars is not None else ""
        yield f"{stars:>14}  {item.name:<24}  {item.language or ''}".rstrip()
