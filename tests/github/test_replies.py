"""The time to wait that GitHub gives."""

from __future__ import annotations

import pytest

from portfolio.github.replies import MAX_WAIT_S, explain_status, find_wait_s

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


NEW_TOKEN = "make a new token without any scope, and give it as PORTFOLIO_GITHUB_TOKEN"  # noqa: S105 (advice)
CHECK = "check `api_url` and `graphql_url` under `stats` in portfolio.yaml"
FEWER = "GitHub asks for fewer requests at a time"
USED_UP = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(NOW) + 60)}
REDIRECTS = "GitHub redirects to another address, and redirects are not followed"


@pytest.mark.parametrize(
    ("status", "headers", "body", "message", "advice"),
    [
        (301, {}, b"", REDIRECTS, CHECK),
        (399, {}, b"", REDIRECTS, CHECK),
        (400, {}, b"", "GitHub answers with status 400", None),
        (401, {}, b"", "GitHub refuses the token: it is expired or wrong", NEW_TOKEN),
        (403, {}, b"", "GitHub forbids this request", NEW_TOKEN),
        (403, {"X-RateLimit-Remaining": "1"}, b"", "GitHub forbids this request", NEW_TOKEN),
        (403, {}, b"a secondary rate limit", FEWER, None),
        (403, {"Retry-After": "90"}, b"", f"{FEWER} until 2015-10-21 07:29 UTC", None),
        (403, USED_UP, b"", "GitHub's limit of requests is used up until 2015-10-21 07:29 UTC", None),
        (404, {"Retry-After": "90"}, b"", "GitHub has nothing at this address", CHECK),
        (429, {}, b"", FEWER, None),
        (500, {}, b"", "GitHub answers with status 500", None),
        (799, {}, b"", "GitHub answers with status 799", None),
    ],
)
def test_each_status_is_explained_with_what_to_do(
    status: int, headers: dict[str, str], body: bytes, message: str, advice: str | None
) -> None:
    error = explain_status(status, headers, body, NOW, has_token=True)
    assert error is not None
    assert (error.message, error.advice) == (message, advice)


@pytest.mark.parametrize("status", [200, 204, 299])
def test_a_success_is_no_error(status: int) -> None:
    assert explain_status(status, {"Retry-After": "90"}, b"", NOW, has_token=True) is None


def test_without_a_token_a_limit_comes_with_the_advice_to_use_one() -> None:
    error = explain_status(429, {}, b"", NOW, has_token=False)
    assert error is not None
    assert error.advice == "a token raises the limit from 60 requests an hour to 5,000"
