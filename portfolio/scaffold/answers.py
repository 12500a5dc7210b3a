"""What the owner said, in the place of the starter's words."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portfolio.load.scalars import NULLS, TRUTHS

if TYPE_CHECKING:
    from collections.abc import Callable

CONFIG = Path("portfolio.yaml")
PROFILE = Path("content/profile.yaml")
HOME = Path("content/home.yaml")
_PLAIN = re.compile(r"[^\W\d_]([\w .,()/&+'-]*[\w.()+])?")
"""Texts that are the same in YAML without quotes."""


class Answers(NamedTuple):
    """Facts of the owner: None keeps what the starter has, an empty one drops it."""

    name: str | None = None
    role: str | None = None
    github: str | None = None
    language: str | None = None

    def wants(self, path: Path) -> bool:
        """Whether a file of the starter is wanted: its home page has English headings, a site without one has its own."""
        return path != HOME or self.language in {None, "en"}


def fill_in(path: Path, read: Callable[[], bytes], answers: Answers) -> bytes:
    """Return a file of the starter with the owner's answers."""
    text = read().decode()
    if path == PROFILE:
        for key in ("name", "role", "github"):
            text = _set_key(text, key, getattr(answers, key))
        if answers.github:
            text = text.replace("https://github.com/octocat", f"https://github.com/{answers.github}")
        elif answers.github is not None:
            text = re.sub(r"links:\n(  .*\n)+", "", text)
    if path == CONFIG:
        text = _set_key(text, "language", answers.language)
    return text.encode()


def _set_key(text: str, key: str, value: str | None) -> str:
    """Return a YAML text with another value for a key at its top; without it if the value is empty."""
    if value is None:
        return text
    line = f"{key}: {write_scalar(value)}\n" if value else ""
    return re.sub(rf"^{key}: .*\n", lambda _: line, text, flags=re.MULTILINE)


def write_scalar(text: str) -> str:
    r"""Return a text as a value of YAML, in quotes if it needs them.

    >>> write_scalar("Ada Example"), write_scalar("C++: a love story"), write_scalar("true")
    ('Ada Example', '"C++: a love story"', '"true"')
    """
    is_plain = _PLAIN.fullmatch(text) and text not in NULLS and text not in TRUTHS
    return text if is_plain else json.dumps(text, ensure_ascii=False)
