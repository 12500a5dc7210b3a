"""How old the site's numbers are: the one question of `build` and `check` that needs a clock."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from portfolio.github.snapshot import check_age

if TYPE_CHECKING:
    from portfolio.errors import Diagnostic
    from portfolio.model.snapshot import Snapshot


def find_stale(snapshot: Snapshot | None) -> tuple[Diagnostic, ...]:
    """Return a warning if the numbers from GitHub are too old; nothing of it goes into a page."""
    return () if snapshot is None else tuple(check_age(snapshot, dt.datetime.now(dt.UTC).date()))
