"""Asks GitHub's GraphQL interface one question at a time, and tells answers from what only looks like one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from portfolio.github.answers import Errors, Limit
from portfolio.github.replies import NEW_TOKEN, decode_reply
from portfolio.github.trouble import NO_ACCOUNT, NO_ANSWER, RequestError, Trouble

if TYPE_CHECKING:
    from portfolio.github.client import Client, Reply

T = TypeVar("T")

_KINDS = {
    "NOT_FOUND": Trouble.NOT_FOUND,
    "FORBIDDEN": Trouble.FORBIDDEN,
    "INSUFFICIENT_SCOPES": Trouble.FORBIDDEN,
    "RESOURCE_LIMITS_EXCEEDED": Trouble.TOO_MUCH,
    "MAX_NODE_LIMIT_EXCEEDED": Trouble.TOO_MUCH,
    "RATE_LIMITED": Trouble.RATE_LIMIT,
    "RATE_LIMIT": Trouble.RATE_LIMIT,
}
"""GitHub's types of errors that come with status 200; others are faults of its server."""

_WORDS = {
    Trouble.NOT_FOUND: NO_ACCOUNT,
    Trouble.FORBIDDEN: ("this token may not ask for it", NEW_TOKEN),
    Trouble.TOO_MUCH: ("GitHub finds the question too large", None),
    Trouble.RATE_LIMIT: ("GitHub's limit of requests is used up", None),
}

_ORDER = (Trouble.RATE_LIMIT, Trouble.NOT_FOUND, Trouble.TOO_MUCH, Trouble.FORBIDDEN)
"""Which trouble counts where an answer has several."""


class _Data(msgspec.Struct, Generic[T], frozen=True, rename="camel"):
    """What every answer holds."""

    user: T | None = None
    node: T | None = None
    organization: T | None = None
    rate_limit: Limit | None = None


class _Envelope(msgspec.Struct, Generic[T], frozen=True):
    """What answers come in."""

    data: _Data[T] | None = None


class GraphQL:
    """GitHub's GraphQL interface."""

    def __init__(self, client: Client, url: str) -> None:
        self.client = client
        self.url = url
        self.cost = 0
        """In GitHub's points, as far as it said."""

    def ask(self, query: str, form: type[T], **variables: str | int | None) -> T:
        """Return what GitHub says of a user, a node or an organization.

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
            raise RequestError(Trouble.REPLY, NO_ANSWER, may_pass=True)
        self.cost += data.rate_limit.cost if data.rate_limit else 0
        return answer


def _explain(types: set[str]) -> RequestError:
    """Say what the types of an answer's errors come to; an answer with errors is no answer, whatever it holds."""
    found = {_KINDS.get(type_, Trouble.REPLY) for type_ in types}
    for trouble in _ORDER:
        if trouble in found:
            return RequestError(trouble, *_WORDS[trouble])
    return RequestError(Trouble.REPLY, "GitHub could not work the answer out", may_pass=True)
