"""The files of a site that are no pages: the owner's data in other forms, one form a module, each with its routes."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.errors import Diagnostic
    from portfolio.pages.route import Contents, Route

HEAVY = ("cards", "resume")
"""The outputs that need an extra, and fonts."""


def find_left_out(contents: Contents) -> Iterator[tuple[str, Diagnostic]]:
    """Yield a warning for each output, or part of one, that is switched on and cannot be made; with the output's name."""
    config = contents.site.config
    names = [name for name in HEAVY if getattr(config.outputs, name)]
    for name in (*names, *(["vcard"] if config.files.vcard else [])):
        found = import_module(f"portfolio.outputs.{name}").find_left_out(contents)
        yield from ((name, problem) for problem in found)


def find_outputs(contents: Contents) -> Iterator[Route]:
    """Yield the routes of the outputs that are switched on; the others are not imported."""
    config = contents.site.config
    names = [
        name
        for switches in (config.outputs, config.files)
        for name in switches.__struct_fields__
        if getattr(switches, name)
    ]
    for name in (*names, *(("security",) if config.security else ())):
        yield from import_module(f"portfolio.outputs.{name}").routes(contents)
