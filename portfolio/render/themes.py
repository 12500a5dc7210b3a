"""Where templates and assets come from: the site's overrides first, then the theme that ships with the package."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import Code, ContentError, Diagnostic, InternalError, Source, Span, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CONFIG_FILE = "portfolio.yaml"
DEFAULT_THEME = "terminal"


class TextFileError(Exception):
    """A template or an asset cannot be read, or is no text that a page can carry; see `Theme.locate`."""

    def __init__(self, problem: Diagnostic, file: Path) -> None:
        self.problem, self.file = problem, file
        """The problem without a path, which depends on the site."""
        super().__init__(problem.message)


class AssetNameError(Exception):
    """A name that a template gives leads out of `static/`."""


class Theme(NamedTuple):
    """A theme's name and the folders it is looked up in."""

    name: str
    site_root: Path
    builtin_root: Path

    def template_folders(self) -> tuple[Path, ...]:
        """Return the folders that a template's name is looked up in, in order.

        A theme of the owner's need not be whole: the packaged one stands behind it. The last folder
        makes `terminal/base.html` reachable by an override of `base.html`.
        """
        site, builtin = self.site_root / "templates", self.builtin_root / "templates"
        folders = (site, site / self.name, builtin / self.name, builtin / DEFAULT_THEME, builtin)
        return tuple(dict.fromkeys(folders))

    def template_names(self) -> tuple[str, ...]:
        """Return the names of the theme's own templates, sorted; overrides go by the same names."""
        folders = self.template_folders()[1:-1]
        return tuple(sorted({name for folder in folders for name in _names_below(folder)}))

    def asset_folders(self) -> tuple[Path, ...]:
        """Return the folders that an asset's name is looked up in, in order."""
        site, builtin = self.site_root / "static", self.builtin_root / "static"
        return (site, site / self.name, builtin / self.name, builtin / DEFAULT_THEME)

    def holds(self, file: Path) -> bool:
        """Whether a file of `templates/` or `static/` lies in there once links are followed; those of the package do."""
        if not file.is_relative_to(self.site_root):
            return True
        top = file.relative_to(self.site_root).parts[0]
        real = os.path.realpath(file)
        folders = (os.path.realpath(folder) for folder in (self.site_root, self.site_root / top))
        return all(real.startswith(f"{folder.rstrip('/')}/") for folder in folders)

    def find_template(self, parts: Iterable[str]) -> Path | None:
        """Return where a template lies, by the parts of its name; None where there is none.

        Raises:
            TextFileError: it is a link that leads out of templates/.
        """
        return self._find(self.template_folders(), "/".join(parts))

    def _find(self, folders: Iterable[Path], name: str) -> Path | None:
        for folder in folders:
            file = folder / name
            if is_file(file):
                if self.holds(file):
                    return file
                folder_name = file.relative_to(self.site_root).parts[0]
                raise _unreadable(
                    file, f"leads to a file outside `{folder_name}/`", f"copy the file into `{folder_name}/`"
                )
        return None

    def locate(self, error: TextFileError) -> Diagnostic:
        """Return the problem of a file: one of the site is named from its folder, one of the package in full."""
        path = error.file
        name = (path.relative_to(self.site_root) if path.is_relative_to(self.site_root) else path).as_posix()
        problem, span = error.problem, error.problem.span or Span("", 1, 1)
        message = f"`{name}` {problem.message}" if problem.code is Code.FILE_UNREADABLE else problem.message
        return replace(problem, message=message, span=replace(span, path=name))

    def place_of(self, file: Path) -> str:
        """Return a file's place for comparing runs: the same for another checkout of the same site."""
        for name, root in (("site", self.site_root), ("builtin", self.builtin_root)):
            if file.is_relative_to(root):
                return f"{name}:{file.relative_to(root).as_posix()}"
        return str(file)

    def find_asset(self, name: str) -> Path:
        """Return where a file of static/ lies: the site's own, its theme folder's, or the packaged theme's.

        Raises:
            AssetNameError: the name leads out of static/.
            TextFileError: it is a link that leads out of static/.
            InternalError: there is none of that name.
        """
        file = self._find(self.asset_folders(), _check_asset_name(name))
        if file is None:
            raise InternalError(f"the theme `{self.name}` has no file `{name}`")
        return file

    def has_asset(self, name: str) -> bool:
        """Say whether `find_asset` would find a file.

        Raises:
            AssetNameError, TextFileError: as `find_asset`.
        """
        return self._find(self.asset_folders(), _check_asset_name(name)) is not None

    def read_asset(self, name: str) -> str:
        """Return the text of the file that `find_asset` finds.

        Raises:
            AssetNameError, InternalError: as `find_asset`.
            TextFileError: as `find_asset` and `read_text_file`.
        """
        return read_text_file(self.find_asset(name))

    def replaces(self, name: str) -> bool:
        """Whether the site or its theme has a file in place of the one that `terminal` has."""
        packaged = self.builtin_root / "static" / DEFAULT_THEME / name
        # this project's own site lies where the packaged theme does
        return not self.find_asset(name).samefile(packaged)


def _check_asset_name(name: object) -> str:
    """Return a name that a template gives, if it is a path inside static/."""
    if not isinstance(name, str) or {"", ".", ".."} & {*name.split("/")} or "\\" in name or "\0" in name:
        raise AssetNameError(f"`{name}` is not a path inside `static/`")
    return name


def _names_below(folder: Path) -> Iterator[str]:
    """Yield the files below a folder, relative to it; editors' files are none of ours."""
    for place, _, names in os.walk(folder):
        for name in names:
            file = Path(place, name)
            is_stray = name.startswith(".") or name.endswith(("~", ".swp", ".bak", ".tmp"))
            if not is_stray and is_file(file):
                yield file.relative_to(folder).as_posix()


def is_file(place: Path) -> bool:
    """Whether there is a file, as far as we can see: `Path.is_file` raises where a folder above it is closed."""
    return os.path.isfile(place)  # noqa: PTH113 (see above)


def read_text_file(file: Path) -> str:
    """Return a file's text, without its byte-order mark and with plain line feeds.

    Raises:
        TextFileError: it cannot be read, is not UTF-8, or holds a NUL.
    """
    try:
        data = file.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        raise _unreadable(file, f"cannot be read: {(error.strerror or 'unknown reason').lower()}") from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        start = len(data[: error.start].decode("utf-8"))
        span = _span_in(data.decode("utf-8", "replace"), start)
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise TextFileError(
            Diagnostic(Code.FILE_ENCODING, message, span, "save the file as UTF-8"), file
        ) from error
    if "\0" in text:
        message, span = "the character U+0000 is not allowed", _span_in(text, text.index("\0"))
        raise TextFileError(Diagnostic(Code.CONTROL_CHARACTER, message, span, "delete it"), file)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unreadable(file: Path, message: str, help_: str | None = None) -> TextFileError:
    return TextFileError(Diagnostic(Code.FILE_UNREADABLE, message, None, help_), file)


def _span_in(text: str, offset: int) -> Span:
    """Return the place of a character in a text, without a path."""
    line = text.count("\n", 0, offset) + 1
    return Source("", text).span(line, offset - text.rfind("\n", 0, offset))


def find_theme(name: str, site_root: Path) -> Theme:
    """Return a theme by name.

    Raises:
        ContentError: neither the site nor the package has a folder of that name; located in portfolio.yaml.
    """
    builtin = builtin_root()
    roots = (site_root / "templates", builtin / "templates")
    known = sorted({*_list_folders(roots[0]), *_list_folders(roots[1])})
    if name in known:
        return Theme(name, site_root, builtin)
    help_ = did_you_mean(name, known) or f"make a folder templates/{name}/, or use `{DEFAULT_THEME}`"
    span = find_setting(site_root, "theme", name)
    raise ContentError([Diagnostic(Code.UNKNOWN_REFERENCE, f"there is no theme `{name}`", span, help_)])


def _list_folders(root: Path) -> list[str]:
    try:
        with os.scandir(root) as entries:
            return [entry.name for entry in entries if entry.is_dir()]
    except OSError:  # missing, or reported by whoever walked it
        return []


def find_setting(site_root: Path, key: str, value: str) -> Span:
    """Return where portfolio.yaml, which was read before, gives a key its value."""
    source = Source(CONFIG_FILE, read_text_file(site_root / CONFIG_FILE))
    pattern = re.compile(rf"""\b{key}["']?\s*:\s*["']?({re.escape(value)})""")
    for number, line in enumerate(source.lines, 1):
        found = pattern.search(line)
        if found:
            return source.span(number, found.start(1) + 1, len(value))
    return source.span(1, 1)


def builtin_root() -> Path:
    """Return the folder that holds the packaged theme's `templates/` and `static/`.

    An installed package carries them in `_builtin/`; a checkout of this project has them at its top.

    Raises:
        InternalError: neither is there: the package is broken.
    """
    package = Path(__file__).parent.parent
    if (package / "_builtin").is_dir():
        return package / "_builtin"
    checkout = package.parent
    project = checkout / "pyproject.toml"
    if project.is_file() and re.search(
        r'^name = "portfolio"$', project.read_text(encoding="utf-8"), re.MULTILINE
    ):
        return checkout
    raise InternalError("the packaged theme is missing; install portfolio again")


_KEPT = r"""
    ( "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*'  # strings
    | url\([^"'()\s]*\)                       # addresses without quotes
    | \\.                                    # escapes
    | /\*\*/                                 # what is left of a comment
    )
"""
_KEPT_PART = re.compile(_KEPT, re.DOTALL | re.VERBOSE)
_COMMENTS = re.compile(rf"{_KEPT} | (?: /\*.*?\*/ )+", re.DOTALL | re.VERBOSE)
_NAME_CHARACTER = re.compile(r"[\w.#-]|[^\x00-\x7f]")


def squeeze_css(css: str) -> str:
    """Return a stylesheet without comments, indentation and blank lines; strings and addresses stay as they are."""
    parts = _KEPT_PART.split(_COMMENTS.sub(_drop_comment, css))
    return "".join(part if index % 2 else _squeeze(part) for index, part in enumerate(parts)).strip()


def _drop_comment(match: re.Match[str]) -> str:
    """Return what stands for a match: a comment is nothing, unless two words would grow together."""
    if match[1]:
        return match[1]
    around = match.string[match.start() - 1 : match.start()], match.string[match.end() : match.end() + 1]
    return "/**/" if all(_NAME_CHARACTER.match(character) for character in around) else ""


def _squeeze(css: str) -> str:
    """Shorten the part of a stylesheet that holds neither string nor comment."""
    close = re.sub(r" ?([{};,>]) ?", r"\1", re.sub(r"[ \t\n\r\f]+", " ", css))
    return re.sub(r"(?<=[{;])([\w-]+): ", r"\1:", close).replace(";}", "}")
