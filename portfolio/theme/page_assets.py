"""Page assets: stylesheet, script and icon colours, and the content security policy that allows only these."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from typing import TYPE_CHECKING, NamedTuple

from portfolio.decode import find_setting
from portfolio.errors import Code, ContentError, Diagnostic, did_you_mean
from portfolio.languages.words import ENGLISH
from portfolio.model.palette import PHOSPHOR, Colours, Palette
from portfolio.theme.lookup import read_text

if TYPE_CHECKING:
    from portfolio.languages.words import Words
    from portfolio.model.config import Config
    from portfolio.theme.lookup import Theme, ThemeFile

CUSTOM_CSS_PATH = "static/custom.css"
SWITCH = "switch.js"
RTL = "rtl.css"
"""For languages that are written from the right."""

_PALETTE_PATH = re.compile(r"palettes/([a-z0-9][a-z0-9-]*)\.css")
"""A palette in static/ or a theme's folder; the switch writes its name into an attribute, separated by blanks."""

_VERBATIM = r"""
    ( "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*'  # strings
    | url\([^"'()\s]*\)                       # addresses without quotes
    | \\.                                    # escapes
    | /\*\*/                                 # an empty comment
    )
"""
_VERBATIM_PART = re.compile(_VERBATIM, re.DOTALL | re.VERBOSE)
_COMMENTS = re.compile(rf"{_VERBATIM} | (?: /\*.*?\*/ )+", re.DOTALL | re.VERBOSE)
_NAME_CHARACTER = re.compile(r"[\w.#-]|[^\x00-\x7f]")


_WORD = re.compile(r'"\{(\w+)\}"')
"""The key of a word in a script, as the whole of a string."""
_GZIP = 16 + zlib.MAX_WBITS


class PageAssets(NamedTuple):
    """The assets in each page's head."""

    stylesheet: str
    script: str
    """Empty without a switch."""
    palettes: tuple[str, ...]
    """The palettes of the switch, the site's own first; empty without a switch."""
    palette: Palette = PHOSPHOR
    """The colours of the site's own palette and stylesheet."""

    def policy(self, picture_hosts: tuple[str, ...] = (), own_style: str = "") -> str:
        """Return the content policy: nothing from other hosts, and only these styles and scripts.

        Args:
            picture_hosts: other hosts that pictures may come from, as `https://host`.
            own_style: the stylesheet of one page, if any.

        Source: Content Security Policy Level 3, hash sources; a `<meta>` is all that a static host allows.
        """
        script = f"script-src {name_hash(self.script)}; " if self.script else ""
        pictures = " ".join(["img-src 'self' data:", *picture_hosts])
        styles = " ".join(name_hash(style) for style in (own_style, self.stylesheet) if style)
        return f"default-src 'none'; style-src {styles}; {script}{pictures}; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"


def compose_page_assets(theme: Theme, config: Config, words: Words = ENGLISH) -> PageAssets:
    """Return the stylesheet of all pages: the palette's colours, the theme's `site.css`, then the site's `custom.css`.

    Args:
        theme: gives the files.
        config: the palette, and whether there is a switch.
        words: those of the switch.

    Raises:
        ContentError: there is no such palette; located in portfolio.yaml.
        TemplateError: a file is no text.
    """
    own, *others = _used_palettes(theme, config).items()
    palette = read_text(own[1]).text
    styles = [palette]
    styles += [
        read_text(file).text.replace(":root", f':root[data-palette="{name}"]') for name, file in others
    ]
    styles.append(theme.read_asset("site.css"))
    styles += [theme.read_asset(RTL)] if words.direction == "rtl" else []
    custom = [read_text(file).text for file in _find_custom(theme)]
    script = _fill(theme.read_asset(SWITCH).strip(), words) if config.palette_switch else ""
    offered = (own[0], *(name for name, _ in others)) if config.palette_switch else ()
    return PageAssets(
        write_css("\n".join([*styles, *custom])),
        script.replace("</", "<\\/"),
        offered,
        read_palette(squeeze_css("\n".join([palette, *custom]))),
    )


def _fill(script: str, words: Words) -> str:
    """Return a script with the words of its keys; what is no key stays."""
    return _WORD.sub(
        lambda match: (
            json.dumps(words[match[1]], ensure_ascii=False) if match[1] in words.texts else match[0]
        ),
        script,
    )


def measure_first_flight(page: bytes) -> int:
    """Return a page's gzipped size in bytes; its stylesheet and scripts are included, so nothing else blocks it."""
    compressor = zlib.compressobj(6, zlib.DEFLATED, _GZIP)
    return len(compressor.compress(page)) + len(compressor.flush())


def find_palettes(theme: Theme) -> dict[str, ThemeFile]:
    """Return the file of each palette by name, sorted; the site's own come before the theme's."""
    named = ((_PALETTE_PATH.fullmatch(path), file) for path, file in theme.assets.items())
    return dict(sorted((match[1], file) for match, file in named if match))


def read_palettes(theme: Theme, config: Config) -> dict[str, str]:
    """Return the stylesheets that set a site's colours, by path: its palette, those of the switch, then `custom.css`.

    Raises:
        ContentError: there is no such palette.
        TemplateError: a file is no text.
    """
    files = [*_used_palettes(theme, config).values(), *_find_custom(theme)]
    return {file.path: read_text(file).text for file in files}


def _find_custom(theme: Theme) -> list[ThemeFile]:
    """Return the site's own stylesheet, which comes last, if there is one."""
    found = theme.find_path(CUSTOM_CSS_PATH)
    return [found] if found else []


def _used_palettes(theme: Theme, config: Config) -> dict[str, ThemeFile]:
    """Return the palettes in pages by name, the site's own first.

    Raises:
        ContentError: there is no palette of the name that portfolio.yaml gives.
    """
    found, own = find_palettes(theme), config.palette
    if own not in found:
        help_ = did_you_mean(own, found) or "it can be " + ", ".join(f"`{name}`" for name in found)
        span = find_setting(theme.site, "palette", own)
        raise ContentError([Diagnostic(Code.UNKNOWN_REFERENCE, f"there is no palette `{own}`", span, help_)])
    return {own: found[own]} | (found if config.palette_switch else {})


def name_hash(text: str) -> str:
    """Return the hash of a stylesheet or a script as a content policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def write_css(css: str) -> str:
    """Return a stylesheet for a `<style>`, which it cannot close."""
    return squeeze_css(css).replace("</", "<\\/")


def squeeze_css(css: str) -> str:
    """Return a stylesheet without comments, indentation and blank lines; strings and addresses are unchanged."""
    parts = _VERBATIM_PART.split(_COMMENTS.sub(_drop_comment, css))
    return "".join(part if index % 2 else _squeeze(part) for index, part in enumerate(parts)).strip()


def _drop_comment(match: re.Match[str]) -> str:
    """Return the replacement of a match: nothing for a comment, unless it separates two words."""
    if match[1]:
        return match[1]
    around = match.string[match.start() - 1 : match.start()], match.string[match.end() : match.end() + 1]
    return "/**/" if all(_NAME_CHARACTER.match(character) for character in around) else ""


def _squeeze(css: str) -> str:
    """Shorten a part of a stylesheet without strings and comments."""
    close = re.sub(r" ?([{};,>]) ?", r"\1", re.sub(r"[ \t\n\r\f]+", " ", css))
    return re.sub(r"(?<=[{;])([\w-]+): ", r"\1:", close).replace(";}", "}")


def read_palette(css: str) -> Palette:
    """Return the last colours of a stylesheet without comments; those of `phosphor` for what is not there.

    >>> read_palette(":root{--ground:light-dark(#fff,#101418)}").dark.ground
    '#101418'
    """
    colour = "(#(?:[0-9a-fA-F]{3}){1,2})"
    found = {
        name: (light, dark)
        for name, light, dark in re.findall(
            rf"(?<![\w-])--([a-z]+)\s*:\s*light-dark\(\s*{colour}\s*,\s*{colour}\s*\)", css, re.ASCII
        )
        if name in Colours._fields
    }
    return Palette(
        PHOSPHOR.light._replace(**{name: light for name, (light, _) in found.items()}),
        PHOSPHOR.dark._replace(**{name: dark for name, (_, dark) in found.items()}),
    )
