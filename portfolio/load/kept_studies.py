"""Case studies that an earlier run has read: their values without the YAML, and without the places of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import DecodeError, Struct, msgpack, structs

from portfolio.errors import Diagnostics, Source, Span
from portfolio.load.frontmatter import FrontMatter, split_front_matter
from portfolio.load.schema import Read
from portfolio.model.case_study import CaseStudy
from portfolio.model.store import digest_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.load.scalars import Path, Value
    from portfolio.model.document import Document
    from portfolio.model.store import Store


class _NoSpans(dict["Path", Span]):
    """Stands for places that were not kept; a run that would show one of them starts again without the store."""

    def __missing__(self, key: Path) -> Span:
        return Span("", 1, 1)


def recall_study(store: Store, source: Source, slug: str) -> tuple[Read[CaseStudy], Document] | None:
    """Return a case study that the store kept, with its text; None if its front matter is not what it was."""
    front = split_front_matter(source, Diagnostics())
    kept = store.find(f"study:{source.path}", _key(source, front)) if front else None
    if kept is None or front is None:
        return None
    try:
        study = structs.replace(msgpack.decode(kept, type=CaseStudy), slug=slug)
    except DecodeError:
        return None
    return Read(study, _NoSpans(), dict(_flatten((), study))), front.body


def keep_study(store: Store, source: Source, study: CaseStudy | None) -> None:
    """Keep a case study whose front matter is right."""
    front = split_front_matter(source, Diagnostics())
    if study is not None and front is not None:
        store.keep(f"study:{source.path}", _key(source, front), msgpack.encode(study))


def _key(source: Source, front: FrontMatter) -> str:
    """Return the hash of all that a case study is read from: other words below the front matter are no other study."""
    first, last = front.lines
    return digest_text("\n".join(source.lines[first - 1 : last]))


def _flatten(path: Path, value: Value) -> Iterator[tuple[Path, Value]]:
    """Yield a value and all its parts by their paths, as reading the file would; what is None was not there."""
    if value is None:
        return
    if path:
        yield path, value
    if isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _flatten((*path, name), getattr(value, name))
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from _flatten((*path, index), part)
