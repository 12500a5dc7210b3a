"""Which requests are answered: host names and origins, as browsers and others send them."""

from __future__ import annotations

import socket

import pytest

from portfolio.errors import UsageError
from portfolio.serve.access import OTHER_NAME, OTHER_PAGE, Access, is_loopback

LOCAL = Access.of("127.0.0.1")
OPEN = Access.of("0.0.0.0")  # noqa: S104 (nothing listens)


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST", "[::1]:8000", "127.0.0.2", "localhost:9000"]
)
def test_names_of_this_machine_are_allowed(host: str) -> None:
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
    assert LOCAL.refuses(host, None) == OTHER_NAME


def test_a_server_for_other_machines_answers_to_numbers_and_its_own_name_only() -> None:
    for host in ("192.168.0.7:8000", "[fe80::1]:8000", "localhost", socket.gethostname()):
        assert OPEN.refuses(host, None) is None
    assert OPEN.refuses("evil.example", None)
    assert Access.of("studio.lan").refuses("studio.lan:8000", None) is None


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8000", "HTTP://127.0.0.1:8000"])
def test_its_own_pages_are_answered(origin: str) -> None:
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
def test_pages_of_other_sites_are_refused(origin: str) -> None:
    assert LOCAL.refuses("127.0.0.1:8000", origin) == OTHER_PAGE


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("::", False), ("example.org", False)],
)
def test_loopback(host: str, expected: bool) -> None:  # noqa: FBT001
    assert is_loopback(host) is expected


ALLOWING = Access.of(
    "127.0.0.1", ["web", "Octocat-8000.app.GitHub.dev", "müller.example:80", "192.168.0.7", "[fe80::1]:8000"]
)


@pytest.mark.parametrize(
    "host",
    ["web", "web:8791", "WEB", "octocat-8000.app.github.dev", "xn--mller-kva.example", "192.168.0.7:8000",
     "[fe80::1]", "localhost:8000"],
)  # fmt: skip
def test_further_names_are_allowed_at_any_port(host: str) -> None:
    assert ALLOWING.refuses(host, None) is None
    assert ALLOWING.refuses(host, f"http://{host}") is None


@pytest.mark.parametrize(
    "host",
    ["web.evil.example", "evil.web", "x.app.github.dev", "app.github.dev", "192.168.0.8", "müller", ""],
)
def test_names_beside_the_further_ones_are_refused(host: str) -> None:
    assert ALLOWING.refuses(host, None) == OTHER_NAME


@pytest.mark.parametrize("host", ["octocat-8000.app.github.dev", "localhost:8000", "127.0.0.1:8000", "web"])
@pytest.mark.parametrize(
    "origin",
    ["https://octocat-8000.app.github.dev", "http://octocat-8000.app.github.dev:80", "https://web:8443",
     "HTTPS://WEB", "http://[fe80::1]:9000"],
)  # fmt: skip
def test_a_proxy_of_a_further_name_is_answered_by_https_and_at_another_port(host: str, origin: str) -> None:
    assert ALLOWING.refuses(host, origin) is None


@pytest.mark.parametrize(
    "origin",
    ["", "null", "https://evil.example", "https://web.evil.example", "https://web@evil.example",
     "https://evil.example/web", "https://web/", "https://web/evil", "ftp://web", "https://", "https://web:x",
     "https://localhost:8000", "https://127.0.0.1", "http://localhost:1", "https://web https://web",
     "https://web\\evil"],
)  # fmt: skip
def test_a_page_of_no_further_name_is_refused(origin: str) -> None:
    assert ALLOWING.refuses("web", origin) == OTHER_PAGE
    assert ALLOWING.refuses("localhost:8000", origin) == OTHER_PAGE


def test_without_further_names_pages_by_https_are_refused() -> None:
    assert OPEN.refuses("192.168.0.7:8000", "https://192.168.0.7:8000") == OTHER_PAGE


@pytest.mark.parametrize(
    "name",
    [
        "",
        "*",
        "*.example.org",
        ".example.org",
        "https://web",
        "web/",
        "a b",
        "web:x",
        "a@b",
        "a,b",
        "[::1",
        "$x",
    ],
)
def test_an_invalid_host_name_is_a_usage_error(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        Access.of("127.0.0.1", ["web", name])
    (problem,) = caught.value.diagnostics
    assert problem.message == f"`{name}` is not a host name"
    assert (
        problem.help
        == "write a full host name, such as site.example.org; repeat the option for each further name"
    )
