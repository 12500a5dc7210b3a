"""The recipe for a language in docs/CONTRIBUTING.md, followed with one that does not exist."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from portfolio.languages import words

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_copied_file_is_a_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(words.FOLDER, tmp_path / "languages")
    monkeypatch.setattr(words, "FOLDER", tmp_path / "languages")
    text = (tmp_path / "languages/en.json").read_text(encoding="utf-8")
    (tmp_path / "languages/tlh.json").write_text(text.replace('"Skip to content"', '"qoy"'), encoding="utf-8")
    assert "tlh" in words.list_languages()
    assert words.find_language("tlh-Latn") == "tlh"
    made = words.load_words("tlh")
    assert (made["skip"], made.count("days", 1)) == ("qoy", "1 day")
    assert made.key
