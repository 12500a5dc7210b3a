"""The scenarios of the owner's case studies: each runs, and every move of its stories is along a drawn arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.documents.document import read_figure
from portfolio.documents.scenarios import find_drawings
from portfolio.errors import Diagnostics
from portfolio.load.articles import read_article
from portfolio.load.files import read_source
from portfolio.load.scenarios import study_of
from portfolio.model.document import Document
from portfolio.model.folders import is_scenario
from portfolio.site.scenarios import find_study_drawings, run_simulation
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.site_files import SiteFiles


def drawn_arrows(files: SiteFiles, path: str) -> set[tuple[str, str]]:
    """Return the arrows in a case study's text, by the labels at their ends."""
    source = read_source(files, path, Diagnostics())
    assert source is not None
    document = Document(source, read_article(files, path).first_line)
    return {edge for titled in find_drawings(document, read_figure) for edge in titled.drawing.edges}


def test_every_scenario_runs_without_a_problem_and_along_the_drawn_arrows(source: Path) -> None:
    files = read_site_files(str(source))
    for path in filter(is_scenario, files.files):
        simulation = run_simulation(files, path, find_study_drawings(files, study_of(path)))
        assert simulation.problems == ()
        assert simulation.result is not None
        arrows = drawn_arrows(files, study_of(path))
        for case in simulation.result.report.cases:
            assert case.log
            assert {(line.node, line.to) for line in case.log if line.to} <= arrows, (path, case.id)
