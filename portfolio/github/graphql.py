"""Queries GitHub's GraphQL interface, one query at a time, and checks the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from portfolio.github.answers import Errors, Limit
from portfolio.github.replies import NEW_TOKEN, decode_reply
from portfolio.github.request_error import NO_ACCOUNT, NO_ANSWER, ErrorKind, RequestError

if TYPE_CHECKING:
    from portfolio.github.client import Client, Reply

T = TypeVar("T")

_KINDS = {
    "NOT_FOUND": ErrorKind.NOT_FOUND,
    "FORBIDDEN": ErrorKind.FORBIDDEN,
    "INSUFFICIENT_SCOPES": ErrorKind.FORBIDDEN,
    "RESOURCE_LIMITS_EXCEEDED": ErrorKind.TOO_MUCH,
    "MAX_NODE_LIMIT_EXCEEDED": ErrorKind.TOO_MUCH,
    "RATE_LIMITED": ErrorKind.RATE_LIMIT,
    "RATE_LIMIT": ErrorKind.RATE_LIMIT,
}
"""GitHub's types of errors with status 200; others are errors of its server."""

_WORDS = {
    ErrorKind.NOT_FOUND: NO_ACCOUNT,
    ErrorKind.FORBIDDEN: ("this token lacks the permission", NEW_TOKEN),
    ErrorKind.TOO_MUCH: ("the query is too large for GitHub", None),
    ErrorKind.RATE_LIMIT: ("GitHub's limit of requests is used up", None),
}

_ORDER = (ErrorKind.RATE_LIMIT, ErrorKind.NOT_FOUND, ErrorKind.TOO_MUCH, ErrorKind.FORBIDDEN)
"""The order of precedence of kinds if an answer has several."""


class _Data(msgspec.Struct, Generic[T], frozen=True, rename="camel"):
    """The fields of every answer."""

    user: T | None = None
    node: T | None = None
    organization: T | None = None
    rate_limit: Limit | None = None


class _Envelope(msgspec.Struct, Generic[T], frozen=True):
    """The envelope of answers."""

    data: _Data[T] | None = None


class GraphQL:
    """GitHub's GraphQL interface."""

    def __init__(self, client: Client, url: str) -> None:
        self.client = client
        self.url = url
        self.cost = 0
        """In GitHub's points, as far as known."""

    def ask(self, query: str, form: type[T], **variables: str | int | None) -> T:
        """Return the answer about a user, a node or an organization.

        Args:
            query: one of queries.py.
            form: what the answer must be.
            variables: the query's.

        Raises:
            RequestError: there is no such answer, and asking again did not help.
        """
        body = msgspec.json.encode({"query": query, "variables": variables})
        return self.client.ask(self.url, lambda reply: self._read(reply, form), body)

    def _read(self, reply: Reply, form: type[T]) -> T:
        """Return the answer in a reply.

        Raises:
            RequestError: there is none.
        """
        envelope: type[_Envelope[T]] = _Envelope[form]  # type: ignore[valid-type]
        problems = decode_reply(reply.body, Errors).errors
        if problems:
            raise _explain({problem.type or "" for problem in problems})
        data = decode_reply(reply.body, envelope).data or _Data()
        found = (data.user, data.node, data.organization)
        answer = next((part for part in found if part is not None), None)
        if answer is None:
            raise RequestError(ErrorKind.REPLY, NO_ANSWER, may_pass=True)
        self.cost += data.rate_limit.cost if data.rate_limit else 0
        return answer


def _explain(types: set[str]) -> RequestError:
    """Return the error of an answer by the types of its errors; an answer with errors is not used."""
    found = {_KINDS.get(type_, ErrorKind.REPLY) for type_ in types}
    for kind in _ORDER:
        if kind in found:
            return RequestError(kind, *_WORDS[kind])
    return RequestError(ErrorKind.REPLY, "GitHub could not compute the answer", may_pass=True)
