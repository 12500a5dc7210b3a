"""What is wrong with sections of figures, or worth a word: pictures of other hosts, and nothing to show."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from portfolio.errors import Code, Diagnostic, Severity, Source, Span
from portfolio.model.home import StatsSection
from portfolio.render.themes import read_text_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from portfolio.model.site import Site

PATH = "content/home.yaml"


def check_stats_sections(site: Site, root: Path) -> Iterator[Diagnostic]:
    """Yield a warning for each picture of another host, and an error for a section that has nothing to show.

    Args:
        site: what the owner wrote.
        root: the site's folder; its home.yaml was read before and tells the places.
    """
    sections = [section for section in site.home.sections if isinstance(section, StatsSection)]
    if not sections:
        return
    source = Source(PATH, read_text_file(root / PATH))
    for section in sections:
        if section.mode == "embed":
            for embed in section.embeds:
                host = urlsplit(embed.url).netloc
                yield Diagnostic(
                    Code.STATS_EMBED,
                    f"every visitor's browser asks {host} for a picture, and shows a broken one when it is down",
                    _find(source, embed.url),
                    "`mode: text` shows the same from content/stats.json, and asks nobody",
                    Severity.WARNING,
                )
            if not section.embeds:
                yield Diagnostic(
                    Code.UNKNOWN_REFERENCE,
                    "the section `stats` has no picture to embed",
                    _find(source, "embed"),
                    "list them under `embeds:`, or take `mode: text`",
                )
        elif site.snapshot is None and not site.profile.github:
            yield Diagnostic(
                Code.UNKNOWN_REFERENCE,
                "the section `stats` has nothing to show",
                _find(source, "stats"),
                "name your account as `github` in content/profile.yaml, or drop the section",
            )


def _find(source: Source, value: str) -> Span:
    """Return where home.yaml, which was read before, first gives a value to a key."""
    for number, line in enumerate(source.lines, 1):
        key, colon, rest = line.partition(":")
        if colon and rest.strip().strip("\"'").startswith(value) and not key.lstrip().startswith("#"):
            return source.span(number, line.index(value, len(key)) + 1, len(value))
    return source.span(1, 1)
