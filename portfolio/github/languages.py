"""The languages of the owner's code."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from portfolio.model.stats import Language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from portfolio.model.config import StatsSettings
    from portfolio.model.snapshot import GitHubRepository

LIMIT = 8
"""The most rows."""

SMALLEST_SHARE = 0.01
"""Smaller shares are combined as the rest."""

ALIASES = {"Jupyter Notebook": "Python"}
"""A notebook's bytes are mostly the output of Python cells, as JSON."""

_WEIGHTS = {"bytes": (1.0, 0.0), "repositories": (0.0, 1.0), "both": (0.5, 0.5)}
"""The exponents of bytes and of repositories in a score, by the setting's value."""


class Ranking(NamedTuple):
    """Languages in order, and the rest."""

    items: tuple[Language, ...]
    other: Language | None
    unit: Literal["bytes", "repositories"]


def rank_languages(
    repositories: Iterable[GitHubRepository],
    settings: StatsSettings,
    limit: int = LIMIT,
    other_name: str = "Other",
) -> Ranking:
    """Rank languages by a score of bytes and repositories.

    Forks never count; archived repositories do unless the settings exclude them. Bytes are summed, and a
    repository counts once for each language it has any of. A share is of all that counts, listed or not;
    hidden languages do not count. If bytes are not known of every repository, each counts once, for its first
    language.
    """
    counted = [
        item for item in repositories if not item.is_fork and (settings.archived or not item.is_archived)
    ]
    unit: Literal["bytes", "repositories"] = "bytes"
    if any(item.languages is None for item in counted):
        unit = "repositories"
    names = _Names(settings)
    parts = [names.apply(item.languages if unit == "bytes" else _first_of(item)) for item in counted]
    sizes: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for part in parts:
        sizes.update(part)
        counts.update(part.keys())
    total = sizes.total()
    if not total:
        return Ranking((), None, unit)
    by_size, by_count = _WEIGHTS[settings.language_order]
    order = sorted(
        sizes, key=lambda name: (-(sizes[name] ** by_size * counts[name] ** by_count), name.casefold())
    )
    listed = [name for name in order if sizes[name] / total >= SMALLEST_SHARE][:limit]
    rest = sizes.keys() - set(listed)
    size_of = sizes if unit == "bytes" else Counter[str]()
    items = tuple(
        Language(name=n, size_bytes=size_of[n], repositories=counts[n], share=sizes[n] / total)
        for n in listed
    )
    other = Language(
        name=other_name,
        size_bytes=sum(size_of[name] for name in rest),
        repositories=sum(not rest.isdisjoint(part) for part in parts),
        share=sum(sizes[name] for name in rest) / total,
    )
    return Ranking(items, other if rest else None, unit)


def _first_of(repository: GitHubRepository) -> dict[str, int]:
    """Return a repository's first language, counted as one."""
    return {repository.language: 1} if repository.language else {}


class _Names:
    """The names that languages are counted under."""

    def __init__(self, settings: StatsSettings) -> None:
        aliases = ALIASES | settings.language_aliases
        self.aliases = {_fold(name): alias for name, alias in aliases.items()}
        self.hidden = {_fold(name) for name in settings.hidden_languages}

    def apply(self, sizes: Mapping[str, int] | None) -> Counter[str]:
        """Return one repository's languages under the names they count as; those without a byte are left out."""
        found: Counter[str] = Counter()
        for name, size in (sizes or {}).items():
            alias = self.aliases.get(_fold(name), name)
            if size and not {_fold(name), _fold(alias)} & self.hidden:
                found[alias] += size
        return found


def _fold(name: str) -> str:
    """Return a name without case and blanks.

    >>> _fold("Jupyter Notebook")
    'jupyternotebook'
    """
    return "".join(name.split()).casefold()
