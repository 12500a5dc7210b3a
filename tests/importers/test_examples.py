"""Files as people have them, each imported into a new site: it passes `check`, and no word of the file is lost silently."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from support.sites import render_all

from portfolio.check.site import check_site
from portfolio.decode import decode_source
from portfolio.errors import Code, Diagnostics, Severity
from portfolio.importers import json_resume, readme, rendercv

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.importers.draft import Draft

HERE = Path(__file__).parent
FILES = sorted(file for form in ("jsonresume", "rendercv", "readme") for file in (HERE / form).iterdir())
SETTINGS = {"$schema", "meta", "design", "locale", "settings", "rendercv_settings"}
"""What is no content."""
LABELS = {
    "area",
    "degree",
    "hello",
    "mailto",
    "reach",
    "result",
    "school",
    "stack",
    "tech",
    "this",
    "what",
    "where",
    "write",
    "years",
}
"""Words that say what others are: a site says it in its own."""
GOLDEN = HERE / "left-over.txt"


def list_texts(value: object) -> Iterator[str]:
    """Yield the texts of data."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in SETTINGS:
                yield from list_texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from list_texts(item)
    elif value is not None:
        yield str(value)


def list_words(file: Path) -> set[str]:
    """Return the words of a file that are content: of a README those that a reader sees."""
    text = file.read_text("utf-8")
    if file.suffix == ".json":
        text = "\n".join(list_texts(json.loads(text)))
    elif file.suffix == ".yaml":
        text = "\n".join(list_texts(yaml.load(text, yaml.BaseLoader)))  # noqa: S506 (texts only)
    else:
        text = re.sub(r"<!--.*?-->|^\s*(```|~~~).*$", "", text, flags=re.DOTALL | re.MULTILINE)
        text = re.sub(r"</?[a-z][^>]*>|\]\([^)]*\)|https?://\S+", " ", text)
    return {word.casefold() for word in re.findall(r"[^\W_]{4,}", text)}


def is_date(word: str) -> bool:
    """Whether a word is a month or a part of a day, which are numbers in a site."""
    return bool(
        re.fullmatch(r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|\d+t\d+.*|present", word)
    )


@cache
def import_file(file: Path) -> Draft:
    diagnostics = Diagnostics()
    source = decode_source(file.name, file.read_bytes(), diagnostics)
    assert source
    module: Any = {"jsonresume": json_resume, "rendercv": rendercv, "readme": readme}[file.parent.name]
    draft: Draft | None = module.read(source, diagnostics)
    assert draft, diagnostics.items
    draft.settle()
    return draft


@pytest.mark.parametrize("file", FILES, ids=[f"{file.parent.name}/{file.name}" for file in FILES])
def test_a_file_becomes_a_site_that_passes_the_check_and_no_word_is_lost(file: Path, tmp_path: Path) -> None:
    draft = import_file(file)
    texts = draft.write()
    for path, text in texts.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    rendered = render_all(tmp_path)
    found = check_site(
        {path: content.decode() for path, content in rendered.pages.items()},
        frozenset(rendered.prepared.published),
        rendered.prepared.palettes,
        rendered.prepared.base_url.base_url,
    )
    assert not [item for item in found if item.severity is Severity.ERROR]
    assert not [item for item in rendered.prepared.warnings if item.code is Code.FILE_UNKNOWN]
    known = " ".join((*texts.values(), *map(str, draft.left_over))).casefold()
    lost = {word for word in list_words(file) if word not in known and not is_date(word)}
    assert lost <= LABELS


def test_what_is_left_over_is_as_expected(*, update_golden: bool) -> None:
    found = ""
    for file in FILES:
        lines = [f"  {item}\n".replace(f"{file.name}:", "") for item in import_file(file).left_over]
        found += f"{file.parent.name}/{file.name}\n" + ("".join(lines) or "  nothing\n") + "\n"
    if update_golden:
        GOLDEN.write_text(found, "utf-8")
    assert found == GOLDEN.read_text("utf-8")
