"""JSON Resume: valid by its schema, and everything comes back as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, FormatChecker  # type: ignore[import-untyped] # it has no types
from support.hostile import hostile_site
from support.owners import OWNERS
from support.sites import copy_site, copy_starter, prepare, render, render_all
from support.small_sites import write_site
from support.stress import long_words

from portfolio.model.config import BaseUrl
from portfolio.outputs.json_resume import export_record, restore_record
from portfolio.outputs.record import Record, make_record

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = json.loads((Path(__file__).parent / "json-resume.schema.json").read_text("utf-8"))
"""Of the npm package @jsonresume/schema, version 1.3.1 (MIT)."""
BASE = BaseUrl("https://example.org/site/")

SITES: dict[str, Callable[[Path], Path]] = {
    "starter": copy_starter,
    "engineer": lambda root: copy_site("engineer", root),
    "designer": lambda root: copy_site("designer", root),
    "every key": lambda root: hostile_site(root, "fact"),
    "long words": long_words,
    **{name: lambda root, keys=keys: write_site(root, **keys) for name, keys in OWNERS.items()},  # type: ignore[misc]
}


def find_errors(resume: dict[str, Any]) -> list[str]:
    validator = Draft7Validator(SCHEMA, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(resume)]


@pytest.mark.parametrize("name", SITES)
def test_the_file_of_a_site_is_valid_and_comes_back(name: str, tmp_path: Path) -> None:
    root = SITES[name](tmp_path / "site")
    resume = json.loads(render_all(root).rendered["resume.json"])
    assert find_errors(resume) == []
    assert restore_record(resume) == make_record(prepare(root).context.site)


def test_an_invalid_file_is_noticed() -> None:
    assert find_errors({"work": [{"startDate": "spring"}]})
    assert find_errors({"basics": {"name": 1}})


def check(record: Record) -> dict[str, Any]:
    """Check that a record comes back; returns its file."""
    resume = export_record(record, BASE)
    assert restore_record(json.loads(json.dumps(resume))) == record
    assert find_errors(resume) == []
    return resume


def test_each_position_is_an_entry() -> None:
    employer = {"employer": "Bo", "url": "https://bo.example/", "location": "Here"}
    positions = [{"title": "Lead", "start": "2021"}, {"title": "Maker", "end": "2021-01", "stack": ["Go"]}]
    resume = check({"profile": {"name": "Ada"}, "experience": [employer | {"positions": positions}]})
    both = {"name": "Bo", "url": "https://bo.example/", "location": "Here"}
    assert resume["work"] == [
        both | {"position": "Lead", "startDate": "2021"},
        both | {"position": "Maker", "endDate": "2021-01", "x-portfolio": {"stack": ["Go"]}},
    ]


EMPLOYERS = st.lists(
    st.fixed_dictionaries(
        {"employer": st.sampled_from(["A", "B"])},
        optional={
            "location": st.sampled_from(["X", "Y"]),
            "url": st.sampled_from(["https://a.example/", "/a.pdf", "mailto:a@b.example"]),
            "positions": st.lists(
                st.fixed_dictionaries(
                    {"title": st.sampled_from(["One", "Two"])},
                    optional={
                        "start": st.sampled_from(["2020", "0900-01"]),
                        "parallel": st.just(value=True),
                        "stack": st.just(["Go"]),
                    },
                ),
                min_size=1,
                max_size=3,
            ),
        },
    ),
    min_size=1,
    max_size=4,
)


@given(EMPLOYERS)
def test_employers_and_positions_come_back(employers: list[dict[str, Any]]) -> None:
    check({"profile": {"name": "Ada"}, "experience": employers})


@pytest.mark.parametrize(
    "links",
    [
        [{"label": "Web", "url": "https://a.example/"}],
        [{"label": "CV", "url": "/cv.pdf"}],
        [{"label": "Mail", "url": "mailto:a@b.example"}, {"label": "Web", "url": "http://a.example/"}],
    ],
)
def test_links_come_back_in_their_order(links: list[dict[str, str]]) -> None:
    check({"profile": {"name": "Ada", "links": links}})


def test_what_the_format_lacks_is_at_its_entry() -> None:
    study = {"slug": "queue", "title": "Queue", "headline": "No loss", "role": "all", "outcomes": ["Safe"]}
    talk = {"title": "Talk", "date": "2024"}
    resume = check({"profile": {"name": "Ada"}, "case-studies": [study], "talks": [talk]})
    assert resume["projects"] == [
        {
            "name": "Queue",
            "url": "https://example.org/site/case-studies/queue/",
            "highlights": ["Safe"],
            "roles": ["all"],
            "type": "case-study",
            "x-portfolio": {"slug": "queue", "headline": "No loss", "role": "all", "outcomes": ["Safe"]},
        }
    ]
    assert resume["x-portfolio"] == {"talks": [talk]}


def test_an_address_that_is_spelled_out_on_pages_is_not_in_the_file(tmp_path: Path) -> None:
    site = write_site(
        tmp_path / "site", profile={"email": "bo@example.org"}, config={"email": "spelled-out"}, is_made=True
    )
    assert "bo@example.org" not in render(site)["resume.json"]
