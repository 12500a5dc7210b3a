"""Live reload in a real Chromium: what it shows, and the state that it keeps."""

from __future__ import annotations

import re
import socket
import struct
import threading
import zlib
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error, expect
from serve.running import BASE_URL, LIMIT_S, running, save, until
from support.browser import page_at
from support.sites import STARTER_STUDY, add_study

from portfolio.report import render_text
from portfolio.site.preview import Preview

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, WebSocket
    from serve.running import Running

    from portfolio.site.preview import PreviewedSite
    from portfolio.site_files import SiteFiles

pytestmark = pytest.mark.chromium

STUDY = f"content/case-studies/{STARTER_STUDY}.md"
STUDY_ADDRESS = f"case-studies/{STARTER_STUDY}/"
BODY = "The worker writes the ledger before it calls the bank."
OUTLINE = "getComputedStyle(document.querySelector('main')).outlineWidth"


def follow(page: Page, url: str) -> str:
    """Open a page, and wait until the server has greeted it; returns the address of its connection."""
    greeted: list[str] = []

    def listen(connection: WebSocket) -> None:
        def hear(frame: object) -> None:
            if "hello" in str(frame):
                greeted.append(connection.url)

        connection.on("framereceived", hear)

    # Listen from the connection on: after the page is loaded it may be too late for the greeting.
    page.on("websocket", listen)
    page.goto(url)

    def is_greeted() -> bool:
        page.wait_for_timeout(10)  # lets playwright hand on what came
        return bool(greeted)

    until(is_greeted, "for the server's greeting")
    return greeted[0]


@contextmanager
def opened(chromium: Browser, server: Running, address: str = "") -> Iterator[Page]:
    """Open a page of the site, and wait until it is connected; afterwards the browser's console must be empty."""
    with page_at(chromium) as page:
        heard: list[str] = []
        page.on(
            "console",
            lambda message: heard.append(message.text) if message.type in {"error", "warning"} else None,
        )
        page.on("pageerror", lambda error: heard.append(str(error)))
        follow(page, server.url + address)
        yield page
        assert [text for text in heard if "404" not in text and "500" not in text] == []


def mark(page: Page) -> None:
    """Mark a page; a reload removes the mark."""
    page.evaluate("window.isMarked = true")


def until_true(page: Page, expression: str) -> None:
    """Wait until an expression is true; `wait_for_function` would evaluate it in the page, whose policy forbids that."""

    def is_true() -> bool:
        try:
            return bool(page.evaluate(expression))
        except Error:  # the page is being loaded again
            return False

    until(is_true, expression)


def is_marked(page: Page) -> bool:
    return bool(page.evaluate("window.isMarked === true"))


def picture(width: int) -> bytes:
    """Return a PNG of one grey."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes(width)) * width
    head = struct.pack(">IIBBBBB", width, width, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def test_an_edited_body_is_shown(chromium: Browser, server: Running) -> None:
    with opened(chromium, server, STUDY_ADDRESS) as page:
        server.edit(STUDY, BODY, "The ledger comes first.")
        expect(page.get_by_text("The ledger comes first.")).to_be_visible()


def test_an_edited_title_is_shown_on_its_page_and_on_those_that_list_it(
    chromium: Browser, server: Running
) -> None:
    with opened(chromium, server, STUDY_ADDRESS) as page, opened(chromium, server) as home:
        server.edit(STUDY, "title: Settlement queue", "title: Settlement line")
        expect(page).to_have_title("Settlement in 4 minutes, with no payment made twice · Ada Example")
        expect(page.get_by_text("Settlement line").first).to_be_visible()
        expect(home.get_by_text("Settlement line").first).to_be_visible()


def test_a_template_made_and_removed(chromium: Browser, server: Running) -> None:
    with opened(chromium, server, "principles/") as page:
        templates = server.root / "templates"
        templates.mkdir()
        text = '{% extends "terminal/principles.html" %}{% block main %}<h1>Mine</h1>{% endblock %}'
        (templates / "principles.html").write_text(text, encoding="utf-8")
        expect(page.locator("h1")).to_have_text("Mine")
        (templates / "principles.html").unlink()
        expect(page.locator("h1")).not_to_have_text("Mine")


def test_settings(chromium: Browser, server: Running) -> None:
    with opened(chromium, server) as page:
        (server.root / "portfolio.yaml").write_text(
            "language: pt-BR\npalette_switch: true\n", encoding="utf-8"
        )
        expect(page.locator("html")).to_have_attribute("lang", "pt-BR")
        expect(page.get_by_label("Cores")).to_be_visible()


def test_a_drawing(chromium: Browser, server: Running) -> None:
    with opened(chromium, server, STUDY_ADDRESS) as page:
        server.edit(STUDY, "invoice  →  queue", "receipt  →  queue")
        expect(page.locator("main svg text", has_text="receipt").first).to_be_visible()


def test_a_stylesheet_is_swapped_and_the_page_is_not_loaded_again(chromium: Browser, server: Running) -> None:
    with opened(chromium, server) as page, opened(chromium, server, STUDY_ADDRESS) as study:
        for followed in (page, study):
            mark(followed)
            followed.evaluate("document.querySelectorAll('a')[4].focus()")
        (server.root / "static").mkdir()
        for width in (5, 7, 9):
            css = f"main {{ outline: {width}px solid }}"
            (server.root / "static" / "custom.css").write_text(css, encoding="utf-8")
            for followed in (page, study):
                until_true(followed, f"{OUTLINE} === '{width}px'")
        (server.root / "static" / "custom.css").unlink()
        for followed in (page, study):
            until_true(followed, f"{OUTLINE} !== '9px'")
            assert is_marked(followed)
            assert followed.evaluate("document.activeElement === document.querySelectorAll('a')[4]")


def test_a_swapped_stylesheet_is_the_one_that_a_new_page_has(chromium: Browser, server: Running) -> None:
    (server.root / "static").mkdir()
    (server.root / "static" / "custom.css").write_text(
        "nav { opacity: .5 } a { color: red }", encoding="utf-8"
    )
    server.until_settled()
    with opened(chromium, server) as page:
        mark(page)
        css = "main { outline: 5px solid } a { color: blue }"
        (server.root / "static" / "custom.css").write_text(css, encoding="utf-8")
        until_true(page, f"{OUTLINE} === '5px'")
        styles = (
            "[...document.querySelectorAll('body *')].map((e) => JSON.stringify({...getComputedStyle(e)}))"
        )
        swapped = page.evaluate(styles)
        assert is_marked(page)
        page.reload()
        assert page.evaluate(styles) == swapped


def test_a_picture(chromium: Browser, server: Running) -> None:
    (server.root / "static").mkdir()
    (server.root / "static" / "dashboard.png").write_bytes(picture(40))
    server.edit(STUDY, BODY, "![A dashboard](/dashboard.png)")
    server.until_settled()
    wide = "document.querySelector('main img').naturalWidth"
    with opened(chromium, server, STUDY_ADDRESS) as page, opened(chromium, server) as home:
        until_true(page, f"{wide} === 40")
        mark(home)
        (server.root / "static" / "dashboard.png").write_bytes(picture(60))
        until_true(page, f"{wide} === 60")
        assert is_marked(home)


def test_a_picture_of_the_same_size(chromium: Browser, server: Running) -> None:
    (server.root / "static").mkdir()
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><path d="M0,0h4v4h-4z" fill="COLOUR"/></svg>'
    (server.root / "static" / "a.svg").write_text(svg.replace("COLOUR", "#ff0000"), encoding="utf-8")
    server.edit(STUDY, BODY, "![A square](/a.svg)")
    server.until_settled()
    colour = """async () => {
      const image = document.querySelector("main img[src$='.svg']");
      await image.decode();
      const canvas = new OffscreenCanvas(4, 4).getContext("2d");
      canvas.drawImage(image, 0, 0);
      return [...canvas.getImageData(1, 1, 1, 1).data].join();
    }"""
    with opened(chromium, server, STUDY_ADDRESS) as page, opened(chromium, server) as home:
        mark(home)
        assert page.evaluate(colour) == "255,0,0,255"
        with page.expect_navigation():
            save(server.root / "static" / "a.svg", svg.replace("COLOUR", "#0000ff"))
        assert page.evaluate(colour) == "0,0,255,255"
        assert is_marked(home)


def test_a_page_that_did_not_change_is_not_reloaded(chromium: Browser, server: Running) -> None:
    with opened(chromium, server, STUDY_ADDRESS) as study, opened(chromium, server) as home:
        loaded: list[str] = []
        home.on("framenavigated", lambda frame: loaded.append(frame.url))
        server.edit(STUDY, BODY, "The ledger comes first.")
        expect(study.get_by_text("The ledger comes first.")).to_be_visible()
        server.edit("content/profile.yaml", "Backend Engineer", "Backend Developer")
        expect(home).to_have_title("Ada Example, Backend Developer")
        assert loaded == [server.url]


def test_scroll_focus_and_palette_are_kept(chromium: Browser, root: Path) -> None:
    (root / "portfolio.yaml").write_text("palette_switch: true\n", encoding="utf-8")
    with running(root) as server, opened(chromium, server) as page:
        page.get_by_label("Palette").select_option("paper")
        page.locator("main a").last.focus()
        page.evaluate("scrollTo({top: 333, behavior: 'instant'})")
        until_true(page, "scrollY === 333")
        focus = "document.activeElement.outerHTML"
        before = page.evaluate(focus)
        server.edit("content/profile.yaml", "Backend Engineer", "Backend Developer")
        expect(page).to_have_title("Ada Example, Backend Developer")
        until_true(page, "scrollY === 333")
        until(lambda: page.evaluate(focus) == before)
        expect(page.locator("html")).to_have_attribute("data-palette", "paper")
        expect(page.get_by_label("Palette")).to_have_value("paper")
        assert page.evaluate("sessionStorage.length") == 0


def test_errors_appear_over_the_last_good_page_until_they_are_fixed(
    chromium: Browser, server: Running
) -> None:
    with opened(chromium, server) as page:
        mark(page)
        profile = (server.root / "content" / "profile.yaml").read_text(encoding="utf-8")
        broken = profile + "years: 1\nnmae: <img src=x onerror=alert(1)>\n"
        (server.root / "content" / "profile.yaml").write_text(broken, encoding="utf-8")
        server.edit("content/home.yaml", "command: whoami", "comand: whoami")
        server.until_settled()  # a build may have met a file while it was written
        overlay = page.locator("portfolio-problems")
        problems = server.outcomes[-1].problems
        assert len(problems) == 3
        expected = [render_text([item]).rstrip("\n") for item in problems]
        expect(overlay.locator("pre")).to_have_text(expected)
        assert overlay.locator("pre").all_text_contents() == expected
        expect(overlay.get_by_role("heading")).to_have_text("3 errors")
        expect(overlay.locator("img, a")).to_have_count(0)
        assert (
            overlay.evaluate("(it) => getComputedStyle(it.shadowRoot.querySelector('.caret')).color")
            == "rgb(255, 143, 143)"
        )
        expect(page).to_have_title("Ada Example, Backend Engineer")
        server.edit("content/home.yaml", "comand: whoami", "command: whoami")
        expect(overlay.locator("pre")).to_have_count(2)
        (server.root / "content" / "profile.yaml").write_text(profile, encoding="utf-8")
        expect(overlay).to_have_count(0)
        assert is_marked(page)


def test_a_page_that_comes_while_the_site_is_broken_shows_the_problems_too(
    chromium: Browser, server: Running
) -> None:
    (server.root / "portfolio.yaml").write_text(
        "editor: idea://open?file={path}&line={line}\n", encoding="utf-8"
    )
    server.edit("content/home.yaml", "command: whoami", "comand: whoami")
    until(lambda: server.outcomes[-1].site is None)
    with opened(chromium, server) as page:
        link = page.locator("portfolio-problems a").first
        expect(link).to_have_text("content/home.yaml:3:1")
        expect(link).to_have_attribute("href", f"idea://open?file={server.root}/content/home.yaml&line=3")
        page.get_by_role("button", name="hide").click()
        expect(page.locator("portfolio-problems")).to_have_count(0)
        server.edit("content/home.yaml", "comand: whoami", "komand: whoami")
        expect(page.locator("portfolio-problems pre").first).to_contain_text("komand")


def test_a_site_that_starts_broken_is_shown_once_it_is_fixed(chromium: Browser, root: Path) -> None:
    home = (root / "content" / "home.yaml").read_text(encoding="utf-8")
    (root / "content" / "home.yaml").write_text("command: [\n", encoding="utf-8")
    with running(root) as server, opened(chromium, server) as page:
        expect(page.locator("portfolio-problems pre").first).to_contain_text("content/home.yaml:")
        (root / "content" / "home.yaml").write_text(home, encoding="utf-8")
        expect(page).to_have_title("Ada Example, Backend Engineer")
        expect(page.locator("portfolio-problems")).to_have_count(0)


def test_a_page_that_is_removed_and_put_back(chromium: Browser, root: Path) -> None:
    add_study(root, "second", "Second body.\n", title="Second", order=20)
    with running(root) as server, opened(chromium, server, "case-studies/second/") as page:
        file = root / "content" / "case-studies" / "second.md"
        aside = root / "second.md"
        file.rename(aside)
        expect(page.locator("h1")).to_have_text("There is no page at this address")
        aside.rename(file)
        expect(page.get_by_text("Second body.")).to_be_visible()


def test_fifty_quick_saves_end_in_the_last(chromium: Browser, server: Running) -> None:
    with opened(chromium, server, STUDY_ADDRESS) as page:
        text = (server.root / STUDY).read_text(encoding="utf-8")
        for number in range(50):
            (server.root / STUDY).write_text(text.replace(BODY, f"Save {number:02}."), encoding="utf-8")
        expect(page.get_by_text("Save 49.")).to_be_visible()
        server.until_settled()
        expect(page.get_by_text("Save 49.")).to_be_visible()
        assert server.outcomes[-1].site is not None


def test_a_checkout_of_two_hundred_files_is_one_build_or_few(chromium: Browser, root: Path) -> None:
    preview, is_checked_out = Preview({}, BASE_URL), threading.Event()
    is_checked_out.set()

    def refresh(files: SiteFiles) -> PreviewedSite:
        assert is_checked_out.wait(LIMIT_S)  # however slow git is, a build that began meanwhile ends after it
        return preview.refresh(files)

    for number in range(200):
        add_study(root, f"study-{number}", f"Old {number}.\n", title=f"Study {number}", order=100 + number)
    with running(root, refresh) as server, opened(chromium, server, "case-studies/study-199/") as page:
        before = len(server.outcomes)
        is_checked_out.clear()
        for number in range(200):
            file = root / "content" / "case-studies" / f"study-{number}.md"
            text = file.read_text(encoding="utf-8").replace("Old", "New")
            file.unlink()
            file.write_text(text, encoding="utf-8")
        is_checked_out.set()
        expect(page.get_by_text("New 199.")).to_be_visible()
        server.until_settled()
        builds = [
            outcome
            for outcome in server.outcomes[before:]
            if any("study-" in name for name in outcome.changed)
        ]
        assert {name for outcome in builds for name in outcome.changed if "study-" in name} == {
            f"content/case-studies/study-{number}.md" for number in range(200)
        }
        assert len(builds) <= 2


# a connection that comes while the server ends is dropped unserved
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
def test_a_browser_finds_a_server_that_ends_and_begins_again(chromium: Browser, root: Path) -> None:
    with page_at(chromium) as page:
        with running(root) as first:
            page.goto(first.url)
            port = first.server.port
        profile = root / "content" / "profile.yaml"
        profile.write_text(
            profile.read_text(encoding="utf-8").replace("Backend Engineer", "Backend Developer"),
            encoding="utf-8",
        )
        with running(root, port=port) as second:
            assert second.server.port == port
            expect(page).to_have_title("Ada Example, Backend Developer")


def test_a_page_under_another_name_of_this_machine_cannot_connect(chromium: Browser, server: Running) -> None:
    connect = """(address) => new Promise((done) => {
      const socket = new WebSocket(address);
      socket.onopen = () => done("open");
      socket.onerror = () => done("refused");
    })"""
    port = server.server.port
    with page_at(chromium, bypass_policy=True) as page:
        page.goto(f"http://localhost:{port}/some-repo/")
        assert page.evaluate(connect, f"ws://localhost:{port}/livereload") == "open"
        assert page.evaluate(connect, f"ws://127.0.0.1:{port}/livereload") == "refused"


@contextmanager
def proxy_to(server: Running) -> Iterator[int]:
    """Run a proxy between browser and server that sends the server's own name; yield its port."""

    def pass_on(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(1 << 16):
                target.sendall(re.sub(rb"(?<=\r\nHost: )[^\r\n]+", server.host.encode(), data))
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def accept() -> None:
        with suppress(OSError):
            while True:
                browser = listener.accept()[0]
                there = socket.create_connection(("127.0.0.1", server.server.port))
                for pair in ((browser, there), (there, browser)):
                    threading.Thread(target=pass_on, args=pair, daemon=True).start()
                opened_sockets.extend((browser, there))

    opened_sockets: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
    for opened_socket in opened_sockets:
        opened_socket.close()


def test_a_page_through_a_proxy_of_an_allowed_name_is_reloaded(chromium: Browser, root: Path) -> None:
    with running(root, allowed=("localhost",)) as server, proxy_to(server) as port, page_at(chromium) as page:
        assert follow(page, f"http://localhost:{port}/some-repo/") == f"ws://localhost:{port}/livereload"
        server.edit("content/profile.yaml", "Backend Engineer", "Backend Developer")
        expect(page).to_have_title("Ada Example, Backend Developer")


def test_a_stylesheet_that_comes_while_the_page_is_reconnecting_is_made_up_for(
    chromium: Browser, root: Path
) -> None:
    with page_at(chromium) as page:
        with running(root) as first:
            page.goto(first.url)
            port = first.server.port
        (root / "static").mkdir()
        (root / "static" / "custom.css").write_text("main { outline: 5px solid }", encoding="utf-8")
        with running(root, port=port):
            until_true(page, f"{OUTLINE} === '5px'")
