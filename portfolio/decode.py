"""Files to text: unreadable files, encoding, byte-order marks, line ends, and characters that are not allowed."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from portfolio.characters import FORBIDDEN
from portfolio.errors import Code, Diagnostics, Source, Span
from portfolio.site_files import (
    BROKEN_LINK,
    CONFIG_FILE,
    LEFT_OUT,
    LINK_TO_FOLDER,
    MAX_HELD_BYTES,
    NOT_REGULAR,
    OUTSIDE_FOLDER,
    OUTSIDE_SITE,
    TWO_FORMS,
)

if TYPE_CHECKING:
    from portfolio.site_files import InputFile, SiteFiles

MAX_REPORTED = 10
"""A binary file has thousands of them; the first ones are enough."""

_HELP = {
    OUTSIDE_SITE: "copy the file into the site",
    **{problem: f"copy the file into `{folder}/`" for folder, problem in OUTSIDE_FOLDER.items()},
    LEFT_OUT: "rename the file: hidden files and backups are not published",
    LINK_TO_FOLDER: "replace it with a file",
    NOT_REGULAR: "replace it with a file",
    BROKEN_LINK: "replace it with a file, or remove the link",
}
"""The help by the problem that `site_files` reports."""


def decode_file(file: InputFile, path: str, diagnostics: Diagnostics) -> Source | None:
    """Turn a file into a source, or report why it is not text.

    Args:
        file: as it was read.
        path: as messages name it.
        diagnostics: receives the errors.
    """
    if report_problem(file, path, diagnostics):
        return None
    if file.data is not None:
        return decode_source(path, file.data, diagnostics)
    if file.stat[1] <= MAX_HELD_BYTES:
        diagnostics.error(
            Code.FILE_ENCODING, f"`{path}` is not text", Span(path, 1, 1), "save the file as UTF-8"
        )
        return None
    message = f"`{path}` is larger than {MAX_HELD_BYTES // 1_000_000} MB"
    diagnostics.error(Code.FILE_TOO_LARGE, message, Span(path, 1, 1), "split the text into several files")
    return None


def report_problem(file: InputFile, path: str, diagnostics: Diagnostics) -> bool:
    """Report why a file could not be read; return whether it was reported."""
    if file.problem == TWO_FORMS:
        message = f"there are two files `{path}`, whose names are written in two forms of Unicode"
        diagnostics.error(Code.ADDRESS_CONFLICT, message, Span(path, 1, 1), "delete or rename one of them")
    elif file.problem:
        message, help_ = f"`{path}` {file.problem}", _HELP.get(file.problem)
        diagnostics.error(Code.FILE_UNREADABLE, message, Span(path, 1, 1), help_)
    return bool(file.problem)


def decode_source(path: str, data: bytes, diagnostics: Diagnostics) -> Source | None:
    """Turn a file's bytes into a source, or report the bytes or characters that are not text.

    A byte-order mark is dropped, and CRLF and CR become LF.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        utf16 = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        help_ = "the file looks like UTF-16; save it as UTF-8" if utf16 else "save the file as UTF-8"
        diagnostics.error(Code.FILE_ENCODING, message, _span_of_byte(path, data, error.start), help_)
        return None
    source = Source(path, _unify_line_ends(text))
    found = list(islice(FORBIDDEN.finditer(source.text), MAX_REPORTED))
    for match in found:
        message = f"the character U+{ord(match[0]):04X} is not allowed"
        diagnostics.error(Code.CONTROL_CHARACTER, message, source.span_at(match.start()), "delete it")
    return None if found else source


def _unify_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _span_of_byte(path: str, data: bytes, position: int) -> Span:
    """Return the span of a byte that cannot be decoded, with its line as far as it can be decoded."""
    before = _unify_line_ends(data[:position].decode("utf-8")).split("\n")
    rest = re.split(rb"[\r\n]", data[position:], maxsplit=1)[0].decode("utf-8", "replace")
    return Span(path, len(before), len(before[-1]) + 1, 1, before[-1] + rest)


def find_setting(site: SiteFiles, key: str, value: str) -> Span:
    """Return the span of a key's value in portfolio.yaml, which was read before."""
    data = site.files[CONFIG_FILE].data if CONFIG_FILE in site.files else None
    source = decode_source(CONFIG_FILE, data or b"", Diagnostics()) or Source(CONFIG_FILE, "")
    for before in (rf"""\b{key}["']?\s*:""", r"(?:^\s*-|[\[,])"):  # beside its key, or in a list
        pattern = re.compile(rf"""{before}\s*["']?({re.escape(value)})""")
        for number, line in enumerate(source.lines, 1):
            if found := pattern.search(line):
                return source.span(number, found.start(1) + 1, len(value))
    return source.span(1, 1)
