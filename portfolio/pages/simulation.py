"""The running drawing of a case study: a log for each variant, with its messages on the picture, and what breaks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from portfolio.model.simulation import Claim, Range, Scene
from portfolio.model.time import name_time

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portfolio.languages.words import Words
    from portfolio.model.simulation import Case, Course, Simulated, Swept

Points = tuple[tuple[int, int], ...]

NAME_STEP = 15
"""How far the names of two messages are apart, in units of the picture."""
_UNIT = re.compile(r"(?<=\d) (?=\D)")
"""Between a number and its unit."""


class MoveView(Struct, frozen=True):
    """A message on its way along an arrow."""

    course: int
    """The number of the arrow."""
    line: int
    """The number of its line in the log."""
    lasts: int
    """The lines until it moves on; 0 if it stays."""
    message: str
    height: int
    """How much higher its name is than that of the first message."""
    is_level: bool
    """Whether it arrives from the side: its name is then above it."""


class LogView(Struct, frozen=True):
    """An event."""

    time: str
    text: str
    broken: tuple[str, ...]
    """What the rules say that break with it."""


class RunView(Struct, frozen=True):
    """One variant."""

    id: str
    title: str
    states: str
    broken: tuple[str, ...]
    """What the rules say that break."""
    because: str
    scene: int
    """The number of the picture on which its messages move."""
    moves: tuple[MoveView, ...]
    log: tuple[LogView, ...]
    claims: tuple[Claim, ...]
    seen: tuple[str, ...]
    """The ids of the rules that break in the log."""


class SweepView(Struct, frozen=True):
    """A number of one variant, varied."""

    title: str
    varied: str
    """What is varied, in a word or two."""
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
    shown: str
    """The id of the one that is shown before one is chosen: the first that breaks."""
    sweep: SweepView | None
    left_out: tuple[str, ...]
    style: str
    """The stylesheet of the motion."""


def view_simulation(simulated: Simulated, words: Words) -> SimulationView:
    """Return the view of a scenario's result."""
    report, scenes = simulated.report, simulated.scenes
    ways = {course.points: number for number, course in enumerate(_list_courses(scenes))}
    runs = tuple(_view_run(case, scenes, ways, words) for case in report.cases)
    total = sum(case.states for case in report.cases)
    return SimulationView(
        words.number(total)
        if all(case.is_complete for case in report.cases)
        else words.say("simulation_over", number=words.number(total)),
        scenes,
        runs,
        (breaks := tuple(run for run in runs if run.broken)),
        (*breaks, *runs)[0].id,
        _view_sweep(report.sweep, report.cases, words) if report.sweep is not None else None,
        report.left_out,
        "".join(_write_style(runs, ways)),
    )


def _list_courses(scenes: Sequence[Scene]) -> Iterator[Course]:
    for scene in scenes:
        yield from scene.courses


def _view_run(case: Case, scenes: Sequence[Scene], ways: dict[Points, int], words: Words) -> RunView:
    found = [tuple(_view_moves(case, scene, ways)) for scene in scenes]
    scene = max(range(len(scenes)), key=lambda number: len(found[number]))
    says = {claim.id: claim.says for claim in case.claims}
    return RunView(
        case.id,
        case.title,
        words.count("states" if case.is_complete else "first_states", case.states),
        tuple(claim.says for claim in case.claims if not claim.holds),
        case.because,
        scene,
        found[scene],
        tuple(
            LogView(
                _bind(name_time(line.time_ms, words)), line.text, tuple(says[rule] for rule in line.broken)
            )
            for line in case.log
        ),
        case.claims,
        case.broken,
    )


def _bind(text: str) -> str:
    """Return a text whose numbers stay with their units."""
    return _UNIT.sub("\u00a0", text)


def _view_moves(case: Case, scene: Scene, ways: dict[Points, int]) -> Iterator[MoveView]:
    """Yield the moves along the arrows of a picture."""
    courses = {(course.source, course.target): course.points for course in scene.courses}
    messages = [*dict.fromkeys(line.message for line in case.log)]
    moves = [(number, line) for number, line in enumerate(case.log) if (line.node, line.to) in courses]
    for index, (number, line) in enumerate(moves):
        later = (other for other, next_line in moves[index + 1 :] if next_line.message == line.message)
        lasts = next(later, number) - number
        points = courses[line.node, line.to]
        is_level = points[-1][1] == points[-2][1]
        height = NAME_STEP * (messages.index(line.message) % 3)
        yield MoveView(ways[points], number, lasts, line.message, height, is_level)


def _view_sweep(sweep: Swept, cases: Sequence[Case], words: Words) -> SweepView:
    case = next(case for case in cases if case.id == sweep.variant)
    says = {claim.id: claim.says for claim in case.claims}
    rows = (
        Range(_bind(row.values), tuple(says[rule] for rule in row.broken), _bind(row.ended), row.most_waiting)
        for row in sweep.ranges(words)
    )
    key = sweep.vary.rpartition(".")[2]
    return SweepView(sweep.title, words[f"vary_{key}"], tuple(rows))


def _write_style(runs: Sequence[RunView], ways: dict[Points, int]) -> Iterator[str]:
    """Yield the rules that differ from page to page: the way of each arrow, the turn of each line."""
    for points, number in ways.items():
        names = "ad" if len(points) == 2 else "abd" if len(points) == 3 else "abcd"  # noqa: PLR2004
        stops = "".join(f"--{name}:{x}px,{y}px;" for name, (x, y) in zip(names, points, strict=True))
        yield f".way{number}{{{stops}}}"
    for number in range(max(len(run.log) for run in runs)):
        yield f".at{number},.log li:nth-child({number + 1}){{--turn:{number}}}"
    for lasts in sorted({move.lasts for run in runs for move in run.moves if move.lasts}):
        yield f".for{lasts}{{--lasts:{lasts}}}"
