"""The fonts of what is drawn: those of the package, then the owner's; each file is read once, while it is the same."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.decode import find_setting
from portfolio.errors import Code, Diagnostic, Severity, did_you_mean
from portfolio.load.font_file import read_font
from portfolio.model.font import Font, Glyphs
from portfolio.site.cache import struct_kind
from portfolio.site_files import PACKAGE, digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.model.config import Config
    from portfolio.site.cache import Cache, Kind
    from portfolio.site_files import SiteFiles


class Reading(Struct, frozen=True):
    """What a file has; None if it is no font."""

    glyphs: Glyphs | None


GLYPHS: Kind[Reading] = struct_kind("glyphs of a font", Reading)


def list_fonts(config: Config, files: SiteFiles, cache: Cache) -> tuple[tuple[Font, ...], list[Diagnostic]]:
    """Return the fonts, and a warning for each that portfolio.yaml names and that cannot be used."""
    fonts, problems = list(_read_own(cache)), []
    for name in config.fonts:
        found = _read(name, files, cache)
        if isinstance(found, Font):
            fonts.append(found)
        else:
            problems.append(found)
    return tuple(fonts), problems


def _read_own(cache: Cache) -> Iterator[Font]:
    for path in sorted(map(str, Path(PACKAGE, "fonts").glob("*.ttf"))):
        data = _load(path)
        key = digest(data)
        glyphs = cache.get(GLYPHS, key, partial(_parse, data)).glyphs
        if glyphs:
            yield Font(path, key, glyphs)


def _read(name: str, files: SiteFiles, cache: Cache) -> Font | Diagnostic:
    path = f"content/{name}"
    file = files.files.get(path)
    if file is None or file.problem:
        known = [path.removeprefix("content/") for path in files.files if path.startswith("content/")]
        message = f"there is no font `{path}`" if file is None else f"`{path}` {file.problem}"
        return _warn(message, name, files, did_you_mean(name, known) or "put the file there; it is left out")
    location = files.locate(path)
    glyphs = cache.get(GLYPHS, file.digest, lambda: _parse(file.data or _load(location))).glyphs
    if glyphs is None:
        help_ = "name a TrueType or OpenType file (.ttf, .otf, .ttc); this one is left out"
        return _warn(f"`{path}` is not a font", name, files, help_)
    return Font(location, file.digest, glyphs)


def _warn(message: str, name: str, files: SiteFiles, help_: str) -> Diagnostic:
    return Diagnostic(Code.FONT, message, find_setting(files, "fonts", name), help_, Severity.WARNING)


def _parse(data: bytes) -> Reading:
    return Reading(read_font(data))


def _load(path: str) -> bytes:
    try:
        with open(path, "rb") as stream:  # noqa: PTH123 (as all paths of the snapshot)
            return stream.read()
    except OSError:  # removed meanwhile
        return b""
