"""JSON-LD: the data of each page, that ids are unique, and that no content breaks out of it."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from support.sites import STARTER_STUDY, copy_starter, edit_study, edit_yaml, render
from support.small_sites import write_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
from portfolio.pages.structured_data import MAX_CHARACTERS, write_description

BASE = "https://example.org/repo/"
STUDY = f"case-studies/{STARTER_STUDY}/"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_starter(tmp_path)


def documents(page: str) -> list[dict[str, Any]]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return [json.loads(text) for text in found]


def things(pages: dict[str, str], path: str) -> dict[str, dict[str, Any]]:
    """Return the data of a page, by type."""
    (document,) = documents(pages[path])
    assert document["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in document["@graph"]}


def description(page: str) -> str:
    (found,) = re.findall(r'<meta name="description" content="([^"]+)">', page)
    return unescape(found)


def way(pages: dict[str, str], path: str) -> list[tuple[int, str, str]]:
    items = things(pages, path)["BreadcrumbList"]["itemListElement"]
    assert {item["@type"] for item in items} == {"ListItem"}
    return [(item["position"], item["name"], item["item"]) for item in items]


def walk(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from walk(part)


def test_the_home_page_is_a_profile_page_about_the_owner(root: Path) -> None:
    edit_yaml(root, "content/profile.yaml", lambda profile: profile | {"fields": ["Ledgers", "Queues"]})
    pages = render(root, BASE)
    found = things(pages, "index.html")
    assert set(found) == {"ProfilePage"}
    assert found["ProfilePage"] == {
        "@type": "ProfilePage",
        "@id": f"{BASE}#page",
        "url": BASE,
        "name": "Ada Example, Backend Engineer",
        "inLanguage": "en",
        "mainEntity": {
            "@type": "Person",
            "@id": f"{BASE}#person",
            "name": "Ada Example",
            "jobTitle": "Backend Engineer",
            "description": description(pages["index.html"]),
            "url": BASE,
            "sameAs": ["https://github.com/octocat"],
            "knowsAbout": ["Ledgers", "Queues"],
            "worksFor": [{"@type": "Organization", "name": "Example Bank"}],
            "email": "mailto:ada@example.org",
        },
    }


def test_a_person_has_what_the_files_say(tmp_path: Path) -> None:
    root = write_site(
        tmp_path / "small",
        profile={
            "location": "Porto",
            "phone": "+1 555 0100",
            "languages": [{"language": "English", "fluency": "native"}],
            "photo": {"file": "bo.svg", "alt": "Bo"},
        },
        experience=[
            {
                "employer": "Bank",
                "url": "https://bank.example/",
                "positions": [{"title": "A", "start": "2020"}],
            },
            {"employer": "Shop", "positions": [{"title": "B", "start": "2018", "end": "2019"}]},
            {"employer": "Mill", "positions": [{"title": "C"}]},
        ],
        education=[{"institution": "School", "url": "/school.pdf"}],
        certifications=[{"name": "Certified"}],
        awards=[{"title": "Prize"}],
    )
    (root / "static").mkdir()
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    (root / "static/bo.svg").write_text(svg, encoding="utf-8")
    (root / "static/school.pdf").write_text("", encoding="utf-8")
    person = things(render(root, BASE), "index.html")["ProfilePage"]["mainEntity"]
    about = {"@type", "@id", "name", "jobTitle", "description", "url"}
    assert {key: value for key, value in person.items() if key not in about} == {
        "image": f"{BASE}bo.svg",
        "knowsLanguage": ["English"],
        "homeLocation": {"@type": "Place", "name": "Porto"},
        "worksFor": [{"@type": "Organization", "name": "Bank", "url": "https://bank.example/"}],
        "alumniOf": [{"@type": "EducationalOrganization", "name": "School"}],
        "hasCredential": [{"@type": "EducationalOccupationalCredential", "name": "Certified"}],
        "award": ["Prize"],
        "telephone": "+1 555 0100",
    }


def test_a_spelled_out_address_is_not_in_any_file(root: Path) -> None:
    (root / "portfolio.yaml").write_text("email: spelled-out\n", encoding="utf-8")
    pages = render(root, BASE)
    assert "email" not in things(pages, "index.html")["ProfilePage"]["mainEntity"]
    assert not [path for path, text in pages.items() if "ada@example.org" in text]


def test_a_case_study_is_an_article_by_the_owner(root: Path) -> None:
    edit_study(
        root, STARTER_STUDY, lambda front: front | {"tags": ["payments"], "stack": ["Go"], "title": "Queue"}
    )
    file = root / f"content/case-studies/{STARTER_STUDY}.md"
    text = re.sub(r"^updated: .*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    file.write_text(text.replace("---\n", "---\nupdated: 2024-02-29\n", 1), encoding="utf-8")
    pages = render(root, BASE)
    found = things(pages, f"{STUDY}index.html")
    assert set(found) == {"TechArticle", "BreadcrumbList"}
    article = found["TechArticle"]
    assert f">{article['headline']}<" in pages[f"{STUDY}index.html"]
    assert article == {
        "@type": "TechArticle",
        "@id": f"{BASE}{STUDY}#article",
        "url": BASE + STUDY,
        "mainEntityOfPage": BASE + STUDY,
        "headline": article["headline"],
        "name": "Queue",
        "description": description(pages[f"{STUDY}index.html"]),
        "inLanguage": "en",
        "author": {"@type": "Person", "@id": f"{BASE}#person", "name": "Ada Example", "url": BASE},
        "keywords": ["payments"],
        "mentions": [{"@type": "Thing", "name": "Go"}],
        "dateModified": "2024-02-29",
    }
    assert way(pages, f"{STUDY}index.html") == [
        (1, "home", BASE),
        (2, "case studies", f"{BASE}case-studies/"),
        (3, "🏦 Queue", BASE + STUDY),
    ]


def test_an_article_has_no_unknown_data(root: Path) -> None:
    unknown = {"updated", "tags", "stack"}
    edit_study(root, STARTER_STUDY, lambda front: {k: v for k, v in front.items() if k not in unknown})
    article = things(render(root, BASE), f"{STUDY}index.html")["TechArticle"]
    assert not {"dateModified", "keywords", "mentions"} & set(article)


def test_breadcrumbs_lead_from_home_to_the_page_itself(root: Path) -> None:
    pages = render(root, BASE)
    assert way(pages, "case-studies/index.html")[-1][2] == f"{BASE}case-studies/"
    assert len(way(pages, "case-studies/index.html")) == 2
    assert [item[2] for item in way(pages, "principles/index.html")] == [BASE, f"{BASE}principles/"]
    assert [item[2] for item in way(pages, "tags/payments/index.html")] == [
        BASE,
        f"{BASE}case-studies/",
        f"{BASE}tags/payments/",
    ]
    for path in pages:
        if path.endswith(".html") and path not in {"index.html", "404.html"}:
            items = way(pages, path)
            assert [item[0] for item in items] == [*range(1, len(items) + 1)]
            addresses = [item[2].removeprefix(BASE) + "index.html" for item in items]
            assert set(addresses) <= set(pages)
            assert addresses[-1] == path


def test_an_id_names_one_thing_on_the_whole_site(root: Path) -> None:
    types: dict[str, set[str]] = {}
    for path, text in render(root, BASE).items():
        if path.endswith(".html"):
            ids = [thing for document in documents(text) for thing in walk(document) if "@id" in thing]
            assert len({thing["@id"] for thing in ids}) == len(ids), path
            for thing in ids:
                types.setdefault(thing["@id"], set()).add(f"{thing['@type']} {thing.get('name')}")
    assert len(types) >= 3
    assert all(len(kinds) == 1 for kinds in types.values()), types


def test_the_404_page_has_none(root: Path) -> None:
    assert documents(render(root, BASE)["404.html"]) == []


@pytest.mark.parametrize(
    "words", ["</script><b>", "<!--<script>", "]]>&amp;", "\\u003c/script>", 'a"b\u00a0🏦']
)
def test_no_content_breaks_out_and_it_arrives_as_it_is(root: Path, words: str) -> None:
    edit_yaml(root, "content/profile.yaml", lambda profile: profile | {"role": words, "fields": [words]})
    edit_study(root, STARTER_STUDY, lambda front: front | {"title": words, "headline": f"x {words}"})
    pages = render(root, BASE)
    person = things(pages, "index.html")["ProfilePage"]["mainEntity"]
    assert (person["jobTitle"], person["knowsAbout"]) == (words, [words])
    article = things(pages, f"{STUDY}index.html")["TechArticle"]
    assert (article["name"], article["headline"]) == (words, f"x {words}")
    for path in ("index.html", f"{STUDY}index.html"):
        (raw,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', pages[path], re.DOTALL)
        assert not re.search(r"[<>&]", raw)


def test_markup_and_line_breaks_are_gone() -> None:
    assert (
        write_description("I *build*\nthings with `SQS`  and **care**.")
        == "I build things with SQS and care."
    )


def test_a_long_text_is_cut_at_a_word() -> None:
    short = write_description("word, " * 60)
    assert len(short) <= MAX_CHARACTERS
    assert short.endswith("word…")


def test_a_text_that_just_fits_is_left_alone() -> None:
    text = "x" * MAX_CHARACTERS
    assert write_description(text) == text
    assert len(write_description(text + "x")) == MAX_CHARACTERS
