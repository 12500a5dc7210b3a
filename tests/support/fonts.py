"""Fonts of the system, for sites in scripts that the tool's own fonts lack."""

from __future__ import annotations

import shutil
from pathlib import Path

from support.programs import unavailable

FONTS = Path("/usr/share/fonts")
"""Where Debian has them."""


def add_fonts(site: Path, files: tuple[str, ...], output: str) -> Path:
    """Copy fonts of the system into a site and turn an output on; returns its folder."""
    (site / "content/fonts").mkdir()
    names = []
    for file in files:
        source = FONTS / file
        if not source.exists():
            unavailable(f"the font {source} is missing; tests/setup.sh installs it")
        shutil.copy(source, site / "content/fonts")
        names.append(f"fonts/{source.name}")
    config = site / "portfolio.yaml"
    config.write_text(f"{config.read_text('utf-8')}\noutputs: {{{output}: true}}\nfonts: {names}\n", "utf-8")
    return site
