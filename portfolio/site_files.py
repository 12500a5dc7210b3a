"""The inputs of a run: one walk of the site's folder, one rule for ignored files, one read of each file.

Standard library only, and little of it: a build with nothing to do loads this and `site/up_to_date.py`, no more.
"""

from __future__ import annotations

import errno
import os
import stat
from functools import cached_property
from typing import NamedTuple

try:
    from _blake2 import (
        blake2b,
    )  # what hashlib has, without OpenSSL: loading that takes a sixth of a build without work
except ImportError:
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

CONFIG_FILE = "portfolio.yaml"
PROFILE_FILE = "content/profile.yaml"
THEME_FOLDERS = ("templates", "static")
FOLDERS = ("content", *THEME_FOLDERS)
"""The folders of a site that a build reads; of its top folder it reads CONFIG_FILE alone."""

MAX_HELD_BYTES = 2_000_000
"""Larger files are not text: they are digested, and their content is not held."""
MAX_BINARY_BYTES = 100_000
"""The content of larger files with a NUL in their first HEAD_BYTES is not held: a site can have a thousand photos."""
HEAD_BYTES = 8_000
CHUNK_BYTES = 1 << 20

OUTSIDE_SITE = "links to a file outside the site"
OUTSIDE_FOLDER = {folder: f"links to a file outside `{folder}/`" for folder in THEME_FOLDERS}
"""What a template or a file of static/ links to is published: a link may not publish the rest of the site."""
LEFT_OUT = "links to a hidden file or a backup"
TWO_FORMS = "is there twice, its name written in two forms of Unicode"
LINK_TO_FOLDER = "is a link to a folder"
BROKEN_LINK = "is a link to a file that does not exist"
NOT_REGULAR = "is not a regular file"
_REFUSED = "cannot be read: "

_PUBLISHED_THOUGH_HIDDEN = frozenset({".well-known", ".nojekyll"})
"""The hidden files that GitHub Pages uses."""
_SYSTEM_NAMES = frozenset({"Thumbs.db", "__pycache__"})
_EDITOR_ENDINGS = ("~", ".swp", ".bak", ".tmp", "___jb_tmp___", "___jb_old___")


PACKAGE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 (pathlib costs 10 ms)
DEFAULT_THEME = "terminal"
PACKAGED = tuple(f"{folder}/{DEFAULT_THEME}" for folder in THEME_FOLDERS)
"""The folders of the theme that ships with the package."""


def digest(data: bytes) -> str:
    """Return the digest of some bytes, as 32 hexadecimal digits."""
    return blake2b(data, digest_size=16).hexdigest()


def is_ignored(name: str) -> bool:
    """Whether a file or folder is an editor's or a system's own: hidden, a backup or a swap file.

    >>> [is_ignored(name) for name in ("a.md", ".a.md.swp", "a.md~", ".well-known")]
    [False, True, True, False]
    """
    return name not in _PUBLISHED_THOUGH_HIDDEN and (
        name.startswith((".", "#")) or name.endswith(_EDITOR_ENDINGS) or name in _SYSTEM_NAMES
    )


def digest_text(text: str) -> str:
    """Return the digest of a text with any characters."""
    return digest(text.encode("utf-8", "surrogatepass"))


class InputFile(NamedTuple):
    """A file below the site's folder, or a path there that cannot be read."""

    path: str
    """Relative to the site's folder, with `/` between its parts, in Unicode's normal form C."""
    problem: str = ""
    """Why it cannot be read, as the end of a message: `is a link to a folder`; empty for a file that was read."""
    stat: tuple[int, ...] = ()
    """Inode, size, mtime and ctime in nanoseconds, which differ after each write within one process."""
    digest: str = ""
    """The digest of its content; of a link, also of its target; empty if it was not read to its end."""
    location: str = ""
    """Its path on the disk, if that is in another form of Unicode."""
    data: bytes | None = None
    """Its content; None if it was not read or is not held: see MAX_HELD_BYTES."""

    @property
    def is_refused(self) -> bool:
        """Whether the system denies reading it."""
        return self.problem.startswith(_REFUSED)


def find_package_root() -> str:
    """Return the folder with the theme and docs/: `_builtin/` of an installed package, the top of a checkout of this project."""
    root = f"{PACKAGE}/_builtin"
    return root if os.path.isdir(root) else os.path.dirname(PACKAGE)  # noqa: PTH112, PTH120


class SiteFiles:
    """The files below a folder at one moment. Digests are authoritative, never size or time.

    Args:
        root: the folder.
        files: by path, sorted.
        folders: the paths of all folders; an empty one can be a theme.
        closed: the paths of folders that cannot be listed; they are among the files, with the reason.
        before: an earlier snapshot in the same process; what it has of the packaged theme is not read again.
    """

    def __init__(
        self,
        root: str,
        files: Mapping[str, InputFile],
        folders: frozenset[str],
        closed: frozenset[str] = frozenset(),
        before: SiteFiles | None = None,
    ) -> None:
        self._theme_before: SiteFiles | None = vars(before).get("theme") if before else None  # if it was read
        self.closed = closed
        self.root = root
        self.files = files
        self.folders = folders

    @cached_property
    def theme(self) -> SiteFiles:
        """The files of the theme that ships with the package: `templates/terminal/` and `static/terminal/`.

        In a checkout of this project they are among the files of its own site.
        """
        root = find_package_root()
        if os.path.realpath(root) == os.path.realpath(self.root):
            return self
        return read_site_files(root, PACKAGED, (), self._theme_before)

    def below(self, folder: str) -> Iterator[InputFile]:
        """Yield the files in a folder and its folders, sorted."""
        start = f"{folder}/"
        return (file for path, file in self.files.items() if path.startswith(start))

    def is_unlisted(self, path: str) -> bool:
        """Whether a folder above a path cannot be listed, so that its files are unknown."""
        return any(path.startswith(f"{folder}/") for folder in self.closed)

    def key(self, path: str) -> str:
        """Return what a cached value of a file depends on: the digest of its content, or of its problem, and its path."""
        file = self.files[path]
        return f"{file.digest or digest_text(file.problem)} {path}"

    def locate(self, path: str) -> str:
        """Return the absolute path of a file on the disk."""
        return f"{self.root}/{self.files[path].location or path}"

    @property
    def digests(self) -> dict[str, str]:
        """The digest of each file by its path; of each folder, with a slash at the end."""
        found = {path: file.digest for path, file in self.files.items()}
        return found | {f"{folder}/": "folder" for folder in sorted(self.folders)}

    @property
    def stats(self) -> dict[str, tuple[int, ...]]:
        """The stat of each file by its path; all folders have the same."""
        return {path: file.stat for path, file in self.files.items()} | dict.fromkeys(self.folders, (0,))


def read_site_files(
    root: str,
    folders: Iterable[str] = FOLDERS,
    files: Iterable[str] = (CONFIG_FILE,),
    before: SiteFiles | None = None,
    *,
    is_held: bool = True,
) -> SiteFiles:
    """Read the inputs below a folder. Never raises: unreadable files have a `problem`.

    Links are followed to files within the folder, those of templates/ and static/ within these two, and to nothing
    else. A pipe or a device is never opened.

    Args:
        root: the folder, absolute.
        folders: the folders below it to read.
        files: the files directly in it to read; missing ones are left out.
        before: an earlier snapshot in the same process; a file with the same stat is not read again.
        is_held: whether the files' content is held; else only digested.
    """
    found: dict[str, InputFile] = {}
    seen: set[str] = set()
    closed: set[str] = set()
    known = before.files if before else {}
    real_root = os.path.realpath(root).rstrip("/") + "/"
    pending = [(name, False) for name in (*files, *folders) if os.path.lexists(f"{root}/{name}")]
    while pending:  # no recursion: folders may be nested deeper than Python's stack
        path, is_folder = pending.pop()
        name = _normalize(path)
        if not is_folder:
            file = _read_entry(root, real_root, path, known.get(name), is_held=is_held)
            if file is not None:
                found[name] = file if name not in found else InputFile(name, TWO_FORMS)
                continue
        try:
            with os.scandir(f"{root}/{path}") as entries:
                pending += [
                    (f"{path}/{entry.name}", entry.is_dir(follow_symlinks=False))
                    for entry in entries
                    if not is_ignored(entry.name)
                ]
            seen.add(name)
        except FileNotFoundError:
            continue
        except OSError as error:
            found[name] = InputFile(name, f"{_REFUSED}{_reason(error)}")
            closed.add(name)
    return SiteFiles(root, dict(sorted(found.items())), frozenset(seen), frozenset(closed), before)


def _normalize(path: str) -> str:
    """Return a path in the form in which names are compared; a Mac's disk may keep `ü` as two characters."""
    if path.isascii():
        return path
    import unicodedata  # noqa: PLC0415 (most sites have ASCII names alone)

    return unicodedata.normalize("NFC", path)


def _read_entry(
    root: str, real_root: str, location: str, known: InputFile | None, *, is_held: bool
) -> InputFile | None:
    """Return the file at a path of the disk; None for a folder."""
    absolute, path = f"{root}/{location}", _normalize(location)
    try:
        status = os.lstat(absolute)
        if stat.S_ISDIR(status.st_mode):
            return None
        now = identify(status)
        if known is not None and known.stat == now and known.digest and stat.S_ISREG(status.st_mode):
            return known
        target = ""
        if stat.S_ISLNK(status.st_mode):
            try:
                target = os.path.realpath(absolute, strict=True)
            except FileNotFoundError:
                return InputFile(path, BROKEN_LINK)
            status = os.stat(absolute)  # noqa: PTH116 (pathlib costs 10 ms)
            now = identify(status)
        problem = _judge(status, target, real_root, location)
        if problem:
            return InputFile(path, problem)
        content, data = _read(absolute, status.st_size)
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links before Python 3.13
        return InputFile(path, f"{_REFUSED}{_reason(error)}")
    if target:  # the target of a link counts too
        content = digest(f"{target.removeprefix(real_root)}:{content}".encode("utf-8", "surrogateescape"))
    return InputFile(path, "", now, content, location if location != path else "", data if is_held else None)


def identify(status: os.stat_result) -> tuple[int, ...]:
    """Return what differs after each write of a file: see `InputFile.stat`."""
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _judge(status: os.stat_result, target: str, real_root: str, location: str) -> str:
    """Return why a file must not be opened; empty for one that may."""
    if target and not target.startswith(real_root):
        return OUTSIDE_SITE
    if stat.S_ISDIR(status.st_mode):
        return LINK_TO_FOLDER
    folder = location.partition("/")[0]
    if target and folder in OUTSIDE_FOLDER:
        inner = target.removeprefix(f"{real_root}{folder}/")
        if inner == target:
            return OUTSIDE_FOLDER[folder]
        if any(map(is_ignored, inner.split("/"))):
            return LEFT_OUT
    return "" if stat.S_ISREG(status.st_mode) else NOT_REGULAR


def _read(location: str, size: int) -> tuple[str, bytes | None]:
    """Return the digest of a file's content, and the content if it is to be held."""
    handle = os.open(location, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0))
    try:
        if size <= MAX_HELD_BYTES:
            data = os.read(handle, size + 1)  # no more: a buffer of MAX_HELD_BYTES costs more than the file
            is_binary = size > MAX_BINARY_BYTES and b"\0" in data[:HEAD_BYTES]
            return digest(data), None if is_binary else data
        found = blake2b(digest_size=16)
        while chunk := os.read(handle, CHUNK_BYTES):
            found.update(chunk)
        return found.hexdigest(), None
    finally:
        os.close(handle)


def _reason(error: OSError | RuntimeError) -> str:
    """Return the system's reason as the end of a message."""
    if isinstance(error, RuntimeError) or error.errno == errno.ELOOP:
        return "a loop of symbolic links"
    text = error.strerror or "unknown reason"
    return f"{text[:1].lower()}{text[1:]}"
