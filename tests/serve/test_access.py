"""Who may ask: names and origins, as browsers and others send them."""

from __future__ import annotations

import socket

import pytest

from portfolio.serve.access import Access, is_loopback

LOCAL = Access.of("127.0.0.1")
OPEN = Access.of("0.0.0.0")  # noqa: S104 (nothing listens)


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST", "[::1]:8000", "127.0.0.2", "localhost:9000"]
)
def test_names_of_this_machine_are_fine(host: str) -> None:
    assert LOCAL.refuses(host, None) is None


@pytest.mark.parametrize(
    "host",
    [
        None,
        "",
        "evil.example",
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "localhost@evil.example",
        "evil.example@localhost",
        "localhost,evil.example",
        "localhost/evil",
        "localhost:8000:8000",
        "localhost:port",
        "[::1",
        "0.0.0.0:8000",
        "192.168.0.7:8000",
        "\x1b[31mlocalhost",
    ],
)
def test_other_names_are_refused(host: str | None) -> None:
    assert LOCAL.refuses(host, None) == "this server does not answer to that name"


def test_a_server_for_other_machines_answers_to_numbers_and_its_own_name_only() -> None:
    for host in ("192.168.0.7:8000", "[fe80::1]:8000", "localhost", socket.gethostname()):
        assert OPEN.refuses(host, None) is None
    assert OPEN.refuses("evil.example", None)
    assert Access.of("studio.lan").refuses("studio.lan:8000", None) is None


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8000", "HTTP://127.0.0.1:8000"])
def test_its_own_pages_may_ask(origin: str) -> None:
    assert LOCAL.refuses("127.0.0.1:8000", origin) is None


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "http://evil.example",
        "http://127.0.0.1:3000",
        "http://localhost:8000",
        "https://127.0.0.1:8000",
        "http://127.0.0.1:8000.evil.example",
        "http://127.0.0.1:8000/",
        "file://",
    ],
)
def test_pages_of_others_may_not(origin: str) -> None:
    assert LOCAL.refuses("127.0.0.1:8000", origin) == "pages of other sites may not ask this server"


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("::", False), ("example.org", False)],
)
def test_loopback(host: str, expected: bool) -> None:  # noqa: FBT001
    assert is_loopback(host) is expected
