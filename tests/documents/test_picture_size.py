"""The size of a picture, by its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portfolio.documents.picture_size import MAX_HEAD_BYTES, measure_picture

if TYPE_CHECKING:
    from pathlib import Path

SVG = 'xmlns="http://www.w3.org/2000/svg"'
BOX = 'viewBox="0 0 640 480"'


def measure(tmp_path: Path, content: str | bytes, name: str = "a.svg") -> tuple[float, ...] | None:
    data = content if isinstance(content, bytes) else content.encode()
    (tmp_path / name).write_bytes(data)
    with (tmp_path / name).open("rb") as stream:
        size = measure_picture(name, stream)
    return size and tuple(round(length, 2) for length in size)


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        'width="100%" height="100%"',
        'width="100%"',
        'height="auto"',
        'width="40em" height="30em"',
        'width="2rem" height="10ex"',
        'width="50vw" height="50vh"',
        'width="" height=""',
        'width="0" height="0"',
        'width="-10" height="-20"',
        'width="wide" height="1e999"',
        'width="calc(100% - 2px)" height="var(--height)"',
        'preserveAspectRatio="none" width="100.0%"',
    ],
)
def test_a_view_box_gives_the_size_where_width_and_height_do_not(tmp_path: Path, attributes: str) -> None:
    assert measure(tmp_path, f"<svg {SVG} {attributes} {BOX}><g/></svg>") == (640, 480)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="20" height="10"', (20, 10)),
        ('width=" 20.4px " height="+.5e1PX"', (20.4, 5)),
        ('width="1in" height="2.54cm"', (96, 96)),
        ('width="25.4mm" height="101.6Q"', (96, 96)),
        ('width="72pt" height="6pc"', (96, 96)),
        ('width="320"', (320, 240)),
        ('width="320" height="100%"', (320, 240)),
        ('width="50%" height="240"', (320, 240)),
        ('width="-10" height="24."', (32, 24)),
    ],
)
def test_lengths_that_hold_everywhere_count_more(
    tmp_path: Path, attributes: str, size: tuple[float, float]
) -> None:
    assert measure(tmp_path, f"<svg {SVG} {attributes} {BOX}/>") == size


@pytest.mark.parametrize(
    "box", ["0 0 640 480", " 0,0,640,480 ", "-1.5 -2\n640.0\t4.8e2", "0 , 0 , 640 , 480"]
)
def test_every_way_to_write_a_view_box(tmp_path: Path, box: str) -> None:
    assert measure(tmp_path, f'<svg {SVG} viewBox="{box}"/>') == (640, 480)


@pytest.mark.parametrize(
    "text",
    [
        f"<svg {SVG} {BOX}/>",
        f'\ufeff<?xml version="1.0"?>\n<svg {SVG} {BOX}/>',
        f'<?xml version="1.0" encoding="UTF-8" standalone="no"?><!-- <svg width="1" height="1"> --><svg {SVG} {BOX}/>',
        f'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n<svg {SVG} {BOX}/>',
        f'<!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg">]><svg xmlns="&ns;" {BOX}/>',
        f'<svg:svg xmlns:svg="http://www.w3.org/2000/svg" {BOX}/>',
        f"<svg\n  {SVG}\n  viewBox='0 0 640 480'\n><svg width='1' height='1'/></svg>",
        f"<!--{'x' * 200_000}--><svg {SVG} {BOX}/>",
        f"<svg {SVG} {BOX}><g>",
        f"<svg {SVG} {BOX}><broken",
    ],
    ids=range(10),
)
def test_the_root_element_is_found_in_every_form_of_file(tmp_path: Path, text: str) -> None:
    assert measure(tmp_path, text) == (640, 480)


def test_an_svg_may_be_in_another_encoding(tmp_path: Path) -> None:
    assert measure(tmp_path, f"<svg {SVG} {BOX}/>".encode("utf-16")) == (640, 480)
    latin = f'<?xml version="1.0" encoding="iso-8859-1"?><!-- \xfc --><svg {SVG} {BOX}/>'
    assert measure(tmp_path, latin.encode("latin-1"), "A.SVG") == (640, 480)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no picture",
        f"<html><svg {SVG} {BOX}/></html>",
        f"<svg {SVG}/>",
        f'<svg {SVG} width="100%" height="100%"/>',
        f'<svg {SVG} width="20"/>',
        f'<svg {SVG} viewBox="0 0 640"/>',
        f'<svg {SVG} viewBox="0 0 0 480"/>',
        f'<svg {SVG} viewBox="0 0 -640 480"/>',
        f'<svg {SVG} viewBox="0 0 nan inf"/>',
        f'<svg {SVG} viewbox="0 0 640 480"/>',
        f"<svg {SVG} width=20 height=10/>",
        f'<svg {SVG} width="{"1" * 500_000}x" height="1"/>',
        f"<!--{'x' * MAX_HEAD_BYTES}--><svg {SVG} {BOX}/>",
    ],
)
def test_a_file_without_a_size_has_none(tmp_path: Path, text: str) -> None:
    assert measure(tmp_path, text) is None


def test_a_picture_of_another_kind_has_its_own_size(tmp_path: Path) -> None:
    assert measure(tmp_path, b"GIF89a\x03\x00\x02\x00\x00\x00\x00;", "a.gif") == (3, 2)
    assert measure(tmp_path, "no picture", "a.png") is None
