"""`portfolio diff`: what one variant of a site shows and another one does not."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portfolio.cli.console import print_diagnostics, print_message, print_result
from portfolio.cli.options import find_variant
from portfolio.errors import UsageError
from portfolio.load.config import find_site
from portfolio.outputs.comparison import compare
from portfolio.site.cache import borrow_cache
from portfolio.site.pipeline import Settings, prepare_site
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.site.pipeline import Part

WHOLE = "the whole site"


@click.command()
@click.argument("first", metavar="VARIANT")
@click.argument("second", metavar="[OTHER]", required=False)
@click.pass_context
def command(ctx: click.Context, first: str, second: str | None) -> None:
    """Print the sentences that one variant shows and the other does not; without OTHER, the whole site is compared.

    A line with - is in the first only, a line with + in the second only.
    """
    if first == second:
        raise UsageError(f"`{first}` is given twice", help="name two variants")
    files = read_site_files(str(find_site(ctx.obj, Path.cwd())))
    prepared = prepare_site(files, Settings(os.environ, None, borrow_cache(files)))
    print_diagnostics(prepared.warnings)
    sides = [find_variant(prepared, name) for name in (first, second)]
    lines = [*_list_lines(*sides)]
    if not lines:
        print_message(f"{first} and {second or WHOLE} say the same")
        return
    print_result(f"--- {first}\n+++ {second or WHOLE}\n" + "".join(f"{line}\n" for line in lines))


def _list_lines(first: Part, second: Part) -> Iterator[str]:
    for page in compare(first.context, second.context):
        yield f"\n{page.address}"
        yield from (f"- {sentence}" for sentence in page.first)
        yield from (f"+ {sentence}" for sentence in page.second)
