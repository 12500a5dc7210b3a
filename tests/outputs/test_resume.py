"""The résumé: a PDF that programs read in order, a page with the same words, and what happens without typst or a font."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from msgspec import structs
from support.fonts import add_fonts
from support.html_tree import parse_html
from support.owners import OWNERS, turn_on
from support.pdf import list_links, list_tags, read_pdf
from support.sites import prepare, render_all, view
from support.small_sites import write_site

from portfolio.outputs import resume
from portfolio.pages.route import Composed

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import RunPortfolio

    from portfolio.outputs.resume import ResumePdf

ON = {"outputs": {"resume": True}}
OWNER: dict[str, Any] = {
    "profile": {
        "name": "Ada Example",
        "role": "Backend Engineer",
        "lead": "I build *queues* that `hold`.",
        "email": "ada@example.org",
        "links": [
            {"label": "Code", "url": "https://code.example/ada"},
            {"label": "Notes", "url": "https://ada.example"},
        ],
        "location": "Port Example",
    },
    "experience": [
        {
            "employer": "Example Bank",
            "positions": [
                {"title": "Engineer", "start": "2021-03", "highlights": ["Led #strong[two] teams"]},
                {
                    "title": "Trainee",
                    "start": "2019",
                    "end": "2021-02",
                    "summary": "Learned #let x and @ada.",
                },
            ],
        }
    ],
    "studies": {
        "queue": {
            "title": "Queue",
            "headline": "No payment is made twice",
            "company": "Example Bank",
            "outcomes": [{"what": "double payments", "before": "12", "after": "0"}, "Nobody is woken"],
            "links": [{"label": "Paper", "url": "https://papers.example/a/very/long/address/of/a/paper.pdf"}],
        }
    },
    "stack": [{"name": "Languages", "entries": ["Go", "C#"]}],
    "education": [{"institution": "Evening school", "degree": "MSc", "end": "2018"}],
    "is_made": True,
}


def write_owner(root: Path, **config: object) -> Path:
    return write_site(root, **OWNER, config={**ON, **config})


def make(site: Path) -> bytes:
    return resume.write(view_of(site))


def view_of(site: Path) -> ResumePdf:
    prepared = prepare(site)
    (made,) = (route.made for route in prepared.context.routes if route.path == "resume.pdf")
    assert isinstance(made, Composed)
    view = made.view(prepared.context)
    assert isinstance(view, resume.ResumePdf)
    return view


def count_sheets(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return make(write_owner(tmp_path_factory.mktemp("resume") / "site"))


def test_programs_read_it_in_order_with_name_and_role_on_lines_of_their_own(pdf: bytes) -> None:
    lines = [line for line in read_pdf(pdf).splitlines() if line]
    assert lines == [
        "Ada Example",
        "Backend Engineer",
        "ada@example.org · code.example/ada · Notes: ada.example · example.org",
        "Port Example",
        "I build queues that hold.",
        "Selected work",
        "No payment is made twice",
        "Queue · Example Bank · Paper",
        "• double payments: 12 → 0",
        "• Nobody is woken",
        "Experience",
        "Engineer",
        "Example Bank · 2021-03 \N{EN DASH} now",
        "• Led #strong[two] teams",
        "Trainee",
        "Example Bank · 2019 \N{EN DASH} 2021-02",
        "Learned #let x and @ada.",
        "Skills",
        "Languages: Go, C#",
        "Education",
        "MSc",
        "Evening school · until 2018",
    ]


def test_its_links_are_whole_addresses_behind_short_words(pdf: bytes) -> None:
    assert [*list_links(pdf)] == [
        "mailto:ada@example.org",
        "https://code.example/ada",
        "https://ada.example",
        "https://example.org/",
        "https://example.org/case-studies/queue/",
        "https://papers.example/a/very/long/address/of/a/paper.pdf",
    ]


def test_it_is_tagged_and_has_title_author_and_language(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "en"
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        with opened.open_metadata() as metadata:
            assert metadata["dc:title"] == "Résumé: Ada Example"
            assert metadata["pdfuaid:part"] == "1"
            assert "xmp:CreateDate" not in metadata
        assert str(opened.docinfo["/Author"]) == "Ada Example"
        assert "/CreationDate" not in opened.docinfo
    tags = [*list_tags(pdf)]
    assert [tag for tag in tags if tag.startswith("/H")] == [
        "/H1",
        *re.findall("/H.", "/H2/H3/H2/H3/H3/H2/H2/H3"),
    ]
    assert tags.count("/L") == 2
    assert tags.count("/Link") == 6


def test_equal_content_makes_equal_bytes(pdf: bytes, tmp_path: Path) -> None:
    assert make(write_owner(tmp_path / "site")) == pdf


def test_it_uses_its_own_fonts_only(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        names = {
            str(font.BaseFont).partition("+")[2].partition("-")[0]
            for page in opened.pages
            for font in page.Resources.Font.values()
        }
    assert names == {"Inter", "JetBrainsMono"}


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_its_sheets_are_a4_or_letter(paper: str, size: tuple[int, int], tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(make(write_owner(tmp_path / "site", paper=paper)))) as opened:
        box = opened.pages[0].MediaBox
    assert tuple(round(float(number)) for number in list(box)[2:]) == size


def test_long_content_fits_on_two_sheets_and_the_featured_work_stays(tmp_path: Path) -> None:
    study = {
        "company": None,
        "outcomes": ["A result of some words that fills most of one line of the sheet"] * 6,
    }
    site = write_site(
        tmp_path / "site",
        studies={
            f"study-{number}": {
                **study,
                "title": f"Study {number}",
                "headline": None,
                "featured": number == 30,
            }
            for number in range(40)
        },
        experience=[
            {
                "employer": f"Employer {n}",
                "positions": [{"title": "Work", "highlights": ["Some words " * 20] * 8}],
            }
            for n in range(12)
        ],
        config=ON,
        is_made=True,
    )
    content = make(site)
    assert count_sheets(content) == 2
    text = read_pdf(content)
    assert "Study 30\n" in text
    assert "All 40 case studies" in text
    assert "https://example.org/case-studies/" in [*list_links(content)]


def test_the_first_screen_leads_to_the_pdf_to_the_page_or_to_the_owners_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def button(site: Path) -> str | None:
        shown: str | None = view(site, "index.html").resume
        return shown

    assert button(write_owner(tmp_path / "on")) == "./resume.pdf"
    assert button(write_site(tmp_path / "off", **OWNER)) is None
    monkeypatch.setattr(resume, "can_set", lambda: False)
    assert button(write_owner(tmp_path / "page")) == "./resume/"
    own = OWNER | {"profile": OWNER["profile"] | {"resume": "https://example.org/cv.pdf"}}
    assert button(write_site(tmp_path / "own", **own, config=ON)) == "https://example.org/cv.pdf"


def test_the_page_has_the_words_of_the_pdf(pdf: bytes, tmp_path: Path) -> None:
    html = render_all(write_owner(tmp_path / "site")).pages["resume/index.html"].decode()
    page = parse_html(html)
    text = re.sub(r"\s", "", page.text)
    words = [word for word in read_pdf(pdf).split() if word not in "·•"]
    assert [word for word in words if word.rstrip(",:") not in text] == []
    assert [link.attributes["href"] for link in page.all("a") if link.text == "As PDF"] == ["../resume.pdf"]


def test_without_typst_the_build_says_so_in_a_line_and_makes_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resume, "can_set", lambda: False)
    site = write_owner(tmp_path / "site")
    (warning,) = prepare(site).warnings
    assert warning.message == "`resume` has no PDF: typst is not installed (pip install 'portfolio[pdf]')"
    assert warning.help is None
    paths = {file.path for file in render_all(site).files}
    assert "resume/index.html" in paths
    assert "resume.pdf" not in paths


def test_a_script_without_a_font_leaves_out_the_pdf_only(tmp_path: Path) -> None:
    site = turn_on(write_site(tmp_path / "site", **OWNERS["japanese"]), resume=True)
    (warning,) = prepare(site).warnings
    assert warning.message.startswith("the résumé has no PDF: no font has `山` (U+5C71), `田` (U+7530)")
    assert warning.span is not None
    assert warning.span.path == "portfolio.yaml"
    paths = {route.path for route in prepare(site).context.routes}
    assert "resume.pdf" not in paths
    assert {"resume/index.html", "index.txt"} <= paths


@pytest.mark.parametrize("name", [name for name in OWNERS if name not in {"japanese", "arabic", "hindi"}])
def test_every_owner_has_one_without_an_empty_section(name: str, tmp_path: Path) -> None:
    content = make(turn_on(write_site(tmp_path / "site", **OWNERS[name]), resume=True))
    assert count_sheets(content) <= 2
    for _, words in view_of(tmp_path / "site").attempts:
        for section in words.sections:
            assert section.title
            assert section.entries or section.groups
    tags = [tag for tag in list_tags(content) if tag in {"/H2", "/H3", "/Lbl", "/P"}]
    assert not re.search("/H2(/H2|$)", "".join(tags))


def test_an_address_that_is_too_long_for_the_engine_is_words_only(tmp_path: Path) -> None:
    links = [{"label": "Long", "url": f"https://example.org/{'a' * 9000}"}]
    content = make(write_site(tmp_path / "site", profile={"links": links}, config=ON))
    assert [*list_links(content)] == ["https://example.org/"]


def test_a_sign_that_the_standard_forbids_stops_nothing(tmp_path: Path) -> None:
    view_ = view_of(write_site(tmp_path / "site", config=ON))
    (size, words), *_ = view_.attempts
    odd = structs.replace(view_, attempts=((size, structs.replace(words, name="Bo \ue000")),))
    assert resume.write(odd).startswith(b"%PDF-1.7")


def test_a_file_of_the_owners_replaces_the_pdf(tmp_path: Path) -> None:
    site = write_owner(tmp_path / "site")
    (site / "static").mkdir()
    (site / "static/resume.pdf").write_bytes(b"%PDF-1.7")
    prepared = prepare(site)
    assert [type(route.made).__name__ for route in prepared.context.routes if route.path == "resume.pdf"] == [
        "Copied"
    ]
    assert prepared.warnings == ()


@pytest.mark.parametrize(
    ("owner", "files"),
    [
        ("arabic", ("truetype/noto/NotoSansArabic-Regular.ttf", "truetype/noto/NotoSansArabic-Bold.ttf")),
        (
            "hindi",
            ("truetype/noto/NotoSansDevanagari-Regular.ttf", "truetype/noto/NotoSansDevanagari-Bold.ttf"),
        ),
        ("japanese", ("opentype/noto/NotoSansCJK-Regular.ttc",)),
    ],
)
def test_other_scripts_are_set_with_the_owners_fonts(
    owner: str, files: tuple[str, ...], tmp_path: Path
) -> None:
    site = add_fonts(write_site(tmp_path / "site", **OWNERS[owner]), files, "resume")
    content = make(site)
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert str(opened.Root.Lang) == {"arabic": "ar", "hindi": "hi", "japanese": "ja"}[owner]
    # poppler turns the two letters of an Arabic ligature around (`لا` becomes `ال`): such words are not compared
    text = "".join(re.sub("[\u202a-\u202e\u2066-\u2069]", "", read_pdf(content)).split())
    profile = OWNERS[owner]["profile"]
    words = re.findall(r"[^\s،؛.]+", f"{profile['name']} {profile['role']} {profile['lead']}")
    assert re.search(".*".join(re.escape(word) for word in words if "لا" not in word), text)


def test_an_owner_may_write_the_page_where_this_one_is_off(
    tmp_path: Path, run_portfolio: RunPortfolio
) -> None:
    text = {"pages/resume.md": "---\ntitle: What I did\nnav: resume\n---\nMuch.\n"}
    off = write_site(tmp_path / "off", texts=text, is_made=True)
    assert "What I did" in render_all(off).pages["resume/index.html"].decode()
    done = run_portfolio("--site", write_site(tmp_path / "on", texts=text, is_made=True, config=ON), "check")
    assert done.returncode == 1
    assert "content/pages/resume.md:1:1: error[address-conflict]" in done.stdout
