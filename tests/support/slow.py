"""A slow GitHub, by a simulated clock."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from portfolio.github.client import Client, Limits, Reply
from portfolio.github.request_error import ErrorKind, RequestError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tornado.httpclient import HTTPRequest, HTTPResponse

SLOW_LIMITS = Limits(pause_s=0.0)
"""Those of a real fetch; what is tried again is tried at once."""


def fetch_patiently(
    fetch: Callable[..., HTTPResponse],
    request: HTTPRequest,
    **options: Any,  # noqa: ANN401 (those of tornado)
) -> HTTPResponse:
    """Give a request a minute: what the other clock leaves may be too little on a busy machine."""
    request.request_timeout = request.connect_timeout = 60.0
    return fetch(request, **options)


def slow_client(answer_s: float) -> Callable[[str | None, str, Limits], Client]:
    """Return what makes a client whose every answer takes that long."""

    class SlowClient(Client):
        def __init__(self, token: str | None, agent: str, limits: Limits) -> None:
            self.now_s = 0.0
            super().__init__(token, agent, limits, clock=lambda: self.now_s)
            self._http.fetch = partial(fetch_patiently, self._http.fetch)  # type: ignore[method-assign]

        def _send(self, url: str, body: bytes | None) -> Reply:
            reply = super()._send(url, body)
            allowed_s = min(self.limits.request_s, self._end - self.now_s)
            self.now_s += min(answer_s, allowed_s)
            if answer_s > allowed_s:
                message = f"no complete answer within {self.limits.request_s:g} seconds"
                raise RequestError(ErrorKind.TIMEOUT, message, may_pass=True)
            return reply

    return SlowClient
