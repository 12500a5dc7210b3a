"""Lookup of templates and assets: the site's overrides first, then its theme, then the packaged theme."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from portfolio.decode import decode_file, find_setting
from portfolio.errors import (
    Code,
    ContentError,
    Diagnostic,
    Diagnostics,
    InternalError,
    Source,
    TemplateError,
    did_you_mean,
)
from portfolio.site_files import DEFAULT_THEME, digest_text

if TYPE_CHECKING:
    from portfolio.site_files import InputFile, SiteFiles


class MistakeError(Exception):
    """An error of a template, in our own words."""


class ThemeFile(NamedTuple):
    """A template or an asset."""

    path: str
    """Its path in messages: relative to the site's folder, or absolute for a file of the package."""
    key: str
    """Its path, the same on every machine, with the digest of its content."""
    file: InputFile


class Theme:
    """A theme, and what its lookup finds.

    A theme of the owner's need not be complete: the packaged one follows it.
    """

    def __init__(self, name: str, site: SiteFiles, packaged: SiteFiles) -> None:
        self.name, self.site, self.packaged = name, site, packaged

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

    @cached_property
    def templates(self) -> dict[str, ThemeFile]:
        """Every template by name, sorted; an override of `base.html` reaches the packaged one as `terminal/base.html`."""
        return self._look_up(*self._folders("templates"), (self.packaged, "templates"))

    @cached_property
    def own_templates(self) -> dict[str, ThemeFile]:
        """The theme's own templates by name, sorted; overrides have the same names."""
        return self._look_up(*self._folders("templates")[1:])

    @cached_property
    def assets(self) -> dict[str, ThemeFile]:
        """Every file of static/ that a template can read, by name, sorted."""
        return self._look_up(*self._folders("static"))

    def find_path(self, path: str) -> ThemeFile | None:
        """Return the template or asset of that path in messages; None for any other file."""
        for files, start in ((self.site, ""), (self.packaged, f"{self.packaged.root}/")):
            if path.startswith(start) and path.removeprefix(start) in files.files:
                return self._theme_file(files.files[path.removeprefix(start)], files)
        return None

    def read_asset(self, name: str) -> str:
        """Return the text of an asset.

        Raises:
            TemplateError: it cannot be read, or is no text.
            InternalError: there is none of that name.
        """
        if name not in self.assets:
            raise InternalError(f"the theme `{self.name}` has no file `{name}`")
        return read_text(self.assets[name]).text

    def replaces(self, name: str) -> bool:
        """Whether the site or its theme overrides an asset of `terminal`."""
        file = self.packaged.files[f"static/{DEFAULT_THEME}/{name}"]
        return name in self.assets and self.assets[name].key != self._theme_file(file, self.packaged).key

    def _folders(self, kind: str) -> tuple[tuple[SiteFiles, str], ...]:
        """Return the folders of a lookup, in order."""
        folders = (
            (self.site, kind),
            (self.site, f"{kind}/{self.name}"),
            (self.packaged, f"{kind}/{self.name}"),
            (self.packaged, f"{kind}/{DEFAULT_THEME}"),
        )
        return tuple(dict.fromkeys(folders))

    def _look_up(self, *folders: tuple[SiteFiles, str]) -> dict[str, ThemeFile]:
        found: dict[str, ThemeFile] = {}
        for files, folder in folders:
            for file in files.below(folder):
                found.setdefault(file.path.removeprefix(f"{folder}/"), self._theme_file(file, files))
        return dict(sorted(found.items()))

    def _theme_file(self, file: InputFile, files: SiteFiles) -> ThemeFile:
        is_site = files.root == self.site.root
        shown = file.path if is_site else f"{files.root}/{file.path}"
        return ThemeFile(shown, f"{'site' if is_site else 'packaged'}:{file.path} {file.digest}", file)


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
