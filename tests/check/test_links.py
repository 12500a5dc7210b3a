"""Links of rendered pages: every kind of error is reported at its tag, and no valid link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.sites import copy_site, copy_starter, render_all

from portfolio.check.links import check_links
from portfolio.errors import Code
from portfolio.model.config import BaseUrl

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import RunPortfolio

FILES = frozenset(
    {"index.html", "404.html", "work/index.html", "work/a b/index.html", "tags/größe/index.html", "cv.pdf"}
)
BASES = ("https://example.org/", "https://example.org/some-repo/")


def check(html: str, path: str = "work/index.html", base_url: str = BASES[1]) -> list[tuple[str, str]]:
    """Return code, position and message of each error on a page."""
    pages = {name: '<p id="here">' for name in FILES if name.endswith(".html")} | {path: html}
    found = []
    for item in check_links(pages, FILES, BaseUrl.parse(base_url)):
        assert item.span
        assert item.help
        assert item.span.path == path
        found.append((f"{item.code} {item.span.line}:{item.span.column}", item.message))
    return found


def test_another_project_of_the_owner_on_the_same_host_is_no_error() -> None:
    demo = '<a href="https://example.org/demo/">demo</a>'
    assert check(demo, base_url=BASES[0]) == []
    assert check(demo, base_url=BASES[1]) == []


def test_an_absolute_link_to_a_missing_page_below_the_base_path_is_reported() -> None:
    ((place, _),) = check('<a href="https://example.org/some-repo/gone/">x</a>', base_url=BASES[1])
    assert place == "link 1:1"


@pytest.mark.parametrize("base_url", BASES)
@pytest.mark.parametrize(
    "href",
    [
        "../",
        "..",
        "./",
        ".",
        "",
        "#own",
        "#",
        "#top",
        "?q=1",
        "?q=1#own",
        "../#here",
        "../index.html#here",
        "../?utm=x#here",
        "../cv.pdf",
        "../cv.pdf#page=2",
        "a%20b/",
        "a b/#here",
        "../tags/gr%C3%B6%C3%9Fe/",
        "../tags/größe/#here",
        "../tags/gr%c3%b6%c3%9fe/",
        " ../cv.pdf\n",
        "mailto:ada@example.org",
        "tel:+49",
        "https://elsewhere.org/nothing",
        "//elsewhere.org/nothing",
        "https://example.org.evil.org/",
        "data:image/svg+xml,x",
    ],
)
def test_a_link_that_is_not_broken_is_not_reported(href: str, base_url: str) -> None:
    assert check(f'<a id="own" href="{href}">x</a>', base_url=base_url) == []


@pytest.mark.parametrize(
    ("href", "code", "message"),
    [
        ("nothing/", Code.LINK, "does not exist"),
        ("../nothing.pdf", Code.LINK, "does not exist"),
        ("../CV.pdf", Code.LINK, "does not exist"),
        ("../cv.pdf/", Code.LINK, "does not exist"),
        ("a%2520b/", Code.LINK, "does not exist"),
        ("../work", Code.LINK, "is a folder without its slash, so it redirects"),
        ("#nothing", Code.ANCHOR, "names an id that is not on its page"),
        ("../#own", Code.ANCHOR, "names an id that is not on its page"),
        ("#Own", Code.ANCHOR, "names an id that is not on its page"),
        ("../../", Code.LINK, "leaves the site's base path `/some-repo/`"),
        ("/work/", Code.LINK, "leaves the site's base path `/some-repo/`"),
        ("/", Code.LINK, "leaves the site's base path `/some-repo/`"),
        ("/some-repo", Code.LINK, "leaves the site's base path `/some-repo/`"),
        ("/some-repository/", Code.LINK, "leaves the site's base path `/some-repo/`"),
        ("https://example.org/some-repo/nothing/", Code.LINK, "does not exist"),
        ("http://[bad", Code.LINK, "is not an address"),
    ],
)
def test_a_link_with_an_error_is_reported_at_its_tag(href: str, code: Code, message: str) -> None:
    html = f'<h1 id="own">x</h1>\n<p>See <a class="x"\n   href="{href}">x</a>'
    assert check(html) == [(f"{code} 2:8", f"`{href}` {message}")]


def test_at_the_top_of_a_host_a_link_from_the_root_stays_within() -> None:
    assert check('<a href="/work/"></a><a href="../../../"></a>', base_url=BASES[0]) == []


@pytest.mark.parametrize(
    "tag",
    [
        '<link rel="icon" href="no.svg">',
        '<script src="no.js"></script>',
        '<img src="no.png" width="1" height="1" alt="">',
        '<svg><use href="no.svg#x"/></svg>',
        '<iframe src="no/"></iframe>',
        '<img src="../cv.pdf" srcset="no.png 2x" width="1" height="1" alt="">',
        '<picture><source srcset="no.webp"></picture>',
        '<video poster="no.png"></video>',
        '<link rel="preload" as="image" imagesrcset="no.png 640w">',
    ],
)
def test_every_tag_that_leads_somewhere_is_looked_at(tag: str) -> None:
    ((place, _),) = check(tag)
    assert place.startswith("link 1:")


@pytest.mark.parametrize(
    "srcset",
    [
        "",
        " , ",
        "../cv.pdf",
        "../cv.pdf, ../cv.pdf 2x",
        "\n../cv.pdf 1x,\n\t../cv.pdf\t640w 2h ,",
        "../cv.pdf,",
        "../cv.pdf?a=1,2 640w, ../cv.pdf 2x",
        "data:image/png;base64,AAAA 2x",
        "https://elsewhere.org/nothing 2x",
    ],
)
def test_a_picture_in_several_sizes_that_are_all_there_is_not_reported(srcset: str) -> None:
    assert check(f'<img src="../cv.pdf" srcset="{srcset}" width="1" height="1" alt="">') == []


@pytest.mark.parametrize("srcset", ["../cv.pdf, no.png 2x", "../cv.pdf 1x,no.png 2x", "no.png, ../cv.pdf 2x"])
def test_the_size_of_a_picture_that_is_missing_is_named(srcset: str) -> None:
    html = f'<p>\n <img src="../cv.pdf" srcset="{srcset}" width="1" height="1" alt="">'
    assert check(html) == [("link 2:2", "`no.png` does not exist")]


def test_the_page_for_missing_addresses_links_from_the_base_path() -> None:
    good = (
        '<a href="/some-repo/"></a><a href="/some-repo/work/#here"></a><a href="#main"></a><main id="main">'
    )
    assert check(good, "404.html") == []
    assert check('<a href="/work/"></a>', "404.html")[0][0] == "link 1:1"


def test_an_encoded_base_path_is_the_same_as_a_plain_one() -> None:
    assert check('<a href="/my%20site/work/"></a>', base_url="https://example.org/my%20site/") == []


@pytest.mark.parametrize("size", ["", 'width="1"', 'height="1"', 'width="" height="1"'])
def test_an_image_without_a_size_is_reported(size: str) -> None:
    assert check(f'<p>\n <img src="../cv.pdf" alt="" {size}>') == [
        ("image 2:2", "the image `../cv.pdf` has no width and height")
    ]


def test_an_id_that_stands_twice_is_reported_at_the_second_one() -> None:
    assert check('<p id="a">\n<b id="b"></b><p id="a">') == [("anchor 2:15", "the page has the id `a` twice")]
    assert check('<p id="a"><p id="A"><p id=""><p id="">') == []


def test_a_heading_may_not_take_the_id_of_a_section(tmp_path: Path, run_portfolio: RunPortfolio) -> None:
    root = copy_starter(tmp_path / "site")
    (root / "content/notes.md").write_text("## Now\n", encoding="utf-8")
    with (root / "content/home.yaml").open("a", encoding="utf-8") as file:
        file.write("  - {kind: markdown, title: Notes, command: '', file: notes.md}\n")
        file.write("  - {kind: about, title: Now, command: '', id: notes-now}\n")
    done = run_portfolio("check", "--base-url", "https://example.org/", cwd=root)
    assert done.returncode == 1
    assert "error[anchor]: the page has the id `notes-now` twice\n" in done.stdout


def test_words_in_scripts_styles_and_comments_are_no_links() -> None:
    assert check("<script>'<a href=\"no\">'</script><style><a href=no></style><!-- <a href=no> -->") == []


@pytest.mark.parametrize("base_url", BASES)
def test_the_pages_of_a_whole_site_have_no_broken_link(base_url: str, tmp_path: Path) -> None:
    site = render_all(copy_site("engineer", tmp_path), base_url)
    html = {path: page.decode() for path, page in site.pages.items()}
    files = frozenset(file.path for file in site.files)
    assert len(html) > 10
    assert list(check_links(html, files, site.prepared.base_url.base_url)) == []


def test_the_command_reports_what_a_template_breaks(tmp_path: Path, run_portfolio: RunPortfolio) -> None:
    root = copy_starter(tmp_path)
    (root / "templates").mkdir()
    (root / "templates/404.html").write_text(
        '{% extends "terminal/404.html" %}\n{% block main %}<a href="/nothing/">x</a>\n{% endblock %}',
        encoding="utf-8",
    )
    done = run_portfolio("--site", root, "check", "--base-url", BASES[1])
    assert done.returncode == 1
    assert "error[link]: `/nothing/` leaves the site's base path `/some-repo/`" in done.stdout
    assert done.stdout.startswith("404.html:")


@pytest.mark.parametrize(
    "tag",
    [
        "<A HREF='no'>",
        "<a href=no>",
        '<a title="a > b" href="no">',
        "<a title='\"' href=no class>",
        '<a href = "no" id=here>',
        '<a\nhref="n&#111;">',
        "<script>'</p>'</script><a href=no>",
        "<style></style><a href=no>",
        "<!-- > --><a href=no>",
        '<a id="it\'s" href="no">',
    ],
)
def test_a_tag_is_read_as_a_browser_reads_it(tag: str) -> None:
    ((place, message),) = check(tag)
    assert place == f"link 1:{tag.lower().index('<a') + 1}"
    assert message == "`no` does not exist"


@pytest.mark.parametrize(
    "html", ["<scripted href=no></scripted>", "<!-- <a href=no>", "<script><a href=no>", "<p>a < b href=no>"]
)
def test_what_opens_no_element_leads_nowhere(html: str) -> None:
    assert [message for _, message in check(html)] == ["`no` does not exist"] * html.startswith("<scripted")


def test_the_span_of_a_link_is_its_whole_tag() -> None:
    page = '<p>\n<script src="no">a</script>'
    (item,) = check_links({"index.html": page}, FILES, BaseUrl.parse(BASES[0]))
    assert item.span
    assert (item.span.line, item.span.column, item.span.length) == (2, 1, len('<script src="no">'))
