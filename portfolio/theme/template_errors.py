"""Template errors: Jinja's exception and traceback in, a diagnostic with file and line out, in words without Python's names."""

from __future__ import annotations

import re
import sys
import traceback
from typing import TYPE_CHECKING

import jinja2
from jinja2.exceptions import SecurityError

from portfolio.decode import decode_source
from portfolio.errors import Code, Diagnostic, Diagnostics, PortfolioError, Source, Span, did_you_mean
from portfolio.theme.lookup import MistakeError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.theme.lookup import Theme


_IN_PLAIN_WORDS = (MistakeError, PortfolioError, jinja2.TemplateError)
"""Errors whose messages can be shown; all others, and those of undefined or unsafe names, speak of Python's types."""

_ATTRIBUTE = re.compile(r"'([\w.]+)\.(\w+) object' has no attribute '(\w+)'")


def diagnose(error: Exception, theme: Theme, template: str, names: Iterable[str]) -> Diagnostic | None:
    """Return the diagnostic for an error that a template caused, or None if no line of a template caused it.

    Args:
        error: what loading or rendering raised.
        theme: where the templates lie.
        template: the name that was requested.
        names: what a template can use: the view's fields and the globals.
    """
    if isinstance(error, jinja2.TemplateSyntaxError):
        found = theme.templates.get(template)
        path = error.filename or (found.path if found else template)
        return _locate(theme, path, error.lineno, _syntax_message(error))
    frame = _deepest_frame(error, theme)
    if isinstance(error, jinja2.TemplateNotFound):
        name = str(error.name or template)
        message, help_ = f"there is no template `{name}`", did_you_mean(name, theme.own_templates)
        if frame is None:
            return Diagnostic(Code.TEMPLATE, message, Span(f"templates/{name}", 1, 1), help_)
        return _locate(theme, *frame, message, name, help_)
    if frame is None:
        return None
    message, word, help_ = _explain(error, names)
    return _locate(theme, *frame, message, word, help_)


def _deepest_frame(error: Exception, theme: Theme) -> tuple[str, int] | None:
    """Return the template and the line that were running last; Jinja writes both into the traceback."""
    found = None
    for frame, line in traceback.walk_tb(error.__traceback__):
        path = frame.f_code.co_filename
        if theme.find_path(path) is not None:
            found = path, line
    return found


def _syntax_message(error: jinja2.TemplateSyntaxError) -> str:
    message = (error.message or "not a valid template").rstrip(".").replace("'", "`")
    return message[:1].lower() + message[1:]


def _explain(error: Exception, names: Iterable[str]) -> tuple[str, str | None, str | None]:
    """Return a message, the word of the template's line to mark, and help."""
    text = str(error)
    if isinstance(error, RecursionError):
        return (
            "the template includes or extends itself without end",
            None,
            "an override is in templates/ and extends `terminal/…` by that name",
        )
    if isinstance(error, jinja2.UndefinedError):
        if attribute := _ATTRIBUTE.fullmatch(text):
            module, name, word = attribute.groups()
            known = getattr(getattr(sys.modules.get(module), name, None), "__struct_fields__", ())
            return reword(text), word, did_you_mean(word, known)
        if undefined := re.fullmatch(r"'(\w+)' is undefined", text):
            word = undefined[1]
            return f"`{word}` is undefined", word, did_you_mean(word, names)
    is_python = isinstance(error, (jinja2.UndefinedError, SecurityError))
    return text if text and isinstance(error, _IN_PLAIN_WORDS) and not is_python else reword(text), None, None


def _locate(  # noqa: PLR0913, PLR0917 (each is a part of one sentence)
    theme: Theme, path: str, line: int, message: str, word: str | None = None, help_: str | None = None
) -> Diagnostic:
    """Return a diagnostic for a line of a template: at the word if the line has it once, or the whole line."""
    found = theme.find_path(path)
    data = found.file.data if found else None
    source = decode_source(path, data or b"", Diagnostics()) or Source(path, "")
    quoted = source.lines[min(max(line, 1), len(source.lines)) - 1]
    positions = (
        [found.start() for found in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", quoted)] if word else []
    )
    if word and len(positions) == 1:
        return Diagnostic(Code.TEMPLATE, message, source.span(line, positions[0] + 1, len(word)), help_)
    indent = len(quoted) - len(quoted.lstrip())
    return Diagnostic(
        Code.TEMPLATE, message, source.span(line, indent + 1, len(quoted.rstrip()) - indent), help_
    )


_VALUES = {
    "NoneType": "nothing",
    "bool": "true or false",
    "builtin_function_or_method": "a function",
    "bytes": "bytes",
    "date": "a date",
    "dict": "a mapping",
    "float": "a number",
    "function": "a function",
    "generator": "a list that was not made yet",
    "int": "a number",
    "list": "a list",
    "Markup": "a text",
    "method": "a function",
    "str": "a text",
    "tuple": "a list",
    "type": "a function",
}
_NOT_COMPUTED = "the expression cannot be computed"
_UNFIT = "`{word}` does not work with {kind} and {other}"
_WRONG_ARGUMENTS = "a function or a filter is given too few, too many or unknown arguments"
_KIND = r"['\"]?(?P<kind>[\w.]+)['\"]?"
_OTHER = r"['\"]?(?P<other>[\w.]+)['\"]?"
_RULES = (
    (rf"{_KIND} object is not iterable", "{kind} is no list"),
    (rf"{_KIND} object is not callable", "{kind} cannot be called"),
    (rf"{_KIND} object is not subscriptable", "{kind} has no entries"),
    (rf"{_KIND} object'? has no attribute '(?P<word>\w+)'", "{kind} has no `{word}`"),
    (rf"{_KIND} object has no element (?P<word>\d+)", "{kind} has no entry {word}"),
    (rf"object of type {_KIND} has no len\(\)", "{kind} has no length"),
    (rf"unsupported operand type\(s\) for (?P<word>\S+?)(?: or \S+)?: {_KIND} and {_OTHER}", _UNFIT),
    (rf"'(?P<word>\S+)' not supported between instances of {_KIND} and {_OTHER}", _UNFIT),
    (
        rf"can only concatenate \w+ \(not {_KIND}\) to (?P<other>\w+)",
        "`+` does not work with {other} and {kind}",
    ),
    (
        r"macro '(?P<word>\w+)' takes no keyword argument '(?P<option>\w+)'",
        "the macro `{word}` takes no argument `{option}`",
    ),
    (r"macro '(?P<word>\w+)' (?P<rest>takes .*)", "the macro `{word}` {rest}"),
    (r".*\(\) (?:missing|takes|got|expected) .*argument.*", _WRONG_ARGUMENTS),
    (
        r"(?:missing a required argument|too many positional|got an unexpected|multiple values).*",
        _WRONG_ARGUMENTS,
    ),
    (r"access to attribute '(?P<word>\w+)' of .*", "`{word}` is closed to templates"),
    (r".*(?:division|modulo) by zero", "division by zero"),
)
"""Patterns of Python's messages, and our words; `kind` and `other` are names of types."""


def reword(text: str) -> str:
    """Return an error's message without names of Python's types or of our code.

    >>> reword("unsupported operand type(s) for +: 'NoneType' and 'int'")
    '`+` does not work with nothing and a number'
    """
    for pattern, words in _RULES:
        if found := re.fullmatch(pattern, text):
            groups = found.groupdict()
            kinds = {name: name_kind(groups[name]) for name in ("kind", "other") if name in groups}
            return words.format(**groups | kinds)
    return _NOT_COMPUTED


def name_kind(kind: str) -> str:
    """Return the name of a type; a view has the name of its class, which is in the docs."""
    kind = kind.rpartition(".")[2]
    if kind in _VALUES:
        return _VALUES[kind]
    return f"`{kind}`" if kind.endswith("View") else "the value"
