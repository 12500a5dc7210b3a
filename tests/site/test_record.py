"""The record of the last build: it is read as it was written, or not at all."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from portfolio.site.inputs import Inputs, Request
from portfolio.site.record import (
    MAX_LISTED,
    Record,
    explain_change,
    find_untouched,
    load_record,
    save_record,
    stat_outputs,
)
from portfolio.site_files import digest

if TYPE_CHECKING:
    from pathlib import Path

REQUEST = Request("/site", "/out", None)
INPUTS = Inputs(REQUEST, "tool", {}, {"content/caf\udce9.md": "1"}, {"/.git": ""})
RECORD = Record(
    INPUTS, {"a.html": [1, 2, 3, 4]}, {"a.html": "f"}, {"a.html": 9}, "said", ("plain", "\x1b[2mé")
)


def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    save_record(str(tmp_path), RECORD)
    loaded = load_record(str(tmp_path))
    assert loaded is not None
    assert loaded.inputs == INPUTS
    assert loaded[1:5] == RECORD[1:5]
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
    "document", [[1], [99, *RECORD], [], {}, 3, [3], [3, []], [3, [], *RECORD[1:]], [3, *RECORD, 1]]
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
    record = RECORD._replace(outputs=outputs, keys={"a.html": "f", "b.html": "g", "c": "h"})
    assert find_untouched(record, out) == {"a.html": "f"}
    assert find_untouched(record, f"{out}/x") == {}


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
