"""`portfolio check` of the owner's site: no error, and each page that is too large."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.command import run_cli

from portfolio.check.budget import BUDGET_BYTES
from portfolio.theme.page_assets import measure_first_flight

if TYPE_CHECKING:
    from pathlib import Path

    from audit.sites import Site

Finding = dict[str, Any]


@pytest.fixture(scope="module")
def findings(site: Site, source: Path) -> list[Finding]:
    """What `portfolio check` finds."""
    arguments: list[str | Path] = ["--site", source, "check", "--format", "json", "--base-url", site.base_url]
    done = run_cli(arguments, home=source.parent, cwd=source.parent)
    assert done.stdout, done.stderr
    found: list[Finding] = json.loads(done.stdout)
    return found


def test_check_finds_no_error(findings: list[Finding]) -> None:
    assert [item for item in findings if item["severity"] == "error"] == []


def test_every_claim_has_evidence_or_a_reason(findings: list[Finding]) -> None:
    claims = {
        "allow",
        "contradiction",
        "date",
        "no-outcome",
        "principle-evidence",
        "stack-evidence",
        "unfinished",
    }
    assert [item for item in findings if item["code"] in claims] == []


def test_every_page_over_the_budget_is_named(findings: list[Finding], site: Site) -> None:
    named = {item["file"] for item in findings if item["code"] == "budget"}
    over = {
        page.file.relative_to(site.root).as_posix()
        for page in site.pages
        if measure_first_flight(page.html.encode()) > BUDGET_BYTES
    }
    assert site.pages
    assert over == named
