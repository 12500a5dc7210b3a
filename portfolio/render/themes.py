"""Where templates and assets come from: the site's overrides first, then the theme that ships with the package."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from portfolio.errors import InternalError, UsageError, did_you_mean

DEFAULT_THEME = "terminal"


class Theme(NamedTuple):
    """A theme's name and the folders it is looked up in."""

    name: str
    site_root: Path
    builtin_root: Path

    def template_folders(self) -> tuple[Path, ...]:
        """Return the folders that a template's name is looked up in, in order.

        The last one makes `terminal/base.html` reachable by an override of `base.html`.
        """
        site, builtin = self.site_root / "templates", self.builtin_root / "templates"
        return (site, site / self.name, builtin / self.name, builtin)

    def read_asset(self, name: str) -> str:
        """Return a text file of static/: the site's own, its theme folder's, or the packaged theme's."""
        site, builtin = self.site_root / "static", self.builtin_root / "static"
        for folder in (site, site / self.name, builtin / self.name):
            file = folder / name
            if file.is_file():
                return file.read_text(encoding="utf-8")
        raise InternalError(f"the theme `{self.name}` has no file `{name}`")


def find_theme(name: str, site_root: Path) -> Theme:
    """Return a theme by name.

    Raises:
        UsageError: neither the site nor the package has a folder of that name.
    """
    builtin = builtin_root()
    roots = (site_root / "templates", builtin / "templates")
    if any((root / name).is_dir() for root in roots):
        return Theme(name, site_root, builtin)
    known = sorted(
        {folder.name for root in roots if root.is_dir() for folder in root.iterdir() if folder.is_dir()}
    )
    raise UsageError(
        f"there is no theme `{name}`",
        help=did_you_mean(name, known) or f"make a folder templates/{name}/, or use `{DEFAULT_THEME}`",
    )


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


def squeeze_css(css: str) -> str:
    """Return a stylesheet without comments, indentation and blank lines; strings stay as they are."""
    parts = re.split(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|/\*.*?\*/""", css, flags=re.DOTALL)
    squeezed = "".join(
        part if index % 2 else _squeeze(part or "") for index, part in enumerate(parts) if part
    )
    return squeezed.strip()


def _squeeze(css: str) -> str:
    """Shorten the part of a stylesheet that holds neither string nor comment."""
    return re.sub(r";}", "}", re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"\s+", " ", css)))
