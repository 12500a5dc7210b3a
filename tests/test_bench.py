"""The benchmark itself: its corpus, its cases and its arithmetic. No test here depends on how long anything takes."""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from bench import corpus, record
from bench.__main__ import FLOOR, PEER, SERVE, START, make_parser, parse_options
from bench.cases import CASES, Measured, measure_case, require_same_pages
from bench.floors import measure_floors
from bench.goals import GOALS
from bench.machine import cpu_name
from bench.programs import PROGRAMS
from bench.running import BrokenError, Run, environment, run
from bench.serving import Served
from bench.starts import BARE, measure_starts
from bench.table import Spread, Table, draw_text, make_tables, ratios_of
from bench.tools import HUGO, OURS, UNDRAWN, make_portfolio, make_undrawn
from support.command import ROOT
from support.sites import load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bench.cases import Case
    from bench.tools import Tool

PAGES_BESIDE = 4
"""The home page, the list, the page for a minute, 404.html."""
BY_NAME = {case.name: case for case in CASES}


def texts_in(root: Path) -> dict[str, str]:
    return {
        file.relative_to(root).as_posix(): file.read_text(encoding="utf-8")
        for file in root.rglob("*")
        if file.is_file()
    }


def pages_in(root: Path, folder: str) -> list[str]:
    return [file.read_text(encoding="utf-8") for file in sorted((root / "content" / folder).glob("*.md"))]


def make_run(cpu_s: float = 1, wall_s: float = 1, memory_mib: float = 1) -> Run:
    return Run(cpu_s, wall_s, memory_mib)


# ---------------------------------------------------------------- the corpus


def test_the_corpus_is_the_same_every_time_and_a_larger_one_begins_with_the_smaller(tmp_path: Path) -> None:
    for name, pages in {"one": 12, "two": 12, "more": 13}.items():
        corpus.write_portfolio(tmp_path / name / "ours", pages)
        corpus.write_hugo(tmp_path / name / "hugo", pages)
    one, two, more = (texts_in(tmp_path / name) for name in ("one", "two", "more"))
    assert one == two
    assert one.items() < more.items()
    assert len(more) == len(one) + 2


def test_each_page_is_about_5_kb_with_a_table_a_drawing_and_15_lines_of_code(tmp_path: Path) -> None:
    corpus.write_portfolio(tmp_path / "site", 100)
    pages = pages_in(tmp_path / "site", "case-studies")
    assert len(pages) == 100
    blocks = []
    for page in pages:
        assert 3500 <= len(page.encode()) <= 6500
        assert page.count("\n```diagram title=") == 1
        assert page.count("\n|:---") == 1
        ((language, block),) = re.findall(r"^```(\w+)\n(.*?)\n```$", page, re.MULTILINE | re.DOTALL)
        assert len(block.splitlines()) == corpus.CODE_LINES
        blocks.append((language, block))
    assert {language for language, _ in blocks} == PROGRAMS.keys()
    # the tool may keep what it has highlighted, by content
    assert len(set(blocks)) == len(blocks)


def test_ten_pages_already_have_all_20_tags() -> None:
    assert len({tag for text in corpus.make_texts(10) for tag in text.front["tags"]}) == corpus.TAGS == 20


def test_both_tools_are_given_the_same_words(tmp_path: Path) -> None:
    corpus.write_portfolio(tmp_path / "ours", 7)
    corpus.write_hugo(tmp_path / "hugo", 7)
    ours = pages_in(tmp_path / "ours", "case-studies")
    hugos = pages_in(tmp_path / "hugo", "posts")
    alike = [re.sub(r"```diagram title=.*", "```text", page.replace("updated: ", "date: ")) for page in ours]
    assert len(ours) == 7
    assert alike == hugos


# ---------------------------------------------------------------- the cases


def test_our_half_has_nothing_to_report(tmp_path: Path) -> None:
    corpus.write_portfolio(tmp_path / "site", 20)
    assert load(tmp_path / "site").diagnostics.items == []


def test_our_half_builds_and_every_case_reaches_the_page(tmp_path: Path) -> None:
    tool = make_portfolio(tmp_path / "site", 3)
    tags = {tag for text in corpus.make_texts(3) for tag in text.front["tags"]}
    for case in CASES:
        measured = measure_case(case, [tool], 3, 1, lambda own: run(own.command, own.root, tmp_path))
        assert measured.pages == {OURS: 3 + len(tags) + PAGES_BESIDE}
        ((taken,),) = measured.runs.values()
        assert min(taken.cpu_s, taken.wall_s, taken.memory_mib) > 0


@pytest.fixture
def tools(tmp_path: Path) -> list[Tool]:
    ours = make_portfolio(tmp_path / "ours", 3)
    other = make_portfolio(tmp_path / "other", 3)
    return [replace(other, name=HUGO), ours]


class Builder:
    """Stands in for builds: copies the page that is edited, and remembers what it saw."""

    def __init__(self) -> None:
        self.order: list[str] = []
        self.sources: list[str] = []
        self.left: list[bool] = []

    def __call__(self, tool: Tool) -> Run:
        slug = corpus.slug(1)
        self.order.append(tool.name)
        self.sources.append(tool.source(slug).read_text(encoding="utf-8"))
        self.left.append(any((tool.root / name).exists() for name in (tool.output, *tool.kept)))
        tool.published(slug).parent.mkdir(parents=True, exist_ok=True)
        tool.published(slug).write_text(self.sources[-1], encoding="utf-8")
        for name in tool.kept:
            (tool.root / name).mkdir(exist_ok=True)
        return make_run(cpu_s=len(self.order))


def measure(case: Case, tools: Sequence[Tool], pairs: int) -> tuple[Builder, Measured]:
    builder = Builder()
    return builder, measure_case(case, tools, 3, pairs, builder)


def test_pairs_take_turns_and_the_first_is_not_counted(tools: list[Tool]) -> None:
    builder, measured = measure(BY_NAME["no-change"], tools, 2)
    assert builder.order == [HUGO, OURS] * 3
    assert {name: [item.cpu_s for item in runs] for name, runs in measured.runs.items()} == {
        HUGO: [3, 5],
        OURS: [4, 6],
    }
    assert len(set(builder.sources)) == 1


def test_a_cold_build_finds_nothing_of_the_one_before(tools: list[Tool]) -> None:
    assert not any(measure(BY_NAME["cold"], tools, 2)[0].left)
    assert all(measure(BY_NAME["no-change"], tools, 2)[0].left)


@pytest.mark.parametrize("name", ["body", "title"])
def test_every_edit_differs_and_is_the_same_for_both_tools(name: str, tools: list[Tool]) -> None:
    before = tools[0].source(corpus.slug(1)).read_text(encoding="utf-8")
    builder, _ = measure(BY_NAME[name], tools, 3)
    assert builder.sources[::2] == builder.sources[1::2]
    assert len({before, *builder.sources}) == 5
    # each edit takes the place of the one before
    assert {len(source) for source in builder.sources} == {len(builder.sources[0])}
    changed = [
        line.partition(":")[0]
        for line, old in zip(builder.sources[0].splitlines(), before.splitlines(), strict=False)
        if line != old
    ]
    assert changed == {"body": [], "title": ["title", "headline"]}[name]


def test_an_edit_that_does_not_reach_its_page_stops_the_run(tools: list[Tool]) -> None:
    builder = Builder()

    def forget(tool: Tool) -> Run:
        taken = builder(tool)
        tool.published(corpus.slug(1)).write_text("as before", encoding="utf-8")
        return taken

    with pytest.raises(BrokenError, match=r"Hugo, body of one page changed: turnaaa did not reach"):
        measure_case(BY_NAME["body"], tools, 3, 1, forget)


def test_different_numbers_of_pages_stop_the_run(tools: list[Tool]) -> None:
    (tools[1].root / tools[1].output).mkdir()
    (tools[1].root / tools[1].output / "more.html").touch()
    _, measured = measure(BY_NAME["no-change"], tools, 1)
    with pytest.raises(BrokenError, match=r"different numbers of pages: .*1.*2"):
        require_same_pages(measured)


# ---------------------------------------------------------------- the runs


def test_a_run_counts_the_command_and_its_children_not_the_one_who_starts_it(tmp_path: Path) -> None:
    ballast = bytearray(b"x" * (150 << 20))
    bare = run([sys.executable, "-c", "pass"], tmp_path, tmp_path)
    assert 0 < bare.memory_mib < 60, "the memory of this process is in it"
    work = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'x = bytearray(b\"x\" * (200 << 20)); sum(range(10 ** 7))'])"
    parent = run([sys.executable, "-c", work], tmp_path, tmp_path)
    assert parent.memory_mib > 200
    assert parent.cpu_s > 2 * bare.cpu_s
    assert len(ballast) == 150 << 20


def test_a_command_that_fails_stops_the_run_with_its_output(tmp_path: Path) -> None:
    with pytest.raises(BrokenError, match=r"exit code 3:\nno such ledger"):
        run(
            [sys.executable, "-c", "import sys; print('no such ledger', file=sys.stderr); sys.exit(3)"],
            tmp_path,
            tmp_path,
        )
    with pytest.raises(BrokenError, match=r"cannot be started"):
        run([str(tmp_path / "nothing")], tmp_path, tmp_path)


def test_runs_write_byte_code_and_do_not_check_for_warnings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert {name for name in environment(tmp_path) if name.startswith("PYTHON")} == {"PYTHONPATH"}


def test_what_libraries_take_is_shown_with_its_sum() -> None:
    floors = measure_floors(2, 2)
    (table,) = make_tables([], [], [], {}, 2, floors)
    assert [row[0] for row in table.rows] == [*floors, "all of them"]
    assert all(0 < spread.min <= spread.median <= spread.max for spread in floors.values())
    assert float(table.rows[-1][1]) == pytest.approx(
        sum(spread.median for spread in floors.values()), abs=0.01
    )


def test_starts_take_turns_and_the_first_round_is_not_counted() -> None:
    order: list[Sequence[str]] = []

    def take(command: Sequence[str]) -> Run:
        order.append(command)
        return make_run(cpu_s=len(order))

    starts = measure_starts({"one": ["1"], "two": ["2"]}, 2, take)
    assert order == [["1"], ["2"]] * 3
    assert [item.cpu_s for item in starts["two"]] == [4, 6]


# ---------------------------------------------------------------- the tables


def make_measured(name: str, size: int, ours: Run, hugos: Run) -> Measured:
    return Measured(
        BY_NAME[name], size, dict.fromkeys((HUGO, OURS), size + 23), {HUGO: (hugos,) * 3, OURS: (ours,) * 3}
    )


def rows_of(measured: Sequence[Measured], title: str, served: Sequence[Served] = ()) -> list[tuple[str, ...]]:
    starts = {
        BARE: (make_run(cpu_s=0.01),) * 3,
        "other": tuple(make_run(cpu_s=s) for s in (0.02, 0.04, 0.05)),
    }
    return [
        row
        for table in make_tables(measured, served, [], starts, 3)
        for row in table.rows
        if table.title.startswith(title)
    ]


def test_a_ratio_is_the_median_of_the_pairs() -> None:
    ours = [make_run(cpu_s=value) for value in (1, 9, 2)]
    hugos = [make_run(cpu_s=value) for value in (2, 1, 4)]
    assert ratios_of(ours, hugos, "cpu_s") == Spread(0.5, 0.5, 9)
    assert Spread.of([4, 1, 2, 3]).show(1) == "2.5 (1.0–4.0)"  # noqa: RUF001 (a range)
    with pytest.raises(ValueError, match="zip"):
        ratios_of(ours, hugos[:2], "cpu_s")


def test_a_goal_is_met_or_missed_by_its_own_quantity_and_size() -> None:
    measured = [
        make_measured("cold", 100, make_run(9, 2.0, 35), make_run(1, 2.0, 100)),
        make_measured("cold", 1000, make_run(9, 1.7, 21), make_run(1, 2.0, 100)),
        make_measured("cold", 5000, make_run(9, 1.7, 21), make_run(1, 2.0, 100)),
    ]
    assert [row[1:] for row in rows_of(measured, "Ours")] == [
        ("met", "100", "123", "1.00 (1.00–1.00)", "≤ 1"),  # noqa: RUF001 (a range)
        ("missed", "1000", "1023", "0.85 (0.85–0.85)", "≤ 0.8"),  # noqa: RUF001
        ("", "5000", "5023", "0.85 (0.85–0.85)", ""),  # noqa: RUF001
        ("met", "100", "123", "0.35 (0.35–0.35)", "≤ 0.35"),  # noqa: RUF001
        ("missed", "1000", "1023", "0.21 (0.21–0.21)", "≤ 0.2"),  # noqa: RUF001
        ("", "5000", "5023", "0.21 (0.21–0.21)", ""),  # noqa: RUF001
    ]


def test_every_goal_has_its_case_and_a_quantity_of_runs() -> None:
    assert {goal.case for goal in GOALS} == BY_NAME.keys()
    assert {goal.quantity for goal in GOALS} == set(Run.__slots__)


def test_cost_against_n_is_the_slope_from_the_smallest_to_the_largest() -> None:
    measured = [
        make_measured("body", size, make_run(cpu_s=0.1 + size * 0.002), make_run(cpu_s=0.2 + size * 0.005))
        for size in (10, 100, 1010)
    ]
    assert rows_of(measured, "Cost") == [
        ("body of one page changed", HUGO, "0.250", "0.700", "5.250", "5.00"),
        ("body of one page changed", OURS, "0.120", "0.300", "2.120", "2.00"),
    ]
    assert rows_of(measured[:1], "Cost") == []


def test_starts_are_multiples_of_a_python_that_does_nothing() -> None:
    assert [row[:3] for row in rows_of([], "Start")] == [
        (BARE, "10 (10–10)", "1.0 (1.0–1.0)"),  # noqa: RUF001
        ("other", "40 (20–50)", "4.0 (2.0–5.0)"),  # noqa: RUF001
    ]


def test_other_generators_are_compared_with_ours_with_and_without_its_drawings() -> None:
    runs = {
        OURS: (make_run(cpu_s=2),) * 3,
        UNDRAWN: (make_run(cpu_s=1),) * 3,
        "Other": (make_run(cpu_s=4),) * 3,
    }
    measured = Measured(BY_NAME["cold"], 100, {OURS: 123, UNDRAWN: 123, "Other": 130}, runs)
    (table,) = make_tables([], [], [measured], {}, 3)
    assert table.rows == (
        ("cold build", OURS, "123", "2.000 (2.000–2.000)", "", ""),  # noqa: RUF001 (a range)
        ("cold build", UNDRAWN, "123", "1.000 (1.000–1.000)", "", ""),  # noqa: RUF001
        ("cold build", "Other", "130", "4.000 (4.000–4.000)", "0.50 (0.50–0.50)", "0.25 (0.25–0.25)"),  # noqa: RUF001
    )


def test_a_corpus_without_drawings_differs_in_its_fences_alone(tmp_path: Path) -> None:
    drawn, undrawn = make_portfolio(tmp_path / "drawn", 3), make_undrawn(tmp_path / "undrawn", 3)
    for number in range(3):
        before = drawn.source(corpus.slug(number)).read_text(encoding="utf-8").splitlines()
        after = undrawn.source(corpus.slug(number)).read_text(encoding="utf-8").splitlines()
        changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
        assert [(old.split()[0], new) for old, new in changed] == [("```diagram", "```text")]


def test_pelican_and_mkdocs_get_every_text(tmp_path: Path) -> None:
    corpus.write_pelican(tmp_path / "pelican", 3, is_cached=True)
    corpus.write_mkdocs(tmp_path / "mkdocs", 3)
    for number, text in enumerate(corpus.make_texts(3)):
        for folder in ("pelican/content", "mkdocs/docs"):
            page = (tmp_path / folder / f"{corpus.slug(number)}.md").read_text(encoding="utf-8")
            assert page.endswith(text.body("```text"))
            assert text.front["title"] in page


def test_waits_for_a_saved_page_are_held_to_the_goal_of_their_size() -> None:
    waits = {OURS: (30.0, 50.0, 40.0), HUGO: (300.0, 400.0, 350.0)}
    slow = waits | {OURS: (30.0, 50.0, 41.0)}
    served = [Served(10, waits, waits), Served(100, waits, slow)]
    assert rows_of([], "From a save", served) == [
        ("", "new page, HTTP", "10", "40 (30–50)", "", "350 (300–400)"),  # noqa: RUF001
        ("", "message, WebSocket", "10", "40 (30–50)", "", "350 (300–400)"),  # noqa: RUF001
        ("met", "new page, HTTP", "100", "40 (30–50)", "≤ 40", "350 (300–400)"),  # noqa: RUF001
        ("missed", "message, WebSocket", "100", "41 (30–50)", "≤ 40", "350 (300–400)"),  # noqa: RUF001
    ]


def test_nothing_measured_makes_no_table() -> None:
    assert make_tables([], [], [], {}, 3) == ()


def test_a_table_has_words_to_the_left_and_numbers_to_the_right() -> None:
    table = Table("Title", ("case", "N"), (("a", "10"), ("longer", "1000")), 1)
    assert list(draw_text(table)) == ["Title", "case       N", "──────  ────", "a         10", "longer  1000"]


def test_a_processor_without_a_name_is_named_by_its_kind() -> None:
    assert cpu_name("processor\t: 0\nmodel name\t: Example 9000\n") == "Example 9000"
    assert cpu_name("processor\t: 0\n") != ""


# ---------------------------------------------------------------- the record, the options, the documentation


def test_writing_changes_what_is_between_the_comments_and_nothing_else() -> None:
    page = f"above\n\n{record.BEGIN}\nold\n\n{record.END}\nbelow\n"
    table = Table("Title", ("case", "N"), (("cold", "10"),), 1)
    text = record.make_record("a machine", [table])
    assert text == "a machine\n\n### Title\n\n| case | N |\n| --- | --: |\n| cold | 10 |\n"
    written = record.replace_record(page, text)
    assert written == f"above\n\n{record.BEGIN}\n{text}\n{record.END}\nbelow\n"
    assert record.replace_record(written, "old\n") == page


@pytest.mark.parametrize(
    "page", ["nothing", record.BEGIN, record.END + record.BEGIN, record.BEGIN * 2 + record.END]
)
def test_a_page_without_its_comments_is_not_written(page: str) -> None:
    with pytest.raises(BrokenError, match="each once"):
        record.replace_record(page, "new")


def test_the_page_of_the_results_has_its_comments() -> None:
    page = record.PAGE.read_text(encoding="utf-8")
    assert record.replace_record(page, "new") != page


def test_every_case_is_measured_unless_one_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    everything = parse_options([])
    assert (everything.pages, everything.pairs, everything.only) == (
        [10, 100, 1000],
        5,
        [*BY_NAME, SERVE, PEER, FLOOR, START],
    )
    chosen = parse_options(["--pages", "100", "--pages", "10", "--only", "body"])
    assert (chosen.pages, chosen.only) == ([10, 100], ["body"])
    with pytest.raises(SystemExit, match="2"):
        parse_options(["--pairs", "0"])
    assert "begin at 1" in capsys.readouterr().err


def test_every_option_and_every_case_is_in_the_documentation() -> None:
    page = record.PAGE.read_text(encoding="utf-8")
    options = [name for name in re.findall(r"--[a-z-]+", make_parser().format_usage()) if name != "--help"]
    assert len(options) == 5
    documented = re.findall(r"^\| `([^` ]+)", page, re.MULTILINE)
    assert documented == [*options, *BY_NAME, SERVE, PEER, FLOOR, START]


def test_hugo_is_installed_by_make_bench_and_not_for_the_tests() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    having = [
        extra
        for extra, needs in project["optional-dependencies"].items()
        if any(need.startswith("hugo") for need in needs)
    ]
    assert having == ["bench"]
