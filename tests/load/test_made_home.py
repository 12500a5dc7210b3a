"""A home page that the owner does not arrange: one section for each kind of content that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.html_tree import parse_html
from support.sites import render
from support.small_sites import STUDY, write_site

from portfolio.errors import Span
from portfolio.load.schema import Read
from portfolio.load.sections import Shown, make_home
from portfolio.model.home import Home
from portfolio.site.cache import Cache
from portfolio.site.loading import load_site
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from pathlib import Path

EVERYTHING: dict[str, Any] = {
    "is_made": True,
    "profile": {"about": ["I dig."], "email": "bo@example.org"},
    "studies": {"cellar": {}, "shed": {"kind": "project"}},
    "experience": [{"employer": STUDY["company"], "positions": [{"title": "Digger"}]}],
    "stack": [{"name": "Tools", "entries": ["Spade"]}],
    "principles": [{"id": "dry", "name": "dry", "text": "Keep it dry."}],
    "testimonials": [{"quote": "It is dry.", "author": "Al"}],
    "talks": [{"title": "Walls"}],
    "publications": [{"title": "Roofs"}],
    "education": [{"institution": "School"}],
    "certifications": [{"name": "Master"}],
    "awards": [{"title": "Prize"}],
    "volunteering": [{"organization": "Club"}],
    "repositories": [{"name": "wall", "url": "https://github.com/bo/wall"}],
}
ORDER = [
    "case-studies",
    "projects",
    "experience",
    "about",
    "stack",
    "principles",
    "testimonials",
    "talks",
    "publications",
    "education",
    "certifications",
    "awards",
    "volunteering",
    "repositories",
    "contact",
]


def sections_of(root: Path) -> list[str]:
    main = parse_html(render(root)["index.html"]).one("main")
    return [section.attributes["id"] for section in main.all("section")]


def test_everything_that_there_is_has_a_section_in_a_good_order(tmp_path: Path) -> None:
    assert sections_of(write_site(tmp_path / "site", **EVERYTHING)) == ORDER


@pytest.mark.parametrize(
    "name", [name for name in EVERYTHING if name not in ("profile", "studies", "is_made")]
)
def test_what_is_missing_has_no_section(name: str, tmp_path: Path) -> None:
    less = {key: value for key, value in EVERYTHING.items() if key != name}
    if name == "experience":
        less["studies"] = {}
    found = sections_of(write_site(tmp_path / "site", **less))
    gone = {name} if name != "experience" else {name, "case-studies", "projects"}
    assert found == [kind for kind in ORDER if kind not in gone]


def test_a_name_alone_makes_a_site(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site", profile={"role": None, "lead": None}, is_made=True)
    files = render(root)
    page = parse_html(files["index.html"])
    assert {path for path in files if path.endswith(".html")} == {"index.html", "404.html"}
    assert page.one("main").text == "whoami Bo $ curl https://example.org/index.txt"
    assert page.one("title").text == "Bo"


def test_employers_of_whom_only_the_name_is_known_are_on_the_first_screen(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site", experience=[{"employer": "Bank"}], is_made=True)
    assert sections_of(root) == []


def test_figures_are_the_first_number_of_each_case_study(tmp_path: Path) -> None:
    numbers = [{"id": "word", "what": "leaks", "after": "none"}]
    studies = {
        f"s{number}": {"outcomes": [*numbers, {"id": "days", "what": f"days {number}", "after": "7"}]}
        for number in range(6)
    }
    root = write_site(tmp_path / "site", studies={"words": {}, **studies}, is_made=True)
    (shown,) = parse_html(render(root)["index.html"]).by_class("numbers")
    assert [name.text for name in shown.all("dt")] == ["days 0", "days 1", "days 2", "days 3"]


def test_figures_need_no_id(tmp_path: Path) -> None:
    outcomes = [
        {"what": "leaks", "after": "none"},
        {"what": "walls", "after": "4"},
        {"what": "days", "after": "7"},
    ]
    root = write_site(tmp_path / "site", studies={"cellar": {"outcomes": outcomes}}, is_made=True)
    (shown,) = parse_html(render(root)["index.html"]).by_class("numbers")
    assert [name.text for name in shown.all("dt")] == ["walls"]


def test_a_list_of_sections_that_is_empty_stays_empty() -> None:
    shown = Shown(None, {}, (), {"experience": ()}, None, (), ())
    home = Home()
    assert make_home(Read(home, lambda: {("sections",): Span("home.yaml", 1, 1)}), shown) is home


def test_a_made_home_is_the_same_in_every_run(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site", **EVERYTHING)
    homes = []
    for _ in range(2):
        cache = Cache(tmp_path / "cache")
        site = load_site(read_site_files(str(root)), cache).site
        assert site is not None
        homes.append(site.home)
        cache.save()
    assert len(homes[0].sections) == len(ORDER)
    assert homes[0] == homes[1]
