"""A profile README for GitHub: the site as Markdown between two markers of a file, with pictures beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from portfolio.errors import Code as ErrorCode
from portfolio.errors import ContentError, Diagnostic, Source
from portfolio.markdown.blocks import Code, Heading, Paragraph, Piece, rebuild
from portfolio.markdown.text import escape_html
from portfolio.model.names import tag_slug
from portfolio.outputs import json_resume, markdown
from portfolio.outputs.article import describe_article
from portfolio.outputs.document import join, words
from portfolio.outputs.home import describe_home
from portfolio.pages.stats import draw_card, list_site_cards
from portfolio.width import measure_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from portfolio.markdown.blocks import Block
    from portfolio.model.link import Link
    from portfolio.model.profile import Profile
    from portfolio.outputs.document import Document
    from portfolio.pages.context import Context

START, END = "<!-- portfolio:start -->", "<!-- portfolio:end -->"
MAX_BYTES = 500_000
"""GitHub shows the first 512,000 bytes of a file; the owner's own words are there, too. Source: docs.github.com, "About READMEs"."""
MAX_BANNER = 76
"""The columns of a box that phones scroll little."""
PICTURE = "portfolio-"
"""What the names of pictures begin with."""
_ON_ITS_PAGE = "is on its page, which is linked"
OMISSIONS = markdown.OMISSIONS | {
    "home.command": "is an ornament",
    "pages.summary": _ON_ITS_PAGE,
    "pages.updated": _ON_ITS_PAGE,
    "posts.summary": _ON_ITS_PAGE,
    "posts.tags": _ON_ITS_PAGE,
    "posts.updated": _ON_ITS_PAGE,
    "texts": json_resume.OMISSIONS["texts"],
}
"""What the output leaves out, with the reason."""


class Readme(NamedTuple):
    """What is between the markers, and the pictures beside the file."""

    text: str
    pictures: Mapping[str, bytes]
    """By name."""
    left_out: tuple[str, ...]
    """The titles of case studies whose texts found no room."""


def make_readme(context: Context) -> Readme:
    """Return the README of a site's owner."""
    home = describe_home(context)
    cards = list_site_cards(context.site, context.stats)
    pictures = {f"{PICTURE}{card.name}": draw_card(card, context) for card in cards}
    badges = {
        f"{PICTURE}badge-{tag_slug(link.label)}.svg": link
        for link in context.site.profile.links
        if link.kind == "web"
    }
    pictures |= {name: _draw_badge(link.label) for name, link in badges.items()}
    name, *blocks = home.blocks
    assert isinstance(name, Heading)  # noqa: S101 (each document begins with it)
    lines = [*markdown.write_blocks((replace(name, command=""),)), *_show_badges(badges)]
    lines += ["", *markdown.write_blocks(_open_with_banner(blocks, context.site.profile))]
    lines += _show_pictures(pictures)
    free = MAX_BYTES - _measure(lines)
    left_out = []
    for study in context.site.case_studies:
        folded = [*_fold(describe_article(study, context))]
        free -= _measure(folded)
        if free < 0:
            left_out.append(study.title)
            free += _measure(folded)
        else:
            lines += folded
    return Readme("\n".join(lines) + "\n", pictures, tuple(left_out))


def _open_with_banner(blocks: list[Block], profile: Profile) -> Iterator[Block]:
    """Yield blocks; in place of the role and the fields a box, if each of its letters has one cell in any font."""
    named = [words(profile.role, "strong"), join(map(words, profile.fields))]
    rows = [f"{profile.name} \N{MIDDLE DOT} {profile.role}", " | ".join(profile.fields)]
    width = max(map(len, rows)) + 6
    is_plain = all(row.replace("\N{MIDDLE DOT}", "").isascii() for row in rows)
    opening = [*map(Paragraph, named)]
    if not (profile.role and profile.fields and is_plain and width <= MAX_BANNER and blocks[:2] == opening):
        yield from blocks
        return
    line = "\N{BOX DRAWINGS DOUBLE HORIZONTAL}" * width
    wall = "\N{BOX DRAWINGS DOUBLE VERTICAL}"
    drawn = [
        f"\N{BOX DRAWINGS DOUBLE DOWN AND RIGHT}{line}\N{BOX DRAWINGS DOUBLE DOWN AND LEFT}",
        *(f"{wall}{row.center(width)}{wall}" for row in rows),
        f"\N{BOX DRAWINGS DOUBLE UP AND RIGHT}{line}\N{BOX DRAWINGS DOUBLE UP AND LEFT}",
    ]
    yield Code("\n".join(drawn), "", "text")
    yield from blocks[2:]


def _draw_badge(label: str) -> bytes:
    """Return a link's picture, which is read on light and dark pages."""
    width = measure_text(label) * 8 + 24
    text = escape_html(label)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="28" role="img"><title>{text}</title>'
        f'<rect width="{width}" height="28" rx="4" fill="#24292f"/><text x="{width // 2}" y="19" fill="#fff" '
        f'font-family="ui-monospace,monospace" font-size="13" text-anchor="middle">{text}</text></svg>\n'
    ).encode()


def _show_badges(badges: Mapping[str, Link]) -> Iterator[str]:
    """Yield a line of pictures that lead to the owner's profiles."""
    if badges:
        yield ""
        pieces = (Piece(link.label, ("picture",), name) for name, link in badges.items())
        shown = zip(badges.values(), pieces, strict=True)
        yield " ".join(f"[{markdown.write_line((piece,))}](<{link.url}>)" for link, piece in shown)


def _measure(lines: Iterable[str]) -> int:
    """Return the size of lines as they are written."""
    return sum(len(line.encode()) + 1 for line in lines)


def update_readme(path: str, old: str | None, readme: Readme) -> str:
    """Return a file with the README between its markers; a new file has nothing else.

    Raises:
        ContentError: the file has no markers, or one of them only.
    """
    marked = f"{START}\n{readme.text}{END}\n"
    if old is None:
        return marked
    source = Source(path, old)
    starts, ends = (
        [at for at, line in enumerate(source.lines) if line.strip() == sign] for sign in (START, END)
    )
    if len(starts) == len(ends) == 1 and starts < ends:
        before, after = source.lines[: starts[0]], source.lines[ends[0] + 1 :]
        return "".join(f"{line}\n" for line in before) + marked + "\n".join(after)
    raise ContentError((_explain(source, starts, ends),))


def _explain(source: Source, starts: list[int], ends: list[int]) -> Diagnostic:
    """Return why nothing is written into a file, at the marker that is wrong."""
    help_ = f"write a line `{START}` and below it a line `{END}`, each once; what is around them stays"
    if not starts and not ends:
        message, at = "the file has no markers: nothing in it is replaced", 0
    elif not starts or not ends:
        sign, other = (END, START) if ends else (START, END)
        message, at = f"the marker `{sign}` has no `{other}`", (ends or starts)[0]
    elif len(starts) > 1 or len(ends) > 1:
        again = starts if len(starts) > 1 else ends
        message, at = f"the marker `{source.lines[again[1]].strip()}` is there twice", again[1]
    else:
        message, at = f"the marker `{END}` is above `{START}`", ends[0]
    return Diagnostic(ErrorCode.README, message, source.span(at + 1, 1, len(source.lines[at]) or 1), help_)


def _show_pictures(pictures: Mapping[str, bytes]) -> Iterator[str]:
    """Yield a picture for each pair of a light and a dark one, with the size of the file."""
    for light, content in pictures.items():
        dark = light.replace("-light.", "-dark.")
        if light == dark or dark not in pictures:
            continue
        svg = content.decode()
        size = re.search(r'width="(\d+)" height="(\d+)"', svg)
        title = re.search("<title[^>]*>([^<]*)", svg)
        assert size and title  # noqa: S101, PT018 (each card has them)
        yield from (
            "",
            "<picture>",
            f'<source media="(prefers-color-scheme: dark)" srcset="{dark}">',
            f'<img src="{light}" width="{size[1]}" height="{size[2]}" alt="{title[1]}">',
            "</picture>",
        )


def _fold(document: Document) -> Iterator[str]:
    """Yield an article under its title, which a click unfolds."""
    blocks = rebuild(document.blocks[1:], Heading, lambda heading: replace(heading, level=heading.level + 1))
    yield from ("", "<details>", f"<summary>{escape_html(document.title)}</summary>", "")
    yield from (*markdown.write_blocks(blocks), "", "</details>")
