"""`portfolio readme`: what is around the markers stays, the same content makes the same file, nothing else is overwritten."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt
from support.html_tree import parse_html
from support.owners import OWNERS
from support.small_sites import write_site
from support.snapshots import rich_snapshot

from portfolio.outputs.readme import END, START

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import RunPortfolio

BASE = ("--base-url", "https://example.org/")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", **OWNERS["pseudonym"])


def test_a_new_file_is_the_readme_alone(site: Path, tmp_path: Path, run_portfolio: RunPortfolio) -> None:
    file = tmp_path / "README.md"
    done = run_portfolio("--site", site, "readme", file, *BASE)
    assert (done.returncode, done.stdout) == (0, f"{file}\n")
    text = file.read_text("utf-8")
    assert text.startswith(f"{START}\n# q\n\n**Tinkerer**\n")
    assert text.endswith(f"\n</details>\n{END}\n")
    assert "<summary>A cellar that stays dry</summary>\n\n🏠 Radio\n" in text
    assert "```text\none  →  two\n```" in text
    assert sorted(tmp_path.iterdir()) == [file, site]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_is_around_the_markers_stays(
    end: str, site: Path, tmp_path: Path, run_portfolio: RunPortfolio
) -> None:
    file = tmp_path / "README.md"
    before, after = f"# Mine{end}{end}Hello.{end}", f"{end}<sub>mine</sub>{end}end"
    file.write_bytes(f"{before}{START}{end}old{end}{END}{end}{after}".encode())
    run_portfolio("--site", site, "readme", file, *BASE)
    text = file.read_bytes().decode()
    assert text.startswith(before)
    assert text.endswith(f"{END}\n{after}")
    assert "\nold" not in text
    run_portfolio("--site", site, "readme", file, *BASE)
    assert file.read_bytes().decode() == text


def test_check_names_what_differs(site: Path, tmp_path: Path, run_portfolio: RunPortfolio) -> None:
    file = tmp_path / "README.md"
    done = run_portfolio("--site", site, "readme", file, "--check", *BASE)
    assert (done.returncode, done.stdout) == (1, f"{file} is missing\n")
    assert not file.exists()
    run_portfolio("--site", site, "readme", file, *BASE)
    done = run_portfolio("--site", site, "readme", file, "--check", *BASE)
    assert (done.returncode, done.stdout) == (0, "")
    file.write_text(file.read_text("utf-8").replace("**Tinkerer**", "**Boss**"), "utf-8")
    done = run_portfolio("--site", site, "readme", file, "--check", *BASE)
    assert (done.returncode, done.stdout) == (
        1,
        f"{file} differs from line 4 on\n- **Boss**\n+ **Tinkerer**\n",
    )


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("# Mine\n", "1:1", "the file has no markers: nothing in it is replaced"),
        ("", "1:1", "the file has no markers: nothing in it is replaced"),
        (f"a\n{START}\n", "2:1", f"the marker `{START}` has no `{END}`"),
        (f"a\nb\n{END}\n", "3:1", f"the marker `{END}` has no `{START}`"),
        (f"{END}\n{START}\n", "1:1", f"the marker `{END}` is above `{START}`"),
        (f"{START}\n{END}\n{START}\n", "3:1", f"the marker `{START}` is there twice"),
    ],
)
def test_a_file_without_its_markers_is_left_alone(  # noqa: PLR0913, PLR0917 (a case each)
    text: str, place: str, message: str, site: Path, tmp_path: Path, run_portfolio: RunPortfolio
) -> None:
    file = tmp_path / "README.md"
    file.write_text(text, "utf-8")
    done = run_portfolio("--site", site, "readme", file, *BASE)
    assert done.returncode == 1
    assert f"{file}:{place}: error[readme-markers]: {message}\n" in done.stderr
    assert "write a line `<!-- portfolio:start -->`" in done.stderr
    assert file.read_text("utf-8") == text


def test_a_file_that_is_not_text_is_left_alone(
    site: Path, tmp_path: Path, run_portfolio: RunPortfolio
) -> None:
    file = tmp_path / "README.md"
    file.write_bytes(b"\xff\xfe")
    done = run_portfolio("--site", site, "readme", file, *BASE)
    assert done.returncode == 2
    assert f"error[usage]: `{file}` is not text" in done.stderr


def test_pictures_lie_beside_the_file_and_others_are_not_overwritten(
    tmp_path: Path, run_portfolio: RunPortfolio
) -> None:
    sections = [{"kind": "stats", "title": "Figures"}]
    site = write_site(
        tmp_path / "site", profile={"github": "bo"}, sections=sections, snapshot=rich_snapshot("bo")
    )
    folder = tmp_path / "bo"
    folder.mkdir()
    run_portfolio("--site", site, "readme", folder / "README.md", *BASE)
    text = (folder / "README.md").read_text("utf-8")
    names = set(re.findall(r'(?:src|srcset)="([^"]+)"', text))
    assert {path.name for path in folder.iterdir()} == {"README.md", *names}
    assert "portfolio-overview-light.svg" in names
    size = re.search('src="portfolio-overview-light.svg" width="([0-9]+)" height="([0-9]+)"', text)
    svg = (folder / "portfolio-overview-light.svg").read_text("utf-8")
    assert size
    assert f'width="{size[1]}" height="{size[2]}"' in svg
    (folder / "README.md").unlink()
    (folder / "portfolio-overview-light.svg").write_text("mine", "utf-8")
    done = run_portfolio("--site", site, "readme", folder / "README.md", *BASE)
    assert done.returncode == 2
    assert "refusing to overwrite" in done.stderr
    assert (folder / "portfolio-overview-light.svg").read_text("utf-8") == "mine"
    assert not (folder / "README.md").exists()


ALLOWED = frozenset(
    [
        "a",
        "blockquote",
        "br",
        "code",
        "dd",
        "details",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "li",
        "ol",
        "p",
        "picture",
        "pre",
        "s",
        "source",
        "span",
        "strong",
        "summary",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
"""Of those that GitHub's sanitiser keeps; style, class and script are none of them."""


def test_nothing_is_lost_to_the_sanitiser(tmp_path: Path, run_portfolio: RunPortfolio) -> None:
    file = tmp_path / "README.md"
    run_portfolio("--site", write_site(tmp_path / "site", **OWNERS["pseudonym"]), "readme", file, *BASE)
    md = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tree = parse_html(re.sub("<!--.*?-->", "", md.render(file.read_text("utf-8"))))
    assert {element.tag for element in tree.walk()} - ALLOWED <= {"", "#document", "document"}
    used = {name for element in tree.walk() for name in element.attributes}
    assert used <= {"href", "src", "srcset", "media", "width", "height", "alt", "class"}


def test_texts_of_many_case_studies_are_there_as_far_as_github_shows_them(
    tmp_path: Path, run_portfolio: RunPortfolio
) -> None:
    studies = {
        f"study-{number:02}": {"headline": f"Study {number}", "body": f"Text {number}.\n"}
        for number in range(30)
    }
    studies["study-29"]["body"] = f"{'long ' * 100_001}\n"
    root = write_site(tmp_path / "many", studies=studies)
    done = run_portfolio("--site", root, "readme", tmp_path / "README.md", *BASE)
    assert done.returncode == 0
    assert done.stderr == ("1 text left out, as GitHub shows 512,000 bytes: `Cellar`\n")
    text = (tmp_path / "README.md").read_text("utf-8")
    assert [number for number in range(30) if f"\nText {number}.\n" not in text] == [29]
    assert len(text.encode()) < 512_000


def test_it_begins_with_a_badge_for_each_profile_and_a_drawn_banner(
    tmp_path: Path, run_portfolio: RunPortfolio
) -> None:
    links = [
        {"label": "Forge <1>", "url": "https://forge.example/bo"},
        {"label": "CV", "url": "/cv.pdf"},
        {"label": "Mail", "url": "mailto:bo@example.org"},
    ]
    root = write_site(
        tmp_path / "site", profile={"fields": ["Wood", "Steel"], "links": links[:1] + links[2:]}
    )
    file = tmp_path / "README.md"
    run_portfolio("--site", root, "readme", file, *BASE)
    assert file.read_text("utf-8").startswith(
        f"{START}\n# Bo\n\n[![Forge \\<1\\>](<portfolio-badge-forge-1.svg>)](<https://forge.example/bo>)\n\n"
        "```text\n"
        "╔══════════════════╗\n"
        "║    Bo · Maker    ║\n"
        "║   Wood | Steel   ║\n"
        "╚══════════════════╝\n"
        "```\n\nI make things.\n"
    )
    badge = (tmp_path / "portfolio-badge-forge-1.svg").read_text("utf-8")
    assert parse_html(badge).one("title").text == "Forge <1>"
    assert "http" not in badge.replace("http://www.w3.org/2000/svg", "")


def test_letters_of_other_widths_are_not_drawn_into_a_box(
    tmp_path: Path, run_portfolio: RunPortfolio
) -> None:
    root = write_site(tmp_path / "site", profile={"name": "雪", "fields": ["木", "鉄"]})
    run_portfolio("--site", root, "readme", tmp_path / "README.md", *BASE)
    text = (tmp_path / "README.md").read_text("utf-8")
    assert text.startswith(f"{START}\n# 雪\n\n**Maker**\n\n木 · 鉄\n")
