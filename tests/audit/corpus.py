"""A generated site of 60 pages and more, with everything that a content author may write. The same every time."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any

from audit.pictures import png

if TYPE_CHECKING:
    from pathlib import Path

SEED = 20_260_101
CASE_STUDIES = 50
LONG_WORDS = (
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "pneumonoultramicroscopicsilicovolcanoconiosis",
    "AbstractSingletonProxyFactoryBeanConfigurationProvider",
    "https://example.com/a/very/long/address/that/nobody/would/break/on/their/own",
)
NOUNS = (
    "queue",
    "ledger",
    "gateway",
    "cache",
    "index",
    "shard",
    "replica",
    "batch",
    "stream",
    "lock",
    "schema",
    "token",
    "retry",
    "report",
    "worker",
)
VERBS = (
    "drains",
    "writes",
    "splits",
    "merges",
    "keeps",
    "checks",
    "signs",
    "sends",
    "drops",
    "reads",
    "replays",
    "moves",
    "counts",
    "sorts",
)
TAGS = ("queues", "ledgers", "latency", "retries", "schemas", "streams", "caching")
STACK = {
    "Languages": ["Go", "Python", "Java"],
    "Data, and where it rests at night": ["PostgreSQL", "Redis", "DynamoDB"],
}
PRINCIPLES = ("retries-happen", "one-writer", "measure-first", "small-steps")
COMPANIES = ("Example Bank", "Sample Freight and Warehousing Partners GmbH & Co. KG", "Placeholder & Sons")
ALERTS = ("NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION")


def write_site(root: Path) -> Path:
    """Write the whole site into a new folder and give the folder back."""
    random = Random(SEED)  # noqa: S311 (a corpus that can be made again, no secret)
    studies = root / "content" / "case-studies"
    studies.mkdir(parents=True)
    (root / "static").mkdir()
    (root / "portfolio.yaml").write_text("language: en\n", encoding="utf-8")
    _write(root / "content" / "profile.yaml", profile())
    _write(
        root / "content" / "stack.yaml", [{"name": name, "entries": list(own)} for name, own in STACK.items()]
    )
    _write(root / "content" / "experience.yaml", [{"employer": name} for name in COMPANIES])
    _write(root / "content" / "certifications.yaml", [{"name": "Certified Example"}])
    _write(root / "content" / "principles.yaml", [principle(random, name) for name in PRINCIPLES])
    _write(root / "content" / "repositories.yaml", [repository(random, number) for number in range(6)])
    _write(root / "content" / "home.yaml", home())
    for number in range(CASE_STUDIES):
        text = f"---\n{json.dumps(front_matter(random, number), ensure_ascii=False, indent=1)}\n---\n\n"
        (studies / f"{slug(number)}.md").write_text(text + body(random, number), encoding="utf-8")
    for number in range(3):
        (root / "static" / f"picture-{number}.png").write_bytes(png(640, 200 + 40 * number, number))
    return root


def _write(file: Path, content: object) -> None:
    # JSON is YAML, too.
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def slug(number: int) -> str:
    """Name a case study's file."""
    return f"{NOUNS[number % len(NOUNS)]}-{number:02}"


def sentence(random: Random) -> str:
    """Make up a sentence, now and then with a very long word."""
    first, second, third = random.sample(NOUNS, 3)
    long = f" of {random.choice(LONG_WORDS)}" if random.random() < 0.1 else ""
    return f"The {first}{long} {random.choice(VERBS)} what the {second} {random.choice(VERBS)}, and the {third} waits."


def paragraph(random: Random, sentences: int = 4) -> str:
    """Make up a paragraph."""
    return " ".join(sentence(random) for _ in range(sentences))


def profile() -> dict[str, Any]:
    """Make the profile, with a long name and every key."""
    return {
        "name": "Wilhelmina Featherstonehaugh",
        "role": "Principal Software Engineer",
        "lead": "I build systems that settle once, and say so when they do *not*.",
        "fields": ["Distributed Systems", "Payments", "PostgreSQL"],
        "years": "12+",
        "about": ["I look after ledgers, queues and the people who are called when either stops."],
        "facts": {"focus": ["ledgers", "idempotent APIs"], "cloud": {"AWS": ["SQS", "Lambda"]}, "years": 12},
        "email": "wilhelmina@example.org",
        "links": [{"label": "GitHub", "url": "https://github.com/octocat"}],
        "github": "octocat",
        "closing": ["Money moves once.", "It is written down twice."],
    }


def home() -> dict[str, Any]:
    """Make the home page, with every kind of section but the text of a file, which would fill sheets."""
    kinds = ("case-studies", "about", "principles", "stack", "repositories", "contact")
    return {
        "figures": [f"{slug(number)}/figure" for number in range(4)],
        "sections": [
            {
                "kind": kind,
                "title": f"All about {kind.replace('-', ' ')}",
                "command": f"cat {kind}",
                "nav": kind,
            }
            for kind in kinds
        ]
        + [{"kind": "code", "language": "go"}],
    }


def principle(random: Random, name: str) -> dict[str, str]:
    """Make up a principle."""
    return {"id": name, "name": name.replace("-", " "), "text": sentence(random)}


def repository(random: Random, number: int) -> dict[str, Any]:
    """Make up a repository; every other one is a fork."""
    name = f"{random.choice(NOUNS)}-{number}"
    fork = {"fork_of": f"octocat/{name}"} if number % 2 else {}
    return {
        "name": name,
        "url": f"https://github.com/octocat/{name}",
        "language": "Go",
        "stars": number,
        **fork,
    }


def front_matter(random: Random, number: int) -> dict[str, Any]:
    """Make up the front matter of a case study; each third is short."""
    figure = f"{random.randint(2, 900)}K+"
    full = number % 3 != 0
    front: dict[str, Any] = {
        "title": f"The {slug(number)} rebuild",
        "emoji": random.choice("🏦📦🔁🧾"),
        "headline": f"{figure} {random.choice(NOUNS)}s moved, with no loss",
        "company": random.choice(COMPANIES),
        "role": "design, *build* and `on-call`",
        "scale": f"{figure} rows a day",
        "problem": sentence(random),
        "summary": paragraph(random, 2),
        "outcomes": [
            {
                "id": "figure",
                "what": f"rows moved by {slug(number)}",
                "after": figure,
                "scope": "with no loss",
            }
        ],
        "order": number,
        "tags": random.sample(TAGS, 3),
        "stack": random.sample(STACK["Languages"], 2),
    }
    if full:
        front["outcomes"].append(
            {"id": "time", "what": "time", "before": 40, "after": number + 1, "unit": "minutes"}
        )
        front |= {
            "constraint": sentence(random),
            "period": "2023 to 2024",
            "updated": f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}",
            "principles": random.sample(PRINCIPLES, 2),
            "decisions": [{"what": sentence(random), "why": sentence(random), "trade_off": sentence(random)}],
        }
    return front


def body(random: Random, number: int) -> str:
    """Make up a case study's text: two or three of the parts below, in turn, so that all occur."""
    parts = (tables, code, alerts, footnotes, diagram, lists, pictures, wide)
    count = 2 + number % 2
    chosen = [parts[(number + step * 3) % len(parts)] for step in range(count)]
    return "\n\n".join((paragraph(random), *(part(random, number) for part in chosen))) + "\n"


def tables(random: Random, number: int) -> str:
    """Give a table with all alignments."""
    rows = "\n".join(
        f"| {random.choice(NOUNS)} | {random.randint(1, 99)} | {random.choice(VERBS)} |"
        for _ in range(2 + number % 4)
    )
    return f"## Figures before and after\n\n{paragraph(random, 1)}\n\n| part | before | does |\n|:-----|------:|:---:|\n{rows}"


def wide(random: Random, _: int) -> str:
    """Give a table that is wider than a phone, and a word that is wider than its column."""
    head = " | ".join(NOUNS[:10])
    line = " | ".join(str(random.randint(1000, 99999)) for _ in range(10))
    rule = " | ".join(["---:"] * 10)
    return f"## A wide table\n\n| {head} |\n| {rule} |\n| {line} |\n\n{random.choice(LONG_WORDS)} {sentence(random)}"


def code(random: Random, _: int) -> str:
    """Give code with a title, highlighted lines and numbers, one line of it long."""
    return (
        f"## What it looks like\n\n{paragraph(random, 1)}\n\n"
        '```sql title="One row a payment" {2,4-5} linenos\n'
        "INSERT INTO payments (invoice, attempt, state) -- and a comment that makes this line longer than phones\n"
        "VALUES ($1, $2, 'pending')\nON CONFLICT (invoice, attempt)\nDO NOTHING\nRETURNING id;\n```\n\n"
        "```python\ndef settle(invoice: str, attempt: int = 1) -> bool:\n"
        '    """Settle once."""\n    return ledger.write(invoice, attempt) is not None\n```'
    )


def alerts(random: Random, number: int) -> str:
    """Give an alert of one kind, and a quotation."""
    kind = ALERTS[number % len(ALERTS)]
    return f"## Handle with care\n\n> [!{kind}]\n> {sentence(random)}\n\n> {sentence(random)}"


def footnotes(random: Random, _: int) -> str:
    """Give two footnotes, one of them used twice."""
    return (
        f"## Sources\n\n{sentence(random)}[^one] {sentence(random)}[^two] {sentence(random)}[^one]\n\n"
        f"[^one]: {sentence(random)}\n\n[^two]: With a [link](https://github.com/octocat).\n"
    )


def diagram(random: Random, _: int) -> str:
    """Give a drawing of two boxes."""
    left, right = (random.choice(NOUNS).ljust(8) for _ in range(2))
    return (
        f"## How it flows\n\n{sentence(random)}\n\n"
        '```diagram title="A request goes from one box to the other"\n'
        f"┌──────────┐      ┌──────────┐\n│ {left} │─────→│ {right} │\n└──────────┘      └──────────┘\n```"
    )


def lists(random: Random, _: int) -> str:
    """Give nested lists and tasks, with a heading below another."""
    return (
        f"## What was done\n\n1. {sentence(random)}\n2. Then:\n   - {sentence(random)}\n   - again:\n     - deeper\n\n"
        f"### And what was not\n\n- [x] {random.choice(NOUNS)}\n- [ ] {random.choice(NOUNS)}\n\n~~{sentence(random)}~~"
    )


def pictures(random: Random, number: int) -> str:
    """Give a picture, and links within the site."""
    other = (number + 7) % CASE_STUDIES
    return (
        f"## Where to look\n\n![Stripes, as on the dashboard](/picture-{number % 3}.png)\n\n{sentence(random)} See "
        f"[the {slug(other)}](/case-studies/{slug(other)}/) and [the principle](/principles/#one-writer)."
    )
