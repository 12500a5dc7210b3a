"""What earlier builds left, opened for the next, and why a build is needed, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portfolio.build.memory import MAX_LISTED, Memory, open_memory
from portfolio.build.shelf import Shelf
from portfolio.build.state import Request, State, Stock, save_state, stat_outputs

if TYPE_CHECKING:
    from pathlib import Path

STOCK = Stock("tool", "/site", "/out", None, {}, {"content/a.md": "1"}, {})


def state(stock: Stock = STOCK) -> State:
    return State(stock, {}, {}, {}, "", ("", ""))


@pytest.mark.parametrize(
    ("stock", "reason"),
    [
        (STOCK._replace(tool="new"), "the tool itself changed: everything is built"),
        (STOCK._replace(inputs={"content/a.md": "2"}), "changed: content/a.md"),
        (STOCK._replace(inputs={}), "changed: content/a.md"),
        (STOCK._replace(inputs=STOCK.inputs | {"content/b.md": ""}), "changed: content/b.md"),
        (STOCK._replace(base_url="x"), "changed: the output folder, the base address or what tells it"),
        (STOCK, "changed: files in the output folder"),
    ],
)
def test_the_reason_for_a_build_is_told(tmp_path: Path, stock: Stock, reason: str) -> None:
    assert Memory(Shelf(tmp_path, "tool"), {}, state()).explain(stock) == reason


def test_no_state_is_a_reason(tmp_path: Path) -> None:
    memory = Memory(Shelf(tmp_path, "tool"), {}, None)
    assert memory.explain(STOCK) == "no earlier build is known: everything is built"


def test_many_changes_are_counted(tmp_path: Path) -> None:
    inputs = {f"content/{number}.md": "1" for number in range(MAX_LISTED + 2)}
    reason = Memory(Shelf(tmp_path, "tool"), {}, state(STOCK._replace(inputs={}))).explain(
        STOCK._replace(inputs=inputs)
    )
    assert reason.endswith("content/4.md and 2 more")


@pytest.mark.parametrize(
    ("count", "end"),
    [
        (MAX_LISTED - 1, "content/2.md, content/3.md"),
        (MAX_LISTED, "content/3.md, content/4.md"),
        (MAX_LISTED + 1, "content/4.md and 1 more"),
    ],
)
def test_changes_that_are_all_listed_have_no_more(tmp_path: Path, count: int, end: str) -> None:
    inputs = {f"content/{number}.md": "1" for number in range(count)}
    memory = Memory(Shelf(tmp_path, "tool"), {}, state(STOCK._replace(inputs={})))
    assert memory.explain(STOCK._replace(inputs=inputs)).endswith(end)


def test_a_memory_opens_what_was_left_or_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.html").write_text("x", encoding="utf-8")
    stock = STOCK._replace(root=str(tmp_path), output=str(out))
    request = Request(str(tmp_path), str(out), None)
    outputs = stat_outputs(str(out), ["a.html"])
    save_state(str(tmp_path), state(stock)._replace(outputs=outputs, fingerprints={"a.html": "f"}))
    memory = open_memory(request, stock)
    assert memory.live["a.html"].fingerprint == "f"
    assert memory.live["a.html"].file.place == out / "a.html"
    assert memory.state is not None
    forgot = open_memory(request, stock, forget=True)
    assert (forgot.live, forgot.state) == ({}, None)
