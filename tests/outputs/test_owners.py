"""Every output of very different owners: no empty heading, no hole in a line, no word of another owner."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from support.html_tree import parse_html
from support.owners import OWNERS, turn_on
from support.sites import edit_yaml, render_all
from support.small_sites import write_site

from portfolio.markdown.blocks import Heading
from portfolio.model.config import Files, Outputs
from portfolio.outputs import HEAVY
from portfolio.outputs.article import describe_article
from portfolio.outputs.cards import CardView
from portfolio.outputs.home import describe_home
from portfolio.outputs.readme import make_readme
from portfolio.pages.context import CARD
from portfolio.pages.route import Composed

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.site.rendered_site import RenderedSite

HOLES = re.compile(r"\(\s*\)|·\s*·|\s,|^\s*·|·\s*$|\[\]|\*\*\*\*|^\s*[-•]\s*$", re.MULTILINE)
"""Signs with nothing between them: an empty bracket, a list of nothing, a label without words."""
SHOWN = {
    "text": "index.txt",
    "ansi": "index.ans",
    "man": "index.1",
    "json_resume": "resume.json",
    "markdown": "index.md",
}
SMALL = {"vcard": "contact.vcf", "llms": "llms.txt", "humans": "humans.txt"}
SHARED = {"example", "https", "stays"}
"""Words of every site of the tests."""
PAGE = "resume/index.html"


@pytest.fixture(scope="module", params=OWNERS)
def owner(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, RenderedSite]:
    name: str = request.param
    return name, render_owner(tmp_path_factory.mktemp("owner") / "site", name)


def render_owner(root: Path, name: str) -> RenderedSite:
    """Render the site of an owner with every output but the PDF, and every small file; two hundred cards would take long."""
    turn_on(write_site(root, **OWNERS[name]), resume=True, cards=name != "two hundred projects")
    edit_yaml(root, "portfolio.yaml", lambda config: config | {"files": dict.fromkeys(SMALL, True)})
    return render_all(root)


def list_outputs(rendered: RenderedSite) -> dict[str, str]:
    """Return the text of every output, by its path."""
    names = (*SHOWN.values(), *SMALL.values())
    files = {
        file.path: file.content.decode()
        for file in rendered.files
        if isinstance(file.content, bytes) and file.path.rpartition("/")[2] in names
    }
    context = rendered.prepared.context
    views = {
        route.path: route.made.view(context)
        for route in context.routes
        if route.path.endswith(CARD) and isinstance(route.made, Composed)
    }
    files |= {path: view.card.text for path, view in views.items() if isinstance(view, CardView)}
    page = parse_html(rendered.pages[PAGE].decode())
    return files | {PAGE: page.text, "README.md": make_readme(context).text}


def test_there_is_no_output_that_is_not_read() -> None:
    assert {*SHOWN, *HEAVY} == {*Outputs.__struct_fields__}
    assert {*SMALL} == {*Files.__struct_fields__}


def test_every_output_of_every_owner_is_there(owner: tuple[str, RenderedSite]) -> None:
    paths = list_outputs(owner[1]).keys()
    assert paths >= {*SHOWN.values(), *SMALL.values(), PAGE, "README.md"}


def test_no_document_has_a_heading_of_nothing(owner: tuple[str, RenderedSite]) -> None:
    context = owner[1].prepared.context
    documents = [describe_home(context), *(describe_article(item, context) for item in context.site.articles)]
    for document in documents:
        for block, after in zip(document.blocks, [*document.blocks[1:], None], strict=True):
            if isinstance(block, Heading):
                assert "".join(piece.text for piece in block.line).strip(), document.title
                is_last = after is None or (isinstance(after, Heading) and after.level <= block.level)
                assert not is_last or block.level == 1, block


def test_no_page_has_a_heading_of_nothing(owner: tuple[str, RenderedSite]) -> None:
    for path, content in owner[1].pages.items():
        page = parse_html(content.decode())
        assert all(heading.text.strip() for heading in page.all("h1", "h2", "h3", "h4")), path


def test_no_line_has_a_hole(owner: tuple[str, RenderedSite]) -> None:
    found = {
        path: HOLES.findall(text) for path, text in list_outputs(owner[1]).items() if path != "resume.json"
    }
    assert {path: holes for path, holes in found.items() if holes} == {}


def test_no_output_has_a_word_of_another_owner(owner: tuple[str, RenderedSite]) -> None:
    name, rendered = owner
    own = str(OWNERS[name]) + str(rendered.prepared.context.words.texts)
    words = {word for other in OWNERS.values() for word in re.findall(r"[^\W\d_]{5,}", list_words(other))}
    foreign = {word for word in words - SHARED if word not in own} | {
        "Tilda",
        "Weathervane",
        "octocat",
        "lorem",
    }
    for path, text in list_outputs(rendered).items():
        assert foreign & {*re.findall(r"[^\W\d_]{5,}", text)} == set(), path


def list_words(value: object) -> str:
    """Return the values of keys, without the texts of articles."""
    if isinstance(value, dict):
        return " ".join(list_words(item) for key, item in value.items() if key != "body")
    return " ".join(map(list_words, value)) if isinstance(value, list) else str(value or "")
