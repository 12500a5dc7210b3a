"""The owner's files as text and as names: size, symbolic links and stray files are judged here."""

from __future__ import annotations

import errno
import os
import re
import stat
from typing import TYPE_CHECKING

from portfolio.errors import Code, Diagnostics, Source, Span
from portfolio.load.decode import FORBIDDEN, decode_source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_SIZE_BYTES = 2_000_000
"""A case study of 30 minutes has some 40,000 bytes; above this a file is no text a person wrote."""

_HIDDEN_BUT_WANTED = {".well-known", ".nojekyll"}


def read_source(root: Path, path: str, diagnostics: Diagnostics) -> Source | None:
    """Read a text file of the site; what is wrong with it goes into the diagnostics, and None comes back.

    Only regular files within the site's folder are opened, so a FIFO cannot hang the run and a link
    cannot publish a file from elsewhere.
    """
    try:
        problem = _judge_file(root, path)
        data = b"" if problem else (root / path).read_bytes()
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
        code, message, help_ = problem
        diagnostics.error(code, message, Span(path, 1, 1), help_)
        return None
    return decode_source(path, data, diagnostics)


def _judge_file(root: Path, path: str) -> tuple[Code, str, str] | None:
    """Return code, message and help for a file that must not be read, or None for one that may."""
    file = root / path
    if not file.resolve(strict=True).is_relative_to(root.resolve()):
        return (
            Code.FILE_UNREADABLE,
            f"`{path}` leads to a file outside the site",
            "copy the file into the site",
        )
    status = file.stat()
    if not stat.S_ISREG(status.st_mode):
        found = "a folder" if stat.S_ISDIR(status.st_mode) else "not a regular file"
        return Code.FILE_UNREADABLE, f"`{path}` is {found}", "put a file in its place"
    if status.st_size > MAX_SIZE_BYTES:
        message = f"`{path}` is larger than {MAX_SIZE_BYTES // 1_000_000} MB"
        return Code.FILE_TOO_LARGE, message, "split the text into several files"
    return None


def _report_unreadable(path: str, error: OSError | RuntimeError, diagnostics: Diagnostics) -> None:
    """Report a file or folder that the system does not give us; a RuntimeError is a loop of links before Python 3.13."""
    reason = (error.strerror or "") if isinstance(error, OSError) and error.errno != errno.ELOOP else ""
    reason = f"{reason[:1].lower()}{reason[1:]}" or "a loop of symbolic links"
    diagnostics.error(Code.FILE_UNREADABLE, f"`{path}` cannot be read: {reason}", Span(path, 1, 1))


def is_stray(name: str) -> bool:
    """Whether a file is an editor's or a system's own: hidden, a backup or a swap file."""
    return name.startswith((".", "#")) or name.endswith(("~", ".swp", ".bak", ".tmp")) or name == "Thumbs.db"


def walk_files(
    root: Path, folder: str, diagnostics: Diagnostics, *, keep_hidden: bool = False
) -> Iterator[str]:
    """Yield the files below a folder of the site, sorted, as paths relative to that folder.

    Links that lead out of the site, loops, and what is no regular file are reported by name.

    Args:
        root: the site's folder.
        folder: the folder's name within it; one that is not there has no files.
        diagnostics: receives what is passed over, apart from stray files.
        keep_hidden: whether the hidden files that Pages wants count.
    """
    pending = [folder]  # a list and no recursion: folders may lie deeper than Python's stack
    while pending:
        path = pending.pop()
        if path == folder and not (root / folder).is_dir():
            if os.path.lexists(root / folder):
                diagnostics.error(
                    Code.FILE_UNREADABLE,
                    f"`{folder}` is not a folder",
                    Span(folder, 1, 1),
                    "put a folder in its place",
                )
            continue
        try:
            if path == folder or _is_entered(root, path, diagnostics):
                names = sorted((entry.name for entry in (root / path).iterdir()), reverse=True)
                pending += [
                    f"{path}/{name}"
                    for name in names
                    if not is_stray(name) or (keep_hidden and name in _HIDDEN_BUT_WANTED)
                ]
            elif (root / path).is_file() and _is_own(root, path, diagnostics):
                yield path.removeprefix(f"{folder}/")
        except (OSError, RuntimeError) as error:
            _report_unreadable(path, error, diagnostics)


def _is_entered(root: Path, path: str, diagnostics: Diagnostics) -> bool:
    """Whether a path is a folder to look into; what is neither that nor a file is reported."""
    file = root / path
    if file.is_dir() and file.is_symlink():
        diagnostics.error(
            Code.FILE_UNREADABLE, f"`{path}` is a link to a folder", Span(path, 1, 1), "use a real folder"
        )
        return False
    if path.endswith((".md", ".yaml")) and file.is_dir():
        diagnostics.error(
            Code.FILE_UNREADABLE, f"`{path}` is a folder", Span(path, 1, 1), "put a file in its place"
        )
        return False
    if not file.is_dir() and stat.S_IFMT(file.stat().st_mode) != stat.S_IFREG:
        diagnostics.error(
            Code.FILE_UNREADABLE,
            f"`{path}` is not a regular file",
            Span(path, 1, 1),
            "put a file in its place",
        )
    return file.is_dir()


def _is_own(root: Path, path: str, diagnostics: Diagnostics) -> bool:
    """Whether a file lies in the site and has a name that can be published; if not, it is reported."""
    if not (root / path).resolve().is_relative_to(root.resolve()):
        diagnostics.error(
            Code.FILE_UNREADABLE,
            f"`{path}` leads to a file outside the site",
            Span(path, 1, 1),
            "copy the file into the site",
        )
    elif found := re.search(f"{FORBIDDEN.pattern}|[\n\t]", path):
        diagnostics.error(
            Code.CONTROL_CHARACTER,
            f"the file's name holds the character U+{ord(found[0]):04X}",
            Span(path, 1, 1),
            "rename the file",
        )
    else:
        return True
    return False
