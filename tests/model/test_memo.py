"""What a preview keeps: values whose sources are the same, and no others."""

from __future__ import annotations

import pytest

from portfolio.model.memo import Memo


class Work:
    """Turns keys into values, and takes a note of them."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def __call__(self, keys: list[str]) -> list[str]:
        self.done += keys
        return [f"{key}{len(self.done)}" for key in keys]


def test_values_come_in_the_order_of_the_keys_and_only_what_changed_is_worked_out() -> None:
    memo, work = Memo(), Work()
    assert memo.recall_each("x", {"a": 1, "b": 1}, work) == {"a": "a2", "b": "b2"}
    found = memo.recall_each("x", {"c": 1, "b": 2, "a": 1}, work)
    assert list(found.items()) == [("c", "c4"), ("b", "b4"), ("a", "a2")]
    assert work.done == ["a", "b", "c", "b"]


def test_what_did_not_change_comes_back_as_the_very_same_mapping() -> None:
    memo, work = Memo(), Work()
    before = memo.recall_each("x", {"a": 1, "b": 1}, work)
    assert memo.recall_each("x", {"a": 1, "b": 1}, work) is before
    assert list(memo.recall_each("x", {"b": 1, "a": 1}, work)) == ["b", "a"]
    assert list(memo.recall_each("x", {"b": 1}, work)) == ["b"]
    assert work.done == ["a", "b"]


def test_what_all_depend_on_makes_all_of_them_anew() -> None:
    memo, work = Memo(), Work()
    memo.recall_each("x", {"a": 1}, work, (1,))
    memo.recall_each("x", {"a": 1}, work, (2,))
    memo.recall_each("x", {"a": 1}, work, (2,))
    memo.recall_each("another", {"a": 1}, work, (2,))
    assert work.done == ["a"] * 3


def test_work_that_fails_leaves_what_was_kept() -> None:
    memo, work = Memo(), Work()
    memo.recall_each("x", {"a": 1}, work)

    def fail(_: list[str]) -> list[str]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        memo.recall_each("x", {"a": 1, "b": 1}, fail)
    assert memo.recall_each("x", {"a": 1, "b": 1}, work) == {"a": "a1", "b": "b2"}
    assert work.done == ["a", "b"]


def test_files_without_a_stamp_are_equal_to_nothing() -> None:
    memo = Memo()
    memo.stamps = {"a": (1,)}
    assert memo.stamp("a") == memo.stamp("a")
    assert memo.stamp("b") != memo.stamp("b")
    memo.stamps = {"a": ()}
    assert memo.stamp("a") != memo.stamp("a")
