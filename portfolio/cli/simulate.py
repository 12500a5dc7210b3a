"""`portfolio simulate`: the system in a case study's drawing, run in every order, and once in time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import json, structs

from portfolio.cli.console import print_diagnostics, print_message, print_result
from portfolio.cli.simulate_text import render_report
from portfolio.errors import Severity, UsageError, did_you_mean, sort_diagnostics
from portfolio.load.config import find_site
from portfolio.load.scenarios import study_of
from portfolio.model.case_study import CASE_STUDIES_FOLDER, SCENARIO, is_scenario
from portfolio.report import count_problems
from portfolio.simulate.report import Options
from portfolio.site.scenarios import find_study_drawings, run_simulation
from portfolio.site_files import read_site_files
from portfolio.width import JSON_ESCAPE

if TYPE_CHECKING:
    from portfolio.model.simulation import Report
    from portfolio.site_files import SiteFiles


@click.command()
@click.argument("slug")
@click.option("--variant", metavar="ID", help="Show this variant only.")
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Let routers choose in another way in the timed runs.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Print it in this form.",
)
@click.pass_context
def command(ctx: click.Context, slug: str, variant: str | None, seed: int, form: str) -> None:
    """Run the scenario of a case study.

    SLUG is the case study's file name without `.md`; the scenario is beside it, in SLUG.scenario.yaml. Every order of
    steps and every choice of faults is tried, then each variant runs once in time. The exit code is 1 if
    something breaks that the scenario does not expect.
    """
    files = read_site_files(str(find_site(ctx.obj, Path.cwd())))
    path = _find_scenario(files, slug)
    simulation = run_simulation(files, path, find_study_drawings(files, study_of(path)), Options(seed))
    if simulation.report is not None:
        report = _choose(simulation.report, variant)
        if form == "json":
            print_result(json.format(json.encode(report), indent=2).decode() + "\n", JSON_ESCAPE)
        else:
            print_result(render_report(report))
    problems = sort_diagnostics(simulation.problems)
    print_diagnostics(problems)
    if problems:
        print_message(count_problems(problems), "error")
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


def _choose(report: Report, variant: str | None) -> Report:
    """Return a report with one variant only.

    Raises:
        UsageError: there is no such variant.
    """
    if variant is None:
        return report
    chosen = tuple(case for case in report.cases if case.id == variant)
    if not chosen:
        ids = [case.id for case in report.cases]
        help_ = did_you_mean(variant, ids) or "variants: " + ", ".join(ids)
        raise UsageError(f"no such variant `{variant}`", help=help_)
    sweep = report.sweep if report.sweep is not None and report.sweep.variant == variant else None
    return structs.replace(report, cases=chosen, sweep=sweep)
