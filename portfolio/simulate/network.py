"""A scenario's nodes on its drawing: every name is a node, every label is drawn, every move goes along an edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.errors import Code
from portfolio.model import scenario as model

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from portfolio.simulate.problems import Path, Problems

MOST_PARTITIONS = 100
SENDERS = (model.Source, model.Topic, model.Schedule)


def kind_name(node: model.Node | type[model.Node]) -> str:
    """Return the word after `is:` in the file."""
    return str(node.__struct_config__.tag)


def names_at(path: Path, names: model.Names | None) -> Iterator[tuple[Path, str]]:
    """Yield each name with its own path."""
    if isinstance(names, str):
        yield path, names
    else:
        for index, name in enumerate(names or ()):
            yield (*path, index), name


def fold_label(label: str) -> str:
    """Return a label in the form in which labels are compared."""
    return " ".join(label.casefold().split())


def find_edges(nodes: Mapping[str, model.Node], drawing: model.Drawing) -> set[tuple[str, str]]:
    """Return the drawn arrows between nodes of the scenario, by their names."""
    names = {fold_label(node.label): name for name, node in nodes.items()}
    ends = [(names.get(fold_label(one)), names.get(fold_label(other))) for one, other in drawing.edges]
    return {(one, other) for one, other in ends if one is not None and other is not None}


def check_labels(nodes: Mapping[str, model.Node], drawing: model.Drawing, problems: Problems) -> bool:
    """Report each label that is not in the drawing, or that two nodes have; return whether all are right."""
    before = len(problems.items)
    drawn = {fold_label(label): label for label in drawing.labels}
    first: dict[str, str] = {}
    for name, node in nodes.items():
        path = ("nodes", name, "label")
        folded = fold_label(node.label)
        if folded not in drawn:
            problems.is_known(path, "label", node.label, drawing.labels)
        elif first.setdefault(folded, name) != name:
            problems.add(
                path,
                Code.DUPLICATE_VALUE,
                f"`{node.label}` is the label of two nodes",
                f"it is the label of `{first[folded]}`; keep one of them",
            )
    return len(problems.items) == before


class NetworkCheck:
    """The check of one set of nodes.

    Args:
        nodes: by name.
        edges: the arrows between them; None if they are not known, since a label has a problem.
        problems: receives what is found.
    """

    def __init__(
        self, nodes: Mapping[str, model.AnyNode], edges: set[tuple[str, str]] | None, problems: Problems
    ) -> None:
        self.nodes = nodes
        self.edges = edges
        self.problems = problems

    def check(self, name: str, path: Path) -> None:
        """Check one node.

        Args:
            name: its name.
            path: where it is described.
        """
        node = self.nodes[name]
        if isinstance(node, model.Active):
            self._check_active(name, node, path)
        elif isinstance(node, model.Queue):
            self._check_next(name, path, (model.Worker,), "a worker")
            self._check_move((*path, "dead_letter"), (name,), node.dead_letter)
        elif isinstance(node, model.Log):
            self._check_next(name, path, (model.Consumer,), "a consumer")
            if node.partitions > MOST_PARTITIONS:
                message = f"`partitions` cannot be {node.partitions}"
                self.problems.value((*path, "partitions"), message, f"expected {MOST_PARTITIONS} or fewer")
        elif isinstance(node, SENDERS):
            self._check_next(name, path, model.RECEIVERS, "a node that can take a message")
            self._check_ring(name, path)
        else:
            self._check_control(name, node, path)

    def _check_control(self, name: str, node: model.AnyNode, path: Path) -> None:
        if isinstance(node, model.Service):
            self._check_service(name, node, path)
        elif isinstance(node, model.Router):
            self._check_router(name, node, path)
        elif isinstance(node, model.Gate):
            self._check_gate(name, node, path)

    def _check_active(self, name: str, node: model.Active, path: Path) -> None:
        self._check_steps(name, node, path)
        if isinstance(node, model.Consumer) and self.edges is not None:
            logs = [
                one for one, other in self.edges if other == name and isinstance(self.nodes[one], model.Log)
            ]
            if not logs:
                found = f"no arrow is drawn from a log to `{node.label}`"
                help_ = "draw it, or make the node a `worker`"
                self.problems.add((*path, "label"), Code.SCENARIO_EDGE, found, help_)
        if isinstance(node, model.Worker):
            for message in range(self._choices(node)):
                visited = (name, *reversed(self._own(node, message)))
                self._check_move((*path, "to"), visited, node.to)
                self._check_move((*path, "on_failure"), visited, node.on_failure)

    def _check_move(
        self,
        path: Path,
        visited: Iterable[str],
        to: str | None,
        kinds: tuple[type[model.Node], ...] = model.RECEIVERS,
    ) -> None:
        """Report a move to a node of the wrong kind, or for which there is no arrow; None is no move."""
        if to is not None and self.is_kind(path, to, kinds):
            self.check_edge(path, visited, to)

    def is_node(self, path: Path, name: str) -> bool:
        """Whether a name is a node; else it is reported."""
        return self.problems.is_known(path, "node", name, self.nodes)

    def is_kind(self, path: Path, name: str, kinds: tuple[type[model.Node], ...]) -> bool:
        """Whether a name is a node of some kinds; else it is reported."""
        if not self.is_node(path, name):
            return False
        if isinstance(self.nodes[name], kinds):
            return True
        wanted = " or ".join(f"`{kind_name(kind)}`" for kind in kinds)
        message = f"`{name}` is of the kind `{kind_name(self.nodes[name])}`, and cannot be used here"
        self.problems.value(path, message, f"name a node of the kind {wanted}")
        return False

    def check_edge(self, path: Path, visited: Iterable[str], to: str) -> None:
        """Report a move for which there is no arrow from any of the nodes where the work has been."""
        visited = [*dict.fromkeys(visited)]
        if self.edges is not None and not any((node, to) in self.edges for node in visited):
            starts = " or ".join(f"`{self.nodes[node].label}`" for node in visited)
            message = f"no arrow is drawn from {starts} to `{self.nodes[to].label}`"
            self.problems.add(path, Code.SCENARIO_EDGE, message, "draw it, or let the message go another way")

    def _check_next(self, name: str, path: Path, kinds: tuple[type[model.Node], ...], wanted: str) -> None:
        if self.edges is not None and not any(
            one == name and isinstance(self.nodes[other], kinds) for one, other in self.edges
        ):
            message = f"no arrow is drawn from `{self.nodes[name].label}` to {wanted}"
            help_ = "draw it, or add the node at its end to `nodes`"
            self.problems.add((*path, "label"), Code.SCENARIO_EDGE, message, help_)

    def _check_ring(self, name: str, path: Path) -> None:
        """Report a node that would send a message back to itself without end."""
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            one = waiting.pop()
            following = [to for start, to in self.edges or () if start == one]
            found = {to for to in following if isinstance(self.nodes[to], SENDERS)} - seen
            seen |= found
            waiting += found
        if name in seen:
            message = f"`{name}` passes each message on until it comes back to it"
            help_ = "let something take it: a queue, a worker, a store"
            self.problems.add((*path, "label"), Code.SCENARIO_ENDLESS, message, help_)

    def _choices(self, node: model.Active) -> int:
        """Return how many messages have different ways: a step may have a node for each of several messages."""
        return max((len(model.as_names(names)) for step in node.steps for names in step.values()), default=1)

    def _own(self, node: model.Active, message: int) -> list[str]:
        """Return the nodes of the steps for one message, as far as they are known."""
        targets = [model.as_names(names) for step in node.steps for names in step.values()]
        own = [names[message % len(names)] for names in targets if names]
        return [name for name in own if name in self.nodes]

    def _check_steps(self, name: str, node: model.Active, path: Path) -> None:
        before: list[str] = []
        for index, step in enumerate(node.steps):
            at = (*path, "steps", index)
            if len(step) != 1:
                help_ = "write each step as `- verb: node`"
                self.problems.value(at, f"a step has one verb, and this one has {len(step)}", help_)
            for verb, names in step.items():
                known = [
                    (where, target)
                    for where, target in names_at((*at, verb), names)
                    if self.is_kind(where, target, (model.Store, model.External))
                ]
                if not model.as_names(names):
                    self.problems.value(
                        (*at, verb), f"`{verb}` has no node", "name the node that it is about"
                    )
                for where, target in known:
                    self.check_edge(where, (name, *reversed(before)), target)
                before += [target for _, target in known]

    def _check_service(self, name: str, node: model.Service, path: Path) -> None:
        self._check_move((*path, "refuse"), (name,), node.refuse)
        if node.calls is None:
            return
        callers = [
            other
            for other, caller in self.nodes.items()
            if isinstance(caller, model.Service) and caller.calls == node.calls
        ]
        if callers[0] != name:
            message = f"`{node.calls}` is called by `{callers[0]}` already"
            self.problems.value((*path, "calls"), message, "give each service one caller")
        at = (*path, "calls")
        self._check_move(at, (name,), node.calls, (model.Service,))
        chain = [name]
        callee: str | None = node.calls
        while callee is not None and callee not in chain:
            chain.append(callee)
            following = self.nodes.get(callee)
            callee = following.calls if isinstance(following, model.Service) else None
        if callee == name:
            message = f"`{name}` waits for itself: " + " → ".join([*chain, callee])
            self.problems.add(at, Code.SCENARIO_ENDLESS, message, "end the chain")

    def _check_router(self, name: str, node: model.Router, path: Path) -> None:
        for target in node.weights:
            self._check_move((*path, "weights", target), (name,), target)
        if not any(node.weights.values()):
            help_ = "give at least one edge a weight above 0"
            self.problems.value((*path, "weights"), "all weights are 0", help_)

    def _check_gate(self, name: str, node: model.Gate, path: Path) -> None:
        for at, needed in names_at((*path, "needs"), node.needs):
            self.is_kind(at, needed, model.COUNTED)
        if node.to is None:
            self._check_next(name, path, model.RECEIVERS, "a node that can take a message")
        self._check_move((*path, "to"), (name,), node.to)
