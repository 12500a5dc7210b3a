from __future__ import annotations

import pytest

from portfolio.load.negations import drop_unwanted
from portfolio.load.skills import SkillFinder, list_known_skills

FINDER = SkillFinder(list_known_skills())


def wanted(text: str) -> list[str]:
    return [*dict.fromkeys(item.name for item in drop_unwanted(FINDER.find(text, is_prose=True), text))]


@pytest.mark.parametrize(
    "text",
    [
        "No Kafka needed.",
        "no experience with Kafka",
        "Kafka is not required.",
        "Kafka experience isn\u2019t needed",
        "Kafka (not a must)",
        "We don't use Kafka.",
        "We do not use Kafka, Redis or PHP.",
        "You don't need to know Kafka.",
        "You will never touch Kafka again.",
        "without Kafka and Redis",
        "Neither Kafka nor Redis",
        "Kafka and Redis are not strictly necessary.",
        "Kein Kafka, keine Warteschlangen",
        "Keine Erfahrung mit Kafka",
        "Ohne Kafka",
        "Kafka ist nicht erforderlich",
        "Kafka-Kenntnisse sind nicht zwingend n\u00f6tig".replace("-Kenntnisse", " Kenntnisse"),
    ],
)
def test_a_skill_that_is_not_asked_for_is_not_wanted(text: str) -> None:
    assert wanted(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We use Pulsar instead of Kafka.", ["Apache Pulsar"]),
        ("Postgres rather than MySQL", ["PostgreSQL"]),
        ("PostgreSQL statt MySQL", ["PostgreSQL"]),
        ("No PHP here. Python is our language.", ["Python"]),
        ("No PHP needed, but we like Python.", ["Python"]),
        ("Kafka is required, PHP is not required.", ["Kafka"]),
        ("Not only Kafka but Redis, too", ["Kafka", "Redis"]),
        ("No nonsense: Kafka and Redis", ["Kafka", "Redis"]),
        ("You know Kafka. Years of it are not required.", ["Kafka"]),
        ("No Kafka needed at first; later you will run Kafka.", ["Kafka"]),
        ("no-code tools, Kafka", ["Kafka"]),
        ("Kafka, Redis (not required)", ["Kafka"]),
        ("Kafka or Redis is not required, PHP is", ["PHP"]),
        ("We don't use PHP, and Python is a must.", ["Python"]),
        ("There is no day without bugs. Kafka helps.", ["Kafka"]),
    ],
)
def test_other_skills_beside_it_are_wanted(text: str, names: list[str]) -> None:
    assert wanted(text) == names
