"""content/words.yaml: the owner's own words in place of the tool's, and the words of the site's language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from msgspec import Struct, defstruct

from portfolio.decode import find_setting
from portfolio.errors import Code, Diagnostic, Diagnostics
from portfolio.languages.plurals import CATEGORIES, list_categories
from portfolio.languages.words import ENGLISH, Forms, find_language, list_languages
from portfolio.load.content import WORDS_FILE
from portfolio.load.files import read_source
from portfolio.load.schema import read_yaml
from portfolio.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.load.schema import Read
    from portfolio.site_files import SiteFiles

Path = tuple[str, ...]
"""A key, and for a form of a counted word its category."""

PATH = f"content/{WORDS_FILE}"

_PLACEHOLDER = re.compile(r"\{(\w+)\}")

_CHOICES: dict[str, Any] = {"number_pattern": Literal["#,##0", "#,##,##0"], "number_least": Literal["1", "2"]}
"""Words that are none: how digits are grouped."""
PluralForms = defstruct(
    "PluralForms", [(category, Text | None, None) for category in CATEGORIES], frozen=True, omit_defaults=True
)
"""A counted word, in the plural forms of the site's language."""
Replacements = defstruct(
    "Replacements",
    [
        (key, _CHOICES.get(key, Text if isinstance(text, str) else PluralForms) | None, None)
        for key, text in ENGLISH.texts.items()
    ],
    namespace={
        "__doc__": "The owner's own words, by the keys of the tool's.",
        "DOCUMENTED": {
            key: f"In English: {text if isinstance(text, str) else text['other']}"
            for key, text in ENGLISH.texts.items()
        },
    },
    frozen=True,
    omit_defaults=True,
)
"""content/words.yaml: words in place of the tool's, by their keys."""


class Replaced(NamedTuple):
    """The owner's words, and their problems."""

    texts: dict[str, str | Forms]
    problems: tuple[Diagnostic, ...]


def read_words(files: SiteFiles, language: str) -> Replaced:
    """Read the owner's words; report those that cannot be used, and a language that has no words of its own."""
    diagnostics = Diagnostics()
    source = read_source(files, PATH, diagnostics) if PATH in files.files else None
    read = read_yaml(source, Replacements, diagnostics) if source else None
    texts: dict[str, str | Forms] = {}
    if read:
        texts = dict(_list_replaced(read))
        for key, text in texts.items():
            for problem in _check_word(key, text, language):
                diagnostics.error(problem.code, problem.message, read.spans[problem.path], problem.help)
    missing = len(ENGLISH.texts) - len(texts)
    if missing and not find_language(language):
        message = f"there are no words for the language `{language}`; {missing} are English"
        listed = ", ".join(f"`{name}`" for name in list_languages())
        help_ = f"write them into {PATH}, or choose a language that has words: {listed}"
        span = find_setting(files, "language", language)
        diagnostics.warning(Code.UNKNOWN_REFERENCE, message, span, help_)
    return Replaced(texts, tuple(diagnostics.items))


def _list_replaced(read: Read[Any]) -> Iterator[tuple[str, str | Forms]]:
    """Yield the words that the owner gives, also where others are invalid."""
    for path, text in read.values.items():
        if len(path) == 1 and isinstance(text, Struct):
            forms = {name: getattr(text, name) for name in text.__struct_fields__}
            yield str(path[0]), {name: form for name, form in forms.items() if form is not None}
        elif len(path) == 1 and text is not None:
            yield str(path[0]), text


class _Problem(NamedTuple):
    """A problem of a word: its key, and the message about it."""

    path: Path
    code: Code
    message: str
    help: str


def _check_word(key: str, text: str | Forms, language: str) -> Iterator[_Problem]:
    """Yield plural forms that a language lacks, or does not have, and placeholders that differ from the tool's."""
    own = ENGLISH.texts[key]
    if isinstance(text, str) or isinstance(own, str):
        yield from _check_placeholders((key,), str(text), str(own))
        return
    wanted = list_categories(language.partition("-")[0])
    listed = ", ".join(f"`{category}`" for category in wanted)
    for category in wanted:
        if category not in text:
            message = f"`{key}` lacks the plural form `{category}`"
            yield _Problem((key,), Code.MISSING_KEY, message, f"`{language}` has {listed}")
    for category, form in text.items():
        if category in wanted:
            yield from _check_placeholders((key, category), form, own["other"])
        else:
            message = f"`{category}` is no plural form of `{language}`"
            yield _Problem((key, category), Code.UNKNOWN_KEY, message, f"it has {listed}")


def _check_placeholders(path: Path, text: str, own: str) -> Iterator[_Problem]:
    """Yield placeholders that differ from the tool's; only `other` has to show its number."""
    names, found = _find_placeholders(own), _find_placeholders(text)
    optional = "count" if path[1:] not in ((), ("other",)) else None
    help_ = "its values: " + ", ".join(f"`{{{name}}}`" for name in names) if names else "it has no values"
    for name in found:
        if name not in names:
            yield _Problem(path, Code.INVALID_VALUE, f"`{path[0]}` has no value `{{{name}}}`", help_)
    for name in names:
        if name not in found and name != optional:
            yield _Problem(path, Code.INVALID_VALUE, f"`{path[0]}` lacks the value `{{{name}}}`", help_)
    if {"{", "}"} & {*_PLACEHOLDER.sub("", text)}:
        yield _Problem(path, Code.INVALID_VALUE, f"`{path[0]}` has a brace around no value", help_)


def _find_placeholders(text: str) -> list[str]:
    """Return the names of the values in a text, each once.

    >>> _find_placeholders("{count} of {total}, {count}")
    ['count', 'total']
    """
    return [*dict.fromkeys(_PLACEHOLDER.findall(text))]
