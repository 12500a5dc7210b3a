"""Texts of other formats as ours: dates, slugs, addresses of profiles, Markdown where a key has none."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from portfolio.importers.leaves import derive
from portfolio.model.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Iterable

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TODAY = frozenset({"present", "current", "now", "today", "ongoing", "heute", "actual", "présent"})
_RANGE = re.compile(r"\s+(?:-|\u2013|\u2014|to|until)\s+|(?<=\d)\s*[\u2013\u2014]\s*(?=\w)")
_LINK = re.compile(r"\[([^\]\[]+)\]\(<?([^()\s>]+)>?(?:\s+\"[^\"]*\")?\)")
_PROFILES = {
    "github": "https://github.com/{}",
    "gitlab": "https://gitlab.com/{}",
    "linkedin": "https://www.linkedin.com/in/{}",
    "twitter": "https://x.com/{}",
    "x": "https://x.com/{}",
    "leetcode": "https://leetcode.com/u/{}",
    "stackoverflow": "https://stackoverflow.com/users/{}",
    "orcid": "https://orcid.org/{}",
    "researchgate": "https://www.researchgate.net/profile/{}",
    "youtube": "https://www.youtube.com/@{}",
    "instagram": "https://www.instagram.com/{}",
    "telegram": "https://t.me/{}",
    "bluesky": "https://bsky.app/profile/{}",
    "reddit": "https://www.reddit.com/user/{}",
    "googlescholar": "https://scholar.google.com/citations?user={}",
}
"""Where a name leads that a format gives without an address. Source: RenderCV, `social_network.py`."""


def read_date(text: str) -> str | None:
    """Return a date in our form; None if it is none, or says that something goes on.

    >>> read_date("2020-1"), read_date("Sept. 2021"), read_date("2019-03-01T00:00:00Z"), read_date("Fall 2020")
    ('2020-01', '2021-09', '2019-03-01', None)
    """
    plain = text.strip().lower().replace("/", "-").replace(".", "")
    if match := re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?(?:t.*)?", plain):
        parts = (part.zfill(2) for part in match.groups() if part)
    elif match := re.fullmatch(r"(\d{1,2})-(\d{4})", plain):
        parts = (part for part in (match[2], match[1].zfill(2)))
    elif match := re.fullmatch(r"([a-z]{3,9}),?\s+(\d{4})", plain):
        month = match[1][:3]
        if month not in MONTHS:
            return None
        parts = (part for part in (match[2], f"{MONTHS.index(month) + 1:02}"))
    else:
        return None
    date = "-".join(parts)
    try:
        return parse_date(date)
    except ValueError:
        return None


def say_date(text: str) -> str:
    """Return a date in our form; a text that is none as it is."""
    date = read_date(text)
    return text if date in {None, text} else derive(str(date), text)


def is_today(text: str) -> bool:
    """Whether the end of a time says that it goes on."""
    return text.strip().strip(".").lower() in _TODAY


def split_range(text: str) -> tuple[str, ...]:
    """Return the two ends of a time in words, or the text alone.

    >>> split_range("Jan 2019 - Mar 2021")
    ('Jan 2019', 'Mar 2021')
    """
    ends = [part for part in _RANGE.split(text.strip()) if part]
    return (derive(ends[0], text), derive(ends[1], text)) if len(ends) == 2 else (text,)  # noqa: PLR2004 (both ends)


def name_site(url: str) -> str:
    """Return the host of an address, for a link's label.

    >>> name_site("https://www.example.org/cv")
    'example.org'
    """
    return re.sub(r"^[a-z]+:(//)?(www\.)?", "", url).split("/")[0]


def find_profile(network: str, name: str) -> str | None:
    """Return the address of a profile on a network.

    >>> find_profile("Mastodon", "@ada@example.social")
    'https://example.social/@ada'
    """
    plain = re.sub(r"[^a-z]", "", network.lower())
    if match := re.fullmatch(r"@?([\w.]+)@([\w.-]+)", name):
        return f"https://{match[2]}/@{match[1]}"
    form = _PROFILES.get(plain)
    return form.format(name.strip().lstrip("@")) if form and re.fullmatch(r"\S+", name.strip()) else None


def make_slug(text: str, taken: Iterable[str], default: str) -> str:
    """Return a name for a file or an anchor that is not taken.

    >>> make_slug("Kärnten: 5 queues!", ["karnten-5-queues"], "work")
    'karnten-5-queues-2'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall("[a-z0-9]+", plain.replace("'", ""))[:8]
    slug = "-".join(words)[:60].strip("-") or default
    known = {*taken}
    number, free = 1, slug
    while free in known:
        number += 1
        free = f"{slug}-{number}"
    return free


def spell_links(text: str) -> str:
    """Return a marked text without links, which have no place there: an address stands behind its words.

    >>> spell_links("see [the paper](https://example.org/p) *now*")
    'see the paper (https://example.org/p) *now*'
    """
    spelled = _LINK.sub(lambda match: f"{match[1]} ({match[2]})", text)
    return text if spelled == text else derive(spelled, text)


def drop_marks(text: str) -> str:
    """Return Markdown as plain text.

    >>> drop_marks("**Ada** writes `code`")
    'Ada writes code'
    """
    plain = re.sub(r"(\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w))", "", spell_links(text))
    plain = re.sub(r"\\([^\w\s])", r"\1", plain).strip()
    return text if plain == text else derive(plain, text)
