"""Measures every goal on every page of the owner's site, of the example, and of a large generated one. Run by `make audit`."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from audit import corpus
from audit.bench import MissingError
from audit.registry import BY_NAME, INSTRUMENTS
from audit.running import Scope, measure, say
from audit.sites import BASE_PATHS, build, palettes
from audit.table import draw_misses, draw_table, make_rows
from support.command import ROOT

from portfolio.scaffold import EXAMPLE, create_site

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.registry import Instrument
    from audit.running import Group


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and return 1 where a goal is missed, 2 where a program is missing."""
    options = parse_options(arguments)
    instruments = choose(options)
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="portfolio-audit-") as folder:
        groups = build_sites(options, Path(folder))
        pages = sum(len(site.pages) for group in groups for site in group)
        say(f"{pages} pages of {sum(map(len, groups))} builds")
        try:
            scope = Scope(options.quick, options.page)
            readings = list(measure(instruments, groups, scope, options.jobs))
        except MissingError as error:
            say(f"the audit needs more: {error}; tests/setup.sh installs it, with `audit` as its argument")
            return 2
    rows = make_rows(readings)
    for line in (*draw_table(rows), *draw_misses(rows, everything=options.verbose)):
        print(line)  # noqa: T201 (the result)
    failed = [row.goal.name for row in rows if row.failed]
    say(f"{len(rows)} goals, {len(failed)} missed, {time.monotonic() - start:.0f} s")
    return 1 if failed else 0


def parse_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m audit", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="what `make test` runs: a few instruments, one build"
    )
    parser.add_argument(
        "--only", action="append", choices=sorted(BY_NAME), help="this instrument; may be repeated"
    )
    parser.add_argument("--site", type=Path, help="the site in this folder instead of the three")
    parser.add_argument("--palette", action="append", help="this palette alone; may be repeated")
    parser.add_argument("--page", help="this page alone, by its path: `` for home, `principles/`")
    parser.add_argument("--jobs", type=int, default=2, help="how many processes measure at a time")
    parser.add_argument("--verbose", action="store_true", help="list every place that misses a goal")
    return parser.parse_args(arguments)


def choose(options: argparse.Namespace) -> tuple[Instrument, ...]:
    """Choose the instruments of the options."""
    if options.only:
        return tuple(BY_NAME[name] for name in dict.fromkeys(options.only))
    return tuple(item for item in INSTRUMENTS if item.quick or not options.quick)


def build_sites(options: argparse.Namespace, work: Path) -> tuple[Group, ...]:
    """Build each site with each palette for each base path; the builds of one site make a group."""
    sources = {"site" if options.site else "owner": options.site or ROOT}
    if not options.site:
        create_site(work / "example-source", EXAMPLE)
        sources["example"] = work / "example-source"
    if not options.site and not options.quick:
        sources["generated"] = corpus.write_site(work / "generated-source")
    chosen = options.palette or (("default",) if options.quick else palettes() or ("default",))
    base_paths = BASE_PATHS[:1] if options.quick else BASE_PATHS
    groups = [
        tuple(
            build(source.resolve(), label, palette, base_path, work)
            for base_path in base_paths
            for palette in chosen
        )
        for label, source in sources.items()
    ]
    if not options.quick:
        # The switch adds two fields and a script to each page, and all palettes to its style: one build shows that.
        label, source = next(iter(sources.items()))
        switched = build(source.resolve(), f"{label}+switch", chosen[0], base_paths[0], work, switch=True)
        groups.append((switched,))
    return tuple(groups)


if __name__ == "__main__":
    sys.exit(main())
