"""How a site's pages look: palette, stylesheet and switch, and the content policy that allows just these."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import Code, ContentError, Diagnostic, did_you_mean
from portfolio.render.icon import Colours, find_colours
from portfolio.render.themes import TextFileError, find_setting, is_file, read_text_file, squeeze_css

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.model.config import Config
    from portfolio.render.themes import Theme

CUSTOM_CSS_PATH = "static/custom.css"
SWITCH = "switch.js"
ICON_COLOURS = Colours("#0c1210", "#7ee2a8")
"""Where a palette of the owner's gives them in no form that can be read: those of the packaged picture."""

_PALETTE_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
"""What portfolio.yaml can name; the switch writes names into an attribute, with blanks between them."""


class Look(NamedTuple):
    """What is written into each page's head."""

    stylesheet: str
    script: str
    """Empty where the owner wants no switch."""
    palettes: tuple[str, ...]
    """What the switch offers, the site's own first; empty without a switch."""
    icon_colours: Colours = ICON_COLOURS
    """The dark ones: they can be told from both a light and a dark tab."""

    def policy(self, picture_hosts: tuple[str, ...] = ()) -> str:
        """Return the content policy: nothing from elsewhere, and only these very styles and scripts.

        Args:
            picture_hosts: other hosts that pictures may come from, as `https://host`.

        Source: Content Security Policy Level 3, hash sources; a `<meta>` is all that a static host allows.
        """
        script = f"script-src {_hash(self.script)}; " if self.script else ""
        pictures = " ".join(["img-src 'self' data:", *picture_hosts])
        return f"default-src 'none'; style-src {_hash(self.stylesheet)}; {script}{pictures}; connect-src 'self'; base-uri 'none'; form-action 'none'"


def compose_look(theme: Theme, config: Config, parts: str = "") -> Look:
    """Return the look of a page: the palette's colours, the theme's stylesheet, then the site's `custom.css`.

    The theme's is `site.css`, and behind it the file of each part that the page has, such as `article.css`, if there
    is one.

    Args:
        theme: gives the files.
        config: names the palette, and says whether there is a switch.
        parts: words with a blank between two: `profile stats`.

    Raises:
        ContentError: there is no such palette; located in portfolio.yaml.
        TextFileError: a file is no text.
    """
    own, *others = _used_palettes(theme, config).items()
    styles = [read_text_file(own[1])]
    styles += [
        read_text_file(file).replace(":root", f':root[data-palette="{name}"]') for name, file in others
    ]
    styles.append(theme.read_asset("site.css"))
    styles += [theme.read_asset(f"{part}.css") for part in parts.split() if theme.has_asset(f"{part}.css")]
    custom = theme.site_root / CUSTOM_CSS_PATH
    if is_file(custom):
        styles.append(read_text_file(custom))
    script = theme.read_asset(SWITCH).strip() if config.palette_switch else ""
    offered = (own[0], *(name for name, _ in others)) if config.palette_switch else ()
    own_css = squeeze_css("\n".join(styles[:1] + ([styles[-1]] if is_file(custom) else [])))
    return Look(
        squeeze_css("\n".join(styles)).replace("</", "<\\/"),
        script.replace("</", "<\\/"),
        offered,
        find_colours(own_css, ICON_COLOURS),
    )


def find_palettes(theme: Theme) -> dict[str, Path]:
    """Return the file of each palette by name, sorted; the site's own come before the theme's."""
    found = {
        file.stem: file
        for folder in reversed(theme.asset_folders())
        for file in _list_files(folder / "palettes")
        if file.suffix == ".css" and _PALETTE_NAME.fullmatch(file.stem) and theme.holds(file)
    }
    return dict(sorted(found.items()))


def _list_files(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return sorted(folder / entry.name for entry in entries if entry.is_file())
    except OSError:  # missing, or reported by whoever walked it
        return []


def read_palettes(theme: Theme, config: Config) -> dict[str, str]:
    """Return the stylesheets that set a site's colours, by path: its palette, those of the switch, then `custom.css`.

    A file of the site is named from the site's folder; one of the package in full.

    Raises:
        ContentError: there is no such palette, or a file is no text.
    """
    files = [*_used_palettes(theme, config).values(), theme.site_root / CUSTOM_CSS_PATH]
    root = theme.site_root
    names = {
        file: (file.relative_to(root) if file.is_relative_to(root) else file).as_posix() for file in files
    }
    try:
        return {name: read_text_file(file) for file, name in names.items() if is_file(file)}
    except TextFileError as error:
        raise ContentError([theme.locate(error)]) from error


def _used_palettes(theme: Theme, config: Config) -> dict[str, Path]:
    """Return the palettes that pages carry by name, the site's own first.

    Raises:
        ContentError: there is no palette of the name that portfolio.yaml gives.
    """
    found, own = find_palettes(theme), config.palette
    if own not in found:
        help_ = did_you_mean(own, found) or "it can be " + ", ".join(f"`{name}`" for name in found)
        span = find_setting(theme.site_root, "palette", own)
        raise ContentError([Diagnostic(Code.UNKNOWN_REFERENCE, f"there is no palette `{own}`", span, help_)])
    return {own: found[own]} | (found if config.palette_switch else {})


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
