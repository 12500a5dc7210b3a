# ruff: noqa: RUF001 (signs of other scripts are the matter here)
"""Numbers as readers see them, in any script and any way of writing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.load.quantities import find_quantities


def claims(text: str) -> list[str]:
    """Return the numbers of a text that make a claim."""
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
        ("2 h 30 min, 1h 5m, 3 min 20 s, 2h30min, 1 day 2 h 3 min", ["2 h 30 min", "1h", "3 min 20 s", "2h30min", "1 day 2 h 3 min"]),
        ("2時間30分で; 1 Std. 30 Min. und 1h30; en 1 h 30", ["2時間30分", "1 Std. 30 Min", "1h30", "1 h 30"]),
        ("30 min 2 h, 2 h 90 min, 2 h, 30 min; 1 h 30 services", ["30 min", "2 h", "2 h", "90 min", "2 h", "30 min", "1 h"]),
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
        ("2 h 30 min", "2.5 h"),
        ("1h30", "90 minutes"),
        ("1 day 2 h 30 min", "26.5 hours"),
        ("2時間30分", "150分"),
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
    "3k = 3K = 3 tsd = 3 tys = 3 thousand = 3 thousands = 3 tausend = 3 mille = 3 mil = 3 тыс = 3千 = 3천 = 3000",
    "3万 = 3萬 = 3만 = 30 thousand",
    "3 lakh = 3 lakhs = 300K",
    "3M = 3 mn = 3 mio = 3 mln = 3 million = 3 millions = 3 Millionen = 3 millón = 3 millones = 3 milhão = 3000K",
    "3M = 3 milhões = 3 milioni = 3 miljoen = 3 milionów = 3 млн",
    "3 crore = 3 crores = 30M",
    "3億 = 3亿 = 3억 = 300M",
    "3B = 3 bn = 3 Mrd = 3 mld = 3 billion = 3 billions = 3 Milliarde = 3 Milliarden = 3 milliard = 3 milliards = 3000M",
    "3B = 3 miljard = 3 miliardów = 3 млрд",
    "3 trillion = 3 trillions = 3兆 = 3조 = 3000B",
    "$3 = US$3 = USD 3 = 3 dollar = 3 dollars = 3 USD",
    "€3 = 3 EUR = 3 euro = 3 euros",
    "£3 = 3 GBP = 3 pounds",
    "¥3 = 3 JPY = 3 CNY = 3 RMB = 3 yen = 3円 = 3元",
    "₩3 = 3 KRW = 3원",
    "₹3 = 3 INR = 3 rupees",
    "A$3 = AU$3 = 3 AUD",
    "C$3 = CA$3 = 3 CAD",
    "R$3 = 3 BRL = 3 reais",
    "CHF 3 = 3 CHF",
    "3 Kč = 3 CZK",
    "3 kr = 3 SEK = 3 NOK = 3 DKK",
    "3 zł = 3 PLN",
    "₺3 = 3 TRY",
    "₽3 = 3 RUB",
    "3% = 3 pp = 3 percent = 3 per cent = 3 percentage points = 3 Prozent = 3 procent = 3 pourcent = 3 por ciento",
    "3% = 3 per cento = 3 процентов = 3パーセント = 3퍼센트 = 30‰",
    "3× = 3x = 3-fold = 3 times = 3 mal = 3-fach = 3 fois = 3 veces = 3 vezes = 3 volte = 3 keer = 3 ganger = 3 gånger",
    "3x = 3 раз = 3 раза = 3倍 = 3배",
    "3 ms = 3 msec = 3 millisecond = 3 milliseconds = 3 Millisekunden = 3 millisecondes = 3 milisegundos = 3ミリ秒",
    "3 ms = 3毫秒 = 3밀리초",
    "3 s = 3 sec = 3 secs = 3 second = 3 seconds = 3 Sekunde = 3 Sekunden = 3 seconde = 3 secondes = 3 seconden",
    "3 s = 3 segundo = 3 segundos = 3 secondi = 3 sekunder = 3 sekund = 3 сек = 3 секунд = 3 секунды = 3秒 = 3초",
    "3 min = 3 mins = 3 minute = 3 minutes = 3 Minuten = 3 minuto = 3 minutos = 3 minuti = 3 minuut = 3 minutter",
    "3 min = 3 minuter = 3 минут = 3 минуты = 3分 = 3分钟 = 3分鐘 = 3분",
    "3 h = 3 hr = 3 hrs = 3 hour = 3 hours = 3 Std = 3 Stunde = 3 Stunden = 3 heure = 3 heures = 3 uur = 3 uren",
    "3 h = 3 hora = 3 horas = 3 ora = 3 ore = 3 timmar = 3 godzin = 3 часов = 3 часа = 3時間 = 3小时 = 3小時 = 3시간",
    "3 day = 3 days = 3 Tage = 3 Tagen = 3 jour = 3 jours = 3 dagen = 3 dage = 3 dagar = 3 días = 3 dias = 3 giorno",
    "3 days = 3 giorni = 3 dni = 3 дней = 3 дня = 3日間 = 3天 = 3일간",
    "3 week = 3 weeks = 3 Woche = 3 Wochen = 3 semaine = 3 semaines = 3 weken = 3 uger = 3 veckor = 3 semana",
    "3 weeks = 3 semanas = 3 settimana = 3 settimane = 3 tygodni = 3 недель = 3 недели = 3週間 = 3周 = 3주일 = 3주",
    "3 month = 3 months = 3 Monat = 3 Monate = 3 Monaten = 3 mois = 3 maand = 3 maanden = 3 mes = 3 meses = 3 mesi",
    "3 months = 3 miesięcy = 3 месяцев = 3 месяца = 3か月 = 3ヶ月 = 3カ月 = 3个月 = 3個月 = 3개월",
    "3 yr = 3 yrs = 3 year = 3 years = 3 Jahr = 3 Jahre = 3 Jahren = 3 ans = 3 année = 3 années = 3 jaar = 3 años",
    "3 years = 3 anos = 3 anni = 3 lat = 3 лет = 3 года = 3年 = 3年間 = 3년 = 3년간",
    "3 bit = 3 bits",
    "3 byte = 3 bytes",
    "3 rps = 3 qps = 3 tps = 3 req/s = 3 requests/s = 3 ops/s",
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
def test_every_quantity_is_in_its_text(text: str) -> None:
    end = 0
    for item in find_quantities(text):
        assert item.start >= end
        end = item.start + len(item.text)
        assert text[item.start : end] == item.text
        assert item.values
