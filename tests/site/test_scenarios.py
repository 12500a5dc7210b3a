"""When a scenario is run again: for another scenario or another drawing, and for nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.sites import STARTER_STUDY, copy_starter
from test_docs import fences_of

from portfolio.errors import Diagnostics
from portfolio.languages.words import ENGLISH, load_words
from portfolio.site import scenarios
from portfolio.site.cache import Cache
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from portfolio.documents.scenarios import Options
    from portfolio.languages.words import Words
    from portfolio.model.scenario import Titled
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
    cache, diagnostics = Cache(), Diagnostics()

    def check(words: Words = ENGLISH) -> int:
        runs.clear()
        assert [*scenarios.run_scenarios(read_site_files(str(root)), {STUDY}, cache, diagnostics, words)] == [
            STUDY
        ]
        assert diagnostics.items == []
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
