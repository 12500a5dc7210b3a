"""The site in memory of `serve`: after any edit it equals a build, and no needless work is done."""

from __future__ import annotations

import os
import shutil
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support.command import ROOT
from support.edits import BASE, EDITS, EditedSite, builtin, make_site, png, swap, write
from support.sites import prepare

from portfolio import site_files
from portfolio.documents import document as text
from portfolio.errors import PortfolioError, TemplateError
from portfolio.load import articles, files
from portfolio.pages.route import Rendered
from portfolio.serve.rebuild import TICK_S
from portfolio.serve.watch import Snapshot, take_snapshot
from portfolio.site.pipeline import Settings
from portfolio.site.preview import Preview, PreviewedSite
from portfolio.site.rendered_site import render_site
from portfolio.site_files import SiteFiles, read_site_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from portfolio.documents.text import Text
    from portfolio.errors import Diagnostics, Source
    from portfolio.model.document import Document

THIRD = "case-studies/third/index.html"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it is before any edit; read only."""
    return make_site(tmp_path_factory.mktemp("sources") / "site")


def never() -> bool:
    return False


class Warm:
    """A preview with the snapshots that it is refreshed with, as `serve` takes them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.preview = Preview({})
        self.snapshot: Snapshot | None = None


def refresh(warm: Warm) -> PreviewedSite:
    """Refresh a preview: with a snapshot that is no younger than a tick of the disk's clock."""
    time.sleep(TICK_S)
    warm.snapshot = take_snapshot(warm.root, warm.snapshot)
    return warm.preview.refresh(warm.snapshot.files)


def show(preview: Warm) -> object:
    """Return every file of a preview, or its errors, with the warnings."""
    try:
        site = refresh(preview)
        site.render_all(never)
    except PortfolioError as error:
        return str(error.diagnostics)
    return {path: content_of(site, path) for path in site}, str(site.prepared.warnings)


def content_of(site: PreviewedSite, path: str) -> bytes:
    content = site[path]
    return content if isinstance(content, bytes) else content.read_bytes()


def expect(root: Path) -> object:
    """Return the same of a build that knows nothing."""
    try:
        site = render_site(read_site_files(str(root)), Settings({}))
    except PortfolioError as error:
        return str(error.diagnostics)
    files = {
        file.path: file.content
        if isinstance(file.content, bytes)
        else (root / f"static/{file.path}").read_bytes()
        for file in site.files
    }
    return files, str(site.prepared.warnings)


@pytest.fixture(scope="module")
def edited(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[EditedSite, Warm]:
    """One site for all edits, and one preview of it that sees them all."""
    edited = EditedSite(tmp_path_factory.mktemp("shared"), sources)
    return edited, Warm(edited.root)


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_and_another_of_its_kind_show_what_a_build_makes(
    name: str, edited: tuple[EditedSite, Warm]
) -> None:
    site, preview = edited
    site.go_back(0)
    assert show(preview) == expect(site.root)
    edit: Callable[[int], None] = getattr(site, name)
    for _ in range(2):
        edit(1)
        assert show(preview) == expect(site.root)


@settings(
    max_examples=int(os.environ.get("INCREMENTAL_EXAMPLES", "8")),
    suppress_health_check=list(HealthCheck),
)
@example(edits=[("wrong_figure", 0), ("rename_picture_by_case", 0)])
@given(edits=st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 9)), min_size=2, max_size=6))
def test_after_any_edits_it_shows_what_a_build_makes(
    edits: list[tuple[str, int]], sources: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    edited = EditedSite(tmp_path_factory.mktemp("edited"), sources)
    preview = Warm(edited.root)
    assert show(preview) == expect(edited.root)
    for name, number in edits:
        getattr(edited, name)(number)
        assert show(preview) == expect(edited.root)


def start_again(root: Path) -> Warm:
    """Return a preview that found what the one before it left on the disk."""
    refresh(Warm(root))
    preview = Warm(root)
    refresh(preview)
    return preview


class Noted:
    """Takes a note of what is read and prepared."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.read: list[str] = []
        """Case studies."""
        self.prepared: list[str] = []
        read_source, prepare_text = files.read_source, text.prepare_text

        def note_reading_in(
            found: list[str], site: SiteFiles, path: str, diagnostics: Diagnostics
        ) -> Source | None:
            found.append(path)
            return read_source(site, path, diagnostics)

        def note_preparing(document: Document, tools: text.Tools) -> Text:
            self.prepared.append(document.path)
            return prepare_text(document, tools)

        monkeypatch.setattr(articles, "read_source", partial(note_reading_in, self.read))
        monkeypatch.setattr(text, "prepare_text", note_preparing)


def test_a_refresh_reads_and_prepares_what_changed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    preview = Warm(root)
    refresh(preview)
    noted = Noted(monkeypatch)
    refresh(preview)
    assert (noted.read, noted.prepared) == ([], [])
    swap(root / "content/case-studies/third.md", "Plain words", "Other words")
    site = refresh(preview)
    assert noted.read == noted.prepared == ["content/case-studies/third.md"]
    assert b"Other words" in content_of(site, THIRD)


def test_a_problem_of_what_was_read_costs_the_others_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = start_again(root)
    noted = Noted(monkeypatch)
    for turn in range(3):
        write(root / "content/case-studies/third.md", f"---\ntitel: {turn}\n---\n")
        with pytest.raises(PortfolioError):
            refresh(preview)
    assert set(noted.read) == {"content/case-studies/third.md"}


def test_a_problem_in_the_cache_needs_no_reading(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is cached on disk has its spans, too."""
    preview = start_again(root)
    noted = Noted(monkeypatch)
    swap(root / "content/principles.yaml", "retries-happen", "retries-end")
    for _ in range(3):
        with pytest.raises(PortfolioError) as caught:
            refresh(preview)
    assert noted.read == []
    assert all(item.span and item.span.text for item in caught.value.diagnostics)


def test_a_warning_costs_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root / "content/unshown.md", "a text that a warning is about")
    preview = start_again(root)
    noted = Noted(monkeypatch)
    swap(root / "content/case-studies/third.md", "Plain words", "Other words")
    assert refresh(preview).prepared.warnings
    assert noted.read == ["content/case-studies/third.md"]


def test_an_error_of_the_whole_folder_goes_with_its_cause(root: Path) -> None:
    """The files in it have the same stats before and after."""
    preview = Warm(root)
    vault = (root / "content").rename(root.parent / "vault")
    (root / "content").symlink_to(vault)
    assert show(preview) == expect(root)
    (root / "content").unlink()
    vault.rename(root / "content")
    assert show(preview) == expect(root)
    refresh(preview)


def test_what_is_hidden_is_no_part_of_the_site(root: Path) -> None:
    preview = Warm(root)
    before = show(preview)
    write(root / "templates/.parts/x.html", "{{ nope }}")
    write(root / "templates/tag.html~", "{{ nope }}")
    write(root / "content/.note.md", "[gone](gone.md)")
    assert show(preview) == expect(root) == before


def test_the_packaged_theme_is_followed_where_it_is_a_checkout(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout = tmp_path / "checkout"
    for name in ("templates", "static"):
        shutil.copytree(ROOT / name / "terminal", checkout / name / "terminal")
    monkeypatch.setattr(site_files, "PACKAGE", str(checkout / "portfolio"))
    preview = Warm(root)
    before = refresh(preview)
    assert refresh(preview).prepared.renderer is before.prepared.renderer
    write(checkout / "templates/terminal/tag.html", "mine")
    after = refresh(preview)
    assert after.prepared.renderer is not before.prepared.renderer
    assert content_of(after, "tags/payments/index.html") == b"mine"


def test_settings_that_change_nothing_keep_the_renderer(root: Path) -> None:
    preview = Warm(root)
    before = refresh(preview).prepared.renderer
    file = root / "portfolio.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# a comment\n", encoding="utf-8")
    assert refresh(preview).prepared.renderer is before


def test_other_words_of_the_same_size_and_day_are_seen(root: Path) -> None:
    file = root / "content/case-studies/third.md"
    preview = Warm(root)
    refresh(preview)
    before = file.stat()
    swap(file, "Plain words", "Other words")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert b"Other words" in content_of(refresh(preview), THIRD)


def test_the_renderer_lives_as_long_as_what_it_was_made_of(root: Path) -> None:
    preview = Warm(root)
    before = refresh(preview).prepared.renderer
    swap(root / "content/case-studies/third.md", "Plain words", "Other words")
    assert refresh(preview).prepared.renderer is before
    write(root / "templates/tag.html", builtin("tag.html") + "<!-- mine -->")
    assert refresh(preview).prepared.renderer is not before


def test_a_page_is_rendered_when_it_is_asked_for_and_once(root: Path) -> None:
    site = refresh(Warm(root))
    assert not site.rendered
    assert site[THIRD] is site[THIRD]
    assert site.rendered == (THIRD,)
    assert [path in site for path in (THIRD, "plot.png", "case-studies/fourth/index.html")] == [
        True,
        True,
        False,
    ]
    assert site["plot.png"] == root / "static/plot.png"
    assert content_of(site, "plot.png") == png(64, 48)
    assert site.prepared.base_url.base_url.path == "/some-repo/"


def test_rendering_all_stops_when_a_newer_site_waits(root: Path) -> None:
    site = refresh(Warm(root))
    asked = iter((False, False, True))
    assert not site.render_all(lambda: next(asked))
    assert site.render_all(never)
    routes = prepare(root, BASE).context.routes
    assert set(site.rendered) == {route.path for route in routes if isinstance(route.made, Rendered)}


def test_rendering_all_finds_an_error_on_a_page_that_is_not_open(root: Path) -> None:
    preview = Warm(root)
    refresh(preview)
    write(root / "templates/tag.html", "{{ titel }}")
    write(root / "content/unshown.md", "a text that a warning is about")
    site = refresh(preview)
    assert site["index.html"]
    with pytest.raises(TemplateError) as caught:
        site.render_all(never)
    assert [item.span.path for item in caught.value.diagnostics if item.span] == [
        "content/unshown.md",
        "templates/tag.html",
    ]


def test_a_site_that_was_returned_stays_as_it_was(root: Path) -> None:
    preview = Warm(root)
    before = refresh(preview)
    old = before[THIRD]
    write(root / "content/case-studies/third.md", "no front matter")
    with pytest.raises(PortfolioError):
        refresh(preview)
    assert before[THIRD] == old
    assert before["index.html"]


def test_the_next_preview_starts_with_what_this_one_prepared(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh(Warm(root))
    noted = Noted(monkeypatch)
    site: PreviewedSite = refresh(Warm(root))
    assert noted.prepared == []
    assert site[THIRD]
