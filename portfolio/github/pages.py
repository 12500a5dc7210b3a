"""Reads a list of repositories page by page; if time runs out, the next fetch continues with the next page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from portfolio.github.account import cut_group, is_recent
from portfolio.github.request_error import ErrorKind, RequestError, explain_gap
from portfolio.github.wording import name_part
from portfolio.model.snapshot import GitHubRepository, PendingList, RepositoriesGroup

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

MAX_PAGES = 100
"""Longer lists are an error."""


class RepositoryPage(NamedTuple):
    """A part of the list."""

    items: tuple[GitHubRepository, ...]
    total: int
    """The number on all pages."""
    after: str | None
    """The cursor of the next page; None on the last one."""


def read_pages(
    read_page: Callable[[str | None], RepositoryPage], before: RepositoriesGroup, today: dt.date
) -> RepositoriesGroup:
    """Read all pages, or those for which there is time.

    Args:
        read_page: takes the cursor of the page; None for the first page.
        before: the last group; a list that it started is continued.
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
            if error.kind is ErrorKind.TIMEOUT and pending:
                return _cut(before, pending, today)
            if error.kind is not ErrorKind.REPLY or not is_resumed:
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
    raise RequestError(ErrorKind.INCOMPLETE, "the list of repositories does not end")


def _cut(before: RepositoriesGroup, pending: PendingList, today: dt.date) -> RepositoriesGroup:
    """Return the last list, with the first pages of a newer one."""
    progress = name_part(len(pending.items), pending.total, "repository")
    group = cut_group(before, progress, today)
    return group if group is before else replace(group, pending=pending)
