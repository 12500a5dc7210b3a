"""The time to wait that GitHub gives."""

from __future__ import annotations

import pytest

from portfolio.github.replies import MAX_WAIT_S, find_wait_s

NOW = 1_445_412_480.0
"""Wed, 21 Oct 2015 07:28:00 GMT."""


@pytest.mark.parametrize(
    ("headers", "wait_s"),
    [
        ({}, None),
        ({"Retry-After": "60"}, 60),
        ({"Retry-After": "0"}, 0),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "999999999"}, MAX_WAIT_S),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:30 GMT"}, 30),
        ({"Retry-After": "Wed, 21 Oct 2015 07:00:00 GMT"}, 0),
        ({"Retry-After": "Wed, 99 Oct 2015 07:00:00 GMT"}, None),
        ({"X-RateLimit-Reset": str(int(NOW) + 90)}, 90),
        ({"X-RateLimit-Reset": str(int(NOW) - 90)}, 0),
        ({"X-RateLimit-Reset": "1e9"}, None),
        ({"Retry-After": "7", "X-RateLimit-Reset": str(int(NOW) + 90)}, 7),
    ],
)
def test_the_wait(headers: dict[str, str], wait_s: float | None) -> None:
    assert find_wait_s(headers, NOW) == wait_s
