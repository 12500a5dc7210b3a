"""The scenarios are sharp: whoever takes a safeguard out of a system breaks a rule that has to hold."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from portfolio.load.scenarios import study_of
from portfolio.model.folders import is_scenario
from portfolio.site.scenarios import find_study_drawings, run_simulation
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.site.scenarios import Simulation

STUDIES = (
    "cdc-pipeline",
    "cross-region-migration",
    "gdpr-deletion-pipeline",
    "notification-pipeline",
    "payment-gateway",
    "report-automation",
    "sync-to-async",
)

SAFEGUARDS = {
    "idempotency record": ("gdpr-deletion-pipeline", "    record: last\n", "", "duplicate", "api-once"),
    "data deletion first": (
        "gdpr-deletion-pipeline",
        "      - delete: ddb\n      - call: api\n",
        "      - call: api\n      - delete: ddb\n",
        "all-well",
        "data-first",
    ),
    "DLQ alarm": ("gdpr-deletion-pipeline", ", alarm: true", "", "api-down", "nothing-silent"),
    "commit after dispatch": (
        "notification-pipeline",
        "commit: after",
        "commit: before",
        "sms-fails",
        "sms-sent",
    ),
    "event timestamps": ("cdc-pipeline", "keep: newest", "keep: last", "converge", "newest-wins"),
    "parity gate": (
        "cross-region-migration",
        "is: gate, needs: copy,",
        "is: gate, wait: 1,",
        "one-short",
        "parity-first",
    ),
    "RETAIN": ("report-automation", ", retain: true", "", "stack-deleted", "archive-kept"),
    "error alarm": ("report-automation", "    alarm: true\n", "", "scan-fails", "miss-is-seen"),
    "idempotency key": (
        "payment-gateway",
        "label: Gateway 1, is: external, dedupe: true",
        "label: Gateway 1, is: external",
        "times-out",
        "charged-once",
    ),
    "reconciliation": (
        "payment-gateway",
        "    on_failure: reconciliation\n",
        "",
        "stays-silent",
        "no-doubt",
    ),
    "doubt about a 200": (
        "payment-gateway",
        "    verify: true\n",
        "",
        "pending",
        "paid-or-reconciled",
    ),
    "quick callee": ("sync-to-async", "takes: 1, at_once: 1", "takes: 5, at_once: 1", "sync", "no-timeout"),
    "idempotency guard": ("sync-to-async", "    record: last\n", "", "async-duplicate", "handled-once"),
}
"""By what protects the system: the scenario, the words that say so, the words without it, and what breaks where."""


def scenario(slug: str) -> str:
    return f"content/case-studies/{slug}.scenario.yaml"


def simulate(site: Path, slug: str) -> Simulation:
    files, path = read_site_files(str(site)), scenario(slug)
    return run_simulation(files, path, find_study_drawings(files, study_of(path)))


def test_each_case_study_has_a_scenario(source: Path) -> None:
    assert [*filter(is_scenario, read_site_files(str(source)).files)] == [*map(scenario, STUDIES)]


@pytest.mark.parametrize("slug", STUDIES)
def test_a_scenario_has_rules_that_hold_and_a_break_with_its_reason(source: Path, slug: str) -> None:
    result = simulate(source, slug).result
    assert result is not None
    report = result.report
    assert any(all(claim.holds for claim in case.claims) for case in report.cases)
    breaking = [case for case in report.cases if not all(claim.holds for claim in case.claims)]
    assert breaking
    assert all(case.because for case in breaking)
    assert all(case.is_complete for case in report.cases)
    assert any("real times" in item for item in report.left_out)


@pytest.mark.parametrize("name", SAFEGUARDS)
def test_without_a_safeguard_the_check_fails(source: Path, tmp_path: Path, name: str) -> None:
    slug, words, without, variant, rule = SAFEGUARDS[name]
    site = shutil.copytree(source, tmp_path / "site", ignore=shutil.ignore_patterns("_site", ".portfolio"))
    file = site / scenario(slug)
    text = file.read_text(encoding="utf-8")
    assert text.count(words) == 1
    file.write_text(text.replace(words, without), encoding="utf-8")
    problems = simulate(site, slug).problems
    assert f"`{rule}` breaks in the variant `{variant}`" in {problem.message for problem in problems}


def test_the_gdpr_sweep_shows_how_long_a_duplicate_is_dangerous(source: Path) -> None:
    result = simulate(source, "gdpr-deletion-pipeline").result
    assert result is not None
    report = result.report
    assert report.sweep is not None
    dangerous = [row.value for row in report.sweep.rows if row.broken]
    assert (dangerous[0], dangerous[-1]) == (0.0, 2.0)
    assert all(row.broken in {(), ("api-once",)} for row in report.sweep.rows)


def test_no_figure_of_the_case_studies_is_animated(source: Path) -> None:
    text = "".join((source / scenario(slug)).read_text(encoding="utf-8") for slug in STUDIES)
    assert not re.search(r"1M\+|100K\+|1\.3M|1255|1254", text)
