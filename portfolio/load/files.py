"""The owner's files as text and as names: encoding, size, symbolic links and stray files are judged here."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from portfolio.errors import Code, Diagnostics, Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_SIZE_BYTES = 2_000_000
"""A case study of 30 minutes has some 40,000 bytes; above this a file is no text a person wrote."""

_ALLOWED_CONTROLS = "\t\n"


def read_source(root: Path, path: str, diagnostics: Diagnostics) -> Source | None:
    """Read a text file of the site; what is wrong with it goes into the diagnostics, and None comes back.

    A byte-order mark is dropped and CRLF becomes LF. Only regular files within the site's folder are
    opened, so a FIFO cannot hang the run and a link cannot publish a file from elsewhere.
    """
    whole_file = Span(path, 1, 1)
    file = root / path
    try:
        if not file.resolve().is_relative_to(root.resolve()):
            diagnostics.error(
                Code.FILE_UNREADABLE,
                f"`{path}` is a link to a file outside the site",
                whole_file,
                "copy the file into the site",
            )
            return None
        if not stat.S_ISREG(file.stat().st_mode):
            diagnostics.error(Code.FILE_UNREADABLE, f"`{path}` is not a regular file", whole_file)
            return None
        if file.stat().st_size > MAX_SIZE_BYTES:
            diagnostics.error(
                Code.FILE_TOO_LARGE,
                f"`{path}` is larger than {MAX_SIZE_BYTES // 1_000_000} MB",
                whole_file,
                "split the text into several files",
            )
            return None
        data = file.read_bytes()
    except FileNotFoundError:
        diagnostics.error(
            Code.FILE_MISSING,
            f"`{path}` does not exist",
            whole_file,
            "`portfolio init` in an empty folder shows a whole site",
        )
        return None
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of symbolic links before Python 3.13
        reason = (
            error.strerror if isinstance(error, OSError) and error.strerror else "a loop of symbolic links"
        )
        diagnostics.error(Code.FILE_UNREADABLE, f"`{path}` cannot be read: {reason.lower()}", whole_file)
        return None
    return decode_source(path, data, diagnostics)


def decode_source(path: str, data: bytes, diagnostics: Diagnostics) -> Source | None:
    """Turn a file's bytes into a source, or report the first byte or character that is not text."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        known = Source(path, data[: error.start].decode("utf-8", "replace").replace("\r\n", "\n"))
        line, column = len(known.lines), len(known.lines[-1]) + 1
        utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        help_ = "the file looks like UTF-16; save it as UTF-8" if utf16 else "save the file as UTF-8"
        diagnostics.error(
            Code.FILE_ENCODING,
            f"byte 0x{data[error.start]:02x} is not UTF-8",
            Span(path, line, column, 1, known.lines[-1] + "\ufffd"),
            help_,
        )
        return None
    source = Source(path, text.replace("\r\n", "\n").replace("\r", "\n"))
    for number, line_text in enumerate(source.lines, 1):
        if line_text.isprintable():
            continue
        for column, character in enumerate(line_text, 1):
            if (
                ord(character) < ord(" ") or "\x7f" <= character <= "\x9f"
            ) and character not in _ALLOWED_CONTROLS:
                diagnostics.error(
                    Code.CONTROL_CHARACTER,
                    f"control character U+{ord(character):04X}",
                    source.span(number, column),
                    "delete it",
                )
                return None
    return source


def is_stray(name: str) -> bool:
    """Whether a file is an editor's or a system's own: hidden, a backup or a swap file."""
    return name.startswith((".", "#")) or name.endswith(("~", ".swp", ".bak", ".tmp")) or name == "Thumbs.db"


def walk_files(
    root: Path, folder: str, diagnostics: Diagnostics, *, keep_hidden: bool = False
) -> Iterator[str]:
    """Yield the files below a folder of the site, sorted, as paths relative to that folder.

    Links that lead out of the site, loops, and what is no regular file are reported by name.
    """
    base = root / folder
    resolved_root = root.resolve()

    def walk(inside: str) -> Iterator[str]:
        with os.scandir(base / inside) as entries:
            names = sorted(entry.name for entry in entries)
        for name in names:
            if is_stray(name) and not (keep_hidden and name in {".well-known", ".nojekyll"}):
                continue
            relative = f"{inside}{name}"
            file = base / relative
            path = f"{folder}/{relative}"
            try:
                if not file.resolve().is_relative_to(resolved_root):
                    diagnostics.error(
                        Code.FILE_UNREADABLE,
                        f"`{path}` is a link to a file outside the site",
                        Span(path, 1, 1),
                        "copy the file into the site",
                    )
                elif file.is_dir() and file.is_symlink():
                    diagnostics.error(
                        Code.FILE_UNREADABLE,
                        f"`{path}` is a link to a folder",
                        Span(path, 1, 1),
                        "use a real folder",
                    )
                elif file.is_dir():
                    yield from walk(f"{relative}/")
                elif file.is_file():
                    yield relative
                else:
                    diagnostics.error(
                        Code.FILE_UNREADABLE, f"`{path}` is not a regular file", Span(path, 1, 1)
                    )
            except (OSError, RuntimeError):
                diagnostics.error(Code.FILE_UNREADABLE, f"`{path}` cannot be read", Span(path, 1, 1))

    if base.is_dir():
        try:
            yield from walk("")
        except OSError as error:
            diagnostics.error(
                Code.FILE_UNREADABLE,
                f"`{folder}` cannot be read: {(error.strerror or 'unknown reason').lower()}",
                Span(folder, 1, 1),
            )
