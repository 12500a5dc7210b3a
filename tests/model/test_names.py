"""One name in two forms of Unicode: a Mac's disk has taken `ü` apart, and a keyboard writes it as one letter."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from support.html_tree import parse_html
from support.sites import (
    STARTER_STUDY,
    add_study,
    copy_starter,
    edit_study,
    edit_yaml,
    load,
    render,
    render_all,
)
from support.sites import build as build_site

from portfolio.check.site import check_site
from portfolio.errors import Code, ContentError

if TYPE_CHECKING:
    from pathlib import Path

ONE, TWO = "NFC", "NFD"
FORMS = [(ONE, TWO), (TWO, ONE), (TWO, TWO), (ONE, ONE)]
BASE = "https://example.org/"
STUDY = f"case-studies/{STARTER_STUDY}/index.html"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"/>'


def form(text: str, name: str) -> str:
    return unicodedata.normalize(name, text)  # type: ignore[arg-type]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = copy_starter(tmp_path / "site")
    (root / "static").mkdir()
    return root


def write(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("disk", "typed"), FORMS)
def test_files_of_static_are_found_and_published_in_the_form_that_people_type(
    root: Path, disk: str, typed: str
) -> None:
    write(root, form("static/Bücher/über.svg", disk), SVG)
    write(root, form("static/résumé.pdf", disk), "%PDF")
    write(root, form("static/é", disk), "x")
    body = form("![The desk](/Bücher/über.svg) [CV](../../static/résumé.pdf#p1) [it](/é)\n", typed)
    edit_study(root, STARTER_STUDY, lambda _: None, body)
    edit_yaml(
        root,
        "content/profile.yaml",
        lambda profile: profile | {"links": [{"label": "CV", "url": form("/résumé.pdf", typed)}]},
    )
    site = render_all(root)
    files = frozenset(file.path for file in site.files)
    assert {"Bücher/über.svg", "résumé.pdf", "é"} <= files
    page = parse_html(site.pages[STUDY].decode())
    image = next(found for found in page.all("img") if found.attributes["alt"] == "The desk")
    assert image.attributes["src"] == "../../B%C3%BCcher/%C3%BCber.svg"
    assert image.attributes["width"] == "4"
    assert {"../../r%C3%A9sum%C3%A9.pdf#p1", "../../%C3%A9"} <= set(page.hrefs())
    found = check_site(
        {path: page.decode() for path, page in site.pages.items()},
        files,
        site.prepared.palettes,
        site.prepared.base_url.base_url,
    )
    assert not [item for item in found if item.code in {Code.LINK, Code.ANCHOR}]
    build_site(root, base_url=BASE)
    assert (root / "_site/Bücher/über.svg").read_text(encoding="utf-8") == SVG


@pytest.mark.parametrize(("disk", "typed"), FORMS)
def test_texts_and_drawings_of_content_are_found(root: Path, disk: str, typed: str) -> None:
    write(root, form("content/vorträge.md", disk), form("## Über mich\n\n[up](#über-mich)\n", disk))
    write(root, form("content/zeichnungen/überblick.txt", disk), form("Übersicht → ledger\n", disk))
    section = {"kind": "markdown", "file": form("vorträge.md", typed), "title": "Talks", "command": "ls"}
    edit_yaml(root, "content/home.yaml", lambda home: home["sections"].append(section))
    drawing = {"file": form("zeichnungen/überblick.txt", typed), "title": "How it flows"}
    edit_study(
        root,
        STARTER_STUDY,
        lambda front: front | {"diagram": drawing},
        form(
            "The Übersicht and the ledger. [Talks](../vorträge.md) and [me](../vorträge.md#über-mich)\n",
            typed,
        ),
    )
    site = render_all(root)
    assert site.prepared.warnings == ()
    links = parse_html(site.pages[STUDY].decode()).hrefs()
    assert "../../#markdown" in links
    assert any(link.startswith("../../#vortr%C3%A4ge-%C3%BCber-mich") for link in links)


@pytest.mark.parametrize(("disk", "typed"), FORMS)
def test_tags_companies_and_stack_entries_are_the_same_words(root: Path, disk: str, typed: str) -> None:
    edit_yaml(root, "content/experience.yaml", lambda _: [{"employer": form("Müller", disk)}])
    edit_yaml(
        root, "content/stack.yaml", lambda rows: [*rows, {"name": "More", "entries": [form("Café", disk)]}]
    )
    fields = {"tags": [form("Straßenbahn Süd", disk)], "stack": [form("Café", typed)]}
    edit_study(root, STARTER_STUDY, lambda front: front | fields | {"company": form("Müller", typed)})
    add_study(
        root,
        "second",
        company=form("Müller", disk),
        tags=[form("Straßenbahn Süd", typed)],
        stack=[form("Café", disk)],
        principles=[],
    )
    assert load(root).diagnostics.items == []
    pages = render(root)
    for tag in ("strassenbahn-süd", "café"):
        assert len(parse_html(pages[f"tags/{tag}/index.html"]).all("article", "li")) >= 2


def test_a_word_given_in_two_forms_is_given_twice(root: Path) -> None:
    edit_study(root, STARTER_STUDY, lambda front: front | {"tags": [form("Süd", ONE), form("süd", TWO)]})
    (problem,) = load(root).diagnostics.items
    assert problem.code is Code.DUPLICATE_VALUE


@pytest.mark.parametrize("folder", ["static", "content", "static/Bücher", "content/é"])
def test_two_files_whose_names_differ_in_their_form_alone_are_refused(root: Path, folder: str) -> None:
    names = [form(f"{folder}/über.md", name) for name in (ONE, TWO)]
    for name in names:
        write(root, name, "Words.\n")
    if len([*(root / "static").rglob("*.md"), *(root / "content").glob("**/*ber.md")]) == 1:
        pytest.skip("this file system does not tell the two forms apart")
    with pytest.raises(ContentError) as caught:
        render_all(root)
    (problem,) = (item for item in caught.value.diagnostics if item.severity == "error")
    assert problem.code is Code.ADDRESS_CONFLICT
    assert problem.message == (
        f"there are two files `{problem.span and problem.span.path}`, whose names are written in two forms of Unicode"
    )
    assert problem.help == "delete or rename one of them"
    assert problem.span is not None
    assert problem.span.path in names


def test_names_that_differ_in_case_as_well_are_refused_too(root: Path) -> None:
    write(root, form("static/Über.txt", ONE), "a")
    write(root, form("static/über.txt", TWO), "b")
    if len(list((root / "static").iterdir())) == 1:
        pytest.skip("this file system does not tell upper from lower case")
    with pytest.raises(ContentError, match="would overwrite"):
        render_all(root)
