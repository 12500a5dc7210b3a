"""What the cache has of a site's data files and case studies: the same values at the same spans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from support.sites import copy_starter, edit_yaml

from portfolio.load.articles import Reading, read_article
from portfolio.load.content import YAML_FILES, Data, read_data
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.load.schema import Read


def given(read: Read[Any]) -> dict[Any, Any]:
    """Return every value that the file gives, but those that it gives as nothing."""
    return {path: value for path, value in read.values.items() if value is not None}


def is_same(packed: Read[Any], read: Read[Any]) -> bool:
    return (packed.value, packed.spans, given(packed)) == (read.value, read.spans, given(read))


def test_data_files_are_the_same_after_they_were_packed(tmp_path: Path) -> None:
    root = copy_starter(tmp_path / "site")
    facts = {"facts": {"languages": ["Go", "SQL"], "years": 9, "tools": {"editors": ["vi"]}}}
    edit_yaml(root, "content/profile.yaml", lambda profile: profile | facts)
    data = read_data(read_site_files(str(root)))
    packed = data.pack()
    assert packed is not None
    again = Data.unpack(packed)
    assert (again.config, again.snapshot, again.problems) == (data.config, data.snapshot, ())
    for name in YAML_FILES:
        assert is_same(again.reads[name], data.reads[name]), name
    assert again.profile.entries("links", None, "url") == data.profile.entries("links", None, "url") != []


def test_a_case_study_is_the_same_after_it_was_packed(tmp_path: Path) -> None:
    files = read_site_files(str(copy_starter(tmp_path / "site")))
    (path,) = (path for path in files.files if path.startswith("content/case-studies/"))
    reading = read_article(files, path)
    packed = reading.pack()
    assert packed is not None
    again = Reading.unpack(packed)
    assert again.first_line == reading.first_line
    assert is_same(again.article, reading.article)


def test_data_files_with_problems_are_not_packed(tmp_path: Path) -> None:
    root = copy_starter(tmp_path / "site")
    edit_yaml(root, "content/profile.yaml", lambda profile: profile | {"unknown": 1})
    assert read_data(read_site_files(str(root))).pack() is None
