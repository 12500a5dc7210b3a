"""Every fact of the content is in every output, or in that output's list of what it leaves out."""

from __future__ import annotations

import json
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from support.facts import list_facts, list_keys, list_words, squeeze
from support.hostile import hostile_site
from support.html_tree import parse_html
from support.owners import turn_on
from support.pdf import list_links, read_pdf
from support.sites import STARTER_STUDY, copy_site, dump, edit_study, edit_yaml, prepare, render_all
from support.small_sites import write_site
from test_docs import tables_under

from portfolio.documents.text import unpack_prose
from portfolio.markdown.inline import strip_inline_markup
from portfolio.model.config import Outputs
from portfolio.outputs.readme import make_readme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from portfolio.site.rendered_site import RenderedSite

OUTPUTS = tuple(name for name in Outputs.__struct_fields__ if name != "cards")
"""Those with all words: a card has as many as fit."""
FILES = {
    "text": r"index\.txt",
    "ansi": r"index\.ans",
    "man": r"index\.1",
    "json_resume": r"resume\.json",
    "markdown": r"index\.md",
}
"""The names of an output's files."""
NEVER = (
    "profile.name",
    "profile.role",
    "profile.links",
    "case_studies.title",
    "case_studies.headline",
    "case_studies.outcomes",
    "case_studies.links",
    "entries.experience.employer",
)
"""What no output may leave out."""
README = "readme"
"""Written by a command, not by the build."""
PAGE = "resume page"
"""The résumé as a page; `resume` is its PDF."""
ALL = (*OUTPUTS, README, PAGE)
TEXTS = "texts"
"""In the place of a key: the bodies of articles and of sections."""


def omissions(output: str) -> dict[str, str]:
    listed: dict[str, str] = import_module(f"portfolio.outputs.{output.removesuffix(' page')}").OMISSIONS
    return listed


def is_omitted(key: str, output: str) -> bool:
    return any(key == name or key.startswith(f"{name}.") for name in omissions(output))


def read(output: str, rendered: RenderedSite) -> str:
    """Return everything that an output says, without its own notation."""
    if output == README:
        return squeeze(_strip("markdown", make_readme(rendered.prepared.context).text))
    if output == PAGE:
        page = parse_html(rendered.pages["resume/index.html"].decode())
        links = (element.attributes.get("href") or "" for element in page.all("a"))
        return squeeze(" ".join([page.text, *links]))
    if output == "resume":
        (pdf,) = (file.content for file in rendered.files if file.path == "resume.pdf")
        assert isinstance(pdf, bytes)
        return squeeze(" ".join([read_pdf(pdf), *list_links(pdf)]))
    found = [
        file.content.decode()
        for file in rendered.files
        if isinstance(file.content, bytes) and re.fullmatch(FILES[output], file.path.rpartition("/")[2])
    ]
    assert found
    text = re.sub("^ *> ", "", _strip(output, "\n".join(found)), flags=re.MULTILINE)  # of quotes
    return squeeze(text)


def _strip(output: str, text: str) -> str:
    if output == "json_resume":
        return "\n".join(map(strip_inline_markup, _list_strings(json.loads(text))))
    if output == "markdown":
        return re.sub(r"\\(?=[!-/:-@[-`{-~])", "", text).replace("**", "").replace("`", "")
    if output == "ansi":
        addresses = " ".join(re.findall("\x1b]8;;([^\x1b]*)\x1b", text))
        return re.sub("\x1b\\[[0-9;]*m|\x1b]8;;[^\x1b]*\x1b\\\\", "", text) + addresses
    if output == "man":
        signs = {"rs": "\\", "aq": "'", "ga": "`", "ha": "^", "ti": "~", "dq": '"'}
        text = re.sub(r"\\f[BIR]|\\&|\\:", "", text)
        text = re.sub(r"\\\((..)", lambda found: signs[found[1]], text)
        return text.replace("\\-", "-").replace("\\ ", " ")
    return text


def _list_strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _list_strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _list_strings(item)
    else:
        yield str(value)


def add_numbers_and_dates(root: Path) -> None:
    """Add the keys that are no free text, and those that only a second case study can have."""
    (root / "static/cv.pdf").write_bytes(b"%PDF-")
    edit_yaml(
        root,
        "content/profile.yaml",
        lambda profile: profile | {"phone": "+1 555 0100", "resume": "/cv.pdf"},
    )
    edit_yaml(
        root,
        "content/repositories.yaml",
        lambda rows: [row | {"stars": 432, "forks": 213} for row in rows],
    )
    embed = {"shows": "streak", "url": "https://stats.example/streak.svg", "width": 321, "height": 654}
    stats = {"kind": "stats", "mode": "embed", "embeds": [embed]}

    def limit(section: dict[str, Any]) -> dict[str, Any]:
        return section | ({"limit": 987} if section["kind"] == "talks" else {})

    edit_yaml(
        root,
        "content/home.yaml",
        lambda home: home | {"sections": [*map(limit, home["sections"]), stats]},
    )
    (root / "content/sketch.txt").write_text("queue  →  worker\n", "utf-8")
    diagram = {"file": "sketch.txt", "title": "A sketch of it"}
    edit_study(root, STARTER_STUDY, lambda front: front | {"updated": "2024-05-06", "diagram": diagram})
    edit_article(root / "content/writing/post.md", updated="2024-06-07")
    edit_article(root / "content/pages/page.md", updated="2024-07-08")
    front = {"title": "Second", "company": "Bank fact", "start": "2019-08", "end": "2020-09"}
    (root / "content/case-studies/second.md").write_text(f"---\n{dump(front)}---\nWords.\n", "utf-8")


def edit_article(file: Path, **keys: str) -> None:
    text = file.read_text("utf-8")
    file.write_text(text.replace("---\n", f"---\n{dump(keys)}", 1), "utf-8")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> RenderedSite:
    """A site with every key, each text with a number of its own."""
    root = hostile_site(tmp_path_factory.mktemp("parity") / "full", "fact")
    add_numbers_and_dates(root)
    return render_all(turn_on(root, resume=True))


def test_the_site_has_every_key(full: RenderedSite) -> None:
    """Else a key that an output leaves out would not be missed."""
    assert list_keys() - {key for key, _ in list_facts(full.prepared.context.site)} == set()


@pytest.mark.parametrize("output", ALL)
def test_every_fact_is_there_or_left_out_on_purpose(output: str, full: RenderedSite) -> None:
    text = read(output, full)
    facts = list_facts(full.prepared.context.site)
    assert len(facts) > 150
    missing = [
        f"{key}: {value}"
        for key, value in facts
        if squeeze(value) not in text and not is_omitted(key, output)
    ]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("output", ALL)
def test_every_omission_is_one(output: str, full: RenderedSite) -> None:
    text = read(output, full)
    facts = list_facts(full.prepared.context.site)
    for name in omissions(output).keys() - {TEXTS}:
        own = [value for key, value in facts if key == name or key.startswith(f"{name}.")]
        assert own, name
        # a short one, such as a number, can be in any text
        assert any(len(value) < 4 or squeeze(value) not in text for value in own), f"{name} is there"


@pytest.mark.parametrize("output", ALL)
def test_the_main_facts_are_never_left_out(output: str) -> None:
    assert [name for name in NEVER if is_omitted(name, output)] == []
    assert [name for name in omissions(output) if any(key.startswith(f"{name}.") for key in NEVER)] == []


@pytest.mark.parametrize("output", [name for name in OUTPUTS if TEXTS not in omissions(name)])
@pytest.mark.parametrize("name", ["engineer", "designer"])
def test_every_word_of_a_text_is_there(name: str, output: str, tmp_path: Path) -> None:
    rendered = render_all(turn_on(copy_site(name, tmp_path / name)))
    text = read(output, rendered)
    texts = rendered.prepared.context.library.texts
    shown = {path for route in rendered.prepared.context.routes for path in route.texts}
    words = [word for path in shown for word in list_words(unpack_prose(texts[path].prose)) if word.strip()]
    assert len(words) > 20
    assert [word for word in words if squeeze(word) not in text] == []


@pytest.mark.parametrize("output", OUTPUTS)
def test_a_fact_that_is_missing_is_noticed(output: str, tmp_path: Path) -> None:
    site = prepare(write_site(tmp_path / "site", profile={"location": "Nowhere"})).context.site
    assert ("profile.location", "Nowhere") in list_facts(site)
    assert not is_omitted("profile.location", output)


def test_the_docs_list_what_is_left_out() -> None:
    (table,) = tables_under("docs/outputs.md", "What is left out")
    listed = {
        (key, output): reason
        for key, (outputs, reason) in table.items()
        if key != "key"
        for output in outputs.split(", ")
    }
    assert listed == {
        (key, output): reason for output in (*OUTPUTS, README) for key, reason in omissions(output).items()
    }
