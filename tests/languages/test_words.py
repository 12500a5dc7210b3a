from __future__ import annotations

import datetime as dt

import pytest
from markupsafe import Markup

from portfolio.languages.plurals import CATEGORIES, choose_category, list_categories
from portfolio.languages.words import ENGLISH, Words, find_language, list_languages, load_words

ISOLATED = "\N{FIRST STRONG ISOLATE}{}\N{POP DIRECTIONAL ISOLATE}"


def test_english_is_the_default_and_has_no_key_of_its_own() -> None:
    assert load_words("en") == ENGLISH == load_words()
    assert ENGLISH.key == ""
    assert load_words("en-GB").key == ""


def test_own_words_replace_those_of_the_language() -> None:
    words = load_words("en", {"skip": "Go on"})
    assert (words["skip"], words["home"]) == ("Go on", "home")
    assert words.key != load_words("en", {"skip": "Go on!"}).key != ""


def test_a_sentence_has_its_values() -> None:
    assert ENGLISH.say("range", first="a", last="b") == "a to b"


def test_a_value_that_is_html_stays_html_and_all_else_is_escaped() -> None:
    words = load_words("en", {"range": "<{first}> {last}"})
    said = words.say("range", first=Markup("<b>x</b>"), last="<i>")
    assert isinstance(said, Markup)
    assert said == "&lt;<b>x</b>&gt; &lt;i&gt;"


@pytest.mark.parametrize(("number", "said"), [(0, "0 days"), (1, "1 day"), (1200, "1,200 days")])
def test_a_word_is_counted(number: int, said: str) -> None:
    assert ENGLISH.count("days", number) == said


def test_a_counted_word_can_show_another_text_than_its_number() -> None:
    assert ENGLISH.count("years", 10, count="10+") == "10+ years"


@pytest.mark.parametrize(
    ("language", "numbers"),
    [
        ("ar", {"zero": 0, "one": 1, "two": 2, "few": 103, "many": 111, "other": 100}),
        ("cs", {"one": 1, "few": 3, "other": 5}),
        ("de", {"one": 1, "other": 0}),
        ("en", {"one": 1, "other": 2}),
        ("es", {"one": 1, "many": 2_000_000, "other": 0}),
        ("fr", {"one": 0, "many": 1_000_000, "other": 2}),
        ("he", {"one": 1, "two": 2, "other": 12}),
        ("hi", {"one": 0, "other": 2}),
        ("ja", {"other": 1}),
        ("pl", {"one": 1, "few": 22, "many": 12, "other": None}),
        ("pt", {"one": 0, "many": 1_000_000, "other": 2}),
        ("ru", {"one": 21, "few": 33, "many": 11, "other": None}),
        ("zh", {"other": 1}),
    ],
)
def test_each_language_has_its_plural_categories(language: str, numbers: dict[str, int | None]) -> None:
    assert list_categories(language) == tuple(numbers)
    assert set(numbers) <= set(CATEGORIES)
    for category, number in numbers.items():
        if number is not None:
            assert choose_category(language, number) == category, number


def test_a_language_without_words_counts_english_ones_as_english_does() -> None:
    """Korean has one form; its own words use it, English ones do not."""
    words = load_words("ko", {"weeks": {"other": "{count}주"}})
    assert (words.count("days", 1), words.count("weeks", 1)) == ("1 day", "1주")


@pytest.mark.parametrize(
    ("items", "said"), [([2019], "2019"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_things_are_joined_to_a_list(items: list[object], said: str) -> None:
    assert ENGLISH.join(items) == said


@pytest.mark.parametrize(
    ("pattern", "day", "month"),
    [
        ("y-MM-dd", "2026-03-07", "2026-03"),
        ("dd.MM.y", "07.03.2026", "03.2026"),
        ("y年M月d日", "2026年3月7日", "2026年3月"),
        ("dd 'den' MM y", "07 den 03 2026", "'den' 03 2026".replace("'", "")),
    ],
)
def test_a_date_has_the_form_of_its_language(pattern: str, day: str, month: str) -> None:
    cut = pattern.replace("-dd", "").replace("dd.", "").replace("d日", "").removeprefix("dd ")
    words = load_words("en", {"date_day": pattern, "date_month": cut})
    assert words.date(dt.date(2026, 3, 7)) == words.date("2026-03-07") == day
    assert words.date("2026-03") == month
    assert words.date("2026") == "2026"


@pytest.mark.parametrize(
    ("pattern", "least", "group", "said"),
    [
        ("#,##0", "1", ",", ("999", "1,234", "12,345,678")),
        ("#,##0", "2", ".", ("999", "1234", "12.345.678")),
        ("#,##,##0", "1", ",", ("999", "1,234", "1,23,45,678")),
    ],
)
def test_digits_are_grouped(pattern: str, least: str, group: str, said: tuple[str, ...]) -> None:
    words = load_words("en", {"number_pattern": pattern, "number_least": least, "number_group": group})
    numbers = (999, 1234, 12_345_678)
    assert tuple(map(words.number, numbers)) == said
    assert words.number(-1_000_000).startswith("-1")


def test_shares_and_decimals_have_the_languages_point() -> None:
    words = load_words("en", {"number_decimal": ",", "percent": "{number} %"})
    assert (words.percent(0.375, 1), words.percent(0.5), words.decimal(1234.5, 1)) == (
        "37,5 %",
        "50 %",
        "1,234,5",
    )


def test_values_are_isolated_in_a_language_from_the_right() -> None:
    """Else a date would be read from its end, and a Latin name would reorder what is beside it."""
    words = Words("ar", ENGLISH.texts)
    day = ISOLATED.format("2026-01-31")
    assert words.direction == "rtl"
    assert words.say("on_day", day="2026-01-31") == f"on {day}"
    assert words.count("days", 3) == "3 days"
    assert words.say("range", first="أول", last="آخر") == "أول to آخر"
    assert words.join(["Ada", "2026-01-31"]) == f"{ISOLATED.format('Ada')} and {day}"


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("ar-EG", "rtl"),
        ("fa", "rtl"),
        ("he", "rtl"),
        ("ur", "rtl"),
        ("arn", "ltr"),
    ],
)
def test_arabic_persian_hebrew_and_urdu_are_written_from_the_right(tag: str, direction: str) -> None:
    words = load_words(tag)
    assert words.direction == direction
    assert (words.backward, words.forward) == (("←", "→") if direction == "ltr" else ("→", "←"))


def test_a_tag_finds_the_file_of_its_language() -> None:
    assert find_language("en-AU") == "en"
    assert find_language("tlh") is None
    assert "en" in list_languages()
