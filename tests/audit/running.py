"""Runs instruments over sites, several at a time."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING

from audit.bench import Bench
from audit.goals import BY_NAME as GOALS
from audit.registry import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audit.goals import Reading
    from audit.registry import Instrument
    from audit.sites import Site

    Group = tuple[Site, ...]
    """The builds of one site."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The extent of a run."""

    quick: bool = False
    only_page: str | None = None


def measure(
    instruments: Sequence[Instrument], groups: Sequence[Group], scope: Scope, jobs: int
) -> Iterator[Reading]:
    """Run every instrument over every group, several at a time; those that measure time come last, alone."""
    together = [item for item in instruments if not item.alone]
    with ProcessPoolExecutor(max(jobs, 1), mp_context=get_context("spawn")) as pool:
        waiting = [
            pool.submit(measure_group, item.name, group, scope) for item in together for group in groups
        ]
        for done in as_completed(waiting):
            yield from done.result()
    for item in instruments:
        if item.alone:
            for group in groups:
                yield from measure_group(item.name, group, scope)


def measure_group(name: str, group: Group, scope: Scope) -> list[Reading]:
    """Run one instrument over one site's builds."""
    start = time.monotonic()
    with Bench(group, quick=scope.quick, only_page=scope.only_page) as bench:
        readings = list(BY_NAME[name].measure(bench))
    say(f"{name}, {group[0].label}: {len(readings)} readings in {time.monotonic() - start:.1f} s")
    return readings


def missed(bench: Bench, instrument: str) -> list[str]:
    """Return what misses a goal of an instrument; there must be something to measure."""
    readings = list(BY_NAME[instrument].measure(bench))
    assert readings
    return [
        f"{GOALS[reading.goal].title}: {reading.value:g} on {reading.page} {reading.detail}"
        for reading in readings
        if GOALS[reading.goal].missed(reading.value)
    ]


def say(text: str) -> None:
    """Tell how far it is; the result alone goes to standard output."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201
