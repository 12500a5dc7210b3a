"""Templates as Python's byte code, from one run to the next: compiling them takes longer than rendering a page.

Whoever can write into the store can make a build run what they like. So can whoever writes templates, and
both lie in the site's own folder.
"""

from __future__ import annotations

import marshal
from contextlib import suppress
from typing import TYPE_CHECKING

import jinja2

from portfolio.model.store import digest_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2.bccache import Bucket

    from portfolio.model.store import Store


class CompiledTemplates(jinja2.BytecodeCache):
    """Keeps what templates compile to, by their names.

    Args:
        store: keeps it; what nobody asks it for in a run, it may drop.
        names: templates that the next run may need, though this one does not.
    """

    def __init__(self, store: Store, names: Iterable[str]) -> None:
        self._store = store
        for name in names:
            store.find(f"code:{name}", "")

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002 (Jinja's signature)
        """Return the name, so that there is one entry of a template wherever it lies."""
        return name

    def get_source_checksum(self, source: str) -> str:
        """Return the hash of a template's place and text."""
        return digest_text(source)

    def get_bucket(
        self, environment: jinja2.Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Return a template's bucket; its place counts too, as faults are located by it."""
        return super().get_bucket(environment, name, filename, f"{filename}\n{source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a template's bucket, if it was kept; a store is for one version of the tool and of Python."""
        kept = self._store.find(f"code:{bucket.key}", bucket.checksum)
        if kept is not None:
            with suppress(ValueError, EOFError, TypeError):  # what is no byte code is compiled anew
                bucket.code = marshal.loads(kept)  # noqa: S302 (see above)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a template was compiled to."""
        self._store.keep(f"code:{bucket.key}", bucket.checksum, marshal.dumps(bucket.code))
