"""A snapshot to statistics; pure, without a clock: all days are the snapshot's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portfolio.github.languages import rank_languages
from portfolio.github.popular import choose_popular
from portfolio.github.streak import find_daily_runs, find_weekly_runs
from portfolio.github.totals import find_gap, list_totals, list_years
from portfolio.github.weeks import find_busiest, list_days, list_months, list_weeks
from portfolio.languages.words import ENGLISH
from portfolio.model.stats import Calendar, Languages, Missing, Stats, Streak

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from portfolio.languages.words import Words
    from portfolio.model.config import StatsSettings
    from portfolio.model.profile import Repository
    from portfolio.model.snapshot import Snapshot

NOT_ASKED = "it was not fetched yet"


def compute_stats(
    snapshot: Snapshot,
    settings: StatsSettings,
    written: Iterable[Repository] = (),
    words: Words = ENGLISH,
) -> Stats:
    """Return everything that can be shown.

    Args:
        snapshot: the statistics as fetched.
        settings: `stats:` of portfolio.yaml.
        written: content/repositories.yaml, whose choice and order count more than the profile's pins.
        words: those that labels and bases are made of.
    """
    days = _find_days(snapshot)
    known = [group.as_of for group in snapshot.groups.values() if group.as_of is not None]
    return Stats(
        login=snapshot.login,
        is_made_up=snapshot.is_made_up,
        profile_url=snapshot.profile_url,
        as_of=min(known, default=snapshot.fetched_at.date()),
        totals=tuple(list_totals(snapshot, words)),
        years=list_years(snapshot),
        languages=_find_languages(snapshot, settings, words),
        daily=_find_streak(snapshot, days, settings.days_off, words),
        weekly=_find_streak(snapshot, days, None, words),
        calendar=_find_calendar(snapshot, days, words),
        popular=choose_popular(snapshot, written, f"{snapshot.profile_url}?tab=repositories"),
        missing=tuple(_list_missing(snapshot, days)),
    )


class _Days(NamedTuple):
    """The contributions of each day, or why they cannot be used."""

    counts: dict[dt.date, int]
    """Empty if anything is missing between the first and the last one."""
    reason: str = ""


def _find_days(snapshot: Snapshot) -> _Days:
    """Return the contributions of every day; they cannot be used for streaks if a year is incomplete."""
    group = snapshot.contributions
    if not group.years and not group.missing:
        return _Days({}, group.reason or NOT_ASKED)
    if gap := find_gap(group):
        return _Days({}, gap)
    return _Days(dict(group.days()))


def _find_languages(snapshot: Snapshot, settings: StatsSettings, words: Words) -> Languages | None:
    group = snapshot.repositories
    items, other, unit = rank_languages(group.items, settings, other_name=words["languages_other"])
    if not items or group.as_of is None:
        return None
    left_out = [words["left_out_forks"]]
    left_out += [] if settings.archived else [words["left_out_archived"]]
    if settings.hidden_languages:
        left_out.append(words.say("left_out_hidden", names=words.enumerate(settings.hidden_languages)))
    return Languages(
        items=items,
        other=other,
        unit=unit,
        as_of=group.as_of,
        basis=words.say(
            "basis_without",
            basis=words["basis_bytes" if unit == "bytes" else "basis_first_language"],
            left_out=words.join(left_out),
        ),
        proof=f"{snapshot.profile_url}?tab=repositories&type=source",
    )


def _find_streak(
    snapshot: Snapshot, days: _Days, days_off: tuple[str, ...] | None, words: Words
) -> Streak | None:
    """Return the streak by days, or by weeks if `days_off` is None; None if a day is missing."""
    as_of = snapshot.contributions.as_of
    if not days.counts or as_of is None:
        return None
    if days_off is None:
        runs = find_weekly_runs(days.counts)
        basis = words["basis_weeks"]
    else:
        runs = find_daily_runs(days.counts, days_off)
        basis = words["basis_days"]
        if days_off:
            days_named = words.join(words[f"weekday_{day}"] for day in days_off)
            basis = words.say("basis_days_off", basis=basis, days=days_named)
    return Streak(
        unit="weeks" if days_off is None else "days",
        current=runs.current,
        longest=runs.longest,
        excused=days_off or (),
        as_of=as_of,
        basis=basis,
        proof=snapshot.profile_url,
    )


def _find_calendar(snapshot: Snapshot, days: _Days, words: Words) -> Calendar | None:
    """Return the last 53 weeks; None if a day is missing."""
    as_of = snapshot.contributions.as_of
    if not days.counts or as_of is None:
        return None
    last = max(days.counts)
    since = snapshot.profile.created_on or min(days.counts)
    weeks = list_weeks(days.counts, last, since)
    shown = list_days(weeks)
    return Calendar(
        weeks=weeks,
        months=list_months(shown),
        first=min(shown, default=last),
        last=last,
        contributions=sum(shown.values()),
        active_days=sum(count > 0 for count in shown.values()),
        busiest=find_busiest(shown),
        as_of=as_of,
        basis=words["basis_calendar"],
        proof=snapshot.profile_url,
    )


def _list_missing(snapshot: Snapshot, days: _Days) -> Iterator[Missing]:
    """Yield each group that is not fresh, and the parts that depend on it."""
    for name, group in snapshot.groups.items():
        if group.status != "ok":
            yield Missing(name, group.reason or NOT_ASKED, group.as_of)
    if not days.counts:
        yield Missing("streak", days.reason)
        yield Missing("calendar", days.reason)
