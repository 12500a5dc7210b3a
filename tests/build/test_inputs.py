"""What a build reads, as hashes: everything that can change it, and nothing that cannot."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from portfolio.build import inputs
from portfolio.build.inputs import digest_env, digest_file, digest_inputs, digest_tool, stamp_inputs

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    for name in ("content/a.md", "content/sub/b.md", "templates/base.html", "static/x.png", "portfolio.yaml"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name, encoding="utf-8")
    return root


def found(root: Path) -> dict[str, str]:
    return digest_inputs(str(root))


def test_every_file_and_folder_is_named_once(root: Path) -> None:
    assert set(found(root)) == {
        "portfolio.yaml",
        "content/a.md",
        "content/sub/",
        "content/sub/b.md",
        "templates/base.html",
        "static/x.png",
    }
    assert "" not in found(root).values()


def test_only_content_counts_not_time(root: Path) -> None:
    before = found(root)
    os.utime(root / "content/a.md", (0, 0))
    assert found(root) == before
    status = (root / "content/a.md").stat()
    (root / "content/a.md").write_text("content/b.md", encoding="utf-8")
    os.utime(root / "content/a.md", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert found(root) != before


def test_the_same_site_elsewhere_has_the_same_hashes(root: Path, tmp_path: Path) -> None:
    (root / "static/link.png").symlink_to("x.png")
    before = found(root)
    other = tmp_path / "deeper" / "elsewhere"
    other.parent.mkdir()
    root.rename(other)
    assert found(other) == before


@pytest.mark.parametrize("name", ["templates/mine", "content/x.md", "static/img"])
def test_an_empty_folder_counts(root: Path, name: str) -> None:
    before = found(root)
    (root / name).mkdir()
    assert found(root) != before


@pytest.mark.parametrize("name", [".hidden", "a.md~", "#a.md#", "caf\udce9.md", "a\nb.md"])
def test_odd_names_count(root: Path, name: str) -> None:
    before = found(root)
    (root / "content" / name).write_text("x", encoding="utf-8")
    assert set(found(root)) - set(before) == {f"content/{name}"}


def test_what_is_no_regular_file_has_no_hash(root: Path) -> None:
    os.mkfifo(root / "static/pipe")
    assert found(root)["static/pipe"] == ""
    assert digest_file(str(root / "content")) == ""
    assert digest_file(str(root / "none")) == ""
    assert digest_file("/dev/null") == ""


def test_a_folder_that_is_a_file_has_a_hash_of_its_own(root: Path) -> None:
    (root / "templates/base.html").unlink()
    (root / "templates").rmdir()
    assert not [name for name in found(root) if name.startswith("templates")]
    (root / "templates").write_text("x", encoding="utf-8")
    assert found(root)["templates"] == digest_file(str(root / "templates"))


@pytest.mark.parametrize("name", ["portfolio.yaml", "static/x.png"])
def test_a_link_in_place_of_a_file_is_another_input(root: Path, name: str) -> None:
    """The same content, yet a link out of the site is refused."""
    before = found(root)
    moved = root.parent / "moved"
    (root / name).rename(moved)
    (root / name).symlink_to(moved)
    outside = found(root)
    assert name not in outside
    (root / "copy").write_bytes(moved.read_bytes())
    (root / name).unlink()
    (root / name).symlink_to(root / "copy")
    assert len({str(item) for item in (before, outside, found(root))}) == 3


def test_what_a_link_leads_to_counts_behind_other_links_too(root: Path) -> None:
    (root / "one").write_text("one", encoding="utf-8")
    (root / "two").symlink_to("one")
    (root / "static/link").symlink_to("../two")
    before = found(root)
    (root / "one").write_text("two", encoding="utf-8")
    changed = found(root)
    assert changed != before
    outside = root.parent / "outside"
    (root / "one").rename(outside)
    (root / "two").unlink()
    (root / "two").symlink_to(outside)
    assert found(root) != changed


def test_a_link_to_a_folder_cannot_be_told(root: Path) -> None:
    (root.parent / "theme").mkdir()
    (root / "templates/mine").symlink_to(root.parent / "theme")
    assert found(root)["templates/mine@"] == ""


def test_a_link_to_nothing_can_be_told(root: Path) -> None:
    """Emacs makes one beside each file that it changes."""
    (root / "content/.#a.md").symlink_to("me@here.17")
    before = found(root)
    assert before["content/.#a.md@"]
    (root / "content/me@here.17").write_text("x", encoding="utf-8")
    assert found(root)["content/.#a.md@"] != before["content/.#a.md@"]


def test_links_in_a_ring_end(root: Path) -> None:
    (root / "static/a").symlink_to("b")
    (root / "static/b").symlink_to("a")
    assert found(root) == found(root)


def test_a_file_that_grows_while_it_is_read_has_no_hash(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = os.read
    monkeypatch.setattr(os, "read", lambda handle, size: read(handle, size - 2))
    assert digest_file(str(root / "portfolio.yaml")) == ""


def test_only_variables_that_tell_the_address_count() -> None:
    env = {"GITHUB_REPOSITORY": "a/b", "GITHUB_ACTIONS": "true", "LANG": "C"}
    assert digest_env(env) == {"GITHUB_REPOSITORY": "a/b", "GITHUB_ACTIONS": "true"}


def test_a_touch_moves_the_stamp_even_if_time_is_set_back(root: Path) -> None:
    before = stamp_inputs(str(root), [])
    status = (root / "content/a.md").stat()
    (root / "content/a.md").write_text("content/b.md", encoding="utf-8")
    os.utime(root / "content/a.md", ns=(status.st_atime_ns, status.st_mtime_ns))
    after = stamp_inputs(str(root), [])
    assert {path for path in before if before[path] != after[path]} == {"content/a.md"}


def test_folders_have_stamps_that_what_lies_in_them_does_not_move(root: Path) -> None:
    before = stamp_inputs(str(root))
    assert "content/sub" in before
    (root / "content/sub/c.md").write_text("c", encoding="utf-8")
    (root / "content/empty").mkdir()
    after = stamp_inputs(str(root))
    assert after.keys() - before.keys() == {"content/sub/c.md", "content/empty"}
    assert before.items() <= after.items()


def test_a_link_that_leads_nowhere_has_a_stamp_and_one_to_a_folder_an_empty_one(root: Path) -> None:
    (root / "content/gone.md").symlink_to("nowhere.md")
    (root / "templates/mine").symlink_to(root / "content/sub")
    stamps = stamp_inputs(str(root))
    assert stamps["content/gone.md"]
    assert stamps["templates/mine"] == ()
    assert "templates/mine/b.md" not in stamps


def test_a_part_of_a_site_can_be_looked_at_alone(root: Path) -> None:
    assert set(stamp_inputs(str(root), folders=("static",), files=())) == {"static/x.png"}


def test_files_around_a_site_have_stamps(root: Path, tmp_path: Path) -> None:
    config = tmp_path / "config"
    assert str(config) not in stamp_inputs(str(root), [str(config)])
    config.write_text("x", encoding="utf-8")
    assert str(config) in stamp_inputs(str(root), [str(config)])


def test_the_tool_is_its_sources_theme_and_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "portfolio"
    for name in (
        "portfolio/a.py",
        "templates/terminal/base.html",
        "pyproject.toml",
        "site-packages/x-1.dist-info/M",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    monkeypatch.setattr(inputs, "PACKAGE", str(package))
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site-packages"), str(tmp_path / "none-packages")])
    seen = {digest_tool()}
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "a.pyc").write_text("x", encoding="utf-8")
    assert digest_tool() in seen
    (package / "a.py").write_text("y", encoding="utf-8")
    seen.add(digest_tool())
    (tmp_path / "templates/terminal/base.html").write_text("y", encoding="utf-8")
    seen.add(digest_tool())
    (tmp_path / "site-packages/x-1.dist-info").rename(tmp_path / "site-packages/x-2.dist-info")
    seen.add(digest_tool())
    (tmp_path / "pyproject.toml").unlink()  # installed: no theme beside the package
    seen.add(digest_tool())
    assert len(seen) == 5
