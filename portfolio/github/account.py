"""The account of a fetch, its last snapshot, and the order in which groups are fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from msgspec.structs import replace

from portfolio.github.request_error import OUT_OF_TIME, SOFT, ErrorKind, RequestError
from portfolio.model.snapshot import VERSION, Group, Snapshot

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping
    from typing import Literal

G = TypeVar("G", bound=Group)

_NOTHING = {
    "profile": "no profile",
    "repositories": "no repositories",
    "contributions": "no years",
    "contributed": "no contributions to others",
}
"""The progress of a group that was not started, by its name."""


PENDING_DAYS = 7
"""A list that was started earlier is read from its start again: its numbers would be too old."""


class Account(NamedTuple):
    """The account to fetch, the time, and the last snapshot."""

    login: str
    now: dt.datetime
    """In UTC."""
    before: Snapshot | None
    """The last good snapshot, of any account."""

    @property
    def today(self) -> dt.date:
        """The day, in UTC."""
        return self.now.date()

    @property
    def same_login(self) -> Snapshot | None:
        """The last snapshot, if it is of an account of this name."""
        return self.before if self.before and self.before.login.lower() == self.login.lower() else None

    def known(self, id_: int, source: Literal["graphql", "rest"]) -> Snapshot:
        """Return the last snapshot if it is of this account, under any name, else an empty one.

        A list of repositories that the other interface started is left out: it cannot be continued.
        """
        if self.before and self.before.id == id_:
            repositories = self.before.repositories
            pending = repositories.pending if self.before.source == source else None
            return replace(self.before, repositories=replace(repositories, pending=pending))
        return Snapshot(
            version=VERSION, login=self.login, id=id_, web="https://", source=source, fetched_at=self.now
        )


def read_groups(
    last: Snapshot, readers: Mapping[str, Callable[[], Group]], today: dt.date
) -> dict[str, Group]:
    """Read groups by name: first incomplete ones, then the oldest, so that each fetch continues.

    Raises:
        RequestError: after this kind there is no point in asking more.
    """
    before = last.groups
    order = sorted(readers, key=lambda name: _freshness(before[name]))
    return {name: _read_group(name, readers[name], before[name], today) for name in order}


def _freshness(group: Group) -> tuple[bool, str]:
    """Return a sort key: smaller for groups that need to be read more."""
    return group.status == "ok", str(group.as_of or "")


def _read_group(name: str, read: Callable[[], Group], before: Group, today: dt.date) -> Group:
    """Return a group as it was read, or the last one with the reason why it was not."""
    try:
        return read()
    except RequestError as error:
        if error.kind is ErrorKind.TIMEOUT:
            return cut_group(before, _NOTHING[name], today)
        if error.kind not in SOFT:
            raise
        return keep_group(before, error.message)


def keep_group(before: G, reason: str) -> G:
    """Return the last group, with the reason why there is no newer one."""
    status = "unavailable" if before.status == "unavailable" else "kept"
    return replace(before, status=status, reason=reason, progress=None)


def cut_group(before: G, progress: str, today: dt.date) -> G:
    """Return the last group after time ran out; one of today counts as new.

    Args:
        before: the group as it was.
        progress: how far it came, as a noun: `7 of 13 years`.
        today: in UTC.
    """
    if before.status == "ok" and before.as_of == today:
        return before
    return replace(keep_group(before, f"{OUT_OF_TIME}: {progress}"), progress=progress)


def is_recent(as_of: dt.date, today: dt.date) -> bool:
    """Whether a list that was started on a day may be continued."""
    return 0 <= (today - as_of).days <= PENDING_DAYS


def explain_rename(old: str, new: str) -> RequestError:
    """Return the error of an account with a new login."""
    return RequestError(
        ErrorKind.NOT_FOUND,
        f"the account `{old}` is called `{new}` now",
        f"write `github: {new}` into content/profile.yaml",
    )


def explain_organization(login: str) -> RequestError:
    """Return the error of an account that is not a person's."""
    return RequestError(
        ErrorKind.NOT_FOUND,
        f"the account `{login}` is an organization, and statistics are those of a person",
        "write the login of a person as `github` into content/profile.yaml",
    )
