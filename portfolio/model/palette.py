"""The colours of a site, in light and in dark."""

from __future__ import annotations

from typing import NamedTuple


class Colours(NamedTuple):
    """Colours as `#rrggbb` or `#rgb`."""

    ground: str
    text: str
    muted: str
    accent: str
    rule: str


class Palette(NamedTuple):
    """The colours of light and of dark screens."""

    light: Colours
    dark: Colours


PHOSPHOR = Palette(
    Colours("#fbfaf6", "#16211b", "#424f48", "#0a5a34", "#858c80"),
    Colours("#0c1210", "#dbe7df", "#a8b9af", "#7ee2a8", "#5d7067"),
)
"""Of the packaged palette `phosphor`; for a stylesheet whose colours cannot be read."""
