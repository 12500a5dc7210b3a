"""HTTP requests to one host, one after another, within a deadline, with tornado.

A redirect is never followed, so that the token goes nowhere but where it was meant to. Nothing is trusted: not
the size of an answer, not its speed, not its text. Imported only by a command that fetches.
"""

from __future__ import annotations

import asyncio
import logging
import random
import socket
import threading
import time
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from msgspec import Struct
from tornado.httpclient import HTTPClient, HTTPRequest
from tornado.netutil import Resolver
from tornado.simple_httpclient import HTTPStreamClosedError, HTTPTimeoutError, SimpleAsyncHTTPClient

from portfolio.github.replies import explain_status
from portfolio.github.request_error import ErrorKind, RequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")

GZIP = 31
"""zlib's `wbits` for a gzip header and the largest window."""

logging.getLogger("tornado").addHandler(logging.NullHandler())  # our own errors report the same


class Limits(Struct, frozen=True):
    """The limits of time and size of a fetch."""

    total_s: float = 30.0
    request_s: float = 10.0
    pause_s: float = 0.5
    """The pause before the second try; about twice as long before the third."""
    tries: int = 3
    body_bytes: int = 8_000_000
    """A page of 100 repositories has about 150,000."""


class Reply(NamedTuple):
    """An answer as it was received."""

    status: int
    headers: Mapping[str, str]
    """By name, in any case."""
    body: bytes


class Client:
    """Sends requests to one host, with or without a token, and counts them."""

    requests: int
    """The number of requests, failed ones included."""

    def __init__(
        self, token: str | None, agent: str, limits: Limits, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._token = token
        self._agent = agent
        self.limits = limits
        self.requests = 0
        self._end = clock() + limits.total_s
        self._http = HTTPClient(SimpleAsyncHTTPClient, resolver=_Resolver(), max_body_size=limits.body_bytes)

    def close(self) -> None:
        """Close the sockets."""
        self._http.close()

    @property
    def has_token(self) -> bool:
        """Whether it has a token."""
        return self._token is not None

    @property
    def left_s(self) -> float:
        """The time left for requests; one that may take longer is not started."""
        return self._end - self._clock() - min(1.0, self.limits.total_s / 10)

    def ask(self, url: str, read: Callable[[Reply], T], body: bytes | None = None) -> T:
        """Send a request, and repeat it if that may help; return the result of `read` for the answer.

        Args:
            url: where to.
            read: raises RequestError for an answer that is none.
            body: what to post; None gets.

        Raises:
            RequestError: there was no answer after the last try. A TIMEOUT is one before the deadline, or one for
                which there is no time for another try, whatever the last error.
        """
        for number in range(1, self.limits.tries + 1):
            try:
                return self._try(url, read, body)
            except RequestError as error:
                jitter = random.uniform(0.7, 1.3)  # noqa: S311 (not a secret)
                wait_s = error.wait_s if error.wait_s is not None else self.limits.pause_s * number * jitter
                is_late = wait_s >= self.left_s
                if is_late and error.may_pass and error.wait_s is None:
                    raise RequestError(ErrorKind.TIMEOUT, error.message, error.advice) from None
                if is_late or number == self.limits.tries or not error.may_pass:
                    raise
            time.sleep(wait_s)
        raise AssertionError  # pragma: no cover (the last try returns or raises)

    def _try(self, url: str, read: Callable[[Reply], T], body: bytes | None) -> T:
        reply = self._send(url, body)
        if problem := explain_status(*reply, now=time.time(), has_token=self.has_token):
            raise problem
        return read(reply)

    def _send(self, url: str, body: bytes | None) -> Reply:
        """Send one request and return the answer, whatever its status."""
        if self.left_s <= 0:
            raise RequestError(ErrorKind.TIMEOUT, f"GitHub took longer than {self.limits.total_s:g} seconds")
        left_s = self._end - self._clock()
        request = HTTPRequest(
            url,
            method="GET" if body is None else "POST",
            headers=self._headers(),
            body=body,
            request_timeout=min(self.limits.request_s, left_s),
            connect_timeout=min(self.limits.request_s, left_s),
            follow_redirects=False,
            decompress_response=False,  # tornado's has no limit of the decompressed size
        )
        self.requests += 1
        try:
            response = self._http.fetch(request, raise_error=False)
        except Exception as error:  # noqa: BLE001 (the library may raise anything for unexpected bytes)
            raise _explain(error, self.limits) from None  # its request has the token
        packed = response.headers.get("Content-Encoding", "").lower() == "gzip"
        data = self._unpack(response.body) if packed else response.body
        return Reply(response.code, response.headers, self._scrub(data))

    def _headers(self) -> dict[str, str]:
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "Content-Type": "application/json",
            "User-Agent": self._agent,  # an empty one is refused
        }
        if self._token is not None:
            headers["Authorization"] = f"bearer {self._token}"
        return headers

    def _unpack(self, data: bytes) -> bytes:
        """Return the decompressed body, up to the limit of an answer."""
        unpacker = zlib.decompressobj(GZIP)
        try:
            unpacked = unpacker.decompress(data, self.limits.body_bytes + 1)
        except zlib.error:
            raise RequestError(ErrorKind.REPLY, "the answer is damaged", may_pass=True) from None
        if len(unpacked) > self.limits.body_bytes or not unpacker.eof:
            raise _too_long(self.limits)
        return unpacked

    def _scrub(self, data: bytes) -> bytes:
        """Return an answer without the token, in case it is sent back."""
        return data.replace(self._token.encode(), b"***") if self._token else data


def _too_long(limits: Limits) -> RequestError:
    size = f"{limits.body_bytes / 1_000_000:g} MB"
    return RequestError(ErrorKind.REPLY, f"the answer broke off, or is larger than {size}", may_pass=True)


def _explain(error: Exception, limits: Limits) -> RequestError:
    """Return the error of a missing answer; never with the message of a library, which may quote a header."""
    if isinstance(error, HTTPTimeoutError):
        message = f"no complete answer within {limits.request_s:g} seconds"
        return RequestError(ErrorKind.TIMEOUT, message, may_pass=True)
    if isinstance(error, HTTPStreamClosedError):
        return _too_long(limits)
    if isinstance(error, OSError):  # of the system, of DNS (gaierror) or of TLS (SSLError)
        reason = (
            (error.strerror or "no connection").lower()
            if type(error).__name__ != "SSLError"
            else "TLS failed"
        )
        return RequestError(ErrorKind.OFFLINE, f"GitHub cannot be reached: {reason}", may_pass=True)
    return RequestError(ErrorKind.REPLY, "the answer is no HTTP", may_pass=True)


class _Resolver(Resolver):
    """Looks up host names in a thread that is not waited for: the system's own timeout may be minutes."""

    async def resolve(
        self, host: str, port: int, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[tuple[int, Any]]:
        loop = asyncio.get_running_loop()
        found: asyncio.Future[list[tuple[int, Any]]] = loop.create_future()

        def look_up() -> None:
            set_: Callable[[Any], None] = found.set_result
            outcome: object
            try:
                answers = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)
                outcome = [(answer[0], answer[4]) for answer in answers]
            except OSError as error:
                set_, outcome = found.set_exception, error
            with suppress(RuntimeError):  # the loop was closed: the result is not needed any more
                loop.call_soon_threadsafe(settle, set_, outcome)

        def settle(set_: Callable[[Any], None], outcome: object) -> None:
            if not found.done():
                set_(outcome)

        threading.Thread(target=look_up, daemon=True).start()
        return await found
