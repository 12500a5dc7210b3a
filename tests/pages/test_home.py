"""The links of the profile, on the first screen and in the contact section."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.html_tree import parse_html
from support.sites import copy_starter, edit_yaml, render, render_all

from portfolio.errors import ContentError

if TYPE_CHECKING:
    from pathlib import Path

    from support.html_tree import Element

LINKS = {
    "GitHub": "https://github.com/octocat",
    "Blog": "http://blog.example.org/",
    "Write": "mailto:ada@example.org?subject=Work",
    "Phone": "tel:+1-555-0100",
    "CV (PDF)": "/cv.pdf",
    "Photo": "../static/my%20photo.png",
    "Stack": "/tags/go/",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = copy_starter(tmp_path / "site")
    (root / "static").mkdir()
    (root / "static/cv.pdf").write_text("%PDF", encoding="utf-8")
    (root / "static/my photo.png").write_text("PNG", encoding="utf-8")
    return root


def set_links(root: Path, links: dict[str, str]) -> None:
    entries = [{"label": label, "url": url} for label, url in links.items()]
    edit_yaml(root, "content/profile.yaml", lambda profile: profile | {"links": entries})


def home(root: Path) -> Element:
    return parse_html(render(root, "https://example.org/some-repo/")["index.html"])


def test_every_kind_of_link_is_on_the_first_screen(root: Path) -> None:
    set_links(root, LINKS)
    (contact,) = (found for found in home(root).all("ul") if found.attributes.get("aria-label") == "Contact")
    assert [
        (link.text, link.attributes.get("href"), link.attributes.get("rel")) for link in contact.all("a")
    ] == [
        ("Email ada@example.org", "mailto:ada@example.org", None),
        ("GitHub github.com/octocat", "https://github.com/octocat", "me"),
        ("Blog http://blog.example.org/", "http://blog.example.org/", "me"),
        ("Write ada@example.org", "mailto:ada@example.org?subject=Work", None),
        ("Phone +1-555-0100", "tel:+1-555-0100", None),
        ("CV (PDF)", "./cv.pdf", None),
        ("Photo", "./my%20photo.png", None),
        ("Stack", "./tags/go/", None),
    ]


def test_every_kind_of_link_is_in_the_contact_section_with_a_command_that_fits(root: Path) -> None:
    set_links(root, LINKS)
    lines = home(root).by_id("contact").by_class("reach")[0].all("p")
    assert [(line.text, line.hrefs()) for line in lines][:7] == [
        ("$ curl -X GET github.com/octocat", ["https://github.com/octocat"]),
        ("$ curl -X GET http://blog.example.org/", ["http://blog.example.org/"]),
        ("$ echo ada@example.org", ["mailto:ada@example.org?subject=Work"]),
        ("$ echo +1-555-0100", ["tel:+1-555-0100"]),
        ("$ open CV (PDF)", ["./cv.pdf"]),
        ("$ open Photo", ["./my%20photo.png"]),
        ("$ open Stack", ["./tags/go/"]),
    ]


def test_structured_data_has_profiles_elsewhere_only(root: Path) -> None:
    set_links(root, LINKS)
    assert person(root)["sameAs"] == ["https://github.com/octocat", "http://blog.example.org/"]
    set_links(root, {"CV (PDF)": "/cv.pdf"})
    assert "sameAs" not in person(root)


def person(root: Path) -> dict[str, Any]:
    (script,) = (
        found for found in home(root).all("script") if found.attributes.get("type") == "application/ld+json"
    )
    (page,) = json.loads(script.text)["@graph"]
    found: dict[str, Any] = page["mainEntity"]
    return found


@pytest.mark.parametrize(
    ("url", "message", "help_"),
    [
        ("/CV.pdf", "there is no file `/CV.pdf`", "did you mean `/cv.pdf`?"),
        ("/cv.doc", "there is no file `/cv.doc`", "link to a page of this site, or to a file of static/"),
        (
            "../static/my%20photos.png",
            "there is no file `static/my photos.png`",
            "did you mean `../static/my%20photo.png`?",
        ),
        ("./cv.pdf", "there is no file `content/cv.pdf`", "did you mean `/cv.pdf`?"),
        ("./home.yaml", "`content/home.yaml` is not published", None),
        ("/#contacts", "there is no heading `#contacts` on `/`", "did you mean `#contact`?"),
    ],
)
def test_a_broken_link_is_an_error_at_its_span(root: Path, url: str, message: str, help_: str | None) -> None:
    set_links(root, {"GitHub": "https://github.com/octocat", "Wrong": url})
    with pytest.raises(ContentError) as caught:
        render_all(root, None)
    (problem,) = caught.value.diagnostics
    assert problem.message == message
    assert problem.help == help_ or help_ is None
    assert problem.span is not None
    assert problem.span.path == "content/profile.yaml"
    start = problem.span.column - 1
    assert problem.span.text[start : start + problem.span.length].strip("'") == url


def test_a_link_is_judged_beside_other_errors_of_the_site(root: Path) -> None:
    set_links(root, {"CV": "../static/nope.pdf"})
    edit_yaml(root, "content/profile.yaml", lambda profile: profile | {"emial": "x"})
    with pytest.raises(ContentError) as caught:
        render_all(root, None)
    assert [problem.code for problem in caught.value.diagnostics] == ["link", "unknown-key"]


def test_an_empty_command_leaves_no_element(root: Path) -> None:
    def commands() -> list[str]:
        return [found.text for found in home(root).all("p") if found.attributes.get("class") == "cmd"]

    before = commands()

    def empty(value: dict[str, Any]) -> None:
        value["command"] = value["sections"][0]["command"] = ""

    edit_yaml(root, "content/home.yaml", empty)
    assert len(before) > 2
    assert commands() == before[2:]
