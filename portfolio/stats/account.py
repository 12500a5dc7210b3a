"""Whose figures are fetched, with what is known of them already."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from msgspec.structs import replace

from portfolio.model.snapshot import VERSION, Group, Snapshot
from portfolio.stats.trouble import SOFT, RequestError, Trouble

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

G = TypeVar("G", bound=Group)


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

    def known(self, id_: int) -> Snapshot:
        """Return the last snapshot if it is of this very account, whatever its name was, else an empty one."""
        if self.before and self.before.id == id_:
            return self.before
        return Snapshot(
            version=VERSION, login=self.login, id=id_, web="https://", source="rest", fetched_at=self.now
        )


def read_group(read: Callable[[], G], before: G) -> G:
    """Return a group as it was read, or the one from before with the reason why it was not.

    Raises:
        RequestError: after this trouble there is no point in asking more.
    """
    try:
        return read()
    except RequestError as error:
        if error.trouble not in SOFT:
            raise
        return keep_group(before, error.message)


def keep_group(before: G, reason: str) -> G:
    """Return what was known before, with the reason why nothing newer is."""
    return replace(before, status="unavailable" if before.as_of is None else "kept", reason=reason)


def explain_rename(old: str, new: str) -> RequestError:
    """Say that an account has another login now."""
    return RequestError(
        Trouble.NOT_FOUND,
        f"the account `{old}` is called `{new}` now",
        f"write `github: {new}` into content/profile.yaml",
    )
