"""`portfolio simulate`, and scenarios in `check` and `build`, in a site of `init`."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from support.command import ROOT, clean_env
from test_docs import fences_of

from portfolio.scaffold import create_site

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import RunPortfolio

SCENARIO = "content/case-studies/settlement-queue.scenario.yaml"
FENCES = fences_of("docs/simulate.md")
EXAMPLE = next(fence.text for fence in FENCES if fence.title == SCENARIO)
BUILD = ("build", "--base-url", "https://example.org/")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A new site, with the scenario of docs/simulate.md."""
    create_site(tmp_path / "site")
    (tmp_path / "site" / SCENARIO).write_text(EXAMPLE, encoding="utf-8")
    return tmp_path / "site"


def test_the_example_of_the_documentation_prints_what_is_documented(
    site: Path, run_portfolio: RunPortfolio
) -> None:
    done = run_portfolio("simulate", "settlement-queue", cwd=site)
    shown = [fence.text for fence in FENCES if fence.language == "text"][1:]
    assert len(shown) == 3
    assert [text for text in shown if text not in done.stdout] == []
    assert (done.returncode, done.stderr) == (0, "")


def test_one_variant_is_shown_alone(site: Path, run_portfolio: RunPortfolio) -> None:
    done = run_portfolio("simulate", "settlement-queue", "--variant", "without-key", cwd=site)
    assert done.stdout.startswith("without-key: the answer of the bank is lost, and")
    assert "answer-lost" not in done.stdout
    assert "fault.after" not in done.stdout


def test_the_report_as_data_has_every_event_and_every_claim(site: Path, run_portfolio: RunPortfolio) -> None:
    done = run_portfolio("simulate", "settlement-queue", "--format", "json", cwd=site)
    report = json.loads(done.stdout)
    case = report["cases"][1]
    assert [claim["holds"] for claim in case["claims"]] == [True, False, True]
    assert case["log"][4] == {
        "time_ms": 2500,
        "what": "did",
        "node": "worker",
        "to": "bank API",
        "message": "r1",
        "text": "worker → bank API: pay r1",
        "broken": [],
    }
    assert (case["broken"], case["ended_ms"]) == (["paid-once"], 7500)
    assert report["sweep"]["rows"][0] == {
        "value": 0.0,
        "broken": ["paid-once"],
        "ended_ms": 2500,
        "most_waiting": 1,
        "is_endless": False,
    }


def test_every_move_of_a_story_is_a_drawn_arrow(site: Path, run_portfolio: RunPortfolio) -> None:
    done = run_portfolio("simulate", "settlement-queue", "--format", "json", cwd=site)
    drawn = {("invoice", "queue"), ("queue", "worker"), ("worker", "ledger"), ("worker", "bank API")}
    moves = {
        (line["node"], line["to"])
        for case in json.loads(done.stdout)["cases"]
        for line in case["log"]
        if line["to"]
    }
    assert moves == drawn


def test_a_break_that_is_not_expected_fails_simulate_check_and_build(
    site: Path, run_portfolio: RunPortfolio
) -> None:
    text = EXAMPLE.replace("takes: 2, dedupe: true", "takes: 2")
    (site / SCENARIO).write_text(text, encoding="utf-8")
    for command in (("simulate", "settlement-queue"), ("check",), BUILD):
        done = run_portfolio(*command, cwd=site)
        assert "error[scenario-break]: `paid-once` breaks in the variant `answer-lost`" in (
            done.stdout + done.stderr
        )
        assert done.returncode == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["settlement-que"], "`settlement-que` has no scenario\n = help: did you mean `settlement-queue`?"),
        (["other"], "`other` has no scenario\n = help: scenarios: settlement-queue"),
        (
            ["settlement-queue", "--variant", "answer-lots"],
            "no such variant `answer-lots`\n = help: did you mean `answer-lost`?",
        ),
        (
            ["settlement-queue", "--variant", "x"],
            "no such variant `x`\n = help: variants: answer-lost, without-key, without-key-twice",
        ),
    ],
)
def test_an_unknown_name_is_an_error_of_usage(
    site: Path, run_portfolio: RunPortfolio, arguments: list[str], message: str
) -> None:
    done = run_portfolio("simulate", *arguments, cwd=site)
    assert message in done.stderr
    assert (done.returncode, done.stdout) == (2, "")


def test_the_error_of_a_site_without_scenarios_shows_where_one_belongs(
    site: Path, run_portfolio: RunPortfolio
) -> None:
    (site / SCENARIO).unlink()
    done = run_portfolio("simulate", "settlement-queue", cwd=site)
    assert f"`settlement-queue` has no scenario\n = help: write {SCENARIO}" in done.stderr


def test_a_scenario_of_a_draft_is_run_only_when_asked_for(site: Path, run_portfolio: RunPortfolio) -> None:
    study = site / "content/case-studies/settlement-queue.md"
    study.write_text(
        study.read_text(encoding="utf-8").replace("title:", "draft: true\ntitle:", 1), encoding="utf-8"
    )
    home = site / "content/home.yaml"
    text = home.read_text(encoding="utf-8")
    home.write_text(text.replace("  - settlement-queue/settlement-time\n", ""), encoding="utf-8")
    (site / SCENARIO).write_text(EXAMPLE.replace("dedupe: true", "dedupe: false"), encoding="utf-8")
    assert "scenario-break" not in run_portfolio("check", cwd=site).stdout
    assert "scenario-break" in run_portfolio("simulate", "settlement-queue", cwd=site).stderr


def loaded_by_check(site: Path, tmp_path: Path) -> set[str]:
    """Return the modules of the simulation that `check` imports."""
    code = (
        "import sys\nfrom portfolio.cli.main import run\n"
        "run(['check'])\nprint(*(name for name in sys.modules if 'simulat' in name or 'scenario' in name))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=site,
        env=clean_env(tmp_path) | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split()) if done.stdout.splitlines() else set()


def test_a_site_without_scenarios_loads_nothing_of_the_simulation(site: Path, tmp_path: Path) -> None:
    assert "portfolio.simulate.search" in loaded_by_check(site, tmp_path)
    (site / SCENARIO).unlink()
    assert not loaded_by_check(site, tmp_path)


def test_a_run_without_an_end_is_shown_by_its_beginning(site: Path, run_portfolio: RunPortfolio) -> None:
    text = EXAMPLE.replace("{kind: lost-reply, at: bank}", "{kind: fail, at: bank, always: true}", 1)
    (site / SCENARIO).write_text(text, encoding="utf-8")
    done = run_portfolio("simulate", "settlement-queue", "--variant", "answer-lost", cwd=site)
    log, claims = done.stdout.split("\n\n")[1:3]
    assert len(log.splitlines()) == 21
    assert log.splitlines()[-1].split() == ["…", "and", "so", "on:", "it", "does", "not", "end"]
    assert "this goes on for ever, and no end is reached" in claims
    assert "the variant `answer-lost` does not end" in done.stderr
    assert done.returncode == 1
