"""Case studies that an earlier run has read: their values without the YAML, and without the places of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import DecodeError, Struct, msgpack, structs

from portfolio.errors import Span
from portfolio.load.schema import Read
from portfolio.model.case_study import CaseStudy
from portfolio.model.store import digest_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.load.frontmatter import FrontMatter
    from portfolio.load.scalars import Path, Value
    from portfolio.model.store import Store


class _NoSpans(dict["Path", Span]):
    """Stands for places that were not kept; a run that would show one of them starts again without the store."""

    def __missing__(self, key: Path) -> Span:
        return Span("", 1, 1)


def recall_study(store: Store, front: FrontMatter, slug: str) -> Read[CaseStudy] | None:
    """Return a case study that the store kept; None if its front matter is not what it was."""
    kept = store.find(f"study:{front.body.path}", _key(front))
    if kept is None:
        return None
    try:
        study = structs.replace(msgpack.decode(kept, type=CaseStudy), slug=slug)
    except DecodeError:
        return None
    return Read(study, _NoSpans(), dict(_flatten((), study)))


def keep_study(store: Store, front: FrontMatter, study: CaseStudy) -> None:
    """Keep a case study whose front matter is right."""
    store.keep(f"study:{front.body.path}", _key(front), msgpack.encode(study))


def _key(front: FrontMatter) -> str:
    """Return the hash of all that a case study is read from: other words below the front matter are no other study."""
    first, last = front.lines
    return digest_text("\n".join(front.body.source.lines[first - 1 : last]))


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
