"""Files of the snapshot as text, with their front matter, and a folder's files by name; problems become diagnostics."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from portfolio.characters import FORBIDDEN
from portfolio.decode import decode_file, report_problem
from portfolio.errors import Code, Diagnostics, Source, Span
from portfolio.model.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.site_files import SiteFiles

_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_UNNAMEABLE = re.compile(f"{FORBIDDEN.pattern}|[\n\t]")


def read_source(files: SiteFiles, path: str, diagnostics: Diagnostics) -> Source | None:
    """Return a text file of the site; None with a diagnostic if it is missing or not text."""
    file = files.files.get(path)
    if file is not None:
        return decode_file(file, path, diagnostics)
    if path in files.folders:
        report_folder(path, diagnostics)
    elif not files.is_unlisted(path):
        help_ = "`portfolio init` in an empty folder shows a whole site"
        diagnostics.error(Code.FILE_MISSING, f"`{path}` does not exist", Span(path, 1, 1), help_)
    return None


def list_files(files: SiteFiles, folder: str, diagnostics: Diagnostics) -> Iterator[str]:
    """Yield the files below a folder of the site, sorted, relative to that folder.

    A file that the system does not let us read is among them, after its report: others may refer to it.

    Args:
        files: the site's.
        folder: its name; one that is not there has no files.
        diagnostics: receives the errors.
    """
    top = files.files.get(folder)
    if top is not None and top.is_refused:
        report_problem(top, folder, diagnostics)
    elif top is not None:
        message = f"`{folder}` is not a folder"
        diagnostics.error(Code.FILE_UNREADABLE, message, Span(folder, 1, 1), "replace it with a folder")
    for file in files.below(folder):
        is_closed = file.is_refused and file.path not in files.closed
        is_unreadable = report_problem(file, file.path, diagnostics) and not is_closed
        if not is_unreadable and not _report_name(file.path, diagnostics):
            yield file.path.removeprefix(f"{folder}/")


def report_folder(path: str, diagnostics: Diagnostics) -> None:
    """Report a folder at the path of a file."""
    diagnostics.error(
        Code.FILE_UNREADABLE, f"`{path}` is a folder", Span(path, 1, 1), "replace it with a file"
    )


def _report_name(path: str, diagnostics: Diagnostics) -> bool:
    """Report a file whose name cannot be published; return whether it was reported."""
    found = _UNNAMEABLE.search(path)
    if found:
        message = f"the file's name holds the character U+{ord(found[0]):04X}"
        diagnostics.error(Code.CONTROL_CHARACTER, message, Span(path, 1, 1), "rename the file")
    return found is not None


def is_blank(text: str) -> bool:
    """Whether a Markdown text shows nothing."""
    return not _COMMENT.sub("", text).strip()


class FrontMatter(NamedTuple):
    """The two parts of a Markdown file."""

    lines: tuple[int, int]
    """The first and last line of the YAML between the fences, from 1; the last is before the first if there are none."""
    body: Document


def split_front_matter(source: Source, diagnostics: Diagnostics) -> FrontMatter | None:
    """Return the parts of a file that begins with a `---` line, or None with a diagnostic."""
    if source.lines[0].rstrip() != "---":
        found = "the file is empty" if not source.text.strip() else "the front matter is missing"
        help_ = "begin the file with a line `---`, then `title: …` and the other keys, then `---`"
        diagnostics.error(Code.FRONT_MATTER, found, source.span(1, 1, len(source.lines[0])), help_)
        return None
    for number, line in enumerate(source.lines[1:], 2):
        if line.rstrip() == "---":
            return FrontMatter((2, number - 1), Document(source, number + 1))
    message = "the front matter is never closed"
    diagnostics.error(Code.FRONT_MATTER, message, source.span(1, 1, 3), "end it with a line `---`")
    return None
