"""How old the site's numbers are: the one question of `build` and `check` that needs a clock."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from portfolio.load.stats import find_snapshot
from portfolio.stats.snapshot import check_age

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.errors import Diagnostic


def find_stale(root: Path) -> tuple[Diagnostic, ...]:
    """Return a warning if the numbers from GitHub are too old; nothing of it goes into a page."""
    snapshot = find_snapshot(root)
    return () if snapshot is None else tuple(check_age(snapshot, dt.datetime.now(dt.UTC).date()))
