"""What depends on the day of a run: the only part of `build` and `check` that needs a clock."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from portfolio.decode import find_setting
from portfolio.errors import Code, Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.model.snapshot import Snapshot
    from portfolio.site.pipeline import PreparedSite

NEAR = dt.timedelta(days=30)
"""Before its expiry security.txt is to be renewed."""


def find_stale(prepared: PreparedSite) -> tuple[Diagnostic, ...]:
    """Return warnings of statistics that are too old, of expired certifications, of positions in the future, of security.txt.

    Pages do not depend on them.
    """
    today = dt.datetime.now(dt.UTC).date()
    snapshot = prepared.context.site.snapshot
    dated = [problem for deadline in prepared.deadlines for problem in deadline.judge(today)]
    return (
        *_check_snapshot(snapshot, today),
        *dated,
        *_check_security(prepared, today),
    )


def _check_snapshot(snapshot: Snapshot | None, today: dt.date) -> Iterator[Diagnostic]:
    if snapshot is None:
        return
    from portfolio.github.snapshot import check_age  # noqa: PLC0415 (a site without statistics does not import it)

    yield from check_age(snapshot, today)


def _check_security(prepared: PreparedSite, today: dt.date) -> Iterator[Diagnostic]:
    """Yield a warning if security.txt holds for less than a month."""
    security = prepared.context.site.config.security
    if security is None or security.expires >= today + NEAR:
        return
    day = security.expires.isoformat()
    verb = "expired" if security.expires < today else "expires soon"
    yield Diagnostic(
        Code.DATE,
        f"security.txt {verb}: `{day}`",
        find_setting(prepared.files, "expires", day),
        "check that the contact still holds, and write a new `expires`, at most a year ahead",
        Severity.WARNING,
    )
