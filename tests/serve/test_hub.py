"""What clients are sent after a build: the smallest change to what is served now."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from portfolio.errors import Code, Diagnostic, Span
from portfolio.serve.hub import Hub
from portfolio.serve.rebuild import Outcome
from portfolio.serve.served_site import Found, Redirect, ServedSite

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PROBLEM = Diagnostic(Code.SLUG, "it is wrong", Span("content/a.md", 1, 1))
HOME = "<head><style>a{}</style></head>home"
FILES = {"index.html": HOME, "404.html": "none", "work/index.html": "work"}


class Browser:
    """A client that records its messages."""

    def __init__(self, hub: Hub, address: str = "/repo/", *, is_ours: bool = True) -> None:
        self.address, self.is_ours = address, is_ours
        self.version = hub.version(address) if is_ours else ""
        self.told: list[dict[str, Any]] = []

    def send(self, message: dict[str, Any]) -> None:
        self.told.append(message)

    def close(self) -> None:
        """Nothing to close."""

    def hears(self) -> list[dict[str, Any]]:
        """Return the messages since the last call."""
        told, self.told = self.told, []
        return told


def good(files: Mapping[str, str | Path], *changed: str, base: str = "/repo/") -> Outcome:
    made = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    return Outcome(changed, ServedSite(made, base), ())


def bad(*changed: str) -> Outcome:
    return Outcome(changed, None, (PROBLEM,))


@pytest.fixture
def hub(root: Path) -> Hub:
    hub = Hub(root)
    hub.show(good({**FILES, "photo.png": root / "static/photo.png"}))
    return hub


def following(hub: Hub, address: str = "/repo/", *, is_ours: bool = True) -> Browser:
    browser = Browser(hub, address, is_ours=is_ours)
    hub.add_client(browser)
    assert browser.hears() == []
    return browser


def test_requests_wait_for_the_first_build_whether_it_fails_or_not(root: Path) -> None:
    for outcome in (good({}), bad()):
        hub = Hub(root)
        assert not hub.is_ready.is_set()
        hub.show(outcome)
        assert asyncio.run(asyncio.wait_for(hub.is_ready.wait(), 1))


def test_a_page_gets_its_own_changes_only(hub: Hub) -> None:
    home, work = following(hub), following(hub, "/repo/work/")
    hub.show(good({**FILES, "work/index.html": "new"}, "content/work.md"))
    assert home.hears() == []
    assert work.hears() == [{"command": "reload", "path": "/repo/work/", "liveCSS": False}]


def test_a_change_of_style_alone_brings_the_new_style(hub: Hub) -> None:
    home = following(hub)
    hub.show(good({**FILES, "index.html": HOME.replace("a{}", "b{}")}, "static/custom.css"))
    (message,) = home.hears()
    assert message.pop("version") == home.version == hub.version("/repo/")
    assert message == {"command": "reload", "path": "/repo/", "liveCSS": True, "styles": ("b{}",)}


def test_a_changed_picture_is_named_to_all(hub: Hub, root: Path) -> None:
    home = following(hub)
    hub.show(
        good({**FILES, "photo.png": root / "static/photo.png"}, "static/photo.png", "static/terminal/a.css")
    )
    (message,) = home.hears()
    assert message.pop("version") == hub.version("/repo/")
    assert message == {
        "command": "reload",
        "path": "/repo/photo.png",
        "liveImg": True,
        "assets": ("/repo/photo.png",),
    }


def test_a_picture_that_changed_while_the_site_was_broken_is_named_when_it_is_fixed(
    hub: Hub, root: Path
) -> None:
    home = following(hub)
    hub.show(bad("static/photo.png", "content/a.md"))
    home.hears()
    hub.show(good({**FILES, "photo.png": root / "static/photo.png"}, "content/a.md"))
    assert [message.get("assets") for message in home.hears()] == [None, ("/repo/photo.png",)]


def test_a_client_that_missed_two_changes_of_pictures_is_reloaded(hub: Hub, root: Path) -> None:
    late = Browser(hub)
    for _ in range(2):
        hub.show(good({**FILES, "photo.png": root / "static/photo.png"}, "static/photo.png"))
    hub.add_client(late)
    assert [message.get("liveCSS") for message in late.hears()] == [False]


def test_a_change_between_the_page_and_its_connection_is_made_up_for(hub: Hub) -> None:
    late = Browser(hub)
    hub.show(good({**FILES, "index.html": "new"}))
    hub.add_client(late)
    assert [message["command"] for message in late.hears()] == ["reload"]


def test_a_page_that_goes_and_comes_back_is_loaded_again_each_time(hub: Hub) -> None:
    work = following(hub, "/repo/work/")
    hub.show(good({"index.html": HOME, "404.html": "none"}))
    assert [message["command"] for message in work.hears()] == ["reload"]
    hub.show(good(FILES))
    assert [message["command"] for message in work.hears()] == ["reload"]


def test_errors_are_shown_over_the_last_good_page_and_removed(hub: Hub) -> None:
    home = following(hub)
    hub.show(bad("content/a.md"))
    (message,) = home.hears()
    assert message["command"] == "alert"
    assert message["message"] == "content/a.md:1:1: error[slug]: it is wrong"
    assert message["overlay"] == hub.overlay
    assert hub.find("/repo/") == Found("index.html", HOME.encode())
    newcomer = Browser(hub)
    hub.add_client(newcomer)
    assert newcomer.hears() == [message]
    hub.show(good({**FILES, "photo.png": "x"}, "content/a.md"))
    (message,) = home.hears()
    assert (message["command"], message["overlay"]["items"]) == ("alert", [])


def test_another_client_of_the_protocol_gets_a_reload_and_errors_but_not_their_end(hub: Hub) -> None:
    stranger = following(hub, is_ours=False)
    hub.show(bad())
    assert [message["command"] for message in stranger.hears()] == ["alert"]
    hub.show(good(FILES))
    assert stranger.hears() == []
    hub.show(good({**FILES, "index.html": "new"}))
    assert [message["command"] for message in stranger.hears()] == ["reload"]


def test_before_the_first_good_build_a_page_shows_the_errors(root: Path) -> None:
    hub = Hub(root)
    hub.show(bad())
    assert hub.find("/repo/") is None
    assert "it is wrong" in hub.page
    waiting = Browser(hub, "/")
    hub.add_client(waiting)
    assert [message["command"] for message in waiting.hears()] == ["alert"]
    hub.show(good(FILES))
    assert [message["command"] for message in waiting.hears()] == ["alert", "reload"]


def test_the_root_leads_to_the_base_path_and_an_older_base_path_to_the_new_one(hub: Hub) -> None:
    assert hub.find("/") == Redirect("/repo/", is_permanent=False)
    work = following(hub, "/repo/work/")
    hub.show(good(FILES, "portfolio.yaml", base="/"))
    assert hub.find("/repo/work/") == Redirect("/work/", is_permanent=False)
    assert [message["command"] for message in work.hears()] == ["reload"]
    hub.show(good(FILES, "portfolio.yaml", base="/other/"))
    assert hub.find("/repo/work/") == Redirect("/other/work/", is_permanent=False)
    assert hub.find("/repo//evil.example/") == Redirect("/other/evil.example/", is_permanent=False)
    assert hub.find("/elsewhere/") is None


def test_links_to_the_editor_follow_the_settings(hub: Hub, root: Path) -> None:
    (root / "portfolio.yaml").write_text("editor: idea://open?file={path}&line={line}\n", encoding="utf-8")
    hub.show(bad())
    assert hub.overlay["items"][0][0] == [
        "location",
        "content/a.md:1:1",
        f"idea://open?file={root}/content/a.md&line=1",
    ]
    (root / "portfolio.yaml").write_text("editor: [\n", encoding="utf-8")
    hub.show(bad())
    assert hub.overlay["items"][0][0] == ["location", "content/a.md:1:1"]
