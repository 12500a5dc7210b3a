"""The translation files: each complete, with the values and plural forms that it needs, and no English left in it."""

from __future__ import annotations

import re

import pytest

from portfolio.languages.plurals import list_categories
from portfolio.languages.words import ENGLISH, Forms, list_languages, load_texts

LANGUAGES = [language for language in list_languages() if language != "en"]
ON_GITHUB = {
    "forks",
    "total_commits",
    "total_pull_requests",
    "total_issues",
    "total_forks",
    "left_out_forks",
    "text_forks",
}
SAME = {
    "de": {f"month_{number}" for number in (1, 2, 4, 6, 7, 8, 9, 11)} | {"text_forks", "text_links"},
    "es": ON_GITHUB,
    "fr": ON_GITHUB
    | {"section_certifications", "section_publications", "section_contact", "nav_publications", "nav_contact"}
    | {"numbered", "contributions", "panel_contributions", "text_pages"},
    "pt": ON_GITHUB | {"text_links"},
}
"""The keys whose words are equal to the English ones: names of things on GitHub, and kinship."""


def forms_of(text: str | Forms) -> Forms:
    return {"": text} if isinstance(text, str) else text


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_there_are_nine_languages() -> None:
    assert list_languages() == ["ar", "de", "en", "es", "fr", "hi", "ja", "pt", "zh"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_file_has_the_english_keys_in_their_order(language: str) -> None:
    assert [*load_texts(language)] == [*ENGLISH.texts]


@pytest.mark.parametrize("language", list_languages())
def test_each_counted_word_has_the_plural_forms_of_its_language(language: str) -> None:
    for key, text in load_texts(language).items():
        assert isinstance(text, str) == isinstance(ENGLISH.texts[key], str), key
        if not isinstance(text, str):
            assert tuple(text) == list_categories(language), key


@pytest.mark.parametrize("language", list_languages())
def test_each_text_has_the_values_of_the_english_one(language: str) -> None:
    """A form for one or two may say the number in its word."""
    for key, text in load_texts(language).items():
        own = ENGLISH.texts[key]
        wanted = placeholders(own if isinstance(own, str) else own["other"])
        for category, form in forms_of(text).items():
            optional = set() if category in {"", "other"} else {"count"}
            assert wanted - optional <= placeholders(form) <= wanted, (key, category)
            assert not {"{", "}"} & set(re.sub(r"\{\w+\}", "", form)), (key, category)


@pytest.mark.parametrize("language", ["ar", "hi", "ja", "zh"])
def test_no_text_of_another_script_has_an_english_word(language: str) -> None:
    """Names apart; a unit and the letters of a date are none."""
    allowed = {"GitHub", "Issue", "PDF", "GB", "MB", "kB", "B"}
    for key, text in load_texts(language).items():
        if not key.startswith(("date_", "number_")):
            for form in forms_of(text).values():
                words = set(re.findall("[A-Za-z]+", re.sub(r"\{\w+\}", "", form)))
                assert words <= allowed, (key, words)


@pytest.mark.parametrize("language", SAME)
def test_no_text_is_the_english_one_by_mistake(language: str) -> None:
    found = {
        key
        for key, text in load_texts(language).items()
        for form in forms_of(text).values()
        if form in forms_of(ENGLISH.texts[key]).values()
        and re.search("[A-Za-z]{3}", re.sub(r"\{\w+\}", "", form))
    }
    assert found == SAME[language]
