"""What an answer's status, headers and body mean; pure."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar

import msgspec

from portfolio.github.trouble import NO_ANSWER, RequestError, Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")

NEW_TOKEN = "make a new token without any scope, and give it as PORTFOLIO_GITHUB_TOKEN"  # noqa: S105 (advice)
CHECK_ADDRESS = "check `api_url` and `graphql_url` under `stats` in portfolio.yaml"

_MEANINGS = {
    HTTPStatus.UNAUTHORIZED: (Trouble.TOKEN, "GitHub refuses the token: it is expired or wrong", NEW_TOKEN),
    HTTPStatus.FORBIDDEN: (Trouble.FORBIDDEN, "GitHub forbids this question", NEW_TOKEN),
    HTTPStatus.NOT_FOUND: (Trouble.NOT_FOUND, "GitHub has nothing at this address", CHECK_ADDRESS),
}


def decode_reply(body: bytes, form: type[T]) -> T:
    """Return the body of an answer in the form that it must have.

    Raises:
        RequestError: it is none; never with words of the answer, which may hold anything.
    """
    try:
        return msgspec.json.decode(body, type=form)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise RequestError(Trouble.REPLY, NO_ANSWER, may_pass=True) from None


def explain_status(
    status: int, headers: Mapping[str, str], body: bytes, now: float, *, has_token: bool
) -> RequestError | None:
    """Return what is wrong with an answer by its status; None if it may be read.

    Args:
        status: HTTP's.
        headers: by name, in any case.
        body: tells a secondary limit that has no header.
        now: seconds since 1970.
        has_token: whether it was asked with one.

    Source: GitHub's docs, "Troubleshooting the REST API" and "Rate limits for the REST API".
    """
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return None
    if status < HTTPStatus.BAD_REQUEST:
        message = "GitHub redirects to another address, and redirects are not followed"
        return RequestError(Trouble.REDIRECT, message, CHECK_ADDRESS)
    is_limit = "Retry-After" in headers or _is_used_up(headers) or b"secondary rate limit" in body
    if status == HTTPStatus.TOO_MANY_REQUESTS or (status == HTTPStatus.FORBIDDEN and is_limit):
        return _explain_limit(headers, now, has_token=has_token)
    if meaning := _MEANINGS.get(HTTPStatus(status)) if status in list(HTTPStatus) else None:
        return RequestError(*meaning)
    is_passing = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return RequestError(Trouble.REPLY, f"GitHub answers with status {status}", may_pass=is_passing)


def _is_used_up(headers: Mapping[str, str]) -> bool:
    return headers.get("X-RateLimit-Remaining") == "0"


def _explain_limit(headers: Mapping[str, str], now: float, *, has_token: bool) -> RequestError:
    """Tell the hourly limit, which ends at a known time, from the one for haste."""
    wait_s = find_wait_s(headers, now)
    message = "GitHub asks for fewer requests at a time"
    if "Retry-After" not in headers and _is_used_up(headers):
        message = "GitHub's limit of requests is used up"
    if wait_s is not None:
        message += f" until {_as_time(now + wait_s)}"
    advice = None if has_token else "a token raises the limit from 60 requests an hour to 5,000"
    return RequestError(Trouble.RATE_LIMIT, message, advice, may_pass=wait_s is not None, wait_s=wait_s)


MAX_WAIT_S = 7 * 24 * 3600.0
"""Longer is no time that GitHub asks for."""


def find_wait_s(headers: Mapping[str, str], now: float) -> float | None:
    """Return how long GitHub asks to wait, in seconds; None if it does not say.

    Args:
        headers: `Retry-After` in seconds or as a date, or `X-RateLimit-Reset`.
        now: seconds since 1970.

    >>> find_wait_s({"Retry-After": "60"}, 0), find_wait_s({"X-RateLimit-Reset": "100"}, 70), find_wait_s({}, 0)
    (60.0, 30.0, None)
    """
    after, reset = headers.get("Retry-After", ""), headers.get("X-RateLimit-Reset", "")
    if re.fullmatch("[0-9]{1,9}", after):
        wait_s = float(after)
    elif after:
        try:
            wait_s = parsedate_to_datetime(after).timestamp() - now
        except (ValueError, OverflowError):
            return None
    elif re.fullmatch("[0-9]{1,12}", reset):
        wait_s = float(reset) - now
    else:
        return None
    return min(max(wait_s, 0.0), MAX_WAIT_S)


def _as_time(seconds: float) -> str:
    """Return a time as text.

    >>> _as_time(1_795_000_000)
    '2026-11-18 11:06 UTC'
    """
    return f"{dt.datetime.fromtimestamp(seconds, dt.UTC):%Y-%m-%d %H:%M} UTC"
