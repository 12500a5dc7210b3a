"""The scenarios of a site: each run once, and cached. Imported only for a site that has one.

The simulation and the parser are imported where something is not cached.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import Diagnostic, Diagnostics
from portfolio.load.articles import read_article
from portfolio.load.content import DRAWING
from portfolio.load.files import read_source
from portfolio.load.scenarios import read_scenario, report_orphan, study_of
from portfolio.markdown.records import DIAGRAM
from portfolio.model.document import Document
from portfolio.model.folders import CASE_STUDIES_FOLDER, is_scenario
from portfolio.model.scenario import Titled
from portfolio.model.simulation import Simulated
from portfolio.site.cache import Kind, struct_kind
from portfolio.site.worker import Work
from portfolio.site_files import digest_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.documents.scenarios import Options
    from portfolio.site.cache import Cache
    from portfolio.site.loading import Loading
    from portfolio.site.worker import Mapper
    from portfolio.site_files import SiteFiles


class Simulation(NamedTuple):
    """The result of one scenario."""

    result: Simulated | None
    """None if it cannot run."""
    problems: tuple[Diagnostic, ...]


SIMULATION: Kind[Simulation] = struct_kind("simulation", Simulation)
SCENARIOS = Work(Simulation, "scenarios", least=3)
"""Each takes from ten milliseconds to seconds."""
DRAWN: Kind[tuple[Titled, ...]] = struct_kind("drawings of a scenario", tuple[Titled, ...])
"""Apart, so that a text that changes around its drawings runs nothing again."""


def run_scenarios(files: SiteFiles, loading: Loading, cache: Cache, mapper: Mapper) -> dict[str, Simulated]:
    """Return the result of each scenario that can run by its case study, but not those of drafts that are left out.

    Args:
        files: the site's.
        loading: the texts that are read, and the words; a case study that is not among them is a draft, or has errors
            of its own. It receives the problems.
        cache: values of earlier runs.
        mapper: runs those that are not cached.
    """
    studies = [path for path in files.files if path.startswith(CASE_STUDIES_FOLDER) and path.endswith(".md")]
    drawings = "".join(files.key(path) for path in files.files if path.endswith(DRAWING))
    drawn: dict[str, tuple[Titled, ...]] = {}
    for path in filter(is_scenario, files.files):
        study = study_of(path)
        if study not in studies:
            report_orphan(path, studies, loading.diagnostics)
        elif study in loading.texts:
            found_in = digest_text(f"{files.key(study)} {drawings}")
            drawn[path] = cache.get(DRAWN, found_in, partial(find_study_drawings, files, study))
    keys = {path: digest_text(f"{files.key(path)} {drawn[path]}{loading.words.key}") for path in drawn}

    def simulate(path: str) -> Simulation:
        from portfolio.documents.scenarios import Options, make_phrases  # noqa: PLC0415 (see above)

        return run_simulation(files, path, drawn[path], Options(phrases=make_phrases(loading.words)))

    found = cache.get_all(SIMULATION, keys, lambda paths: mapper(simulate, paths, SCENARIOS))
    for simulation in found.values():
        loading.diagnostics.items += simulation.problems
    return {study_of(path): one.result for path, one in found.items() if one.result is not None}


def run_simulation(
    files: SiteFiles, path: str, drawn: Sequence[Titled], options: Options | None = None
) -> Simulation:
    """Read and run the scenario at a path, on the drawings of its case study."""
    from portfolio.documents.drawings import read_figure  # noqa: PLC0415 (see above)
    from portfolio.documents.scenarios import Options, simulate  # noqa: PLC0415 (see above)
    from portfolio.documents.scene import make_scene  # noqa: PLC0415 (see above)

    diagnostics = Diagnostics()
    scenario = read_scenario(files, path, diagnostics)
    if scenario.value is None or diagnostics.has_errors:
        return Simulation(None, tuple(diagnostics.items))
    report, problems = simulate(scenario.value, scenario.spans, drawn, options or Options())
    if report is None:
        return Simulation(None, problems)
    figures = [read_figure(titled.text, titled.language) for titled in drawn if titled.drawing.edges]
    return Simulation(Simulated(report, tuple(map(make_scene, figures))), problems)


def find_study_drawings(files: SiteFiles, path: str) -> tuple[Titled, ...]:
    """Return the drawings of a case study: the one in a file of its own, then those in its text."""
    from portfolio.documents.drawings import read_figure  # noqa: PLC0415 (see above)
    from portfolio.documents.scenarios import find_drawings, name_drawing  # noqa: PLC0415 (see above)

    reading = read_article(files, path)
    drawings = []
    study = reading.article.value
    if study is not None and study.diagram is not None:
        drawing = read_source(files, f"content/{study.diagram.file}", Diagnostics())
        if drawing is not None:
            drawings.append(name_drawing(study.diagram.title, drawing.text, DIAGRAM, read_figure))
    source = read_source(files, path, Diagnostics())
    if source is not None and reading.first_line:
        drawings += find_drawings(Document(source, reading.first_line), read_figure)
    return tuple(drawings)
