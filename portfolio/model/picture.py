"""A picture that a YAML file or front matter names: the owner's photo, the cover of an article."""

from __future__ import annotations

from msgspec import Struct

from portfolio.model.text import FileName, Text


class PictureFile(Struct, frozen=True, kw_only=True):
    """A picture of static/."""

    file: FileName
    """Its name in static/; a slash may be in front, as in Markdown."""
    alt: Text
    """The text alternative."""

    @property
    def address(self) -> str:
        """Its address from the site's root."""
        return f"/{self.file.removeprefix('/')}"
