"""A scenario: how the system in a case study's drawing behaves, what can go wrong, and what must hold."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from msgspec import Meta, Struct

from portfolio.model.text import Id, Text

Seconds = Annotated[float, Meta(ge=0, description="seconds, 0 or more")]
Count = Annotated[int, Meta(ge=1, description="a whole number, 1 or more")]
Names = Text | tuple[Text, ...]
"""The name of a node of the scenario, or a list of them."""


def as_names(names: Names | None) -> tuple[str, ...]:
    """Return a list of names that may be a single one."""
    return () if names is None else (names,) if isinstance(names, str) else names


Per = Literal["message", "key"]
"""Whether messages of one key count as one."""


class Node(Struct, frozen=True, kw_only=True, tag_field="is"):
    """The keys of every node."""

    label: Text
    """The label in the drawing."""


class Source(Node, frozen=True, kw_only=True, tag="source"):
    """Where messages come from: passes each on along all its edges, or along the one of the load."""


class Topic(Node, frozen=True, kw_only=True, tag="topic"):
    """Passes each message on along all its edges."""


class Schedule(Node, frozen=True, kw_only=True, tag="schedule"):
    """Makes messages itself, and passes each on along all its edges."""

    every: Seconds
    count: Count = 1
    name: Text = "run"


class Queue(Node, frozen=True, kw_only=True, tag="queue"):
    """Delivers each message until a worker is done with it."""

    visibility: Seconds = 30.0
    """How long a delivered message stays hidden."""
    max_receives: Count = 3
    """The deliveries after which a message goes to the dead letters, if there are any."""
    dead_letter: Text | None = None


class DeadLetter(Node, frozen=True, kw_only=True, tag="dead-letter"):
    """Keeps the messages that were given up."""

    alarm: bool = False


class Log(Node, frozen=True, kw_only=True, tag="log"):
    """Keeps messages in order, in partitions by key; a consumer reads on from its offset."""

    partitions: Count = 1


class Active(Node, frozen=True, kw_only=True):
    """What workers and consumers share: steps that are done for each message."""

    steps: tuple[dict[str, Names], ...] = ()
    """A verb and its node each; of several nodes each message has its own one."""
    takes: Seconds = 0.0
    """The time before the first step."""
    alarm: bool = False
    """Whether a failure raises an alarm."""


class Worker(Active, frozen=True, kw_only=True, tag="worker"):
    """Takes messages from a queue, or gets them directly."""

    record: Literal["none", "first", "last"] = "none"
    """When it records that a message is done; one on record is not done again."""
    per: Per = "message"
    """What is on record: the message, or its key."""
    at_once: Count = 10
    tries: Count = 1
    """Tries of a message that it got directly."""
    verify: bool = False
    """Whether it looks up what happened, and takes no success on trust."""
    to: Text | None = None
    """The node that gets each message after the last step."""
    on_failure: Text | None = None
    """The node that gets a message after the last try."""


class Consumer(Active, frozen=True, kw_only=True, tag="consumer"):
    """Reads a log, a message of each partition at a time."""

    commit: Literal["before", "after"] = "after"
    """When the offset is committed: before the steps, or after all of them."""
    poll: Seconds = 0.0
    """The time before each read."""


class Store(Node, frozen=True, kw_only=True, tag="store"):
    """Keeps what is written."""

    takes: Seconds = 1.0
    retain: bool = False
    """Whether it survives the deletion of its stack."""
    keep: Literal["newest", "last"] = "newest"
    """Which of two rows with one key stays: the one with the newest timestamp, or the last one written."""


class External(Node, frozen=True, kw_only=True, tag="external"):
    """A service that is called."""

    takes: Seconds = 1.0
    dedupe: bool = False
    """Whether it knows a repeated call by its idempotency key."""
    per: Per = "message"
    """What the idempotency key is made of: the message, or its key."""


class Service(Node, frozen=True, kw_only=True, tag="service"):
    """Answers calls, and waits for the service that it calls itself."""

    takes: Seconds = 0.0
    at_once: Count = 10
    refuse: Text | None = None
    """The node that gets the requests above `at_once`; without it they wait."""
    calls: Text | None = None
    timeout: Seconds | None = None
    """How long it waits for an answer."""


class Router(Node, frozen=True, kw_only=True, tag="router"):
    """Sends each message along one of its edges."""

    weights: dict[str, Annotated[int, Meta(ge=0)]]


class Gate(Node, frozen=True, kw_only=True, tag="gate"):
    """Holds each message back until its conditions are met."""

    needs: Names = ()
    """The nodes that must be done with the message."""
    gather: bool = False
    """Whether it waits for all messages."""
    wait: Seconds = 0.0
    to: Text | None = None


AnyNode = (
    Source
    | Topic
    | Schedule
    | Queue
    | DeadLetter
    | Log
    | Worker
    | Consumer
    | Store
    | External
    | Service
    | Router
    | Gate
)
RECEIVERS = (Source, Topic, Schedule, Queue, Log, Worker, Service, Router, Gate, Store, External, DeadLetter)
"""The kinds to which a message can be sent."""
COUNTED = (Worker, Consumer, Store, External, DeadLetter, Gate, Service)
"""The kinds at which messages take effect."""


class Load(Struct, frozen=True, kw_only=True):
    """Messages that arrive from outside."""

    at: Text
    to: Text | None = None
    """Of a source: the one edge to take."""
    name: Text = "r"
    """Several are numbered: `r1`, `r2`."""
    key: Text | None = None
    """What they are about, such as a user or a row; default: each its own."""
    count: Count = 1
    every: Seconds = 1.0
    start: Seconds = 0.0


class Fault(Struct, frozen=True, kw_only=True):
    """Something that may go wrong."""

    kind: Literal["duplicate", "crash", "fail", "lost-reply", "false-ok", "early", "delete"]
    at: Names
    message: Text | None = None
    """The message it may strike; default: any."""
    times: Count = 1
    always: bool = False
    """Whether it strikes each time."""
    after: Seconds = 0.0
    """In the timed run: how long after it can happen it happens."""
    when: Literal["any", "done"] = "any"
    """Of a duplicate: whether it may come while the first delivery is still handled."""


class Expect(Struct, frozen=True, kw_only=True):
    """What breaks on purpose, and why."""

    breaks: Names
    because: Text


class Rule(Struct, frozen=True, kw_only=True, tag_field="rule"):
    """The keys of everything that must hold."""

    id: Id
    says: Text
    """What it means, in a sentence."""


class NodeRule(Rule, frozen=True, kw_only=True):
    """The keys of a rule about nodes."""

    at: Names


class AtMostOnce(NodeRule, frozen=True, kw_only=True, tag="at-most-once"):
    """No message takes effect twice."""

    per: Per = "message"


class Reaches(NodeRule, frozen=True, kw_only=True, tag="reaches"):
    """At the end each message has reached one of the nodes."""

    or_alarm: bool = False
    """Whether an alarm is enough."""


class Before(Rule, frozen=True, kw_only=True, tag="before"):
    """No message reaches `then` unless it has reached `first`."""

    first: Text
    then: Text


class InOrder(NodeRule, frozen=True, kw_only=True, tag="in-order"):
    """The messages of one key take effect in order."""


class NewestWins(NodeRule, frozen=True, kw_only=True, tag="newest-wins"):
    """No older row replaces a newer one."""


class NoTimeout(NodeRule, frozen=True, kw_only=True, tag="no-timeout"):
    """No call times out."""


class Kept(NodeRule, frozen=True, kw_only=True, tag="kept"):
    """Nothing that was stored is deleted."""


AnyRule = AtMostOnce | Reaches | Before | InOrder | NewestWins | NoTimeout | Kept


class Variant(Struct, frozen=True, kw_only=True):
    """One case: the system as drawn, with something changed or something that goes wrong."""

    id: Id
    title: Text
    change: dict[str, Annotated[AnyNode, Meta(extra={"is_partial": True})]] = {}
    """Nodes that are different; the loader adds the keys that stay."""
    faults: tuple[Fault, ...] = ()
    load: Annotated[tuple[Load, ...], Meta(min_length=1)] | None = None
    """Default: the load of the scenario."""
    expect: Expect | None = None


class Sweep(Struct, frozen=True, kw_only=True):
    """One number varied over timed runs of one variant."""

    variant: Text
    vary: Text
    """A key of a node such as `api.takes`, or `fault.after`, or `load.every`."""
    start: Annotated[float, Meta(ge=0)]
    end: Seconds
    step: Seconds
    title: Text


class Scenario(Struct, frozen=True, kw_only=True):
    """content/case-studies/<slug>.scenario.yaml."""

    nodes: dict[str, AnyNode]
    variants: Annotated[tuple[Variant, ...], Meta(min_length=1, max_length=20)]
    must_hold: Annotated[tuple[AnyRule, ...], Meta(min_length=1)]
    left_out: Annotated[tuple[Text, ...], Meta(min_length=1)]
    """What the model does not have."""
    load: tuple[Load, ...] = ()
    drawing: Text | None = None
    """The title of the drawing; default: all drawings of the case study with a graph."""
    sweep: Sweep | None = None


class Drawing(NamedTuple):
    """What a scenario needs of a drawing."""

    labels: tuple[str, ...]
    edges: tuple[tuple[str, str], ...]
    """The labels at both ends of each arrow."""


class Titled(NamedTuple):
    """A drawing of a case study."""

    title: str
    drawing: Drawing
    text: str
    language: str
    """Of its fence."""
