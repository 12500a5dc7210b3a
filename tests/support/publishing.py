"""Publishing files that are all made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.site.publish import open_stage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from portfolio.site.publish import Published
    from portfolio.site.staging import OutputFile


def publish_site(files: Iterable[OutputFile], output: Path, site_root: Path) -> Published:
    """Publish files into a folder, as the build does."""
    with open_stage(output, site_root) as stage:
        return stage.publish(files)
