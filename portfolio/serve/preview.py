"""A site as it would be published, rendered in memory over and over; nothing is written to the output folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.build.pipeline import render_site

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from portfolio.build.pipeline import RenderedSite


class Preview:
    """Renders one site again and again."""

    def __init__(self, root: Path, env: Mapping[str, str], base_url: str | None) -> None:
        self.root, self.env, self.base_url = root, env, base_url

    def render(self) -> RenderedSite:
        """Return the site as its files are now.

        Raises:
            ContentError, TemplateError, UsageError: as render_site; the next call starts from where the last
                good one ended.
        """
        return render_site(self.root, self.env, self.base_url)
