"""`portfolio simulate`: the system in a case study's drawing, run in every order, and once in time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from portfolio.cli.console import print_diagnostics, print_json, print_problem_count, print_result
from portfolio.cli.options import Number, format_option
from portfolio.errors import Severity, UsageError, did_you_mean, sort_diagnostics
from portfolio.load.config import find_site
from portfolio.load.scenarios import study_of
from portfolio.model.folders import CASE_STUDIES_FOLDER, SCENARIO, is_scenario
from portfolio.model.time import name_time
from portfolio.simulate.report import Options
from portfolio.site.scenarios import find_study_drawings, run_simulation
from portfolio.site_files import read_site_files
from portfolio.width import measure_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.model.simulation import Case, Claim, Report, Swept
    from portfolio.site_files import SiteFiles


@click.command()
@click.argument("slug")
@click.option("--variant", metavar="ID", help="Show this variant only.")
@click.option(
    "--seed",
    type=Number(0),
    metavar="NUMBER",
    default=0,
    show_default=True,
    help="Let routers choose in another way in the timed runs.",
)
@format_option("text", "json", help_="Print it as text or json.")
@click.pass_context
def command(ctx: click.Context, slug: str, variant: str | None, seed: int, form: str) -> None:
    """Run the scenario of a case study.

    SLUG is the case study's file name without `.md`; the scenario is beside it, in SLUG.scenario.yaml. Every order of
    steps and every choice of faults is tried, then each variant runs once in time. The exit code is 1 if
    something breaks that the scenario does not expect.
    """
    files = read_site_files(str(find_site(ctx.obj, Path.cwd())))
    path = _find_scenario(files, slug)
    options = Options(seed, variant=variant or "")
    simulation = run_simulation(files, path, find_study_drawings(files, study_of(path)), options)
    if simulation.result is not None:
        report = simulation.result.report
        if form == "json":
            print_json(report)
        else:
            print_result(render_report(report))
    problems = sort_diagnostics(simulation.problems)
    print_diagnostics(problems)
    if problems:
        print_problem_count(problems)
    ctx.exit(1 if any(item.severity is Severity.ERROR for item in problems) else 0)


def _find_scenario(files: SiteFiles, slug: str) -> str:
    """Return the path of a case study's scenario.

    Raises:
        UsageError: there is none.
    """
    known = [path.removeprefix(CASE_STUDIES_FOLDER) for path in files.files if is_scenario(path)]
    slugs = [path.removesuffix(SCENARIO) for path in known]
    if slug in slugs:
        return f"{CASE_STUDIES_FOLDER}{slug}{SCENARIO}"
    listed = "scenarios: " + ", ".join(slugs) if slugs else f"write {CASE_STUDIES_FOLDER}{slug}{SCENARIO}"
    raise UsageError(f"`{slug}` has no scenario", help=did_you_mean(slug, slugs) or listed)


def render_report(report: Report) -> str:
    """Return a report as text."""
    blocks = [_render_case(case) for case in report.cases]
    blocks.append(_render_summary(report))
    if report.sweep is not None:
        blocks.append(_render_sweep(report.sweep))
    blocks.append(["A model, not a measurement. It leaves out:", *(f"- {item}" for item in report.left_out)])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _render_case(case: Case) -> list[str]:
    lines = [f"{case.id}: {case.title}", ""]
    width = max((len(name_time(line.time_ms)) for line in case.log), default=0)
    lines += [f"  {name_time(line.time_ms):>{width}}  {line.text}" for line in case.log]
    lines += [f"  {'':{width}}  … and so on: it does not end"] if case.is_endless else []
    lines.append("")
    for claim in case.claims:
        lines += _render_claim(claim, case)
    return lines


def _render_claim(claim: Claim, case: Case) -> Iterator[str]:
    states = f"{case.states:,} states" if case.is_complete else f"the first {case.states:,} states"
    if claim.holds:
        yield f"  holds in {states}: {claim.says} ({claim.id})"
        return
    yield f"  breaks{', as expected' if claim.is_expected else ''}: {claim.says} ({claim.id})"
    if claim.is_expected:
        yield f"    because {case.because}"
    yield "    shortest way:" if claim.is_shortest else "    the way of a run:"
    yield from (f"    {number}. {sentence}" for number, sentence in enumerate(claim.trace, start=1))


def _render_summary(report: Report) -> list[str]:
    """Return what breaks, and when, as a table."""
    rows = [("variant", "states", "breaks", "because")]
    for case in report.cases:
        broken = ", ".join(claim.id for claim in case.claims if not claim.holds)
        states = f"{case.states:,}" if case.is_complete else f"over {case.states:,}"
        rows.append((case.id, states, broken or "nothing", case.because))
    return ["What breaks, and when", "", *_table(rows)]


def _render_sweep(sweep: Swept) -> list[str]:
    """Return the sweep as a table."""
    rows = [(sweep.vary, "breaks", "ends after", "most waiting")]
    rows += [
        (item.values, ", ".join(item.broken) or "nothing", item.ended, item.most_waiting)
        for item in sweep.ranges()
    ]
    return [f"{sweep.title} ({sweep.variant})", "", *_table(rows)]


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    rows = [*rows]
    widths = [max(measure_text(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (width - measure_text(cell)) for cell, width in zip(row, widths, strict=True))
        yield ("  " + "  ".join(cells)).rstrip()
