"""The visitor's switch in a real Chromium: what it changes, what it keeps, and that the policy lets it and nothing else."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from support.browser import page_at
from support.command import ROOT
from support.pages_server import served
from support.sites import STARTER_STUDY, build, copy_starter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from support.pages_server import PagesServer

BASE_PATH = "/some-repo/"
KINDS = (
    "",
    f"case-studies/{STARTER_STUDY}/",
    "case-studies/",
    "principles/",
    "tags/payments/",
    "no/such/page",
)
STORED = "JSON.stringify({...localStorage}) + sessionStorage.length"
NOTHING = "{}0"
COLOURS = """() => {
  const style = getComputedStyle(document.documentElement), link = getComputedStyle(document.querySelector("main a"));
  return [style.backgroundColor, link.color];
}"""
PHOSPHOR_LIGHT, PHOSPHOR_DARK = "rgb(251, 250, 246)", "rgb(12, 18, 16)"
PAPER_LIGHT, PAPER_DARK = "rgb(248, 245, 238)", "rgb(26, 25, 22)"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PagesServer]:
    """The starter with the switch."""
    root = copy_starter(tmp_path_factory.mktemp("switch"))
    (root / "portfolio.yaml").write_text("palette_switch: true\n", encoding="utf-8")
    build(root, base_url=f"https://example.org{BASE_PATH}")
    with served(root / "_site", BASE_PATH) as server:
        yield server


def ground(page: Page) -> str:
    return str(page.evaluate(COLOURS)[0])


def listen(page: Page) -> list[str]:
    """Return a list that fills with what the browser complains about."""
    heard: list[str] = []
    page.on(
        "console",
        lambda message: heard.append(message.text) if message.type in {"error", "warning"} else None,
    )
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def test_the_script_is_small() -> None:
    assert len(gzip.compress((ROOT / "static/terminal/switch.js").read_bytes())) <= 2048


@pytest.mark.chromium
def test_without_scripts_there_is_no_control(chromium: Browser, server: PagesServer) -> None:
    with page_at(chromium, scripts=False) as page:
        for kind in KINDS:
            page.goto(server.url + kind)
            assert page.locator("nav.site").count() == 1
            assert page.locator("select, button, input").count() == 0


@pytest.mark.chromium
def test_every_page_has_two_labelled_menus_and_no_complaint_about_the_policy(
    chromium: Browser, server: PagesServer
) -> None:
    with page_at(chromium) as page:
        heard = listen(page)
        for kind in KINDS:
            page.goto(server.url + kind)
            assert page.locator("select").count() == 2
            palette, scheme = page.get_by_label("Palette"), page.get_by_label("Light or dark")
            assert palette.locator("option").all_inner_texts() == ["phosphor", "amber", "contrast", "paper"]
            assert scheme.locator("option").all_inner_texts() == ["as the system", "light", "dark"]
            assert (palette.input_value(), scheme.input_value()) == ("", "")
            assert page.evaluate(STORED) == NOTHING
            assert page.locator("html[data-palette], html[data-scheme]").count() == 0
        assert [text for text in heard if "404" not in text] == []
        assert page.context.cookies() == []


@pytest.mark.chromium
def test_a_choice_changes_the_colours_and_lasts_until_it_is_taken_back(
    chromium: Browser, server: PagesServer
) -> None:
    with page_at(chromium) as page:
        heard = listen(page)
        page.goto(server.url)
        before = page.evaluate(COLOURS)
        assert before[0] == PHOSPHOR_LIGHT
        page.get_by_label("Palette").select_option("paper")
        assert ground(page) == PAPER_LIGHT
        assert page.evaluate(COLOURS)[1] != before[1]
        page.get_by_label("Light or dark").select_option("dark")
        assert ground(page) == PAPER_DARK
        for kind in ("", KINDS[1], KINDS[-1]):
            page.goto(server.url + kind)
            page.reload()
            assert ground(page) == PAPER_DARK
            assert page.get_by_label("Palette").input_value() == "paper"
            assert page.get_by_label("Light or dark").input_value() == "dark"
        page.get_by_label("Palette").select_option("phosphor")
        assert ground(page) == PHOSPHOR_DARK
        page.get_by_label("Light or dark").select_option("as the system")
        page.goto(server.url)
        assert page.evaluate(COLOURS) == before
        assert page.evaluate(STORED) == NOTHING
        assert [text for text in heard if "404" not in text] == []


@pytest.mark.chromium
def test_a_scheme_of_ones_own_counts_more_than_the_systems(chromium: Browser, server: PagesServer) -> None:
    with page_at(chromium, color_scheme="dark") as page:
        page.goto(server.url)
        assert ground(page) == PHOSPHOR_DARK
        page.get_by_label("Light or dark").select_option("light")
        assert ground(page) == PHOSPHOR_LIGHT


@pytest.mark.chromium
def test_a_stored_palette_that_the_site_no_longer_has_falls_back(
    chromium: Browser, server: PagesServer
) -> None:
    with page_at(chromium) as page:
        heard = listen(page)
        page.goto(server.url)
        page.evaluate("localStorage.setItem('portfolio-palette', 'gone \"]')")
        page.reload()
        assert ground(page) == PHOSPHOR_LIGHT
        assert page.get_by_label("Palette").evaluate("e => e.selectedOptions[0]?.text") == "phosphor"
        assert heard == []


@pytest.mark.chromium
def test_the_policy_stops_a_script_and_a_style_that_the_site_did_not_bring(
    chromium: Browser, server: PagesServer
) -> None:
    with page_at(chromium) as page:
        heard = listen(page)
        page.goto(server.url)
        page.evaluate("""() => {
          document.body.append(Object.assign(document.createElement("script"), {textContent: "window.ran = 1"}));
          document.body.append(Object.assign(document.createElement("style"), {textContent: "html { background: red }"}));
        }""")
        assert page.evaluate("window.ran") is None
        assert ground(page) == PHOSPHOR_LIGHT
        assert len([text for text in heard if "Content Security Policy" in text]) == 2
