"""Names that follow the owner's: of lists, of the current part of the navigation, of what tags lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.html_tree import parse_html
from support.sites import render
from support.small_sites import write_site

from portfolio.model.case_study import Outcome
from portfolio.model.profile import Profile

if TYPE_CHECKING:
    from pathlib import Path

LIST = "case-studies/index.html"
TAG = "tags/dry/index.html"
PROJECT = {"kind": "project", "tags": ["dry"]}
STUDY = {"tags": ["dry"]}


def current(page: str) -> list[str]:
    nav = next(nav for nav in parse_html(page).all("nav") if nav.attributes.get("aria-label") == "Site")
    return [link.text for link in nav.all("a") if link.attributes.get("aria-current") == "true"]


@pytest.mark.parametrize(
    ("sections", "studies", "expected"),
    [
        ({"projects": "builds"}, {"shed": PROJECT}, ["builds"] * 3),
        ({"case-studies": "work"}, {"shed": PROJECT, "cellar": STUDY}, ["work"] * 3),
        (
            {"case-studies": "work", "projects": "builds"},
            {"shed": PROJECT, "cellar": STUDY},
            ["builds", "work", "work"],
        ),
    ],
)
def test_work_is_current_where_the_navigation_has_a_word_for_it(
    sections: dict[str, str], studies: dict[str, Any], expected: list[str], tmp_path: Path
) -> None:
    home = [{"kind": kind, "nav": nav} for kind, nav in sections.items()]
    files = render(write_site(tmp_path / "site", sections=home, studies=studies))
    shed = "case-studies/shed/index.html"
    assert [current(files[path]) for path in (shed, LIST, TAG)] == [[word] for word in expected]


@pytest.mark.parametrize(
    ("keys", "title", "word"),
    [
        ({"nav": "builds"}, "Builds", "builds"),
        ({"title": "作ったもの"}, "作ったもの", "作ったもの"),
        ({"title": "What I built, and why", "nav": "projects"}, "Projects", "projects"),
        ({}, "Projects", "projects"),
    ],
)
def test_a_list_has_the_name_that_its_section_has(
    keys: dict[str, str], title: str, word: str, tmp_path: Path
) -> None:
    home = [{"kind": "projects", **keys}]
    files = render(write_site(tmp_path / "site", sections=home, studies={"shed": PROJECT}))
    page = parse_html(files[LIST])
    assert page.one("h1").text == title
    assert page.one("title").text == f"{title} · Bo"
    assert f"· {word}" in page.one("footer").text
    (path,) = parse_html(files["case-studies/shed/index.html"]).by_class("path")
    assert path.text.startswith(f"home {word} ")


def test_a_tag_of_projects_says_so_to_screen_readers(tmp_path: Path) -> None:
    def hint(name: str, studies: dict[str, Any]) -> str:
        kinds = [{"kind": "projects" if "shed" in studies else "case-studies"}]
        files = render(write_site(tmp_path / name, sections=kinds, studies=studies))
        return parse_html(files[LIST]).by_class("unseen")[0].text

    assert hint("one", {"shed": PROJECT}) == "project"
    assert hint("two", {"shed": PROJECT, "hut": PROJECT}) == "projects"
    assert hint("study", {"cellar": STUDY}) == "case study"
    assert hint("both", {"shed": PROJECT, "cellar": STUDY}) == "work"


@pytest.mark.parametrize("count", [1, 25])
def test_the_page_of_a_tag_lists_the_posts_that_link_to_it(count: int, tmp_path: Path) -> None:
    studies = {f"s{number}": STUDY for number in range(count)}
    texts = {
        f"writing/{slug}.md": f"---\ntitle: On {slug}\ndate: 2026-03-01\ntags: [{tag}]\n---\nWords.\n"
        for slug, tag in (("walls", "Dry"), ("rain", "wet"))
    }
    root = write_site(tmp_path / "site", sections=[{"kind": "case-studies"}], studies=studies, texts=texts)
    files = render(root)
    page = parse_html(files[TAG])
    assert len(page.by_class("row")) == (1 if count == 1 else 0)
    assert "On walls 2026-03-01" in page.one("main").text
    assert "On rain" not in page.one("main").text
    assert "../../tags/dry/" in files["writing/walls/index.html"]
    assert f"<small>{count + 1}</small>" in files[LIST]
    assert "tags/wet/index.html" not in files


def test_a_title_has_no_comma_of_another_script() -> None:
    assert Profile(name="سارة", role="مهندسة").title == "سارة · مهندسة"
    assert Profile(name="Łucja", role="Engineer").title == "Łucja, Engineer"


def test_a_number_and_its_unit_stay_together() -> None:
    assert Outcome(what="deep", after="12", unit="m").amount == "12\N{NO-BREAK SPACE}m"
