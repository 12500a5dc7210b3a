"""What a build reads, as hashes: everything that can change it, and nothing that cannot."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from portfolio.site import inputs
from portfolio.site.inputs import ENV, Request, digest_file, digest_inputs, digest_tool, make_request
from portfolio.site_files import read_site_files

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
    return read_site_files(str(root)).digests


def test_every_file_and_folder_is_named_once(root: Path) -> None:
    assert set(found(root)) == {
        "portfolio.yaml",
        "content/",
        "templates/",
        "static/",
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


@pytest.mark.parametrize("name", ["caf\udce9.md", "a\nb.md", "4913"])
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
def test_a_link_instead_of_a_file_is_another_input(root: Path, name: str) -> None:
    """The same content, yet a link out of the site is refused."""
    before = found(root)
    moved = root.parent / "moved"
    (root / name).rename(moved)
    (root / name).symlink_to(moved)
    outside = found(root)
    assert outside[name] == ""
    copy = (root / name).with_name("copy")
    copy.write_bytes(moved.read_bytes())
    (root / name).unlink()
    (root / name).symlink_to(copy)
    assert len({str(item) for item in (before, outside, found(root))}) == 3


def test_what_a_link_leads_to_counts_behind_other_links_too(root: Path) -> None:
    one, two = root / "static/one", root / "static/two"
    one.write_text("one", encoding="utf-8")
    two.symlink_to("one")
    (root / "static/link").symlink_to("two")
    before = found(root)
    one.write_text("two", encoding="utf-8")
    changed = found(root)
    assert changed != before
    outside = root.parent / "outside"
    one.rename(outside)
    two.unlink()
    two.symlink_to(outside)
    assert found(root) != changed


def test_links_in_a_ring_end(root: Path) -> None:
    (root / "static/a").symlink_to("b")
    (root / "static/b").symlink_to("a")
    assert found(root) == found(root)


def test_only_variables_of_the_base_url_count(root: Path) -> None:
    env = {"GITHUB_REPOSITORY": "a/b", "GITHUB_ACTIONS": "true", "LANG": "C"}
    files = read_site_files(str(root))
    found = digest_inputs(Request(str(root), "/out", None), env, [root / ".git"], files, files)
    assert found.env == {name: env[name] for name in ENV}
    assert found.outside == {str(root / ".git"): ""}


def test_the_tool_is_its_sources_theme_and_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "portfolio"
    for name in (
        "portfolio/a.py",
        "templates/terminal/base.html",
        "site-packages/x-1.dist-info/M",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    monkeypatch.setattr(inputs, "PACKAGE", str(package))

    def digest_now() -> str:
        theme = ("templates/terminal", "static/terminal")
        return digest_tool(read_site_files(str(tmp_path), theme, ()))

    monkeypatch.setattr(sys, "path", [str(tmp_path / "site-packages"), str(tmp_path / "none-packages")])
    seen = {digest_now()}
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "a.pyc").write_text("x", encoding="utf-8")
    assert digest_now() in seen
    (package / "a.py").write_text("y", encoding="utf-8")
    seen.add(digest_now())
    (tmp_path / "templates/terminal/base.html").write_text("y", encoding="utf-8")
    seen.add(digest_now())
    (tmp_path / "site-packages/x-1.dist-info").rename(tmp_path / "site-packages/x-2.dist-info")
    seen.add(digest_now())
    assert len(seen) == 4


@pytest.mark.parametrize(
    ("site", "output", "expected"),
    [
        ("/w/s", None, ("/w/s", "/w/s/_site")),
        ("s/", "out//", ("/w/s", "/w/out")),
        (".", "./a/./b", ("/w", "/w/a/b")),
        ("s", "", ("/w/s", "/w")),
        ("/w/s", "/o", ("/w/s", "/o")),
    ],
)
def test_folders_of_a_request_are_absolute(site: str, output: str | None, expected: tuple[str, str]) -> None:
    assert make_request(site, output, None, "/w")[:2] == expected


def test_what_is_above_a_link_is_not_what_is_before_it_in_the_text(tmp_path: Path) -> None:
    (tmp_path / "far/away").mkdir(parents=True)
    (tmp_path / "near").mkdir()
    (tmp_path / "near/link").symlink_to(tmp_path / "far/away")
    request = make_request("near/link/..", "near/link/../out", None, str(tmp_path))
    assert request[:2] == (str(tmp_path / "far"), str(tmp_path / "far/out"))
    assert make_request("near/link", None, None, str(tmp_path)).root == str(tmp_path / "near/link")
