"""The server byte by byte: what is answered, what is refused, and that no client blocks others."""

from __future__ import annotations

import base64
import gzip
import json
import os
import socket
import struct
import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from serve.running import BASE_URL, LIMIT_S, running, until
from support.sites import STARTER_STUDY, add_study, build
from support.snapshots import rich_snapshot, write_snapshot

from portfolio.errors import ContentError
from portfolio.serve.page import read_script
from portfolio.site.preview import Preview

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from serve.running import Running

    from portfolio.site.preview import PreviewedSite
    from portfolio.site_files import SiteFiles


class Reply:
    """An answer, read to its end."""

    def __init__(self, data: bytes) -> None:
        head, _, self.body = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        self.status = int(first.split()[1]) if first else 0
        self.headers = {line.partition(": ")[0].lower(): line.partition(": ")[2] for line in lines}
        assert len(self.headers) == len(lines)


@contextmanager
def connected(server: Running) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", server.server.port), LIMIT_S) as connection:
        yield connection


def send(server: Running, data: bytes) -> Reply:
    """Send bytes as they are, and read until the answer is whole or the server closes."""
    received = b""
    with connected(server) as connection:
        connection.sendall(data)
        while not is_refused_upgrade(received) and (chunk := connection.recv(1 << 16)):
            received += chunk
    return Reply(received)


def is_refused_upgrade(received: bytes) -> bool:
    """Whether an answer to a WebSocket request is complete: the connection then stays open for another try."""
    return received.startswith(b"HTTP/1.1 403 ") and received.endswith(b"\n") and b"\r\n\r\n4" in received


def ask(server: Running, target: str, method: str = "GET", **headers: str) -> Reply:
    given = {"Host": server.host, "Connection": "close"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items() if value)]
    return send(server, "\r\n".join([*lines, "", ""]).encode("latin-1"))


def upgrade(server: Running, **headers: str) -> dict[str, str]:
    return {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": base64.b64encode(os.urandom(16)).decode(),
        "Origin": f"http://{server.host}",
    } | headers


@contextmanager
def talking(server: Running) -> Iterator[Client]:
    """Open a WebSocket until the block ends."""
    with connected(server) as connection:
        client = Client(connection, server)
        with client.file:  # it keeps the connection open
            yield client


class Client:
    """A WebSocket, written by hand."""

    def __init__(self, connection: socket.socket, server: Running) -> None:
        self.connection = connection
        fields = {name.replace("_", "-"): value for name, value in upgrade(server).items()}
        lines = [
            "GET /livereload HTTP/1.1",
            f"Host: {server.host}",
            *(f"{k}: {v}" for k, v in fields.items()),
        ]
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        self.file = connection.makefile("rb")
        assert self.file.readline().startswith(b"HTTP/1.1 101 ")
        while self.file.readline() != b"\r\n":
            pass

    def send(self, text: str) -> None:
        data = text.encode()
        size = (
            bytes([0x80 | len(data)])
            if len(data) < 126
            else bytes([0x80 | 126]) + struct.pack(">H", len(data))
        )
        self.connection.sendall(b"\x81" + size + bytes(4) + data)

    def hear(self) -> dict[str, Any]:
        _, size = self.file.read(2)
        if size == 126:
            (size,) = struct.unpack(">H", self.file.read(2))
        elif size == 127:
            (size,) = struct.unpack(">Q", self.file.read(8))
        message: dict[str, Any] = json.loads(self.file.read(size))
        return message


# ---------------------------------------------------------------- what is answered


def test_pages_come_below_the_base_path_with_the_script_which_is_never_published(server: Running) -> None:
    home = ask(server, "/some-repo/")
    assert home.status == 200
    assert home.headers["content-type"] == "text/html; charset=utf-8"
    assert home.headers["cache-control"] == "no-store"
    assert read_script().encode() in home.body
    assert ask(server, "/").headers["location"] == "/some-repo/"
    assert ask(server, "/some-repo?a=1").headers["location"] == "/some-repo/?a=1"
    moved = ask(server, f"/some-repo/case-studies/{STARTER_STUDY}")
    assert (moved.status, moved.headers["location"]) == (301, f"/some-repo/case-studies/{STARTER_STUDY}/")
    out = server.root / "_site"
    build(server.root, base_url=BASE_URL)
    texts = [file.read_bytes() for file in out.rglob("*") if file.is_file()]
    assert texts
    assert not any(b"livereload" in text or b"data-version" in text for text in texts)


def test_a_missing_page_is_404_html_with_its_status(server: Running) -> None:
    reply = ask(server, "/some-repo/no/such/page")
    assert reply.status == 404
    assert b"There is no page at this address" in reply.body
    assert read_script().encode() in reply.body
    assert ask(server, "/elsewhere/").status == 404


def test_a_missing_page_is_the_sites_own_404_html_if_it_has_one(root: Path) -> None:
    (root / "static").mkdir(exist_ok=True)
    (root / "static/404.html").write_text("<p>gone", encoding="utf-8")
    with running(root) as server:
        reply = ask(server, "/some-repo/no/such/page")
        assert (reply.status, reply.body) == (404, b"<p>gone")
        assert reply.headers["content-type"] == "text/html; charset=utf-8"
        assert ask(server, "/some-repo/404.html").status == 200


def test_head_is_get_without_a_body(server: Running) -> None:
    (server.root / "static").mkdir()
    (server.root / "static" / "cv.txt").write_bytes(b"cv" * 9)
    server.until_settled()
    for target in ("/some-repo/", "/some-repo/cv.txt"):
        get, head = ask(server, target), ask(server, target, "HEAD")
        assert (head.status, head.body) == (200, b"")
        assert head.headers["content-length"] == get.headers["content-length"] == str(len(get.body))


def test_text_is_compressed_for_clients_that_accept_it(server: Running) -> None:
    plain, small = ask(server, "/some-repo/"), ask(server, "/some-repo/", Accept_Encoding="gzip")
    assert small.headers["content-encoding"] == "gzip"
    assert gzip.decompress(small.body) == plain.body
    assert len(small.body) < len(plain.body) / 2


FILM = bytes(range(256)) * 3000


@pytest.mark.parametrize(
    ("asked", "status", "sent", "part"),
    [
        ("bytes=0-1", 206, FILM[:2], "0-1"),
        ("bytes=5-", 206, FILM[5:], f"5-{len(FILM) - 1}"),
        ("bytes=767998-9999999", 206, FILM[-2:], "767998-767999"),
        ("bytes=-3", 206, FILM[-3:], "767997-767999"),
        ("bytes=-9999999", 206, FILM, "0-767999"),
        ("bytes=1000-600000", 206, FILM[1000:600_001], "1000-600000"),
        ("bytes=768000-", 416, b"", "*"),
        ("bytes=-0", 416, b"", "*"),
        ("bytes=9-5", 200, FILM, None),
        ("bytes=-", 200, FILM, None),
        ("bytes=0-1,5-6", 200, FILM, None),
        ("lines=0-1", 200, FILM, None),
    ],
)
def test_a_part_of_a_video_is_sent_as_safari_asks_for_it(
    root: Path, asked: str, status: int, sent: bytes, part: str | None
) -> None:
    (root / "static").mkdir()
    (root / "static/film.webm").write_bytes(FILM)
    with running(root) as server:
        reply = ask(server, "/some-repo/film.webm", Range=asked)
    assert (reply.status, unchunked(reply)) == (status, sent)
    assert reply.headers["accept-ranges"] == "bytes"
    assert reply.headers.get("content-range") == (f"bytes {part}/{len(FILM)}" if part else None)
    if status == 206:
        assert reply.headers["content-length"] == str(len(sent))


def test_other_files_and_earlier_versions_come_as_a_whole(root: Path) -> None:
    (root / "static").mkdir()
    (root / "static/film.webm").write_bytes(FILM[:9])
    (root / "static/cv.txt").write_bytes(b"words")
    with running(root) as server:
        assert ask(server, "/some-repo/film.webm", Range="bytes=0-1", If_Range='"x"').body == FILM[:9]
        reply = ask(server, "/some-repo/cv.txt", Range="bytes=0-1")
        assert (reply.status, reply.body, "accept-ranges" in reply.headers) == (200, b"words", False)


def unchunked(reply: Reply) -> bytes:
    """Return a body that came in chunks, as that of a large file does."""
    if "content-length" in reply.headers:
        return reply.body
    body, rest = b"", reply.body
    while True:
        size, _, rest = rest.partition(b"\r\n")
        if not int(size, 16):
            return body
        body, rest = body + rest[: int(size, 16)], rest[int(size, 16) + 2 :]


def test_a_large_file_arrives_complete(server: Running) -> None:
    data = os.urandom(1_500_000)
    (server.root / "static").mkdir()
    (server.root / "static" / "film.mp4").write_bytes(data)
    server.until_settled()
    reply = ask(server, "/some-repo/film.mp4")
    assert (reply.status, reply.headers["content-type"]) == (200, "video/mp4")
    assert unchunked(reply) == data
    assert ask(server, "/some-repo/film.mp4", "HEAD").headers["content-length"] == str(len(data))


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1.evil.example", "192.0.2.1:{port}"]
)
@pytest.mark.parametrize("target", ["/some-repo/", "/", "/livereload"])
def test_another_name_is_refused_everywhere(server: Running, host: str, target: str) -> None:
    host = host.format(port=server.server.port)
    reply = ask(
        server, target, **{**upgrade(server), "Host": host, "Origin": f"http://{host}", "Connection": "close"}
    )
    assert reply.status == 403
    assert b"evil" not in reply.body


def test_a_refusal_names_the_option_that_would_allow_the_name(server: Running) -> None:
    reply = ask(server, "/some-repo/", Host="web:8000")
    words = "this server does not answer to that name; if it is yours, start with --allow-host NAME"
    assert (reply.status, reply.body.decode()) == (403, f"403 {words}\n")
    assert server.warnings == [f"refused a request to `web:8000`: {words}"]


def test_a_further_name_is_answered_and_its_pages_may_connect(root: Path) -> None:
    with running(root, allowed=("web", "site.example.org")) as server:
        assert ask(server, "/some-repo/", Host="web:1").status == 200
        assert ask(server, "/some-repo/", Origin="https://site.example.org").status == 200
        assert ask(server, "/some-repo/", Host="example.org").status == 403
        with connected(server) as connection:
            fields = upgrade(server, Origin="https://site.example.org") | {"Host": "site.example.org"}
            lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
            connection.sendall("\r\n".join(["GET /livereload HTTP/1.1", *lines, "", ""]).encode())
            assert connection.recv(1 << 12).startswith(b"HTTP/1.1 101 ")


def test_no_name_and_two_names_are_refused(server: Running) -> None:
    assert send(server, b"GET /some-repo/ HTTP/1.0\r\n\r\n").status in {400, 403}
    two = (
        f"GET /some-repo/ HTTP/1.1\r\nHost: {server.host}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    )
    assert send(server, two.encode()).status in {400, 403, 0}


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "http://localhost:{port}"]
)
def test_pages_of_other_sites_can_neither_connect_nor_request(server: Running, origin: str) -> None:
    origin = origin.format(port=server.server.port)
    assert ask(server, "/livereload", **upgrade(server, Origin=origin)).status == 403
    assert ask(server, "/some-repo/", Origin=origin).status == 403
    assert ask(server, "/some-repo/", Origin=f"http://{server.host}").status == 200


@pytest.mark.parametrize(
    "target",
    [
        "/some-repo/../portfolio.yaml",
        "/some-repo/../../../../etc/passwd",
        "/some-repo/%2e%2e/portfolio.yaml",
        "/some-repo/..%2fportfolio.yaml",
        "/some-repo/%252e%252e%252fportfolio.yaml",
        "/some-repo/..\\portfolio.yaml",
        "/some-repo/..%5cportfolio.yaml",
        "/some-repo//etc/passwd",
        "/some-repo/%2fetc/passwd",
        "/some-repo/portfolio.yaml",
        "/some-repo/content/profile.yaml",
        "/some-repo/static/",
        "/some-repo/templates/base.html",
        "/some-repo/.nojekyll",
        "/some-repo/.git/config",
        "/some-repo/.portfolio/record.json",
        "/some-repo/case-studies/%00",
        "/some-repo/case-studies/index.html/",
        "/portfolio.yaml",
        "//evil.example/some-repo/",
        "/some-repo//evil.example",
        "/forcereload",
        "/livereload.js",
    ],
)
def test_nothing_but_the_site_is_found(server: Running, target: str) -> None:
    reply = ask(server, target)
    assert reply.status == 404
    assert b"root:x:" not in reply.body
    assert b"base_url" not in reply.body
    assert "location" not in reply.headers


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1/some-repo/", "http://evil.example/some-repo/", "*", "some-repo/"]
)
def test_a_target_that_is_no_path_is_refused(server: Running, target: str) -> None:
    assert ask(server, target).status in {400, 403}


@pytest.mark.parametrize(
    "target", ["/some-repo?%0d%0aSet-Cookie:%20a=b", "/some-repo/principles?\x0bX: y", "/?\xe9"]
)
def test_no_header_can_be_slipped_in(server: Running, target: str) -> None:
    reply = ask(server, target)
    assert "set-cookie" not in reply.headers
    assert "x" not in reply.headers
    assert reply.status in {301, 302, 400, 0}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW"])
@pytest.mark.parametrize("target", ["/some-repo/", "/livereload"])
def test_other_methods_are_refused(server: Running, method: str, target: str) -> None:
    reply = ask(server, target, method)
    assert reply.status == 405
    assert reply.headers["allow"] == "GET, HEAD"


def refuse(_: SiteFiles) -> PreviewedSite:
    raise ContentError([])


def test_a_link_out_of_the_site_is_not_followed_even_if_it_is_made_after_the_build(
    server: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("root: secret", encoding="utf-8")
    static = server.root / "static"
    static.mkdir()
    (static / "a.txt").write_text("fine", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    server.until_settled()
    assert ask(server, "/some-repo/a.txt").body == b"fine"
    monkeypatch.setattr(server.server.builder, "refresh", refuse)  # the old site stays
    (static / "a.txt").unlink()
    (static / "a.txt").symlink_to(secret)
    assert ask(server, "/some-repo/a.txt").status == 404
    (static / "a.txt").unlink()
    os.mkfifo(static / "a.txt")
    assert ask(server, "/some-repo/a.txt").status == 404
    (static / "a.txt").unlink()
    assert ask(server, "/some-repo/a.txt").status == 404


def test_what_is_logged_is_one_line_a_refusal_and_nothing_of_other_requests(server: Running) -> None:
    ask(server, "/some-repo/\x1b[31m")
    ask(server, "/some-repo/none")
    send(server, b"\x1b[31m nonsense\r\n\r\n")
    ask(server, "/some-repo/", Host="evil.example" + "x" * 500)
    (line,) = server.warnings
    assert len(line) < 200
    assert "evil.example" in line


# ---------------------------------------------------------------- the WebSocket


def test_malformed_messages_on_the_socket_do_no_harm(server: Running) -> None:
    with talking(server) as client:
        for text in (
            "",
            "{",
            "[]",
            "1",
            "[" * 4000,
            '{"command": []}',
            '{"command": "info", "url": 5, "version": {}}',
        ):
            client.send(text)
        client.send('{"command": "info", "url": "http://[", "version": "."}')
        client.send('{"command": "hello"}')
        heard = [client.hear()]
        while heard[-1]["command"] != "hello":
            heard.append(client.hear())
        assert heard[-1]["protocols"] == ["http://livereload.com/protocols/official-7"]
        assert {message["command"] for message in heard} <= {"reload", "hello"}
    assert not server.warnings


def test_a_client_of_the_protocol_gets_a_reload(server: Running) -> None:
    with talking(server) as client:
        client.send('{"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"]}')
        assert client.hear()["command"] == "hello"
        client.send(json.dumps({"command": "info", "url": server.url}))
        client.send('{"command": "hello"}')
        client.hear()
        server.edit("content/profile.yaml", "Backend Engineer", "Backend Developer")
        assert client.hear() == {"command": "reload", "path": "/some-repo/", "liveCSS": False}
    assert b"Backend Developer" in ask(server, "/some-repo/").body


def test_a_client_that_disconnects_is_removed(server: Running) -> None:
    for _ in range(3):
        with talking(server) as client:
            client.send(json.dumps({"command": "info", "url": server.url, "version": "old"}))
            assert client.hear()["command"] == "reload"
    until(lambda: not server.server.hub.clients)
    server.edit("content/profile.yaml", "Backend Engineer", "Backend Developer")
    server.until_built(2)
    assert not server.warnings


# ---------------------------------------------------------------- nobody waits for others


def test_idle_and_slow_clients_block_no_one(server: Running) -> None:
    (server.root / "static").mkdir()
    (server.root / "static" / "film.mp4").write_bytes(bytes(8_000_000))
    server.until_settled()
    with ExitStack() as stack:
        for _ in range(60):
            stack.enter_context(connected(server))
        drip = stack.enter_context(connected(server))
        drip.sendall(b"GET /some-repo/ HT")
        for _ in range(3):  # ask for much, read nothing
            reader = stack.enter_context(connected(server))
            reader.sendall(f"GET /some-repo/film.mp4 HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode())
        mute = stack.enter_context(talking(server))
        mute.send(json.dumps({"command": "info", "url": server.url}))
        assert ask(server, "/some-repo/").status == 200
        server.edit("content/profile.yaml", "Backend Engineer", "Backend Developer")
        until(lambda: b"Backend Developer" in ask(server, "/some-repo/").body)
        drip.sendall(f"TP/1.1\r\nHost: {server.host}\r\nConnection: close\r\n\r\n".encode())
        assert drip.recv(12) == b"HTTP/1.1 200"


def test_a_request_before_the_first_build_waits_for_it(root: Path) -> None:
    let_go = threading.Event()
    replies: list[Reply] = []
    preview = Preview({}, BASE_URL)

    def refresh(files: SiteFiles) -> PreviewedSite:
        assert let_go.wait(LIMIT_S)
        return preview.refresh(files)

    def early(server: Running) -> None:
        until(lambda: server.server.is_serving)
        thread = threading.Thread(target=lambda: replies.append(ask(server, "/some-repo/")))
        thread.start()
        let_go.set()
        thread.join(LIMIT_S)

    with running(root, refresh, meanwhile=early):
        assert [reply.status for reply in replies] == [200]


# ---------------------------------------------------------------- builds that fail


def test_a_site_that_does_not_build_is_an_error_page(root: Path) -> None:
    (root / "content" / "home.yaml").write_text("command: [\n", encoding="utf-8")
    with running(root) as server:
        reply = ask(server, "/anything")
        assert reply.status == 500
        assert b"content/home.yaml:" in reply.body
        assert read_script().encode() in reply.body


def test_a_bug_in_a_build_is_shown_and_the_server_goes_on(root: Path) -> None:
    preview = Preview({}, BASE_URL)

    def refresh(files: SiteFiles) -> PreviewedSite:
        if b"Backend Developer" in (files.files["content/profile.yaml"].data or b""):
            raise ZeroDivisionError("by nought")
        return preview.refresh(files)

    with running(root, refresh) as server:
        server.edit("content/profile.yaml", "Backend Engineer", "Backend Developer")
        until(lambda: server.outcomes[-1].trace)
        assert [item.message for item in server.outcomes[-1].problems] == ["ZeroDivisionError: by nought"]
        assert b"Backend Engineer" in ask(server, "/some-repo/").body
        server.edit("content/profile.yaml", "Backend Developer", "Backend Person")
        until(lambda: b"Backend Person" in ask(server, "/some-repo/").body)


def test_a_page_that_was_not_open_shows_its_own_errors_when_it_is_requested(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other pages are rendered in a quiet moment; this client is faster."""
    monkeypatch.setattr("portfolio.serve.rebuild.Builder.finish", lambda *_: None)
    (root / "templates").mkdir()
    (root / "templates" / "case-study.html").write_text("{{ titel }}", encoding="utf-8")
    with running(root) as server:
        assert ask(server, "/some-repo/").status == 200
        reply = ask(server, f"/some-repo/case-studies/{STARTER_STUDY}/")
        assert reply.status == 500
        assert b"templates/case-study.html:1:4:" in reply.body
        assert ask(server, "/some-repo/").status == 200
        assert any("templates/case-study.html:1:4:" in line for line in server.warnings)


def test_an_error_that_a_quiet_moment_finds_is_shown_over_the_pages_that_are_fine(root: Path) -> None:
    with running(root) as server:
        (root / "templates").mkdir()
        (root / "templates" / "tag.html").write_text("{{ titel }}", encoding="utf-8")
        until(lambda: server.outcomes[-1].problems)
        assert server.outcomes[-1].changed == ()
        assert ask(server, "/some-repo/").status == 200
        assert server.server.hub.overlay["title"] == "1 error"
        (root / "templates" / "tag.html").unlink()
        until(lambda: not server.server.hub.overlay["items"])


# ---------------------------------------------------------------- what belongs to the site


def test_statistics_are_shown_once_they_are_fetched(root: Path) -> None:
    home = root / "content" / "home.yaml"
    section = "\n  - kind: stats\n    command: git log --stats\n    title: On GitHub\n"
    home.write_text(home.read_text(encoding="utf-8").rstrip("\n") + section, encoding="utf-8")
    with running(root) as server:
        assert b"active days" not in ask(server, "/some-repo/").body
        write_snapshot(root, rich_snapshot("octocat"))
        until(lambda: b"active days" in ask(server, "/some-repo/").body)


def test_drafts_are_shown_and_marked(root: Path) -> None:
    add_study(root, "second", "Words.\n", title="Second work", draft=True)
    with running(root) as server:
        assert b"[draft] Second work" in ask(server, "/some-repo/case-studies/second/").body
        assert b"[draft] Second work" in ask(server, "/some-repo/").body
