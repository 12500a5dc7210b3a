"""The tests' own helpers: the server like GitHub Pages, the browser, the guard against the network, words."""

from __future__ import annotations

import asyncio
import socket
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest
from owner.words import leaves, markdown_words, missing, page_text, read_case_study
from support.browser import page_at
from support.command import ROOT
from support.offline import NetworkRefusedError
from support.owner_files import OwnerFileRefusedError
from support.pages_server import served
from support.sites import SITES, build_shared

from portfolio import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser
    from support.command import RunPortfolio
    from support.pages_server import PagesServer


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[PagesServer]:
    site = tmp_path / "site"
    (site / "work").mkdir(parents=True)
    (site / "index.html").write_text("<!doctype html><title>home</title><h1>home</h1>", encoding="utf-8")
    (site / "work" / "index.html").write_text("<!doctype html><title>work</title>", encoding="utf-8")
    (site / "about.html").write_text("<!doctype html><title>about</title>", encoding="utf-8")
    (site / "404.html").write_text("<!doctype html><title>lost</title>", encoding="utf-8")
    (site / "llms.txt").write_text("text", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    with served(site, "/some-repo/") as server:
        yield server


def fetch(url: str) -> tuple[int, str, str, str]:
    """Ask once and follow redirects: status, final address, media type, text."""
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 (loopback)
            return answer.status, answer.url, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, url, error.headers["Content-Type"], error.read().decode()


def test_a_folder_and_a_page_without_ending_are_found_as_on_pages(pages: PagesServer) -> None:
    assert fetch(pages.url)[3].endswith("<h1>home</h1>")
    status, url, kind, text = fetch(f"{pages.url}work?a=1")
    assert (status, url, kind) == (200, f"{pages.url}work/?a=1", "text/html; charset=utf-8")
    assert "work" in text
    assert pages.requests[-2:] == [("/some-repo/work?a=1", 301), ("/some-repo/work/?a=1", 200)]
    assert fetch(f"{pages.url}about")[0] == 200
    assert fetch(f"{pages.url}llms.txt")[2] == "text/plain; charset=utf-8"
    assert fetch(pages.url.removesuffix("/"))[1] == pages.url


@pytest.mark.parametrize(
    "path", ["nothing", "work/nothing/", "about/", "..%2fsecret.txt", "%2e%2e/secret.txt", "a%00b"]
)
def test_what_is_not_there_is_the_own_404_page_with_its_status(pages: PagesServer, path: str) -> None:
    status, _, kind, text = fetch(pages.url + path)
    assert (status, kind) == (404, "text/html; charset=utf-8")
    assert "lost" in text


def test_outside_the_base_path_there_is_nothing_of_ours(pages: PagesServer) -> None:
    status, _, _, text = fetch(f"{pages.origin}/work/")
    assert status == 404
    assert "lost" not in text


@pytest.mark.chromium
def test_a_page_opens_in_the_size_and_colours_asked_for(chromium: Browser, pages: PagesServer) -> None:
    with page_at(chromium, 390, 700, color_scheme="dark") as page:
        page.goto(pages.url)
        assert page.title() == "home"
        assert page.evaluate("[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]") == [
            390,
            True,
        ]
        assert [status for _, status in pages.requests if status != 200] in ([], [404])


@pytest.mark.chromium
def test_a_page_reaches_no_other_host(chromium: Browser, pages: PagesServer) -> None:
    with page_at(chromium) as page:
        page.goto(pages.url)
        reached = page.evaluate("fetch('https://example.org/').then(() => 'reached', () => 'refused')")
        assert reached == "refused"


@pytest.mark.chromium
@pytest.mark.usefixtures("chromium")
def test_a_test_with_the_browser_runs_beside() -> None:
    """Here only so that a worker has the browser's event loop when the next tests come, in any order."""


@pytest.mark.parametrize("turn", [1, 2])
def test_a_test_can_run_its_own_event_loop_although_the_browser_is_open(turn: int) -> None:
    assert asyncio.run(asyncio.sleep(0, turn)) == turn


def test_the_command_runs_in_an_empty_folder_with_a_clean_environment(
    run_portfolio: RunPortfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_REPOSITORY", "someone/some-repo")
    done = run_portfolio("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"portfolio {__version__}\n"


def test_a_shared_site_is_built_once_and_leaves_no_trace_in_its_own_folder(
    engineer_site: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    built = (engineer_site / "index.html").stat().st_mtime_ns
    assert build_shared(tmp_path_factory, "engineer", SITES / "engineer") == engineer_site
    assert (engineer_site / "index.html").stat().st_mtime_ns == built
    assert {file.name for file in (SITES / "engineer").iterdir()} == {"portfolio.yaml", "content", "static"}


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80)])
def test_a_connection_that_leaves_this_machine_is_refused(address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as sock:
        with pytest.raises(NetworkRefusedError, match="loopback only"):
            sock.connect(address)
        with pytest.raises(NetworkRefusedError, match="loopback only"):
            sock.connect_ex(address)


def test_looking_up_another_host_is_refused() -> None:
    with pytest.raises(NetworkRefusedError, match=r"example\.org"):
        socket.create_connection(("example.org", 80))


# ---------------------------------------------------------------- words


def test_words_of_a_page_are_what_a_reader_sees_and_follows(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        "<title>T</title><style>no</style><script>no()</script><p>It&#39;s <b>1</b>M+</p>"
        '<p>x <a href="/y">y</a>z<img src="/p.png" alt="no">',
        encoding="utf-8",
    )
    assert page_text(tmp_path, "/") == "t it's 1m+ x yz /y /p.png"
    assert missing(tmp_path, [("/", "It’s 1M+"), ("/", "/y"), ("/", "no")]) == ["/: no"]  # noqa: RUF001 (to undo)
    assert missing(tmp_path, [("/gone/", "T")]) == ["/gone/: T"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("*one* and `two`", "<em>one</em> and <code>two</code>"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("a \\*star\\*", "a *star*"),
        ('the "one"', '"the \\"one\\""'),
        ("snake_case_name", "snake_case_name"),
    ],
)
def test_words_may_be_shown_as_they_are_or_with_their_marks_read(
    written: str, shown: str, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text(f"<p>{shown}</p>", encoding="utf-8")
    assert missing(tmp_path, [("/", written)]) == []


def test_words_of_markdown_are_without_its_markup() -> None:
    body = """\
Setext, *over
two* lines
==========

> [!NOTE]
> *Three* [four](x.md)[^n], <!-- no --> five

- [x] six_seven &amp; ~~eight~~
- ![no](no.png) nine\\
  ten

| a \\| b | c<br>d |
| --- | --- |

```diagram title="Five 'e'"
A → B (c)
```

~~~flow title='Six \\"'
A -> "B: x" # no
~~~

```text
*d* `e`
```

    indented

[^n]: A note.

[ref]: https://example.org
"""
    words = [" ".join(word.split()) for word in markdown_words(body)]
    assert words == [
        *("Setext, over two lines", "Three four", ",", "five", "six_seven & eight", "nine ten"),
        *("a | b", "c", "d", "Five 'e'", "A", "B", "c", 'Six "', "A", "B", "x", "*d* `e`", "indented"),
        "A note.",
    ]


def test_words_of_yaml_are_all_but_references_and_settings() -> None:
    value = {
        "id": "no",
        "a": ["one", {"b": "2", "principles": ["no"]}],
        "draft": "no",
        "embeds": [{"url": "no"}],
    }
    assert list(leaves(value)) == [("a", "one"), ("b", "2")]


def test_a_rule_in_a_text_is_no_end_of_its_front_matter(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("---\ntitle: a --- b\ndraft: true\n---\nText\n\n---\n\nMore\n", encoding="utf-8")
    assert read_case_study(file) == ({"title": "a --- b", "draft": "true"}, "Text\n\n---\n\nMore\n")


@pytest.mark.parametrize("name", ["portfolio.yaml", "content/profile.yaml", "content"])
def test_the_owners_files_are_closed_to_the_tools_tests(name: str) -> None:
    read = (lambda: [*(ROOT / name).iterdir()]) if name == "content" else (ROOT / name).read_bytes
    with pytest.raises(OwnerFileRefusedError, match="which only tests/owner may"):
        read()
