"""The age of the statistics: the only part of `build` and `check` that needs a clock."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from portfolio.github.snapshot import check_age

if TYPE_CHECKING:
    from portfolio.errors import Diagnostic
    from portfolio.model.snapshot import Snapshot


def find_stale(snapshot: Snapshot | None) -> tuple[Diagnostic, ...]:
    """Return a warning if the statistics from GitHub are too old; pages do not depend on it."""
    return () if snapshot is None else tuple(check_age(snapshot, dt.datetime.now(dt.UTC).date()))
