"""Sections of a README on work and education, in the forms that people write."""

from __future__ import annotations

from typing import Any

import pytest

from portfolio.errors import Diagnostics, Source
from portfolio.importers import readme

HEAD = "# Ada Example\n\nEngineer.\n\n"
ENGINEER = {"title": "Engineer", "start": "2019-03", "end": "2023"}


def read(text: str) -> dict[str, Any]:
    draft = readme.read(Source("README.md", HEAD + text), Diagnostics())
    assert draft
    draft.settle()
    assert not draft.left_over
    return draft.files


@pytest.mark.parametrize(
    "text",
    [
        "### Engineer, Bank (Mar 2019 \u2013 2023)",
        "### Bank\n\n**Engineer** · Mar 2019 \u2013 2023",
        "### Engineer @ Bank\n\n*Mar 2019 \u2013 2023*",
        "### Bank\n\n#### Engineer (03/2019 \u2013 2023)",
        "### 🏦 Engineer at Bank | March 2019 - 2023",
        "**Engineer** — Bank (2019-03 to 2023)",
        "- **Engineer**, Bank, 2019-03 \u2013 2023",
        "- 2019-03 \u2013 2023: Engineer, Bank",
        "| Role | Company | Years |\n|---|---|---|\n| Engineer | Bank | 2019-03 \u2013 2023 |",
        "| Years | Company | Role |\n|---|---|---|\n| 2019-03 \u2013 2023 | Bank | Engineer |",
    ],
)
def test_a_position_is_read_in_every_form(text: str) -> None:
    assert read(f"## Experience\n\n{text}\n")["experience"] == [{"employer": "Bank", "positions": [ENGINEER]}]


@pytest.mark.parametrize("end", ["present", "now", "Present"])
def test_a_position_that_is_held_today_has_no_end(end: str) -> None:
    files = read(f"## Work experience\n\n### Engineer, Bank, Berlin (2019-03 \u2013 {end})\n\n- Built it\n")
    engineer = {"title": "Engineer", "start": "2019-03", "highlights": ["Built it"]}
    assert files["experience"] == [{"employer": "Bank", "location": "Berlin", "positions": [engineer]}]


def test_positions_at_one_employer_are_one_entry() -> None:
    (bank, bakery) = read(
        "## Career\n\n### Bank\n\n#### Engineer (2021 \u2013 2023)\n\n#### Trainee (2019 \u2013 2021)\n\n"
        "### Baker at Bakery (2012 \u2013 2018)\n"
    )["experience"]
    assert [position["title"] for position in bank["positions"]] == ["Engineer", "Trainee"]
    assert bakery["employer"] == "Bakery"


@pytest.mark.parametrize(
    "text",
    [
        "### MSc Physics, University of Graz (2010 \u2013 2015)",
        "### University of Graz\n\n*MSc Physics, 2010 \u2013 2015*",
        "- **MSc Physics**, University of Graz, 2010\u20132015",
        "| School | Degree | Years |\n|---|---|---|\n| University of Graz | MSc Physics | 2010 \u2013 2015 |",
    ],
)
def test_education_is_read_in_every_form(text: str) -> None:
    school = {"institution": "University of Graz", "degree": "MSc Physics", "start": "2010", "end": "2015"}
    assert read(f"## Education\n\n{text}\n")["education"] == [school]


@pytest.mark.parametrize(
    "text",
    [
        "- Docker, Kubernetes\n- Five years of on-call\n",
        "Ten years in banks.\n",
        "### Engineer\n\n- Built it\n",
    ],
)
def test_a_section_without_times_or_employers_stays_a_text(text: str) -> None:
    files = read(f"## Experience\n\n{text}")
    assert not files.get("experience")
    assert [section["kind"] for section in files["home"]["sections"]] == ["markdown"]


def test_an_entry_with_a_drawing_stays_a_text() -> None:
    assert not read("## Experience\n\n### Engineer, Bank (2019)\n\n```\na -> b\n```\n").get("experience")
