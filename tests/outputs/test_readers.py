"""The files as programs of others read them: feeds, data in pages, microformats, the card, the README on GitHub."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import cmarkgfm  # type: ignore[import-untyped]
import extruct  # type: ignore[import-untyped]
import feedparser  # type: ignore[import-untyped]
import mf2py  # type: ignore[import-untyped]
import nh3
import pytest
import vobject  # type: ignore[import-untyped]
from cmarkgfm.cmark import Options  # type: ignore[import-untyped]
from support.html_tree import parse_html
from support.owners import OWNERS, turn_on
from support.sites import copy_site, edit_yaml, render, render_all
from support.small_sites import write_site

from portfolio.outputs.readme import make_readme
from portfolio.scaffold import EXAMPLE, create_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from portfolio.site.rendered_site import RenderedSite

_TAGS = """
h1 h2 h3 h4 h5 h6 br b i strong em a pre code img tt div ins del sup sub p picture ol ul table thead tbody tfoot blockquote
dl dt dd kbd q samp var hr ruby rt rp li tr td th s strike summary details caption figure figcaption abbr bdo cite dfn mark
small source span time wbr
"""
GITHUB_TAGS = {*_TAGS.split()}
GITHUB_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "longdesc", "width", "height"},
    "source": {"srcset", "media"},
    "pre": {"lang"},
    "code": {"class"},
    "td": {"align"},
    "th": {"align"},
    "ol": {"start"},
}
"""What GitHub leaves of a README. Source: github/markup, README, "GitHub Markup", and html-pipeline's `SanitizationFilter`."""


def copy_example(root: Path) -> Path:
    create_site(root, EXAMPLE)
    return root


PROFILE = {
    "name": "Ada Example",
    "role": "Backend Engineer",
    "lead": "I build *queues*.",
    "email": "ada@example.org",
    "phone": "+1 555 0100",
    "location": "Port Example",
    "time_zone": "UTC+1",
    "photo": {"file": "photo.svg", "alt": "Ada"},
    "links": [
        {"label": "Code", "url": "https://code.example/ada"},
        {"label": "Call", "url": "tel:+15550101"},
    ],
}
FACTS = {
    "name": ["Ada Example"],
    "job-title": ["Backend Engineer"],
    "locality": ["Port Example"],
    "email": ["mailto:ada@example.org"],
    "tel": ["tel:+15550100", "tel:+15550101"],
    "url": ["https://code.example/ada"],
}
POSITIONS = [
    {"title": "Engineer", "start": "2021-03"},
    {"title": "Trainee", "start": "2019", "end": "2021-02"},
]
SITES: dict[str, Callable[[Path], Path]] = {
    "example": copy_example,
    "engineer": lambda root: copy_site("engineer", root),
    "japanese": lambda root: write_site(root, **OWNERS["japanese"]),
    "arabic": lambda root: write_site(root, **OWNERS["arabic"]),
    "pseudonym": lambda root: write_site(root, **OWNERS["pseudonym"]),
}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return render(copy_example(tmp_path_factory.mktemp("readers") / "site"))


def test_a_reader_of_feeds_finds_each_entry_with_its_day_and_its_author(
    example: dict[str, str],
) -> None:
    feed = feedparser.parse(example["feed.atom"].encode())
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.feed.title
    assert len(feed.entries) > 3
    for entry in feed.entries:
        assert entry.title
        assert entry.link.startswith("https://example.org/")
        assert entry.get("updated") or entry.get("published")


def test_a_reader_of_data_finds_the_person_and_the_articles(example: dict[str, str]) -> None:
    def find(path: str) -> dict[str, dict[str, Any]]:
        found = extruct.extract(example[path], base_url="https://example.org/", syntaxes=["json-ld"])[
            "json-ld"
        ]
        return {item["@type"]: item for document in found for item in document["@graph"]}

    person = find("index.html")["ProfilePage"]["mainEntity"]
    assert person["name"] == "Tilda Weathervane"
    assert {"worksFor", "hasCredential", "image", "alumniOf", "award", "knowsLanguage"} <= person.keys()
    articles = [path for path in example if re.fullmatch(r"(case-studies|writing)/[^/]+/index\.html", path)]
    kinds = [next(iter({"TechArticle", "BlogPosting"} & find(path).keys()), path) for path in articles]
    assert {*kinds} == {"TechArticle", "BlogPosting"}


@pytest.fixture(scope="module")
def read_owner(tmp_path_factory: pytest.TempPathFactory) -> RenderedSite:
    """A site that has a fact for each class of microformats."""
    root = write_site(
        tmp_path_factory.mktemp("microformats") / "site",
        profile=PROFILE,
        experience=[
            {
                "employer": "Bank",
                "url": "https://bank.example/",
                "location": "Bankton",
                "positions": POSITIONS,
            },
            {"employer": "Bakery"},
        ],
        education=[
            {"institution": "School", "degree": "MSc", "url": "https://school.example/", "end": "2018"}
        ],
        is_made=True,
        studies={"queue": {"title": "Queue", "company": None}},
        stack=[{"name": "Languages", "entries": ["Go", "C#"]}],
        config={"outputs": {"resume": True}},
    )
    (root / "static").mkdir()
    (root / "static/photo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', "utf-8"
    )
    return render_all(root)


def read_marks(page: bytes, address: str = "") -> dict[str, Any]:
    found: dict[str, Any] = mf2py.parse(doc=page.decode(), url=f"https://example.org/{address}")
    return found


@pytest.mark.parametrize("path", ["index.html", "summary/index.html"])
def test_a_reader_of_microformats_finds_the_owner(path: str, read_owner: RenderedSite) -> None:
    (card,) = read_marks(read_owner.pages[path])["items"]
    assert card["type"] == ["h-card"]
    photo = (
        {"photo": [{"alt": "Ada", "value": "https://example.org/photo.svg"}]} if path == "index.html" else {}
    )
    assert card["properties"] == FACTS | photo | {"note": ["I build queues."]}


def test_a_reader_of_microformats_finds_the_profiles(read_owner: RenderedSite) -> None:
    assert read_marks(read_owner.pages["index.html"])["rels"]["me"] == ["https://code.example/ada"]


def test_a_reader_of_microformats_finds_every_fact_of_the_resume(read_owner: RenderedSite) -> None:
    (resume,) = read_marks(read_owner.pages["resume/index.html"])["items"]
    (contact,) = resume["properties"].pop("contact")
    assert contact["properties"] == FACTS | {"url": ["https://code.example/ada", "https://example.org/"]}
    bank = {"name": ["Bank"], "url": ["https://bank.example/"]}
    events = {
        kind: [
            {name: [*map(_read_card, values)] for name, values in event["properties"].items()}
            for event in resume["properties"].pop(kind)
        ]
        for kind in ("experience", "education")
    }
    assert events == {
        "experience": [
            {"name": ["Engineer"], "start": ["2021-03"], "location": [bank]},
            {"name": ["Trainee"], "start": ["2019"], "end": ["2021-02"], "location": [bank]},
            {"name": ["Bakery"]},
        ],
        "education": [
            {
                "name": ["MSc"],
                "url": ["https://school.example/"],
                "end": ["2018"],
                "location": [{"name": ["School"]}],
            }
        ],
    }
    assert resume["properties"] == {"summary": ["I build queues."], "skill": ["Go", "C#"]}


def _read_card(value: Any) -> Any:  # noqa: ANN401 (JSON)
    return value["properties"] if isinstance(value, dict) else value


def test_an_address_that_is_spelled_out_is_none_for_readers(tmp_path: Path) -> None:
    pages = render_all(
        write_site(tmp_path / "site", profile=PROFILE | {"photo": None}, config={"email": "spelled-out"})
    ).pages
    (card,) = read_marks(pages["index.html"])["items"]
    assert "email" not in card["properties"]


@pytest.mark.parametrize("name", SITES)
def test_a_reader_of_cards_finds_the_name(name: str, tmp_path: Path) -> None:
    root = SITES[name](tmp_path / "site")
    edit_yaml(root, "portfolio.yaml", lambda config: (config or {}) | {"files": {"vcard": True}})
    rendered = render_all(root)
    profile = rendered.prepared.context.site.profile
    card = vobject.readOne(rendered.rendered["contact.vcf"].decode())
    assert card.fn.value == profile.name
    assert card.version.value == "4.0"
    if profile.role:
        assert card.title.value == profile.role
    if profile.email:
        assert card.email.value == profile.email


@pytest.mark.parametrize("name", SITES)
def test_github_shows_every_word_and_picture_of_the_readme(name: str, tmp_path: Path) -> None:
    text = make_readme(render_all(turn_on(SITES[name](tmp_path / "site"))).prepared.context).text
    shown = cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE).replace(" />", ">")
    cleaned = nh3.clean(shown, tags=GITHUB_TAGS, attributes=GITHUB_ATTRIBUTES, link_rel=None)
    assert parse_html(cleaned).text == parse_html(shown).text
    for tag in ("<img", "<source", "<details", "<summary", "<table", "<pre", "<a "):
        assert cleaned.count(tag) == shown.count(tag), tag
    assert re.findall('(?:href|src|srcset)="([^"]*)"', cleaned) == re.findall(
        '(?:href|src|srcset)="([^"]*)"', shown
    )
