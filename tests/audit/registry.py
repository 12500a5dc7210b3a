"""Every instrument of the audit. A new one is a function and a line here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit import (
    axe,
    budgets,
    checkers,
    contrast,
    feeds,
    keyboard,
    layout,
    lighthouse,
    links,
    motion,
    printing,
    scripting,
    structured,
    traffic,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from audit.bench import Bench
    from audit.goals import Reading


@dataclass(frozen=True, slots=True)
class Instrument:
    """Something that measures."""

    name: str
    measure: Callable[[Bench], Iterator[Reading]]
    quick: bool = False
    """It is quick enough for `make test`."""
    alone: bool = False
    """It measures times, so nothing else may run beside it."""


# The slowest first, so that the last one to end is a short one.
INSTRUMENTS = (
    Instrument("axe", axe.measure, quick=True),
    Instrument("print", printing.measure, quick=True),
    Instrument("keyboard", keyboard.measure),
    Instrument("overflow", layout.measure_overflow, quick=True),
    Instrument("contrast", contrast.measure),
    Instrument("text", layout.measure_text),
    Instrument("forced-colors", contrast.measure_forced),
    Instrument("nu", checkers.measure_nu, quick=True),
    Instrument("html-validate", checkers.measure_html_validate),
    Instrument("traffic", traffic.measure),
    Instrument("motion", motion.measure),
    Instrument("scripts", scripting.measure, quick=True),
    Instrument("links", links.measure, quick=True),
    Instrument("budgets", budgets.measure),
    Instrument("structured", structured.measure),
    Instrument("feeds", feeds.measure),
    Instrument("lighthouse", lighthouse.measure, alone=True),
)

BY_NAME = {instrument.name: instrument for instrument in INSTRUMENTS}
