"""Whether a stream gets colour. Standard library only: a build with nothing to do imports this."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def wants_colour(stream: TextIO) -> bool:
    """Whether a stream gets colour: FORCE_COLOR and NO_COLOR decide, then whether it is a terminal.

    Source: no-color.org; force-color.org.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
