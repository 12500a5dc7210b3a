"""The scenarios of a site: each run once, and cached. Imported only for a site that has one.

The simulation and the parser are imported where something is not cached.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import Diagnostic, Diagnostics
from portfolio.load.case_studies import read_case_study
from portfolio.load.content import DRAWING
from portfolio.load.files import read_source
from portfolio.load.scenarios import read_scenario, report_orphan, study_of
from portfolio.markdown.records import DIAGRAM
from portfolio.model.case_study import CASE_STUDIES_FOLDER, is_scenario
from portfolio.model.document import Document
from portfolio.model.scenario import Titled
from portfolio.site.cache import Kind, struct_kind
from portfolio.site_files import digest_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from portfolio.documents.scenarios import Options
    from portfolio.model.simulation import Report
    from portfolio.site.cache import Cache
    from portfolio.site_files import SiteFiles


class Simulation(NamedTuple):
    """The result of one scenario."""

    report: Report | None
    """None if it cannot run."""
    problems: tuple[Diagnostic, ...]


PROBLEMS: Kind[tuple[Diagnostic, ...]] = struct_kind("problems of a scenario", tuple[Diagnostic, ...])
DRAWN: Kind[tuple[Titled, ...]] = struct_kind("drawings of a scenario", tuple[Titled, ...])
"""Apart, so that a text that changes around its drawings runs nothing again."""


def check_scenarios(files: SiteFiles, texts: Collection[str], cache: Cache) -> Iterator[Diagnostic]:
    """Yield the problems of all scenarios but those of drafts that are left out.

    Args:
        files: the site's.
        texts: the texts that are read; a case study that is not among them is a draft, or has errors of its own.
        cache: values of earlier runs.
    """
    studies = [path for path in files.files if path.startswith(CASE_STUDIES_FOLDER) and path.endswith(".md")]
    drawings = "".join(files.key(path) for path in files.files if path.endswith(DRAWING))
    for path in filter(is_scenario, files.files):
        study = study_of(path)
        if study not in studies:
            diagnostics = Diagnostics()
            report_orphan(path, studies, diagnostics)
            yield from diagnostics.items
        elif study in texts:
            found_in = digest_text(f"{files.key(study)} {drawings}")
            drawn = cache.get(DRAWN, found_in, partial(find_study_drawings, files, study))
            key = digest_text(f"{files.key(path)} {drawn}")
            yield from cache.get(PROBLEMS, key, partial(_find_problems, files, path, drawn))


def _find_problems(files: SiteFiles, path: str, drawn: Sequence[Titled]) -> tuple[Diagnostic, ...]:
    return run_simulation(files, path, drawn).problems


def run_simulation(
    files: SiteFiles, path: str, drawn: Sequence[Titled], options: Options | None = None
) -> Simulation:
    """Read and run the scenario at a path, on the drawings of its case study."""
    from portfolio.documents.scenarios import Options, simulate  # noqa: PLC0415 (see above)

    diagnostics = Diagnostics()
    scenario = read_scenario(files, path, diagnostics)
    if scenario.value is None or diagnostics.has_errors:
        return Simulation(None, tuple(diagnostics.items))
    report, problems = simulate(scenario.value, scenario.spans, drawn, options or Options())
    return Simulation(report, problems)


def find_study_drawings(files: SiteFiles, path: str) -> tuple[Titled, ...]:
    """Return the drawings of a case study: the one in a file of its own, then those in its text."""
    from portfolio.documents.drawings import read_figure  # noqa: PLC0415 (see above)
    from portfolio.documents.scenarios import find_drawings, name_drawing  # noqa: PLC0415 (see above)

    reading = read_case_study(files, path)
    drawings = []
    study = reading.study.value
    if study is not None and study.diagram is not None:
        drawing = read_source(files, f"content/{study.diagram.file}", Diagnostics())
        if drawing is not None:
            drawings.append(name_drawing(study.diagram.title, read_figure(drawing.text, DIAGRAM).graph))
    source = read_source(files, path, Diagnostics())
    if source is not None and reading.first_line:
        drawings += find_drawings(Document(source, reading.first_line), read_figure)
    return tuple(drawings)
