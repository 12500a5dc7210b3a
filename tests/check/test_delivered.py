"""Reading the finished files as a program does: what is wrong is cited, what is right is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.sites import copy_starter, prepare, render_all
from support.small_sites import write_site

from portfolio.check.delivered import check_delivered
from portfolio.scaffold import EXAMPLE, create_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PROFILE = {
    "name": "Ada Example",
    "role": "Maker",
    "email": "ada@example.org",
    "phone": "+1 555 0100",
    "links": [{"label": "Forge", "url": "https://forge.example/ada"}],
}
WORK = [
    {
        "employer": "One",
        "positions": [
            {"title": "Senior Maker", "start": "2020-02"},
            {"title": "Maker of Parts", "start": "2018", "end": "2019"},
        ],
    }
]
GOOD = """\
Ada Example
Maker

ada@example.org · +1 555 0100 · forge.example/ada

Senior Maker
One, 2020-02 - now
Maker of Parts, One
2018 - 2019
"""


def read(text: str, root: Path, page: str | None = None, **profile: Any) -> list[str]:  # noqa: ANN401 (keys of the profile)
    """Return the findings in a text, each with its line."""
    site = prepare(write_site(root, profile=PROFILE | profile, experience=WORK)).context.site
    files = {"index.txt": text.encode()} | ({"index.html": page.encode()} if page else {})
    found = check_delivered(files, site, lambda _: None).findings
    return [f"{item.span.line}: {item.message}" for item in found if item.span]


def test_a_text_with_everything_has_no_finding(tmp_path: Path) -> None:
    assert read(GOOD, tmp_path / "site") == []


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("ada@example.org", "ada at example", "1: the e-mail address `ada@example.org` is missing"),
        ("+1 555 0100", "", "1: the telephone number `+1 555 0100` is missing"),
        ("forge.example/ada", "forge", "1: the link Forge `forge.example/ada` is missing"),
        ("Ada Example\nMaker", "Ada Example, Maker", "1: the name `Ada Example` has no line of its own"),
        (
            "2020-02 - now",
            "for long",
            "6: the dates of `Senior Maker`, `2020-02\u00a0\u2013 now`, are not beside it",
        ),
        ("Maker of Parts, One\n2018 - 2019\n", "", "1: the position `Maker of Parts` is missing"),
        ("One, 2020", "One \ufffd, 2020", "7: `\ufffd` stands where a character is missing"),
        ("One, 2020", "One (cid:31), 2020", "7: `(cid:31)` stands where a character is missing"),
    ],
)
def test_what_a_program_cannot_read_is_cited(old: str, new: str, finding: str, tmp_path: Path) -> None:
    assert old in GOOD
    assert finding in read(GOOD.replace(old, new), tmp_path / "site")


def test_a_position_above_an_earlier_one_is_cited(tmp_path: Path) -> None:
    first, second = "Senior Maker\nOne, 2020-02 - now\n", "Maker of Parts, One\n2018 - 2019\n"
    assert read(GOOD.replace(first + second, second + first), tmp_path / "site") == [
        "6: the position `Maker of Parts` stands above one that the content has before it"
    ]


def test_an_address_that_pages_spell_out_is_not_missed(tmp_path: Path) -> None:
    site = prepare(
        write_site(tmp_path / "site", profile=PROFILE, config={"email": "spelled-out"})
    ).context.site
    text = GOOD.replace("ada@example.org", "")
    assert check_delivered({"index.txt": text.encode()}, site, lambda _: None).findings == ()


def test_headings_in_another_order_than_on_the_page_are_cited(tmp_path: Path) -> None:
    page = "<h1>Ada Example</h1><h2>Work</h2><h2>Contact</h2>"
    assert read(f"{GOOD}\nWork\n\nContact\n", tmp_path / "a", page) == []
    assert read(f"{GOOD}\nContact\n\nWork\n", tmp_path / "b", page) == [
        "11: `Contact` stands above `Work`, on index.html below it"
    ]


@pytest.mark.parametrize(
    ("page", "finding"),
    [
        ("<h1>A</h1><h2>B</h2><h3>C</h3><h2>D</h2>", None),
        ("<h2>A</h2>", "the first heading, `A`, is at level 2"),
        ("<h1>A</h1><h1>B</h1>", "`B` is a second heading at level 1"),
        ("<h1>A</h1><h3><a>B</a></h3>", "`B` is at level 3, below one at level 1"),
        ("<p>A</p>", "the page has no heading"),
    ],
)
def test_headings_that_are_no_outline_are_cited(page: str, finding: str | None, tmp_path: Path) -> None:
    site = prepare(write_site(tmp_path / "site")).context.site
    found = check_delivered({"a/index.html": page.encode()}, site, lambda _: None).findings
    assert [item.message for item in found] == ([finding] if finding else [])


def test_each_page_of_a_pdf_is_named_and_one_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    site = prepare(write_site(tmp_path / "site", profile=PROFILE)).context.site
    first, second = GOOD, "Page two (cid:7)"
    found = check_delivered({"cv.pdf": b"1"}, site, lambda _: [first, second])
    assert [(item.span.path, item.span.line) for item in found.findings if item.span] == [
        ("cv.pdf, page 2", 1)
    ]
    assert check_delivered({"cv.pdf": b"1", "a.txt": b"a"}, site, lambda _: None)[1:] == (("cv.pdf",), 1)


def copy_example(root: Path) -> Path:
    create_site(root, EXAMPLE)
    (root / "static/cv.pdf").unlink()
    profile = root / "content/profile.yaml"
    profile.write_text(
        "".join(
            line for line in profile.read_text("utf-8").splitlines(keepends=True) if "cv.pdf" not in line
        ),
        "utf-8",
    )
    return root


@pytest.mark.parametrize("copy", [copy_starter, copy_example])
def test_what_this_tool_writes_has_no_finding(copy: Callable[[Path], Path], tmp_path: Path) -> None:
    rendered = render_all(copy(tmp_path / "site"))
    files = {path: content for path, content in rendered.rendered.items() if path.endswith((".txt", ".html"))}
    assert len(files) > 5
    assert check_delivered(files, rendered.prepared.context.site, lambda _: None).findings == ()
