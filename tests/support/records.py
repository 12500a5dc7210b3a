"""The records that an owner's files are read as."""

from __future__ import annotations

from typing import Any, get_args, get_type_hints

from msgspec import Struct

from portfolio.load.content import YAML_FILES
from portfolio.model.article import ARTICLES
from portfolio.model.document import Document


def content_records() -> list[type[Struct]]:
    """Return what each file of content/ is read as, and the records inside of these."""
    found: list[type[Struct]] = []
    pending: list[Any] = [*YAML_FILES.values(), *ARTICLES.values()]
    while pending:
        item = pending.pop()
        if not isinstance(item, type):
            pending += get_args(item)
        elif issubclass(item, Struct) and item not in {*found, Document}:
            found.append(item)
            pending += get_type_hints(item).values()
    return found
