"""Rules of parts: a page has those of what is on it, and no others."""

from __future__ import annotations

import pytest
from support.command import ROOT
from support.html_tree import parse_html
from support.sites import BASE_URL, build_shared

from portfolio.scaffold import EXAMPLE
from portfolio.theme.page_assets import write_css

STYLES = ROOT / "static" / "terminal"
PARTS = {
    "inner.css": {"path", "head", "steps"},
    "text.css": {"alert", "footnotes", "tasks", "pictures", "picture", "hl", "ln"},
    "drawings.css": {"diagram", "drawing", "tree"},
    "stats.css": {"after", "panels", "bar", "pairs"},
    "calendar.css": {"heat"},
    "covers.css": {"cover"},
}
"""The classes of each."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the pages of the example, by path."""
    output = build_shared(tmp_path_factory, "parts", EXAMPLE, BASE_URL)
    return {str(path.relative_to(output)): path.read_text("utf-8") for path in sorted(output.rglob("*.html"))}


def test_a_page_has_the_rules_of_its_parts_and_no_others(pages: dict[str, str]) -> None:
    for name, classes in PARTS.items():
        css = write_css((STYLES / name).read_text("utf-8"))
        needing = {path for path, page in pages.items() if _needs(page, classes, name)}
        assert needing == {path for path, page in pages.items() if css in page}, name
        assert set() < needing < set(pages), name


def _needs(page: str, classes: set[str], name: str) -> bool:
    tree = parse_html(page)
    there = {word for element in tree.walk() for word in element.attributes.get("class", "").split()}
    return bool(classes & there) or (name == "text.css" and bool(tree.all("table")))
