"""Experience, education and the like: one form for all, in the owner's order, nothing lost and nothing empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.entries import every_entry
from support.html_tree import parse_html
from support.sites import render
from support.small_sites import write_site

from portfolio.model.entries import ENTRIES

if TYPE_CHECKING:
    from pathlib import Path

    from support.html_tree import Element

EXPERIENCE: list[dict[str, Any]] = [
    {
        "employer": "Bank",
        "url": "https://bank.example/",
        "location": "Porto",
        "positions": [
            {"title": "Lead", "start": "2022-05", "stack": ["Go", "Abacus"]},
            {"title": "Engineer", "start": "2019-04", "end": "2022-04", "summary": "All of *it*."},
        ],
    },
    {"employer": "Shop", "positions": [{"title": "Clerk", "start": "2015", "end": "2018"}]},
    {"employer": "Mill"},
]


def show(root: Path, kind: str, entries: list[dict[str, Any]], **section: Any) -> Element:  # noqa: ANN401
    site: dict[str, Any] = {kind: entries}
    write_site(root, sections=[{"kind": kind, **section}], **site)
    return parse_html(render(root)["index.html"]).by_id(kind)


def rows(section: Element) -> list[str]:
    return [row.text for row in section.by_class("row")]


def test_each_position_has_a_row_with_its_employer(tmp_path: Path) -> None:
    section = show(tmp_path, "experience", EXPERIENCE)
    assert rows(section) == [
        "2022-05 \N{EN DASH} now Lead Bank · Porto Go Abacus",
        "2019-04 \N{EN DASH} 2022-04 3 years 1 month Engineer Bank · Porto All of it.",
        "2015 \N{EN DASH} 2018 Clerk Shop",
        "Mill",
    ]
    assert section.hrefs() == ["https://bank.example/"] * 2
    assert [name.text for name in section.by_class("name")] == ["Lead", "Engineer", "Clerk", "Mill"]


def test_every_key_of_every_kind_is_shown(tmp_path: Path) -> None:
    numbers = iter(range(1000))
    entries: dict[str, Any] = every_entry(lambda: f"w{next(numbers)}w", lambda: f"w{next(numbers)}w")
    assert set(entries) == set(ENTRIES)
    root = write_site(tmp_path / "site", sections=[{"kind": kind} for kind in ENTRIES], **entries)
    text = parse_html(render(root)["index.html"]).text
    count = next(numbers)
    assert count > 30
    assert [f"w{number}w" for number in range(count) if f"w{number}w" not in text] == []
    assert "valid until 2999-01" in text
    assert "10.1000/182" in text


@pytest.mark.parametrize(("kind", "type_"), ENTRIES.items())
def test_an_entry_of_its_required_keys_alone_is_shown(kind: str, type_: type[Any], tmp_path: Path) -> None:
    config = [key for key in type_.__struct_fields__ if key in ("quote", "author", *type_.SHOWN[:1])]
    required = {"education": ["institution"], "volunteering": ["organization"]}.get(kind, config)
    section = show(tmp_path, kind, [dict.fromkeys(required, "Word")])
    assert [name.text for name in section.by_class("name")] == ["Word"]
    assert section.by_class("small") == []


def test_words_of_others_come_before_their_name(tmp_path: Path) -> None:
    said = [{"quote": "She *asks*.", "author": "Sam", "role": "head of it"}]
    assert rows(show(tmp_path, "testimonials", said)) == ["She asks. Sam head of it"]


def test_a_paper_links_to_its_doi_unless_it_has_an_address(tmp_path: Path) -> None:
    papers = [
        {"title": "A", "doi": "10.1000/1"},
        {"title": "B", "doi": "10.1000/2", "url": "https://b.example/"},
    ]
    section = show(tmp_path, "publications", papers)
    assert section.hrefs() == ["https://doi.org/10.1000/1", "https://b.example/"]


def test_a_certification_that_has_expired_says_so(tmp_path: Path) -> None:
    kept = [{"name": "A", "expiry": "2022-05", "expired": True}, {"name": "B", "expired": True}]
    assert rows(show(tmp_path / "site", "certifications", kept)) == ["A expired 2022-05", "B expired"]
    files = render(write_site(tmp_path / "without", certifications=kept))
    (facts,) = parse_html(files["index.html"]).by_class("facts")
    assert facts.text == "A (expired) B (expired)"
    assert "hasCredential" not in files["index.html"]


def test_an_employer_of_two_times_is_named_once_on_the_first_screen(tmp_path: Path) -> None:
    times = [
        {"employer": name, "positions": [{"title": title}]}
        for name, title in (("Bank", "Lead"), ("Shop", "Clerk"), ("Bank", "Intern"))
    ]
    page = parse_html(render(write_site(tmp_path / "without", experience=times))["index.html"])
    assert page.by_class("facts")[0].text == "Bank, Shop"
    assert rows(show(tmp_path / "site", "experience", times)) == ["Lead Bank", "Clerk Shop", "Intern Bank"]


def test_a_long_list_is_folded_and_nothing_of_it_is_lost(tmp_path: Path) -> None:
    talks = [{"title": f"Talk {number}"} for number in range(11)]
    section = show(tmp_path / "all", "talks", talks)
    assert rows(section) == [talk["title"] for talk in talks]
    assert rows(section.one("details")) == ["Talk 8", "Talk 9", "Talk 10"]
    assert section.one("summary").text == "3 more"
    limited = show(tmp_path / "limited", "talks", talks, limit=2)
    assert len(rows(limited.one("details"))) == 9
    assert not show(tmp_path / "short", "talks", talks[:8]).all("details")


def test_the_first_screen_names_what_no_section_shows(tmp_path: Path) -> None:
    files: dict[str, Any] = {"experience": EXPERIENCE, "certifications": [{"name": "Certified"}]}
    without = render(write_site(tmp_path / "without", **files))["index.html"]
    (facts,) = parse_html(without).by_class("facts")
    assert facts.text == "Bank, Shop, Mill Certified"
    kinds = [{"kind": kind} for kind in files]
    with_ = parse_html(render(write_site(tmp_path / "with", sections=kinds, **files))["index.html"])
    assert with_.by_class("facts") == []
