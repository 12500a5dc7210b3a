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
from markdown_it.common.utils import normalizeReference

from portfolio.errors import Code
from portfolio.markdown.plugins.positions import (
    Mark,
    cut_span,
    find_start,
    observe,
    report,
)
from portfolio.markdown.records import LinkReference
from portfolio.markdown.text import plain_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

    from portfolio.errors import Span

SCHEMES = ("https", "http", "mailto", "tel")
"""The schemes a link may name; without one it is a path or a `#fragment`."""

_SCHEME = re.compile(r"([^/?#:]*):")
_HOST = re.compile(r"https?://[^/\\?#\s]", re.IGNORECASE)
_LINK_HELP = "link to https, http, mailto, tel, a relative path, a `/path` of this site, or a `#fragment`"
_IMAGE_HELP = "put the file into the site and give its relative path, or a `/path` of this site"
_DEFINITION = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]:[ \t\n]*", re.DOTALL)
"""Source: markdown_it/rules_block/reference.py."""
_ALT_HELP = "describe the image between the brackets: `![the dashboard after the move](…)`"


def install_links(md: MarkdownIt) -> None:
    """Record and judge each link and image, and record the destination of each definition."""
    observe(md.block.ruler, "reference", _record_definition)
    observe(md.inline.ruler, "link", _record_link)
    observe(md.inline.ruler, "autolink", _record_link)
    observe(md.inline.ruler, "image", _record_image, _parse_image)


def _parse_image(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's signature)
    """Forget what the rules record within an image: its text has offsets of its own, and becomes plain text."""
    records = [state.env[name] for name in ("marks", "links", "images")]
    lengths = [len(record) for record in records]
    problems = state.env["diagnostics"].items
    reported = len(problems)
    matched = rules_inline.image(state, silent)
    for record, length in zip(records, lengths, strict=True):
        del record[length:]
    problems[reported:] = [item for item in problems[reported:] if item.code is Code.NESTING]
    return matched


def _record_link(state: StateInline, before: int, start: int) -> None:
    """Record a link that was just parsed; its words are shown. A refused destination is in no output."""
    token = next(token for token in state.tokens[before:] if token.type == "link_open")
    label_end, span = _find_destination(state, start)
    href = str(token.attrs.get("href", ""))
    state.env["marks"].append(Mark("link", state.env["holder"], label_end, state.pos))
    state.env["links"].append(LinkReference(href, span))
    if not href:
        help_ = "write its address between the parentheses"
        report(state.env, Code.LINK, "the link has no address", span, help_)
    elif problem := judge_link(href):
        report(state.env, Code.LINK_SCHEME, problem, span, _LINK_HELP)
    if not href or problem:
        token.attrs.pop("href", None)


def _record_image(state: StateInline, _before: int, start: int) -> None:
    """Record an image that was just parsed; the same holds for its address."""
    token = state.tokens[-1]
    mark = Mark("image", state.env["holder"], start, state.pos)
    _, span = _find_destination(state, start)
    src = str(token.attrs.get("src", ""))
    state.env["marks"].append(mark)
    state.env["images"].append(LinkReference(src, span))
    if problem := judge_image(src):
        report(state.env, Code.IMAGE, problem, span, _IMAGE_HELP)
        token.attrs.pop("src", None)
    if not plain_text(token.children or ()).strip():
        whole = cut_span(mark.holder, start, state.pos)
        report(state.env, Code.IMAGE_ALT, "the image has no alternative text", whole, _ALT_HELP)


def _find_destination(state: StateInline, start: int) -> tuple[int, Span]:
    """Return where the words of a link or an image end, and the span of its destination; an empty one is the `)`."""
    holder = state.env["holder"]
    if state.src[start] == "<":
        return start, cut_span(holder, start + 1, state.pos - 1)
    is_image = state.src[start] == "!"
    label_end = state.md.helpers.parseLinkLabel(state, start + is_image, not is_image)
    label = state.src[start + is_image + 1 : label_end]
    behind = label_end + 1
    if state.pos > behind and state.src[behind] == "(":
        begin = behind + 1
        while state.src[begin] in " \t\n":
            begin += 1
        return label_end, cut_span(holder, *_trim_destination(state, state.src, begin))
    if state.pos > behind:
        label = state.src[behind + 1 : state.pos - 1] or label
    definition = state.env["references"][normalizeReference(label)]
    return label_end, definition.get("span") or cut_span(holder, start, state.pos)


def _record_definition(state: StateBlock, _before: int, line: int) -> None:
    """Record the destination of a definition that was just read."""
    lines = range(line, state.line)
    text = "".join(f"{state.src[find_start(state, each) : state.eMarks[each]]}\n" for each in lines)
    match = _DEFINITION.match(text)
    definition = state.env["references"].get(normalizeReference(match[1])) if match else None
    if match is None or definition is None or definition["map"][0] != line:
        return  # a second definition of a label has no effect
    start, end = _trim_destination(state, text, match.end())
    row = line + text.count("\n", 0, start)
    begin = state.env["offset"] + find_start(state, row) + start - (text.rfind("\n", 0, start) + 1)
    definition["span"] = state.env["document"].source.span_at(begin, end - start)


def _trim_destination(state: StateBlock | StateInline, text: str, begin: int) -> tuple[int, int]:
    """Return the position of a destination in a text, without its angle brackets; at least one character."""
    found = state.md.helpers.parseLinkDestination(text, begin, len(text))
    end = found.pos if found.ok else begin
    if text[begin] == "<" and end - begin > len("<>"):
        return begin + 1, end - 1
    return begin, max(end, begin + 1)


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
