"""`portfolio explain`: what an error or a warning means, from docs/errors.md."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click
from markdown_it import MarkdownIt

from portfolio.cli.console import print_result
from portfolio.errors import Code, UsageError, did_you_mean
from portfolio.site_files import find_package_root

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = "docs/errors.md"
TITLES = {"cli": "Command line", "simulate": "Simulation", "stats": "GitHub statistics"}
"""Of pages of the documentation whose files have other names."""
MOST_COLUMNS = 100
"""Of a paragraph: longer lines are hard to read."""


@click.command()
@click.argument("codes", metavar="[CODE]...", nargs=-1)
def command(codes: tuple[str, ...]) -> None:
    """Say what an error or a warning means, with an example and what to do.

    CODE is the word in brackets, such as unknown-key. Without it, list all codes.
    """
    for code in codes:
        if code not in [*Code]:
            help_ = did_you_mean(code, [*Code]) or "`portfolio explain` lists all codes"
            raise UsageError(f"there is no code `{code}`", help=help_)
    if not codes:
        print_result("".join(f"{code}\n" for code in Code))
        return
    page = Path(find_package_root(), PAGE).read_text(encoding="utf-8")
    columns = min(shutil.get_terminal_size().columns, MOST_COLUMNS)
    blocks = (block for code in dict.fromkeys(codes) for block in (code, *_list_blocks(page, code, columns)))
    print_result("\n\n".join(blocks) + "\n")


def _list_blocks(page: str, code: str, columns: int) -> Iterator[str]:
    """Yield what is below a code's heading, for a terminal: paragraphs are wrapped, code is indented."""
    entry = page.partition(f"\n## `{code}`\n")[2].partition("\n## `")[0]
    is_item = False
    for token in MarkdownIt("commonmark").parse(entry):
        if token.type == "fence":
            title = re.search(r'title="(.*)"', token.info)
            lines = ([f"# {title[1]}"] if title else []) + token.content.splitlines()
            yield "\n".join(f"    {line}".rstrip() for line in lines)
        elif token.type == "inline":
            words = re.sub(r"\[([^\]]+)\]\(([^)]*)\)", _name_link, token.content).replace("\n", " ")
            yield click.wrap_text(words, columns, *(("- ", "  ") if is_item else ()))
        is_item = token.type == "list_item_open" or (is_item and token.type == "paragraph_open")


def _name_link(link: re.Match[str]) -> str:
    """Return the words of a link, with its page and heading there unless it leads to another code."""
    words, (page, _, anchor) = link[1], link[2].partition("#")
    if not page:
        return words
    name = page.removesuffix(".md")
    heading = f", *{anchor.replace('-', ' ')}*" if anchor else ""
    return f"{words} (documentation: *{TITLES.get(name, name.capitalize())}*{heading})"
