"""One request and its answer: what is retried, what is waited for, what is too slow or too large, and the token."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import traceback
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from support.github import TOKEN, Answer, GitHub, Person, Seen

from portfolio.github.client import Client, Limits, Reply
from portfolio.github.request_error import ErrorKind, RequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIMITS = Limits(total_s=60.0, request_s=60.0, pause_s=0.001, body_bytes=100_000)
HASTY = Limits(total_s=0.5, request_s=0.15, pause_s=0.001, body_bytes=100_000)


@pytest.fixture
def server(github: Callable[[Person], GitHub]) -> GitHub:
    return github(Person())


@pytest.fixture
def ask() -> Iterator[Callable[..., Reply]]:
    """Ask an address with the token, and return the answer as it is."""
    clients = []

    def run(url: str, limits: Limits = LIMITS, token: str | None = TOKEN) -> Reply:
        clients.append(Client(token, "portfolio/test", limits))
        return clients[-1].ask(url, lambda reply: reply)

    yield run
    for client in clients:
        client.close()


@pytest.fixture(autouse=True)
def _no_long_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where a request would wait for longer than a fetch may take, instead of waiting."""
    sleep = time.sleep

    def wait(seconds: float) -> None:
        assert seconds < LIMITS.total_s
        sleep(seconds)

    monkeypatch.setattr(time, "sleep", wait)


def always(answer: Answer | Callable[[Any], None]) -> Callable[[Seen], Answer | Callable[[Any], None]]:
    return lambda _seen: answer


def fail(ask: Callable[..., Reply], *arguments: Any) -> RequestError:  # noqa: ANN401 (those of `ask`)
    with pytest.raises(RequestError) as caught:
        ask(*arguments)
    shown = "".join(traceback.format_exception(caught.value))
    assert TOKEN not in shown
    assert TOKEN not in str(caught.value.__dict__)
    return caught.value


def test_it_sends_its_name(server: GitHub, ask: Callable[..., Reply]) -> None:
    assert ask(f"{server.url}/users/ada").status == 200
    (seen,) = server.seen
    assert seen.headers["authorization"] == f"bearer {TOKEN}"
    assert seen.headers["user-agent"] == "portfolio/test"
    ask(f"{server.url}/users/ada", LIMITS, None)
    assert "authorization" not in server.seen[1].headers


# answer, kind, requests
STATUSES = [
    (Answer(401, b'{"message": "Bad credentials"}'), ErrorKind.TOKEN, 1),
    (Answer(403, b'{"message": "Resource not accessible by integration"}'), ErrorKind.FORBIDDEN, 1),
    (Answer(404), ErrorKind.NOT_FOUND, 1),
    (Answer(422), ErrorKind.REPLY, 1),
    (Answer(500), ErrorKind.REPLY, 3),
    (Answer(502, b"<html>Bad gateway</html>"), ErrorKind.REPLY, 3),
    (Answer(599), ErrorKind.REPLY, 3),
    (Answer(301, headers={"Location": "/elsewhere"}), ErrorKind.REDIRECT, 1),
    (Answer(403, headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "99999999999"}), ErrorKind.RATE_LIMIT, 1),
    (Answer(429, headers={"Retry-After": "3600"}), ErrorKind.RATE_LIMIT, 1),
    (Answer(403, headers={"Retry-After": "0"}), ErrorKind.RATE_LIMIT, 3),
    (Answer(403, headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}), ErrorKind.RATE_LIMIT, 3),
    (Answer(403, headers={"Retry-After": "Wed, 21 Oct 2099 07:28:00 GMT"}), ErrorKind.RATE_LIMIT, 1),
    (Answer(403, b'{"message": "You have exceeded a secondary rate limit"}'), ErrorKind.RATE_LIMIT, 1),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "kind", "requests"), STATUSES)
def test_each_status_has_its_error_kind_and_its_tries(
    server: GitHub, ask: Callable[..., Reply], answer: Answer, kind: ErrorKind, requests: int
) -> None:
    server.behave = always(answer)
    assert fail(ask, f"{server.url}/users/ada").kind is kind
    assert len(server.seen) == requests


def test_what_passes_is_tried_again(server: GitHub, ask: Callable[..., Reply]) -> None:
    answers = [Answer(503), Answer(429, headers={"Retry-After": "0"})]
    server.behave = lambda _seen: answers.pop(0) if answers else None
    assert ask(f"{server.url}/users/ada").status == 200
    assert len(server.seen) == 3


def test_the_time_of_the_reset_is_reported(server: GitHub, ask: Callable[..., Reply]) -> None:
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.time()) + 3600)}
    server.behave = always(Answer(403, headers=headers))
    until = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(int(headers["X-RateLimit-Reset"])))
    assert fail(ask, f"{server.url}/x").message == f"GitHub's limit of requests is used up until {until}"
    assert fail(ask, f"{server.url}/x").advice is None
    assert "5,000" in (fail(ask, f"{server.url}/x", LIMITS, None).advice or "")


def test_a_redirect_is_not_followed_and_nobody_else_gets_the_token(
    github: Callable[[Person], GitHub], server: GitHub, ask: Callable[..., Reply]
) -> None:
    other = github(Person())
    for status in (301, 302, 303, 307, 308):
        server.behave = always(Answer(status, headers={"Location": f"{other.url}/users/ada"}))
        assert fail(ask, f"{server.url}/users/ada").kind is ErrorKind.REDIRECT
    assert other.seen == []


def test_a_server_that_sends_the_token_back_does_not_get_it_into_an_answer(
    server: GitHub, ask: Callable[..., Reply]
) -> None:
    server.behave = always(Answer(200, f'{{"you said": "{TOKEN}"}}'.encode()))
    assert ask(f"{server.url}/x").body == b'{"you said": "***"}'


def test_gzip_is_unpacked(server: GitHub, ask: Callable[..., Reply]) -> None:
    packed = gzip.compress(b'{"x": 1}')
    server.behave = always(Answer(200, packed, {"Content-Encoding": "gzip"}))
    assert ask(f"{server.url}/x").body == b'{"x": 1}'
    assert server.seen[0].headers["accept-encoding"] == "gzip"


BAD_BODIES = [
    ("a bomb", Answer(200, gzip.compress(b"0" * 5_000_000), {"Content-Encoding": "gzip"})),
    ("half of it", Answer(200, gzip.compress(b"0123456789" * 99)[:20], {"Content-Encoding": "gzip"})),
    ("not packed at all", Answer(200, b'{"x": 1}', {"Content-Encoding": "gzip"})),
    ("50 MB", Answer(200, b" " * 50_000_000)),
    ("cut", Answer(200, b'{"data": {"us', {"Content-Length": "5000"})),
]


@pytest.mark.parametrize("answer", [case[1] for case in BAD_BODIES], ids=[case[0] for case in BAD_BODIES])
def test_a_body_that_is_too_large_or_broken_is_no_answer(
    server: GitHub, ask: Callable[..., Reply], answer: Answer
) -> None:
    server.behave = always(answer)
    assert fail(ask, f"{server.url}/x").kind is ErrorKind.REPLY
    assert len(server.seen) == 3


def test_a_bomb_is_not_unpacked_further_than_the_limit(server: GitHub, ask: Callable[..., Reply]) -> None:
    server.behave = always(Answer(200, gzip.compress(b"0" * 50_000_000), {"Content-Encoding": "gzip"}))
    tracemalloc.start()
    fail(ask, f"{server.url}/x")
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 10_000_000


def test_a_body_of_unknown_length_ends_at_the_limit(server: GitHub, ask: Callable[..., Reply]) -> None:
    written = []

    def pour(stream: Any) -> None:  # noqa: ANN401 (a socket's file)
        stream.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(5000):
            stream.write(b"2710\r\n" + b" " * 10_000 + b"\r\n")
            written.append(10_000)

    server.behave = always(pour)
    assert fail(ask, f"{server.url}/x").kind is ErrorKind.REPLY
    assert sum(written) < 5000 * 10_000


def test_a_server_that_drips_is_given_up(server: GitHub, ask: Callable[..., Reply]) -> None:
    done = threading.Event()

    def drip(stream: Any) -> None:  # noqa: ANN401
        stream.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not done.wait(0.01):
            stream.write(b" ")
            stream.flush()

    server.behave = always(drip)
    assert fail(ask, f"{server.url}/x", HASTY).kind is ErrorKind.TIMEOUT
    assert len(server.seen) <= 3
    done.set()


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\xff\xfe: \x00\r\n\r\n",
        b"HTTP/1.1 99999 OK\r\n\r\n",
    ],
    ids=["nothing", "another protocol", "no length", "a long header", "no text", "no status"],
)
def test_what_is_no_http_is_no_answer(server: GitHub, ask: Callable[..., Reply], sent: bytes) -> None:
    server.behave = always(lambda stream: stream.write(sent))
    assert fail(ask, f"{server.url}/x", HASTY).kind in {ErrorKind.REPLY, ErrorKind.TIMEOUT}


def test_a_port_without_a_server_is_offline(ask: Callable[..., Reply]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    error = fail(ask, f"http://127.0.0.1:{port}/x")
    assert (error.kind, error.message) == (
        ErrorKind.OFFLINE,
        "GitHub cannot be reached: connection refused",
    )


def test_a_server_without_tls_is_offline(server: GitHub, ask: Callable[..., Reply]) -> None:
    error = fail(ask, f"https://127.0.0.1:{server.server_address[1]}/x")
    assert (error.kind, error.message) == (ErrorKind.OFFLINE, "GitHub cannot be reached: TLS failed")
    assert server.seen == []


def test_a_name_that_nobody_knows_is_offline(
    ask: Callable[..., Reply], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    error = fail(ask, "http://localhost:9/x")
    assert error.message == "GitHub cannot be reached: name or service not known"


def test_a_look_up_that_hangs_is_not_waited_for(
    ask: Callable[..., Reply], monkeypatch: pytest.MonkeyPatch
) -> None:
    done = threading.Event()

    def hang(*_: object) -> list[object]:
        done.wait(20)
        return []

    before = set(threading.enumerate())
    monkeypatch.setattr(socket, "getaddrinfo", hang)
    assert fail(ask, "http://localhost:9/x", HASTY).kind is ErrorKind.TIMEOUT
    left = set(threading.enumerate()) - before
    assert left
    assert all(thread.daemon for thread in left), "Python would wait for it before it ends"
    done.set()


def test_after_the_deadline_nothing_is_asked(server: GitHub, ask: Callable[..., Reply]) -> None:
    error = fail(ask, f"{server.url}/x", Limits(total_s=0.0))
    assert (error.kind, server.seen) == (ErrorKind.TIMEOUT, [])
