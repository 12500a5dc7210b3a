"""`portfolio check`: every error and warning of the site, without building it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portfolio.check.delivered import PAGE, PDF, TEXT, check_delivered
from portfolio.check.site import check_site
from portfolio.cli.age import find_stale
from portfolio.cli.console import (
    find_columns,
    name_drafts,
    paint_for,
    print_message,
    print_painted,
    print_problem_count,
    print_result,
)
from portfolio.cli.options import PathType, base_url_option, format_option
from portfolio.cli.pdf_text import read_pdf
from portfolio.cli.progress import show_progress
from portfolio.errors import ContentError, Severity, TemplateError, UsageError, sort_diagnostics
from portfolio.load.config import find_site
from portfolio.plural import name_count
from portfolio.report import render_github, render_json, render_text
from portfolio.site.cache import borrow_cache
from portfolio.site.pipeline import Settings
from portfolio.site.rendered_site import render_site
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.errors import Diagnostic
    from portfolio.site.rendered_site import RenderedSite


@click.command()
@format_option(
    "text",
    "json",
    "github",
    help_="Print them as text, as json, or as github, which are annotations for GitHub Actions.",
)
@base_url_option
@click.option(
    "--outputs",
    "with_outputs",
    is_flag=True,
    help="Also read the finished text, PDF and pages as a program would: order, dates, contact, headings, characters.",
)
@click.argument("paths", nargs=-1, type=PathType(exists=True, path_type=Path))
@click.pass_context
def command(
    ctx: click.Context, paths: tuple[Path, ...], form: str, base_url: str | None, *, with_outputs: bool
) -> None:
    """Report every error and warning in settings, content, Markdown and templates.

    The whole site is checked; of PATHS, files or folders, only theirs are reported.

    Nothing is written; the cache of the last build is read. The exit code is 1 if there is an error, and 0 if there are only warnings.
    """
    root = find_site(ctx.obj, Path.cwd())
    diagnostics = _collect(root, base_url, with_outputs=with_outputs)
    if paths:
        diagnostics = _choose(diagnostics, [_find_name(path, root) for path in paths])
    if form == "json":
        print_result(render_json(diagnostics))
    elif form == "github":
        print_result(render_github(diagnostics, _folder_in_repository(root)))
    else:
        print_painted(render_text(diagnostics, paint_for(sys.stdout), find_columns(sys.stdout)))
    print_problem_count(diagnostics)
    ctx.exit(1 if any(item.severity is Severity.ERROR for item in diagnostics) else 0)


def _collect(root: Path, base_url: str | None, *, with_outputs: bool) -> tuple[Diagnostic, ...]:
    """Render the whole site in memory, and return its diagnostics and those of its pages, links and colours."""
    files = read_site_files(str(root))
    try:
        with show_progress() as mapper:
            rendered = render_site(
                files, Settings(os.environ, base_url, borrow_cache(files), mapper), has_outputs=with_outputs
            )
    except (ContentError, TemplateError) as error:
        return error.diagnostics
    prepared = rendered.prepared
    for note in (*name_drafts(prepared.drafts), *prepared.notes):
        print_message(note)
    pages = {path: content.decode() for path, content in rendered.pages.items()}
    published = frozenset(prepared.published)
    found = check_site(pages, published, prepared.palettes, prepared.base_url.base_url)
    delivered = _read_delivered(rendered) if with_outputs else ()
    dated = find_stale(prepared)
    return sort_diagnostics((*prepared.warnings, *found, *dated, *prepared.placeholders, *delivered))


def _read_delivered(rendered: RenderedSite) -> tuple[Diagnostic, ...]:
    """Return the findings in the finished files; say what was read and what was not."""
    files = {
        file.path: file.content if isinstance(file.content, bytes) else Path(str(file.content)).read_bytes()
        for file in rendered.files
        if file.path.endswith((TEXT, PAGE, PDF))
    }
    delivered = check_delivered(files, rendered.prepared.context.site, read_pdf)
    print_message(f"{name_count(delivered.read, 'file')} of the output read as a program reads them")
    for path in delivered.unread:
        print_message(f"not checked: {path}: install pdftotext or pypdf, or repair the file", "warning")
    return delivered.findings


def _find_name(path: Path, root: Path) -> str:
    """Return the name of a file or a folder within the site, as diagnostics have it.

    Raises:
        UsageError: it is elsewhere.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100 (a link in the site is not followed)
    try:
        return (path.parent.resolve() / path.name).relative_to(root.resolve()).as_posix()
    except ValueError:
        raise UsageError(f"`{path}` is not in the site", help=f"the site is `{root}`") from None


def _choose(diagnostics: Iterable[Diagnostic], names: list[str]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of some files and folders; `.` is the whole site."""
    return tuple(
        item
        for item in diagnostics
        if "." in names or (item.span and any(f"{item.span.path}/".startswith(f"{name}/") for name in names))
    )


def _folder_in_repository(root: Path) -> str:
    """Return the site's folder within its checkout, with a closing slash, as annotations name files."""
    repository = next((folder for folder in (root, *root.parents) if os.path.lexists(folder / ".git")), root)
    inside = root.relative_to(repository).as_posix()
    return "" if inside == "." else f"{inside}/"
