"""What a browser is served: the published page with the live reload script, the overlay, and the page of errors.

Published pages never pass through here.
"""

from __future__ import annotations

import hashlib
import html
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from portfolio.report import count_problems, render_text
from portfolio.theme.page_assets import name_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from portfolio.errors import Diagnostic, Span

_SCRIPT_FILE = Path(__file__).parent / "reload.js"

_POLICY = re.compile(r"""<meta\b(?=[^>]*\bhttp-equiv=["']?content-security-policy\b)[^>]*>""", re.IGNORECASE)
_CONTENT = re.compile(r"""\bcontent=(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_STYLE = re.compile(r"(<style[^>]*>)(.*?)(</style>)", re.DOTALL | re.IGNORECASE)
_HEAD_END = re.compile(r"</head>", re.IGNORECASE)

Policy = dict[str, list[str]]
"""The sources of each directive, by its name."""

_OPEN, _MIDDLE, _CLOSE = "\x01", "\x02", "\x03"
_MARKED = re.compile(f"{_OPEN}(.*?){_MIDDLE}(.*?){_CLOSE}", re.DOTALL)

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
</head>
<body>
<noscript><h1>{title}</h1><pre>{text}</pre></noscript>
</body>
</html>
"""

Overlay = dict[str, Any]
"""`title`, and `items`: a list of diagnostics, each a list of pieces `[style, text]` or `[style, text, address]`."""


class PageVersion(NamedTuple):
    """What the page in a browser is compared by with the page that is served now."""

    content: str
    """A hash of everything but the stylesheets."""
    styles: tuple[str, ...]
    """The text of each `<style>`."""

    @classmethod
    def of(cls, text: str) -> PageVersion:
        """Return the version of a page."""
        bare = _rewrite_policies(text, lambda policy: policy.pop("style-src", None))
        content = _STYLE.sub(r"\1\3", bare)
        return cls(_digest(content), tuple(match[2] for match in _STYLE.finditer(text)))

    @property
    def style(self) -> str:
        """A hash of the stylesheets."""
        return _digest("\0".join(self.styles))


def add_script(text: str, version: str, socket: str) -> str:
    """Return a page with the script at the end of its head.

    Args:
        text: the page as it is published.
        version: what the script sends back to the server: see `Hub.version`.
        socket: the address of the WebSocket.
    """
    text = _rewrite_policies(text, lambda policy: _widen(policy, socket))
    values = html.escape(version), html.escape(socket)
    element = f'<script data-version="{values[0]}" data-socket="{values[1]}">{read_script()}</script>'
    found = _HEAD_END.search(text)
    at = found.start() if found else len(text)
    return f"{text[:at]}{element}\n{text[at:]}"


@cache
def read_script() -> str:
    """Return the script that pages are served with."""
    return _SCRIPT_FILE.read_text("utf-8").strip()


def _rewrite_policies(text: str, change: Callable[[Policy], object]) -> str:
    """Return a page with each of its content policies changed."""

    def rewrite(element: re.Match[str]) -> str:
        return _CONTENT.sub(lambda content: rewrite_content(content[1] or content[2] or ""), element[0])

    def rewrite_content(escaped: str) -> str:
        policy = _parse(html.unescape(escaped))
        change(policy)
        words = "; ".join(" ".join([name, *sources]) for name, sources in policy.items())
        return f'content="{html.escape(words)}"'

    return _POLICY.sub(rewrite, text)


def _parse(text: str) -> Policy:
    """Return the directives of a policy; the first of a name counts."""
    policy: Policy = {}
    for directive in text.split(";"):
        name, *sources = directive.split() or [""]
        if name:
            policy.setdefault(name.lower(), sources)
    return policy


def _widen(policy: Policy, socket: str) -> None:
    """Change a policy so that it also allows the script and its connection, and nothing else.

    Source: Content Security Policy Level 3: a missing directive is `default-src`; `'none'` must be alone;
    without either everything is allowed.
    """
    for directive, source in (("script-src", name_hash(read_script())), ("connect-src", socket)):
        allowed = policy.get(directive, policy.get("default-src"))
        if allowed is not None:
            policy[directive] = [*(word for word in allowed if word != "'none'"), source]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def compose_overlay(diagnostics: Sequence[Diagnostic], root: Path, editor: str | None) -> Overlay:
    """Return the data of the overlay; joined, its pieces are the text that the terminal shows.

    Args:
        diagnostics: in their order.
        root: the site's folder.
        editor: the address that opens a file in the owner's editor, with `{path}`, `{line}`, `{column}`.
    """
    return {
        "title": count_problems(diagnostics) if diagnostics else "",
        "items": [_split(item, root, editor) for item in diagnostics],
    }


def _split(item: Diagnostic, root: Path, editor: str | None) -> list[list[str]]:
    text = render_text([item], _mark).rstrip("\n")
    pieces: list[list[str]] = []
    end = 0
    for match in _MARKED.finditer(text):
        if match.start() > end:
            pieces.append(["", text[end : match.start()]])
        pieces.append([match[1], match[2]])
        if match[1] == "location" and item.span and editor:
            pieces[-1].append(_link(item.span, root, editor))
        end = match.end()
    if end < len(text):
        pieces.append(["", text[end:]])
    return pieces


def _mark(text: str, style: str) -> str:
    """Mark a text's style with control characters; in diagnostics they are escaped, so they cannot occur."""
    return f"{_OPEN}{style}{_MIDDLE}{text}{_CLOSE}"


def _link(span: Span, root: Path, editor: str) -> str:
    values = {"path": quote(str(root / span.path)), "line": str(span.line), "column": str(span.column)}
    return re.sub(r"\{(path|line|column)\}", lambda match: values[match[1]], editor)


def compose_error_page(diagnostics: Sequence[Diagnostic]) -> str:
    """Return the page that is shown until a build succeeds; its script shows the same in the overlay."""
    title = f"The site does not build: {count_problems(diagnostics)}"
    return _PAGE.format(title=html.escape(title), text=html.escape(render_text(diagnostics)))
