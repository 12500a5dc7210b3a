"""The running drawing of a case study: a log for each variant, with its messages on the picture, and what breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.model.simulation import Claim, Range, Scene
from portfolio.model.time import name_time

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portfolio.model.simulation import Case, Course, Simulated, Swept

Points = tuple[tuple[int, int], ...]

MOST_SECONDS = 5.0
"""The longest motion.

Source: WCAG 2.2, success criterion 2.2.2."""
STEP_SECONDS = 0.6
"""The longest time for one line of the log."""
LAST_STEPS = 3
"""The lines of the log for which a message is seen where it ends."""
NAME_HEIGHT, NAME_STEP = 9, 15
"""In units of the picture."""


class MoveView(Struct, frozen=True):
    """A message on its way along an arrow."""

    course: int
    """The number of the arrow."""
    line: int
    """The number of its line in the log."""
    lasts: int
    """The lines until it moves on."""
    message: str
    height: int
    """How far its name is above it: those of three messages are apart."""


class LogView(Struct, frozen=True):
    """An event."""

    time: str
    text: str


class RunView(Struct, frozen=True):
    """One variant."""

    id: str
    title: str
    states: str
    broken: str
    """The rules that break, as a sentence; empty if all hold."""
    because: str
    scene: int
    """The number of the picture on which its messages move."""
    moves: tuple[MoveView, ...]
    log: tuple[LogView, ...]
    claims: tuple[Claim, ...]


class SweepView(Struct, frozen=True):
    """A number of one variant, varied."""

    title: str
    variant: str
    vary: str
    rows: tuple[Range, ...]


class SimulationView(Struct, frozen=True):
    """The running drawing."""

    states: str
    """How many were tried in all."""
    scenes: tuple[Scene, ...]
    """The pictures: each is there once, for all variants."""
    runs: tuple[RunView, ...]
    breaks: tuple[RunView, ...]
    """Those with a rule that breaks."""
    sweep: SweepView | None
    left_out: tuple[str, ...]
    style: str
    """The stylesheet of the motion."""


def view_simulation(simulated: Simulated) -> SimulationView:
    """Return the view of a scenario's result."""
    report, scenes = simulated.report, simulated.scenes
    ways = {course.points: number for number, course in enumerate(_list_courses(scenes))}
    runs = tuple(_view_run(case, scenes, ways) for case in report.cases)
    total = sum(case.states for case in report.cases)
    return SimulationView(
        f"{total:,}" if all(case.is_complete for case in report.cases) else f"over {total:,}",
        scenes,
        runs,
        tuple(run for run in runs if run.broken),
        _view_sweep(report.sweep, report.cases) if report.sweep is not None else None,
        report.left_out,
        "".join(_write_style(runs, ways)),
    )


def _list_courses(scenes: Sequence[Scene]) -> Iterator[Course]:
    for scene in scenes:
        yield from scene.courses


def _view_run(case: Case, scenes: Sequence[Scene], ways: dict[Points, int]) -> RunView:
    found = [tuple(_view_moves(case, scene, ways)) for scene in scenes]
    scene = max(range(len(scenes)), key=lambda number: len(found[number]))
    return RunView(
        case.id,
        case.title,
        f"{case.states:,} states" if case.is_complete else f"the first {case.states:,} states",
        "; ".join(claim.says for claim in case.claims if not claim.holds),
        case.because,
        scene,
        found[scene],
        tuple(LogView(name_time(line.time_ms), line.text) for line in case.log),
        case.claims,
    )


def _view_moves(case: Case, scene: Scene, ways: dict[Points, int]) -> Iterator[MoveView]:
    """Yield the moves along the arrows of a picture."""
    courses = {(course.source, course.target): ways[course.points] for course in scene.courses}
    messages = [*dict.fromkeys(line.message for line in case.log)]
    moves = [(number, line) for number, line in enumerate(case.log) if (line.node, line.to) in courses]
    for index, (number, line) in enumerate(moves):
        later = (other for other, next_line in moves[index + 1 :] if next_line.message == line.message)
        lasts = next(later, number + LAST_STEPS) - number
        height = NAME_HEIGHT + NAME_STEP * (messages.index(line.message) % 3)
        yield MoveView(courses[line.node, line.to], number, lasts, line.message, height)


def _view_sweep(sweep: Swept, cases: Sequence[Case]) -> SweepView:
    case = next(case for case in cases if case.id == sweep.variant)
    says = {claim.id: claim.says for claim in case.claims}
    rows = (row._replace(broken=tuple(says[rule] for rule in row.broken)) for row in sweep.ranges())
    return SweepView(sweep.title, case.title, sweep.vary, tuple(rows))


def _write_style(runs: Sequence[RunView], ways: dict[Points, int]) -> Iterator[str]:
    """Yield the rules that differ from page to page: the way of each arrow, the turn of each line, the pace of each run."""
    for points, number in ways.items():
        names = "ad" if len(points) == 2 else "abd" if len(points) == 3 else "abcd"  # noqa: PLR2004
        stops = "".join(f"--{name}:{x}px,{y}px;" for name, (x, y) in zip(names, points, strict=True))
        yield f".way{number}{{{stops}}}"
    for number in range(max(len(run.log) for run in runs)):
        yield f".at{number}{{--turn:{number}}}.for{number + 1}{{--lasts:{number + 1}}}"
    for number, run in enumerate(runs):
        pace = min(STEP_SECONDS, MOST_SECONDS / (len(run.log) + LAST_STEPS))
        yield f".pace{number}{{--pace:{pace:.2f}s}}"
