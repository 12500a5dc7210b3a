"""The owner's lists of words, one a line: confidential ones, which nothing published may have, and misspelt ones."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portfolio.characters import is_unspaced
from portfolio.decode import decode_file
from portfolio.errors import Code, Diagnostics, Source, Span
from portfolio.model.names import fold_name, normalize_name
from portfolio.site_files import CONFIG_FILE, FOLDERS, read_site_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from portfolio.errors import Diagnostic
    from portfolio.site_files import InputFile, SiteFiles

ENV_NAME = "PORTFOLIO_CONFIDENTIAL"
"""The variable with confidential words, one a line."""
MAX_REPORTED = 20
"""In one file; more of them say no more."""
_TEXT = (".txt", ".svg", ".html", ".xml", ".json", ".css", ".js", ".md", ".csv", ".webmanifest")
"""Suffixes of files in static/ whose content is searched."""
_ODD = re.compile(r"[^\w\s.&'-]")
_HELP = "remove it, or take it off the list"


class WordList(NamedTuple):
    """A list in a file that portfolio.yaml names."""

    path: str
    """Absolute; empty without one."""
    file: InputFile | None
    """None if there is none."""

    @property
    def outside(self) -> dict[str, str]:
        """The digest of the file by its path, empty for a missing one: an input of a build."""
        return {self.path: self.file.digest if self.file else ""} if self.path else {}

    def read(self, name: str, diagnostics: Diagnostics) -> Iterator[tuple[Span, str]]:
        """Yield each line with a word, and where it is."""
        source = decode_file(self.file, name, diagnostics) if self.file else None
        for number, line in enumerate(source.lines if source else (), 1):
            if source and line.strip() and not line.startswith("#"):
                yield source.span(number, 1, len(line)), line.strip()


def find_list(files: SiteFiles, name: str | None) -> WordList:
    """Return the list with a name that is relative to the site's folder."""
    if name is None:
        return WordList("", None)
    path = Path(files.root, name)
    return WordList(str(path), read_site_files(str(path.parent), (), (path.name,)).files.get(path.name))


def read_spelling(files: SiteFiles, name: str | None, diagnostics: Diagnostics) -> dict[str, str]:
    """Return the right words by the wrong ones, without case: `recieve -> receive`, as codespell has them."""
    words: dict[str, str] = {}
    found = find_list(files, name)
    if name and found.file is None:
        diagnostics.error(
            Code.FILE_MISSING, f"`{name}` does not exist", _locate(files, "spelling"), "write it"
        )
    for span, line in found.read(name or "", diagnostics):
        wrong, arrow, right = line.partition("->")
        if not arrow or not wrong.strip() or not right.strip():
            help_ = "write each line as `wrong -> right`"
            diagnostics.error(Code.INVALID_VALUE, f"`{line}` is no correction", span, help_)
        words[fold_name(wrong.strip())] = right.strip().removesuffix(",")
    return {} if diagnostics.has_errors else words


class ConfidentialWords:
    """Finds words in any case, and hides them; several words of one name may be joined or apart, as in `AcmeCorp`.

    Args:
        words: as the owner wrote them.
        notes: what to say of the list.
    """

    def __init__(self, words: Iterable[str], notes: Iterable[str] = ()) -> None:
        self.notes = tuple(notes)
        patterns = [_make_pattern(normalize_name(word)) for word in words]
        self._pattern = re.compile("|".join(patterns), re.IGNORECASE) if patterns else None

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """Yield each of them."""
        return self._pattern.finditer(text) if self._pattern else iter(())

    def mask(self, text: str) -> str:
        """Return a text with `*` for each of their characters."""
        return self._pattern.sub(lambda match: "*" * len(match[0]), text) if self._pattern else text

    def hide(self, item: Diagnostic) -> Diagnostic:
        """Return a diagnostic without them, its source line included."""
        span = item.span and item.span._replace(
            path=self.mask(item.span.path), text=self.mask(item.span.text)
        )
        return item._replace(
            message=self.mask(item.message), span=span, help=self.mask(item.help) if item.help else item.help
        )


def _make_pattern(word: str) -> str:
    """Return the pattern of a word: no letter stands beside it, but for `acmeLogo` and scripts without blanks."""
    parts = [part for part in re.split(r"[\W_]+", word) if part]
    core = re.escape(word) if _ODD.search(word) or not parts else r"[\W_]*".join(map(re.escape, parts))
    if is_unspaced(word):
        return core
    hump = "(?-i:(?<=[a-z])(?=[A-Z]))"
    return rf"(?:(?<![^\W\d_])|{hump}){core}(?:(?![^\W\d_])|{hump})"


def read_confidential(
    files: SiteFiles, name: str | None, env: Mapping[str, str], diagnostics: Diagnostics
) -> ConfidentialWords:
    """Return the words of the file that portfolio.yaml names, which may be missing, and of the environment."""
    if name and not name.startswith("..") and name.partition("/")[0] in FOLDERS:
        message = f"`confidential` cannot be in `{name.partition('/')[0]}/`, which is published"
        diagnostics.error(
            Code.INVALID_VALUE, message, _locate(files, "confidential"), "move it, and add it to .gitignore"
        )
        return ConfidentialWords(())
    words = [line.strip() for line in env.get(ENV_NAME, "").splitlines() if line.strip()]
    found = find_list(files, name)
    words += [line for _, line in found.read(name or "", diagnostics)]
    is_missing = name and found.file is None and not words
    note = f"`{name}` is not here: no confidential word was looked for; {ENV_NAME} can have them, too"
    return ConfidentialWords(words, (note,) if is_missing else ())


def check_confidential(
    files: SiteFiles, paths: Iterable[str], words: ConfidentialWords, diagnostics: Diagnostics
) -> None:
    """Report each word in the names and the texts of files; nothing is published then.

    Args:
        files: the site's.
        paths: the files that are published, or that what is published is made from.
        words: the list.
        diagnostics: receives the errors; `hide` comes later.
    """
    for path in paths:
        if any(words.find(path)):
            message = "a word of the confidential list is in the file's name"
            diagnostics.error(Code.CONFIDENTIAL, message, Span(path, 1, 1), "rename the file")
        data = files.files[path].data
        is_text = not path.startswith("static/") or path.lower().endswith(_TEXT)
        if data is None or not is_text:
            continue
        source = Source(
            path, unicodedata.normalize("NFC", data.decode("utf-8", "replace").replace("\r\n", "\n"))
        )
        lines: dict[int, Span] = {}
        for match in words.find(source.text):
            span = source.span_at(match.start(), len(match[0]))
            start = span.column - 1 - span.skipped  # a name over two lines is hidden on the first one, too
            hidden = span.text[:start] + "*" * span.length + span.text[start + span.length :]
            lines.setdefault(span.line, span._replace(text=hidden))
            if len(lines) == MAX_REPORTED:
                break
        for span in lines.values():
            message = "a word of the confidential list is in this text"
            diagnostics.error(Code.CONFIDENTIAL, message, span, _HELP)


def _locate(files: SiteFiles, key: str) -> Span:
    """Return the span of a key of portfolio.yaml."""
    data = files.files[CONFIG_FILE].data if CONFIG_FILE in files.files else None
    source = Source(CONFIG_FILE, (data or b"").decode("utf-8", "replace").replace("\r\n", "\n"))
    number = next((at for at, line in enumerate(source.lines, 1) if line.startswith(f"{key}:")), 1)
    return source.span(number, 1, len(key))
