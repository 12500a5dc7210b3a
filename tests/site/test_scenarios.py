"""When a scenario is run again: for another scenario or another drawing, and for nothing else."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from support.processes import note_forks
from support.sites import STARTER_STUDY, copy_starter
from test_docs import fences_of

from portfolio.errors import Diagnostics
from portfolio.languages.words import ENGLISH, load_words
from portfolio.site import scenarios, worker
from portfolio.site.cache import Cache
from portfolio.site.loading import load_site
from portfolio.site.scenarios import SCENARIOS
from portfolio.site.worker import map_here, map_with_worker
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from portfolio.documents.scenarios import Options
    from portfolio.languages.words import Words
    from portfolio.model.scenario import Titled
    from portfolio.site.worker import Mapper
    from portfolio.site_files import SiteFiles

STUDY = f"content/case-studies/{STARTER_STUDY}.md"
SCENARIO = f"content/case-studies/{STARTER_STUDY}.scenario.yaml"
EXAMPLE = next(fence.text for fence in fences_of("docs/simulate.md") if fence.title == SCENARIO)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = copy_starter(tmp_path / "site")
    (root / SCENARIO).write_text(EXAMPLE, encoding="utf-8")
    return root


def test_only_a_scenario_or_a_drawing_that_changed_runs_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[str] = []
    run = scenarios.run_simulation

    def counted(
        files: SiteFiles, path: str, drawn: Sequence[Titled], options: Options
    ) -> scenarios.Simulation:
        runs.append(path)
        return run(files, path, drawn, options)

    monkeypatch.setattr(scenarios, "run_simulation", counted)
    cache = Cache()

    def check(words: Words = ENGLISH) -> int:
        runs.clear()
        files = read_site_files(str(root))
        loading = load_site(files)._replace(words=words, diagnostics=Diagnostics())
        assert [*scenarios.run_scenarios(files, loading, cache, map_here)] == [STUDY]
        assert loading.diagnostics.items == []
        return len(runs)

    def edit(path: str, old: str, new: str) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    assert [check(), check()] == [1, 0]
    edit(STUDY, "title: Settlement queue", "title: The settlement queue")
    (root / STUDY).write_text(
        (root / STUDY).read_text(encoding="utf-8") + "\nMore words.\n", encoding="utf-8"
    )
    assert check() == 0
    (root / SCENARIO).write_text(EXAMPLE + "# a remark\n", encoding="utf-8")
    assert check() == 1
    (root / STUDY).write_text(
        (root / STUDY).read_text(encoding="utf-8") + '\n```diagram title="more"\nThis → That\n```\n',
        encoding="utf-8",
    )
    assert check() == 1
    assert [check(load_words("de")), check(load_words("de")), check()] == [1, 0, 0]


def test_two_processes_run_the_scenarios_of_a_site(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a result each, and one with a problem."""
    for number in range(SCENARIOS.least):
        shutil.copyfile(root / STUDY, root / STUDY.replace(STARTER_STUDY, f"study-{number}"))
        text = EXAMPLE if number else EXAMPLE.replace("breaks:", "breaks: nothing #", 1)
        (root / SCENARIO.replace(STARTER_STUDY, f"study-{number}")).write_text(text, encoding="utf-8")
    forks = note_forks(monkeypatch)
    monkeypatch.setattr(worker, "can_fork", lambda: True)
    files = read_site_files(str(root))

    def run(mapper: Mapper) -> tuple[object, object]:
        loading = load_site(files)
        return scenarios.run_scenarios(files, loading, Cache(), mapper), loading.diagnostics.items

    here = run(map_here)
    assert (len(forks), run(map_with_worker), len(forks)) == (0, here, 1)
    assert here[1]
