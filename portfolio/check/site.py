"""All checks of a rendered site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.check.budget import check_budget
from portfolio.check.contrast import check_contrast
from portfolio.check.links import check_links
from portfolio.theme.page_assets import CUSTOM_CSS_PATH, measure_first_flight

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from portfolio.errors import Diagnostic
    from portfolio.model.config import BaseUrl


def check_site(
    html: Mapping[str, str], files: frozenset[str], palettes: Mapping[str, str], base_url: BaseUrl
) -> Iterator[Diagnostic]:
    """Yield the diagnostics of all checks.

    Args:
        html: the pages of the output, by path.
        files: every path of the output.
        palettes: the stylesheets that set the colours, as `read_palettes` returns them.
        base_url: where the site will be published.
    """
    yield from check_links(html, files, base_url)
    yield from check_budget({path: measure_first_flight(page.encode()) for path, page in html.items()})
    own, *others = ({path: css} for path, css in palettes.items() if path != CUSTOM_CSS_PATH)
    custom = {path: css for path, css in palettes.items() if path == CUSTOM_CSS_PATH}
    for sheets in ({**own, **custom}, *others):
        yield from check_contrast(sheets)
