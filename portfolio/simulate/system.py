"""A system that can run: nodes with their behaviour, edges, messages and faults; it has no state itself."""

from __future__ import annotations

from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar

from portfolio.simulate.state import Event, State, What

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from portfolio.model.scenario import AnyNode, Node
    from portfolio.simulate.state import Message, NodeState

N = TypeVar("N")
Key: TypeAlias = tuple[Any, ...]

MOST_COUNTED = 2
"""Effects of one message at one node are counted to here: more than once is all that rules ask."""
NO_FAULT = -1
STRIKES = {"fail": What.FAILED, "lost-reply": What.REPLY_LOST, "false-ok": What.FALSE_OK}
"""The event of each fault that a call can end with."""


class Step(NamedTuple):
    """Something that can happen next."""

    key: Key
    """What it is, while it stays possible: a timed run measures its delay by this name."""
    delay_ms: int
    """In a timed run: how long it takes from the moment on which it is there."""
    act: Callable[[Change], None]
    ready: bool = True
    """Whether it can happen; if not, only its time runs."""
    fault: int = NO_FAULT
    """The fault that it is, if it need not happen."""
    is_late: bool = False
    """Whether in a timed run others that are due at the same moment come first: an answer beats its timeout."""
    instances: int = 1
    """How many equal things can do it: each has a time of its own."""
    weight: int = 0
    """If above 0, a timed run chooses by weight among the steps whose keys differ in the last part only."""


class Change:
    """One step under way: the state as it becomes, and the events; only this is mutable."""

    def __init__(self, system: System, state: State) -> None:
        self.system = system
        self.state = state
        self.events: list[Event] = []
        self.effects: list[tuple[int, int]] = []
        """Each node at which a message took effect, with the message."""

    def put(self, number: int, own: NodeState) -> None:
        """Replace what a node holds."""
        sent, nodes, reached, budget, alarms, gone = self.state
        nodes = (*nodes[:number], own, *nodes[number + 1 :])
        self.state = State(sent, nodes, reached, budget, alarms, gone)  # quicker than `_replace` by half

    def note(self, what: What, node: int, message: int, to: int = -1, verb: str = "") -> None:
        """Add an event."""
        self.events.append(Event(what, node, message, to, verb))

    def send(self, what: What, node: int, message: int, to: int, verb: str = "") -> None:
        """Move a message along an edge to a node that receives it."""
        self.note(what, node, message, to, verb)
        self.system.behaviours[to].receive(self, message)

    def reach(self, node: int, message: int) -> None:
        """Count that a message took effect at a node."""
        self.effects.append((node, message))
        slot = self.system.slots.get(node)
        if slot is not None:
            reached = self.state.reached
            index = slot + message
            count = min(reached[index] + 1, MOST_COUNTED)
            self.state = self.state._replace(reached=(*reached[:index], count, *reached[index + 1 :]))

    def use(self, fault: int) -> None:
        """Use up one strike of a fault."""
        if fault != NO_FAULT:
            budget = self.state.budget
            left = budget[fault] - 1
            self.state = self.state._replace(budget=(*budget[:fault], left, *budget[fault + 1 :]))

    def alarm(self, node: int, message: int) -> None:
        """Raise an alarm."""
        self.note(What.ALARM, node, message)
        self.state = self.state._replace(alarms=self.state.alarms | 1 << message)


class SystemFault(NamedTuple):
    """A fault of one variant, with its names resolved."""

    kind: str
    at: tuple[int, ...]
    message: int
    """-1 for any."""
    times: int
    always: bool
    after_ms: int
    when_done: bool

    def hits(self, node: int, message: int) -> bool:
        """Whether it is about a message at a node."""
        return node in self.at and self.message in {-1, message}


class Behaviour(Generic[N]):
    """What the nodes of one kind do.

    Args:
        system: the system it belongs to.
        index: the node's number.
        node: the node as the scenario describes it.
    """

    def __init__(self, system: System, index: int, node: N) -> None:
        self.system = system
        self.index = index
        self.node = node

    def start(self) -> NodeState:
        """Return what the node holds at first."""
        return ()

    def receive(self, change: Change, message: int) -> None:
        """Take a message that was sent to the node."""
        raise NotImplementedError

    def steps(self, state: State) -> Iterator[Step]:  # noqa: ARG002 (others look at it)
        """Yield what can happen at the node, in a fixed order."""
        return iter(())

    def waiting(self, state: State) -> int:  # noqa: ARG002 (as above)
        """Return how many messages wait at the node."""
        return 0

    def is_gone(self, state: State) -> bool:
        """Whether the node was deleted."""
        return bool(state.gone >> self.index & 1)


class Parts(NamedTuple):
    """What a system consists of."""

    nodes: Mapping[str, AnyNode]
    """As the scenario describes them, by their names."""
    edges: frozenset[tuple[int, int]]
    """The arrows of the drawing, as pairs of nodes."""
    messages: Sequence[Message]
    faults: Sequence[SystemFault]
    tracked: frozenset[int]
    """The nodes whose effects are counted, because a rule or a node asks for them."""


class System:
    """One variant of a scenario.

    Args:
        parts: see there.
        kinds: what each kind of node does.
    """

    def __init__(self, parts: Parts, kinds: Mapping[type[Node], type[Behaviour[Any]]]) -> None:
        self.names = (*parts.nodes,)
        self.nodes = (*parts.nodes.values(),)
        self.edges, self.messages, self.faults = parts.edges, parts.messages, parts.faults
        self.slots = {node: slot * len(parts.messages) for slot, node in enumerate(sorted(parts.tracked))}
        self.behaviours: list[Behaviour[Any]] = [
            kinds[type(node)](self, index, node) for index, node in enumerate(self.nodes)
        ]
        self._sends = [
            Step(("send", number), message.time_ms, partial(self._send, number))
            for number, message in enumerate(parts.messages)
        ]
        self._early, self._deletions = [*self._list_early()], [*self._list_deletions()]
        self._constant = [(number, fault) for number, fault in enumerate(parts.faults) if fault.always]

    def start(self) -> State:
        """Return the state before anything happened."""
        return State(
            sent=0,
            nodes=tuple(behaviour.start() for behaviour in self.behaviours),
            reached=(0,) * (len(self.slots) * len(self.messages)),
            budget=tuple(0 if fault.always else fault.times for fault in self.faults),
            alarms=0,
            gone=0,
        )

    def steps(self, state: State) -> list[Step]:
        """Return everything that can happen next, in a fixed order."""
        found = [step for step in self._deletions if state.budget[step.fault]]
        found += [step for step in self._early if self._is_left(state, step.fault)]
        found += self._arrivals(state)
        for behaviour in self.behaviours:
            found += behaviour.steps(state)
        return found

    def take(self, state: State, step: Step) -> Change:
        """Return a step as it happens in a state."""
        change = Change(self, state)
        step.act(change)
        return change

    def has_reached(self, state: State, node: int, message: int) -> int:
        """Return how often a message took effect at a tracked node, 2 for more."""
        return state.reached[self.slots[node] + message]

    def alike(self, message: int, per: str) -> list[int]:
        """Return the messages that count as one with a message: it alone, or all of its key."""
        key = self.messages[message].key
        return [message] if per == "message" else [n for n, one in enumerate(self.messages) if one.key == key]

    def origin(self, visited: Iterable[int], to: int) -> int:
        """Return the first of some nodes that has an edge to another one; -1 if none has."""
        return next((node for node in visited if (node, to) in self.edges), -1)

    def striking(self, state: State, kinds: Iterable[str], node: int, message: int) -> Iterator[int]:
        """Yield the faults of some kinds that can strike a message at a node."""
        for number, fault in enumerate(self.faults):
            if fault.kind in kinds and fault.hits(node, message) and self._is_left(state, number):
                yield number

    def _is_left(self, state: State, number: int) -> bool:
        """Whether a fault can strike yet."""
        return self.faults[number].always or bool(state.budget[number])

    def find_strikes(self, change: Change) -> Iterator[int]:
        """Yield the faults that struck in a step because they always do: they are no choice of the search."""
        for number, fault in self._constant:
            strike = STRIKES[fault.kind]
            if any(event.what == strike and fault.hits(event.node, event.message) for event in change.events):
                yield number

    def _arrivals(self, state: State) -> Iterator[Step]:
        for number, message in enumerate(self.messages):
            if not state.sent >> number & 1:
                is_next = message.after < 0 or bool(state.sent >> message.after & 1)
                yield self._sends[number] if is_next else self._sends[number]._replace(ready=False)

    def _send(self, number: int, change: Change) -> None:
        at = self.messages[number].at
        change.state = change.state._replace(sent=change.state.sent | 1 << number)
        change.note(What.SENT, at, number)
        self.behaviours[at].receive(change, number)

    def _list_early(self) -> Iterator[Step]:
        """Yield the steps of faults by which a message takes effect before its turn."""
        faults = [(number, fault) for number, fault in enumerate(self.faults) if fault.kind == "early"]
        nodes = {node for _, fault in faults for node in fault.at}
        for message, node in product(range(len(self.messages)), nodes):
            for number, fault in faults:
                if fault.hits(node, message):
                    act = partial(self._come_early, number, node, message)
                    yield Step(("early", number, node, message), fault.after_ms, act, fault=number)

    def _come_early(self, fault: int, node: int, message: int, change: Change) -> None:
        change.use(fault)
        change.note(What.EARLY, node, message)
        change.reach(node, message)

    def _list_deletions(self) -> Iterator[Step]:
        for number, fault in enumerate(self.faults):
            if fault.kind == "delete":
                yield Step(("delete", number), fault.after_ms, partial(self._delete, number), fault=number)

    def _delete(self, number: int, change: Change) -> None:
        change.use(number)
        for node in self.faults[number].at:
            is_kept = getattr(self.nodes[node], "retain", False)
            change.note(What.RETAINED if is_kept else What.DELETED, node, -1)
            if not is_kept:
                change.state = change.state._replace(gone=change.state.gone | 1 << node)
