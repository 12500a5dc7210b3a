"""Drawings of a text: their problems, at their lines in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.sites import STARTER_STUDY, add_study, copy_starter, edit_study, render, render_all

from portfolio.documents.document import Tools, prepare_text
from portfolio.documents.drawings import MAX_COLUMNS, read_figure
from portfolio.documents.figure import draw_figure
from portfolio.documents.text import unpack_prose
from portfolio.errors import Code, ContentError, Severity, Source
from portfolio.model.document import Document

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.documents.figure import Figure
    from portfolio.errors import Diagnostic
    from portfolio.languages.words import Words

STUDY = "content/case-studies/x.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_starter(tmp_path / "site")


def problems(text: str, path: str = STUDY) -> list[Diagnostic]:
    return list(prepare_text(Document(Source(path, text), 1)).problems)


def fence(drawing: str, language: str = "diagram") -> str:
    return f'Alpha feeds Beta.\n\n```{language} title="A drawing"\n{drawing}\n```\n'


def test_a_right_drawing_has_no_problem() -> None:
    assert problems(fence("Alpha → Beta")) == []


def test_an_arrow_without_a_target_is_a_warning_at_its_line_in_the_file() -> None:
    (problem,) = problems(fence("Alpha → Beta\n  ↓"))
    assert problem.code is Code.DIAGRAM_ARROW
    assert problem.severity is Severity.WARNING
    assert problem.span is not None
    assert (problem.span.line, problem.span.column, problem.span.text) == (5, 3, "  ↓")


def test_the_column_counts_the_indentation_of_a_fence_in_a_list() -> None:
    text = 'Alpha feeds Beta.\n\n- item\n\n  ```diagram title="x"\n  Alpha → Beta\n    ↓\n  ```\n'
    (problem,) = problems(text)
    assert problem.span is not None
    assert (problem.span.line, problem.span.column) == (7, 5)


def test_a_label_that_the_text_never_mentions_is_a_warning() -> None:
    (problem,) = problems(fence("Alpha → Beta → Gamma ray"))
    assert problem.code is Code.DIAGRAM_LABEL
    assert "`Gamma ray`" in problem.message
    assert problem.span is not None
    assert (problem.span.line, problem.span.column, problem.span.length) == (4, 16, 5)


def test_a_plural_and_the_front_matter_count_as_mentions(root: Path) -> None:
    add_study(root, "x", fence("Alphas → Beta → Gamma"), summary="It was about gammas.")
    assert render_all(root).prepared.warnings == ()


@pytest.mark.parametrize(
    ("label", "text", "is_mentioned"),
    [
        ("請求書", "請求書は毎日届く。", True),
        ("請求書サービス", "この請求書を送る。", True),
        ("サーバー", "APIサーバーの負荷。", True),
        ("請求書", "注文書は毎日届く。", False),
        ("จดหมาย", "เราส่งจดหมายทุกวัน", True),
        ("จดหมาย", "เราส่งคำสั่งทุกวัน", False),
        ("청구서", "청구서는 매일 온다.", True),
        ("청구서", "주문서는 매일 온다.", False),
        ("चालान", "हर दिन चालान आता है।", True),
        ("चालान", "हर दिन चालक आता है।", False),
        ("فاتورة", "تصل الفاتورة كل يوم.", True),
        ("فاتورة", "تصل بالفاتورة كل يوم.", True),
        ("فاتورة", "يصل الطلب كل يوم.", False),
        ("voice", "An invoice comes each day.", False),
    ],
)
def test_a_word_is_mentioned_by_the_rules_of_its_script(label: str, text: str, is_mentioned: bool) -> None:  # noqa: FBT001 (a parameter of the test)
    found = problems(f'{text} Alpha.\n\n```diagram title="x"\nAlpha → {label}\n```\n')
    assert [item.code for item in found] == ([] if is_mentioned else [Code.DIAGRAM_LABEL])


def test_labels_outside_of_case_studies_are_not_checked() -> None:
    assert problems(fence("Alpha → Gamma"), "content/notes.md") == []


def test_a_drawing_wider_than_a_page_is_a_warning() -> None:
    (problem,) = problems(fence("Alpha " + "─" * MAX_COLUMNS + "▶ Beta"))
    assert problem.code is Code.DIAGRAM_WIDTH
    assert str(MAX_COLUMNS) in problem.message


def test_a_flow_that_cannot_be_read_is_an_error_that_stops_the_build(root: Path) -> None:
    edit_study(root, STARTER_STUDY, lambda front: front, fence("Alpha -> ", "flow"))
    with pytest.raises(ContentError) as raised:
        render_all(root)
    assert {item.code for item in raised.value.diagnostics} == {Code.DIAGRAM_NOTATION}


def test_a_flow_is_drawn_with_boxes() -> None:
    figure = read_figure("A -> B -> C; B -> D: failures", "flow")
    assert figure.problems == ()
    assert len(figure.diagram.drawing.boxes) == 4
    assert len(figure.diagram.drawing.heads) == len(figure.graph.edges) == 3


def test_a_flow_with_too_many_branches_is_reported() -> None:
    figure = read_figure("A -> " + ", ".join(f"branch number {number}" for number in range(400)), "flow")
    assert [problem.kind for problem in figure.problems] == ["notation"]


def test_a_drawing_in_a_file_is_checked_and_shown_before_the_text(root: Path) -> None:
    (root / "content" / "drawings").mkdir()
    (root / "content" / "drawings" / "one.txt").write_text("Alpha → Beta\n  ↓\n", encoding="utf-8")
    add_study(root, "x", "Alpha feeds Beta.\n", diagram={"file": "drawings/one.txt", "title": "In a file"})
    (warning,) = render_all(root).prepared.warnings
    assert warning.span is not None
    assert (warning.code, warning.span.path, warning.span.line) == (
        Code.DIAGRAM_ARROW,
        "content/drawings/one.txt",
        2,
    )
    page = render(root)["case-studies/x/index.html"]
    assert page.index("<figcaption>In a file") < page.index("<p>Alpha feeds Beta.")


def test_a_drawing_in_a_file_that_no_study_shows_is_a_warning(root: Path) -> None:
    (root / "content" / "one.txt").write_text("Alpha → Beta\n", encoding="utf-8")
    (warning,) = render_all(root).prepared.warnings
    assert warning.code is Code.FILE_UNKNOWN
    assert "`one.txt`" in warning.message


def test_a_box_that_can_be_repaired_is_reported_once() -> None:
    figure = read_figure("┌─────┐\n│ one  │\n└─────┘\n", "diagram")
    assert [problem.kind for problem in figure.problems] == ["wall"]


def test_a_drawing_is_read_once_to_be_checked_and_to_be_drawn() -> None:
    read: list[str] = []
    drawn: list[tuple[str, str]] = []

    def note(drawing: str, language: str) -> Figure:
        read.append(drawing)
        return read_figure(drawing, language)

    def draw(figure: Figure, title: str, figure_id: str, _words: Words) -> str:
        drawn.append((title, figure_id))
        return draw_figure(figure, title, figure_id)

    drawing = "Alpha -> Beta -> Gamma"
    document = Document(Source(STUDY, fence(drawing) + fence(drawing)), 1)
    prose = unpack_prose(prepare_text(document, Tools(read_figure=note, draw_figure=draw)).prose)
    assert prose.intro.count("<figure") == 2
    assert read == [f"{drawing}\n"]
    assert [title for title, _ in drawn] == ["A drawing"] * 2
    assert len({figure_id for _, figure_id in drawn}) == 2
