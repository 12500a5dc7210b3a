"""Measures builds of a generated site and compares them with Hugo's. Run by `make bench`; no timing makes it fail."""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench import corpus, record
from bench.cases import CASES, PEER_CASES, measure_case, require_same_pages
from bench.floors import measure_floors
from bench.machine import describe
from bench.running import BrokenError, run
from bench.serving import measure_serving
from bench.starts import measure_starts, start_commands
from bench.table import draw_text, make_tables
from bench.tools import MAKERS, OURS, PEERS, MissingError
from support.command import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.cases import Case, Measured
    from bench.running import Run
    from bench.serving import Served
    from bench.table import Spread
    from bench.tools import Tool

SIZES = (10, 100, 1000)
PAIRS = 5
START = "start"
SERVE = "serve"
PEER = "peers"
FLOOR = "libraries"
PEER_SIZE = 100
SAVES = 21
CHECKED_SIZE = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 if a build is broken, 2 if a generator is missing."""
    options = parse_options(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="portfolio-bench-") as folder:
            work = Path(folder)
            if options.self_check:
                check_harness(work)
            else:
                measure_all(options, work)
    except MissingError as error:
        say(f"the benchmark needs more: {error}")
        return 2
    except BrokenError as error:
        say(f"broken: {error}")
        return 1
    return 0


def parse_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    options.pages = sorted(set(options.pages or SIZES))
    options.only = options.only or [*(case.name for case in CASES), SERVE, PEER, FLOOR, START]
    if options.pages[0] < 1 or options.pairs < 1:
        parser.error("--pages and --pairs begin at 1")
    return options


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--pages", type=int, action="append", help="so many pages; may be repeated (10, 100, 1000)"
    )
    parser.add_argument("--pairs", type=int, default=PAIRS, help="how many pairs of runs (5)")
    parser.add_argument(
        "--only",
        action="append",
        choices=[*(case.name for case in CASES), SERVE, PEER, FLOOR, START],
        help="this case alone; may be repeated",
    )
    parser.add_argument("--write", action="store_true", help="write the results into docs/benchmarks.md")
    parser.add_argument(
        "--self-check",
        action="store_true",
        help="measure nothing, but make sure that both tools make the same site and that edits reach it",
    )
    return parser


def measure_all(options: argparse.Namespace, work: Path) -> None:
    """Run the measurements of the options, and print them."""
    started = time.monotonic()
    machine = describe()
    measured = [item for size in options.pages for item in measure_size(size, options, work)]
    served = [measure_saves(size, SAVES, work) for size in options.pages if SERVE in options.only]
    peers = measure_peers(PEER_SIZE, options.pairs, work) if PEER in options.only else []
    starts: dict[str, tuple[Run, ...]] = {}
    if START in options.only:
        say("start")
        starts = measure_starts(start_commands(), options.pairs, lambda command: run(command, work, work))
    floors: dict[str, Spread] = {}
    if FLOOR in options.only:
        say(f"{PEER_SIZE} pages: {FLOOR}")
        floors = measure_floors(PEER_SIZE, options.pairs)
    tables = make_tables(measured, served, peers, starts, options.pairs, floors)
    print(machine)  # noqa: T201 (the result)
    for table in tables:
        print("", *draw_text(table), sep="\n")  # noqa: T201
    if options.write:
        page = record.PAGE.read_text(encoding="utf-8")
        written = record.replace_record(page, record.make_record(machine, tables))
        record.PAGE.write_text(written, encoding="utf-8")
        say(f"written to {record.PAGE.relative_to(ROOT)}")
    say(f"{time.monotonic() - started:.0f} s")


def measure_size(size: int, options: argparse.Namespace, work: Path) -> list[Measured]:
    """Measure the chosen cases on a corpus of one size."""
    cases = [case for case in CASES if case.name in options.only]
    if not cases:
        return []
    tools = [make(work / f"{make.__name__}-{size}", size) for make in MAKERS]
    measured = measure_tools(tools, cases, size, options.pairs, work)
    for item in measured:
        require_same_pages(item)
    return measured


def measure_peers(size: int, pairs: int, work: Path) -> list[Measured]:
    """Measure the generators in Python, and ours, on a corpus of one size."""
    tools = [make(work / f"peer-{make.__name__}-{size}", size) for make in PEERS]
    return measure_tools(tools, PEER_CASES, size, pairs, work)


def measure_tools(
    tools: Sequence[Tool], cases: Sequence[Case], size: int, pairs: int, work: Path
) -> list[Measured]:
    """Measure cases with some tools in turn."""

    def build(tool: Tool) -> Run:
        os.sync()  # no tool waits for what another has left to write
        return run(tool.command, tool.root, work)

    found = []
    for case in cases:
        say(f"{size} pages: {case.title}: {', '.join(tool.name for tool in tools)}")
        found.append(measure_case(case, tools, size, pairs, build))
    return found


def measure_saves(size: int, saves: int, work: Path) -> Served:
    """Measure the waits for a saved page on a corpus of one size."""
    say(f"{size} pages: saved and served")
    tools = [make(work / f"serve-{make.__name__}-{size}", size) for make in MAKERS]
    return measure_serving(tools, size, saves, corpus.slug(size // 2), work)


def check_harness(work: Path) -> None:
    """Go through every case once, on a few pages.

    Raises:
        BrokenError: the comparison would not be fair.
    """
    measured = measure_size(CHECKED_SIZE, parse_options(["--pairs", "1"]), work)
    compiled = importlib.util.cache_from_source(str(ROOT / "portfolio" / "cli" / "main.py"))
    if not Path(compiled).exists():
        raise BrokenError(f"Python keeps no byte-code of portfolio: {compiled} is missing")
    measure_saves(CHECKED_SIZE, 1, work)
    measure_peers(CHECKED_SIZE, 1, work)
    pages = measured[0].pages[OURS]
    say(f"Hugo and ours make the same {pages} pages of {CHECKED_SIZE}, and every edit reaches them")


def say(text: str) -> None:
    """Tell how it goes, beside the result."""
    print(f"bench: {text}", file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
