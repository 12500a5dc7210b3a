"""Reads a list of repositories page by page; where time runs out, the next fetch goes on with the page after."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from portfolio.github.account import cut_group, is_recent
from portfolio.github.trouble import RequestError, Trouble, explain_gap
from portfolio.github.wording import name_part
from portfolio.model.snapshot import GitHubRepository, PendingList, RepositoriesGroup

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

MAX_PAGES = 100
"""More is no list of repositories but an answer that never ends."""


class RepositoryPage(NamedTuple):
    """A part of the list."""

    items: tuple[GitHubRepository, ...]
    total: int
    """How many there are on all pages."""
    after: str | None
    """What the next page is asked for with; None on the last one."""


def read_pages(
    read_page: Callable[[str | None], RepositoryPage], before: RepositoriesGroup, today: dt.date
) -> RepositoriesGroup:
    """Read all pages, or those for which there is time.

    Args:
        read_page: takes what the page before says comes after it; None for the first page.
        before: the group as it was; a list that it began is gone on with.
        today: in UTC.

    Raises:
        RequestError: a page could not be read, or fewer repositories were listed than there are.
    """
    pending = before.pending
    if pending and not is_recent(pending.as_of, today):
        pending = None
    is_resumed = pending is not None
    for _ in range(MAX_PAGES):
        try:
            page = read_page(pending.after if pending else None)
        except RequestError as error:
            if error.trouble is Trouble.TIMEOUT and pending:
                return _cut(before, pending, today)
            if error.trouble is not Trouble.REPLY or not is_resumed:
                raise
            pending, is_resumed = None, False  # GitHub no longer knows where it was
            continue
        is_resumed = False
        items = {item.name: item for item in (*(pending.items if pending else ()), *page.items)}
        as_of = pending.as_of if pending else today
        if page.after is None:
            if len(items) < page.total:
                raise explain_gap(page.total - len(items), page.total, "repository")
            return RepositoriesGroup(status="ok", as_of=as_of, items=tuple(items.values()))
        if not page.items or page.after in {"", pending.after if pending else None}:
            break
        pending = PendingList(as_of=as_of, total=page.total, after=page.after, items=tuple(items.values()))
    raise RequestError(Trouble.INCOMPLETE, "the list of repositories does not end")


def _cut(before: RepositoriesGroup, pending: PendingList, today: dt.date) -> RepositoriesGroup:
    """Return the list from before, with as much of a newer one as there was time for."""
    progress = name_part(len(pending.items), pending.total, "repository")
    group = cut_group(before, progress, today)
    return group if group is before else replace(group, pending=pending)
