"""Resolved links in the owner's texts, and the messages of unresolved ones."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from support.edits import png
from support.sites import STARTER_STUDY, add_study, copy_starter, edit_yaml, prepare
from support.snapshots import rich_snapshot, write_snapshot

from portfolio.documents.links import LinkResolver, Resolved, TextPage
from portfolio.errors import Code, Diagnostic
from portfolio.markdown.records import Picture
from portfolio.site_files import MAX_BINARY_BYTES, SiteFiles, read_site_files

if TYPE_CHECKING:
    from pathlib import Path

STUDY = f"content/case-studies/{STARTER_STUDY}.md"
TALKS = "content/talks.md"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_starter(tmp_path_factory.mktemp("site"))
    add_study(root, "plain", decisions=[], updated=dt.date(2026, 11, 22))
    (root / "content/talks.md").write_text("## 2024\n", encoding="utf-8")
    (root / "content/unshown.md").write_text("## Part\n", encoding="utf-8")
    section = {"kind": "markdown", "file": "talks.md", "id": "speaking", "title": "Talks", "command": "ls"}
    edit_yaml(root, "content/home.yaml", lambda home: home["sections"].append(section))
    write_snapshot(root, rich_snapshot())
    for name, text in {
        "photo.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="20.4px" height="10"></svg>',
        "my photo.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"></svg>',
        "broken.png": "no picture",
        "cv.pdf": "%PDF",
        "demo/index.html": "<p>",
        "terminal/site.css": "a{}",
    }.items():
        file = root / "static" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def resolver(root: Path) -> LinkResolver:
    found = prepare(root).context.library.resolver
    assert isinstance(found, LinkResolver)
    return found


@pytest.mark.parametrize(
    ("path", "href", "address"),
    [
        (STUDY, "#how-it-flows", f"/case-studies/{STARTER_STUDY}/#how-it-flows"),
        (STUDY, "#", f"/case-studies/{STARTER_STUDY}/"),
        (STUDY, "#decisions", f"/case-studies/{STARTER_STUDY}/#decisions"),
        (STUDY, "plain.md", "/case-studies/plain/"),
        (STUDY, "./plain.md#outcomes", "/case-studies/plain/#outcomes"),
        (STUDY, "../talks.md", "/#speaking"),
        (STUDY, "../talks.md#2024", "/#talks-2024"),
        (STUDY, "../talks.md#talks-2024", "/#talks-2024"),
        (TALKS, "#2024", "/#talks-2024"),
        (TALKS, "#talks-2024", "/#talks-2024"),
        (
            TALKS,
            f"case-studies/{STARTER_STUDY}.md#how-it-flows",
            f"/case-studies/{STARTER_STUDY}/#how-it-flows",
        ),
        (STUDY, "../../static/cv.pdf#page=2", "/cv.pdf#page=2"),
        (STUDY, "../../static/my%20photo.svg", "/my%20photo.svg"),
        (STUDY, "/cv.pdf", "/cv.pdf"),
        (STUDY, "/cv.pdf?v=2#page=3&zoom=200,250", "/cv.pdf?v=2#page=3&zoom=200,250"),
        (STUDY, "/demo/#:~:text=a,b", "/demo/#:~:text=a,b"),
        (STUDY, "/demo/#a%20b%22%25é", "/demo/#a%20b%22%25%C3%A9"),
        (STUDY, "/demo/", "/demo/"),
        (STUDY, "/", "/"),
        (STUDY, "/#speaking", "/#speaking"),
        (STUDY, "/principles/#retries-happen", "/principles/#retries-happen"),
        (STUDY, "/case-studies/?by=tag#tags", "/case-studies/?by=tag#tags"),
        (STUDY, "/tags/go/", "/tags/go/"),
        (STUDY, "/index.html", "/"),
        (STUDY, "/index.html#speaking", "/#speaking"),
        (STUDY, "/case-studies/plain/index.html#outcomes", "/case-studies/plain/#outcomes"),
        (STUDY, "/demo/index.html", "/demo/"),
        (STUDY, "/404.html#main", "/404.html#main"),
        (STUDY, "/robots.txt", "/robots.txt"),
        (STUDY, "/sitemap.xml", "/sitemap.xml"),
        (STUDY, "/feed.atom", "/feed.atom"),
        (STUDY, "/feed.json?from=cv#top", "/feed.json?from=cv#top"),
        (STUDY, "/.nojekyll", "/.nojekyll"),
        (STUDY, "/stats/overview-light.svg", "/stats/overview-light.svg"),
        (STUDY, "/stats/overview-dark.svg#card", "/stats/overview-dark.svg#card"),
    ],
)
def test_a_link_within_the_site_is_found(resolver: LinkResolver, path: str, href: str, address: str) -> None:
    assert resolver.resolve(path, href) == Resolved(address)


@pytest.mark.parametrize("href", ["https://example.org/a#b", "mailto:a@example.org", "tel:+1"])
def test_a_link_elsewhere_is_left_as_it_is(resolver: LinkResolver, href: str) -> None:
    assert resolver.resolve(STUDY, href) == Resolved(href, is_external=True)


@pytest.mark.parametrize(
    ("href", "code", "message", "help_"),
    [
        ("#how-it-flow", Code.ANCHOR, "there is no heading `#how-it-flow`", "did you mean `#how-it-flows`?"),
        (
            "plain.md#decisions",
            Code.ANCHOR,
            "there is no heading `#decisions` in `content/case-studies/plain.md`",
            None,
        ),
        (
            "/case-studies/plain/#decisions",
            Code.ANCHOR,
            "there is no heading `#decisions` on `/case-studies/plain/`",
            None,
        ),
        ("plan.md", Code.LINK, "there is no file `content/case-studies/plan.md`", "did you mean `plain.md`?"),
        (
            "talks.md",
            Code.LINK,
            "there is no file `content/case-studies/talks.md`",
            "did you mean `../talks.md`?",
        ),
        (
            "../../../../etc/passwd",
            Code.LINK,
            "there is no file `../../etc/passwd`",
            "link to a Markdown file of content/ or to a file of static/",
        ),
        (
            "../../static/terminal/site.css",
            Code.LINK,
            "`static/terminal/site.css` is not published",
            "link to a Markdown file of content/ or to a file of static/",
        ),
        (
            "../../static/CV.pdf",
            Code.LINK,
            "there is no file `static/CV.pdf`",
            "did you mean `../../static/cv.pdf`?",
        ),
        ("cv.pdf", Code.LINK, "there is no file `content/case-studies/cv.pdf`", "did you mean `/cv.pdf`?"),
        (
            "static/cv.pdf",
            Code.LINK,
            "there is no file `content/case-studies/static/cv.pdf`",
            "did you mean `/cv.pdf`?",
        ),
        (
            "../feed.atom",
            Code.LINK,
            "there is no file `content/feed.atom`",
            "did you mean `/feed.atom`?",
        ),
        (
            "../profile.yaml",
            Code.LINK,
            "`content/profile.yaml` is not published",
            "link to a Markdown file of content/ or to a file of static/",
        ),
        (
            "../../portfolio.yaml",
            Code.LINK,
            "`portfolio.yaml` is not published",
            "link to a Markdown file of content/ or to a file of static/",
        ),
        (
            "x" * 300,
            Code.LINK,
            f"there is no file `content/case-studies/{'x' * 300}`",
            "link to a Markdown file of content/ or to a file of static/",
        ),
        (
            "../unshown.md",
            Code.LINK,
            "no page shows `content/unshown.md`",
            "add a section with `kind: markdown` and `file: unshown.md` to content/home.yaml",
        ),
        (
            "../unshown.md#part",
            Code.LINK,
            "no page shows `content/unshown.md`",
            "add a section with `kind: markdown` and `file: unshown.md` to content/home.yaml",
        ),
        (
            "/my%20fhoto.svg",
            Code.LINK,
            "there is no file `/my fhoto.svg`",
            "did you mean `/my%20photo.svg`?",
        ),
        (
            "my%20photo.svg",
            Code.LINK,
            "there is no file `content/case-studies/my photo.svg`",
            "did you mean `/my%20photo.svg`?",
        ),
        ("/robot.txt", Code.LINK, "there is no file `/robot.txt`", "did you mean `/robots.txt`?"),
        ("/CV.pdf", Code.LINK, "there is no file `/CV.pdf`", "did you mean `/cv.pdf`?"),
        (
            "/stats/overview-lihgt.svg",
            Code.LINK,
            "there is no file `/stats/overview-lihgt.svg`",
            "did you mean `/stats/overview-light.svg`?",
        ),
        ("/principle/", Code.LINK, "there is no page `/principle/`", "did you mean `/principles/`?"),
        (
            "/case-studies/plain",
            Code.LINK,
            "there is no page `/case-studies/plain`",
            "did you mean `/case-studies/plain/`?",
        ),
        (
            "/terminal/site.css",
            Code.LINK,
            "there is no file `/terminal/site.css`",
            "link to a page of this site, or to a file of static/",
        ),
        (
            "/cv.pdf%00",
            Code.LINK,
            "there is no file `/cv.pdf\0`",
            "did you mean `/cv.pdf`?",
        ),
        ("/static/cv.pdf", Code.LINK, "there is no file `/static/cv.pdf`", "did you mean `/cv.pdf`?"),
        ("/static/cv.pfd", Code.LINK, "there is no file `/static/cv.pfd`", "did you mean `/cv.pdf`?"),
        (
            "/assets/my%20photo.svg",
            Code.LINK,
            "there is no file `/assets/my photo.svg`",
            "did you mean `/my%20photo.svg`?",
        ),
        (
            "/principles.html",
            Code.LINK,
            "there is no page `/principles.html`",
            "did you mean `/principles/`?",
        ),
        (
            "/tags/go/index.htm",
            Code.LINK,
            "there is no page `/tags/go/index.htm`",
            "did you mean `/tags/go/`?",
        ),
        (
            "/stats/other.svg",
            Code.LINK,
            "there is no file `/stats/other.svg`",
            "link to a page of this site, or to a file of static/",
        ),
        (
            "/a.b/",
            Code.LINK,
            "there is no page `/a.b/`",
            "link to a page of this site, or to a file of static/",
        ),
        ("/#unshown-part", Code.ANCHOR, "there is no heading `#unshown-part` on `/`", None),
        ("/#wrok", Code.ANCHOR, "there is no heading `#wrok` on `/`", "did you mean `#work`?"),
    ],
)
def test_a_link_that_leads_nowhere_is_reported_with_the_nearest_right_one(
    resolver: LinkResolver, href: str, code: Code, message: str, help_: str | None
) -> None:
    assert resolver.resolve(STUDY, href) == Diagnostic(code, message, help=help_)


@pytest.mark.parametrize(
    ("address", "help_"),
    [
        ("/feed.atom", "write a post, or give a case study `updated`: the feeds are made of them"),
        ("/feed.json", "write a post, or give a case study `updated`: the feeds are made of them"),
        ("/stats/", "run `portfolio stats fetch`, which the numbers come from"),
        ("/stats/overview-light.svg", "run `portfolio stats fetch`, which the numbers come from"),
    ],
)
def test_what_a_site_could_publish_names_what_it_is_made_of(address: str, help_: str) -> None:
    pages: dict[str, frozenset[str] | None] = {"/": frozenset(), "/robots.txt": None}
    found = LinkResolver({}, pages, [], (), NO_FILES).resolve(STUDY, address)
    assert isinstance(found, Diagnostic)
    assert found.help == help_


def test_a_picture_comes_with_its_size(resolver: LinkResolver) -> None:
    assert resolver.resolve_image(STUDY, "../../static/photo.svg") == Picture("/photo.svg", "20", "10")
    assert resolver.resolve_image(TALKS, "/my%20photo.svg") == Picture("/my%20photo.svg", "3", "2")


def test_a_large_picture_is_measured_on_the_disk_while_it_is_there(tmp_path: Path) -> None:
    file = tmp_path / "static/large.gif"
    file.parent.mkdir()
    file.write_bytes(b"GIF89a\x07\0\x05\0".ljust(MAX_BINARY_BYTES + 1, b"\0"))
    files = read_site_files(str(tmp_path))
    assert files.files["static/large.gif"].data is None
    before, after = (LinkResolver({}, None, ["large.gif"], (), files) for _ in range(2))
    assert before.resolve_image(STUDY, "/large.gif") == Picture("/large.gif", "7", "5")
    file.unlink()
    assert isinstance(after.resolve_image(STUDY, "/large.gif"), Diagnostic)


def resolver_with(folder: Path, sizes: dict[str, tuple[int, int]]) -> LinkResolver:
    """Return the resolver of a site with some files of static/; those that are no picture have no size."""
    for name, size in sizes.items():
        file = folder / "static" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(png(*size))
    return LinkResolver({}, None, sizes, (), read_site_files(str(folder)))


def test_a_picture_has_the_dark_form_beside_it(tmp_path: Path) -> None:
    names = {"a b.png": (4, 2), "a b.dark.png": (4, 2), "c.png": (4, 2), "c.dark.jpg": (4, 2)}
    resolver = resolver_with(tmp_path, names)
    assert resolver.resolve_image(STUDY, "/a%20b.png") == Picture("/a%20b.png", "4", "2", "/a%20b.dark.png")
    assert resolver.resolve_image(STUDY, "/c.png") == Picture("/c.png", "4", "2")


def test_a_video_has_the_poster_beside_it_and_its_size(tmp_path: Path) -> None:
    resolver = resolver_with(tmp_path, {"clip.webm": (0, 0), "clip.jpg": (4, 2)})
    found = resolver.resolve_image(STUDY, "/clip.webm")
    assert found == Picture("/clip.webm", "4", "2", poster="/clip.jpg")


def test_a_video_is_no_photo_and_no_cover(tmp_path: Path) -> None:
    resolver = resolver_with(tmp_path, {"clip.webm": (0, 0), "clip.jpg": (4, 2)})
    found = resolver.resolve_picture(STUDY, "/clip.webm")
    assert isinstance(found, Diagnostic)
    assert found.message == "`/clip.webm` is a video, and a picture was expected"
    assert resolver.resolve_picture(STUDY, "/clip.jpg") == Picture("/clip.jpg", "4", "2")


@pytest.mark.parametrize(
    ("sizes", "src", "message", "help_"),
    [
        (
            {"a.png": (4, 2), "a.dark.png": (2, 4)},
            "/a.png",
            "`static/a.dark.png` has 2 x 4 pixels, and `static/a.png` 4 x 2",
            "give both forms of the picture one size",
        ),
        (
            {"clip.mp4": (0, 0), "clip.gif": (4, 2)},
            "/clip.mp4",
            "the video `static/clip.mp4` has no poster",
            "put a picture of it beside it: `static/clip.png`, or the same as .jpg or .webp",
        ),
        (
            {"a.png": (10_000, 6_000)},
            "/a.png",
            "`static/a.png` has 60 megapixels: 10,000 x 6,000",
            "scale it down: phones cannot show more than 40, and a page needs 2",
        ),
        (
            {"a.png": (4, 2), "a.dark.png": (0, 0)},
            "/a.png",
            "the size of `static/a.dark.png` cannot be read",
            "use a PNG, JPEG, GIF, WebP, AVIF or an SVG with `viewBox`",
        ),
    ],
)
def test_a_picture_that_pages_cannot_show_is_an_error(
    tmp_path: Path, sizes: dict[str, tuple[int, int]], src: str, message: str, help_: str
) -> None:
    found = resolver_with(tmp_path, sizes).resolve_image(STUDY, src)
    assert isinstance(found, Diagnostic)
    assert (found.code, found.message, found.help) == (Code.IMAGE, message, help_)


def test_one_picture_can_be_named_with_different_fragments(resolver: LinkResolver) -> None:
    found = [resolver.resolve_image(STUDY, f"/photo.svg#{name}") for name in "ab"]
    assert found == [Picture("/photo.svg#a", "20", "10"), Picture("/photo.svg#b", "20", "10")]


@pytest.mark.parametrize(
    ("src", "message"),
    [
        ("/broken.png", "the size of `static/broken.png` cannot be read"),
        ("/phto.svg", "there is no file `/phto.svg`"),
        ("/nowhere", "there is no picture `/nowhere`"),
        ("plain.md", "`plain.md` is not a picture of static/"),
        ("/principles/", "`/principles/` is not a picture of static/"),
        ("https://example.org/a.png", "`https://example.org/a.png` is not a picture of static/"),
    ],
)
def test_what_is_no_picture_of_the_site_is_reported(resolver: LinkResolver, src: str, message: str) -> None:
    found = resolver.resolve_image(STUDY, src)
    assert isinstance(found, Diagnostic)
    assert (found.code, found.message) == (Code.IMAGE, message)
    assert found.help


def test_a_text_that_no_page_shows_resolves_its_own_links(resolver: LinkResolver) -> None:
    found = [
        resolver.resolve("content/unshown.md", href) for href in ("#part", "#unshown-part", "#nope", "/")
    ]
    assert [isinstance(item, Resolved) for item in found] == [True, True, False, True]


PAGE = TextPage("/", "talks", "talks-", frozenset({"main", "talks", "talks-2024"}))
NO_FILES = SiteFiles("/nowhere", {}, frozenset())


def test_where_pages_are_not_known_files_are_checked() -> None:
    resolver = LinkResolver({TALKS: PAGE}, None, ["cv.pdf"], (), NO_FILES)
    assert resolver.resolve(STUDY, "../talks.md#2024") == Resolved("/#talks-2024")
    assert resolver.resolve(STUDY, "../../static/cv.pdf") == Resolved("/cv.pdf")
    for href in ("nope.md", "../../static/nope.pdf", "../../static/../portfolio.yaml"):
        assert isinstance(resolver.resolve(STUDY, href), Diagnostic)


@pytest.mark.parametrize(
    ("address", "help_"),
    [
        ("/nothing/", "link to a page of this site, or to a file of static/"),
        ("/a/b/", "link to a page of this site, or to a file of static/"),
        ("/nothing.html", "link to a page of this site, or to a file of static/"),
        ("/case-studies/qeue/", "did you mean `/case-studies/queue/`?"),
        ("/writing/queue/", "link to a page of this site, or to a file of static/"),
    ],
)
def test_where_pages_are_not_known_an_address_that_nothing_could_have_is_reported(
    address: str, help_: str, tmp_path: Path
) -> None:
    found = resolver_of_errors(tmp_path).resolve(STUDY, address)
    assert found == Diagnostic(Code.LINK, f"there is no page `{address}`", help=help_)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/#work",
        "/broken/",
        "/broken",
        "/case-studies/",
        "/case-studies/broken/",
        "/case-studies/page/2/",
        "/case-studies/queue/#part",
        "/demo/",
        "/feed.atom",
        "/for/one/",
        "/resume/",
        "/stats/card.svg",
        "/tags/queue/",
        "/writing/",
    ],
)
def test_where_pages_are_not_known_an_address_that_something_could_have_is_not(
    address: str, tmp_path: Path
) -> None:
    assert isinstance(resolver_of_errors(tmp_path).resolve(STUDY, address), Resolved)


def resolver_of_errors(root: Path) -> LinkResolver:
    """Return the resolver of a site in which two texts cannot be read."""
    names = ("pages/broken.md", "case-studies/broken.md", "case-studies/queue.md")
    for path in (*(f"content/{name}" for name in names), "static/demo/index.html"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("", encoding="utf-8")
    page = TextPage("/case-studies/queue/", "", "", frozenset())
    return LinkResolver({"content/case-studies/queue.md": page}, None, (), (), read_site_files(str(root)))


def test_where_pages_are_not_known_only_a_text_or_an_asset_may_be_one_with_errors(tmp_path: Path) -> None:
    for name in ("content/faulty.md", "content/home.yaml", "static/cv.pdf", "portfolio.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    resolver = LinkResolver({}, None, (), (), read_site_files(str(tmp_path)))
    for href in ("../faulty.md", "../../static/cv.pdf"):
        assert resolver.resolve(STUDY, href) == Resolved(href)
    for href in ("../home.yaml", "../../portfolio.yaml"):
        assert isinstance(resolver.resolve(STUDY, href), Diagnostic)


def test_a_page_whose_ids_are_not_known_is_not_judged_by_them() -> None:
    resolver = LinkResolver({}, {"/demo/": None, "/a/": frozenset()}, (), (), NO_FILES)
    assert resolver.resolve(STUDY, "/demo/#part") == Resolved("/demo/#part")
    assert isinstance(resolver.resolve(STUDY, "/a/#part"), Diagnostic)


@pytest.mark.parametrize(("count", "help_"), [(500, "did you mean `#part-77`?"), (501, None)])
def test_a_wrong_heading_is_not_compared_with_more_than_a_text_has(count: int, help_: str | None) -> None:
    anchors = frozenset(f"part-{number}" for number in range(count))
    resolver = LinkResolver({TALKS: PAGE._replace(anchors=anchors)}, {"/": anchors}, (), (), NO_FILES)
    for href in ("/#patr-77", "../talks.md#patr-77"):
        found = resolver.resolve(STUDY, href)
        assert isinstance(found, Diagnostic)
        assert (found.code, found.help) == (Code.ANCHOR, help_)
