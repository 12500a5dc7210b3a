"""Whose figures are fetched, with what is known of them already, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from msgspec.structs import replace

from portfolio.github.trouble import OUT_OF_TIME, SOFT, RequestError, Trouble
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
"""How far a group came that was not begun, by its name."""


PENDING_DAYS = 7
"""What was begun earlier is read from its start again: its numbers would be too old."""


class Account(NamedTuple):
    """Whom to ask for, when, and what was known before."""

    login: str
    now: dt.datetime
    """In UTC."""
    before: Snapshot | None
    """The last good snapshot, whoever's."""

    @property
    def today(self) -> dt.date:
        """The day, in UTC."""
        return self.now.date()

    @property
    def same_login(self) -> Snapshot | None:
        """The last snapshot, if it is of an account of this name."""
        return self.before if self.before and self.before.login.lower() == self.login.lower() else None

    def known(self, id_: int, source: Literal["graphql", "rest"]) -> Snapshot:
        """Return the last snapshot if it is of this very account, whatever its name was, else an empty one.

        A list of repositories that the other interface began is left out: it cannot be gone on with.
        """
        if self.before and self.before.id == id_:
            repositories = self.before.repositories
            pending = repositories.pending if self.before.source == source else None
            return replace(self.before, repositories=replace(repositories, pending=pending))
        return Snapshot(
            version=VERSION, login=self.login, id=id_, web="https://", source=source, fetched_at=self.now
        )


def read_groups(
    kept: Snapshot, readers: Mapping[str, Callable[[], Group]], today: dt.date
) -> dict[str, Group]:
    """Read groups by name: first those that are not whole, then the oldest, so that each fetch goes on.

    Raises:
        RequestError: after this trouble there is no point in asking more.
    """
    before = kept.groups
    order = sorted(readers, key=lambda name: _freshness(before[name]))
    return {name: _read_group(name, readers[name], before[name], today) for name in order}


def _freshness(group: Group) -> tuple[bool, str]:
    """Return what is smaller the more a group needs to be read."""
    return group.status == "ok", str(group.as_of or "")


def _read_group(name: str, read: Callable[[], Group], before: Group, today: dt.date) -> Group:
    """Return a group as it was read, or the one from before with the reason why it was not."""
    try:
        return read()
    except RequestError as error:
        if error.trouble is Trouble.TIMEOUT:
            return cut_group(before, _NOTHING[name], today)
        if error.trouble not in SOFT:
            raise
        return keep_group(before, error.message)


def keep_group(before: G, reason: str) -> G:
    """Return what was known before, with the reason why nothing newer is."""
    status = "unavailable" if before.status == "unavailable" else "kept"
    return replace(before, status=status, reason=reason, progress=None)


def cut_group(before: G, progress: str, today: dt.date) -> G:
    """Return what was known before time ran out; what is of today anyhow is as good as new.

    Args:
        before: the group as it was.
        progress: how far it came, as a noun: `7 of 13 years`.
        today: in UTC.
    """
    if before.status == "ok" and before.as_of == today:
        return before
    return replace(keep_group(before, f"{OUT_OF_TIME}: {progress}"), progress=progress)


def is_recent(as_of: dt.date, today: dt.date) -> bool:
    """Whether what was begun on a day may still be gone on with."""
    return 0 <= (today - as_of).days <= PENDING_DAYS


def explain_rename(old: str, new: str) -> RequestError:
    """Say that an account has another login now."""
    return RequestError(
        Trouble.NOT_FOUND,
        f"the account `{old}` is called `{new}` now",
        f"write `github: {new}` into content/profile.yaml",
    )


def explain_organization(login: str) -> RequestError:
    """Say that an account is not a person's."""
    return RequestError(
        Trouble.NOT_FOUND,
        f"the account `{login}` is an organization, and statistics are those of a person",
        "write the login of a person as `github` into content/profile.yaml",
    )
