"""Small sites, each written from its few lines of YAML: with little but the required keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from support.sites import dump
from support.snapshots import write_snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.model.snapshot import Snapshot

PROFILE = {"name": "Bo", "role": "Maker", "lead": "I make things."}
"""As most sites have it; the name alone is required."""
STUDY = {
    "title": "Cellar",
    "emoji": "🏠",
    "headline": "A cellar that stays dry",
    "company": "Bo and Sons",
    "role": "all of it",
    "scale": "one house",
    "problem": "The cellar was wet.",
    "summary": "Water came in through the north wall.",
    "outcomes": [{"id": "dry", "what": "of leaks", "after": "None"}],
}
"""A case study with a line of everything."""
WORK = {"kind": "case-studies", "title": "Work", "command": "ls"}


def write_site(  # noqa: PLR0913 (the files that a site can have)
    root: Path,
    *,
    profile: dict[str, Any] | None = None,
    sections: list[dict[str, Any]] | None = None,
    home: dict[str, Any] | None = None,
    is_made: bool = False,
    studies: dict[str, dict[str, Any]] | None = None,
    config: dict[str, Any] | None = None,
    texts: dict[str, str] | None = None,
    snapshot: Snapshot | None = None,
    **lists: list[dict[str, Any]],
) -> Path:
    """Write a site; returns its folder.

    Args:
        root: the folder, which is made.
        profile: keys of content/profile.yaml besides PROFILE; None leaves one of them out.
        sections: those of the home page.
        home: other keys of content/home.yaml.
        is_made: whether there is no content/home.yaml, and the home page is made from what there is.
        studies: the front matter of each case study by slug, besides STUDY; None leaves one of them out; `body` is its text.
        config: the settings.
        texts: Markdown files of content/.
        snapshot: what GitHub said.
        lists: the files that are lists: `principles`, `experience`, …
    """
    content = root / "content"
    (content / "case-studies").mkdir(parents=True)
    own = _drop(PROFILE | (profile or {}))
    fronts = {slug: _drop(STUDY | front) for slug, front in (studies or {}).items()}
    if any("company" in front for front in fronts.values()):
        lists.setdefault("experience", [{"employer": STUDY["company"]}])
    files: dict[str, Any] = {"profile": own, "home": {**(home or {}), "sections": sections or []}, **lists}
    if is_made:
        del files["home"]
    for name, value in files.items():
        (content / f"{name}.yaml").write_text(dump(value), encoding="utf-8")
    for slug, front in fronts.items():
        body = front.get("body", "")
        keys = {key: value for key, value in front.items() if key != "body"}
        (content / "case-studies" / f"{slug}.md").write_text(
            f"---\n{dump(keys)}---\n{body}", encoding="utf-8"
        )
    for name, text in (texts or {}).items():
        (content / name).parent.mkdir(exist_ok=True)
        (content / name).write_text(text, encoding="utf-8")
    (root / "portfolio.yaml").write_text(dump(config) if config else "", encoding="utf-8")
    if snapshot:
        write_snapshot(root, snapshot)
    return root


def _drop(keys: dict[str, Any]) -> dict[str, Any]:
    """Return the keys that have a value."""
    return {key: value for key, value in keys.items() if value is not None}
