"""Every word that the tool shows comes from a translation file: looked for in sources, in templates, and on built pages."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import jinja2
import pytest
from support.browser import page_at
from support.command import ROOT
from support.html_tree import parse_html
from support.leftover import find_leftovers
from support.owners import OWNERS, turn_on
from support.sites import copy_site, edit_yaml, prepare, render, render_all
from support.small_sites import write_site
from support.snapshots import rich_snapshot
from support.stress import long_words

from portfolio.diagrams import Phrases
from portfolio.languages.words import ENGLISH, list_languages, load_texts
from portfolio.model import scenario
from portfolio.model.config import Files
from portfolio.outputs.readme import make_readme
from portfolio.scaffold import EXAMPLE, create_site
from portfolio.simulate import words as events

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

TEMPLATES = sorted((ROOT / "templates" / "terminal").rglob("*.html"))
SOURCES = sorted((ROOT / "portfolio").rglob("*.py"))
COMMANDS = re.compile("(cat|cd|curl|gh|git|github-linguist|grep|head|less|ls|man|portfolio|tail|whoami) ")


def strip_jinja(text: str) -> str:
    return re.sub(r"\{[{%#].*?[}%#]\}", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_a_word_of_its_own(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    plain = strip_jinja(text)
    shown = re.sub(r'<[^<>]*>| class="[\w -]*"', "", re.sub(r"<!doctype html>", "", plain))
    assert not re.search("[A-Za-z]{2,}", re.sub(r"\$ (echo|curl)", "", shown)), shown
    assert not re.search(r'\b(alt|aria-label|title|placeholder|summary)="[^"{]*[A-Za-z]', plain)
    strings = [value for _, kind, value in jinja2.Environment(autoescape=True).lex(text) if kind == "string"]
    classes = re.compile("[a-z-]*(?:^| )(?:h|p|u|dt|e)-[a-z -]+")  # of microformats, which are no words
    said = [value for value in strings if re.search("[A-Z]|[a-z] [a-z]", value[1:-1])]
    said = [value for value in said if not classes.fullmatch(value[1:-1])]
    assert [value for value in said if not COMMANDS.match(value[1:-1])] == []


def find_texts(path: Path) -> Iterator[str]:
    """Yield the string constants of a module that read like words, without documentation and messages of errors."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    left_out: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left_out.add(id(node.value))
        if isinstance(node, (ast.Raise, ast.Assert)):
            left_out |= {id(part) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out:
            # what is left of a tag, or of a picture's path, is no text
            text = re.sub(r"<[^<>]*>?|[^<>]*>|\S*[=/:]\S*|&\w+;", "", node.value)
            if re.fullmatch(r"[A-Z][a-z]{2,}", text) or re.search(r"[A-Za-z]{2,} [a-z]{2,}", text):
                yield node.value


WORDLESS = [
    path
    for path in SOURCES
    if path.relative_to(ROOT / "portfolio").parts[0] == "pages"
    or path.name in {"card.py", "figure.py", "html.py"}
]
ALLOWED = {
    # types of schema.org
    "Person", "Place", "Organization", "Thing",
    # names, and code
    "Java", "Go", "Python", "Rust", "Engineer",
}  # fmt: skip


@pytest.mark.parametrize("path", WORDLESS, ids=lambda path: path.name)
def test_no_module_has_a_word_of_its_own(path: Path) -> None:
    if path.name in {"self_description.py", "sections.py"}:  # code, and what the terminal says
        return
    assert [text for text in find_texts(path) if text not in ALLOWED and not COMMANDS.match(text)] == []


def test_every_key_is_used_and_every_used_key_exists() -> None:
    text = "\n".join(
        path.read_text(encoding="utf-8") for path in (*SOURCES, *TEMPLATES) if path.name != "words.py"
    )
    text += (ROOT / "portfolio/languages/words.py").read_text(encoding="utf-8")
    text += (ROOT / "static/terminal/switch.js").read_text(encoding="utf-8")
    prefixes = tuple(set(re.findall(r'"(\w+_)\{', text)))
    literal = set(re.findall(r'["\']\{?(\w+)\}?["\']|words\.(\w+)', text))
    used = {name for pair in literal for name in pair}
    made = {f"{key}_counted" for key in used}
    assert {key for key in ENGLISH.texts if key not in used | made and not key.startswith(prefixes)} == set()
    asked = re.findall(r'words(?:\[|\.say\(|\.count\(|\.forms\(|\.pattern\()\s*"(\w+)"', text)
    asked += re.findall(r"\bwords\.(\w+)", "".join(path.read_text(encoding="utf-8") for path in TEMPLATES))
    methods = {
        "say",
        "count",
        "date",
        "number",
        "percent",
        "enumerate",
        "join",
        "direction",
        "forward",
        "backward",
    }
    assert {key for key in asked if key not in ENGLISH.texts} <= methods


def test_drawings_and_events_have_the_same_english_words_alone_as_on_a_page() -> None:
    for prefix, phrases in (("diagram", Phrases()), ("event", events.Phrases())):
        for name in phrases.__struct_fields__:
            assert ENGLISH[f"{prefix}_{name}"] == getattr(phrases, name)


def test_every_number_that_a_sweep_can_vary_has_a_word() -> None:
    fields = {
        name
        for kind in vars(scenario).values()
        if isinstance(kind, type) and issubclass(kind, scenario.Node)
        for name, type_ in kind.__annotations__.items()
        if "Seconds" in str(type_) or name in {"at_once", "tries", "max_receives"}
    }
    assert {f"vary_{name}" for name in fields | {"after", "every"}} <= set(ENGLISH.texts)


READ = (
    ".html",
    ".svg",
    "index.txt",
    "llms.txt",
    "humans.txt",
    ".ans",
    ".1",
    ".md",
    ".json",
    ".atom",
    ".vcf",
    ".pdf",
)
OWN_SCRIPT = {"ar": "arabic", "hi": "hindi", "ja": "japanese"}
"""Owners who write in the script of their language, so that any English word is the tool's."""


def read_site(root: Path) -> dict[str, bytes]:
    """Return the texts of a site with all outputs and small files, and of its README, by path."""
    files = {
        file.path: file.content
        for file in render_all(root).files
        if file.path.endswith(READ) and isinstance(file.content, bytes)
    }
    return files | {"README.md": make_readme(prepare(root).context).text.encode()}


def set_language(root: Path, language: str) -> Path:
    """Set a site's language, and turn on all that can be read."""
    (root / "content/words.yaml").unlink(missing_ok=True)
    small = dict.fromkeys(Files.__struct_fields__, True)
    edit_yaml(
        root,
        "portfolio.yaml",
        lambda config: {"palette_switch": True, **(config or {}), "files": small, "language": language},
    )
    return turn_on(root, resume=language not in OWN_SCRIPT)


@pytest.mark.parametrize("language", [language for language in list_languages() if language != "en"])
def test_no_english_word_of_the_tool_is_on_the_example_in_another_language(
    language: str, tmp_path: Path
) -> None:
    create_site(tmp_path / "site", EXAMPLE)
    root = set_language(tmp_path / "site", language)
    assert find_leftovers(root, read_site(root), language) == {}


@pytest.mark.parametrize("language", OWN_SCRIPT)
def test_no_english_word_is_on_the_site_of_an_owner_who_writes_in_another_script(
    language: str, tmp_path: Path
) -> None:
    keys = OWNERS[OWN_SCRIPT[language]] | {"snapshot": rich_snapshot()}
    root = set_language(write_site(tmp_path / "site", **keys), language)
    assert find_leftovers(root, read_site(root), language) == {}


@pytest.mark.parametrize("language", OWN_SCRIPT)
def test_no_english_word_is_on_a_page_with_every_field_in_another_language(
    language: str, tmp_path: Path
) -> None:
    """Each field of the site holds one word of 77 letters, so that nearly all others are the tool's."""
    root = set_language(long_words(tmp_path), language)
    pages = {
        path: text for path, text in read_site(root).items() if path.endswith((".html", "stats/card.svg"))
    }
    assert find_leftovers(root, pages, language) == {}


def test_a_word_of_a_template_is_found_though_the_owner_has_it_in_a_sentence_and_as_a_key(
    tmp_path: Path,
) -> None:
    root = set_language(long_words(tmp_path), "ja")
    (root / "templates").mkdir()
    (root / "templates/404.html").write_text(
        '<p aria-label="costs">because <b>problem</b> 実績 <code>ls</code>', "utf-8"
    )
    assert find_leftovers(root, read_site(root), "ja")["404.html"] == {"costs", "because", "problem"}


def test_the_words_of_the_tool_are_found_where_they_are_not_the_languages(tmp_path: Path) -> None:
    """An English site has words that the file of another language does not have, in each form."""
    create_site(tmp_path / "site", EXAMPLE)
    root = set_language(tmp_path / "site", "en")
    found = find_leftovers(root, read_site(root), "ja")
    assert len(set().union(*found.values())) > 100
    assert {path.rpartition(".")[2] for path in found} >= {
        "html",
        "svg",
        "txt",
        "ans",
        "1",
        "md",
        "pdf",
    }


@pytest.mark.parametrize("language", ["ar", "de", "ja"])
def test_a_page_has_the_words_of_its_translation_file(language: str, tmp_path: Path) -> None:
    root = copy_site("engineer", tmp_path / "site")
    config = (root / "portfolio.yaml").read_text(encoding="utf-8")
    config = re.sub("(?m)^language:.*$", "", config)
    (root / "portfolio.yaml").write_text(f"{config}\nlanguage: {language}\n", encoding="utf-8")
    texts = load_texts(language)
    page = render(root)["case-studies/parcel-tracking/index.html"]
    assert (
        f'<html lang="{language}"{" dir=" + chr(34) + "rtl" + chr(34) if language == "ar" else ""}>' in page
    )
    for key in ("skip", "problem", "because", "costs", "text_alternative", "related", "home"):
        assert f">{texts[key]}<" in page, key


def test_what_stands_beside_a_label_has_its_own_direction(tmp_path: Path) -> None:
    """Else `412 stations.` behind an Arabic label would be read as `.stations 412`."""
    study = {"scale": "412 stations", "constraint": "Power may fail."}
    root = write_site(tmp_path / "site", studies={"a": study}, config={"language": "ar"})
    page = parse_html(render(root)["case-studies/a/index.html"])
    directions = {dd.text: dd.attributes.get("dir") for dd in page.all("dd")}
    assert directions["412 stations"] == "auto"
    assert "Power may fail." in [text.text for text in page.all("bdi")]


@pytest.mark.chromium
@pytest.mark.parametrize("width", [320, 1440])
def test_a_page_in_arabic_runs_from_the_right_and_its_code_from_the_left(
    width: int, tmp_path: Path, chromium: Browser
) -> None:
    root = copy_site("engineer", tmp_path / "site")
    config = re.sub("(?m)^language:.*$", "", (root / "portfolio.yaml").read_text(encoding="utf-8"))
    (root / "portfolio.yaml").write_text(f"{config}\nlanguage: ar\n", encoding="utf-8")
    with page_at(chromium, width=width) as page:
        page.set_content(render(root)["case-studies/parcel-tracking/index.html"])
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        direction = "e => getComputedStyle(e).direction"
        assert page.locator("h2").first.evaluate(direction) == "rtl"
        for selector in ("code", "pre", ".drawing", ".cmd"):
            assert page.locator(selector).first.evaluate(direction) == "ltr", selector
        left, right = page.locator("h2").first.evaluate(
            "e => { const r = document.createRange(); r.selectNodeContents(e);"
            " const box = r.getBoundingClientRect(); return [box.left, innerWidth - box.right] }"
        )
        assert right < left


@pytest.mark.chromium
def test_a_short_word_beside_a_prompt_is_no_link_within_a_text(tmp_path: Path, chromium: Browser) -> None:
    """A link that is shorter than the words beside it would need more than its colour."""
    profile = {"links": [{"label": "履歴書", "url": "/cv.pdf"}]}
    section = {"kind": "contact", "title": "連絡先", "command": "mail"}
    root = write_site(tmp_path / "site", profile=profile, sections=[section], config={"language": "ja"})
    (root / "static").mkdir()
    (root / "static/cv.pdf").write_bytes(b"%PDF")
    with page_at(chromium, width=390) as page:
        page.set_content(render(root)["index.html"])
        assert (
            page.locator("#contact .reach a").evaluate("e => getComputedStyle(e).display") == "inline-block"
        )
