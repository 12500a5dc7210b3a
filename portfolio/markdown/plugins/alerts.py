"""Invalid alerts: of an unknown kind, with text after their kind, or outside of a quote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portfolio.errors import Code, Diagnostic, Severity, did_you_mean
from portfolio.markdown.plugins.positions import cut_span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from portfolio.model.document import Document

KINDS = ("NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION")
"""Source: GitHub's docs, "Alerts"; markdown_it/rules_block/blockquote.py."""

_ALERT = re.compile(r"(?P<alert>\[!\s*(?P<kind>[A-Za-z][\w -]*?)\s*\])(?!\()[ \t]*(?P<rest>[^\n]*)")
_KINDS_HELP = f"the kinds are {', '.join(KINDS[:-1])} and {KINDS[-1]}"


def check_alerts(tokens: Sequence[Token], document: Document) -> Iterator[Diagnostic]:
    """Yield a warning for each alert that readers would see as a plain quote, its kind in brackets."""
    for index, token in enumerate(tokens):
        if token.type != "inline" or "layout" not in token.meta:
            continue
        match = _ALERT.match(token.content)
        begins_quote = index > 1 and tokens[index - 2].type == "blockquote_open"
        if match and (found := _judge(match, begins_quote=begins_quote)):
            part, message, help_ = found
            span = cut_span(document, token, *match.span(part))
            yield Diagnostic(Code.RAW_MARKUP, message, span, help_, Severity.WARNING)


def _judge(match: re.Match[str], *, begins_quote: bool) -> tuple[str, str, str] | None:
    """Return the invalid part of an alert, message and help; None if it is not meant as one."""
    alert, kind = match["alert"], match["kind"].upper()
    if kind not in KINDS:
        help_ = did_you_mean(kind, KINDS) or _KINDS_HELP
        return ("alert", f"unknown alert `{alert}`", help_) if begins_quote else None
    if not begins_quote:
        message = f"`{alert}` is not the first line of a quote, so it is no alert"
        return "alert", message, f"begin a quote with it: `> [!{kind}]`"
    if match["rest"]:
        return "rest", f"no text is allowed after `{alert}`", "begin the text on the next line"
    return "alert", f"unknown alert `{alert}`", f"write `[!{kind}]`"
