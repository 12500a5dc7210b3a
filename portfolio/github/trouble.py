"""What can go wrong between here and GitHub, as kinds that decide what is done about it."""

from __future__ import annotations

from enum import StrEnum

from portfolio.github.wording import name_part


class Trouble(StrEnum):
    """The rows of the failure matrix in docs/stats.md."""

    OFFLINE = "offline"
    """No connection: no network, no such host, refused, TLS, broken off before an answer."""
    TIMEOUT = "timeout"
    """No answer in time, or not all of it."""
    TOKEN = "token"  # noqa: S105 (the word for a refused token, not one)
    RATE_LIMIT = "rate-limit"
    REDIRECT = "redirect"
    REPLY = "reply"
    """An answer that is none: an error of the server, a page, half a text, other types than promised."""
    NOT_FOUND = "not-found"
    FORBIDDEN = "forbidden"
    """This token may not ask this, but perhaps other things."""
    TOO_MUCH = "too-much"
    """The answer would cost GitHub too much; a smaller question may be answered."""
    INCOMPLETE = "incomplete"
    """The answer leaves something out that it should hold, so that numbers from it would be too small."""


SOFT = frozenset({Trouble.FORBIDDEN, Trouble.TOO_MUCH, Trouble.INCOMPLETE})
"""Troubles of one question; after any other there is no point in asking more."""


OUT_OF_TIME = "time ran out"
NEEDS_TOKEN = "GitHub tells this only to those who ask with a token"  # noqa: S105 (words, no token)
NO_ANSWER = "the answer is not what GitHub promises"
NO_ACCOUNT = ("GitHub knows no such account", "correct `github` in content/profile.yaml")
"""A message and what can be done about it."""


class RequestError(Exception):
    """A question that GitHub did not answer."""

    def __init__(
        self,
        trouble: Trouble,
        message: str,
        advice: str | None = None,
        *,
        may_pass: bool = False,
        wait_s: float | None = None,
    ) -> None:
        super().__init__(message)
        self.trouble = trouble
        self.message = message
        """Lower case, no full stop, and never a token."""
        self.advice = advice
        """What the owner can do about it."""
        self.may_pass = may_pass
        """Whether the same question may be answered a moment later."""
        self.wait_s = wait_s
        """How long that moment is; None where nobody said."""


def explain_gap(missing: int, total: int, noun: str) -> RequestError:
    """Say that an answer holds less than it should."""
    return RequestError(Trouble.INCOMPLETE, f"the answer leaves out {name_part(missing, total, noun)}")
