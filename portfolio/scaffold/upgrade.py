"""Brings a site's files up to date with this version: keys that moved, and what its templates were made from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import Diagnostics, Source, UsageError
from portfolio.load.composer import parse_yaml
from portfolio.load.moved import MOVED, find_missing, take_moved
from portfolio.load.nodes import Scalar, Sequence
from portfolio.model.config import CONTENT_VERSION
from portfolio.scaffold.answers import write_scalar
from portfolio.site_files import CONFIG_FILE, DEFAULT_THEME, PROFILE_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from portfolio.load.nodes import Node
    from portfolio.site_files import SiteFiles

Texts = dict[str, str]
"""Files by path, with line feeds; a missing one is not there."""

_STAMP = re.compile(r"\n?\{# made from ([0-9a-f]{32}) #\}\n?$")
_VERSION = re.compile(r"^content_version: *([0-9]*)", re.MULTILINE)
_CONTINUED = re.compile(r"[\s\]}-]|$")
"""How a line begins that belongs to the key above it."""


class Override(NamedTuple):
    """A template of the site in the place of a packaged one."""

    path: str
    packaged: str
    """The path of the packaged one on the disk."""
    stamp: str
    """The line that says what it was made from, if that is the packaged one of this version."""
    is_known: bool
    """Whether it says what it was made from."""
    is_behind: bool
    """Whether that was another one."""
    is_equal: bool
    """Whether it is the packaged one."""


def upgrade_texts(texts: Mapping[str, str]) -> Texts:
    """Return the files that an upgrade changes, by path.

    Args:
        texts: the settings and the YAML files of content/.

    Raises:
        UsageError: a file cannot be changed line by line, or the site is of a later version.
    """
    new = dict(texts)
    if (found := _VERSION.search(new.get(CONFIG_FILE, ""))) and int(found[1] or 0) > CONTENT_VERSION:
        message = f"the content is of version {found[1]}, and this portfolio knows {CONTENT_VERSION}"
        raise UsageError(message, help="install a newer portfolio")
    for migrate in MIGRATIONS:
        migrate(new)
    new[CONFIG_FILE] = _set_version(new.get(CONFIG_FILE, ""))
    return {path: text for path, text in new.items() if text != texts.get(path)}


def _set_version(text: str) -> str:
    """Return the settings with the version of this tool."""
    line = f"content_version: {CONTENT_VERSION}"
    if _VERSION.search(text):
        return _VERSION.sub(line, text)
    end = "" if not text or text.endswith("\n") else "\n"
    return f"{text}{end}{line}\n"


def _move_names(texts: Texts) -> None:
    """Move the names of employers and certifications from the profile into files of their own."""
    node = _parse(PROFILE_FILE, texts.get(PROFILE_FILE, ""))
    found = take_moved(node, Diagnostics())[1] if node else {}
    for key, moved in MOVED.items():
        if moved.file not in found:
            continue
        path = f"content/{moved.file}.yaml"
        before = texts.get(path, f"# yaml-language-server: $schema=.schema/{moved.file}.json\n")
        there = _parse(path, before)
        values = [entry.entries[moved.key][1] for entry in find_missing(there, moved.file, found[moved.file])]
        names = [value.text for value in values if isinstance(value, Scalar)]
        first = there.items[0].span if isinstance(there, Sequence) and there.items else None
        indent = " " * (first.column - len("- x")) if first else ""
        lines = "".join(f"{indent}- {moved.key}: {write_scalar(name)}\n" for name in names)
        after = before + ("" if before.endswith("\n") else "\n") + lines if names else before
        there = _parse(path, after)
        texts[PROFILE_FILE] = _drop_key(texts[PROFILE_FILE], key)
        rest = _parse(PROFILE_FILE, texts[PROFILE_FILE])
        is_left = rest is not None and moved.file in take_moved(rest, Diagnostics())[1]
        if is_left or (
            found[moved.file] and (there is None or find_missing(there, moved.file, found[moved.file]))
        ):
            help_ = f"move the names of `{key}` to {path} yourself, each as `- {moved.key}: Name`"
            raise UsageError(f"`{key}` cannot be moved line by line", help=help_)
        if names:
            texts[path] = after


MIGRATIONS: tuple[Callable[[Texts], None], ...] = (_move_names,)
"""Each changes files of earlier versions in place; it looks for the old form itself, so that it can run at any time."""


def _parse(path: str, text: str) -> Node | None:
    """Return a file's values; None for an empty one, and for one with errors."""
    return parse_yaml(Source(path, text), Diagnostics())


def _drop_key(text: str, key: str) -> str:
    """Return a YAML text without a key at its top, and the lines that belong to it."""
    kept: list[str] = []
    is_dropped = False
    for line in text.split("\n"):
        is_dropped = line.startswith(f"{key}:") or (
            is_dropped and bool(line) and bool(_CONTINUED.match(line))
        )
        if not is_dropped:
            kept.append(line)
    return "\n".join(kept)


def find_overrides(site: SiteFiles, packaged: SiteFiles) -> Iterator[Override]:
    """Yield the templates of a site that are in the place of packaged ones."""
    if site.root == packaged.root:  # a checkout of this project has the packaged theme itself
        return
    for file in site.below("templates"):
        name = file.path.removeprefix("templates/").removeprefix(f"{DEFAULT_THEME}/")
        original = packaged.files.get(f"templates/{DEFAULT_THEME}/{name}")
        if original is None or file.data is None or original.data is None:
            continue
        text = file.data.decode("utf-8", "replace").replace("\r\n", "\n")
        stamp = _STAMP.search(text)
        yield Override(
            file.path,
            f"{packaged.root}/{original.path}",
            f"{{# made from {original.digest} #}}",
            is_known=stamp is not None,
            is_behind=stamp is not None and stamp[1] != original.digest,
            is_equal=_STAMP.sub("", text).strip() == original.data.decode().strip(),
        )
