"""Lists of articles: in full while they are short, else in groups and on several pages, and nothing is lost."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from support.html_tree import parse_html
from support.sites import render
from support.small_sites import write_site

from portfolio.pages.listing import LINES, ROWS
from portfolio.theme.page_assets import measure_first_flight

if TYPE_CHECKING:
    from pathlib import Path

    from support.html_tree import Element

LIST = "case-studies/index.html"


def write_studies(root: Path, count: int, **keys: Any) -> Path:  # noqa: ANN401
    """Write a site of equal case studies; a key's list has a value for each."""
    studies = {
        f"s{number:03}": {
            "title": "The same",
            "headline": None,
            "company": None,
            **{key: values[number % len(values)] for key, values in keys.items()},
        }
        for number in range(count)
    }
    cleaned = {slug: {key: value for key, value in front.items() if value} for slug, front in studies.items()}
    root = write_site(root, sections=[{"kind": "case-studies"}])
    for slug, front in cleaned.items():
        text = "".join(f"{key}: {value}\n" for key, value in front.items())
        (root / f"content/case-studies/{slug}.md").write_text(f"---\n{text}---\nWords.\n", encoding="utf-8")
    return root


def titles(page: Element) -> list[str]:
    return [heading.text for heading in page.one("main").all("h2") if heading.text != "By tag"]


def slugs(page: Element) -> list[str]:
    return [href for href in page.one("main").hrefs() if "/case-studies/s" in href]


@pytest.mark.parametrize(("count", "rows"), [(ROWS, ROWS), (ROWS + 1, 0)])
def test_a_list_is_in_full_while_it_is_short(count: int, rows: int, tmp_path: Path) -> None:
    page = parse_html(render(write_studies(tmp_path / "site", count))[LIST])
    assert len(page.by_class("row")) == rows
    assert len(slugs(page)) == count


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"end": ["2024", "2026-02", None]}, ["2026", "2024", "Others"]),
        ({"period": ["2023 to 2024", "2021"]}, ["2024", "2021"]),
        ({"client": ["Shop", "Mill"]}, ["Shop", "Mill"]),
        ({"kind": ["project", "case-study"]}, ["Projects", "Case studies"]),
        ({"end": ["2024", None, None], "client": ["Shop", "Mill"]}, ["Shop", "Mill"]),
        ({"end": ["2024"]}, []),
        ({}, []),
    ],
)
def test_a_long_list_is_grouped_by_what_most_entries_have(
    keys: dict[str, Any], expected: list[str], tmp_path: Path
) -> None:
    page = parse_html(render(write_studies(tmp_path / "site", 24, **keys))[LIST])
    assert titles(page) == expected
    assert len(set(slugs(page))) == 24


def test_two_hundred_equal_titles_stay_within_the_goals_and_lose_nothing(tmp_path: Path) -> None:
    years = [str(2010 + number % 15) for number in range(200)]
    tags = [f"[t{number % 60}, all]" for number in range(200)]
    files = render(write_studies(tmp_path / "site", 200, end=years, tags=tags))
    pages = [path for path in files if path.startswith("case-studies/") and path.count("/") != 2]
    assert pages == [LIST, *(f"case-studies/page/{number}/index.html" for number in (2, 3, 4))]
    for folder in ("case-studies", "tags/all"):
        parts = [f"{folder}/index.html", *(f"{folder}/page/{number}/index.html" for number in (2, 3, 4))]
        listed = [
            href.rstrip("/").rpartition("/")[2] for path in parts for href in slugs(parse_html(files[path]))
        ]
        assert sorted(listed) == [f"s{number:03}" for number in range(200)]
        assert max(len(parse_html(files[path]).by_class("lines")[0].all("li")) for path in parts) <= LINES
    sizes = {
        path: measure_first_flight(text.encode()) for path, text in files.items() if path.endswith(".html")
    }
    assert sizes.pop("index.html") <= 12_000
    assert max(sizes.values()) <= 10_000
    assert "All 200 case studies" in files["index.html"]
    assert len(parse_html(files["index.html"]).by_id("case-studies").by_class("lines")[0].all("li")) == 8


def test_the_pages_of_a_list_lead_to_each_other(tmp_path: Path) -> None:
    files = render(write_studies(tmp_path / "site", 2 * LINES + 1))
    steps = {
        path: [
            (link.text, link.attributes["href"]) for link in parse_html(text).by_class("steps")[0].all("a")
        ]
        for path, text in files.items()
        if path == LIST or path.startswith("case-studies/page/")
    }
    assert steps == {
        LIST: [("next → Page 2 of 3", "../case-studies/page/2/")],
        "case-studies/page/2/index.html": [
            ("← previous Page 1 of 3", "../../../case-studies/"),
            ("next → Page 3 of 3", "../../../case-studies/page/3/"),
        ],
        "case-studies/page/3/index.html": [("← previous Page 2 of 3", "../../../case-studies/page/2/")],
    }
    second = parse_html(files["case-studies/page/2/index.html"])
    assert second.one("h1").text == "Case studies, page 2"


def lines(page: Element) -> list[str]:
    return [item.text for item in page.by_class("lines")[0].all("li")]


@pytest.mark.parametrize(
    ("dates", "shown"),
    [
        ({"start": "2025"}, "2025"),
        ({"end": "2025-04"}, "2025-04"),
        ({"start": "2024-11", "end": "2025-04"}, "2024-11 \N{EN DASH} 2025-04"),
        ({"start": "2024-11", "period": "since 2024"}, "since 2024"),
    ],
)
def test_work_is_not_said_to_last_until_now(dates: dict[str, str], shown: str, tmp_path: Path) -> None:
    files = render(
        write_site(tmp_path / "site", sections=[{"kind": "case-studies"}], studies={"cellar": dates})
    )
    assert parse_html(files["index.html"]).by_class("who")[0].text == f"Bo and Sons {shown}"
    assert f"when {shown}" in parse_html(files["case-studies/cellar/index.html"]).by_class("facts")[0].text


def test_the_two_dates_of_a_period_break_after_the_dash_only(tmp_path: Path) -> None:
    dates = {"start": "2024-11", "end": "2025-04"}
    files = render(
        write_site(tmp_path / "site", sections=[{"kind": "case-studies"}], studies={"cellar": dates})
    )
    period = parse_html(files["index.html"]).by_class("day")
    assert ["".join(part.texts()) for part in period] == ["2024-11\N{NO-BREAK SPACE}\N{EN DASH}", "2025-04"]


def test_single_lines_say_when_and_for_whom(tmp_path: Path) -> None:
    root = write_studies(tmp_path / "site", 24, client=["Shop", None], start=["2024-02", None, "2023"])
    assert lines(parse_html(render(root)[LIST]))[:1] == ["The same Shop 2024-02"]
    assert {"The same Shop 2024-02", "The same 2024-02", "The same 2023"} <= {
        line
        for group in parse_html(render(root)[LIST]).by_class("lines")
        for line in [i.text for i in group.all("li")]
    }


def test_work_is_listed_from_the_latest_to_the_oldest_and_numbers_in_names_count(tmp_path: Path) -> None:
    root = write_studies(tmp_path / "site", 0)
    years = {"s5": "2020", "s49": "2020-12", "s50": "2026", "s7": None, "s10": None}
    for slug, year in years.items():
        date = f"start: {year}\n" if year else ""
        (root / f"content/case-studies/{slug}.md").write_text(
            f"---\ntitle: The same\n{date}---\nWords.\n", encoding="utf-8"
        )
    expected = ["s50", "s5", "s49", "s7", "s10"]
    found = slugs(parse_html(render(root)[LIST]))
    assert [href.rstrip("/").rpartition("/")[2] for href in found] == expected


def test_the_next_case_study_is_the_next_one_of_the_list(tmp_path: Path) -> None:
    years = [str(2010 + number % 7) if number % 5 else None for number in range(30)]
    files = render(write_studies(tmp_path / "site", 30, end=years, order=[1, 2, 3, 4]))
    listed = [href.rstrip("/").rpartition("/")[2] for href in slugs(parse_html(files[LIST]))]
    assert len(listed) == 30
    for before, after in pairwise(listed):
        steps = parse_html(files[f"case-studies/{before}/index.html"]).by_class("steps")[0].all("a")
        assert steps[-1].attributes["rel"] == "next"
        assert f"/{after}/" in str(steps[-1].attributes["href"])
