"""A site with hostile words in every field of free text, and the same with words that mean nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from support.entries import every_entry
from support.sites import STARTER_STUDY, copy_starter, dump, edit_study, edit_yaml

from portfolio.model.entries import ENTRIES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "{{7*7}}{% raw %}",
    "</style></title></textarea><b>",
    "--><b>",
    "]]><b>&lt;b&gt;",
    "[x](javascript:alert) ![x](y)",
    "<https://evil.example>",
    "\\<b\\>",
)
KEPT = {
    "url",
    "github",
    "email",
    "file",
    "id",
    "kind",
    "slug",
    "figures",
    "company",
    "principles",
    "before",
    "after",
    "order",
    "updated",
    "theme",
    "base_url",
    "language",
    "years",
    "headline",
}
"""Keys whose values are no free text, or are checked against other files; `company` and `headline` are set below."""


def fill(value: Any, words: Callable[[], str], key: str = "") -> Any:  # noqa: ANN401 (YAML)
    """Put words into every field of free text, and leave the rest."""
    if isinstance(value, dict):
        return {name: item if name in KEPT else fill(item, words, name) for name, item in value.items()}
    if isinstance(value, list):
        return [fill(item, words, key) for item in value]
    return f"{value} {words()}" if isinstance(value, str) else value


def hostile_site(root: Path, payload: str) -> Path:
    """Make the starter with a payload in every field that takes free text, each time with a number of its own."""
    copy_starter(root)
    numbers = iter(range(1, 10_000))

    def words() -> str:
        return f"{payload} w{next(numbers)}w"

    repository = {
        "name": "x",
        "url": "https://github.com/x/y",
        "language": "C",
        "description": "d",
        "fork_of": "a/b",
        "tags": ["t"],
    }
    (root / "content/repositories.yaml").write_text(
        dump([repository, repository | {"name": "y"}]), encoding="utf-8"
    )
    extra = [
        {"kind": "code", "language": "python"},
        *({"kind": kind} for kind in ENTRIES if kind != "experience"),
        {"kind": "repositories", "title": "Code", "command": "git log", "nav": "code", "intro": "On it."},
        {"kind": "markdown", "file": "talks.md", "id": "stage", "title": "Talks", "command": "ls"},
    ]
    (root / "content/talks.md").write_text("## Talks\n\nWords.\n", encoding="utf-8")
    edit_yaml(root, "content/home.yaml", lambda home: home | {"sections": home["sections"] + extra})
    entry = "Go"

    def study(front: dict[str, Any]) -> dict[str, Any]:
        more = {
            "period": f"2024 {words()}",
            "constraint": f"one {words()}",
            "company": f"Bank {payload}",
            "headline": f"Done {payload}",
            "client": words(),
            "cover": {"file": "photo.svg", "alt": payload},
            "links": [{"label": words(), "url": "https://example.org/"}],
            "outcomes": [
                *({**item, "measured": words()} for item in fill(front["outcomes"], words)),
                words(),
            ],
        }
        return {**fill(front, words), **more, "stack": [entry]}

    edit_study(root, STARTER_STUDY, study)
    for name in ("profile", "home", "principles", "repositories"):
        edit_yaml(root, f"content/{name}.yaml", lambda value: fill(value, words))
    edit_yaml(
        root,
        "content/profile.yaml",
        lambda profile: (
            profile
            | {
                "facts": {words(): words()},
                "photo": {"file": "photo.svg", "alt": payload},
                "location": words(),
                "time_zone": words(),
                "availability": words(),
                "languages": [{"language": words(), "fluency": words()}],
            }
        ),
    )
    (root / "static").mkdir()
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    (root / "static/photo.svg").write_text(svg, encoding="utf-8")
    texts = {
        "writing/post.md": {
            "title": words(),
            "date": "2024-01-01",
            "summary": words(),
            "tags": [words()],
            "cover": {"file": "photo.svg", "alt": payload},
        },
        "pages/page.md": {"title": words(), "nav": words(), "summary": words()},
    }
    for name, front in texts.items():
        (root / f"content/{name}").parent.mkdir()
        (root / f"content/{name}").write_text(f"---\n{dump(front)}---\n", encoding="utf-8")
    entries = every_entry(words, words)
    entries["experience"].append({"employer": f"Bank {payload}"})
    for name, value in entries.items():
        (root / f"content/{name}.yaml").write_text(dump(value), encoding="utf-8")
    edit_yaml(
        root,
        "content/stack.yaml",
        lambda groups: [*fill(groups, words), {"name": f"More {payload}", "entries": [entry]}],
    )
    return root


def tame(payload: str) -> str:
    """Return words of the same widths that mean nothing to anybody."""
    return re.sub(r"[^\w\s]", "x", payload)
