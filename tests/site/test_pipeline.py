"""The whole build: the same input gives the same bytes, errors leave the old site, conflicts are named."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import pytest
from msgspec import structs
from support.command import run_cli
from support.html_tree import parse_html
from support.sites import (
    STARTER_STUDY,
    add_study,
    copy_site,
    copy_starter,
    edit_study,
    edit_yaml,
    prepare,
    render,
    render_all,
)
from support.sites import build as build_clean
from support.snapshots import rich_snapshot, write_snapshot

from portfolio.check.site import check_site
from portfolio.errors import Code, ContentError, PortfolioError, TemplateError, UsageError
from portfolio.model.names import normalize_name
from portfolio.pages.context import Context
from portfolio.pages.route import Composed, Rendered
from portfolio.scaffold import EXAMPLE

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import RunPortfolio

    from portfolio.errors import Diagnostic

BASE = "https://example.org/some-repo/"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_starter(tmp_path / "site")


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder: its mode and content, the manifest included."""
    return {
        item.relative_to(folder).as_posix(): (
            item.stat().st_mode,
            b"" if item.is_dir() else item.read_bytes(),
        )
        for item in (folder, *folder.rglob("*"))
    }


def build(root: Path) -> Path:
    build_clean(root, base_url=BASE)
    return root / "_site"


def check_site_of(root: Path, base: str) -> list[Diagnostic]:
    """Return what `portfolio check` finds on the rendered pages of a site without errors."""
    site = render_all(root, base)
    files = frozenset(file.path for file in site.files)
    return [
        item
        for item in check_site(
            {path: page.decode() for path, page in site.pages.items()},
            files,
            site.prepared.palettes,
            site.prepared.base_url.base_url,
        )
        if item.code in {Code.LINK, Code.ANCHOR}
    ]


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole site, with a domain."""
    folder = copy_site("engineer", tmp_path_factory.mktemp("sources"))
    (folder / "static" / "CNAME").write_text("example.org\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def reference(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, bytes]]:
    """The site as one plain run makes it."""
    return tree(build(shutil.copytree(sources, tmp_path_factory.mktemp("plain-run") / "site")))


MACHINES = {
    "hash seed 0": {"PYTHONHASHSEED": "0"},
    "hash seed 1": {"PYTHONHASHSEED": "1"},
    "another zone": {"TZ": "Pacific/Kiritimati"},
    "another locale": {"LANG": "tr_TR.UTF-8", "LC_ALL": "C"},
    "on GitHub": {
        "GITHUB_ACTIONS": "true",
        "GITHUB_REPOSITORY": "a/b",
        "CI": "true",
        "SOURCE_DATE_EPOCH": "1",
    },
}


@pytest.mark.parametrize("machine", MACHINES)
def test_equal_input_gives_equal_bytes(
    machine: str, sources: Path, reference: dict[str, tuple[int, bytes]], tmp_path: Path
) -> None:
    root = tmp_path / "a folder elsewhere" / "site"
    root.mkdir(parents=True)
    for file in sorted(
        (file for file in sources.rglob("*") if file.is_file()), reverse=True
    ):  # another file order
        place = root / file.relative_to(sources)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)
        os.utime(place, (0, 0))
    done = run_cli(["build", "--base-url", BASE], home=tmp_path, cwd=root, env=MACHINES[machine])
    assert done.returncode == 0, done.stderr
    assert tree(root / "_site") == reference


def test_another_umask_gives_equal_bytes_and_modes(
    sources: Path, reference: dict[str, tuple[int, bytes]], tmp_path: Path
) -> None:
    root = shutil.copytree(sources, tmp_path / "site")
    before = os.umask(0o077)
    try:
        assert tree(build(root)) == reference
    finally:
        os.umask(before)


def test_a_second_build_changes_nothing(root: Path) -> None:
    first = tree(build(root))
    assert tree(build(root)) == first


@pytest.mark.parametrize("base", ["https://example.org/", BASE, "https://example.org/a/b/c/"])
def test_no_link_leaves_the_base_path(root: Path, base: str) -> None:
    path = urlsplit(base).path
    for name, text in render(root, base).items():
        if not name.endswith(".html"):
            continue
        for element in parse_html(text).walk():
            for attribute in ("href", "src", "action", "srcset", "poster"):
                value = element.attributes.get(attribute)
                if value is None or urlsplit(value).scheme:
                    continue
                assert not value.startswith("/") or (name == "404.html" and value.startswith(path)), (
                    name,
                    value,
                )
                assert urljoin(base + name, value).startswith(base), (name, value)


def check_untouched(root: Path, kind: type[PortfolioError], code: Code) -> PortfolioError:
    """Build, and see that the error is of its kind and the old site is as it was, byte for byte."""
    before = tree(root / "_site")
    beside = {item.name for item in root.iterdir()}
    with pytest.raises(kind) as caught:
        build(root)
    assert {item.code for item in caught.value.diagnostics} == {code}
    assert tree(root / "_site") == before
    assert {item.name for item in root.iterdir()} == beside
    return caught.value


def test_an_error_in_content_leaves_the_old_site(root: Path) -> None:
    build(root)
    edit_yaml(root, "content/profile.yaml", lambda profile: profile | {"nmae": "x"})
    check_untouched(root, ContentError, Code.UNKNOWN_KEY)


def test_an_error_in_a_text_leaves_the_old_site(root: Path) -> None:
    build(root)
    edit_study(root, STARTER_STUDY, lambda _: None, "[x](nope.md)\n")
    check_untouched(root, ContentError, Code.LINK)


def test_an_error_in_a_template_leaves_the_old_site(root: Path) -> None:
    build(root)
    (root / "templates").mkdir()
    (root / "templates" / "404.html").write_text("{{ nope }}", encoding="utf-8")
    check_untouched(root, TemplateError, Code.TEMPLATE)


def test_an_error_in_the_command_leaves_the_old_site(root: Path) -> None:
    build(root)
    before = tree(root / "_site")
    with pytest.raises(UsageError):
        build_clean(root, base_url="ftp://example.org/")
    with pytest.raises(UsageError):
        build_clean(root, root / "content", BASE)
    assert tree(root / "_site") == before


def test_warnings_come_along_with_an_error_in_a_template(root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates" / "404.html").write_text("{{ nope }}", encoding="utf-8")
    (root / "content" / "unshown.md").write_text("words\n", encoding="utf-8")
    with pytest.raises(TemplateError) as caught:
        render(root, BASE)
    assert [item.code for item in caught.value.diagnostics] == [Code.FILE_UNKNOWN, Code.TEMPLATE]


def put_static(root: Path, name: str) -> None:
    file = root / "static" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("mine", encoding="utf-8")


@pytest.mark.parametrize("base", ["https://example.org/", BASE])
def test_every_file_that_a_build_publishes_can_be_linked(root: Path, base: str) -> None:
    write_snapshot(root, rich_snapshot())
    add_study(root, "dated", updated=dt.date(2026, 11, 22))
    put_static(root, "cv.pdf")
    paths = [file.path for file in render_all(root, base).files]
    assert len(paths) > 20
    edit_study(root, STARTER_STUDY, lambda _: None, "".join(f"[{path}](/{path})\n\n" for path in paths))
    assert check_site_of(root, base) == []


def test_a_robots_file_that_is_not_published_cannot_be_linked(root: Path) -> None:
    edit_study(root, STARTER_STUDY, lambda _: None, "[Robots](/robots.txt)\n")
    assert check_site_of(root, "https://example.org/") == []
    with pytest.raises(ContentError, match=r"there is no file `/robots\.txt`"):
        render_all(root, BASE)


def test_links_are_checked_by_pages_if_the_base_url_is_invalid(root: Path) -> None:
    put_static(root, "CNAME")
    (root / "static/CNAME").write_text("no domain", encoding="utf-8")
    edit_study(root, STARTER_STUDY, lambda _: None, "[a](/sitemap.xml) [b](/robots.txt) [c](/nothing)\n")
    with pytest.raises(ContentError) as caught:
        render_all(root, None)
    assert [problem.code for problem in caught.value.diagnostics] == [Code.LINK, Code.BASE_URL]


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("index.html", "index.html"),
        ("Index.HTML", "index.html"),
        ("404.HTML", "404.html"),
        ("sitemap.xml", "sitemap.xml"),
        (f"case-studies/{STARTER_STUDY}/index.html", f"case-studies/{STARTER_STUDY}/index.html"),
        ("Tags/go/index.html", "tags/go/index.html"),
    ],
)
def test_a_static_file_that_would_overwrite_a_page_is_refused_and_both_are_named(
    root: Path, name: str, page: str
) -> None:
    build(root)
    put_static(root, name)
    error = check_untouched(root, ContentError, Code.ADDRESS_CONFLICT)
    (problem,) = error.diagnostics
    assert f"`static/{name}`" in problem.message
    assert page in problem.message
    assert problem.span is not None
    assert problem.span.path == f"static/{name}"


@pytest.mark.parametrize(
    ("name", "help_"),
    [
        ("index.html", "rename the file; to change the page, write templates/home.html"),
        ("sitemap.xml", "rename the file; to change the page, write templates/sitemap.xml"),
        ("feed.atom", "rename the file; to change the page, write templates/feed.atom"),
        ("feed.json", "rename the file"),
        ("stats/overview-light.svg", "rename the file"),
        ("case-studies", "rename the file"),
        ("404.html/index.html", "rename the file"),
        ("Robots.txt", "name it `static/robots.txt`, and it replaces the page"),
        ("404.HTML", "name it `static/404.html`, and it replaces the page"),
    ],
)
def test_a_conflict_with_a_page_comes_with_help_that_can_be_followed(
    root: Path, name: str, help_: str
) -> None:
    write_snapshot(root, rich_snapshot())
    add_study(root, "dated", updated=dt.date(2026, 11, 22))
    put_static(root, name)
    with pytest.raises(ContentError) as caught:
        render_all(root)
    assert [(problem.code, problem.help) for problem in caught.value.diagnostics] == [
        (Code.ADDRESS_CONFLICT, help_)
    ]


@pytest.mark.parametrize("base", ["https://example.org/", BASE])
@pytest.mark.parametrize("name", ["robots.txt", "404.html", ".nojekyll"])
def test_a_static_file_replaces_what_can_have_no_other_name(root: Path, name: str, base: str) -> None:
    put_static(root, name)
    edit_study(root, STARTER_STUDY, lambda _: None, f"[theirs](/{name}#any)\n")
    site = render_all(root, base)
    paths = [file.path for file in site.files]
    assert paths.count(name) == 1
    assert name not in site.rendered
    assert check_site_of(root, base) == []
    build_clean(root, base_url=base)
    assert (root / "_site" / name).read_bytes() == (root / "static" / name).read_bytes()


def test_the_page_for_missing_addresses_comes_back_when_the_own_one_goes(root: Path) -> None:
    made = (build(root) / "404.html").read_bytes()
    put_static(root, "404.html")
    assert (build(root) / "404.html").read_bytes() == (root / "static/404.html").read_bytes()
    (root / "static/404.html").unlink()
    assert (build(root) / "404.html").read_bytes() == made


def test_static_files_that_differ_in_case_only_are_refused_and_both_are_named(root: Path) -> None:
    put_static(root, "Photo.png")
    put_static(root, "photo.png")
    if len(list((root / "static").iterdir())) == 1:
        pytest.skip("this file system does not tell upper from lower case")
    with pytest.raises(ContentError) as caught:
        build(root)
    (problem,) = caught.value.diagnostics
    assert problem.code is Code.ADDRESS_CONFLICT
    assert "static/Photo.png" in problem.message
    assert "static/photo.png" in problem.message


@pytest.mark.parametrize(
    "name",
    ["case-studies", "index.html/x.txt"],
)
def test_a_static_file_that_would_be_a_pages_folder_is_refused(root: Path, name: str) -> None:
    put_static(root, name)
    with pytest.raises(ContentError) as caught:
        build(root)
    (problem,) = caught.value.diagnostics
    assert problem.code is Code.ADDRESS_CONFLICT
    assert problem.span is not None
    assert problem.span.path == f"static/{name}"


@pytest.mark.parametrize("name", ["\u0958" * 85, "a/" + "\u0958" * 85 + "/b.txt"], ids=["file", "folder"])
def test_a_static_file_whose_published_name_is_too_long_is_refused(root: Path, name: str) -> None:
    """The letter takes three bytes on disk, and six in the form in which names are published."""
    build(root)
    put_static(root, name)
    error = check_untouched(root, ContentError, Code.SLUG)
    (problem,) = error.diagnostics
    published = normalize_name(name)
    assert problem.message == f"`static/{published}` would have a name of 510 bytes in the output"
    assert problem.help == "shorten it to 255 bytes or less"


def test_a_static_file_with_a_name_as_long_as_a_disk_takes_is_published(root: Path) -> None:
    put_static(root, "a" * 251 + ".txt")
    put_static(root, "\u0958" * 42)
    build(root)


@pytest.mark.parametrize("domain", ["müller.example", " MÜLLER.example.\n", "xn--mller-kva.example\n"])
def test_a_domain_is_published_as_dns_knows_it(root: Path, domain: str) -> None:
    put_static(root, "CNAME")
    (root / "static/CNAME").write_text(domain, encoding="utf-8")
    build_clean(root, base_url=None)
    assert (root / "_site/CNAME").read_bytes() == b"xn--mller-kva.example\n"
    sitemap = (root / "_site/sitemap.xml").read_text(encoding="utf-8")
    assert "<loc>https://xn--mller-kva.example/</loc>" in sitemap


def test_a_static_file_beside_the_pages_is_copied(root: Path) -> None:
    put_static(root, "humans.txt")
    put_static(root, "case-studies/plot.txt")
    site = build(root)
    assert (site / "humans.txt").read_text(encoding="utf-8") == "mine"
    assert (site / "case-studies" / "plot.txt").read_text(encoding="utf-8") == "mine"
    assert (site / ".nojekyll").read_bytes() == b""


def test_the_pages_of_a_deleted_case_study_are_gone(root: Path) -> None:
    before = set(tree(build(root)))
    add_study(root, "extra", tags=["only-here"])
    site = build(root)
    assert (site / "case-studies/extra/index.html").is_file()
    assert (site / "tags/only-here/index.html").is_file()
    (site / "theirs.txt").write_text("put here by somebody else", encoding="utf-8")
    (root / "content/case-studies/extra.md").unlink()
    assert set(tree(build(root))) == before | {"theirs.txt"}
    assert "only-here" not in (site / "case-studies/index.html").read_text(encoding="utf-8")


def test_the_summary_counts_what_was_built(root: Path, run_portfolio: RunPortfolio) -> None:
    done = run_portfolio("--site", root, "build", "--base-url", BASE)
    files = [
        file
        for file in (root / "_site").rglob("*")
        if file.is_file() and file.name != ".portfolio-manifest.json"
    ]
    pages = [file for file in files if file.suffix == ".html"]
    size = sum(file.stat().st_size for file in files)
    assert f"{len(pages)} pages, {len(files)} files, {size:,} bytes in " in done.stdout


def test_a_route_reads_no_other_text_than_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    context = prepare(EXAMPLE).context
    told = {article.path: context.describe(article) for article in context.site.articles}
    monkeypatch.setattr(Context, "describe", lambda _, article: told[article.path])
    limited = [route for route in context.routes if route.reads is not None]
    kinds = {"index.html", "index.txt", "index.md", "feed.atom", "feed.json", "sitemap.xml", "resume.json"}
    assert {route.path.rpartition("/")[2] for route in limited} >= kinds
    for route in limited:
        assert isinstance(route.made, Rendered | Composed)
        texts = {path: context.library.texts[path] for path in route.reads or ()}
        alone = structs.replace(context, library=context.library._replace(texts=texts), documents={})
        assert route.made.view(alone) == route.made.view(context), route.path
