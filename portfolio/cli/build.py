"""`portfolio build`: render the site and publish it into a folder."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portfolio.check.budget import check_budget, measure_first_flight
from portfolio.cli.age import find_stale
from portfolio.cli.console import name_drafts, paint, print_diagnostics, print_result, say
from portfolio.cli.progress import show_progress
from portfolio.load.config import find_site
from portfolio.plural import name_count
from portfolio.report import plain, render_text
from portfolio.site.build import build_site
from portfolio.site.inputs import make_request
from portfolio.site.up_to_date import show_folder
from portfolio.width import escape_controls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from portfolio.errors import Diagnostic
    from portfolio.site.pipeline import RenderedSite


@click.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder to publish into.  [default: _site in the site's folder]",
)
@click.option(
    "--base-url",
    metavar="URL",
    help="Where the site will be published, such as https://name.github.io/repository/; else it is found out.",
)
@click.option("--force", is_flag=True, help="Build everything anew, whatever has changed.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Also tell what is built and why, and what each page sends."
)
@click.pass_obj
def command(
    site: Path | None, output: Path | None, base_url: str | None, *, force: bool, verbose: bool
) -> None:
    """Build the site into a folder, by one atomic swap.

    Problems in content are all shown at once, and the folder then stays as it was. What earlier builds made is
    used again where nothing it came from has changed; the outcome is the same.
    """
    started = time.perf_counter()
    cwd = os.getcwd()  # noqa: PTH109 (as __main__.py has it)
    root = find_site(site, Path(cwd))
    request = make_request(str(root), str(output) if output else None, base_url, cwd)
    with show_progress() as mapper:
        build = build_site(request, os.environ, output, force=force, mapper=mapper)
    plan = build.rendered.plan
    first_flights = build.measure(measure_first_flight)
    if verbose:
        say("forced: everything is built" if force else build.explain())
        _list_pages(build.rendered, first_flights)
    warnings = (*plan.warnings, *find_stale(plan.snapshot), *check_budget(first_flights))
    notes = [*name_drafts(plan.drafts)]
    notes.append(f"base address {plan.base_url.base_url.url} ({plan.base_url.origin})")
    print_diagnostics(warnings)
    for note in notes:
        say(note)
    build.save_record(first_flights, (_join(warnings, notes, plain), _join(warnings, notes, paint)))
    elapsed_s = time.perf_counter() - started
    print_result(f"{build.summary} in {elapsed_s:.2f} s: {show_folder(request.output, cwd)}\n")


def _join(warnings: Iterable[Diagnostic], notes: Iterable[str], style: Callable[[str, str], str]) -> str:
    """Return what was said on stderr, for the next build, which may have nothing else to do than to say it again."""
    said = "".join(f"{style(escape_controls(note), 'quiet')}\n" for note in notes)
    return render_text(warnings, style) + said


def _list_pages(rendered: RenderedSite, first_flights: Mapping[str, int]) -> None:
    """Say of each page what it sends before it can be seen, and whether it was rendered."""
    for path, size_bytes in first_flights.items():
        say(f"{size_bytes:>7,} bytes  {path}{'' if path in rendered.pages else '  (as it was)'}")
    say(f"{len(rendered.rendered)} of {name_count(len(rendered.keys), 'file')} rendered")
