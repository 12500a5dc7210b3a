"""Builds that remember: after any edits the output is that of a clean build, and no more is done than is needed."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.command import ROOT
from support.edits import EDITS, SECOND, THEIRS, EditedSite, builtin, make_site, png, studies, swap, write
from support.sites import STARTER_STUDY, add_study, edit_study
from support.sites import build as build_clean
from test_docs import fences_of

from portfolio.__main__ import answer
from portfolio.check.budget import check_budget
from portfolio.cli.age import find_stale
from portfolio.documents import document as text
from portfolio.errors import ContentError, PortfolioError
from portfolio.pages.context import Context
from portfolio.pages.route import Composed, Rendered
from portfolio.report import render_text
from portfolio.site import build as module
from portfolio.site import pipeline
from portfolio.site.build import Build, build_site
from portfolio.site.loading import load_site
from portfolio.site.publish import Stage
from portfolio.site.record import load_record, make_request
from portfolio.site.staging import Staged
from portfolio.site.up_to_date import is_up_to_date
from portfolio.theme.page_assets import measure_first_flight

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from portfolio.documents.text import Text
    from portfolio.model.document import Document
    from portfolio.pages.shared_views import PageView
    from portfolio.site.publish import Published
    from portfolio.site.record import Request
    from portfolio.site.staging import OutputFile

COUNTED = settings(
    max_examples=int(os.environ.get("INCREMENTAL_EXAMPLES", "8")),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module", autouse=True)
def _plain_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("GITHUB_ACTIONS", "GITHUB_REPOSITORY", "FORCE_COLOR"):
            patch.delenv(name, raising=False)
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it is before any edit; read only."""
    return make_site(tmp_path_factory.mktemp("sources") / "site")


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder but theirs: its mode and content, the manifest included."""
    return {
        item.relative_to(folder).as_posix(): (
            item.lstat().st_mode,
            b"" if item.is_dir() else item.read_bytes(),
        )
        for item in (folder, *folder.rglob("*"))
        if item.name != THEIRS
    }


class Result(NamedTuple):
    """What a command came to."""

    code: int
    stdout: str
    stderr: str

    @property
    def is_short(self) -> bool:
        """Whether the command saw that nothing changed."""
        return self.stdout.startswith("nothing changed: ")


def run(*arguments: str | Path) -> Result:
    """Run the real command in this process."""
    stdout, stderr = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
        code = answer([*map(str, arguments)])
    return Result(code, stdout.getvalue(), stderr.getvalue())


def arguments_of(edited: EditedSite) -> list[str]:
    output = [f"--output={edited.output}"] if edited.output != edited.root / "_site" else []
    return [
        "--site", str(edited.root), "build", *output, *(["--base-url", edited.base_url] if edited.base_url else []),
    ]  # fmt: skip


def judge(edited: EditedSite) -> bool:
    """Build, and compare with what a clean build does; returns whether there was anything to publish."""
    before = tree(edited.output) if edited.output.exists() else None
    cache_folder = edited.root / ".portfolio"
    before_cache = tree(cache_folder) if cache_folder.exists() else None
    theirs = (edited.output / "tags" / THEIRS).exists()
    problems = None
    try:
        expected = expect(edited.root, edited.clean, edited.base_url)
    except PortfolioError as error:
        problems = render_text(error.diagnostics)
    if problems is not None:
        result = run(*arguments_of(edited))
        assert result.code == 1, result
        assert result.stderr.startswith(problems), result.stderr
        assert (tree(edited.output) if edited.output.exists() else None) == before
        assert (tree(cache_folder) if cache_folder.exists() else None) == before_cache
        return False
    result = run(*arguments_of(edited))
    assert result.code == 0, result
    assert result.stderr == expected
    assert tree(edited.output) == tree(edited.clean)
    assert (edited.output / "tags" / THEIRS).exists() == theirs
    again = run(*arguments_of(edited))
    assert again.is_short, again
    assert (again.code, again.stderr) == (0, expected)
    assert tree(edited.output) == tree(edited.clean)
    return True


def expect(root: Path, output: Path, base_url: str | None = None) -> str:
    """Build without what earlier builds left; returns what is to be printed."""
    rendered = build_clean(root, output, base_url).rendered
    sizes = {
        path: measure_first_flight((output / path).read_bytes()) for path in sorted(rendered.first_flights)
    }
    found = rendered.prepared.base_url
    stale = find_stale(rendered.prepared)  # from some day on, as the edits' snapshot is of a fixed one
    messages = render_text((*rendered.prepared.warnings, *stale, *check_budget(sizes)))
    return f"{messages}base URL {found.base_url.url} ({found.origin})\n"


@pytest.fixture(scope="module")
def shared_ground(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> EditedSite:
    """One site for all edits, each of which begins by undoing what the one before left."""
    edited = EditedSite(tmp_path_factory.mktemp("shared"), sources)
    assert judge(edited)
    return edited


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_and_another_of_its_kind_make_what_a_clean_build_makes(
    name: str, shared_ground: EditedSite
) -> None:
    shared_ground.go_back(0)
    edit: Callable[[int], None] = getattr(shared_ground, name)
    edit(1)
    judge(shared_ground)
    edit(1)
    judge(shared_ground)


def test_most_edits_leave_a_site_that_can_be_built(shared_ground: EditedSite) -> None:
    shared_ground.go_back(0)
    assert judge(shared_ground)


@COUNTED
@given(
    edits=st.lists(
        st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 9)), min_size=1, max_size=2),
        min_size=2,
        max_size=6,
    )
)
def test_after_any_edits_the_output_is_that_of_a_clean_build(
    edits: list[list[tuple[str, int]]], sources: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("edited")
    edited = EditedSite(folder, sources)
    assert judge(edited)
    for step in edits:
        for name, number in step:
            getattr(edited, name)(number)
        judge(edited)
    shutil.rmtree(folder)


# what is done, counted


def build(root: Path, *, force: bool = False, **options: str) -> Build:
    """Build as the command does, and keep what it keeps."""
    request = ask(root, **options)
    made = build_site(request, {}, force=force)
    made.save_record(("", ""))
    return made


def ask(root: Path, output: str | None = None, base_url: str | None = None) -> Request:
    return make_request(str(root), output, base_url, str(root))


def is_done(root: Path, env: Mapping[str, str] | None = None) -> bool:
    """Whether the next build would do nothing."""
    record = load_record(str(root))
    return record is not None and is_up_to_date(ask(root), record, env or {})


def rendered_by(root: Path) -> set[str]:
    """What a build makes again by a template; tests/outputs/ tries the other outputs."""
    made = build(root)
    return set(made.rendered.fresh) & pages_of(made)


def pages_of(made: Build) -> set[str]:
    routes = made.rendered.prepared.context.routes
    return {route.path for route in routes if isinstance(route.made, Rendered)}


def test_the_first_build_renders_all_and_the_second_nothing(root: Path) -> None:
    made = build(root)
    assert set(made.rendered.fresh) == set(made.rendered.made) > pages_of(made)
    assert {type(page.made) for page in made.rendered.made.values()} == {Staged}  # none is held in memory
    assert is_done(root)
    made = build(root)
    assert not made.rendered.fresh
    routes = made.rendered.prepared.context.routes
    assert set(made.rendered.made) == {
        route.path for route in routes if isinstance(route.made, Rendered | Composed)
    }


def test_touching_every_file_changes_nothing(root: Path) -> None:
    build(root)
    for file in (root / "content").rglob("*"):
        os.utime(file, (0, 0))
    assert is_done(root)


def test_the_body_of_a_case_study_renders_its_page_only(root: Path) -> None:
    build(root)
    swap(root / "content/case-studies/third.md", "Plain words", "Other words")
    assert rendered_by(root) == {"case-studies/third/index.html"}


def test_the_body_of_a_case_study_needs_no_view_of_another(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    page_view = Context.page_view

    def count(context: Context, path: str, *others: Any, **options: Any) -> PageView:  # noqa: ANN401 (what the real one takes)
        if options.get("article"):
            shown.append(path)
        return page_view(context, path, *others, **options)

    monkeypatch.setattr(Context, "page_view", count)
    pages = sorted(f"case-studies/{study.stem}/index.html" for study in studies(root))
    build(root)
    assert sorted(shown) == pages
    shown.clear()
    swap(root / "content/case-studies/third.md", "Plain words", "Other words")
    build(root)
    assert shown == ["case-studies/third/index.html"]
    for old, new, name in (("Third work", "Third task", "third"), ("## A heading", "## Another", "second")):
        shown.clear()
        swap(root / f"content/case-studies/{name}.md", old, new)
        build(root)
        assert sorted(shown) == pages, "its title is on others, and their links may lead to its heading"


def test_a_text_of_the_home_page_renders_the_home_page_only(root: Path) -> None:
    build(root)
    swap(root / "content/notes.md", "Words, ", "Other words, ")
    assert rendered_by(root) == {"index.html"}


def test_a_headline_renders_the_pages_that_show_it(root: Path) -> None:
    build(root)
    swap(root / "content/case-studies/second.md", "with no payment made twice", "and none twice")
    studies = {f"case-studies/{name}/index.html" for name in ("second", STARTER_STUDY, "third")}
    # the study stands between the two others, which lead to it by its headline; it alone has the tag
    assert rendered_by(root) == {
        "index.html",
        "404.html",
        "case-studies/index.html",
        "principles/index.html",
        "tags/only-here/index.html",
        "tags/go/index.html",
        "tags/postgresql/index.html",
        *studies,
    }


def test_a_title_leaves_the_neighbours_alone(root: Path) -> None:
    build(root)
    swap(root / "content/case-studies/second.md", "Second work", "Another work")
    # beside a principle, and in the list's description
    assert rendered_by(root) == {
        "index.html",
        "case-studies/index.html",
        "principles/index.html",
        "case-studies/second/index.html",
    }


def test_a_day_renders_the_page_the_feed_and_the_sitemap(root: Path) -> None:
    build(root)
    swap(root / "content/case-studies/third.md", "2026-01-02", "2026-01-03")
    assert rendered_by(root) == {"case-studies/third/index.html", "feed.atom", "sitemap.xml"}


def test_an_outcome_that_the_home_page_shows_renders_it_too(root: Path) -> None:
    build(root)
    swap(root / f"content/case-studies/{STARTER_STUDY}.md", "since the first run", "since the start")
    study = f"case-studies/{STARTER_STUDY}/index.html"
    assert rendered_by(root) == {"index.html", "summary/index.html", study}


def test_an_outcome_that_no_list_shows_renders_its_page_only(root: Path) -> None:
    build(root)
    swap(root / "content/case-studies/third.md", "since the first run", "since the start")
    assert rendered_by(root) == {"case-studies/third/index.html"}


def test_a_drawing_renders_the_page_that_shows_it(root: Path) -> None:
    build(root)
    swap(root / "content/diagrams/flow.txt", "invoice", "payment")
    assert rendered_by(root) == {"case-studies/second/index.html"}


def test_a_picture_of_another_size_renders_the_pages_that_show_it(root: Path) -> None:
    build(root)
    (root / "static/plot.png").write_bytes(png(65, 48))
    assert rendered_by(root) == {"case-studies/second/index.html", "index.html"}
    (root / "static/plot.png").write_bytes(png(65, 48) + b"other pixels")
    assert rendered_by(root) == set()
    assert (root / "_site/plot.png").read_bytes() == png(65, 48) + b"other pixels"


def test_a_heading_that_another_text_links_to_is_missed_without_reading_that_text_again(root: Path) -> None:
    build(root)
    swap(root / f"content/case-studies/{STARTER_STUDY}.md", "## How it flows", "## How it goes")
    with pytest.raises(ContentError) as caught:
        build(root)
    (problem,) = caught.value.diagnostics
    assert problem.span is not None
    assert (problem.span.path, problem.span.text) == (
        "content/case-studies/second.md",
        SECOND.partition("\n")[0],
    )


@pytest.mark.parametrize(
    ("template", "reached"),
    [
        ("404.html", {"404.html"}),
        ("sitemap.xml", {"sitemap.xml"}),
        ("principles.html", {"principles/index.html"}),
        ("sections/markdown.html", {"index.html"}),
    ],
)
def test_a_template_renders_the_pages_that_reach_it(root: Path, template: str, reached: set[str]) -> None:
    build(root)
    # the home page works out the names of its sections' templates: it may reach any
    write(root / "templates" / template, builtin(template) + "<!-- mine -->")
    assert rendered_by(root) - {"index.html"} == reached - {"index.html"}
    (root / "templates" / template).unlink()
    assert rendered_by(root) | {"index.html"} == reached | {"index.html"}


def test_the_base_template_renders_every_page_and_no_feed(root: Path) -> None:
    pages = {path for path in pages_of(build(root)) if path.endswith(".html")}
    write(root / "templates/base.html", builtin("base.html") + "<!-- mine -->")
    assert rendered_by(root) == pages


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("portfolio.yaml", "palette: paper\n"),
        ("static/custom.css", "a { color: red }"),
        ("static/icon.svg", "<svg/>"),
    ],
)
def test_what_every_page_carries_renders_every_page(root: Path, file: str, text: str) -> None:
    pages = pages_of(build(root))
    before = (root / file).read_text(encoding="utf-8") if (root / file).exists() else ""
    write(root / file, before + text)
    assert rendered_by(root) == pages


def test_a_deleted_study_takes_its_pages_along(root: Path) -> None:
    build(root)
    (root / "content/case-studies/third.md").unlink()
    made = build(root)
    assert "case-studies/third/index.html" not in pages_of(made)
    assert not (root / "_site/case-studies/third").exists()
    assert not (root / "_site/feed.atom").exists()


def test_a_file_of_the_output_that_was_changed_is_the_only_one_that_is_made_again(root: Path) -> None:
    build(root)
    file = root / "_site/404.html"
    before = file.stat()
    file.write_bytes(file.read_bytes().replace(b"a", b"b"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not is_done(root)
    assert rendered_by(root) == {"404.html"}


def test_files_that_stay_as_they_were_are_not_written_again(root: Path) -> None:
    build(root)
    before = (root / "_site/404.html").stat().st_ino
    swap(root / "content/case-studies/third.md", "Plain words", "Other words")
    build(root)
    assert (root / "_site/404.html").stat().st_ino == before


def test_force_makes_everything_again(root: Path) -> None:
    files = set(build(root).rendered.made)
    made = build(root, force=True)
    assert set(made.rendered.fresh) == files


# what may happen meanwhile


def test_an_edit_that_is_taken_back_before_the_build_ends_is_not_in_it_and_counts_as_a_change(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = root / "content/case-studies/third.md"
    before = file.read_bytes()

    def load(*arguments: object, **named: object) -> object:
        swap(file, "Plain words", "Words of a moment")
        try:
            return load_site(*arguments, **named)  # type: ignore[arg-type]
        finally:
            file.write_bytes(before)

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "load_site", load)
        build(root)
    assert "Plain words" in (root / "_site/case-studies/third/index.html").read_text(encoding="utf-8")
    assert not is_done(root)
    assert rendered_by(root) == set()
    assert is_done(root)


def test_a_file_that_appears_while_the_site_is_built_counts_as_a_change(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(*arguments: object, **named: object) -> object:
        loading = load_site(*arguments, **named)  # type: ignore[arg-type]
        write(root / "static/late.txt", "late")
        return loading

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "load_site", load)
        build(root)
    assert not is_done(root)
    build(root)
    assert (root / "_site/late.txt").exists()


def test_an_output_that_is_changed_before_it_is_looked_at_is_not_taken_for_ours(root: Path) -> None:
    made = build_site(ask(root), {})
    (root / "_site/404.html").write_text("by hand", encoding="utf-8")
    made.save_record(("", ""))
    assert not is_done(root)
    assert rendered_by(root) == {"404.html"}


def test_a_site_that_another_build_replaced_meanwhile_is_not_reused(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both builds find the same live site; the other one publishes for another address, then ours links files."""
    build(root)
    prepare = pipeline.prepare_site

    def prepare_slowly(*arguments: Any) -> object:  # noqa: ANN401 (what the real one takes)
        made = prepare(*arguments)
        with monkeypatch.context() as patch:
            patch.setattr(module, "prepare_site", prepare)
            build_clean(root, root / "_site", "https://other.example/")
        return made

    swap(root / "content/case-studies/third.md", "Plain words", "Other words")
    with monkeypatch.context() as patch:
        patch.setattr(module, "prepare_site", prepare_slowly)
        build(root)
    clean = root.parent / "clean"
    expect(root, clean)
    assert tree(root / "_site") == tree(clean)


@pytest.mark.parametrize("folder", ["", "new/place"])
def test_a_build_whose_stage_was_cleared_renders_again(
    root: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish = Stage.publish
    clears = iter([True])

    def publish_late(stage: Stage, files: tuple[OutputFile, ...]) -> Published:
        if next(clears, False):
            (root / folder / "._site.portfolio-stage/404.html").unlink()
        return publish(stage, files)

    monkeypatch.setattr(Stage, "publish", publish_late)
    output = root / folder / "_site"
    build(root, output=str(output))
    monkeypatch.undo()
    clean = root.parent / "clean"
    expect(root, clean)
    assert tree(output) == tree(clean)


@pytest.mark.parametrize("name", ["stage", "old"])
def test_a_build_with_nothing_else_to_do_removes_what_a_killed_one_left(root: Path, name: str) -> None:
    build(root)
    left = root / f"._site.portfolio-{name}"
    left.mkdir()
    (left / "index.html").write_text("half of a site", encoding="utf-8")
    assert not is_done(root)
    build(root)
    assert not left.exists()
    assert is_done(root)


def test_two_builds_that_end_together_leave_no_record_of_a_site_that_is_not_there(root: Path) -> None:
    ours = build_site(ask(root), {})
    build_clean(root, root / "_site", "https://other.example/")
    ours.save_record(("", ""))
    assert not is_done(root)
    build(root)
    clean = root.parent / "clean"
    expect(root, clean)
    assert tree(root / "_site") == tree(clean)


def test_a_file_system_without_hard_links_gets_copies(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(root)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "no hard links")

    swap(root / "content/case-studies/third.md", "Plain words", "Other words")
    with monkeypatch.context() as patch:
        patch.setattr(os, "link", refuse)
        assert rendered_by(root) == {"case-studies/third/index.html"}
    assert is_done(root)
    clean = root.parent / "clean"
    expect(root, clean)
    assert tree(root / "_site") == tree(clean)


def test_two_builds_with_one_cache_find_the_same_problems(root: Path) -> None:
    """A study with an error is not cached as a valid one."""
    edit_study(root, "third", lambda front: front | {"colour": "red"})
    made = []
    for _ in range(2):
        with pytest.raises(ContentError) as caught:
            build(root)
        made.append(caught.value.diagnostics)
    assert made[0] == made[1]


def test_parsed_texts_are_found_again_in_another_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fresh checkout with a restored cache: other folder, other times, no output."""
    build(root)
    other = shutil.copytree(root, root.parent / "other" / "checkout")
    shutil.rmtree(other / "_site")
    for file in other.rglob("*"):
        os.utime(file, (0, 0))
    parsed: list[str] = []
    prepare = text.prepare_text

    def note(document: Document, tools: text.Tools) -> Text:
        parsed.append(document.path)
        return prepare(document, tools)

    monkeypatch.setattr(text, "prepare_text", note)
    made = build(other)
    assert set(made.rendered.fresh) == set(made.rendered.made)
    assert parsed == []
    swap(other / "content/notes.md", "Words, ", "Other words, ")
    build(other)
    assert parsed == ["content/notes.md"]


def test_what_deleted_studies_left_is_dropped(root: Path) -> None:
    def size() -> int:
        return sum(file.stat().st_size for file in (root / ".portfolio").rglob("*") if file.is_file())

    build(root)
    before = size()
    for number in range(20):
        add_study(root, f"new-{number}", f"Words of {number}.\n", title=f"New {number}")
    build(root)
    assert size() > before + 20 * 1000
    for number in range(20):
        (root / f"content/case-studies/new-{number}.md").unlink()
    build(root)
    assert size() < before + 200
    cache = (root / ".portfolio/cache").iterdir()
    assert [file.name for file in cache if b"new-" in file.read_bytes()] == []


@pytest.mark.parametrize(
    "spoil", ["a file in place of the folder", "a file in place of the cache", "folders in place of files"]
)
def test_a_cache_that_cannot_be_written_is_no_reason_to_fail(root: Path, spoil: str) -> None:
    if spoil == "a file in place of the folder":
        write(root / ".portfolio", "x")
    elif spoil == "a file in place of the cache":
        write(root / ".portfolio/cache", "x")
    else:
        for number in range(32):
            (root / f".portfolio/cache/{number:02}/x").mkdir(parents=True)
            (root / f".portfolio/cache/{number:02}.tmp/x").mkdir(parents=True)
        (root / ".portfolio/record.json/x").mkdir(parents=True)
    clean = root.parent / "clean"
    expected = expect(root, clean)
    for _ in range(2):
        result = run("--site", root, "build")
        assert (result.code, result.stderr) == (0, expected)
        assert tree(root / "_site") == tree(clean)


def test_colours_are_recorded_with_the_plain_text(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root / "content/unshown.md", "words\n")
    first = run("--site", root, "build")
    with monkeypatch.context() as patch:
        patch.setenv("FORCE_COLOR", "1")
        coloured = run("--site", root, "build")
    assert coloured.is_short
    with monkeypatch.context() as patch:
        patch.setenv("FORCE_COLOR", "1")
        forced = run("--site", root, "build", "--force")
    assert "\x1b[" in coloured.stderr
    assert coloured.stderr == forced.stderr
    assert run("--site", root, "build").stderr == first.stderr


def test_a_profile_has_a_line_for_each_stage_of_the_documentation(root: Path) -> None:
    scenario = f"content/case-studies/{STARTER_STUDY}.scenario.yaml"
    write(
        root / scenario,
        next(fence.text for fence in fences_of("docs/simulate.md") if fence.title == scenario),
    )
    lines = [
        re.fullmatch(r" *[\d,]+ ms +[\d,.]+ ms a page  (.+)", line)
        for line in run("--site", root, "build", "--profile").stderr.splitlines()
    ]
    stages = [line[1] for line in lines if line]
    page = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    table = page.partition("| stage | what it does |")[2].partition("\n\n")[0]
    assert stages == [*re.findall(r"^\| ([a-z ]+) \|", table, re.MULTILINE), "all"]
    assert " ms a page" not in run("--site", root, "build", "--force").stderr


def test_verbose_prints_why_and_which(root: Path) -> None:
    assert "no record of an earlier build: everything is rebuilt" in run("--site", root, "build", "-v").stderr
    swap(root / "content/case-studies/third.md", "Plain words", "Other words")
    result = run("--site", root, "build", "-v").stderr.splitlines()
    assert result[0] == "changed: content/case-studies/third.md"
    assert [line.split()[-1] for line in result if "bytes  " in line and "(unchanged)" not in line] == [
        "case-studies/third/index.html"
    ]
    assert any(line.startswith("2 of ") and line.endswith(" files rendered") for line in result)
    assert run("--site", root, "build", "-v", "--force").stderr.startswith("forced: everything is rebuilt\n")
