"""The facts of a site's content, each with its key, to look for in what is made of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec import inspect as types
from support.html_tree import Element, parse_html

from portfolio.markdown.inline import strip_inline_markup
from portfolio.model.entries import ENTRIES
from portfolio.model.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.documents.text import Prose

CONTENT = (
    "profile",
    "home",
    "case_studies",
    "posts",
    "pages",
    "principles",
    "stack",
    "repositories",
    "entries",
)
"""The fields of `Site` that the owner's files are read into."""


def list_facts(site: Site) -> list[tuple[str, str]]:
    """Return every text, number and date of a site with its key: `case_studies.outcomes.what`."""
    return [fact for name in CONTENT for fact in _walk(getattr(site, name), name)]


def _walk(value: object, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _walk(getattr(value, name), f"{key}.{name}")
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _walk(item, f"{key}.{name}" if key == "entries" else key)
            if key != "entries":
                yield f"{key}.key", str(name)
    elif isinstance(value, tuple):
        for item in value:
            yield from _walk(item, key)
    elif isinstance(value, (str, int, dt.date)) and not isinstance(value, bool) and value != "":
        yield key, str(value)


def list_keys() -> set[str]:
    """Return every key of content that can have a text, a number or a date: what a file may say beside yes and no."""
    fields = {field.name: field.type for field in types.type_info(Site).fields}  # type: ignore[attr-defined]  # a Struct has them
    kinds = {f"entries.{kind}": types.type_info(type_) for kind, type_ in ENTRIES.items()}
    rest = {name: fields[name] for name in CONTENT if name != "entries"}
    return {key for name, type_ in (kinds | rest).items() for key in _walk_type(type_, name)}


def _walk_type(type_: types.Type, key: str) -> Iterator[str]:
    match type_:
        case types.StructType(fields=fields):
            for field in fields:
                yield from _walk_type(field.type, f"{key}.{field.name}")
        case types.UnionType(types=several):
            for item in several:
                yield from _walk_type(item, key)
        case types.VarTupleType(item_type=item):
            yield from _walk_type(item, key)
        case types.DictType(value_type=item):
            yield f"{key}.key"
            yield from _walk_type(item, key)
        case types.NoneType() | types.BoolType():
            return
        case _:
            yield key


def squeeze(text: str) -> str:
    """Return what is compared: without markup, blanks, and what readers do not need of an address."""
    return re.sub(r"\s|https?://|mailto:", "", strip_inline_markup(text))


def list_words(prose: Prose) -> Iterator[str]:
    """Yield the words of a text, in the pieces that a page has them in; drawings as they were written."""
    for html in (prose.intro, *(f"{part.title}\n{part.html}" for part in prose.sections), prose.closing):
        yield from _list_texts(parse_html(re.sub("\0[^\0]*\0", "", html)))


def _list_texts(element: Element) -> Iterator[str]:
    if element.tag in {"svg", "summary"} or element.attributes.get("class") in {"backlink", "footnote"}:
        return
    if element.tag == "figure" and element.by_class("tall"):
        yield from (child.text for child in element.all("pre", "figcaption"))
        return
    if element.tag == "img":
        yield element.attributes.get("alt", "")
    for child in element.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _list_texts(child)
