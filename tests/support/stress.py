"""A site with a word of 77 letters in every field, to see whether anything gives way: `long_words` writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml
from msgspec.structs import replace
from support.entries import every_entry
from support.sites import dump
from support.snapshots import TODAY, rich_snapshot, write_snapshot

from portfolio.model.entries import ENTRIES
from portfolio.model.snapshot import GitHubRepository, RepositoriesGroup

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORD = "Rindfleischetikettierungsueberwachungsaufgabenuebertragungsgesetzesentwuerfes"
"""77 letters, without a break."""
SLUG = WORD.lower()
URL = f"https://{'sub' * 20}.example.org/{WORD}"
LOGIN = SLUG[:39]
"""As long as GitHub allows."""
TAG = "event-sourcing-and-idempotent-jobs"
SPAN = "`SettlementReconciliationWorkerFactory.createIdempotentWorker`"
"""Code of 60 letters."""

STUDY = "queue"
PATHS = (
    "",
    f"case-studies/{STUDY}/",
    f"case-studies/{SLUG}/",
    "case-studies/",
    "writing/",
    f"writing/{STUDY}/",
    f"{STUDY}/",
    "principles/",
    f"tags/{TAG}/",
    "stats/",
    "resume/",
    "summary/",
    "404.html",
)

BODY = f"""\
One, two and three: {WORD} with `{WORD}`, *{WORD}*, ~~{WORD}~~, [{WORD}](#{SLUG}) and a footnote[^1].

## {WORD}

> {WORD}

> [!WARNING]
> {WORD}

- {WORD}
  - {WORD}
- [ ] {WORD}

1. {WORD}

## Figures of a year

| {WORD} | A short one | `{WORD}` |
| :-- | --: | --- |
| {WORD} | 1,000,000 | [{WORD}]({URL}) |

### {WORD}

#### {WORD}

##### {WORD}

###### {WORD}

```python title="{WORD}" {{2}} linenos
def {SLUG}(argument):
    return "{WORD}"
```

```diagram title="{WORD}"
one  →  two  →  three
```

```diagram title="A tree with {WORD}"
{WORD}
├── {WORD}
│   └── short
└── short
```

{URL}

[^1]: {WORD}
"""


NO_WORD = frozenset(
    {
        "date",
        "doi",
        "draft",
        "email",
        "end",
        "expiry",
        "featured",
        "figures",
        "file",
        "forks",
        "github",
        "kind",
        "language",
        "limit",
        "order",
        "parallel",
        "phone",
        "principles",
        "stars",
        "start",
        "updated",
    }
)
"""Keys that take no long word: numbers, days, logins, and names of what is defined elsewhere."""


def list_values(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield every scalar of a YAML value with the key that it belongs to."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from list_values(item, str(name))
    elif isinstance(value, list):
        for item in value:
            yield from list_values(item, key)
    else:
        yield key, str(value)


def long_words(root: Path) -> Path:
    """Write the site; every key of the content is given, and every text holds the word."""
    content = root / "content"
    (content / "case-studies").mkdir(parents=True)
    files = {
        **_entries(),
        "profile": _profile(),
        "home": _home(),
        "principles": [
            {"id": "long", "name": WORD, "text": f"{WORD} and {SPAN}."},
            {"id": "short", "name": "short", "text": "Short."},
        ],
        "stack": [
            {"name": WORD, "entries": [WORD, "Go", f"{WORD}2"]},
            {"name": "Languages", "entries": ["Python", f"{WORD} {WORD}"]},
        ],
        "repositories": [
            _repository(),
            {key: value for key, value in _repository().items() if key != "fork_of"},
        ],
    }
    for name, value in files.items():
        (content / f"{name}.yaml").write_text(dump(value), encoding="utf-8")
    for slug, front in ((STUDY, _study()), (SLUG, _study() | {"title": f"{WORD} two", "kind": "project"})):
        (content / "case-studies" / f"{slug}.md").write_text(
            f"---\n{dump(front)}---\n{BODY}", encoding="utf-8"
        )
    for folder, front in (("writing", _post()), ("pages", {"title": WORD, "nav": WORD, "summary": WORD})):
        (content / folder).mkdir()
        (content / folder / f"{STUDY}.md").write_text(f"---\n{dump(front)}---\n{BODY}", encoding="utf-8")
    (content / "drawing.txt").write_text("one  →  two\n", encoding="utf-8")
    (content / "text.md").write_text(BODY.replace("######", "#####"), encoding="utf-8")
    (root / "portfolio.yaml").write_text("outputs: {resume: true}\n", encoding="utf-8")
    (root / "static").mkdir()
    (root / "static/photo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', encoding="utf-8"
    )
    own = [
        GitHubRepository(
            name=f"bo/{WORD}",
            description=WORD * 4,
            stars=1_234_567,
            forks=1_234_567,
            language=WORD,
            languages={WORD: 2_000_000_000, "Go": 1_000},
        ),
        GitHubRepository(name=f"bo/{WORD}-2", is_fork=True, fork_of=f"{SLUG}/{WORD}"),
    ]
    snapshot = replace(
        rich_snapshot(LOGIN), repositories=RepositoriesGroup(status="ok", as_of=TODAY, items=tuple(own))
    )
    write_snapshot(root, snapshot)
    return root


def read_yaml(root: Path) -> Iterator[object]:
    """Yield the content of each YAML file of the site, and the front matter of its articles."""
    for file in sorted((root / "content").rglob("*.yaml")):
        yield yaml.safe_load(file.read_text(encoding="utf-8"))
    for file in sorted((root / "content").glob("*/*.md")):
        yield yaml.safe_load(file.read_text(encoding="utf-8").split("---\n")[1])


def _profile() -> dict[str, Any]:
    return {
        "name": f"{WORD} {WORD}",
        "role": f"{WORD} {WORD}",
        "fields": [WORD, "short", f"{WORD} {WORD}"],
        "years": WORD,
        "lead": f"{WORD} *{WORD}* {SPAN}",
        "about": [f"{WORD} {SPAN} `{WORD}`"],
        "facts": {WORD: WORD, "short": [WORD, "one"], "more": {WORD: [WORD]}},
        "location": WORD,
        "time_zone": WORD,
        "availability": WORD,
        "languages": [{"language": WORD, "fluency": WORD}],
        "photo": {"file": "photo.svg", "alt": WORD},
        "phone": "+1 555 0100 0100 0100",
        "resume": URL,
        "email": f"{SLUG[:60]}@{'sub' * 20}.example.org",
        "links": [{"label": WORD, "url": URL}, {"label": "short", "url": "https://example.org/"}],
        "github": LOGIN,
        "closing": [WORD, f"{WORD} {WORD}"],
    }


def _entries() -> dict[str, Any]:
    entries = every_entry(lambda: WORD, lambda: f"{WORD} {SPAN}", URL)
    entries["experience"][1]["employer"] = f"{WORD} two"
    return entries


def _home() -> dict[str, Any]:
    kinds = (
        "case-studies",
        "projects",
        *ENTRIES,
        "about",
        "principles",
        "stack",
        "repositories",
        "stats",
        "contact",
    )
    sections = [
        {"kind": kind, "title": f"{WORD} {kind}", "command": f"{WORD} {WORD}", "nav": WORD, "intro": WORD}
        for kind in kinds
    ]
    code = {"kind": "code", "language": "java", "title": WORD, "command": WORD, "nav": WORD, "intro": WORD}
    text = {"kind": "markdown", "file": "text.md", "id": SLUG, "title": WORD, "command": WORD, "nav": "text"}
    return {
        "command": WORD,
        "figures": [f"{STUDY}/{name}" for name in ("change", "state", "whole", "many")],
        "sections": [sections[0] | {"limit": 4}, *sections[1:], code, text],
    }


def _post() -> dict[str, Any]:
    cover = {"file": "photo.svg", "alt": WORD}
    return {
        "title": WORD,
        "date": "2024-02-29",
        "summary": f"{WORD} {SPAN}",
        "tags": [TAG, WORD],
        "cover": cover,
    }


def _repository() -> dict[str, Any]:
    return {
        "name": WORD,
        "url": f"https://github.com/bo/{WORD}",
        "language": WORD,
        "description": WORD,
        "stars": 1_234_567,
        "forks": 1_234_567,
        "fork_of": f"{WORD}/{WORD}",
        "tags": [WORD, TAG],
    }


def _study() -> dict[str, Any]:
    return {
        "title": WORD,
        "emoji": WORD,
        "headline": f"{WORD} and a headline that goes on for more than one line of the page",
        "company": WORD,
        "client": WORD,
        "start": "2021-02",
        "end": "2023",
        "featured": True,
        "links": [{"label": WORD, "url": URL}],
        "cover": {"file": "photo.svg", "alt": WORD},
        "role": f"{WORD} {SPAN}",
        "scale": WORD,
        "problem": f"{WORD} {SPAN}",
        "constraint": WORD,
        "period": WORD,
        "updated": "2024-02-29",
        "summary": f"{WORD} {SPAN}",
        "outcomes": [
            {
                "id": "change",
                "what": "run time",
                "before": "50",
                "after": "25",
                "unit": "milliseconds",
                "measured": f"{WORD} {SPAN}",
            },
            {"id": "state", "what": WORD, "after": WORD, "unit": WORD, "scope": WORD},
            {
                "id": "whole",
                "what": WORD,
                "before": WORD,
                "after": WORD,
                "unit": WORD,
                "scope": WORD,
                "measured": f"{WORD} {SPAN}",
            },
            {"id": "many", "what": "customers moved", "after": "1,234,567,890", "unit": "customers"},
            {"id": "more", "what": "short", "after": "1"},
            WORD,
        ],
        "decisions": [
            {"what": f"{WORD} {SPAN}", "why": WORD, "trade_off": f"{WORD} `{WORD}`"},
            {"what": "short", "why": "short"},
        ],
        "tags": [TAG, WORD, "short"],
        "stack": [WORD, "Go"],
        "principles": ["long", "short"],
        "diagram": {"file": "drawing.txt", "title": WORD},
        "order": 1,
        "draft": False,
    }
