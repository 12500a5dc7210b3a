# ruff: noqa: RUF001 (signs of other scripts are the matter here)
"""Numbers as readers see them, in any script and any way of writing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.load.quantities import find_quantities


def claims(text: str) -> list[str]:
    """Return the figures of a text that claim something."""
    return [item.text for item in find_quantities(text) if item.claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from 40 to 4, and no more.", ["40", "4"]),
        ("fell from 40 to 4.", ["40", "4"]),
        ("4; 5: (6) “7” 8! 9?", ["4", "5", "6", "7", "8", "9"]),
        ("1,000 and 1.000 and 1 000 and 1\u00a0000 and 1\u202f000 and 1'000", ["1,000", "1.000", "1 000", "1\u00a0000", "1\u202f000", "1'000"]),
        ("99.95 or 99,95", ["99.95", "99,95"]),
        ("3개, 5つ, 7个", ["3", "5", "7"]),
    ],
)  # fmt: skip
def test_a_number_ends_where_readers_see_its_end(text: str, expected: list[str]) -> None:
    assert [item.text for item in find_quantities(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Costs cut by 30%, with", ["30%"]),
        ("30 % and 30\u00a0% and 30\u202f% and 30 percent and 30 Prozent", ["30 %", "30\u00a0%", "30\u202f%", "30 percent", "30 Prozent"]),
        ("오류율 11%를 기록, 11퍼센트", ["11%", "11퍼센트"]),
        ("障害率１１％に、３０秒で、5分間", ["１１％", "３０秒", "5分"]),
        ("٣٠٪", ["٣٠٪"]),
        ("500ms, 500 ms, 500ms로, 0.5s, 4분으로", ["500ms", "500 ms", "500ms", "0.5s", "4분"]),
        ("1,5 Sekunden; 3 heures; 2 semanas; 3-month; 10+ years", ["1,5 Sekunden", "3 heures", "2 semanas", "3-month", "10+ years"]),
        ("3x, 3 x, 3×, ×10, 10-fold, 10fold, 10 times, 10倍, 3배", ["3x", "3 x", "3×", "×10", "10-fold", "10fold", "10 times", "10倍", "3배"]),
        ("$4M, €4, 4 €, 4M€, US$ 4, USD 4 million, 4 Mio. €, ¥100万, 5억원", ["$4M", "€4", "4 €", "4M€", "US$ 4", "USD 4 million", "4 Mio. €", "¥100万", "5억원"]),
        ("100K+ users, 1.3M rows, 1B events, 2 billion", ["100K+", "1.3M", "1B", "2 billion"]),
        ("5GB, 16 MB, 3 req/s, 10 Gbps, 20 km", ["5GB", "16 MB", "3 req/s", "10 Gbps", "20 km"]),
        ("-30%, +30%, ~30%, >99.9%, −30%", ["30%", "30%", "30%", "99.9%", "30%"]),
        ("50-25 ms; 50→25 ms; 3–5 days", ["50", "25 ms", "50", "25 ms", "3", "5 days"]),
        ("$5/month, 5,000€/month", ["$5", "5,000€"]),
    ],
)  # fmt: skip
def test_a_unit_belongs_to_its_number(text: str, expected: list[str]) -> None:
    assert claims(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "HTTP/2 and HTTP/1.1, TLS 1.3, IPv6, OAuth 2, SOC 2, ISO 27001, RFC 9110",
        "Java 21, Python 3.11, PostgreSQL 16.2, v2, v2.0.1, 1.2.3, log4j2",
        "24/7, 50/50, 1/3, 10:30, 3分の1, 2024-11-28, 28.11.2024, 192.168.0.1",
        "2024, 2019-2024, 2019–24, 1990s, 2024年, the 2020s",
        "S3, EC2, p99, Q3, eu-west-1, us-east-1a, k8s, x86-64, B2B, COVID-19, covid-19",
        "5G, 3D, 2FA, 1st, 2nd, 1920x1080, 16 × 9, 3x3",
        "40 services, 5 regions, 1 team, 12 people",
        "5 bicycles, 3 gophers, 7 horses, 3 sets, 2 minutiae",
        "none at all",
    ],
)
def test_names_and_bare_numbers_claim_nothing(text: str) -> None:
    assert claims(text) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("500ms", "0.5 seconds"),
        ("60 min", "1 hour"),
        ("1,5 s", "1.5 s"),
        ("1,000", "1000"),
        ("1.000", "1000"),
        ("1.000.000", "1,000,000"),
        ("12,34,567", "1234567"),
        ("1M", "1 million"),
        ("100万", "1M"),
        ("€4M", "4 Mio. €"),
        ("30%", "３０ ％"),
        ("2,5 GB", "2500 MB"),
    ],
)
def test_the_same_quantity_written_in_two_ways(one: str, other: str) -> None:
    (first,), (second,) = find_quantities(one), find_quantities(other)
    assert first.dimension == second.dimension
    assert first.measures & second.measures


@pytest.mark.parametrize(
    ("one", "other"), [("1,5 s", "15 s"), ("$4", "€4"), ("0,500", "500"), ("3 s", "3 ms"), ("30%", "30x")]
)
def test_quantities_that_differ(one: str, other: str) -> None:
    (first,), (second,) = find_quantities(one), find_quantities(other)
    assert first.dimension != second.dimension or not first.measures & second.measures


UNITS = [
    "1 kB = 1 KB = 1 KiB = 1000 bytes",
    "1 MB = 1 MiB = 1000 kB",
    "1 GB = 1 GiB = 1000 MB",
    "1 TB = 1 TiB = 1000 GB",
    "1 PB = 1 PiB = 1000 TB",
    "8 bits = 1 byte",
    "1 Mbps = 1 Mbit/s = 1000 kbps = 1000 kbit/s",
    "1 Gbps = 1 Gbit/s = 1000 Mbps",
    "1 µs = 1 us = 1000 ns",
    "1 ms = 1 millisecond = 1000 µs",
    "1 s = 1 sec = 1 second = 1000 ms",
    "1 min = 1 minute = 60 seconds",
    "1 h = 1 hr = 1 hour = 60 minutes",
    "1 day = 24 hours",
    "1 week = 7 days",
    "12 months = 1 year = 1 yr",
    "10 ‰ = 1 % = 1 percent",
    "3x = 3 × = 3 times = 3-fold",
    "5 rps = 5 req/s = 5 qps",
    "2K = 2 thousand = 2 tsd",
    "2M = 2 million = 2000K",
    "2B = 2 billion = 2000M = 2 Mrd",
    "1 lakh = 100 thousand",
    "1 crore = 100 lakh",
]


@pytest.mark.parametrize("line", UNITS)
def test_units_of_one_kind_are_compared(line: str) -> None:
    quantities = [find_quantities(part) for part in line.split(" = ")]
    (first,) = quantities[0]
    for (other,) in quantities[1:]:
        assert other.dimension == first.dimension, other
        assert other.measures == first.measures, other


def test_what_follows_a_number() -> None:
    assert [item.following for item in find_quantities("5 Regions, 3개 리전, 4 ms p99, 7.")] == [
        "regions",
        "개 리전",
        "p",
        "",
    ]


def test_a_run_of_digits_is_no_number() -> None:
    assert find_quantities("9" * 100 + "%") == ()


@given(st.text() | st.text("0123456789.,% $x×KM+-–ms/:분萬'", max_size=40))
def test_every_quantity_lies_in_its_text(text: str) -> None:
    end = 0
    for item in find_quantities(text):
        assert item.start >= end
        end = item.start + len(item.text)
        assert text[item.start : end] == item.text
        assert item.values
