"""The page for a minute: three results, the stack that has work behind it, the contacts; on one screen and one sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.browser import page_at
from support.sites import add_study, build, copy_starter, edit_study, edit_yaml, prepare, view

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

PATH = "summary/index.html"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_starter(tmp_path / "site")


def test_it_shows_three_results_at_most(root: Path) -> None:
    for number in range(5):
        add_study(root, f"s{number}", outcomes=[{"id": "gain", "what": "gains", "after": str(number)}])
    edit_yaml(root, "content/home.yaml", lambda _: {"figures": [f"s{number}/gain" for number in range(4)]})
    assert [item.outcome.after for item in view(root, PATH).outcomes] == ["0", "1", "2"]
    assert len(view(root, "index.html").outcomes) == 4


def test_its_stack_has_work_behind_it_the_most_used_first(root: Path) -> None:
    names = ["Never", "Once", "Twice", *(f"Row{number}" for number in range(9))]
    edit_yaml(root, "content/stack.yaml", lambda _: [{"name": "All", "entries": names}])
    for file in (root / "content" / "case-studies").glob("*.md"):
        edit_study(root, file.stem, lambda front: front | {"stack": []})
    add_study(root, "one", stack=["Once", "Twice"], tags=[])
    add_study(root, "two", stack=["Twice"], tags=[])
    shown = view(root, PATH).stack
    assert [(entry.label, entry.count) for entry in shown] == [("Twice", 2), ("Once", 1)]
    add_study(root, "three", stack=[f"Row{number}" for number in range(9)], tags=[])
    assert len(view(root, PATH).stack) == 8


def test_it_says_what_sections_say_on_the_home_page(root: Path) -> None:
    home, alone = view(root, "index.html").facts, view(root, PATH).facts
    assert set(home) < set(alone)


def test_the_list_of_work_leads_to_it_and_the_sitemap_has_it(root: Path) -> None:
    out = root.parent / "out"
    build(root, out)
    assert 'href="../summary/"' in (out / "case-studies" / "index.html").read_text(encoding="utf-8")
    assert "/summary/</loc>" in (out / "sitemap.xml").read_text(encoding="utf-8")


def test_a_site_without_case_studies_has_none(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "profile.yaml").write_text("name: Ada Example\n", encoding="utf-8")
    assert PATH not in {route.path for route in prepare(tmp_path).context.routes}


@pytest.mark.chromium
def test_it_fits_one_screen_and_one_sheet(root: Path, chromium: Browser) -> None:
    out = root.parent / "out"
    build(root, out)
    for width, height in ((390, 844), (1440, 900)):
        with page_at(chromium, width, height) as page:
            page.goto((out / PATH).as_uri())
            box = page.locator("main").bounding_box()
            assert box
            assert box["y"] + box["height"] <= height
            assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
