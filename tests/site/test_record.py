"""The record of the last build: what it digests, and that it is read as it was written, or not at all."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from portfolio import site_files
from portfolio.site import record
from portfolio.site.record import (
    ENV,
    MAX_LISTED,
    Inputs,
    Record,
    Request,
    Tool,
    digest_file,
    digest_inputs,
    digest_tool,
    explain_change,
    find_tool,
    find_untouched,
    load_record,
    make_request,
    save_record,
    stat_outputs,
)
from portfolio.site_files import PACKAGED, digest, read_site_files

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.site_files import SiteFiles

REQUEST = Request("/site", "/out", None)
INPUTS = Inputs(REQUEST, "tool", {}, {"content/caf\udce9.md": "1"}, {"/.git": ""})
RECORD = Record(
    INPUTS, "stamp", {"a.html": [1, 2, 3, 4]}, {"a.html": ("f", 9)}, "told", "said", ("plain", "\x1b[2mé")
)


def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    save_record(str(tmp_path), RECORD)
    loaded = load_record(str(tmp_path))
    assert loaded is not None
    assert (loaded.inputs, loaded.stamp) == (INPUTS, RECORD.stamp)
    assert (loaded.outputs, loaded.told, loaded.summary) == (RECORD.outputs, RECORD.told, RECORD.summary)
    assert {path: tuple(page) for path, page in loaded.pages.items()} == RECORD.pages
    assert tuple(loaded.printed) == RECORD.printed


def test_no_byte_of_a_record_can_change_unseen(tmp_path: Path) -> None:
    save_record(str(tmp_path), RECORD)
    file = tmp_path / ".portfolio/record.json"
    data = file.read_bytes()
    for place in range(len(data)):
        file.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        assert load_record(str(tmp_path)) is None
        file.write_bytes(data[:place])
        assert load_record(str(tmp_path)) is None


@pytest.mark.parametrize(
    "document", [[1], [99, *RECORD], [], {}, 4, [4], [4, []], [4, [], *RECORD[1:]], [4, *RECORD, 1]]
)
def test_a_record_of_another_shape_is_none(tmp_path: Path, document: object) -> None:
    data = json.dumps(document).encode()
    (tmp_path / ".portfolio").mkdir()
    (tmp_path / ".portfolio/record.json").write_bytes(digest(data).encode() + b"\n" + data)
    assert load_record(str(tmp_path)) is None


def test_no_record_is_none_and_one_that_cannot_be_saved_is_no_error(tmp_path: Path) -> None:
    assert load_record(str(tmp_path)) is None
    (tmp_path / ".portfolio").write_text("x", encoding="utf-8")
    save_record(str(tmp_path), RECORD)
    assert load_record(str(tmp_path)) is None


@pytest.mark.parametrize("change", ["size", "content", "mode", "link", "gone", "symlink", "copy"])
def test_a_changed_output_is_recognised(tmp_path: Path, change: str) -> None:
    file = tmp_path / "a.html"
    file.write_text("page", encoding="utf-8")
    before = file.stat()
    found = stat_outputs(str(tmp_path), ["a.html"])
    assert stat_outputs(str(tmp_path), ["a.html"]) == found
    if change == "size":
        file.write_text("pages", encoding="utf-8")
    elif change == "content":
        file.write_text("gape", encoding="utf-8")
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    elif change == "mode":
        file.chmod(0o600)
    elif change == "link":
        file.rename(tmp_path / "b.html")
        (tmp_path / "a.html").hardlink_to(tmp_path / "b.html")
    elif change == "symlink":
        file.rename(tmp_path / "b.html")
        file.symlink_to("b.html")
    elif change == "copy":
        file.unlink()
        file.write_text("page", encoding="utf-8")
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    else:
        file.unlink()
    assert stat_outputs(str(tmp_path), ["a.html"]) != found


def test_a_page_is_untouched_if_it_has_not_changed_since_its_build(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("page", encoding="utf-8")
    (tmp_path / "b.html").write_text("page", encoding="utf-8")
    out = str(tmp_path)
    outputs = stat_outputs(out, ["a.html", "b.html"])
    outputs["b.html"] = []
    record = RECORD._replace(outputs=outputs, pages={"a.html": ("f", 9), "b.html": ("g", 9), "c": ("h", 0)})
    assert find_untouched(record, out) == ["a.html"]
    assert find_untouched(record, f"{out}/x") == []


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        (INPUTS._replace(tool="new"), "portfolio changed: everything is rebuilt"),
        (INPUTS._replace(files={"content/caf\udce9.md": "2"}), "changed: content/caf\udce9.md"),
        (INPUTS._replace(files={}), "changed: content/caf\udce9.md"),
        (INPUTS._replace(files=INPUTS.files | {"content/b.md": ""}), "changed: content/b.md"),
        (
            INPUTS._replace(request=REQUEST._replace(base_url="x")),
            "changed: the output folder, the base URL or its source",
        ),
        (INPUTS, "changed: files in the output folder"),
    ],
)
def test_the_reason_for_a_build_is_named(inputs: Inputs, reason: str) -> None:
    assert explain_change(RECORD, inputs) == reason


def test_no_record_is_a_reason() -> None:
    assert explain_change(None, INPUTS) == "no record of an earlier build: everything is rebuilt"


def test_many_changes_are_counted() -> None:
    files = {f"content/{number}.md": "1" for number in range(MAX_LISTED + 2)}
    before = RECORD._replace(inputs=INPUTS._replace(files={}))
    reason = explain_change(before, INPUTS._replace(files=files))
    assert reason.endswith("content/4.md and 2 more")


def test_as_many_changes_as_are_listed_are_not_counted() -> None:
    files = {f"content/{number}.md": "1" for number in range(MAX_LISTED)}
    before = RECORD._replace(inputs=INPUTS._replace(files={}))
    assert explain_change(before, INPUTS._replace(files=files)).endswith("content/3.md, content/4.md")


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
    found = digest_inputs(Request(str(root), "/out", None), env, [root / ".git"], files, Tool("t", "s"))
    assert found.tool == "t"
    assert found.env == {name: env[name] for name in ENV}
    assert found.outside == {str(root / ".git"): ""}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of another tool, with a theme and an installed package beside it."""
    package = tmp_path / "portfolio"
    for name in (
        "portfolio/a.py",
        "templates/terminal/base.html",
        "site-packages/x-1.dist-info/M",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    for module in (record, site_files):
        monkeypatch.setattr(module, "PACKAGE", str(package))
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site-packages"), str(tmp_path / "none-packages")])
    return package


def test_the_tool_is_its_sources_theme_and_packages(package: Path) -> None:
    root = package.parent

    def digest_now() -> str:
        return digest_tool(read_site_files(str(root), PACKAGED, ()))

    seen = {digest_now()}
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "a.pyc").write_text("x", encoding="utf-8")
    assert digest_now() in seen
    (package / "a.py").write_text("y", encoding="utf-8")
    seen.add(digest_now())
    (root / "templates/terminal/base.html").write_text("y", encoding="utf-8")
    seen.add(digest_now())
    (root / "site-packages/x-1.dist-info").rename(root / "site-packages/x-2.dist-info")
    seen.add(digest_now())
    assert len(seen) == 4


def test_the_tool_is_read_again_only_when_its_files_were_written(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = package.parent
    files = read_site_files(str(root), PACKAGED, ())
    reads: list[str] = []

    def note(_: SiteFiles) -> str:
        reads.append("read")
        return "now"

    monkeypatch.setattr(record, "digest_tool", note)
    before = RECORD._replace(stamp=find_tool(files, None).stamp)
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "a.pyc").write_text("x", encoding="utf-8")
    reads.clear()
    assert find_tool(files, before) == Tool("tool", before.stamp)
    assert reads == []
    (package / "link.py").symlink_to("../portfolio.py")
    (root / "portfolio.py").write_text("x", encoding="utf-8")
    before = before._replace(stamp=find_tool(files, before).stamp)
    reads.clear()
    changed = ("portfolio/a.py", "templates/terminal/base.html", "portfolio/new/b.py", "portfolio.py")
    for number, path in enumerate(changed):
        source = root / path
        status = source.stat() if source.exists() else None
        source.parent.mkdir(exist_ok=True)
        source.write_text("y", encoding="utf-8")
        if status is not None:  # as a program that puts the times back
            os.utime(source, ns=(status.st_atime_ns, status.st_mtime_ns))
        found = find_tool(files, before)
        assert (found.digest, len(reads)) == ("now", number + 1)
        before = before._replace(stamp=found.stamp)
    (root / "site-packages/x-1.dist-info").rename(root / "site-packages/x-2.dist-info")
    assert find_tool(files, before).digest == "now"
    assert find_tool(files, before._replace(stamp="")).digest == "now"


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
