"""The addresses of GitHub, and the token."""

from __future__ import annotations

from typing import Any

import pytest

from portfolio.errors import UsageError
from portfolio.github.endpoints import find_endpoints, find_token, is_safe
from portfolio.model.config import StatsSettings

ACTIONS = {
    "GITHUB_API_URL": "https://ghe.example/api/v3",
    "GITHUB_GRAPHQL_URL": "https://ghe.example/api/graphql",
}


@pytest.mark.parametrize(
    ("settings", "env", "wanted"),
    [
        ({}, {}, ("https://api.github.com", "https://api.github.com/graphql")),
        ({}, ACTIONS, ("https://ghe.example/api/v3", "https://ghe.example/api/graphql")),
        ({"api_url": "https://api.github.com"}, ACTIONS, ("https://api.github.com", "https://api.github.com/graphql")),
        ({"api_url": "https://ghe.example/api/v3/"}, {}, ("https://ghe.example/api/v3/", "https://ghe.example/api/graphql")),
        ({"graphql_url": "https://q.example/"}, {}, ("https://api.github.com", "https://q.example/")),
    ],
)  # fmt: skip
def test_the_settings_count_more_than_the_environment(
    settings: dict[str, Any], env: dict[str, str], wanted: tuple[str, str]
) -> None:
    assert find_endpoints(StatsSettings(**settings), env) == wanted


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://github.example", True),
        ("http://github.example", False),
        ("http://127.0.0.1:80", True),
        ("http://[::1]:80", True),
        ("http://localhost", True),
        ("http://127.0.0.1.evil.example", False),
        ("http://localhost@evil.example", False),
        ("https://user@evil.example", False),
        ("https://", False),
        ("https://[", False),
        ("https://x.example:99999", False),
        ("https://x.example:0", False),
        ("https://x.example/\n", False),
        ("https://exämple.org", False),
        ("ftp://127.0.0.1", False),
    ],
)
def test_a_token_goes_over_tls_or_stays_on_this_machine(url: str, safe: bool) -> None:  # noqa: FBT001 (a case)
    assert is_safe(url) is safe


def test_an_unsafe_address_is_refused() -> None:
    with pytest.raises(
        UsageError, match=r"`http://ghe\.example` is not an address that a token may be sent to"
    ):
        find_endpoints(StatsSettings(api_url="http://ghe.example"), {})


def test_the_token_of_our_own_variable_comes_first() -> None:
    assert find_token({"GITHUB_TOKEN": "b", "PORTFOLIO_GITHUB_TOKEN": " a\n"}) == "a"
    assert find_token({"GITHUB_TOKEN": "b", "PORTFOLIO_GITHUB_TOKEN": ""}) == "b"
    assert find_token({}) is None


@pytest.mark.parametrize("token", ["two words", "a\r\nX-Evil: 1", "tökén", "a" * 1001])
def test_what_cannot_be_a_token_is_refused_and_not_repeated(token: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_token({"GITHUB_TOKEN": token})
    assert token not in str(caught.value)
