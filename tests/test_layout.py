"""Pages in a real browser where content is longer than a theme expects: on screens of any width, read aloud, on paper."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from support.browser import page_at
from support.command import ROOT
from support.html_tree import parse_html
from support.programs import require
from support.records import content_records
from support.sites import build as build_clean
from support.sites import prepare
from support.small_sites import WORK, write_site
from support.stress import NO_WORD, PATHS, WORD, list_values, long_words, read_yaml

from portfolio.model.folders import TAKEN
from portfolio.model.home import Section, StatsSection
from portfolio.pages.route import Rendered, path_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

BASE_URL = "https://example.org/repo/"
WIDTHS = (320, 390, 600, 768, 1024, 1440)
STYLES = {
    "as it is": "",
    "text at 200 %": ":root { font-size: 200% !important }",
    "with text spacing": (
        "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
        " p { margin-bottom: 2em !important }"
    ),
}
"""How a reader may want the text; the last is WCAG 2.2, 1.4.12."""
MEASURE = (ROOT / "tests/support/layout.js").read_text(encoding="utf-8")
SET_STYLE = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}"""
STUDY = "case-studies/cellar/"


@pytest.fixture(scope="module")
def stress_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a long word in every field, built."""
    root = long_words(tmp_path_factory.mktemp("stress") / "site")
    build_clean(root, base_url=BASE_URL)
    return root / "_site"


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Path]:
    """A function that builds a small site of one case study, with this text, and gives its folder."""

    def make(body: str, **fields: Any) -> Path:  # noqa: ANN401 (any YAML value)
        root = write_site(tmp_path / "site", sections=[WORK], studies={"cellar": {"body": body} | fields})
        build_clean(root, base_url=BASE_URL)
        return root / "_site"

    return make


def open_file(page: Page, site: Path, path: str) -> None:
    page.goto((site / path / ("" if path.endswith(".html") else "index.html")).as_uri())


# ---------------------------------------------------------------- long words


def test_the_long_words_are_in_every_field_that_takes_text(tmp_path: Path) -> None:
    root = long_words(tmp_path / "site")
    given: dict[str, bool] = {}
    for value in read_yaml(root):
        for key, text in list_values(value):
            given[key] = given.get(key, False) or WORD.lower() in text.lower()
    fields = {name for record in content_records() for name in record.__struct_fields__}
    # of lists of records, the keys of these count; pictures of others have a size of their own
    nested = {
        "cover",
        "decisions",
        "diagram",
        "facts",
        "languages",
        "links",
        "outcomes",
        "photo",
        "positions",
        "sections",
    }
    fields -= {*nested, *StatsSection.__struct_fields__} - {*Section.__struct_fields__} | {
        "slug",
        "check_figures",
        "expired",
        "shows",
        "width",
        "height",
    }
    assert fields - set(given) == set()
    assert {key for key, has_word in given.items() if not has_word} - NO_WORD == set()


def test_every_kind_of_page_is_tried(tmp_path: Path) -> None:
    routes = prepare(long_words(tmp_path / "site")).context.routes
    tried = {path_of(f"/{path}") if path.endswith("/") or not path else path for path in PATHS}
    made = {route.made for route in routes if route.path in tried}
    files = (ROOT / "templates" / "terminal").glob("*.html")
    wanted = {file.name for file in files if file.read_text(encoding="utf-8").startswith("{% extends ")}
    assert {item.template for item in made if isinstance(item, Rendered)} == wanted


def test_the_names_of_all_made_pages_are_taken(tmp_path: Path) -> None:
    routes = prepare(long_words(tmp_path / "site")).context.routes
    pages = [route.path for route in routes if route.path.endswith("/index.html") and not route.texts]
    own = {"resume"}  # an owner may write one, where this one is switched off
    assert {path.partition("/")[0] for path in pages} == TAKEN | own


@pytest.mark.chromium
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("style", STYLES)
def test_a_long_word_stays_in_its_box_and_overlaps_nothing(
    chromium: Browser, stress_site: Path, path: str, style: str
) -> None:
    with page_at(chromium, bypass_policy=True) as page:
        open_file(page, stress_site, path)
        page.evaluate(SET_STYLE, STYLES[style])
        page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(MEASURE) == [], width


BROKEN = """() => {
  const broken = [];
  for (const line of document.querySelectorAll('.who, .lines span')) {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      for (const part of walker.currentNode.data.matchAll(/[^ \\n]+/g)) {
        const range = document.createRange();
        range.setStart(walker.currentNode, part.index);
        range.setEnd(walker.currentNode, part.index + part[0].length);
        const tops = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
        if (tops.size > 1) broken.push(part[0]);
      }
    }
  }
  return broken;
}"""
"""The words of dates and of those for whom work was done that are on two lines; a no-break space joins two into one."""


@pytest.mark.chromium
@pytest.mark.parametrize("width", [390, 640, 1440])
def test_a_date_does_not_break_within_itself(chromium: Browser, tmp_path: Path, width: int) -> None:
    periods = (
        "2021年3月 \N{EN DASH} 2023年9月",
        "2021년 3월 \N{EN DASH} 2023년 9월",
        "मार्च\N{NO-BREAK SPACE}2021 \N{EN DASH} सितंबर\N{NO-BREAK SPACE}2023",
        "مارس\N{NO-BREAK SPACE}2021 \N{EN DASH} سبتمبر\N{NO-BREAK SPACE}2023",
        "15/12/2021 \N{EN DASH} 31.12.2023",
        "Mar\N{NO-BREAK SPACE}2021 \N{EN DASH} Sep\N{NO-BREAK SPACE}2023",
    )
    positions = [
        {"title": "Maker", "start": "2021-03-11", "end": "2031-12-12"},
        {"title": "One", "end": "2019-12"},
    ]
    dates = [{"start": "2021-03-11", "end": "2023-12"}, *({"period": period} for period in periods)]
    root = write_site(
        tmp_path / "site",
        is_made=True,
        studies={f"s{number}": {"company": None} | date for number, date in enumerate(dates)},
        experience=[{"employer": "Bo and Sons", "positions": positions}],
    )
    build_clean(root, base_url=BASE_URL)
    with page_at(chromium, bypass_policy=True) as page:
        page.set_viewport_size({"width": width, "height": 900})
        for path in ("", "case-studies/"):
            open_file(page, root / "_site", path)
            assert page.locator(".who").count() > 3
            assert page.evaluate(BROKEN) == []


FAULTS = {
    "a wide word": ("main h1 { white-space: nowrap }", "px too wide"),
    "a word out of its box": (".cmd { width: 20px; overflow-wrap: normal }", "px out of"),
    "words on words": (".head .lead { margin-top: -3rem }", "lies on"),
}


@pytest.mark.chromium
@pytest.mark.parametrize("fault", FAULTS)
def test_the_measure_sees_what_is_spoilt_on_purpose(chromium: Browser, stress_site: Path, fault: str) -> None:
    css, words = FAULTS[fault]
    with page_at(chromium, 1440, bypass_policy=True) as page:
        open_file(page, stress_site, PATHS[1])
        page.evaluate(SET_STYLE, css)
        assert any(words in found for found in page.evaluate(MEASURE))


COUNT_LINES = """
element => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), boxes = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(node);
    boxes.push(...range.getClientRects());
  }
  boxes.sort((a, b) => a.top - b.top);
  return boxes.filter((box, at) => !at || box.top + box.bottom > 2 * boxes[at - 1].bottom).length;
}
"""


@pytest.mark.chromium
def test_numbers_of_a_first_screen_break_between_words_only(chromium: Browser, tmp_path: Path) -> None:
    outcomes = [
        {"id": "time", "what": "run time", "before": 50, "after": 25, "unit": "milliseconds"},
        {"id": "many", "what": "customers moved", "after": "1,234,567,890"},
    ]
    home = {"figures": ["cellar/time", "cellar/many"]}
    studies = {"cellar": {"outcomes": outcomes}}
    root = write_site(tmp_path / "site", sections=[WORK], studies=studies, home=home)
    build_clean(root, base_url=BASE_URL)
    for width in WIDTHS:
        with page_at(chromium, width) as page:
            open_file(page, root / "_site", "")
            shown = page.locator(".numbers dd")
            assert [text.split() for text in shown.all_inner_texts()] == [
                ["50", "→", "25", "milliseconds"],
                ["1,234,567,890"],
            ]
            assert shown.nth(0).evaluate(COUNT_LINES) <= 2, width
            assert shown.nth(1).evaluate(COUNT_LINES) == 1, width
            assert page.evaluate(MEASURE) == [], width


@pytest.mark.chromium
@pytest.mark.parametrize("width", [1100, 1440, 1920])
def test_the_usual_titles_beside_sections_are_not_cut(chromium: Browser, tmp_path: Path, width: int) -> None:
    lists: dict[str, Any] = {"certifications": [{"name": "A"}], "volunteering": [{"organization": "B"}]}
    root = write_site(tmp_path / "site", sections=[{"kind": kind} for kind in lists], **lists)
    build_clean(root, base_url=BASE_URL)
    with page_at(chromium, width) as page:
        open_file(page, root / "_site", "")
        titles = page.locator(".label h2")
        assert titles.all_inner_texts() == ["Certifications", "Volunteering"]
        assert [titles.nth(at).evaluate(COUNT_LINES) for at in range(2)] == [1, 1]


@pytest.mark.chromium
def test_no_line_of_facts_ends_or_begins_with_a_dot(chromium: Browser, tmp_path: Path) -> None:
    profile = {"years": "5+", "location": "Brno", "availability": "open to contracts from May or June on"}
    root = write_site(tmp_path / "site", profile=profile, sections=[])
    build_clean(root, base_url=BASE_URL)
    for width in WIDTHS:
        with page_at(chromium, width) as page:
            open_file(page, root / "_site", "")
            edge = page.locator(".hero .role").bounding_box()
            assert edge
            starts = page.locator(".hero .facts li").evaluate_all(
                "items => items.map(item => { const range = document.createRange();"
                " range.selectNodeContents(item); return range.getClientRects()[0].left })"
            )
            assert min(starts) == pytest.approx(edge["x"], abs=1), width
            after = page.locator(".hero .facts li").first.evaluate(
                "li => getComputedStyle(li, '::after').content"
            )
            assert after == "none"
            assert page.evaluate(MEASURE) == [], width


NAMES = {
    "three letters": "Bo K",
    "eighty letters": "Wilhelmina Featherstonehaugh Cholmondeley-Warner von Hohenlohe und Gräfin zu Wied",
    "Chinese": "王小明 " * 20,
    "Arabic": "محمد بن عبد الله بن أحمد الفارسي البغدادي المعروف بابن النديم صاحب الفهرست الكبير",
}


@pytest.mark.chromium
@pytest.mark.parametrize("name", NAMES)
def test_the_frame_holds_names_of_any_script_and_length(chromium: Browser, tmp_path: Path, name: str) -> None:
    words = NAMES[name].strip()
    home = {"figures": ["cellar/time"]}
    outcomes = [{"id": "time", "what": words, "before": 50, "after": 25, "unit": "milliseconds"}]
    studies = {"cellar": {"outcomes": outcomes, "headline": words}}
    profile = {"name": words, "role": words}
    root = write_site(tmp_path / "site", profile=profile, sections=[WORK], studies=studies, home=home)
    build_clean(root, base_url=BASE_URL)
    with page_at(chromium) as page:
        for path in ("", STUDY):
            open_file(page, root / "_site", path)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate(MEASURE) == [], (path, width)


@pytest.mark.chromium
def test_deep_headings_are_not_smaller_than_14_pixels(chromium: Browser, build: Callable[..., Path]) -> None:
    site = build("## A\n\nx\n\n### B\n\nx\n\n#### C\n\nx\n\n##### D\n\nx\n\n###### E\n\nx\n")
    with page_at(chromium, 390) as page:
        open_file(page, site, STUDY)
        size = "heading => parseFloat(getComputedStyle(heading).fontSize)"
        sizes = [item.evaluate(size) for item in page.locator("article :is(h2, h3, h4, h5, h6)").all()]
        assert len(sizes) == 6
        assert min(sizes) >= 14


@pytest.mark.chromium
@pytest.mark.parametrize("width", [390, 1440])
def test_a_section_without_a_command_stays_in_its_column(
    chromium: Browser, build: Callable[..., Path], width: int
) -> None:
    with page_at(chromium, width) as page:
        open_file(page, build("## A\n\nWords.\n"), STUDY)
        content = page.locator("section > div").first
        before = content.bounding_box()
        page.evaluate("document.querySelectorAll('.cmd').forEach(command => command.remove())")
        after = content.bounding_box()
        assert before
        assert after
        assert (after["x"], after["width"]) == (before["x"], before["width"])


# ---------------------------------------------------------------- read aloud

TWICE = """\
## Results

| A | B |
| --- | --- |
| 1 | 2 |

A note[^1].

## Results

| A | B |
| --- | --- |
| 1 | 2 |

```text title="Results"
code
```

```text title="Results"
code
```

## Footnotes

See [the results](#results).

### Of `code`, [a link](#results) and more

Words.

## Introduction

Words.

## Decisions

Words.

[^1]: The note.
"""
DECISIONS = [{"what": "Dig", "why": "It is below the house."}]


@pytest.mark.chromium
@pytest.mark.npm
def test_equal_headings_make_no_equal_landmarks(
    chromium: Browser, build: Callable[..., Path], npm_package: Callable[[str], Path]
) -> None:
    site = build(TWICE, decisions=DECISIONS)
    axe = (npm_package("axe-core") / "axe.min.js").read_text(encoding="utf-8")
    run = (ROOT / "tests/audit/scripts/axe.js").read_text(encoding="utf-8")
    with page_at(chromium, bypass_policy=True) as page:
        open_file(page, site, STUDY)
        page.evaluate(axe)
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        assert page.evaluate(run, {"type": "tag", "values": tags}) == []


@pytest.mark.chromium
def test_a_heading_is_read_once_and_as_it_is_written(chromium: Browser, build: Callable[..., Path]) -> None:
    site = build(TWICE, decisions=DECISIONS)
    for path in (STUDY, "", "case-studies/", "404.html"):
        with page_at(chromium) as page:
            open_file(page, site, path)
            nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
            spoken = [
                (node["role"]["value"], node["name"]["value"])
                for node in nodes
                if not node["ignored"] and node.get("name", {}).get("value")
            ]
            written = parse_html(page.content()).one("body").all("h1", "h2", "h3", "h4", "h5", "h6")
            names = [name for role, name in spoken if role == "heading"]
            assert sorted(" ".join(name.split()).casefold() for name in names) == sorted(
                heading.text.casefold() for heading in written
            )
            containers = {"region", "group", "table", "list", "figure", "article", "navigation", "main"}
            labels = {name.casefold() for role, name in spoken if role in containers}
            assert labels & {name.casefold() for name in names} <= {"footnotes"}, path


def test_a_heading_leads_to_itself_unless_it_leads_elsewhere(build: Callable[..., Path]) -> None:
    page = parse_html((build(TWICE) / STUDY / "index.html").read_text(encoding="utf-8"))
    first, again = (heading for heading in page.all("h2") if heading.text == "Results")
    assert (first.hrefs(), again.hrefs()) == (["#results"], ["#results-2"])
    (linked,) = page.all("h3")
    assert linked.hrefs() == ["#results"]
    assert linked.one("a").text == "a link"


# ---------------------------------------------------------------- older browsers

CONTRASTS = r"""
() => {
  const parse = text => text.match(/[\d.]+/g).map(Number);
  const luminance = rgb => {
    const [r, g, b] = rgb.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const canvas = document.body.appendChild(document.createElement("i"));
  canvas.style.background = "Canvas";
  const behind = parse(getComputedStyle(canvas).backgroundColor);
  canvas.remove();
  const backgroundOf = element => {
    for (let at = element; at; at = at.parentElement) {
      const [r, g, b, a = 1] = parse(getComputedStyle(at).backgroundColor);
      if (a) return [r, g, b];
    }
    return behind;
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const front = parse(element.closest("svg") ? style.fill : style.color).slice(0, 3);
    const [low, high] = [front, backgroundOf(element)].map(luminance).sort((x, y) => x - y);
    found.push([Math.round((high + 0.05) / (low + 0.05) * 10) / 10, node.data.trim().slice(0, 30)]);
  }
  return {worst: found.sort((x, y) => x[0] - y[0])[0], isDark: luminance(behind) < 0.2, count: found.length};
}
"""


@pytest.mark.chromium
@pytest.mark.parametrize("palette", ["phosphor", "amber", "paper", "contrast"])
def test_a_browser_without_light_dark_shows_readable_text_in_the_systems_scheme(
    chromium: Browser, tmp_path: Path, palette: str
) -> None:
    drawing = '```diagram title="Two parts (a note)"\none (new)  →  two\n```\n'
    root = write_site(
        tmp_path / "site",
        sections=[WORK],
        studies={
            "cellar": {
                "tags": ["walls"],
                "body": f"One, two and new: `code`.\n\n> [!WARNING]\n> Words.\n\n{drawing}",
            }
        },
        config={"palette": palette, "palette_switch": palette == "amber"},
    )
    (root / "static").mkdir()
    custom = ":root { --accent: light-dark(#0b4f8a, #8cc8ff); --ground: light-dark(#ffffff, #101418) }"
    (root / "static/custom.css").write_text(custom, encoding="utf-8")
    build_clean(root, base_url=BASE_URL)
    for file in (root / "_site").rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        # to such a browser the function is a name like any other
        file.write_text(text.replace("light-dark(", "unknown("), encoding="utf-8")
    for scheme in ("light", "dark"):
        with page_at(chromium, color_scheme=scheme, bypass_policy=True) as page:
            for path in ("", STUDY):
                open_file(page, root / "_site", path)
                found = page.evaluate(CONTRASTS)
                assert found["isDark"] is (scheme == "dark")
                assert found["count"] > 8
                assert found["worst"][0] >= 7, (scheme, path, found["worst"])
                line = page.locator("footer").evaluate("e => getComputedStyle(e).borderTopStyle")
                assert line == "solid"


# ---------------------------------------------------------------- paper


def print_sheets(page: Page, paper: str, *options: str) -> list[str]:
    """Print the page, and return the text of each sheet as pdftotext reads it."""
    require("pdftotext")
    done = subprocess.run(
        ["pdftotext", *options, "-enc", "UTF-8", "-", "-"],  # noqa: S607 (found on PATH)
        input=page.pdf(format=paper, print_background=True),
        capture_output=True,
        check=True,
        timeout=60,
    )
    return done.stdout.decode().rstrip("\f").split("\f")


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


PAPERS = ("A4", "Letter", "A5")


@pytest.mark.chromium
@pytest.mark.parametrize("paper", PAPERS)
def test_every_sheet_bears_the_owners_name_and_the_pages_address(
    chromium: Browser, build: Callable[..., Path], paper: str
) -> None:
    site = build("".join(f"## Part {number}\n\n{'Some words. ' * 80}\n\n" for number in range(12)))
    with page_at(chromium) as page:
        for path in (STUDY, "", "case-studies/"):
            open_file(page, site, path)
            sheets = print_sheets(page, paper, "-layout")
            assert len(sheets) >= (2 if path == STUDY else 1)
            for sheet in sheets:
                assert squeeze(sheet).endswith(squeeze(f"Bo · {BASE_URL}{path}")), sheet[-200:]
        open_file(page, site, STUDY)
        foot = squeeze(f"Bo · {BASE_URL}{STUDY}")
        text = "".join(squeeze(sheet).removesuffix(foot) for sheet in print_sheets(page, paper))
        assert text.count("Somewords.") == 12 * 80


TABLES = {
    "short words": ("Reason", 3),
    "many columns": ("Reason", 9),
    "long words": ("Settlementreconciliationworker", 5),
    "very long words": (WORD, 4),
}


@pytest.mark.chromium
@pytest.mark.parametrize("kind", TABLES)
def test_a_table_on_paper_keeps_all_its_columns_side_by_side(
    chromium: Browser, build: Callable[..., Path], kind: str
) -> None:
    word, count = TABLES[kind]
    names = [chr(ord("A") + number) for number in range(count)]
    rows = ["| " + " | ".join(f"{name}{part}{word}" for name in names) + " |" for part in "hc"]
    site = build("## Part\n\n" + "\n".join([rows[0], "|" + " --- |" * count, rows[1]]) + "\n")
    with page_at(chromium) as page:
        open_file(page, site, STUDY)
        for paper in PAPERS:
            lines = [
                line.split() for sheet in print_sheets(page, paper, "-layout") for line in sheet.splitlines()
            ]
            for part in "hc":
                starts = [f"{name}{part}"[:1] for name in names]
                assert [line for line in lines if [piece[:1] for piece in line] == starts], (paper, part)
            assert squeeze("".join(print_sheets(page, paper, "-layout"))).count("A") >= 2


@pytest.mark.chromium
def test_the_stack_on_paper_keeps_its_columns(chromium: Browser, tmp_path: Path) -> None:
    stack = [{"name": "Tools", "entries": ["Spade", "Barrow"]}, {"name": "Stone", "entries": ["Slate"]}]
    section = {"kind": "stack", "title": "With", "command": "which"}
    root = write_site(tmp_path / "site", sections=[section], stack=stack)
    build_clean(root, base_url=BASE_URL)
    with page_at(chromium) as page:
        open_file(page, root / "_site", "")
        for paper in PAPERS:
            text = "\n".join(print_sheets(page, paper, "-layout"))
            assert re.search(r"Tools\s+Spade,\s+Barrow\n(.*\n)*?\s*Stone\s+Slate\n", text), (paper, text)
