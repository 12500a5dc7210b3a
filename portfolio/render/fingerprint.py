"""What a page is made of, as a hash: its view, the templates it can reach, and what they read beside it.

Equal fingerprints make equal pages, as rendering is pure; the tool's own hash is the caller's to compare.
"""

from __future__ import annotations

import codecs
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import TemplateNotFound, TemplateSyntaxError, meta
from msgspec import DecodeError, msgpack

from portfolio.model.store import digest, digest_text
from portfolio.render.themes import TextFileError, is_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.model.artifact import Page
    from portfolio.model.store import Store
    from portfolio.render.environment import Renderer

HEAD_BYTES = 65_536
"""A file whose first bytes are no text is none: a picture or a film is not read to its end."""


class Fingerprints:
    """Works out the fingerprints of one run's pages.

    Args:
        renderer: renders the pages.
        store: keeps which templates a template names, from one run to the next.
    """

    def __init__(self, renderer: Renderer, store: Store) -> None:
        self._renderer = renderer
        self._store = store
        self._named: dict[str, tuple[str, frozenset[str] | None]] = {}
        self._templates: dict[str, str] = {}
        self._shared = digest(b"\n".join(self._read_shared()))

    def of(self, page: Page) -> str:
        """Return a page's fingerprint; a template that does not parse has one too, and fails when it is rendered."""
        view = msgpack.encode(page.plan())
        parts = self._shared, page.template, self._template(page.template), digest(view)
        return digest_text("\n".join(parts))

    def _read_shared(self) -> Iterator[bytes]:
        """Yield what any template can read: the settings, and the text files of static/ and of the theme."""
        yield msgpack.encode(self._renderer.config)
        for folder in self._renderer.theme.asset_folders():
            for file in _list_files(folder):
                place = self._renderer.theme.place_of(file)
                yield f"{place} {_digest_if_text(file)}".encode("utf-8", "surrogateescape")

    def _template(self, name: str) -> str:
        """Return the hash of a template and all that it can reach."""
        if name not in self._templates:
            reached, pending = set[str](), [name]
            while pending:
                current = pending.pop()
                if current in reached:
                    continue
                reached.add(current)
                _, named = self._read_template(current)
                pending += self._all_names() if named is None else named
            parts = (f"{each} {self._read_template(each)[0]}" for each in sorted(reached))
            self._templates[name] = digest_text("\n".join(parts))
        return self._templates[name]

    def _read_template(self, name: str) -> tuple[str, frozenset[str] | None]:
        """Return a template's hash and the templates it names; None where it works a name out."""
        if name not in self._named:
            self._named[name] = self._parse_template(name)
        return self._named[name]

    def _parse_template(self, name: str) -> tuple[str, frozenset[str] | None]:
        environment = self._renderer.environment
        try:
            assert environment.loader is not None  # noqa: S101 (the renderer gave it one)
            source, file, _ = environment.loader.get_source(environment, name)
        except TemplateNotFound:
            return "", frozenset()  # rendering tells, unless the template can do without
        except TextFileError:
            return "unreadable", frozenset()
        # the same text in another file is another template: an override can extend the one it stands before
        place = self._renderer.theme.place_of(Path(file or name))
        key = digest_text(f"{place}\n{source}")
        kept = self._store.find(f"template:{name}", key)
        if kept is not None:
            with suppress(DecodeError):
                return key, msgpack.decode(kept, type=frozenset[str] | None)
        try:
            references = set(meta.find_referenced_templates(environment.parse(source)))
        except TemplateSyntaxError:
            return key, frozenset()  # rendering tells
        named = None if None in references else frozenset(item for item in references if item)
        self._store.keep(
            f"template:{name}", key, msgpack.encode(sorted(named) if named is not None else None)
        )
        return key, named

    def _all_names(self) -> list[str]:
        """Return every name that a template can be asked for by."""
        folders = self._renderer.theme.template_folders()
        return sorted(
            {file.relative_to(folder).as_posix() for folder in folders for file in _list_files(folder)}
        )


def _list_files(folder: Path) -> list[Path]:
    """Return the files below a folder, sorted; links to folders in it are followed, since templates can."""
    found: list[Path] = []
    entered: set[str] = set()
    top = os.path.realpath(folder) + "/"
    for place, folders, names in os.walk(folder, followlinks=True):
        folders[:] = [name for name in folders if _is_entered(Path(place, name), top, entered)]
        found += [Path(place, name) for name in names]
    return sorted(file for file in found if is_file(file))


def _is_entered(folder: Path, top: str, entered: set[str]) -> bool:
    """Whether a folder is looked into: no link out of the top one, nor one to where another link led before."""
    if not folder.is_symlink():
        return True
    real = os.path.realpath(folder)
    is_new = real.startswith(top) and real not in entered
    entered.add(real)
    return is_new


def _digest_if_text(file: Path) -> str:
    """Return the hash of a text file; a template can do nothing with another one."""
    try:
        with file.open("rb") as handle:
            head = handle.read(HEAD_BYTES)
            codecs.getincrementaldecoder("utf-8")().decode(head)
            return "" if b"\0" in head else digest(head + handle.read())
    except (OSError, UnicodeDecodeError):
        return ""
