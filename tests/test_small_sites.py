"""Sites without any optional part: no page has an empty element, a loose separator or a wrong plural."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin

import pytest
from msgspec.structs import replace
from support.blemishes import find_blemishes
from support.html_tree import Element, parse_html
from support.sites import render
from support.small_sites import STUDY, WORK, write_site
from support.snapshots import CREATED, TODAY, rich_snapshot

from portfolio.errors import ContentError
from portfolio.model.snapshot import (
    ContributedGroup,
    ContributionsGroup,
    GitHubRepository,
    ProfileGroup,
    RepositoriesGroup,
    Snapshot,
)

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import RunPortfolio


BASE_URL = "https://example.org/repo/"

PRINCIPLES = [{"id": "dry", "name": "keep it dry", "text": "Keep it dry."}]
PRINCIPLES_SECTION = {"kind": "principles", "title": "Principles", "command": "cat"}
STACK = [{"name": "Tools", "entries": ["Spade"]}]
STACK_SECTION = {"kind": "stack", "title": "Tools", "command": "which"}
CODE = {"kind": "code", "language": "go"}
ABOUT = {"kind": "about", "title": "About", "command": "cat"}
CONTACT = {"kind": "contact", "title": "Contact", "command": "mail"}
REPOSITORIES = {"kind": "repositories", "title": "Code", "command": "ls"}
STATS = {"kind": "stats", "title": "Figures", "command": "git log"}
TEXT = {"kind": "markdown", "file": "more.md", "title": "More", "command": "cat"}
LINK = {"label": "Shop", "url": "https://shop.example/bo"}
REPOSITORY = {"name": "wall", "url": "https://github.com/bo/wall"}


def one_of_each() -> Snapshot:
    """Return a snapshot in which every number is one."""
    own = GitHubRepository(name="bo/wall", stars=1, forks=1, language="C", languages={"C": 1})
    fork = GitHubRepository(name="bo/roof", is_fork=True)
    rich = rich_snapshot("bo", lambda day: int(day == TODAY))
    profile = ProfileGroup(
        status="ok",
        as_of=TODAY,
        created_on=CREATED,
        followers=1,
        pull_requests=1,
        merged_pull_requests=1,
        issues=1,
    )
    return replace(
        rich,
        requests=1,
        cost=1,
        profile=profile,
        contributed=ContributedGroup(status="ok", as_of=TODAY, repositories=1),
        repositories=RepositoriesGroup(status="ok", as_of=TODAY, items=(own, fork)),
    )


def nothing_yet() -> Snapshot:
    """Return the snapshot of an account that never did anything."""
    rich = rich_snapshot("bo", lambda _: 0)
    profile = ProfileGroup(
        status="ok",
        as_of=TODAY,
        created_on=TODAY,
        followers=0,
        pull_requests=0,
        merged_pull_requests=0,
        issues=0,
    )
    return replace(
        rich,
        profile=profile,
        contributed=ContributedGroup(status="ok", as_of=TODAY, repositories=0),
        repositories=RepositoriesGroup(status="ok", as_of=TODAY),
        contributions=ContributionsGroup(status="ok", as_of=TODAY),
    )


def unavailable() -> Snapshot:
    """Return a snapshot of which nothing could be fetched but the account's name."""
    return replace(
        rich_snapshot("bo"),
        profile=ProfileGroup(),
        contributed=ContributedGroup(),
        repositories=RepositoriesGroup(),
        contributions=ContributionsGroup(),
    )


SITES: dict[str, dict[str, Any]] = {
    "nothing": {},
    "one year": {"profile": {"years": "1"}},
    "years in words": {"profile": {"years": "10+ years"}},
    "an employer alone": {"experience": [{"employer": "Bo and Sons"}]},
    "fields": {"profile": {"fields": ["walls"]}},
    "e-mail alone": {"profile": {"email": "bo@example.org"}, "sections": [CONTACT]},
    "e-mail spelled out": {
        "profile": {"email": "bo@example.org"},
        "sections": [CONTACT],
        "config": {"email": "spelled-out"},
    },
    "one link": {"profile": {"links": [LINK]}, "sections": [CONTACT]},
    "closing words alone": {"profile": {"closing": ["It stays dry."]}, "sections": [CONTACT]},
    "a certification alone": {"certifications": [{"name": "Master of Walls"}]},
    "in code": {"sections": [CODE]},
    "about": {"profile": {"about": ["I make things."]}, "sections": [ABOUT]},
    "one study": {"sections": [WORK], "studies": {"cellar": {}}},
    "one study that no section lists": {"studies": {"cellar": {}}},
    "one study with one of everything": {
        "sections": [WORK, PRINCIPLES_SECTION, STACK_SECTION],
        "studies": {
            "cellar": {
                "tags": ["walls"],
                "stack": ["Spade"],
                "principles": ["dry"],
                "period": "2024",
                "constraint": "one week",
                "updated": "2024-02-29",
                "decisions": [{"what": "Dig", "why": "It is under the house."}],
                "body": "## What I did\n\nI dug.\n",
            }
        },
        "principles": PRINCIPLES,
        "stack": STACK,
        "home": {"figures": ["cellar/dry"]},
    },
    "two studies without tags": {
        "sections": [WORK],
        "studies": {"cellar": {}, "attic": {"title": "Attic", "headline": "An attic with light"}},
    },
    "one tag": {"sections": [WORK], "studies": {"cellar": {"tags": ["walls"]}}},
    "one tool": {"studies": {"cellar": {"stack": ["Spade"]}}, "stack": STACK},
    "principles that nothing taught": {"sections": [PRINCIPLES_SECTION], "principles": PRINCIPLES},
    "principles without a section": {"principles": PRINCIPLES},
    "a stack that nothing used": {"sections": [STACK_SECTION], "stack": STACK},
    "a draft alone": {"studies": {"cellar": {"draft": True}}},
    "a text of one line": {"sections": [TEXT], "texts": {"more.md": "One line.\n"}},
    "a text of headings": {"sections": [TEXT], "texts": {"more.md": "## A part\n\nOne line.\n"}},
    "one repository": {"sections": [REPOSITORIES], "repositories": [REPOSITORY]},
    "one star": {
        "sections": [REPOSITORIES],
        "repositories": [REPOSITORY | {"stars": 1, "forks": 1, "language": "C", "tags": ["wall"]}],
    },
    "one fork": {"sections": [REPOSITORIES], "repositories": [REPOSITORY | {"fork_of": "al/wall"}]},
    "an account": {"profile": {"github": "bo"}, "sections": [STATS]},
    "figures of one": {
        "profile": {"github": "bo"},
        "sections": [STATS, REPOSITORIES],
        "snapshot": one_of_each(),
    },
    "figures of nothing": {"profile": {"github": "bo"}, "sections": [STATS], "snapshot": nothing_yet()},
    "no figure at all": {"profile": {"github": "bo"}, "sections": [STATS], "snapshot": unavailable()},
    "a name alone": {"profile": {"role": None, "lead": None}, "is_made": True},
    "a pseudonym with a text": {
        "profile": {"role": None},
        "studies": {"mask": {**dict.fromkeys(STUDY), "title": "A mask", "body": "## How\n\nOf paper.\n"}},
        "is_made": True,
    },
    "a project in words": {
        "studies": {
            "shed": {
                **dict.fromkeys(STUDY),
                "title": "A shed",
                "kind": "project",
                "summary": "Of wood.",
                "outcomes": ["It stands"],
                "links": [LINK],
            }
        },
        "is_made": True,
    },
    "a career changer": {
        "profile": {
            "location": "Porto",
            "time_zone": "WET",
            "languages": [{"language": "English"}, {"language": "German", "fluency": "C1"}],
            "phone": "+1 555 0100",
        },
        "experience": [
            {"employer": "Ward", "positions": [{"title": "Nurse", "start": "2008", "end": "2015-06"}]},
            {
                "employer": "Agency",
                "positions": [{"title": "Developer", "start": "2023-01"}, {"title": "Trainee"}],
            },
            {"employer": "Café"},
        ],
        "education": [
            {"institution": "School"},
            {"institution": "College", "degree": "BSc", "start": "2019"},
        ],
        "is_made": True,
    },
    "one of each kind of entry": {
        "talks": [{"title": "Walls"}],
        "publications": [{"title": "Roofs", "authors": ["Bo"]}],
        "certifications": [{"name": "Master", "expiry": "2999"}],
        "awards": [{"title": "Prize"}],
        "volunteering": [{"organization": "Club"}],
        "testimonials": [{"quote": "It is dry.", "author": "Al"}],
        "is_made": True,
    },
    "one post": {
        "texts": {"writing/dry.md": "---\ntitle: Dry\ndate: 2024-02-29\n---\nIt is.\n"},
        "is_made": True,
    },
    "one page": {"texts": {"pages/now.md": "---\ntitle: Now\nsummary: I dig.\n---\n"}, "is_made": True},
    "a switch": {"config": {"palette_switch": True}},
    "one word of navigation": {
        "profile": {"email": "bo@example.org"},
        "sections": [CONTACT | {"nav": "mail"}],
    },
}


@pytest.fixture(params=SITES)
def files(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """Every file of a small site, by path."""
    return render(write_site(tmp_path / "site", **SITES[request.param]), BASE_URL)


def pages_of(files: dict[str, str]) -> dict[str, Element]:
    return {path: parse_html(text) for path, text in files.items() if path.endswith(".html")}


def test_no_page_of_a_small_site_has_anything_empty(files: dict[str, str]) -> None:
    assert {path: found for path, page in pages_of(files).items() if (found := find_blemishes(page))} == {}


@pytest.mark.parametrize(
    ("years", "shown"),
    [
        ("1", "1 year"),
        ("2", "2 years"),
        ("1+", "1+ years"),
        ("1.5", "1.5 years"),
        ("11", "11 years"),
        ("10+ years", "10+ years"),
        ("a year", "a year"),
        ("over 20 Years", "over 20 Years"),
    ],
)
def test_years_are_counted_with_their_noun(years: str, shown: str, tmp_path: Path) -> None:
    pages = pages_of(render(write_site(tmp_path / "site", profile={"years": years}), BASE_URL))
    assert pages["index.html"].by_class("facts")[0].text == shown


@pytest.mark.parametrize(
    ("profile", "employers", "shown"),
    [
        ({}, [], []),
        ({}, ["Bank", "Shop"], ["Bank, Shop"]),
        ({"years": "3"}, ["Bank"], ["3 years Bank"]),
    ],
)
def test_years_and_employers_are_shown_where_given(
    profile: dict[str, object], employers: list[str], shown: list[str], tmp_path: Path
) -> None:
    experience = [{"employer": name} for name in employers]
    root = write_site(tmp_path / "site", profile=profile, experience=experience)
    pages = pages_of(render(root, BASE_URL))
    assert [found.text for found in pages["index.html"].by_class("facts")] == shown


@pytest.mark.parametrize(
    ("principles", "studies", "shown"),
    [
        (PRINCIPLES, {}, "1 principle of Bo: keep it dry."),
        (PRINCIPLES * 2, {}, "2 principles of Bo: keep it dry; keep it dry."),
        (
            PRINCIPLES,
            {"cellar": {"principles": ["dry"]}},
            "1 principle of Bo, with the work behind it: keep it dry.",
        ),
        (
            PRINCIPLES * 2,
            {"cellar": {"principles": ["dry"]}},
            "2 principles of Bo, with the work behind them: keep it dry; keep it dry.",
        ),
    ],
)
def test_the_page_of_principles_has_their_number(
    principles: list[dict[str, str]], studies: dict[str, dict[str, Any]], shown: str, tmp_path: Path
) -> None:
    numbered = [item | {"id": f"{item['id']}{'-more' * number}"} for number, item in enumerate(principles)]
    pages = pages_of(render(write_site(tmp_path / "site", studies=studies, principles=numbered), BASE_URL))
    page = pages["principles/index.html"]
    metas = {meta.attributes.get("name"): meta.attributes.get("content") for meta in page.all("meta")}
    assert metas["description"] == shown
    assert page.one("h1").text == ("Principles, and the work behind them" if studies else "Principles")


@pytest.mark.parametrize(
    ("decision", "words"),
    [({}, ["because"]), ({"trade_off": "It took a week."}, ["because", "costs"])],
)
def test_decisions_without_a_price_promise_none(
    decision: dict[str, str], words: list[str], tmp_path: Path
) -> None:
    study = {"decisions": [{"what": "Dig", "why": "It is below the house."} | decision]}
    pages = pages_of(render(write_site(tmp_path / "site", studies={"cellar": study}), BASE_URL))
    (shown,) = pages["case-studies/cellar/index.html"].by_class("decision")
    assert [word.text for word in shown.all("dt")] == words


def test_a_site_without_case_studies_links_to_none(tmp_path: Path) -> None:
    text = {"more.md": "See [the work](/case-studies/).\n"}
    root = write_site(tmp_path / "site", sections=[TEXT], texts=text)
    with pytest.raises(ContentError) as caught:
        render(root, BASE_URL)
    assert [item.message for item in caught.value.diagnostics] == ["there is no page `/case-studies/`"]


def test_a_site_without_statistics_links_to_none(tmp_path: Path) -> None:
    text = {"more.md": "See [the figures](/stats/).\n"}
    sites = SITES["no figure at all"]
    root = write_site(tmp_path / "site", **sites | {"sections": [STATS, TEXT]}, texts=text)
    with pytest.raises(ContentError) as caught:
        render(root, BASE_URL)
    assert [item.message for item in caught.value.diagnostics] == ["there is no page `/stats/`"]


def test_the_smallest_site_is_two_pages(tmp_path: Path, run_portfolio: RunPortfolio) -> None:
    root = write_site(tmp_path / "site")
    done = run_portfolio("--site", root, "build", "--verbose", "--base-url", BASE_URL)
    assert re.match(r"2 pages, 6 files, [\d,]+ bytes in ", done.stdout), done.stdout
    assert "5 of 5 files rendered" in done.stderr


def test_a_small_site_publishes_what_it_links_and_the_other_way_round(files: dict[str, str]) -> None:
    pages = pages_of(files)
    addresses = {path: urljoin(BASE_URL, path.removesuffix("index.html")) for path in pages}
    linked = set()
    for path, page in pages.items():
        for href in [*page.one("body").hrefs(), *page.one("head").hrefs()]:
            target, _, fragment = urljoin(addresses[path], href).partition("#")
            if not target.startswith(BASE_URL):
                continue
            name = unquote(target.removeprefix(BASE_URL))
            file = f"{name}index.html" if name.endswith("/") or not name else name
            assert file in files, (path, href)
            ids = {item.attributes.get("id") for item in pages[file].walk()} if file in pages else {fragment}
            assert not fragment or fragment in ids, (path, href)
            linked.add(file)
    assert set(pages) - linked - {"404.html"} == set()
    named = set(re.findall(r"<loc>(.*?)</loc>", files["sitemap.xml"]))
    assert named == {addresses[path] for path, page in pages.items() if is_indexed(page)}


def is_indexed(page: Element) -> bool:
    return not [meta for meta in page.all("meta") if meta.attributes.get("name") == "robots"]


def test_the_structured_data_of_a_small_site_is_complete(files: dict[str, str]) -> None:
    def holes(value: object) -> bool:
        if isinstance(value, dict):
            return not value or any(holes(item) for item in value.values())
        if isinstance(value, list):
            return not value or any(holes(item) for item in value)
        return value in ("", None)

    for path, page in pages_of(files).items():
        for script in page.one("head").all("script"):
            assert not holes(json.loads("".join(script.texts()))), path
    for path in ("feed.json", "feed.atom"):
        assert (path in files) == (
            "updated" in files.get("sitemap.xml", "") or "<lastmod>" in files["sitemap.xml"]
        )
