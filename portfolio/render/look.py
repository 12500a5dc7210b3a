"""How a site's pages look: palette, stylesheet and switch, and the content policy that allows just these."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import Code, ContentError, Diagnostic, did_you_mean
from portfolio.render.themes import DEFAULT_THEME, find_setting, read_text_file, squeeze_css

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.model.config import Config
    from portfolio.render.themes import Theme

CUSTOM_CSS = "custom.css"
SWITCH = "switch.js"


class Look(NamedTuple):
    """What is written into each page's head."""

    stylesheet: str
    script: str
    """Empty where the owner wants no switch."""
    palettes: tuple[str, ...]
    """What the switch offers, the site's own first; empty without a switch."""

    def policy(self) -> str:
        """Return the content policy: nothing from elsewhere, and only these very styles and scripts.

        Source: Content Security Policy Level 3, hash sources; a `<meta>` is all that a static host allows.
        """
        script = f"script-src {_hash(self.script)}; " if self.script else ""
        return f"default-src 'none'; style-src {_hash(self.stylesheet)}; {script}img-src 'self' data:; base-uri 'none'; form-action 'none'"


def compose_look(theme: Theme, config: Config) -> Look:
    """Return the look of a site: the palette's colours, the theme's stylesheet, then the site's `custom.css`.

    Raises:
        ContentError: there is no such palette; located in portfolio.yaml.
        TextFileError: a file is no text.
    """
    palettes = find_palettes(theme)
    own = config.palette
    if own not in palettes:
        help_ = did_you_mean(own, palettes) or "one of " + ", ".join(f"`{name}`" for name in palettes)
        span = find_setting(theme.site_root, "palette", own)
        raise ContentError([Diagnostic(Code.UNKNOWN_REFERENCE, f"there is no palette `{own}`", span, help_)])
    others = [name for name in palettes if name != own] if config.palette_switch else []
    styles = [read_text_file(palettes[own])]
    styles += [
        read_text_file(palettes[name]).replace(":root", f':root[data-palette="{name}"]') for name in others
    ]
    styles.append(theme.read_asset("site.css"))
    custom = theme.site_root / "static" / CUSTOM_CSS
    if custom.is_file():
        styles.append(read_text_file(custom))
    script = theme.read_asset(SWITCH).strip() if config.palette_switch else ""
    offered = (own, *others) if config.palette_switch else ()
    return Look(squeeze_css("\n".join(styles)).replace("</", "<\\/"), script.replace("</", "<\\/"), offered)


def find_palettes(theme: Theme) -> dict[str, Path]:
    """Return the file of each palette by name, sorted; the site's own come before the theme's."""
    site, builtin = theme.site_root / "static", theme.builtin_root / "static"
    found: dict[str, Path] = {}
    for folder in (builtin / DEFAULT_THEME, builtin / theme.name, site / theme.name, site):
        found |= {file.stem: file for file in (folder / "palettes").glob("*.css")}
    return dict(sorted(found.items()))


def read_palettes(theme: Theme, config: Config) -> dict[str, str]:
    """Return the stylesheet of each palette that a site's pages use, by its file from the site's or the theme's root."""
    found = find_palettes(theme)
    used = found if config.palette_switch else {config.palette: found[config.palette]}
    roots = (theme.site_root, theme.builtin_root)
    names = {
        name: next(file.relative_to(root).as_posix() for root in roots if file.is_relative_to(root))
        for name, file in used.items()
    }
    return {names[name]: read_text_file(file) for name, file in used.items()}


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
