"""Totals: each with its date range or day, its basis, and its source."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from urllib.parse import quote

from portfolio.github.wording import join_words
from portfolio.model.stats import Total, YearTotals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.languages.words import Words
    from portfolio.model.snapshot import ContributionsGroup, Snapshot


def list_totals(snapshot: Snapshot, words: Words) -> Iterator[Total]:
    """Yield every known total, in order; those of failed groups are left out."""
    yield from _activity_totals(snapshot, words)
    yield from _profile_totals(snapshot, words)
    yield from _repository_totals(snapshot, words)


def list_years(snapshot: Snapshot) -> tuple[YearTotals, ...]:
    """Return the totals of each year, the latest first; years that could not be fetched are left out."""
    rows = []
    for name, year in snapshot.contributions.years.items():
        since = dt.date(int(name), 1, 1)
        last = min(year.as_of, dt.date(int(name), 12, 31))
        rows.append(
            YearTotals(
                year=int(name),
                since=since,
                as_of=last,
                contributions=sum(count for _, count in year.days(int(name))),
                commits=year.commits,
                pull_requests=year.pull_requests,
                issues=year.issues,
                reviews=year.reviews,
                restricted=year.restricted,
                proof=f"{snapshot.profile_url}?tab=overview&from={since}&to={last}",
            )
        )
    return tuple(sorted(rows, key=lambda row: -row.year))


def find_gap(group: ContributionsGroup) -> str | None:
    """Return why a sum over all years would be too small; None if it would not."""
    if group.missing:
        return f"{join_words(group.missing)} could not be fetched"
    latest = max(group.years, default="")
    open_years = [name for name, year in group.years.items() if name < latest and not year.is_over]
    return f"the end of {join_words(sorted(open_years))} could not be fetched" if open_years else None


def _activity_totals(snapshot: Snapshot, words: Words) -> Iterator[Total]:
    """Yield sums over all years; none if a part of a year is missing, as they would be too small."""
    group = snapshot.contributions
    if not group.years or find_gap(group) or group.as_of is None:
        return
    since = snapshot.profile.created_on or dt.date(int(min(group.years)), 1, 1)
    years = group.years.values()
    kinds = (
        ("commits", sum(year.commits for year in years), "author", "commits"),
        ("reviews", sum(year.reviews for year in years), "reviewed-by", "pullrequests"),
    )
    for name, value, qualifier, page in kinds:
        label = words[f"total_{name}"]
        yield Total(
            name=name,
            label=label,
            value=value,
            since=since,
            as_of=group.as_of,
            basis=words.say("basis_contributions", label=label),
            proof=_search(snapshot, f"{qualifier}:{snapshot.login}", page),
        )
    if restricted := sum(year.restricted for year in years):
        yield Total(
            name="restricted",
            label=words["total_restricted"],
            value=restricted,
            since=since,
            as_of=group.as_of,
            basis=words["basis_restricted"],
            proof=snapshot.profile_url,
        )


def _profile_totals(snapshot: Snapshot, words: Words) -> Iterator[Total]:
    """Yield the counts of the profile."""
    group, login = snapshot.profile, snapshot.login
    if group.as_of is not None:
        basis = "basis_opened_public" if snapshot.source == "rest" else "basis_opened_all"
        author = f"author:{login}"
        rows = (
            ("pull-requests", group.pull_requests, f"{author} is:pr", "pullrequests"),
            ("merged-pull-requests", group.merged_pull_requests, f"{author} is:pr is:merged", "pullrequests"),
            ("issues", group.issues, f"{author} is:issue", "issues"),
        )
        for name, value, query, page in rows:
            if value is not None:
                label = words[f"total_{name.replace('-', '_')}"]
                yield Total(
                    name=name,
                    label=label,
                    value=value,
                    since=group.created_on,
                    as_of=group.as_of,
                    basis=words.say(basis, label=label),
                    proof=_search(snapshot, query, page),
                )
    contributed = snapshot.contributed
    if contributed.repositories is not None and contributed.as_of is not None:
        yield Total(
            name="contributed-to",
            label=words["total_contributed_to"],
            value=contributed.repositories,
            since=_year_before(contributed.as_of),
            as_of=contributed.as_of,
            basis=words["basis_contributed_to"],
            proof=snapshot.profile_url,
        )
    if group.followers is not None and group.as_of is not None:
        yield Total(
            name="followers",
            label=words["total_followers"],
            value=group.followers,
            as_of=group.as_of,
            basis=words["basis_followers"],
            proof=f"{snapshot.profile_url}?tab=followers",
        )


def _repository_totals(snapshot: Snapshot, words: Words) -> Iterator[Total]:
    """Yield sums over the owner's public repositories; forks are not counted."""
    group = snapshot.repositories
    if group.as_of is None:
        return
    own = [item for item in group.items if not item.is_fork]
    rows = (
        ("repositories", len(own)),
        ("stars", sum(item.stars for item in own)),
        ("forks", sum(item.forks for item in own)),
    )
    for name, value in rows:
        yield Total(
            name=name,
            label=words[f"total_{name}"],
            value=value,
            as_of=group.as_of,
            basis=words["basis_repositories"],
            proof=f"{snapshot.profile_url}?tab=repositories&type=source&sort=stargazers",
        )


def _search(snapshot: Snapshot, query: str, page: str) -> str:
    return f"{snapshot.web}/search?q={quote(query, safe='')}&type={page}"


def _year_before(day: dt.date) -> dt.date:
    """Return the same day a year before; 28 February for 29 February."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
