"""Errors of requests to GitHub, in kinds that are handled differently."""

from __future__ import annotations

from enum import StrEnum

from portfolio.github.wording import name_part


class ErrorKind(StrEnum):
    """The rows of the table of errors in docs/stats.md."""

    OFFLINE = "offline"
    """No connection: no network, host not found, refused, TLS, closed before an answer."""
    TIMEOUT = "timeout"
    """No complete answer in time."""
    TOKEN = "token"  # noqa: S105 (not a token)
    RATE_LIMIT = "rate-limit"
    REDIRECT = "redirect"
    REPLY = "reply"
    """An invalid answer: an error of the server, a page, an incomplete text, other types than documented."""
    NOT_FOUND = "not-found"
    FORBIDDEN = "forbidden"
    """This token lacks the permission for this query."""
    TOO_MUCH = "too-much"
    """The query is too large for GitHub; a smaller one may be answered."""
    INCOMPLETE = "incomplete"
    """The answer leaves something out, so that its numbers would be too small."""


SOFT = frozenset({ErrorKind.FORBIDDEN, ErrorKind.TOO_MUCH, ErrorKind.INCOMPLETE})
"""Errors of one query; after any other, no more requests are sent."""


OUT_OF_TIME = "time ran out"
NEEDS_TOKEN = "GitHub answers this only with a token"  # noqa: S105 (not a token)
NO_ANSWER = "the answer is not as GitHub documents it"
NO_ACCOUNT = ("GitHub account not found", "correct `github` in content/profile.yaml")
"""A message and its help."""


class RequestError(Exception):
    """A request without a valid answer."""

    def __init__(
        self,
        kind: ErrorKind,
        message: str,
        advice: str | None = None,
        *,
        may_pass: bool = False,
        wait_s: float | None = None,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        """Lower case, no full stop, and never a token."""
        self.advice = advice
        """What the owner can do about it."""
        self.may_pass = may_pass
        """Whether the same request may succeed a moment later."""
        self.wait_s = wait_s
        """The time to wait; None if unknown."""


def explain_gap(missing: int, total: int, noun: str) -> RequestError:
    """Return the error of an incomplete answer."""
    return RequestError(ErrorKind.INCOMPLETE, f"the answer leaves out {name_part(missing, total, noun)}")
