"""What a build leaves: it is read as it was written, or not at all."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from support.sites import copy_starter

from portfolio.build.state import (
    Request,
    State,
    Stock,
    find_live,
    load_state,
    make_request,
    save_state,
    stat_outputs,
)
from portfolio.model.store import digest

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import RunPortfolio

STOCK = Stock("tool", "/site", "/out", None, {}, {"content/caf\udce9.md": "1"}, {"/.git": ""})
STATE = State(STOCK, {"a.html": [1, 2, 3, 4]}, {"a.html": "f"}, {"a.html": 9}, "said", ("plain", "\x1b[2mé"))


def test_a_state_comes_back_as_it_was(tmp_path: Path) -> None:
    save_state(str(tmp_path), STATE)
    loaded = load_state(str(tmp_path))
    assert loaded is not None
    assert loaded.stock == STOCK
    assert loaded[1:5] == STATE[1:5]
    assert tuple(loaded.talk) == STATE.talk


def test_no_byte_of_a_state_can_change_unseen(tmp_path: Path) -> None:
    save_state(str(tmp_path), STATE)
    file = tmp_path / ".portfolio/state.json"
    data = file.read_bytes()
    for place in range(len(data)):
        file.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        assert load_state(str(tmp_path)) is None
        file.write_bytes(data[:place])
        assert load_state(str(tmp_path)) is None


@pytest.mark.parametrize("document", [[1], [99, *STATE], [], {}, 2, [2], [2, []], [2, *STATE, 1]])
def test_a_state_of_another_shape_is_none(tmp_path: Path, document: object) -> None:
    data = json.dumps(document).encode()
    (tmp_path / ".portfolio").mkdir()
    (tmp_path / ".portfolio/state.json").write_bytes(digest(data).encode() + b"\n" + data)
    assert load_state(str(tmp_path)) is None


def test_no_state_is_none_and_one_that_cannot_be_saved_is_no_error(tmp_path: Path) -> None:
    assert load_state(str(tmp_path)) is None
    (tmp_path / ".portfolio").write_text("x", encoding="utf-8")
    save_state(str(tmp_path), STATE)
    assert load_state(str(tmp_path)) is None


@pytest.mark.parametrize("change", ["size", "content", "mode", "link", "gone", "symlink", "copy"])
def test_an_output_is_told_from_what_was_made_of_it(tmp_path: Path, change: str) -> None:
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


def test_live_is_what_lies_there_as_this_tool_left_it(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("page", encoding="utf-8")
    (tmp_path / "b.html").write_text("page", encoding="utf-8")
    out = str(tmp_path)
    outputs = stat_outputs(out, ["a.html", "b.html"])
    outputs["b.html"] = []
    state = STATE._replace(
        stock=STOCK._replace(output=out),
        outputs=outputs,
        fingerprints={"a.html": "f", "b.html": "g", "c": "h"},
    )
    assert find_live(state, Request("/site", out, None), "tool") == {"a.html": "f"}
    assert find_live(state, Request("/site", out, None), "another tool") == {}
    assert find_live(state, Request("/site", f"{out}/x", None), "tool") == {}


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


def test_what_is_above_a_link_is_not_what_stands_before_it_in_the_text(tmp_path: Path) -> None:
    (tmp_path / "far/away").mkdir(parents=True)
    (tmp_path / "near").mkdir()
    (tmp_path / "near/link").symlink_to(tmp_path / "far/away")
    request = make_request("near/link/..", "near/link/../out", None, str(tmp_path))
    assert request[:2] == (str(tmp_path / "far"), str(tmp_path / "far/out"))
    assert make_request("near/link", None, None, str(tmp_path)).root == str(tmp_path / "near/link")


@pytest.mark.parametrize("name", [".portfolio", ".portfolio/cache"])
def test_a_folder_that_is_a_link_out_of_the_site_is_not_written_through(
    tmp_path: Path, run_portfolio: RunPortfolio, name: str
) -> None:
    root, outside = copy_starter(tmp_path / "site"), tmp_path / "outside"
    (root / name).parent.mkdir(exist_ok=True)
    outside.mkdir()
    for number in range(32):
        (outside / f"{number:02}").write_text("mine", encoding="utf-8")
    before = sorted(file.name for file in outside.iterdir())
    (root / name).symlink_to(outside)
    for _ in range(2):
        done = run_portfolio("--site", root, "build")
        assert done.returncode == 0
        assert (
            f"`{name}` leads out of the site: nothing is read from there or kept there\n" in done.stderr
            or (name != ".portfolio" and done.stdout.startswith("nothing changed"))
        )
    assert sorted(file.name for file in outside.iterdir()) == before
    assert {file.read_text("utf-8") for file in outside.iterdir()} == {"mine"}


def test_a_link_in_place_of_a_file_to_be_written_is_not_followed(
    tmp_path: Path, run_portfolio: RunPortfolio
) -> None:
    root, outside = copy_starter(tmp_path / "site"), tmp_path / "outside"
    outside.write_text("mine", encoding="utf-8")
    (root / ".portfolio/cache").mkdir(parents=True)
    for name in ("state.json", "state.json.tmp", *(f"cache/{number:02}.tmp" for number in range(32))):
        (root / ".portfolio" / name).symlink_to(outside)
    assert run_portfolio("--site", root, "build").returncode == 0
    assert run_portfolio("--site", root, "build").stdout.startswith("nothing changed")
    assert outside.read_text("utf-8") == "mine"


def test_a_link_within_the_site_is_followed(tmp_path: Path, run_portfolio: RunPortfolio) -> None:
    root = copy_starter(tmp_path / "site")
    (root / "kept").mkdir()
    (root / ".portfolio").symlink_to("kept")
    assert run_portfolio("--site", root, "build").stderr.count("leads out") == 0
    assert (root / "kept/state.json").is_file()
