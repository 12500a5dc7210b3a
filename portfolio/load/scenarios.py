"""content/case-studies/<slug>.scenario.yaml: how a case study's drawn system behaves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

from msgspec import structs

from portfolio.errors import Code, Span, did_you_mean
from portfolio.load.files import read_source
from portfolio.load.nodes import Mapping, Scalar, Sequence
from portfolio.load.scalars import shorten
from portfolio.load.schema import Read, read_value
from portfolio.model.folders import SCENARIO
from portfolio.model.scenario import AnyNode, Scenario

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.errors import Diagnostic, Diagnostics, Source
    from portfolio.load.nodes import Node
    from portfolio.site_files import SiteFiles


KINDS = {
    **dict.fromkeys(("cache", "database", "db", "table", "bucket", "disk", "file"), "store"),
    **dict.fromkeys(("api", "provider", "gateway", "saas"), "external"),
    **dict.fromkeys(("lambda", "function", "job", "process", "handler"), "worker"),
    **dict.fromkeys(("broker", "bus", "exchange", "fanout"), "topic"),
    **dict.fromkeys(("stream", "kafka", "partition"), "log"),
    **dict.fromkeys(("cron", "timer", "scheduler"), "schedule"),
    **dict.fromkeys(("client", "user", "browser", "producer", "publisher"), "source"),
    **dict.fromkeys(("server", "microservice", "proxy", "limiter"), "service"),
    **dict.fromkeys(("balancer", "switch", "splitter"), "router"),
    **dict.fromkeys(("dlq", "deadletter", "dead-letter-queue"), "dead-letter"),
}
"""The kinds of things that have another name in a drawing."""
UNITS = {"ms": 0.001, "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400}


def study_of(path: str) -> str:
    """Return the case study of a scenario.

    >>> study_of("content/case-studies/queue.scenario.yaml")
    'content/case-studies/queue.md'
    """
    return f"{path.removesuffix(SCENARIO)}.md"


def read_scenario(files: SiteFiles, path: str, diagnostics: Diagnostics) -> Read[Scenario]:
    """Read the scenario at a path."""
    source = read_source(files, path, diagnostics)
    return Read(None) if source is None else parse_scenario(source, diagnostics)


def parse_scenario(source: Source, diagnostics: Diagnostics) -> Read[Scenario]:
    """Return a scenario; the nodes that a variant changes come with the keys that stay."""
    from portfolio.load.composer import parse_yaml  # noqa: PLC0415 (brings PyYAML along; most files are cached)

    before = len(diagnostics.items)
    node = parse_yaml(source, diagnostics)
    if node is None:
        if len(diagnostics.items) == before:
            help_ = "write `nodes:`, `variants:` and `must_hold:`, or remove the file"
            diagnostics.error(Code.YAML_SYNTAX, "the file is empty", source.span(1, 1), help_)
        return Read(None)
    value = read_value(_complete(node, diagnostics), Scenario, diagnostics)
    diagnostics.items[before:] = map(_explain, diagnostics.items[before:])
    return value


def _explain(item: Diagnostic) -> Diagnostic:
    """Return a problem with the help that only a scenario can give: the kind of a thing, a time in seconds."""
    kind = re.fullmatch(r"`is` cannot be `(.*)`", item.message)
    if kind and kind[1].casefold() in KINDS:
        return item._replace(help=f"write `is: {KINDS[kind[1].casefold()]}`")
    time = re.search(r"must be seconds.* `([0-9]{1,9}(?:\.[0-9]+)?) ?(ms|s|m|min|h|d)`$", item.message)
    if time:
        return item._replace(help=f"write it in seconds: {float(time[1]) * UNITS[time[2]]:.10g}")
    return item


def report_orphan(path: str, studies: Iterable[str], diagnostics: Diagnostics) -> None:
    """Report a scenario beside which there is no case study."""
    name = study_of(path).rpartition("/")[2]
    names = [study.rpartition("/")[2] for study in studies]
    help_ = did_you_mean(name, names) or "name it as its case study, with `.scenario.yaml`"
    message = f"`{path}` has no case study `{name}`"
    diagnostics.error(Code.FILE_UNKNOWN, message, Span(path, 1, 1), help_)


def _complete(node: Node, diagnostics: Diagnostics) -> Node:
    """Return the file with whole nodes under each variant's `change`."""
    nodes, variants = _entry(node, "nodes"), _entry(node, "variants")
    if not isinstance(nodes, Mapping) or not isinstance(variants, Sequence):
        return node
    items = tuple(_complete_variant(item, nodes, diagnostics) for item in variants.items)
    return _replace(node, "variants", structs.replace(variants, items=items))


def _complete_variant(variant: Node, nodes: Mapping, diagnostics: Diagnostics) -> Node:
    change = _entry(variant, "change")
    if not isinstance(change, Mapping):
        return variant
    whole: dict[str, tuple[Span, Node]] = {}
    for name, (span, changed) in change.entries.items():
        own = _entry(nodes, name)
        if own is None:
            help_ = did_you_mean(name, nodes.entries) or "a variant changes the nodes of `nodes`"
            diagnostics.error(Code.UNKNOWN_REFERENCE, f"unknown node `{shorten(name)}`", span, help_)
        elif isinstance(own, Mapping) and isinstance(changed, Mapping):
            whole[name] = (span, structs.replace(changed, entries=_find_kept(own, changed) | changed.entries))
        else:
            whole[name] = (span, changed)
    return _replace(variant, "change", structs.replace(change, entries=whole))


def _find_kept(own: Mapping, changed: Mapping) -> dict[str, tuple[Span, Node]]:
    """Return the keys of a node that stay: all, or those that its new kind has, too."""
    kind = _entry(changed, "is")
    kinds = [
        one
        for one in get_args(AnyNode)
        if isinstance(kind, Scalar) and kind.text == one.__struct_config__.tag
    ]
    known = {name for one in kinds for name in one.__struct_fields__}
    return {key: entry for key, entry in own.entries.items() if not kinds or key in known}


def _entry(node: Node | None, key: str) -> Node | None:
    return node.entries[key][1] if isinstance(node, Mapping) and key in node.entries else None


def _replace(node: Node, key: str, value: Node) -> Node:
    """Return a mapping with another value for one of its keys."""
    assert isinstance(node, Mapping)  # noqa: S101 (it has the key)
    return structs.replace(node, entries=node.entries | {key: (node.entries[key][0], value)})
