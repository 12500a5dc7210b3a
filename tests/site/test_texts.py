"""The documents stage: every problem of every text, and links that are checked again only where it matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.sites import STARTER_STUDY, add_study, copy_starter, edit_study, edit_yaml, prepare

from portfolio.documents.links import LinkResolver
from portfolio.errors import ContentError
from portfolio.site.cache import Cache
from portfolio.site.pipeline import Settings, prepare_site
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from pathlib import Path

STUDY = f"content/case-studies/{STARTER_STUDY}.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The starter with one more case study that has links."""
    root = copy_starter(tmp_path)
    add_study(root, "second", "[one](settlement-queue.md) [all](/case-studies/)\n")
    return root


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The links of case studies that are resolved from now on."""
    links: list[str] = []
    resolve = LinkResolver.resolve

    def note(self: LinkResolver, path: str, href: str) -> object:
        if path.startswith("content/case-studies/"):
            links.append(href)
        return resolve(self, path, href)

    monkeypatch.setattr(LinkResolver, "resolve", note)
    return links


def find_errors(root: Path, cache: Cache | None = None) -> list[tuple[str, str]]:
    files = read_site_files(str(root))
    try:
        prepare_site(files, Settings({}, "https://example.org/", cache or Cache()))
    except ContentError as error:
        return [(item.span.path, item.message) for item in error.diagnostics if item.span]
    return []


def test_a_text_can_lead_to_its_own_headings_and_to_those_of_another(root: Path) -> None:
    add_study(root, "third", "## A part\n\n[own](#a-part) [no](#a-prt)\n")
    add_study(
        root, "fourth", "[other](third.md#a-part) [page](/case-studies/third/#a-part) [none](third.md#no)\n"
    )
    assert find_errors(root) == [
        ("content/case-studies/fourth.md", "there is no heading `#no` in `content/case-studies/third.md`"),
        ("content/case-studies/third.md", "there is no heading `#a-prt`"),
    ]


def test_a_text_that_no_page_shows_is_checked_like_any_other(root: Path) -> None:
    (root / "content/notes.md").write_text("## A\n\n[a](#a) [b](#b) [c](nope.md)\n", encoding="utf-8")
    assert find_errors(root) == [
        ("content/notes.md", "no section of home.yaml shows `notes.md`"),
        ("content/notes.md", "there is no heading `#b`"),
        ("content/notes.md", "there is no file `content/nope.md`"),
    ]


def test_links_between_texts_are_checked_also_where_the_site_has_other_errors(root: Path) -> None:
    edit_yaml(root, "content/home.yaml", lambda home: home | {"colour": "red"})
    (root / "content/notes.md").write_text("## A\n", encoding="utf-8")
    body = "[a](second.md#main) [b](second.md#nope) [c](../notes.md#a) [d](/any/page/) [e](#decisions)\n"
    edit_study(root, STARTER_STUDY, lambda _: None, body)
    assert [message for path, message in find_errors(root) if path == STUDY] == [
        "there is no heading `#nope` in `content/case-studies/second.md`",
        "there is no page `/any/page/`",
    ]


def test_links_are_checked_again_only_where_the_text_or_what_they_can_lead_to_changed(
    root: Path, resolved: list[str]
) -> None:
    cache = Cache()
    assert find_errors(root, cache) == []
    assert resolved == ["settlement-queue.md", "/case-studies/"]
    resolved.clear()
    edit_study(root, STARTER_STUDY, lambda front: front | {"title": "Another"})
    assert find_errors(root, cache) == []
    assert resolved == []
    edit_study(root, STARTER_STUDY, lambda _: None, "## New heading\n")
    assert find_errors(root, cache) == []
    assert resolved == ["settlement-queue.md", "/case-studies/"]
    resolved.clear()
    edit_study(root, "second", lambda _: None, "[a](/case-studies/)\n")
    assert find_errors(root, cache) == []
    assert resolved == ["/case-studies/"]


def test_the_message_of_a_broken_link_is_that_of_a_run_without_a_cache(root: Path) -> None:
    cache = Cache()
    edit_study(root, "second", lambda _: None, "[a](../../NOTES) [b](../case-studies.yaml)\n")
    for name in ("NOTES", "content/case-studies.yaml"):
        assert find_errors(root, cache) == find_errors(root)
        (root / name).write_text("words\n", encoding="utf-8")
    assert find_errors(root, cache) == find_errors(root)
    assert ("content/case-studies/second.md", "`NOTES` is not published") in find_errors(root, cache)


def test_a_picture_is_measured_again_in_each_run(root: Path) -> None:
    cache = Cache()
    edit_study(root, "second", lambda _: None, "![A](/a.svg)\n")
    (root / "static").mkdir()
    file = root / "static/a.svg"
    file.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"></svg>', encoding="utf-8")
    assert find_errors(root, cache) == []
    file.write_text("<svg></svg>", encoding="utf-8")
    assert [message for _, message in find_errors(root, cache)] == [
        "the size of `static/a.svg` cannot be read"
    ]


def test_every_text_of_the_site_is_in_its_library(root: Path) -> None:
    library = prepare(root).context.library
    assert set(library.texts) == {STUDY, "content/case-studies/second.md"}
