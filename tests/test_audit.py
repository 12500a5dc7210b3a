"""The audit itself: its quick part on a whole site, and whether it sees what is spoilt on purpose."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from audit import corpus
from audit.__main__ import build_sites, parse_options
from audit.bench import Bench
from audit.goals import BY_NAME as GOALS_BY_NAME
from audit.goals import GOALS, Reading
from audit.printing import keep_letters, missing_words, read_letters, squeeze
from audit.registry import BY_NAME, INSTRUMENTS
from audit.sites import Site
from audit.table import draw_table, make_rows
from support.command import ROOT, clean_env, run_cli
from support.programs import require
from support.sites import copy_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

PAGE = "case-studies/parcel-tracking/"
BASE_PATH = "/some-repo/"
QUICK_TIMEOUT_S = 300
CSP = re.compile(r"<meta[^>]*Content-Security-Policy[^>]*>", re.IGNORECASE)
JSON_LD = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "TechArticle", "headline": "A headline", "author": {"@type": "Person", "name": "Ada"}},
        {
            "@type": "BreadcrumbList",
            "itemListElement": [{"@type": "ListItem", "position": 1, "name": "home"}],
        },
    ],
}
PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="

# What is spoilt: the instrument and the goal that tell, and what is put at the end of the main part.
SPOILT = {
    "focus ring off": (
        "keyboard",
        "focus-ring",
        "<style>:focus-visible { outline: none !important }</style>",
    ),
    "third-party image": (
        "traffic",
        "third-party",
        '<img src="https://example.com/x.png" alt="x" width="1" height="1">',
    ),
    "missing alt": ("axe", "axe", f'<img src="{PIXEL}" width="40" height="40">'),
    "low contrast": ("contrast", "contrast", "<style>main p { color: #777 !important }</style>"),
    "overflow": ("overflow", "overflow", "<style>main h1 { width: 2000px }</style>"),
    "broken fragment": ("links", "fragments", '<a href="#nowhere">nowhere</a>'),
    "script-only text": (
        "scripts",
        "noscript-words",
        "<script>document.querySelector('main').append('only with scripts')</script>",
    ),
    "misspelt JSON-LD property": (
        "structured",
        "json-ld",
        (
            '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Person",'
            ' "name": "Ada", "jobTitel": "Engineer"}</script>'
        ),
    ),
    "dark print": (
        "print",
        "print-paper",
        "<style>@media print { html, body { background: #111 !important; color: #eee !important } }</style>",
    ),
    "heading order": ("axe", "axe", "<h2>A heading</h2><h4>Two steps below it</h4>"),
}


@pytest.fixture
def spoilt_site(engineer_site: Path, tmp_path: Path) -> Callable[[str], Site]:
    """A function that copies a site and puts something at the end of one page's main part."""

    def make(addition: str) -> Site:
        root = tmp_path / "site"
        shutil.copytree(engineer_site, root, dirs_exist_ok=True)
        file = root / PAGE / "index.html"
        # Its own policy would keep most of this from working, and not every page has JSON-LD.
        text = CSP.sub("", file.read_text(encoding="utf-8"))
        block = f'<script type="application/ld+json">{json.dumps(JSON_LD)}</script>'
        before, _, after = text.rpartition("</main>")
        file.write_text(f"{before}{block}{addition}</main>{after}", encoding="utf-8")
        return Site("engineer", "spoilt", BASE_PATH, root)

    return make


def missed(site: Site, instrument: str, goal: str, browser: Browser) -> list[Reading]:
    """Measure one page and give the readings that miss a goal; there must be some readings at all."""
    with Bench((site,), quick=True, only_page=PAGE, given_browser=browser) as bench:
        found = [
            reading
            for reading in BY_NAME[instrument].measure(bench)
            if reading.goal == goal and reading.page.endswith(PAGE)
        ]
    assert found
    return [reading for reading in found if GOALS_BY_NAME[goal].missed(reading.value)]


@pytest.mark.chromium
@pytest.mark.npm
@pytest.mark.parametrize("fault", SPOILT)
def test_what_is_spoilt_on_purpose_is_seen(
    fault: str, spoilt_site: Callable[[str], Site], chromium: Browser, npm_package: Callable[[str], Path]
) -> None:
    npm_package("axe-core")
    require("pdftotext")
    instrument, goal, addition = SPOILT[fault]
    clean = missed(spoilt_site(""), instrument, goal, chromium)
    assert not clean, "the page misses the goal before it is spoilt"
    assert missed(spoilt_site(addition), instrument, goal, chromium)


@pytest.mark.chromium
@pytest.mark.npm
def test_a_whole_site_passes_the_quick_audit(
    npm_package: Callable[[str], Path], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    for package in ("axe-core", "vnu-jar"):
        npm_package(package)
    require("java", "pdftotext")
    source = copy_site("engineer", tmp_path / "site")
    # Processes of its own: this one may run a browser already.
    done = subprocess.run(
        [sys.executable, "-m", "audit", "--quick", "--site", str(source)],
        cwd=request.config.rootpath,
        env=clean_env(tmp_path, {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}),
        capture_output=True,
        encoding="utf-8",
        timeout=QUICK_TIMEOUT_S,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def test_the_generated_site_is_the_same_every_time_and_builds(tmp_path: Path) -> None:
    roots = [corpus.write_site(tmp_path / name) for name in ("one", "two")]
    contents = [
        {file.relative_to(root): file.read_bytes() for file in root.rglob("*") if file.is_file()}
        for root in roots
    ]
    assert contents[0] == contents[1]
    done = run_cli(
        ["--site", roots[0], "build", "--output", tmp_path / "site", "--base-url", "https://example.org/x/"],
        home=tmp_path,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert len(Site("generated", "default", "/x/", tmp_path / "site").pages) >= 60


def test_one_build_of_the_first_site_has_the_switch(tmp_path: Path) -> None:
    source = corpus.write_site(tmp_path / "source")
    options = parse_options(["--site", str(source), "--palette", "paper"])
    plain, (switched,) = build_sites(options, tmp_path / "work")
    assert {
        (site.label, "<select" in site.pages[0].html, "<script>" in site.pages[0].html) for site in plain
    } == {("site", False, False)}
    assert (switched.label, switched.palette, switched.base_path) == ("site+switch", "paper", BASE_PATH)
    assert 'data-palettes="paper amber contrast phosphor"' in switched.pages[0].html


def test_a_row_shows_the_worst_value_and_its_page() -> None:
    rows = make_rows([Reading("contrast", "good", 12.3), Reading("contrast", "bad", 4.5, "a place")])
    assert [(row.worst.page, row.verdict, row.pages) for row in rows] == [("bad", "FAIL", 2)]
    assert list(draw_table(rows))[-1].split() == [
        "contrast",
        "of",
        "text",
        "≥",
        "7:1",
        "4.5:1",
        "2",
        "FAIL",
        "bad",
    ]


def test_a_timing_never_fails() -> None:
    (row,) = make_rows([Reading("lh-lcp", "slow", 5000)])
    assert (row.verdict, row.failed) == ("noisy, over", False)


def test_every_goal_and_every_instrument_is_in_the_documentation() -> None:
    text = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")
    names = [goal.name for goal in GOALS] + [instrument.name for instrument in INSTRUMENTS]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_what_a_pdf_turns_in_lines_from_the_right_is_on_paper() -> None:
    printed = read_letters("\u202b\u0627\u0623\u0644\u0643\u062b\u0631\u202c ?https://example.org/a")
    assert missing_words(read_letters("الأكثر وصف"), printed, squeeze(printed)) == {"صفو": 1}
    assert keep_letters("https://example.org/a?") in keep_letters(printed)
    assert keep_letters("https://example.org/a?b") not in keep_letters(printed)


def test_a_word_that_a_pdf_takes_apart_is_on_paper() -> None:
    printed = "2021 3 年 月 履歴\n書"
    assert missing_words("2021年3月 履歴書 無 cv", printed, squeeze(printed)) == {"無": 1, "cv": 1}
    beside = "北方物流 a report\n株式会社 every day"
    assert missing_words("北方物流株式会社 北方物流有限会社", beside, squeeze(beside)) == {
        "北方物流有限会社": 1
    }
