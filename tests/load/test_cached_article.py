"""Case studies that an earlier run has read: the same values, and the same problems at the same spans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.sites import STARTER_STUDY, add_study, copy_starter, edit_study, edit_yaml

from portfolio.load import articles
from portfolio.site import loading
from portfolio.site.cache import Cache
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from portfolio.errors import Diagnostics
    from portfolio.load.files import FrontMatter
    from portfolio.site.loading import Loading


FULL: dict[str, Any] = {
    "constraint": "none",
    "period": "2024",
    "updated": "2026-01-02",
    "order": -3,
    "emoji": "👩‍🚀",
    "decisions": [{"what": "a", "why": "b"}, {"what": "a", "why": "b", "trade_off": "c"}],
    "diagram": {"file": "flow.txt", "title": "The drawing"},
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = copy_starter(tmp_path / "site")
    (root / "content/flow.txt").write_text("a --> b\n", encoding="utf-8")
    add_study(root, "second", **FULL)
    return root


def load_site(root: Path, cache: Path | None = None) -> Loading:
    """Load a site in a run of its own, with the cache that earlier runs left in a folder."""
    kept = Cache(cache)
    found = loading.load_site(read_site_files(str(root)), kept)
    kept.save()
    return found


@pytest.fixture
def cache(root: Path, tmp_path: Path) -> Path:
    """The cache's folder after the site was loaded once."""
    assert load_site(root, tmp_path / "cache").site is not None
    return tmp_path / "cache"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The studies whose front matter is read, as it happens."""
    names: list[str] = []
    read = articles._read_front_matter  # noqa: SLF001

    def note(front: FrontMatter, slug: str, diagnostics: Diagnostics) -> object:
        names.append(front.body.path)
        return read(front, slug, diagnostics)

    monkeypatch.setattr(articles, "_read_front_matter", note)
    return names


def test_cached_studies_are_those_that_are_read(root: Path, cache: Path, parsed: list[str]) -> None:
    kept = load_site(root, cache)
    assert parsed == []
    read = load_site(root)
    assert len(parsed) == 2
    assert kept.site == read.site
    assert kept.texts == read.texts
    assert not kept.diagnostics.items


def test_only_a_study_that_changed_is_read(root: Path, cache: Path, parsed: list[str]) -> None:
    edit_study(root, "second", lambda front: front | {"title": "Another"})
    assert load_site(root, cache).site == load_site(root).site
    assert parsed[0] == "content/case-studies/second.md"
    assert len(parsed) == 1 + 2


def test_a_copy_under_another_name_is_read_with_its_own_slug(
    root: Path, cache: Path, parsed: list[str]
) -> None:
    file = root / "content/case-studies/second.md"
    (root / "content/case-studies/copy.md").write_bytes(file.read_bytes())
    site = load_site(root, cache).site
    assert parsed == ["content/case-studies/copy.md"]
    assert site is not None
    assert site == load_site(root).site
    assert {study.slug for study in site.case_studies} == {"copy", "second", STARTER_STUDY}


CROSS = {
    "a company that is known no more": lambda root: edit_yaml(
        root, "content/experience.yaml", lambda _: [{"employer": "Another"}]
    ),
    "a principle that is known no more": lambda root: edit_yaml(
        root, "content/principles.yaml", lambda value: [item | {"id": "other"} for item in value]
    ),
    "an entry that left the stack": lambda root: edit_yaml(
        root, "content/stack.yaml", lambda _: [{"name": "x", "entries": ["y"]}]
    ),
    "a drawing that is gone": lambda root: (root / "content/flow.txt").unlink(),
    "a figure that the home page misses": lambda root: edit_yaml(
        root, "content/home.yaml", lambda value: value | {"figures": ["second/none"]}
    ),
    "a tag that would share a page": lambda root: add_study(root, "third", tags=["Idem Potency", "idem-potency"]),
    "a tag spelled as another file does not": lambda root: add_study(root, "aaa", tags=["pay-ments", "pay ments"]),
    "a text that nothing shows": lambda root: (root / "content/x.md").write_text("x", encoding="utf-8"),
    "a drawing that nothing shows": lambda root: (root / "content/x.txt").write_text("x", encoding="utf-8"),
    "an unknown key beside": lambda root: edit_study(root, "second", lambda front: front | {"colour": "red"}),
}  # fmt: skip


@pytest.mark.parametrize("name", CROSS)
def test_problems_between_files_have_their_spans(root: Path, cache: Path, name: str) -> None:
    change: Callable[[Path], object] = CROSS[name]
    change(root)
    expected = load_site(root).diagnostics.items
    assert expected
    for _ in range(2):
        found = load_site(root, cache).diagnostics.items
        assert found == expected
        assert all(item.span is not None and item.span.path for item in found)


def test_a_study_with_an_error_is_read_in_each_run(root: Path, cache: Path, parsed: list[str]) -> None:
    edit_study(root, "second", lambda front: front | {"colour": "red"})
    for _ in range(2):
        assert load_site(root, cache).site is None
    assert parsed == ["content/case-studies/second.md"] * 2


def test_a_damaged_shard_is_read_again(root: Path, cache: Path, parsed: list[str]) -> None:
    for shard in cache.iterdir():
        shard.write_bytes(shard.read_bytes()[:-1])
    assert load_site(root, cache).site == load_site(root).site
    assert len(parsed) == 4
