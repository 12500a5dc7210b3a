"""The headline's numbers against the outcomes: the warnings, their positions, and what is no warning."""

from __future__ import annotations

import pytest

from portfolio.errors import Diagnostics, Severity, Source
from portfolio.load.headline import check_headline
from portfolio.model.case_study import Outcome

OUTCOMES = (
    Outcome(id="a", what="customers moved", after="1M+"),
    Outcome(id="b", what="time over 3 regions", before="40", after="4", unit="minutes"),
    Outcome(id="c", what="errors", after="11%"),
    Outcome(id="d", what="cost", before="$2.5K", after="$500", scope="a month"),
    Outcome(id="e", what="latency", before="1,2", after="0,3", unit="s"),
    Outcome(id="f", what="requests", after="100", unit="K a day"),
)


def warned(headline: str, outcomes: tuple[Outcome, ...] = OUTCOMES, text: str | None = None) -> list[str]:
    """Return `line:column number` of each warning; the words under the caret are the number."""
    source = Source("a.md", text or f"headline: {headline}")
    diagnostics = Diagnostics()
    check_headline(headline, outcomes, source.span(1, 11, len(headline)), source, diagnostics)
    found = []
    for item in diagnostics.items:
        assert item.severity is Severity.WARNING
        assert item.span is not None
        figure = item.span.text[item.span.column - 1 :][: item.span.length]
        assert item.message == f"the headline's number `{figure}` is in no outcome"
        found.append(f"{item.span.line}:{item.span.column} {figure}")
    return found


@pytest.mark.parametrize(
    "headline",
    [
        "1M+ customers",
        "1M customers, 1 million customers",
        "From 40 minutes to 4, and no payment made twice",
        "fell from 40 to 4.",
        "40 → 4 min in 3 regions",
        "4-minute settlement; from 2400 s to 240 seconds",
        "errors down to 11 %, 11%.",
        "오류율 11%를 기록",
        "Fehler bei 11 Prozent",
        "$500 a month, not $2500 or $2,500 or 2.5K USD",
        "1.2 s became 300ms, or 0.3 seconds",
        "100K requests",
        "10x faster, 90% less time, 36 minutes saved; 75 % less latency, 4 times as fast",
        "80% cheaper, 5x cheaper",
        "Java 21, HTTP/2, SOC 2, 24/7, since 2024, in eu-west-1, p99",
        "5 payment gateways, 12 services",
    ],
)
def test_what_is_in_an_outcome_or_follows_from_one_or_claims_nothing_is_right(headline: str) -> None:
    assert warned(headline) == []


def test_nothing_follows_from_two_numbers_of_different_kinds() -> None:
    outcomes = (Outcome(id="a", what="work", before="8 s", after="2 bytes"),)
    assert warned("6 s, 4x, 25%, 75%", outcomes) == ["1:11 6 s", "1:16 4x", "1:20 25%", "1:25 75%"]
    assert warned("8 s, 2 bytes", outcomes) == []


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("2M+ customers", ["1:11 2M+"]),
        ("In 26 minutes", ["1:14 26 minutes"]),
        ("In 4 hours, not 40 s", ["1:14 4 hours", "1:27 40 s"]),
        ("over 5 regions", ["1:16 5"]),
        ("Costs cut by 30%, 30 % and 12 Prozent", ["1:24 30%", "1:29 30 %", "1:38 12 Prozent"]),
        ("오류율 12%를 기록", ["1:15 12%"]),
        ("3x faster, 20-fold", ["1:11 3x", "1:22 20-fold"]),
        ("€500 a month, $4M", ["1:11 €500", "1:25 $4M"]),
        ("11 % of 11 GB", ["1:19 11 GB"]),
        ("100 K a day and 200K requests", ["1:27 200K"]),
        ("35 minutes saved", ["1:11 35 minutes"]),
        ("70% less time", ["1:11 70%"]),
    ],
)
def test_a_number_that_makes_a_claim_and_is_in_no_outcome_is_shown(
    headline: str, expected: list[str]
) -> None:
    assert warned(headline) == expected


def test_a_bare_number_contradicts_an_outcome_only_before_the_same_word() -> None:
    outcomes = (Outcome(id="a", what="payment gateways", after="5"),)
    assert warned("5 payment gateways, 7 banks, 2024 payment gateways", outcomes) == []
    assert warned("6 payment gateways", outcomes) == ["1:11 6"]
    korean = (Outcome(id="a", what="개 리전", after="3"),)
    assert warned("5개 서비스", korean) == []
    assert warned("5개 리전", korean) == ["1:11 5"]


@pytest.mark.parametrize(
    ("figure", "is_known"),
    [
        ("90.0% less", True),
        ("10.0% of the time", True),
        ("36.0 minutes saved", True),
        ("10.00x faster", True),
        ("0.10x the time", True),
        # a little beside each
        ("89.9% less", False),
        ("10.1% of the time", False),
        ("35.9 minutes saved", False),
        ("9.99x faster", False),
        ("0.11x the time", False),
    ],
)
def test_what_follows_from_an_outcome_is_worked_out_to_the_last_digit(
    figure: str,
    is_known: bool,  # noqa: FBT001 (a case)
) -> None:
    outcomes = (Outcome(id="a", what="time", before="40", after="4", unit="minutes"),)
    assert (warned(figure, outcomes) == []) is is_known


def test_an_outcome_without_a_unit_goes_with_any() -> None:
    assert warned("30 days", (Outcome(id="a", what="time to the first payment", after="30"),)) == []


def test_a_change_to_or_from_nothing_is_no_ratio() -> None:
    outcomes = (Outcome(id="a", what="errors", before="12", after="0", unit="%"),)
    assert warned("12% became 0%, 100% less", outcomes) == []
    assert warned("3x", outcomes) == ["1:11 3x"]


@pytest.mark.parametrize(
    ("text", "headline", "expected"),
    [
        ('headline: "a 5% b"', "a 5% b", ["1:14 5%"]),
        ("headline: >-\n  S5 of\n  5% and 5%\norder: 5%", "S5 of 5% and 5%", ["3:3 5%", "3:10 5%"]),
        ('headline: "a\n\n  b 5%"', "a\nb 5%", ["3:5 5%"]),
        ('headline: "a \\x35%"', "a 5%", ['1:11 "a \\']),
        ("headline: a\nother: 5%", "a 5%", ["1:11 a"]),
    ],
)
def test_the_number_is_found_in_every_form_of_yaml(text: str, headline: str, expected: list[str]) -> None:
    source = Source("a.md", text)
    diagnostics = Diagnostics()
    check_headline(headline, (), source.span(1, 11, 4), source, diagnostics)
    spans = [item.span for item in diagnostics.items if item.span]
    assert [
        f"{span.line}:{span.column} {span.text[span.column - 1 :][: span.length]}" for span in spans
    ] == expected
