"""The built pages in a real Chromium: sizes, colours, focus, requests, and words without styles and scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

import pytest
from support.browser import page_at
from support.command import ROOT
from support.hostile import PAYLOADS, hostile_site, tame
from support.html_tree import parse_html
from support.pages_server import served
from support.sites import add_study, build, copy_starter, edit_yaml
from support.snapshots import rich_snapshot, write_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, ConsoleMessage, Page
    from support.pages_server import PagesServer

pytestmark = pytest.mark.chromium

BASE_PATH = "/some-repo/"
WIDTHS = (320, 390, 768, 1440)
SCHEMES = ("light", "dark")
PAGES = (
    "",
    "case-studies/parcel-tracking/",
    "case-studies/meter-migration/",
    "case-studies/",
    "principles/",
    "tags/idempotency/",
    "no/such/page",
)
FIGURES = ("", "stats/")
"""Pages of a site with GitHub statistics."""
EVERYTHING = "case-studies/everything/"
LONG_COMPANY = "Warehousing, Freight and Settlement Partners of the North GmbH & Co. KG"

BODY = """\
Intro with a footnote[^1], `code`, *emphasis*, ~~gone~~ and a [link](#a-table).

> A quotation.

> [!WARNING]
> An alert with `code` and a [link](#a-table).

> [!NOTE]
> Another.

- [x] done
- [ ] to do, with a_very_long_word_that_has_no_place_to_break_and_would_push_the_page_wide_if_it_could

1. one
   - nested
2. two

## A table

| A column | Another column with many words | A third | A fourth column | Fifth |
| :-- | --: | :-: | --- | --- |
| `code_without_any_blank_in_it_at_all` | 1,000,000 | yes | words and words | https://example.org/a/long/address |

### Deeper

#### Deepest

```python title="A title" {2} linenos
def function(argument):  # a comment that makes this line far wider than a phone's window can show at once
    return "a string", 42, argument
```

```diagram title="A wide drawing"
┌──────────────────────────┐      ┌──────────────────────────┐      ┌──────────────────────────┐
│ one                      │ ───→ │ two                      │ ───→ │ three                    │
└──────────────────────────┘      └──────────────────────────┘      └──────────────────────────┘
```

![A wide picture](../../static/wide.svg)

[^1]: The note itself.
"""


@pytest.fixture(scope="module")
def server(engineer_site: Path) -> Iterator[PagesServer]:
    """A whole site as Pages serves it."""
    with served(engineer_site, BASE_PATH) as server:
        yield server


@pytest.fixture(scope="module")
def odd_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PagesServer]:
    """A site with every kind of Markdown, long words and a long role."""
    root = copy_starter(tmp_path_factory.mktemp("odd"))
    (root / "static").mkdir()
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="40"><rect width="2000" height="40"/></svg>'
    (root / "static" / "wide.svg").write_text(svg, encoding="utf-8")
    add_study(
        root,
        "everything",
        BODY,
        title="Everything",
        tags=["a-tag-of-more-letters-than-fit-on-a-phone-in-one-line"],
        company=LONG_COMPANY,
        period="January 2023 to December 2024",
        stack=["Go"],
    )
    edit_yaml(
        root,
        "content/stack.yaml",
        lambda groups: [
            *groups,
            {"name": "Data, and where it rests at night and at noon", "entries": ["Go"]},
        ],
    )
    role = "Principal Software Development Engineer for Payments and Ledgers"
    edit_yaml(root, "content/experience.yaml", lambda employers: [*employers, {"employer": LONG_COMPANY}])
    edit_yaml(
        root,
        "content/profile.yaml",
        lambda profile: profile | {"name": "Anna-Katharina Müller-Lüdenscheidt", "role": role},
    )
    build(root, base_url=f"https://example.org{BASE_PATH}")
    with served(root / "_site", BASE_PATH) as server:
        yield server


@pytest.fixture(scope="module")
def figures_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site with every statistic of GitHub."""
    root = copy_starter(tmp_path_factory.mktemp("figures"))
    write_snapshot(root, rich_snapshot())
    sections = [
        {"kind": "stats", "title": "On GitHub", "command": "git log --stats"},
        {"kind": "repositories", "title": "Repositories", "command": "gh repo list"},
    ]
    edit_yaml(root, "content/home.yaml", lambda home: home["sections"].extend(sections))
    fork = {"name": "copy", "url": "https://github.com/octocat/copy", "fork_of": "other/copy"}
    own = {"name": "settle", "url": "https://github.com/octocat/settle"}
    edit_yaml(root, "content/repositories.yaml", lambda _: [own, fork])
    build(root, base_url=f"https://example.org{BASE_PATH}")
    return root / "_site"


@pytest.fixture(scope="module")
def figures_server(figures_root: Path) -> Iterator[PagesServer]:
    with served(figures_root, BASE_PATH) as server:
        yield server


class Visit:
    """A page with its requests and its console messages."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(f"dialog {dialog.message}"))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


PROBE = r"""
() => {
  const parse = text => {
    const found = text.match(/[\d.]+/g).map(Number);
    return {rgb: found.slice(0, 3), alpha: found.length > 3 ? found[3] : 1};
  };
  const luminance = rgb => {
    const [r, g, b] = rgb.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const probe = document.body.appendChild(document.createElement("i"));
  const named = {};
  for (const name of ["ground", "raised", "text", "muted", "accent", "warn", "rule"]) {
    probe.style.color = `var(--${name})`;
    named[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  const palette = {};
  for (const name of ["text", "muted", "accent", "warn", "rule"])
    for (const ground of ["ground", "raised"])
      palette[`${name} on ${ground}`] = contrast(parse(named[name]).rgb, parse(named[ground]).rgb);

  const shown = element => element.checkVisibility({opacityProperty: true, visibilityProperty: true});
  const backgroundOf = element => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.alpha === 1) return color.rgb;
      if (color.alpha > 0) return null;
    }
    return [255, 255, 255];
  };
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !shown(element)) continue;
    const style = getComputedStyle(element), ground = backgroundOf(element);
    texts.push({
      words: node.data.trim().slice(0, 40), size: parseFloat(style.fontSize), isText: style.color === named.text,
      contrast: ground ? contrast(parse(style.color).rgb, ground) : 0,
    });
  }
  const inline = link => {
    let block = link.parentElement;
    while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    let words = block.cloneNode(true);
    words.querySelectorAll("a").forEach(a => a.remove());
    return getComputedStyle(link).display === "inline" && /\w/.test(words.textContent);
  };
  // WCAG 2.2, 2.5.8: 24 by 24, or a circle of 24 around the middle that no other target touches, or within a sentence
  const targets = [...document.querySelectorAll("a, button, summary, input:not([disabled])")]
    .filter(link => shown(link) && !link.matches(".skip"))
    .flatMap(link => [...link.getClientRects()].map(box => ({link, box})));
  const isSmall = box => box.width < 24 || box.height < 24;
  const gap = (x, y, box) => Math.hypot(
    Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
  const crowded = ({link, box}) => {
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    return targets.some(other => other.link !== link && (gap(x, y, other.box) < 12 || isSmall(other.box) &&
      Math.hypot(x - other.box.left - other.box.width / 2, y - other.box.top - other.box.height / 2) < 24));
  };
  const small = targets.filter(target => isSmall(target.box) && crowded(target) && !inline(target.link))
    .map(({link, box}) => `${link.outerHTML.slice(0, 90)} ${box.width}x${box.height}`);
  const edge = document.scrollingElement;
  const wide = [...document.body.querySelectorAll("*")].filter(element => {
    if (element.closest(".skip, .scroll, pre")) return false;
    const box = element.getBoundingClientRect();
    return box.width && box.right > edge.clientWidth + 0.5;
  }).map(element => element.outerHTML.slice(0, 90));
  return {
    palette, texts, small, wide, overflow: edge.scrollWidth - edge.clientWidth,
    body: parseFloat(getComputedStyle(document.body).fontSize),
    ground: getComputedStyle(document.documentElement).backgroundColor === named.ground,
    dark: luminance(parse(named.ground).rgb) < 0.2,
  };
}
"""

LEAST = {"text": 12, "muted": 7, "accent": 7, "warn": 7, "rule": 3}
SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }"


def look(visit: Visit, path: str) -> None:
    """Look at the page at every width and in every scheme."""
    page = visit.page
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two literals
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            found: dict[str, Any] = page.evaluate(PROBE)
            where = f"{path or 'home'} at {width}, {scheme}"
            assert found["overflow"] <= 0, (where, found["wide"])
            assert found["wide"] == [], where
            assert found["body"] >= 16, where
            assert found["ground"], where
            assert found["dark"] is (scheme == "dark"), where
            assert [text for text in found["texts"] if text["size"] < 14] == [], where
            assert [
                text for text in found["texts"] if text["contrast"] < (12 if text["isText"] else 7)
            ] == [], where
            assert found["small"] == [], where
            for pair, contrast in found["palette"].items():
                if pair != "rule on raised":
                    assert contrast >= LEAST[pair.split()[0]], (where, pair, contrast)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_every_window_and_can_be_read_in_light_and_dark(
    chromium: Browser, server: PagesServer, path: str
) -> None:
    with page_at(chromium) as page:
        visit = Visit(page)
        answer = page.goto(server.url + path)
        assert answer is not None
        assert answer.status == (404 if path == "no/such/page" else 200)
        look(visit, path)
        pictures = page.locator("img").evaluate_all("pictures => pictures.map(picture => picture.src)")
        assert sorted(visit.requests) == sorted([server.url + path, *pictures])
        assert all(url.startswith(server.url) for url in visit.requests)
        missing = [text for text in visit.complaints if not ("404" in text and path == "no/such/page")]
        assert missing == []
        assert page.context.cookies() == []


@pytest.mark.parametrize("path", ["", EVERYTHING, "case-studies/"])
def test_every_kind_of_text_fits_and_can_be_read(
    chromium: Browser, odd_server: PagesServer, path: str
) -> None:
    with page_at(chromium) as page:
        visit = Visit(page)
        page.goto(odd_server.url + path)
        look(visit, f"odd {path}")
        assert visit.complaints == []
        assert all(url.startswith(odd_server.url) for url in visit.requests)


def test_no_page_scrolls_sideways_with_the_spacing_that_readers_may_set(
    chromium: Browser, server: PagesServer
) -> None:
    with page_at(chromium, 320, bypass_policy=True) as page:
        for path in PAGES:
            page.goto(server.url + path)
            page.add_style_tag(content=SPACING)
            found = page.evaluate(PROBE)
            assert found["overflow"] <= 0, (path, found["wide"])


ODD_PAGES = ("", EVERYTHING, "case-studies/", "tags/go/", "no/such/page")


@pytest.mark.parametrize(("width", "style"), [(320, SPACING), (1440, ":root { font-size: 200% !important }")])
def test_long_names_break_where_letters_take_more_room(
    chromium: Browser, odd_server: PagesServer, width: int, style: str
) -> None:
    with page_at(chromium, width, bypass_policy=True) as page:
        for path in ODD_PAGES:
            page.goto(odd_server.url + path)
            page.add_style_tag(content=style)
            found = page.evaluate(PROBE)
            assert found["overflow"] <= 0, (path, found["wide"])


@pytest.mark.parametrize("width", [768, 1440])
def test_the_name_is_in_a_frame_that_fits_the_window(
    chromium: Browser, server: PagesServer, odd_server: PagesServer, width: int
) -> None:
    with page_at(chromium, width) as page:
        for url in (server.url, odd_server.url):
            page.goto(url)
            frame = page.locator(".hero .frame")
            assert frame.evaluate("box => getComputedStyle(box).borderStyle") == "double"
            box = frame.bounding_box()
            assert box is not None
            assert box["x"] + box["width"] <= width - 16


def test_on_a_phone_the_frame_has_no_sides_and_the_work_begins_on_the_first_screen(
    chromium: Browser, server: PagesServer
) -> None:
    with page_at(chromium, 390, 844) as page:
        page.goto(server.url)
        frame = page.locator(".hero .frame")
        assert frame.evaluate("box => getComputedStyle(box).borderLeftWidth") == "0px"
        box = page.locator(".sec h2").first.bounding_box()
        assert box
        assert box["y"] + box["height"] <= 844
        assert page.locator("h1").inner_text() == "Juno Example"


FOCUS = r"""
() => {
  const at = document.activeElement;
  if (at === document.body) return null;
  const style = getComputedStyle(at), box = at.getBoundingClientRect();
  return {
    index: [...document.querySelectorAll("*")].indexOf(at), tag: at.outerHTML.slice(0, 80), isSkip: at.matches(".skip"),
    outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && style.outlineColor !== "rgba(0, 0, 0, 0)",
    seen: at.checkVisibility({opacityProperty: true}) && box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight,
  };
}
"""


@pytest.mark.parametrize("path", ["", PAGES[1], EVERYTHING])
def test_focus_begins_with_the_skip_link_follows_the_text_and_is_seen(
    chromium: Browser, server: PagesServer, odd_server: PagesServer, path: str
) -> None:
    with page_at(chromium, 1440) as page:
        page.goto((odd_server if path == EVERYTHING else server).url + path)
        stops: list[dict[str, Any]] = []
        while len(stops) < 400:
            page.keyboard.press("Tab")
            stop = page.evaluate(FOCUS)
            if stop is None:
                break
            stops.append(stop)
        assert stops[0]["isSkip"]
        assert [stop["index"] for stop in stops] == sorted(stop["index"] for stop in stops)
        links = page.locator("a[href]:not(details:not([open]) *)").count()
        assert len(stops) >= links
        assert [stop["tag"] for stop in stops if not (stop["outline"] and stop["seen"])] == []
        page.locator(".skip").focus()
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#main"
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def open_details(page: Page) -> None:
    """Open what a reader can open: `details` need no script."""
    closed = page.locator("details:not([open]) > summary:visible")
    while closed.count():
        closed.first.click()


@pytest.mark.parametrize("path", PAGES)
def test_every_word_can_be_read_without_scripts_and_without_styles(
    chromium: Browser, server: PagesServer, engineer_site: Path, path: str
) -> None:
    file = engineer_site / ("404.html" if path == "no/such/page" else f"{path}index.html")
    written = words_of(" ".join(parse_html(file.read_text(encoding="utf-8")).one("body").texts()))
    with page_at(chromium, 1440, scripts=False) as page:
        page.goto(server.url + path)
        open_details(page)
        assert set(written) <= set(words_of(page.locator("body").inner_text()))
        page.set_content(re.sub(r"<style>.*?</style>", "", file.read_text(encoding="utf-8"), flags=re.DOTALL))
        open_details(page)
        assert words_of(page.locator("body").inner_text()) == words_of(
            " ".join(page.locator("body").inner_text().split())
        )
        assert set(written) <= set(words_of(page.locator("body").inner_text()))


@pytest.mark.parametrize(
    "path", ["nope", "nope/", "no/such/deep/page.html", "case-studies/nope/", "tags/x/y/?a=b"]
)
def test_a_missing_address_at_any_depth_shows_the_page_with_styles_and_right_links(
    chromium: Browser, server: PagesServer, path: str
) -> None:
    with page_at(chromium, 390) as page:
        answer = page.goto(server.url + path)
        assert answer is not None
        assert answer.status == 404
        assert page.evaluate(PROBE)["ground"]
        hrefs: list[str] = page.locator("a:not(.skip)").evaluate_all("links => links.map(link => link.href)")
        assert len(hrefs) > 10
        assert all(href.startswith(server.url) for href in hrefs), hrefs
        for href in sorted({href.partition("#")[0] for href in hrefs}):
            assert page.request.get(href).status == 200, href


def test_a_visitor_reaches_a_case_study_and_its_principle_and_comes_home(
    chromium: Browser, server: PagesServer
) -> None:
    with page_at(chromium, 390) as page:
        page.goto(server.url)
        page.locator(".row h3 a").first.click()
        page.wait_for_url("**/case-studies/*/")
        page.locator('a[href*="principles/#"]').first.click()
        page.wait_for_url(re.compile(r"/principles/#[a-z-]+$"))
        page.locator(":target h2").wait_for(state="visible")
        page.locator(".path a").first.click()
        page.wait_for_url(server.url)


AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.npm
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("path", FIGURES)
def test_axe_finds_nothing_in_a_page_with_every_statistic(
    chromium: Browser,
    figures_server: PagesServer,
    npm_package: Callable[[str], Path],
    path: str,
    scheme: Literal["light", "dark"],
) -> None:
    axe = (npm_package("axe-core") / "axe.min.js").read_text(encoding="utf-8")
    run = (ROOT / "tests/audit/scripts/axe.js").read_text(encoding="utf-8")
    for width in (320, 768, 1440):
        with page_at(chromium, width, color_scheme=scheme, bypass_policy=True) as page:
            page.goto(figures_server.url + path)
            page.evaluate(axe)
            assert page.evaluate(run, {"type": "tag", "values": AXE_TAGS}) == [], width
            open_details(page)
            assert page.evaluate(run, {"type": "tag", "values": AXE_TAGS}) == [], (width, "opened")


@pytest.mark.parametrize("path", FIGURES)
def test_every_statistic_fits_and_can_be_read_without_other_hosts(
    chromium: Browser, figures_server: PagesServer, path: str
) -> None:
    with page_at(chromium) as page:
        visit = Visit(page)
        page.goto(figures_server.url + path)
        open_details(page)
        look(visit, f"figures {path}")
        assert visit.requests == [figures_server.url + path]
        assert visit.complaints == []


@pytest.mark.parametrize(("path", "place", "least"), [("", "stats", 6), ("stats/", "main", 60)])
def test_every_statistic_is_text_without_styles_scripts_and_pictures(
    chromium: Browser, figures_root: Path, path: str, place: str, least: int
) -> None:
    html = (figures_root / path / "index.html").read_text(encoding="utf-8")
    shown_figures = parse_html(html).by_id(place)
    figures = [item.text for item in [*shown_figures.all("dd", "td"), *shown_figures.by_class("fig")]]
    assert len(figures) >= least
    with page_at(chromium, 390, scripts=False) as page:
        page.route("**/*", lambda route: route.abort())
        page.set_content(re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL))
        open_details(page)
        shown = " ".join(page.locator(f"#{place}").inner_text().split())
        assert [figure for figure in figures if figure not in shown] == []


PRINTED = """
() => [...document.querySelectorAll("main :is(dd, td, .fig)")]
  .filter(cell => !cell.checkVisibility() || !cell.getBoundingClientRect().width)
  .map(cell => cell.textContent)
"""


@pytest.mark.parametrize("path", FIGURES)
def test_every_statistic_is_on_paper(chromium: Browser, figures_server: PagesServer, path: str) -> None:
    with page_at(chromium, 720) as page:
        page.goto(figures_server.url + path)
        page.emulate_media(media="print")
        assert page.evaluate(PRINTED) == []
        proof = page.locator(".totals a, .fig a").first
        shown = proof.evaluate("link => getComputedStyle(link, '::after').content")
        href = proof.get_attribute("href")
        assert href is not None
        assert href in shown.replace('" "', "")


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_the_whole_year_is_seen_in_every_window_without_scrolling(
    chromium: Browser, figures_server: PagesServer, width: int
) -> None:
    with page_at(chromium, width) as page:
        for path in FIGURES:
            page.goto(figures_server.url + path)
            box = page.locator(".heat").bounding_box()
            assert box
            assert box["width"] > min(width * 0.6, 800)
            assert box["x"] + box["width"] <= width - 16
            assert abs(box["width"] / box["height"] - 53 / 7) < 0.2


@pytest.mark.parametrize("path", FIGURES)
@pytest.mark.parametrize("width", [320, 1440])
def test_statistics_do_not_push_the_page_wide_where_letters_take_more_room(
    chromium: Browser, figures_server: PagesServer, width: int, path: str
) -> None:
    style = SPACING if width == 320 else ":root { font-size: 200% !important }"
    with page_at(chromium, width, bypass_policy=True) as page:
        page.goto(figures_server.url + path)
        page.add_style_tag(content=style)
        open_details(page)
        found = page.evaluate(PROBE)
        assert found["overflow"] <= 0, found["wide"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_browser_shows_every_card_in_its_size_and_with_its_name(
    chromium: Browser, figures_server: PagesServer, scheme: Literal["light", "dark"]
) -> None:
    with page_at(chromium, 1440, color_scheme=scheme) as page:
        for card in ("overview", "languages", "streak"):
            visit = Visit(page)
            page.goto(f"{figures_server.url}stats/{card}-{scheme}.svg")
            found = page.evaluate(
                "() => { const box = document.documentElement.getBoundingClientRect();"
                " return [document.documentElement.tagName, box.width, box.height > 150, document.title] }"
            )
            assert found[:3] == ["svg", 576, True], card
            assert "octocat" in found[3]
            assert len(visit.requests) == 1
            # a browser looks for an icon of its own accord where a page names none
            assert [text for text in visit.complaints if "404" not in text] == []
            outside = page.evaluate(
                "() => [...document.querySelectorAll('text')].filter(text => { const box = text.getBBox();"
                " return box.x < 0 || box.x + box.width > 576 }).map(text => text.textContent)"
            )
            assert outside == [], card


def test_hostile_words_run_nothing_in_a_real_browser(chromium: Browser, tmp_path: Path) -> None:
    payload = " ".join(PAYLOADS)
    counts: list[list[int]] = []
    for name, words in (("tame", tame(payload)), ("hostile", payload)):
        root = hostile_site(tmp_path / name, words)
        build(root, base_url="https://example.org/")
        with served(root / "_site") as server, page_at(chromium) as page:
            visit = Visit(page)
            found = []
            for path in ("", "case-studies/settlement-queue/", "case-studies/", "principles/", "404.html"):
                page.goto(server.url + path)
                found.append(page.evaluate("document.querySelectorAll('*:not(em, strong, code)').length"))
            counts.append(found)
            assert visit.complaints == []
            assert len(visit.requests) == 5 + 2  # the photo, and the cover in a list
    assert counts[0] == counts[1]
