"""Lighthouse, mobile preset, over one page of each kind; the best of at most five runs.

What else runs on the machine only ever adds time, so the run that was disturbed least says most about the page.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from audit.bench import Bench, Look, MissingError, load_json, node, npm_file
from audit.checkers import run
from audit.goals import Reading
from support.browser import FLAGS, find_chromium

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_RUNS = 5
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TIMINGS = {
    "largest-contentful-paint": "lh-lcp",
    "total-blocking-time": "lh-tbt",
    "cumulative-layout-shift": "lh-cls",
}


def measure(bench: Bench) -> Iterator[Reading]:
    """Score one page of each kind of each site; the largest, since the others have less to load."""
    # pages differ in colour alone between palettes, and in their address alone between base paths
    seen = set()
    largest = sorted(bench.looks(), key=lambda look: look.page.file.stat().st_size, reverse=True)
    for look in largest:
        mark = (look.site.label, look.page.kind)
        # a score for search engines says nothing of pages that they do not list
        if mark in seen or not look.page.is_indexed:
            continue
        seen.add(mark)
        yield from _score(look)


def _score(look: Look) -> Iterator[Reading]:
    report = max(_runs(look.url), key=_rank)
    for name in CATEGORIES:
        score = round(report["categories"][name]["score"] * 100)
        yield Reading(f"lh-{name}", look.name, score, "; ".join(_failed(report, name)))
    for name, goal in TIMINGS.items():
        yield Reading(goal, look.name, round(report["audits"][name]["numericValue"], 3))


def _runs(url: str) -> Iterator[dict[str, Any]]:
    """Run until a report has every score in full, and no more than five times."""
    for _ in range(MOST_RUNS):
        report = _run(url)
        yield report
        if all(report["categories"][name]["score"] == 1 for name in CATEGORIES):
            return


def _rank(report: dict[str, Any]) -> tuple[float, float]:
    """The sum of the scores, then the shorter blocking time."""
    blocked: float = report["audits"]["total-blocking-time"]["numericValue"]
    return sum(report["categories"][name]["score"] for name in CATEGORIES), -blocked


def _run(url: str) -> dict[str, Any]:
    chromium = find_chromium()
    if chromium is None:
        raise MissingError("no Chromium on PATH")
    flags = " ".join(
        f'"{flag}"' if " " in flag else flag for flag in ("--headless=new", "--no-sandbox", *FLAGS)
    )
    options = [
        "--output=json",
        "--quiet",
        f"--chrome-flags={flags}",
        f"--only-categories={','.join(CATEGORIES)}",
    ]
    command: list[str | Path] = [node(), npm_file("lighthouse", "cli/index.js"), url, *options]
    report: dict[str, Any] = load_json(run(command, env={**os.environ, "CHROME_PATH": chromium, "CI": "1"}))
    return report


def _failed(report: dict[str, Any], category: str) -> Iterator[str]:
    for item in report["categories"][category]["auditRefs"]:
        audit = report["audits"][item["id"]]
        if item["weight"] and audit["score"] is not None and audit["score"] < 1:
            yield f"{item['id']} {audit['score']}"
