"""Lighthouse, mobile preset, over one page of each kind; medians of three runs."""

from __future__ import annotations

import os
from statistics import median
from typing import TYPE_CHECKING, Any

from audit.bench import Bench, Look, MissingError, load_json, node, npm_file
from audit.checkers import run
from audit.goals import Reading
from support.browser import FLAGS, find_chromium

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RUNS = 3
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
    reports = [_run(look.url) for _ in range(RUNS)]
    for name in CATEGORIES:
        scores = [round(report["categories"][name]["score"] * 100) for report in reports]
        yield Reading(f"lh-{name}", look.name, median(scores), "; ".join(_failed(reports[0], name)))
    for name, goal in TIMINGS.items():
        values = [report["audits"][name]["numericValue"] for report in reports]
        yield Reading(goal, look.name, round(median(values), 3))


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
