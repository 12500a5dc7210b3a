"""What a link in the owner's texts leads to, and what is said of one that leads nowhere."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from support.figures import rich_snapshot, write_snapshot
from support.sites import STARTER_STUDY, add_study, copy_starter, edit_yaml, plan

from portfolio.errors import Code
from portfolio.load.content import load_site
from portfolio.markdown.html import Picture
from portfolio.render.targets import Miss, Target, Targets

if TYPE_CHECKING:
    from pathlib import Path

STUDY = f"content/case-studies/{STARTER_STUDY}.md"
TALKS = "content/talks.md"
ANCHORS = {
    STUDY: frozenset({"main", "outcomes", "decisions", "how-it-flows"}),
    "content/case-studies/plain.md": frozenset({"main", "outcomes"}),
    TALKS: frozenset({"main", "talks-2024"}),
    "content/unshown.md": frozenset({"main", "unshown-part"}),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_starter(tmp_path_factory.mktemp("site"))
    add_study(root, "plain", decisions=[], updated=dt.date(2026, 11, 22))
    for name in ("talks", "unshown"):
        (root / f"content/{name}.md").write_text("words\n", encoding="utf-8")
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
def targets(root: Path) -> Targets:
    site = load_site(root).site
    assert site is not None
    return Targets(root, ANCHORS, site.static_files, site, sorted(plan(root)))


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
        (STUDY, "../../static/cv.pdf#page=2", "/cv.pdf#page%3D2"),
        (STUDY, "../../static/my%20photo.svg", "/my%20photo.svg"),
        (STUDY, "/cv.pdf", "/cv.pdf"),
        (STUDY, "/demo/", "/demo/"),
        (STUDY, "/", "/"),
        (STUDY, "/#speaking", "/#speaking"),
        (STUDY, "/principles/#retries-happen", "/principles/#retries-happen"),
        (STUDY, "/case-studies/?by=tag#tags", "/case-studies/?by=tag#tags"),
        (STUDY, "/tags/go/", "/tags/go/"),
        (STUDY, "/index.html", "/"),
        (STUDY, "/index.html#speaking", "/#speaking"),
        (STUDY, "/case-studies/plain/index.html#outcomes", "/case-studies/plain/#outcomes"),
        (STUDY, "/demo/index.html", "/demo/index.html"),
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
def test_a_link_within_the_site_is_found(targets: Targets, path: str, href: str, address: str) -> None:
    assert targets.resolve(path, href) == Target(address)


@pytest.mark.parametrize("href", ["https://example.org/a#b", "mailto:a@example.org", "tel:+1"])
def test_a_link_elsewhere_is_left_as_it_is(targets: Targets, href: str) -> None:
    assert targets.resolve(STUDY, href) == Target(href, is_external=True)


@pytest.mark.parametrize(
    ("href", "code", "message", "help_"),
    [
        ("#how-it-flow", Code.ANCHOR, "there is no heading `#how-it-flow`", "did you mean `how-it-flows`?"),
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
            "there is no page `/my fhoto.svg`",
            "did you mean `/my%20photo.svg`?",
        ),
        (
            "my%20photo.svg",
            Code.LINK,
            "there is no file `content/case-studies/my photo.svg`",
            "did you mean `/my%20photo.svg`?",
        ),
        ("/robot.txt", Code.LINK, "there is no page `/robot.txt`", "did you mean `/robots.txt`?"),
        ("/CV.pdf", Code.LINK, "there is no page `/CV.pdf`", "did you mean `/cv.pdf`?"),
        (
            "/stats/overview-lihgt.svg",
            Code.LINK,
            "there is no page `/stats/overview-lihgt.svg`",
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
            "there is no page `/terminal/site.css`",
            "link to a page of this site, or to a file of static/",
        ),
        (
            "/cv.pdf%00",
            Code.LINK,
            "there is no page `/cv.pdf\0`",
            "did you mean `/cv.pdf`?",
        ),
        ("/#unshown-part", Code.ANCHOR, "there is no heading `#unshown-part` on `/`", None),
        ("/#wrok", Code.ANCHOR, "there is no heading `#wrok` on `/`", "did you mean `work`?"),
    ],
)
def test_a_link_that_leads_nowhere_is_told_with_the_nearest_right_one(
    targets: Targets, href: str, code: Code, message: str, help_: str | None
) -> None:
    assert targets.resolve(STUDY, href) == Miss(code, message, help_)


def test_a_picture_comes_with_its_size(targets: Targets) -> None:
    assert targets.resolve_image(STUDY, "../../static/photo.svg") == Picture("/photo.svg", "20", "10")
    assert targets.resolve_image(TALKS, "/my%20photo.svg") == Picture("/my%20photo.svg", "3", "2")


def test_one_picture_can_be_named_with_different_fragments(targets: Targets) -> None:
    found = [targets.resolve_image(STUDY, f"/photo.svg#{name}") for name in "ab"]
    assert found == [Picture("/photo.svg#a", "20", "10"), Picture("/photo.svg#b", "20", "10")]


@pytest.mark.parametrize(
    ("src", "message"),
    [
        ("/broken.png", "the size of `static/broken.png` cannot be read"),
        ("/phto.svg", "there is no page `/phto.svg`"),
        ("plain.md", "`plain.md` is not a picture of static/"),
        ("/principles/", "`/principles/` is not a picture of static/"),
        ("https://example.org/a.png", "`https://example.org/a.png` is not a picture of static/"),
    ],
)
def test_what_is_no_picture_of_the_site_is_told(targets: Targets, src: str, message: str) -> None:
    found = targets.resolve_image(STUDY, src)
    assert isinstance(found, Miss)
    assert (found.code, found.message) == (Code.IMAGE, message)
    assert found.help


def test_without_a_site_pages_are_not_judged_and_files_are(root: Path) -> None:
    targets = Targets(root, ANCHORS, load_site(root).static_files, None)
    assert targets.resolve(STUDY, "/no/such/page/") == Target("/no/such/page/")
    assert targets.resolve(STUDY, "plain.md#outcomes") == Target("/case-studies/plain/#outcomes")
    assert targets.resolve(STUDY, "../unshown.md") == Target("/")
    assert targets.resolve(STUDY, "../../static/cv.pdf") == Target("/cv.pdf")
    for href in ("nope.md", "../../static/nope.pdf", "../../static/../portfolio.yaml"):
        assert isinstance(targets.resolve(STUDY, href), Miss)
