from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.sites import STARTER_STUDY, add_study, copy_starter, edit_study, load

from portfolio.model.names import tag_slug
from portfolio.model.site import collect_tags

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("SNS/SQS", "sns-sqs"),
        ("API design", "api-design"),
        ("Next.js", "next-js"),
        ("Größe", "grösse"),
        ("Cafe\u0301", "café"),
        ("日本語", "日本語"),
        ("हिन्दी भाषा", "हिन्दी-भाषा"),
        ("தமிழ்", "தமிழ்"),
        ("ภาษาไทย น้ำ", "ภาษาไทย-น้ำ"),
        ("اَلْعَرَبِيَّةُ", "اَلْعَرَبِيَّةُ"),
        ("שָׁלוֹם", "שָׁלוֹם"),
        ("x\u0304-ray", "x\u0304-ray"),
        ("می\u200cخواهم", "میخواهم"),  # noqa: RUF001 (Persian)
        ("क्\u200dष", "क्ष"),
        ("❤\ufe0f C 1\ufe0f\u20e3", "c-1"),
        ("a \u0301 b_c", "a-b_c"),
        ("  a -- b  ", "a-b"),
        ("../../etc/passwd", "etc-passwd"),
        ('"><script>', "script"),
        ("???", ""),
    ],
)
def test_a_tags_slug_is_valid_in_an_address(name: str, slug: str) -> None:
    assert tag_slug(name) == slug


def test_tags_and_stack_entries_share_a_page_and_the_stacks_spelling(tmp_path: Path) -> None:
    root = copy_starter(tmp_path / "site")
    add_study(root, "a-first", order=1, tags=["postgresql", "go"], stack=[])
    edit_study(
        root, STARTER_STUDY, lambda front: front | {"tags": ["go", "queues"], "stack": ["Go", "PostgreSQL"]}
    )
    site = load(root).site
    assert site is not None
    tags = collect_tags(site.case_studies)
    assert [(tag.slug, tag.name) for tag in tags] == [
        ("go", "Go"),
        ("postgresql", "PostgreSQL"),
        ("queues", "queues"),
    ]
    assert [study.slug for study in tags[0].case_studies] == ["a-first", STARTER_STUDY]
    assert tags[0].address == "/tags/go/"
