"""Checks an answer's status, headers and body; pure."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar

import msgspec

from portfolio.github.request_error import NO_ANSWER, ErrorKind, RequestError

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")

NEW_TOKEN = "make a new token without any scope, and give it as PORTFOLIO_GITHUB_TOKEN"  # noqa: S105 (advice)
CHECK_ADDRESS = "check `api_url` and `graphql_url` under `stats` in portfolio.yaml"

_MEANINGS = {
    HTTPStatus.UNAUTHORIZED: (ErrorKind.TOKEN, "GitHub refuses the token: it is expired or wrong", NEW_TOKEN),
    HTTPStatus.FORBIDDEN: (ErrorKind.FORBIDDEN, "GitHub forbids this request", NEW_TOKEN),
    HTTPStatus.NOT_FOUND: (ErrorKind.NOT_FOUND, "GitHub has nothing at this address", CHECK_ADDRESS),
}


def decode_reply(body: bytes, form: type[T]) -> T:
    """Return the body of an answer in the expected form.

    Raises:
        RequestError: it is none; never with words of the answer, which may hold anything.
    """
    try:
        return msgspec.json.decode(body, type=form)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise RequestError(ErrorKind.REPLY, NO_ANSWER, may_pass=True) from None


def explain_status(
    status: int, headers: Mapping[str, str], body: bytes, now: float, *, has_token: bool
) -> RequestError | None:
    """Return the error of an answer by its status; None if it is valid.

    Args:
        status: HTTP's.
        headers: by name, in any case.
        body: for a secondary limit, which has no header.
        now: seconds since 1970.
        has_token: whether the request had one.

    Source: GitHub's docs, "Troubleshooting the REST API" and "Rate limits for the REST API".
    """
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return None
    if status < HTTPStatus.BAD_REQUEST:
        message = "GitHub redirects to another address, and redirects are not followed"
        return RequestError(ErrorKind.REDIRECT, message, CHECK_ADDRESS)
    is_limit = "Retry-After" in headers or _is_used_up(headers) or b"secondary rate limit" in body
    if status == HTTPStatus.TOO_MANY_REQUESTS or (status == HTTPStatus.FORBIDDEN and is_limit):
        return _explain_limit(headers, now, has_token=has_token)
    if meaning := _MEANINGS.get(HTTPStatus(status)) if status in list(HTTPStatus) else None:
        return RequestError(*meaning)
    is_passing = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return RequestError(ErrorKind.REPLY, f"GitHub answers with status {status}", may_pass=is_passing)


def _is_used_up(headers: Mapping[str, str]) -> bool:
    return headers.get("X-RateLimit-Remaining") == "0"


def _explain_limit(headers: Mapping[str, str], now: float, *, has_token: bool) -> RequestError:
    """Return the error of a limit: the hourly one, which ends at a known time, or the one for too many at a time."""
    wait_s = find_wait_s(headers, now)
    message = "GitHub asks for fewer requests at a time"
    if "Retry-After" not in headers and _is_used_up(headers):
        message = "GitHub's limit of requests is used up"
    if wait_s is not None:
        message += f" until {_as_time(now + wait_s)}"
    advice = None if has_token else "a token raises the limit from 60 requests an hour to 5,000"
    return RequestError(ErrorKind.RATE_LIMIT, message, advice, may_pass=wait_s is not None, wait_s=wait_s)


MAX_WAIT_S = 7 * 24 * 3600.0
"""Longer times are not used."""


def find_wait_s(headers: Mapping[str, str], now: float) -> float | None:
    """Return the time to wait that GitHub gives, in seconds; None without one.

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
