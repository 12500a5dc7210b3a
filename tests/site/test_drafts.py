"""Case studies that are not finished: seen by the owner alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.sites import add_study, copy_starter, prepare, render

from portfolio.cli.main import run
from portfolio.errors import ContentError
from portfolio.site.preview import Preview, PreviewedSite
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://example.org/"
PAGE = "case-studies/second/index.html"
FILE = "content/case-studies/second.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = copy_starter(tmp_path / "site")
    words = {"title": "Second work", "headline": "Second work in 4 minutes"}
    add_study(root, "second", "Words.\n", **words, draft=True, tags=["only-here"])
    return root


def refresh(root: Path) -> PreviewedSite:
    return Preview({}, BASE).refresh(read_site_files(str(root)))


def test_a_build_leaves_a_draft_out_of_every_file(root: Path) -> None:
    assert prepare(root, BASE).drafts == (FILE,)
    site = render(root, BASE)
    assert not [path for path in site if "second" in path or "only-here" in path]
    assert not [path for path, text in site.items() if "Second work" in text or "only-here" in text]


def test_a_preview_shows_it_with_a_mark_wherever_it_is_named(root: Path) -> None:
    site = refresh(root)
    for path in (PAGE, "index.html", "case-studies/index.html", "tags/only-here/index.html"):
        content = site[path]
        assert isinstance(content, bytes)
        assert b"[draft] Second work" in content
        assert content.count(b"Second work") == content.count(b"[draft] Second work")


def test_an_error_in_a_draft_stops_no_build_and_is_shown_in_the_preview(root: Path) -> None:
    file = root / FILE
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("title:", "titel:") + "\n[gone](gone.md)\n", encoding="utf-8")
    assert prepare(root, BASE).warnings == ()
    with pytest.raises(ContentError) as caught:
        refresh(root)
    assert {str(item.code) for item in caught.value.diagnostics} == {"unknown-key", "link"}


def test_a_link_to_a_draft_leads_nowhere_in_a_build(root: Path) -> None:
    add_study(root, "third", "See [the second](second.md).\n", title="Third work")
    with pytest.raises(ContentError) as caught:
        render(root, BASE)
    assert [item.message for item in caught.value.diagnostics] == [
        f"`{FILE}` is a draft, which no build publishes"
    ]
    refresh(root)


def test_drafts_are_named_also_by_a_build_that_finds_nothing_changed(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("build", "build", "check"):
        assert run(["--site", str(root), command, "--base-url", BASE]) == 0
        assert f"left out as a draft: {FILE}\n" in capsys.readouterr().err


def test_a_draft_that_is_finished_is_published(root: Path) -> None:
    render(root, BASE)
    file = root / FILE
    file.write_text(file.read_text(encoding="utf-8").replace("draft: true", "draft: false"), encoding="utf-8")
    assert prepare(root, BASE).drafts == ()
    assert "[draft]" not in render(root, BASE)[PAGE]
