"""Links and images: their positions, and which destinations are allowed.

markdown-it's own check turns a bad link into plain text in silence, and lets `blob:`, `//host` and others
through; it is switched off (parser.py), and every destination passes the allow-list here instead.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote

from markdown_it import rules_inline
from msgspec import Struct

from portfolio.errors import Code, Diagnostic, Span
from portfolio.markdown.plugins.destinations import find_destination, install_destinations
from portfolio.markdown.plugins.positions import Mark, cut_span, marks_of
from portfolio.markdown.text import plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

    from portfolio.model.document import Document

    InlineRule = Callable[[StateInline, bool], bool]

SCHEMES = ("https", "http", "mailto", "tel")
"""The schemes a link may name; without one it is a path or a `#fragment`."""

_SCHEME = re.compile(r"([^/?#:]*):")
_HOST = re.compile(r"https?://[^/\\?#\s]", re.IGNORECASE)
_LINK_HELP = "link to https, http, mailto, tel, a relative path, a `/path` of this site, or a `#fragment`"
_IMAGE_HELP = "put the file into the site and give its relative path, or a `/path` of this site"
_ALT_HELP = "describe the image between the brackets: `![the dashboard after the move](…)`"


class LinkReference(Struct, frozen=True):
    """A link in the text."""

    href: str
    """As on the page: entities decoded, percent-encoded."""
    span: Span
    """The destination as it is written, in the link or in the definition of its label."""


class ImageReference(Struct, frozen=True):
    """A picture in the text."""

    src: str
    """As on the page: entities decoded, percent-encoded."""
    alt: str
    span: Span
    """The destination as it is written, in the image or in the definition of its label."""


def install_links(md: MarkdownIt) -> None:
    """Record each link and image."""
    install_destinations(md)
    md.inline.ruler.at("link", observe_inline(rules_inline.link, "link_open", "link"))
    md.inline.ruler.at("autolink", observe_inline(rules_inline.autolink, "link_open", "link"))
    md.inline.ruler.at("image", observe_inline(rules_inline.image, "image", "image"))


def observe_inline(rule: InlineRule, token_type: str, kind: str) -> InlineRule:
    """Wrap an inline rule of markdown-it so that it records each token that it makes."""

    def observed(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's signature)
        start, before = state.pos, len(state.tokens)
        marks = marks_of(state.env)
        taken = len(marks)
        matched = rule(state, silent)
        if matched and not silent and "holder" in state.env:
            subject = next(token for token in state.tokens[before:] if token.type == token_type)
            if kind == "image":
                # an image's text is parsed separately, with offsets of its own, and becomes plain text
                marks[taken:] = [mark for mark in marks[taken:] if mark.kind == "nesting"]
            destination = None if kind == "html" else find_destination(state, start)
            marks.append(Mark(kind, state.env["holder"], start, state.pos, subject, destination=destination))
        return matched

    return observed


def judge_link(href: str) -> str | None:
    """Return the error of a link's destination, or None if it is allowed.

    Percent signs and entities are decoded, and characters that browsers drop are taken out, before the
    scheme is searched: a destination that only then shows a scheme is disguised, and refused.
    """
    bare = _decode(href)
    scheme = _SCHEME.match(bare)
    if scheme is None:
        if re.match(r"[/\\]{2}", bare):
            return "`//` begins a link to another host without its scheme"
        return "a link holds a control character" if _has_control(unquote(href)) else None
    name = scheme[1].lower()
    if name not in SCHEMES:
        return f"the scheme `{_printable(name)}:` is not allowed in a link"
    if not href.lower().startswith(f"{name}:"):
        return f"the scheme `{name}:` is disguised"
    if name in {"https", "http"} and not _HOST.match(href):
        return f"`{name}:` is not followed by `//` and a host"
    return None


def judge_image(src: str) -> str | None:
    """Return the error of an image's address, or None: only files of the site are allowed."""
    bare = _decode(src)
    if not bare or bare.startswith(("#", "?")):
        return "the image has no address"
    if _SCHEME.match(bare) or re.match(r"[/\\]{2}", bare):
        return "an image is not a file of this site"
    return "an image's address holds a control character" if _has_control(unquote(src)) else None


def collect_links(
    marks: Iterable[Mark], document: Document
) -> tuple[list[LinkReference], list[ImageReference], list[Diagnostic]]:
    """Return the links and images in order, and their diagnostics.

    A refused destination is removed from its token, so that it is in no output.
    """
    links: list[LinkReference] = []
    images: list[ImageReference] = []
    problems: list[Diagnostic] = []
    for mark in marks:
        if mark.subject is None or mark.destination is None:
            continue
        span = cut_span(document, *mark.destination)
        attribute = "href" if mark.kind == "link" else "src"
        destination = str(mark.subject.attrs.get(attribute, ""))
        if mark.kind == "link":
            links.append(LinkReference(destination, span))
            found = list(_check_link(destination, span))
        else:
            images.append(ImageReference(destination, plain_text(mark.subject.children or ()), span))
            whole = cut_span(document, mark.holder, mark.start, mark.end)
            found = list(_check_image(images[-1], whole))
        if any(item.code is not Code.IMAGE_ALT for item in found):
            mark.subject.attrs.pop(attribute, None)
        problems += found
    return links, images, problems


def _check_link(href: str, span: Span) -> Iterator[Diagnostic]:
    if not href:
        yield Diagnostic(
            Code.LINK, "the link has no address", span, "write its address between the parentheses"
        )
    elif problem := judge_link(href):
        yield Diagnostic(Code.LINK_SCHEME, problem, span, _LINK_HELP)


def _check_image(image: ImageReference, whole: Span) -> Iterator[Diagnostic]:
    if problem := judge_image(image.src):
        yield Diagnostic(Code.IMAGE, problem, image.span, _IMAGE_HELP)
    if not image.alt.strip():
        yield Diagnostic(Code.IMAGE_ALT, "the image has no alternative text", whole, _ALT_HELP)


def _decode(destination: str) -> str:
    """Undo percent signs and entities until nothing changes, then drop what a browser would drop."""
    for _ in range(8):
        decoded = html.unescape(unquote(destination))
        if decoded == destination:
            break
        destination = decoded
    return "".join(c for c in destination if not c.isspace() and unicodedata.category(c) not in {"Cc", "Cf"})


def _has_control(text: str) -> bool:
    return any(unicodedata.category(character) == "Cc" for character in text)


def _printable(name: str) -> str:
    return name.replace("`", "'")[:40]
