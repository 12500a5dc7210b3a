"""`portfolio check`: every problem of the site, without building it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portfolio.check import check_site
from portfolio.cli.age import find_stale
from portfolio.cli.console import name_drafts, paint_for, print_painted, print_result, say
from portfolio.cli.progress import show_progress
from portfolio.errors import ContentError, Severity, TemplateError, sort_diagnostics
from portfolio.load.config import find_site
from portfolio.report import count_problems, render_github, render_json, render_text
from portfolio.site.pipeline import Settings, render_site
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from portfolio.errors import Diagnostic


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="How problems are written; `github` shows them beside the lines on GitHub.",
)
@click.option("--base-url", metavar="URL", help="Where the site will be published; else it is found out.")
@click.pass_context
def command(ctx: click.Context, form: str, base_url: str | None) -> None:
    """Report every problem in configuration, content, Markdown and templates.

    Nothing is written. The exit code is 1 if there is an error, and 0 if there are only warnings.
    """
    root = find_site(ctx.obj, Path.cwd())
    diagnostics = _collect(root, base_url)
    if form == "json":
        print_result(render_json(diagnostics))
    elif form == "github":
        print_result(render_github(diagnostics, _folder_in_repository(root)))
    else:
        print_painted(render_text(diagnostics, paint_for(sys.stdout)))
    say(count_problems(diagnostics), "error" if diagnostics else "good")
    ctx.exit(1 if any(item.severity is Severity.ERROR for item in diagnostics) else 0)


def _collect(root: Path, base_url: str | None) -> tuple[Diagnostic, ...]:
    """Return what rendering the whole site in memory finds, then what its pages, links and colours show."""
    try:
        with show_progress() as mapper:
            rendered = render_site(read_site_files(str(root)), Settings(os.environ, base_url, mapper=mapper))
    except (ContentError, TemplateError) as error:
        return error.diagnostics
    plan = rendered.plan
    for note in name_drafts(plan.drafts):
        say(note)
    pages = {path: content.decode() for path, content in rendered.pages.items()}
    files = frozenset(route.path for route in plan.routes)
    found = check_site(pages, files, plan.palettes, plan.base_url.base_url)
    return sort_diagnostics((*plan.warnings, *found, *find_stale(plan.snapshot)))


def _folder_in_repository(root: Path) -> str:
    """Return the site's folder within its checkout, with a closing slash: annotations name files from there."""
    repository = next((folder for folder in (root, *root.parents) if os.path.lexists(folder / ".git")), root)
    inside = root.relative_to(repository).as_posix()
    return "" if inside == "." else f"{inside}/"
