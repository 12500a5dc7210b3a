"""The small files for programs: each as its specification wants it, and only if it is asked for."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING, Any

import pytest
import resvg_py
import zxingcpp
from PIL import Image
from support.sites import prepare, render
from support.small_sites import write_site

from portfolio.cli.age import NEAR, find_stale
from portfolio.outputs import vcard

if TYPE_CHECKING:
    from pathlib import Path

ALL = {"vcard": True, "llms": True, "humans": True}
PROFILE = {
    "name": "Ada Example",
    "role": "Maker; of things, mostly",
    "lead": "I make *small* things.",
    "location": "Lisbon",
    "email": "ada@example.org",
    "phone": "+1 (555) 01-00",
    "fields": ["Wood", "Steel"],
    "links": [
        {"label": "Forge", "url": "https://forge.example/ada"},
        {"label": "CV", "url": "mailto:x@y.example"},
    ],
}


def make(root: Path, **keys: Any) -> dict[str, str]:  # noqa: ANN401 (keys of a site)
    config = {"files": ALL} | keys.pop("config", {})
    return render(write_site(root, config=config, profile=PROFILE | keys.pop("profile", {}), **keys))


def read_card(text: str) -> list[str]:
    """Return the lines of a vCard, unfolded."""
    assert text.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def test_without_being_asked_for_none_is_there(tmp_path: Path) -> None:
    files = render(write_site(tmp_path / "site"))
    assert not files.keys() & {
        "contact.vcf",
        "contact.svg",
        "llms.txt",
        "humans.txt",
        ".well-known/security.txt",
    }


def test_the_card_has_what_an_address_book_holds(tmp_path: Path) -> None:
    employers = [
        {"employer": "Old", "positions": [{"title": "x", "start": "2011", "end": "2012"}]},
        {"employer": "Forge, Inc.", "positions": [{"title": "y", "start": "2013"}]},
    ]
    card = read_card(make(tmp_path / "site", experience=employers)["contact.vcf"])
    assert card == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "FN:Ada Example",
        "N:Example;Ada;;;",
        r"TITLE:Maker\; of things\, mostly",
        r"ORG:Forge\, Inc.",
        "EMAIL:ada@example.org",
        "NOTE:I make small things.",
        "TEL;VALUE=uri:tel:+15550100",
        "ADR:;;;Lisbon;;;",
        "CATEGORIES:Wood,Steel",
        "URL;PREF=1:https://example.org/",
        "URL:https://forge.example/ada",
        "END:VCARD",
    ]


def test_an_address_that_is_spelled_out_is_in_no_file_as_it_is(tmp_path: Path) -> None:
    files = make(tmp_path / "site", config={"email": "spelled-out"})
    for name in ("contact.vcf", "llms.txt", "humans.txt"):
        assert "ada@example.org" not in files[name]
    assert "ada [at] example [dot] org" in files["humans.txt"]


def test_a_long_value_is_folded_between_characters(tmp_path: Path) -> None:
    lead = "ä漢🚀" * 60
    card = read_card(make(tmp_path / "site", profile={"name": "雪", "lead": lead})["contact.vcf"])
    assert f"NOTE:{lead}" in card
    assert "N:雪;;;;" in card


def test_nothing_of_the_owner_begins_a_line_of_its_own(tmp_path: Path) -> None:
    profile = {"role": "a\nEND:VCARD", "lead": "b\n\nTEL:1"}
    card = read_card(make(tmp_path / "site", profile=profile)["contact.vcf"])
    assert [line for line in card if line.startswith(("END", "TEL"))] == [
        "TEL;VALUE=uri:tel:+15550100",
        "END:VCARD",
    ]


def scan(picture: str) -> str:
    """Return what a phone reads from a QR code."""
    drawn = Image.open(io.BytesIO(resvg_py.svg_to_bytes(svg_string=picture)))
    (found,) = zxingcpp.read_barcodes(drawn)
    return str(found.text)


def test_the_qr_code_has_the_card_without_its_long_parts(tmp_path: Path) -> None:
    files = make(tmp_path / "site", profile={"name": "Ada Ñandú"})
    card = read_card(files["contact.vcf"])
    long = ("NOTE:", "CATEGORIES:", "ADR:")
    assert len([line for line in card if line.startswith(long)]) == len(long)
    assert "<title>Ada Ñandú</title>" in files["contact.svg"]
    assert scan(files["contact.svg"]).split("\r\n") == [
        *(line for line in card if not line.startswith(long)),
        "",
    ]


def test_a_card_that_no_code_can_hold_becomes_the_address_of_the_site(tmp_path: Path) -> None:
    links = [{"label": f"L{number}", "url": f"https://x.example/{number:0>180}"} for number in range(20)]
    files = make(tmp_path / "site", profile={"links": links})
    assert scan(files["contact.svg"]) == "https://example.org/"


def test_without_segno_the_build_says_so_in_a_line_and_makes_the_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vcard, "can_draw", lambda: False)
    site = write_site(tmp_path / "site", config={"files": {"vcard": True}}, profile=PROFILE)
    (warning,) = prepare(site).warnings
    assert (
        warning.message == "`vcard` has no QR code: segno is not installed (pip install 'portfolio[images]')"
    )
    assert warning.span is not None
    assert warning.span.path == "portfolio.yaml"
    assert {"contact.vcf", "contact.svg"} & render(site).keys() == {"contact.vcf"}


@pytest.mark.parametrize(("markdown", "name"), [(False, ""), (True, "index.md")])
def test_llms_lists_the_texts_with_their_summaries(tmp_path: Path, name: str, *, markdown: bool) -> None:
    studies = {"cellar": {"summary": "It was *wet*."}}
    text = make(tmp_path / "site", config={"outputs": {"markdown": markdown}}, studies=studies)["llms.txt"]
    assert text.startswith("# Ada Example, Maker; of things, mostly\n\n> I make *small* things.\n\n## ")
    assert (
        f"- [A cellar that stays dry](<https://example.org/case-studies/cellar/{name}>): It was wet.\n"
        in text
    )
    assert text.endswith(
        "## Optional\n\n- [index.txt](<https://example.org/index.txt>)\n- [resume.json](<https://example.org/resume.json>)\n"
    )


def test_humans_names_the_person_and_the_site(tmp_path: Path) -> None:
    assert make(tmp_path / "site")["humans.txt"] == (
        "/* TEAM */\n\tMaker; of things, mostly: Ada Example\n\tSite: https://example.org/\n\tContact: ada@example.org\n"
        "\tForge: https://forge.example/ada\n\tFrom: Lisbon\n\n/* SITE */\n\tLanguage: en\n\tSoftware: portfolio\n"
    )


def security(expires: str) -> dict[str, Any]:
    return {
        "security": {
            "contact": ["mailto:sec@example.org"],
            "expires": expires,
            "policy": "https://example.org/p",
        }
    }


def test_security_has_its_fields_in_their_form(tmp_path: Path) -> None:
    assert make(tmp_path / "site", config=security("2031-02-03"))[".well-known/security.txt"] == (
        "Contact: mailto:sec@example.org\nExpires: 2031-02-03T23:59:59Z\nPolicy: https://example.org/p\n"
        "Preferred-Languages: en\nCanonical: https://example.org/.well-known/security.txt\n"
    )


@pytest.mark.parametrize(
    ("days", "message"),
    [
        (-1, "security.txt expired"),
        (0, "security.txt expires soon"),
        (NEAR.days - 1, "security.txt expires soon"),
        (NEAR.days, ""),
    ],
)
def test_an_expiry_that_is_near_is_a_warning_at_its_line(tmp_path: Path, days: int, message: str) -> None:
    day = (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=days)).isoformat()
    found = find_stale(prepare(write_site(tmp_path / "site", config=security(day))))
    assert [(item.message, item.span.path if item.span else "") for item in found] == (
        [(f"{message}: `{day}`", "portfolio.yaml")] if message else []
    )
    if found:
        assert found[0].span
        assert found[0].span.text[found[0].span.column - 1 :].strip("'") == day


def test_the_page_of_an_article_names_its_twins_and_the_home_page_does_not(tmp_path: Path) -> None:
    files = make(tmp_path / "site", config={"outputs": {"markdown": True}}, studies={"cellar": {}})
    found = re.findall(
        r'<link rel="alternate" type="(text/[a-z]+)"[^>]* href="([^"]*)"',
        files["case-studies/cellar/index.html"],
    )
    assert found == [
        ("text/plain", "../../case-studies/cellar/index.txt"),
        ("text/markdown", "../../case-studies/cellar/index.md"),
    ]
    assert 'type="text/' not in files["index.html"]
