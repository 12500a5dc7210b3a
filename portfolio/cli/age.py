"""What depends on the day of a run: the only part of `build` and `check` that needs a clock."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from portfolio.github.snapshot import check_age

if TYPE_CHECKING:
    from portfolio.errors import Diagnostic
    from portfolio.site.pipeline import PreparedSite


def find_stale(prepared: PreparedSite) -> tuple[Diagnostic, ...]:
    """Return warnings of statistics that are too old, of expired certifications, and of positions in the future.

    Pages do not depend on them.
    """
    today = dt.datetime.now(dt.UTC).date()
    snapshot = prepared.context.site.snapshot
    dated = [problem for deadline in prepared.deadlines for problem in deadline.judge(today)]
    return (*(() if snapshot is None else check_age(snapshot, today)), *dated)
