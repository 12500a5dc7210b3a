"""The owner's texts as HTML for their page, and every problem in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.edits import png
from support.html_tree import parse_html
from support.sites import STARTER_STUDY, add_study, copy_starter, edit_study, edit_yaml, render, render_all

from portfolio.documents import library
from portfolio.documents.document import prepare_text
from portfolio.documents.library import Library, check_links
from portfolio.documents.links import LinkResolver, TextPage
from portfolio.documents.text import unpack_prose
from portfolio.errors import Code, ContentError, Source
from portfolio.markdown.blocks import rebuild
from portfolio.model.document import Document
from portfolio.pages.route import linker_for
from portfolio.site_files import SiteFiles

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.documents.text import Prose


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_starter(tmp_path / "site")


STUDY = "content/case-studies/x.md"
TALKS = "content/My talks.md"


def show(source: str, path: str = STUDY, address: str = "/case-studies/x/", id_prefix: str = "") -> Prose:
    return make_library(source, path, address, id_prefix).render(path, linker_for(address))


def make_library(
    source: str, path: str = STUDY, address: str = "/case-studies/x/", id_prefix: str = ""
) -> Library:
    text = prepare_text(Document(Source(path, source), 1))
    assert not text.problems
    page = TextPage(address, "", id_prefix, frozenset(text.anchors))
    return Library({path: text}, resolver_of({path: page}), str.join, str, str.join, {}, {})


def resolver_of(texts: dict[str, TextPage]) -> LinkResolver:
    return LinkResolver(texts, None, (), (), SiteFiles("/nowhere", {}, frozenset()))


def test_a_text_is_cut_at_its_headings() -> None:
    prose = show("Intro[^1].\n\n## One *b*\n\nfirst\n\n### Deep\n\n## Two\n\nsecond\n\n[^1]: The note.\n")
    assert prose.intro.startswith("<p>Intro")
    assert [(part.anchor, part.title) for part in prose.sections] == [
        ("one-b", "One <em>b</em>"),
        ("two", "Two"),
    ]
    assert "<h3" in prose.sections[0].html
    assert "The note." in prose.closing


def test_a_text_with_a_footnote_and_no_heading_loses_neither() -> None:
    prose = show("Intro[^1].\n\n[^1]: The note.\n")
    assert "Intro" in prose.intro
    assert "The note." in prose.closing


def test_a_section_of_the_home_page_begins_one_level_lower_and_keeps_its_ids_apart() -> None:
    prose = show("## One\n\n[up](#one)\n\n### Deep\n", TALKS, "/", "my-talks-")
    assert prose.sections[0].anchor == "my-talks-one"
    assert '<h4 id="my-talks-deep">' in prose.sections[0].html
    assert '<a href="#my-talks-one">' in prose.sections[0].html


def test_a_text_without_links_is_the_one_that_was_prepared() -> None:
    text = prepare_text(Document(Source(STUDY, "Words.\n"), 1))
    library = Library({STUDY: text}, resolver_of({}), str.join, str, str.join, {}, {})
    assert library.render(STUDY, linker_for("/case-studies/x/")) == unpack_prose(text.prose)


def test_blocks_are_walked_only_where_a_link_stays_in_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    walks: list[object] = []

    def count(*arguments: Any) -> Any:  # noqa: ANN401 (those of `rebuild`)
        walks.append(arguments)
        return rebuild(*arguments)

    monkeypatch.setattr(library, "rebuild", count)
    linker = linker_for("/case-studies/x/")
    elsewhere = make_library("A [link](https://example.org/a) and `code`.\n")
    assert "https://example.org/a" in str(elsewhere.read_blocks(STUDY, linker))
    assert walks == []
    assert "../../case-studies/x/" in str(make_library("To [itself](x.md).\n").read_blocks(STUDY, linker))
    assert len(walks) == 1


def test_each_link_that_leads_nowhere_is_reported_at_its_address_unless_parsing_refused_it() -> None:
    text = prepare_text(Document(Source(STUDY, "[a](nope.md) [b](javascript:alert) [c](#nope)\n"), 1))
    found = check_links(
        text.accepted(text.links), resolver_of({STUDY: TextPage("/x/", "", "", frozenset())}).resolve
    )
    assert [(item.code, item.span and item.span.column) for item in found] == [
        (Code.LINK, 5),
        (Code.ANCHOR, 40),
    ]
    assert [item.code for item in text.problems] == [Code.LINK_SCHEME]


def test_an_image_that_is_not_there_is_reported_also_without_words() -> None:
    text = prepare_text(Document(Source(STUDY, "![](/nope.png) ![A](https://example.org/a.png)\n"), 1))
    found = check_links(text.accepted(text.images), resolver_of({}).resolve_image)
    assert [(item.code, item.span and item.span.column) for item in found] == [(Code.IMAGE, 5)]
    assert [item.code for item in text.problems] == [Code.IMAGE_ALT, Code.IMAGE]


def test_links_and_pictures_are_written_for_the_page(root: Path) -> None:
    (root / "static").mkdir()
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"></svg>'
    (root / "static" / "a b.svg").write_text(svg, encoding="utf-8")
    (root / "content" / "talks.md").write_text(
        "## One\n\n[study](case-studies/x.md#more)\n", encoding="utf-8"
    )
    section = {"kind": "markdown", "file": "talks.md", "id": "talks", "title": "Talks", "command": "ls"}
    edit_yaml(root, "content/home.yaml", lambda home: home["sections"].append(section))
    body = (
        "[talk](../talks.md#one) [list](/case-studies/) [here](#more) [away](https://example.org/?a=1&b=2)\n\n"
        "![A plot](<../../static/a b.svg>)\n\n## More\n"
    )
    add_study(root, "x", body)
    pages = render(root, "https://example.org/repo/")
    page = parse_html(pages["case-studies/x/index.html"]).one("main")
    for href in ("../../#talks-one", "../../case-studies/", "#more", "https://example.org/?a=1&b=2"):
        assert href in page.hrefs()
    picture = page.one("img").attributes
    assert picture["src"] == "../../a%20b.svg"
    assert (picture["alt"], picture["width"], picture["height"]) == ("A plot", "40", "20")
    home = parse_html(pages["index.html"])
    assert "./case-studies/x/#more" in home.hrefs()
    assert home.by_id("talks-one").tag == "h3"


def test_a_dark_form_and_a_video_come_from_the_site_itself(root: Path) -> None:
    (root / "static").mkdir()
    for name in ("a.png", "a.dark.png", "clip.png", "clip.mp4"):
        (root / "static" / name).write_bytes(png(4, 2))
    add_study(root, "x", '![A plot](/a.png "Words")\n\n![A run](/clip.mp4)\n')
    page = parse_html(render(root, "https://example.org/repo/")["case-studies/x/index.html"])
    source, video = page.one("source").attributes, page.one("video").attributes
    assert (source["srcset"], source["media"]) == ("../../a.dark.png", "(prefers-color-scheme: dark)")
    assert page.one("picture").one("img").attributes["src"] == "../../a.png"
    wanted = {
        "src": "../../clip.mp4",
        "poster": "../../clip.png",
        "width": "4",
        "height": "2",
        "aria-label": "A run",
    }
    assert {name: video[name] for name in wanted} == wanted
    assert video["preload"] == "none"
    (policy,) = (meta.attributes["content"] for meta in page.all("meta") if "http-equiv" in meta.attributes)
    assert "; media-src 'self';" in policy


def test_every_problem_of_every_text_comes_in_one_run_with_its_location(root: Path) -> None:
    (root / "content" / "talks.md").write_text("[a](nope.md)\n\n![](/nope.png)\n", encoding="utf-8")
    section = {"kind": "markdown", "file": "talks.md", "id": "talks", "title": "Talks", "command": "ls"}
    edit_yaml(root, "content/home.yaml", lambda home: home["sections"].append(section))
    edit_study(root, STARTER_STUDY, lambda _: None, "## A\n\n[b](#nowhere) and [c](javascript:alert) <b>\n")
    with pytest.raises(ContentError) as caught:
        render_all(root)
    study = f"content/case-studies/{STARTER_STUDY}.md"
    first = (root / study).read_text(encoding="utf-8").split("\n").index("## A") + 1
    found = [
        (item.span.path, item.span.line, item.span.column, item.code)
        for item in caught.value.diagnostics
        if item.span
    ]
    assert found == [
        (study, first + 2, 5, Code.ANCHOR),
        (study, first + 2, 23, Code.LINK_SCHEME),
        (study, first + 2, 41, Code.RAW_HTML),
        ("content/talks.md", 1, 5, Code.LINK),
        ("content/talks.md", 3, 1, Code.IMAGE_ALT),
        ("content/talks.md", 3, 5, Code.IMAGE),
    ]


def test_texts_are_judged_even_where_the_site_has_errors(root: Path) -> None:
    edit_yaml(root, "content/home.yaml", lambda home: home | {"colour": "red"})
    edit_study(root, STARTER_STUDY, lambda _: None, "[b](nope.md)\n")
    with pytest.raises(ContentError) as caught:
        render_all(root)
    assert sorted(item.code for item in caught.value.diagnostics) == [Code.LINK, Code.UNKNOWN_KEY]


def test_a_case_study_without_decisions_has_no_anchor_for_them(root: Path) -> None:
    link = "[why](plain.md#decisions) [again](/case-studies/plain/#decisions)\n"
    add_study(root, "plain", decisions=[{"what": "One", "why": "Two"}])
    add_study(root, "other", link)
    assert "plain/#decisions" in render(root)["case-studies/other/index.html"]
    add_study(root, "plain", decisions=[])
    with pytest.raises(ContentError) as caught:
        render_all(root)
    assert [item.code for item in caught.value.diagnostics] == [Code.ANCHOR] * 2
