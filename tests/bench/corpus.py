"""The corpus: the same pages as a site of ours and as a site of Hugo's. The same every time."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from bench.programs import PROGRAMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SEED = 20_260_101
TAGS = 20
TAGS_A_PAGE = 3
CODE_LINES = 15
HUGO_SITE = Path(__file__).with_name("hugo-site")
"""Hugo's settings and layouts."""
BASE_URL = "https://example.org/"
COMPANIES = ("Example Bank", "Sample Freight", "Placeholder & Sons")
NOUNS = (
    *("queue", "ledger", "gateway", "cache", "index", "shard", "replica", "batch", "stream", "lock"),
    *("schema", "token", "retry", "report", "worker", "journal", "cursor", "bucket", "tenant", "invoice"),
)
"""Also the tags, one each."""
VERBS = (
    *("drains", "writes", "splits", "merges", "keeps", "checks", "signs", "sends", "drops", "reads"),
    *("replays", "moves", "counts", "sorts", "closes", "opens", "copies", "holds", "marks", "renames"),
)
ADVERBS = ("early", "late", "twice", "in order", "at night", "by key", "under load", "without a lock")
HEADINGS = (
    "What was wrong",
    "What it looks like",
    "How it is kept right",
    "What it costs",
    "What came after",
)


@dataclass(frozen=True, slots=True)
class Text:
    """One page's words, before they are written for either tool."""

    slug: str
    front: dict[str, Any]
    parts: tuple[str, ...]
    """The body in Markdown, without the drawing."""
    drawing: str
    drawing_title: str

    def body(self, opening: str) -> str:
        """Return the body, with the drawing in a fence that opens so."""
        first, *others = self.parts
        return "\n\n".join((first, f"{opening}\n{self.drawing}\n```", *others)) + "\n"


def make_texts(pages: int) -> Iterator[Text]:
    """Make up so many pages; a page is the same however many there are."""
    for number in range(pages):
        random = Random(SEED + number)  # noqa: S311 (a corpus that can be made again, no secret)
        yield Text(
            slug(number),
            front_matter(random, number),
            parts(random, number, boxes := random.sample(NOUNS, 4)),
            drawing(boxes),
            f"From the {boxes[0]} to the {boxes[2]}",
        )


def write_portfolio(root: Path, pages: int) -> None:
    """Write the corpus as a site of ours into a new folder."""
    studies = root / "content" / "case-studies"
    studies.mkdir(parents=True)
    (root / "portfolio.yaml").write_text(f"base_url: {BASE_URL}\nlanguage: en\n", encoding="utf-8")
    _write_yaml(root / "content" / "profile.yaml", _profile())
    _write_yaml(root / "content" / "home.yaml", _home())
    employers = "".join(f"- employer: {json.dumps(name)}\n" for name in COMPANIES)
    (root / "content" / "experience.yaml").write_text(employers, encoding="utf-8")
    for text in make_texts(pages):
        opening = f"```diagram title={json.dumps(text.drawing_title)}"
        _write_page(studies / f"{text.slug}.md", text.front, text.body(opening))


def write_hugo(root: Path, pages: int) -> None:
    """Write the corpus as a site of Hugo's into a new folder: the same texts, the drawing as plain text."""
    shutil.copytree(HUGO_SITE, root)
    posts = root / "content" / "posts"
    posts.mkdir(parents=True)
    for text in make_texts(pages):
        front = {("date" if key == "updated" else key): value for key, value in text.front.items()}
        _write_page(posts / f"{text.slug}.md", front, text.body("```text"))
    # ours has a page for a minute, which no list shows
    minute = {"title": "In one minute", "headline": "In one minute", "build": {"list": "never"}}
    _write_page(root / "content" / "summary.md", minute, "What there is, on one page.\n")


def write_pelican(root: Path, pages: int, *, is_cached: bool) -> None:
    """Write the corpus as a site of Pelican's into a new folder: the same texts, its own theme."""
    posts = root / "content"
    posts.mkdir(parents=True)
    settings: dict[str, Any] = {
        "SITENAME": "Ada Example",
        "SITEURL": BASE_URL.rstrip("/"),
        "PATH": "content",
        "TIMEZONE": "UTC",
        "DEFAULT_LANG": "en",
        "ARTICLE_SAVE_AS": "{slug}/index.html",
        "ARTICLE_URL": "{slug}/",
        "FEED_ALL_ATOM": "feed.atom",
        "CATEGORY_FEED_ATOM": None,
        "MARKDOWN": {
            "extension_configs": {
                "markdown.extensions.codehilite": {"css_class": "highlight"},
                "markdown.extensions.extra": {},
                "markdown.extensions.meta": {},
            }
        },
        "CACHE_CONTENT": is_cached,
        "LOAD_CONTENT_CACHE": is_cached,
    }
    lines = "".join(f"{key} = {value!r}\n" for key, value in settings.items())
    (root / "pelicanconf.py").write_text(lines, encoding="utf-8")
    for text in make_texts(pages):
        head = {"Title": text.front["title"], "Date": text.front["updated"], "Slug": text.slug}
        head |= {"Tags": ", ".join(text.front["tags"]), "Summary": text.front["summary"]}
        meta = "".join(f"{key}: {value}\n" for key, value in head.items())
        (posts / f"{text.slug}.md").write_text(f"{meta}\n{text.body('```text')}", encoding="utf-8")


def write_mkdocs(root: Path, pages: int) -> None:
    """Write the corpus as a site of MkDocs' into a new folder: the same texts, its own theme, no pages of tags."""
    docs = root / "docs"
    docs.mkdir(parents=True)
    settings = {"site_name": "Ada Example", "site_url": BASE_URL, "markdown_extensions": ["codehilite"]}
    _write_yaml(root / "mkdocs.yml", settings)
    (docs / "index.md").write_text("# Ada Example\n\nThe list is in the navigation.\n", encoding="utf-8")
    for text in make_texts(pages):
        front = {"title": text.front["title"], "tags": text.front["tags"]}
        _write_page(docs / f"{text.slug}.md", front, f"# {text.front['title']}\n\n{text.body('```text')}")


def _write_page(file: Path, front: dict[str, Any], body: str) -> None:
    file.write_text(f"---\n{_yaml(front)}---\n\n{body}", encoding="utf-8")


def _write_yaml(file: Path, content: dict[str, Any]) -> None:
    file.write_text(_yaml(content), encoding="utf-8")


def _yaml(mapping: dict[str, Any]) -> str:
    """Return YAML with a line for each key; its values are JSON, which is YAML, too."""
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in mapping.items())


def slug(number: int) -> str:
    """Name a page's file."""
    return f"{NOUNS[number % len(NOUNS)]}-{number:04}"


def front_matter(random: Random, number: int) -> dict[str, Any]:
    """Make up the front matter of a page."""
    figure = f"{random.randint(2, 900)}K"
    return {
        "title": f"The {slug(number)} rebuild",
        "emoji": random.choice("🏦📦🔁🧾"),
        "headline": f"The {random.choice(NOUNS)} {random.choice(VERBS)} what the {random.choice(NOUNS)} keeps",
        "company": random.choice(COMPANIES),
        "role": "design, *build* and `on-call`",
        "scale": f"{figure} rows a day",
        "problem": sentence(random, with_links=False),
        "summary": f"{sentence(random, with_links=False)} {sentence(random, with_links=False)}",
        "outcomes": [
            {"id": "rows", "what": "rows moved", "after": figure, "scope": "with no loss"},
            {"id": "time", "what": "time", "before": "40", "after": str(number % 39 + 1), "unit": "minutes"},
        ],
        "order": number,
        "updated": str(date(2020, 1, 1) + timedelta(days=number % 2000)),
        "tags": [NOUNS[(number * TAGS_A_PAGE + step) % TAGS] for step in range(TAGS_A_PAGE)],
    }


def parts(random: Random, number: int, boxes: Sequence[str]) -> tuple[str, ...]:
    """Make up a body: paragraphs with marks under headings, a list, a table, and a block of code.

    The first part leads to the drawing and mentions its boxes, as a text should.
    """
    mention = f"The {', the '.join(boxes)}: all four take part."
    return (
        f"{paragraph(random, 4)}\n\n## {HEADINGS[0]}\n\n{paragraph(random, 5)}\n\n{mention}",
        f"## {HEADINGS[1]}\n\n{paragraph(random, 4)}\n\n{code(random, number)}",
        f"## {HEADINGS[2]}\n\n{paragraph(random, 5)}\n\n"
        + "\n".join(f"- {sentence(random)}" for _ in range(4)),
        f"## {HEADINGS[3]}\n\n{paragraph(random, 5)}\n\n{table(random)}",
        f"## {HEADINGS[4]}\n\n{paragraph(random, 5)}\n\n{paragraph(random, 4)}",
    )


def sentence(random: Random, *, with_links: bool = True) -> str:
    """Make up a sentence; most have a mark or a link, which fields of front matter do not take."""
    first, second, third = random.sample(NOUNS, 3)
    verb, other = random.sample(VERBS, 2)
    marks = [f"`{second}_{third}`", f"*{second}*", f"**{second}**", second]
    if with_links:
        marks.append(f"[{second}]({BASE_URL}{second})")
    marked = random.choice(marks)
    return f"The {first} {verb} what the {marked} {other} {random.choice(ADVERBS)}, and the {third} waits."


def paragraph(random: Random, sentences: int) -> str:
    """Make up a paragraph."""
    return " ".join(sentence(random) for _ in range(sentences))


def table(random: Random) -> str:
    """Make up a table of five rows."""
    rows = "\n".join(
        f"| {random.choice(NOUNS)} | {random.randint(1, 99)} | {random.randint(1, 99)} ms | {random.choice(VERBS)} |"
        for _ in range(5)
    )
    return f"| part | before | after | does |\n|:-----|------:|------:|:----|\n{rows}"


def code(random: Random, number: int) -> str:
    """Make up a block of code of one language; the names differ, so no two pages have the same block."""
    language = tuple(PROGRAMS)[number % len(PROGRAMS)]
    one, two, three = random.sample(NOUNS, 3)
    program = PROGRAMS[language]
    for key, word in {
        "ONE": one,
        "TWO": two,
        "THREE": three,
        "NUMBER": str(number),
        "SIZE": str(random.randint(2, 999)),
    }.items():
        program = program.replace(key, word)
    return f"```{language}\n{program}\n```"


def drawing(boxes: Sequence[str]) -> str:
    """Draw four boxes and three arrows."""
    first, second, third, fourth = (name.ljust(8) for name in boxes)
    return "\n".join(
        (
            "┌──────────┐      ┌──────────┐      ┌──────────┐",
            f"│ {first} │─────→│ {second} │─────→│ {third} │",
            "└──────────┘      └────┬─────┘      └──────────┘",
            "                       │",
            "                       ▼",
            "                  ┌──────────┐",
            f"                  │ {fourth} │",
            "                  └──────────┘",
        )
    )


def _profile() -> dict[str, Any]:
    return {
        "name": "Ada Example",
        "role": "Backend Engineer",
        "fields": ["Distributed Systems", "Payments"],
        "lead": "I build systems that settle once, and say so when they do not.",
        "about": ["I look after ledgers, queues and the people who are called when either stops."],
        "email": "ada@example.org",
        "links": [{"label": "GitHub", "url": "https://github.com/octocat"}],
    }


def _home() -> dict[str, Any]:
    kinds = ("case-studies", "about", "contact")
    return {
        "sections": [
            {"kind": kind, "title": f"All {kind}", "command": f"cat {kind}", "nav": kind} for kind in kinds
        ]
    }
