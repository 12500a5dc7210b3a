"""`portfolio upgrade`: a site of an earlier version, as this one writes it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portfolio.cli.console import print_message, print_painted, print_result
from portfolio.cli.replace import replace_file
from portfolio.cli.text_diff import render_diff
from portfolio.decode import decode_source
from portfolio.errors import ContentError, Diagnostics
from portfolio.load.config import find_site
from portfolio.load.content import YAML_FILES
from portfolio.plural import name_count
from portfolio.scaffold.upgrade import find_overrides, upgrade_texts
from portfolio.site_files import CONFIG_FILE, read_site_files

if TYPE_CHECKING:
    from portfolio.scaffold.upgrade import Override
    from portfolio.site_files import SiteFiles


@click.command()
@click.option("--write", is_flag=True, help="Write the changes without asking.")
@click.pass_context
def command(ctx: click.Context, *, write: bool) -> None:
    """Bring a site of an earlier version up to date, and name the templates that fell behind.

    The changes are printed as a diff first. On a terminal it then asks; elsewhere only --write writes them, and without
    it the exit code is 1 if there are any.
    """
    root = find_site(ctx.obj, Path.cwd())
    files = read_site_files(str(root))
    texts = _read(files)
    changed = upgrade_texts(texts)
    overrides = [*find_overrides(files, files.theme)]
    for override in overrides:
        _report(override)
        if not override.is_known and not override.is_equal:
            data = files.files[override.path].data or b""
            texts[override.path] = data.decode("utf-8", "replace").replace("\r\n", "\n")
            changed[override.path] = f"{texts[override.path].rstrip()}\n{override.stamp}\n"
    for path, text in changed.items():
        print_painted(render_diff(path, texts.get(path, ""), text))
    if not changed:
        print_message("the site is up to date", "good")
        return
    if not write and not _ask(len(changed)):
        print_message("nothing was written; `portfolio upgrade --write` writes it", "warning")
        ctx.exit(1)
    for path, text in changed.items():
        _write(root / path, files, path, text)
        print_result(f"{path}\n")


def _read(files: SiteFiles) -> dict[str, str]:
    """Return the settings and the YAML files of content/.

    Raises:
        ContentError: one is not text.
    """
    diagnostics = Diagnostics()
    found = {}
    for path in (CONFIG_FILE, *(f"content/{name}.yaml" for name in YAML_FILES)):
        data = files.files[path].data if path in files.files else None
        source = decode_source(path, data, diagnostics) if data is not None else None
        if source:
            found[path] = source.text
    if diagnostics.has_errors:
        raise ContentError(diagnostics.items)
    return found


def _report(override: Override) -> None:
    """Name a template that fell behind, or that is needless."""
    if override.is_equal:
        print_message(f"{override.path} is the packaged template: it can be deleted", "warning")
    elif override.is_behind:
        print_message(
            f"{override.path} was made from an earlier template: compare it with {override.packaged}, "
            f"then write `{override.stamp}` as its last line",
            "warning",
        )


def _ask(count: int) -> bool:
    """Whether a person at a terminal wants the changes; elsewhere no question is asked."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    return click.confirm(f"Write {name_count(count, 'file')}?", err=True)


def _write(file: Path, files: SiteFiles, path: str, text: str) -> None:
    """Write a file with its own line ends and byte-order mark; a link is followed to its file."""
    before = files.files[path].data or b"" if path in files.files else b""
    data = text.replace("\n", "\r\n").encode() if b"\r\n" in before else text.encode()
    replace_file(
        Path(os.path.realpath(file)), (b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b"") + data
    )
