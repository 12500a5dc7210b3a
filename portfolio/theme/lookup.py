"""Lookup of templates and assets: the site's overrides first, then its theme, then the packaged theme."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from portfolio.decode import decode_file, decode_source
from portfolio.errors import (
    Code,
    ContentError,
    Diagnostic,
    Diagnostics,
    InternalError,
    Source,
    Span,
    TemplateError,
    did_you_mean,
)
from portfolio.site_files import CONFIG_FILE, DEFAULT_THEME, digest_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.site_files import InputFile, SiteFiles


class MistakeError(Exception):
    """What a template does wrong, in our own words."""


class ThemeFile(NamedTuple):
    """A template or an asset."""

    path: str
    """Its path in messages: relative to the site's folder, or absolute for a file of the package."""
    key: str
    """Its path, the same on every machine, with the digest of its content."""
    file: InputFile


class Theme(NamedTuple):
    """A theme's name, and the files of its lookup."""

    name: str
    site: SiteFiles
    packaged: SiteFiles

    @property
    def digest(self) -> str:
        """A hash of every file that a template of the theme can reach."""
        found = {
            f"{files.root}/{path}": f"{file.digest}{file.problem}"
            for files in (self.site, self.packaged)
            for path, file in files.files.items()
            if path.startswith(("templates/", "static/"))
        }
        return digest_text("\n".join(f"{path} {key}" for path, key in found.items()))

    def find_template(self, name: str) -> ThemeFile | None:
        """Return a template: the site's own, its theme folder's, or the packaged theme's.

        A theme of the owner's need not be complete: the packaged one follows it. The last folder makes
        `terminal/base.html` reachable by an override of `base.html`.
        """
        return self._find(name, self._template_folders())

    def find_asset(self, name: str) -> ThemeFile | None:
        """Return a file of static/, with the lookup of templates."""
        return self._find(name, self._folders("static"))

    def find_path(self, path: str) -> ThemeFile | None:
        """Return the template or asset of that path in messages; None for any other file."""
        for files, start in ((self.site, ""), (self.packaged, f"{self.packaged.root}/")):
            if path.startswith(start) and path.removeprefix(start) in files.files:
                return self._theme_file(files, path.removeprefix(start))
        return None

    def template_names(self) -> tuple[str, ...]:
        """Return the names of the theme's own templates, sorted; overrides have the same names."""
        return _names_in(self._folders("templates")[1:])

    def all_template_names(self) -> tuple[str, ...]:
        """Return every name of a template, sorted."""
        return _names_in(self._template_folders())

    def assets(self) -> Iterator[ThemeFile]:
        """Yield every file of static/ that a template can read."""
        for files, folder in self._folders("static"):
            for file in files.below(folder):
                yield self._theme_file(files, file.path)

    def asset_names(self) -> tuple[str, ...]:
        """Return the names of all assets, sorted."""
        return _names_in(self._folders("static"))

    def read_asset(self, name: str) -> str:
        """Return the text of the file that `find_asset` finds.

        Raises:
            TemplateError: it cannot be read, or is no text.
            InternalError: there is none of that name.
        """
        found = self.find_asset(name)
        if found is None:
            raise InternalError(f"the theme `{self.name}` has no file `{name}`")
        return read_text(found).text

    def replaces(self, name: str) -> bool:
        """Whether the site or its theme overrides a file of `terminal`."""
        found = self.find_asset(name)
        packaged = self._theme_file(self.packaged, f"static/{DEFAULT_THEME}/{name}")
        return found is not None and found.key != packaged.key

    def _template_folders(self) -> tuple[tuple[SiteFiles, str], ...]:
        return (*self._folders("templates"), (self.packaged, "templates"))

    def _folders(self, kind: str) -> tuple[tuple[SiteFiles, str], ...]:
        """Return the folders of a name's lookup, in order."""
        folders = (
            (self.site, kind),
            (self.site, f"{kind}/{self.name}"),
            (self.packaged, f"{kind}/{self.name}"),
            (self.packaged, f"{kind}/{DEFAULT_THEME}"),
        )
        return tuple(dict.fromkeys(folders))

    def _find(self, name: str, folders: tuple[tuple[SiteFiles, str], ...]) -> ThemeFile | None:
        for files, folder in folders:
            path = f"{folder}/{name}"
            if path in files.files:
                return self._theme_file(files, path)
        return None

    def _theme_file(self, files: SiteFiles, path: str) -> ThemeFile:
        file = files.files[path]
        is_site = files.root == self.site.root
        shown = path if is_site else f"{files.root}/{path}"
        return ThemeFile(shown, f"{'site' if is_site else 'packaged'}:{path} {file.digest}", file)


def _names_in(folders: tuple[tuple[SiteFiles, str], ...]) -> tuple[str, ...]:
    """Return the lookup name of every file in these folders, sorted."""
    found = {
        file.path.removeprefix(f"{folder}/") for files, folder in folders for file in files.below(folder)
    }
    return tuple(sorted(found))


def check_asset_name(name: object) -> str:
    """Return a template's name of an asset, if it is a path inside static/.

    Raises:
        MistakeError: it is none.
    """
    if not isinstance(name, str) or {"", ".", ".."} & {*name.split("/")} or "\\" in name or "\0" in name:
        raise MistakeError(f"`{name}` is not a path inside `static/`")
    return name


def read_text(found: ThemeFile) -> Source:
    """Return a template or an asset as text.

    Raises:
        TemplateError: it cannot be read, or is no text.
    """
    diagnostics = Diagnostics()
    source = decode_file(found.file, found.path, diagnostics)
    if source is None:
        raise TemplateError(diagnostics.items)
    return source


def find_theme(name: str, site: SiteFiles, packaged: SiteFiles) -> Theme:
    """Return a theme by name.

    Args:
        name: as portfolio.yaml gives it.
        site: the site's files.
        packaged: the theme that ships with the package.

    Raises:
        ContentError: neither the site nor the package has a folder of that name; located in portfolio.yaml.
    """
    folders = {
        path.removeprefix("templates/")
        for files in (site, packaged)
        for path in files.folders
        if path.startswith("templates/") and path.count("/") == 1
    }
    if DEFAULT_THEME not in folders:
        raise InternalError("the packaged theme is missing; install portfolio again")
    if name in folders:
        return Theme(name, site, packaged)
    help_ = (
        did_you_mean(name, sorted(folders)) or f"make a folder templates/{name}/, or use `{DEFAULT_THEME}`"
    )
    span = find_setting(site, "theme", name)
    raise ContentError([Diagnostic(Code.UNKNOWN_REFERENCE, f"there is no theme `{name}`", span, help_)])


def find_setting(site: SiteFiles, key: str, value: str) -> Span:
    """Return the span of a key's value in portfolio.yaml, which was read before."""
    data = site.files[CONFIG_FILE].data if CONFIG_FILE in site.files else None
    source = decode_source(CONFIG_FILE, data or b"", Diagnostics()) or Source(CONFIG_FILE, "")
    pattern = re.compile(rf"""\b{key}["']?\s*:\s*["']?({re.escape(value)})""")
    for number, line in enumerate(source.lines, 1):
        found = pattern.search(line)
        if found:
            return source.span(number, found.start(1) + 1, len(value))
    return source.span(1, 1)
