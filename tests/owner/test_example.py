"""The example has nothing of the owner."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from owner.words import read_yaml

from portfolio.scaffold import EXAMPLE

if TYPE_CHECKING:
    from pathlib import Path


def test_the_example_has_no_name_and_no_address_of_the_owner(source: Path) -> None:
    profile: Any = read_yaml(source / "content/profile.yaml")
    if profile == read_yaml(EXAMPLE / "content/profile.yaml"):
        pytest.skip("the site is the example")
    experience = source / "content/experience.yaml"
    employers: Any = read_yaml(experience) if experience.exists() else []
    words = {
        str(profile["name"]),
        *(str(profile[key]) for key in ("email", "github", "phone") if key in profile),
        *(link["url"] for link in profile.get("links", ())),
        *(item["employer"] for item in employers),
    }
    files = [path for path in EXAMPLE.rglob("*") if path.is_file()]
    texts = [path.read_bytes().decode("utf-8", "replace").lower() for path in files]
    named = [re.compile(rf"\b{re.escape(word.lower())}\b") for word in words]
    assert [word.pattern for word in named if any(word.search(text) for text in texts)] == []
