"""What a browser is told after a build: as little as leads from what it shows to what is served now."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from portfolio.errors import Code, Diagnostic, Span
from portfolio.serve.edition import Edition, Found, Redirect
from portfolio.serve.hub import Hub
from portfolio.serve.rebuild import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PROBLEM = Diagnostic(Code.SLUG, "it is wrong", Span("content/a.md", 1, 1))
HOME = "<head><style>a{}</style></head>home"
FILES = {"index.html": HOME, "404.html": "none", "work/index.html": "work"}


class Browser:
    """A visitor that keeps what it was told."""

    def __init__(self, hub: Hub, address: str = "/repo/", *, is_ours: bool = True) -> None:
        self.address, self.is_ours = address, is_ours
        self.stamp = hub.stamp(address) if is_ours else ""
        self.told: list[dict[str, Any]] = []

    def send(self, message: dict[str, Any]) -> None:
        self.told.append(message)

    def close(self) -> None:
        """Nothing to close."""

    def hears(self) -> list[dict[str, Any]]:
        """Return what it was told since it was last asked."""
        told, self.told = self.told, []
        return told


def good(files: Mapping[str, str | Path], *changed: str, base: str = "/repo/") -> Outcome:
    made = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    return Outcome(changed, Edition(made, base), ())


def bad(*changed: str) -> Outcome:
    return Outcome(changed, None, (PROBLEM,))


@pytest.fixture
def hub(root: Path) -> Hub:
    hub = Hub(root)
    hub.show(good({**FILES, "photo.png": root / "static/photo.png"}))
    return hub


def following(hub: Hub, address: str = "/repo/", *, is_ours: bool = True) -> Browser:
    browser = Browser(hub, address, is_ours=is_ours)
    hub.welcome(browser)
    assert browser.hears() == []
    return browser


def test_who_waits_for_the_first_build_is_let_in_whatever_came_of_it(root: Path) -> None:
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
    assert message.pop("stamp") == home.stamp == hub.stamp("/repo/")
    assert message == {"command": "reload", "path": "/repo/", "liveCSS": True, "styles": ("b{}",)}


def test_a_changed_picture_is_named_to_all(hub: Hub, root: Path) -> None:
    home = following(hub)
    hub.show(
        good({**FILES, "photo.png": root / "static/photo.png"}, "static/photo.png", "static/terminal/a.css")
    )
    (message,) = home.hears()
    assert message.pop("stamp") == hub.stamp("/repo/")
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


def test_who_missed_more_than_one_change_of_pictures_loads_the_page_again(hub: Hub, root: Path) -> None:
    late = Browser(hub)
    for _ in range(2):
        hub.show(good({**FILES, "photo.png": root / "static/photo.png"}, "static/photo.png"))
    hub.welcome(late)
    assert [message.get("liveCSS") for message in late.hears()] == [False]


def test_a_change_between_the_page_and_its_connection_is_made_up_for(hub: Hub) -> None:
    late = Browser(hub)
    hub.show(good({**FILES, "index.html": "new"}))
    hub.welcome(late)
    assert [message["command"] for message in late.hears()] == ["reload"]


def test_a_page_that_goes_and_comes_back_is_loaded_again_each_time(hub: Hub) -> None:
    work = following(hub, "/repo/work/")
    hub.show(good({"index.html": HOME, "404.html": "none"}))
    assert [message["command"] for message in work.hears()] == ["reload"]
    hub.show(good(FILES))
    assert [message["command"] for message in work.hears()] == ["reload"]


def test_problems_are_shown_over_the_last_good_page_and_taken_back(hub: Hub) -> None:
    home = following(hub)
    hub.show(bad("content/a.md"))
    (message,) = home.hears()
    assert message["command"] == "alert"
    assert message["message"] == "content/a.md:1:1: error[slug]: it is wrong"
    assert message["panel"] == hub.panel
    assert hub.find("/repo/") == Found("index.html", HOME.encode())
    newcomer = Browser(hub)
    hub.welcome(newcomer)
    assert newcomer.hears() == [message]
    hub.show(good({**FILES, "photo.png": "x"}, "content/a.md"))
    (message,) = home.hears()
    assert (message["command"], message["panel"]["items"]) == ("alert", [])


def test_a_stranger_of_the_protocol_gets_a_reload_and_problems_but_not_their_end(hub: Hub) -> None:
    stranger = following(hub, is_ours=False)
    hub.show(bad())
    assert [message["command"] for message in stranger.hears()] == ["alert"]
    hub.show(good(FILES))
    assert stranger.hears() == []
    hub.show(good({**FILES, "index.html": "new"}))
    assert [message["command"] for message in stranger.hears()] == ["reload"]


def test_before_the_first_good_build_a_page_shows_what_is_wrong_and_then_gives_way(root: Path) -> None:
    hub = Hub(root)
    hub.show(bad())
    assert hub.find("/repo/") is None
    assert "it is wrong" in hub.page
    waiting = Browser(hub, "/")
    hub.welcome(waiting)
    assert [message["command"] for message in waiting.hears()] == ["alert"]
    hub.show(good(FILES))
    assert [message["command"] for message in waiting.hears()] == ["alert", "reload"]


def test_the_root_leads_to_the_base_path_and_an_older_base_path_to_the_new_one(hub: Hub) -> None:
    assert hub.find("/") == Redirect("/repo/", is_lasting=False)
    work = following(hub, "/repo/work/")
    hub.show(good(FILES, "portfolio.yaml", base="/"))
    assert hub.find("/repo/work/") == Redirect("/work/", is_lasting=False)
    assert [message["command"] for message in work.hears()] == ["reload"]
    hub.show(good(FILES, "portfolio.yaml", base="/other/"))
    assert hub.find("/repo/work/") == Redirect("/other/work/", is_lasting=False)
    assert hub.find("/repo//evil.example/") == Redirect("/other/evil.example/", is_lasting=False)
    assert hub.find("/elsewhere/") is None


def test_links_to_the_editor_follow_the_settings(hub: Hub, root: Path) -> None:
    (root / "portfolio.yaml").write_text("editor: idea://open?file={path}&line={line}\n", encoding="utf-8")
    hub.show(bad())
    assert hub.panel["items"][0][0] == [
        "place",
        "content/a.md:1:1",
        f"idea://open?file={root}/content/a.md&line=1",
    ]
    (root / "portfolio.yaml").write_text("editor: [\n", encoding="utf-8")
    hub.show(bad())
    assert hub.panel["items"][0][0] == ["place", "content/a.md:1:1"]
