"""The owner's files as text and as names: size, symbolic links and stray files are judged here."""

from __future__ import annotations

import errno
import os
import re
import stat
from typing import TYPE_CHECKING, Literal, NamedTuple

from portfolio.errors import Code, Diagnostics, Source, Span
from portfolio.load.decode import FORBIDDEN, decode_source
from portfolio.model.names import normalize_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_SIZE_BYTES = 2_000_000
"""A case study of 30 minutes has some 40,000 bytes; above this a file is no text a person wrote."""

_HIDDEN_BUT_WANTED = {".well-known", ".nojekyll"}


_UNNAMEABLE = re.compile(f"{FORBIDDEN.pattern}|[\n\t]")


def read_source(root: Path, path: str, diagnostics: Diagnostics) -> Source | None:
    """Read a text file of the site; what is wrong with it goes into the diagnostics, and None comes back.

    Only regular files within the site's folder are opened, so a FIFO cannot hang the run and a link
    cannot publish a file from elsewhere.
    """
    place = f"{root}/{path}"  # strings, as a large site has a thousand files and pathlib takes its time
    try:
        problem = _judge_file(root, path)
        if problem is None and os.stat(place).st_size > MAX_SIZE_BYTES:  # noqa: PTH116
            message = f"`{path}` is larger than {MAX_SIZE_BYTES // 1_000_000} MB"
            problem = Code.FILE_TOO_LARGE, message, "split the text into several files"
        data = b"" if problem else _read_bytes(place)
    except FileNotFoundError:
        diagnostics.error(
            Code.FILE_MISSING,
            f"`{path}` does not exist",
            Span(path, 1, 1),
            "`portfolio init` in an empty folder shows a whole site",
        )
        return None
    except (OSError, RuntimeError) as error:
        _report_unreadable(path, error, diagnostics)
        return None
    if problem:
        _report(path, problem, diagnostics)
        return None
    return decode_source(path, data, diagnostics)


def _try_to_open(place: str) -> None:
    """Raise OSError if a file cannot be opened; `os.access` does not ask for what a process may do right now."""
    os.close(os.open(place, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0)))


def _read_bytes(place: str) -> bytes:
    with open(place, "rb") as file:  # noqa: PTH123
        return file.read()


Purpose = Literal["text", "asset", "template"]
"""What files are for: texts are read by `read_source`, which reports those that cannot be opened; the others are
reported by `walk_files`. The hidden files that Pages wants are assets. Links between templates stay in their folder.
"""

_Problem = tuple[Code, str, str]
"""Code, message and help."""


def _report(path: str, problem: _Problem, diagnostics: Diagnostics) -> None:
    code, message, help_ = problem
    diagnostics.error(code, message, Span(path, 1, 1), help_)


def _judge_file(root: Path, path: str, within: str = "") -> _Problem | None:
    """Return why a file must not be opened, or None for one that may: it lies within a folder of the site, or in the site."""
    place = f"{root}/{path}"
    if not _is_inside(root, path, within):
        where = f"`{within}/`" if within else "the site"
        message = f"`{path}` leads to a file outside {where}"
        return Code.FILE_UNREADABLE, message, f"copy the file into {where}"
    mode = os.stat(place).st_mode  # noqa: PTH116
    if stat.S_ISREG(mode):
        return None
    found = "not a regular file"
    if stat.S_ISDIR(mode):
        found = "a link to a folder" if os.path.islink(place) else "a folder"  # noqa: PTH114
    return Code.FILE_UNREADABLE, f"`{path}` is {found}", "put a file in its place"


def _judge_name(path: str) -> _Problem | None:
    """Return why a file's name cannot be published, or None for one that can."""
    found = _UNNAMEABLE.search(path)
    if found is None:
        return None
    message = f"the file's name holds the character U+{ord(found[0]):04X}"
    return Code.CONTROL_CHARACTER, message, "rename the file"


def _judge_form(path: str, known: dict[str, str]) -> _Problem | None:
    """Return why a file cannot be told from one that was met before; both names look alike."""
    if path.isascii() or known.setdefault(normalize_name(path), path) == path:
        return None
    message = f"there are two files `{path}`, whose names are written in two forms of Unicode"
    return Code.ADDRESS_CONFLICT, message, "delete or rename one of them"


def _report_unreadable(path: str, error: OSError | RuntimeError, diagnostics: Diagnostics) -> None:
    """Report a file or folder that the system does not give us; a RuntimeError is a loop of links before Python 3.13."""
    reason = (error.strerror or "") if isinstance(error, OSError) and error.errno != errno.ELOOP else ""
    reason = f"{reason[:1].lower()}{reason[1:]}" or "a loop of symbolic links"
    diagnostics.error(Code.FILE_UNREADABLE, f"`{path}` cannot be read: {reason}", Span(path, 1, 1))


def is_stray(name: str) -> bool:
    """Whether a file is an editor's or a system's own: hidden, a backup or a swap file."""
    return name.startswith((".", "#")) or name.endswith(("~", ".swp", ".bak", ".tmp")) or name == "Thumbs.db"


def walk_files(root: Path, folder: str, diagnostics: Diagnostics, purpose: Purpose = "text") -> Iterator[str]:
    """Yield the files below a folder of the site, sorted, as paths relative to that folder.

    Links that lead out of the site, loops, and what is no regular file are reported by name.

    Args:
        root: the site's folder.
        folder: the folder's name within it; one that is not there has no files.
        diagnostics: receives what is passed over, apart from stray files.
        purpose: what the files are for.
    """
    base = f"{root}/{folder}"
    if os.path.lexists(base) and not os.path.isdir(base):  # noqa: PTH112
        message = f"`{folder}` is not a folder"
        _report(folder, (Code.FILE_UNREADABLE, message, "put a folder in its place"), diagnostics)
    known: dict[str, str] = {}
    pending = [_Found(folder, "folder")] if os.path.isdir(base) else []  # noqa: PTH112
    is_inside = bool(pending) and _is_inside(root, folder)
    within = folder if purpose == "template" else ""
    while pending:  # a list and no recursion: folders may lie deeper than Python's stack
        path, kind = pending.pop()
        try:
            if kind == "folder":
                found = sorted(_list_folder(root, path), reverse=True)
                pending += [item for item in found if _is_wanted(item.path, purpose)]
                continue
            # a plain file in a folder of the site cannot lead out of it
            problem = None if kind == "file" and is_inside else _judge_file(root, path, within)
            problem = problem or _judge_name(path) or _judge_form(path, known)
            if problem:
                _report(path, problem, diagnostics)
            else:
                if purpose != "text":
                    _try_to_open(f"{root}/{path}")
                yield path.removeprefix(f"{folder}/")
        except (OSError, RuntimeError) as error:
            _report_unreadable(path, error, diagnostics)


class _Found(NamedTuple):
    """What a folder holds."""

    path: str
    kind: Literal["file", "folder", "other"]
    """Links are others, and so is a folder with a text's name, which stands where a file should."""


def _list_folder(root: Path, folder: str) -> Iterator[_Found]:
    with os.scandir(f"{root}/{folder}") as entries:
        for entry in entries:
            kind: Literal["file", "folder", "other"] = "other"
            if entry.is_file(follow_symlinks=False):
                kind = "file"
            elif entry.is_dir(follow_symlinks=False) and not entry.name.endswith((".md", ".yaml")):
                kind = "folder"
            yield _Found(f"{folder}/{entry.name}", kind)


def _is_inside(root: Path, path: str, within: str = "") -> bool:
    """Whether a path leads to a place below the site's folder, and below a folder of it."""
    real = os.path.realpath(f"{root}/{path}", strict=True)
    return all(
        real.startswith(os.path.realpath(place).rstrip("/") + "/") for place in (root, f"{root}/{within}")
    )


def _is_wanted(path: str, purpose: Purpose) -> bool:
    name = path.rpartition("/")[2]
    return not is_stray(name) or (purpose == "asset" and name in _HIDDEN_BUT_WANTED)
