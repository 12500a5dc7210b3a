from __future__ import annotations

import pytest

from portfolio.diagrams.reading.sentences import is_sentence


@pytest.mark.parametrize(
    "line",
    [
        "Move from A → B when the lag is small.",
        "From A → B, and back,",
        "Data goes here. Then A → B",
        "Who sends what, A → B or C → D?",
        "the first of the two queues that we have → B",
        "Acme Inc. → Bank, etc. and so on.",
    ],
)
def test_an_arrow_in_a_sentence(line: str) -> None:
    assert is_sentence(line)


@pytest.mark.parametrize(
    "line",
    [
        "A → B",
        "A → B, C etc.",
        "A → Acme Inc.",
        "A → v1.",
        "A → 12.",
        "A → B ...",
        "A → wait…",
        "A → B!",
        "Caller (waits, and waits. And waits) → Callee",
        "the first of the two queues → B",
    ],
)
def test_an_arrow_between_labels(line: str) -> None:
    assert not is_sentence(line)
