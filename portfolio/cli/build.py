"""`portfolio build`: render the site and publish it into a folder."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portfolio.check.budget import check_budget
from portfolio.cli.age import find_stale
from portfolio.cli.console import (
    name_command,
    name_drafts,
    paint,
    print_diagnostics,
    print_hint,
    print_message,
    print_result,
)
from portfolio.cli.options import PathType, base_url_option
from portfolio.cli.profile import Profile
from portfolio.cli.progress import show_progress
from portfolio.load.config import find_site
from portfolio.plural import name_count
from portfolio.report import plain, render_text
from portfolio.site.build import build_site
from portfolio.site.pipeline import ignore_stage
from portfolio.site.record import explain_change, make_request
from portfolio.site.up_to_date import show_folder
from portfolio.width import escape_controls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from portfolio.errors import Diagnostic
    from portfolio.site.rendered_site import RenderedSite


@click.command()
@click.option(
    "--output",
    type=PathType(path_type=Path),
    metavar="DIR",
    help="Publish into this folder.  [default: _site in the site's folder]",
)
@base_url_option
@click.option("--force", is_flag=True, help="Rebuild everything.")
@click.option("-v", "--verbose", is_flag=True, help="List what was rebuilt, why, and each page's size.")
@click.option("--profile", "is_profiled", is_flag=True, help="Print the processor time of each stage.")
@click.pass_obj
def command(  # noqa: PLR0913 (one for each option)
    site: Path | None,
    output: Path | None,
    base_url: str | None,
    *,
    force: bool,
    verbose: bool,
    is_profiled: bool,
) -> None:
    """Build the site into a folder, by one atomic swap.

    All errors are reported at once, and the output folder is then left unchanged. Pages whose inputs have not
    changed are reused from earlier builds; the output is the same.
    """
    started = time.perf_counter()
    cwd = os.getcwd()  # noqa: PTH109 (as __main__.py has it)
    root = find_site(site, Path(cwd))
    request = make_request(str(root), str(output) if output else None, base_url, cwd)
    profile = Profile() if is_profiled else None
    mark = profile.mark if profile else ignore_stage
    with show_progress() as mapper:
        build = build_site(request, os.environ, output, force=force, mapper=mapper, mark=mark)
    prepared, first_flights = build.rendered.prepared, build.rendered.first_flights
    if verbose:
        print_message(
            "forced: everything is rebuilt" if force else explain_change(build.before, build.inputs)
        )
        _list_pages(build.rendered)
    warnings = (*prepared.warnings, *find_stale(prepared), *check_budget(first_flights))
    notes = [*name_drafts(prepared.drafts), *prepared.notes]
    notes.append(f"base URL {prepared.base_url.base_url.url} ({prepared.base_url.origin})")
    print_diagnostics(warnings)
    for note in notes:
        print_message(note)
    build.save_record((_join(warnings, notes, plain), _join(warnings, notes, paint)))
    if profile:
        profile.mark("report and caches")
        for line in profile.draw(len(first_flights)):
            print_message(line)
    elapsed_s = time.perf_counter() - started
    print_result(f"{build.summary} in {elapsed_s:.2f} s: {show_folder(request.output, cwd)}\n")
    print_hint(f"{name_command(site, 'serve')} shows it in the browser")


def _join(warnings: Iterable[Diagnostic], notes: Iterable[str], style: Callable[[str, str], str]) -> str:
    """Return what was printed to stderr, for the record: a build with nothing to do prints it again."""
    lines = "".join(f"{style(escape_controls(note), 'quiet')}\n" for note in notes)
    return render_text(warnings, style) + lines


def _list_pages(site: RenderedSite) -> None:
    """Print each page's size as it is sent, whether it was rendered, and what it leaves out."""
    fresh = site.fresh
    for path, size_bytes in site.first_flights.items():
        print_message(f"{size_bytes:>7,} bytes  {path}{'' if path in fresh else '  (unchanged)'}")
    for note in (note for _, route in site.prepared.published.values() for note in route.notes):
        print_message(note)
    for part in site.prepared.parts[1:]:
        print_message(f"variant {part.context.site.variant}: {part.context.base_url.url}")
    print_message(f"{len(fresh)} of {name_count(len(site.made), 'file')} rendered")
