"""content/case-studies/<slug>.scenario.yaml: how a case study's drawn system behaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from portfolio.errors import Code, Span, did_you_mean
from portfolio.load.files import read_source
from portfolio.load.nodes import Mapping, Sequence
from portfolio.load.scalars import shorten
from portfolio.load.schema import Read, read_value
from portfolio.model.case_study import SCENARIO
from portfolio.model.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.errors import Diagnostics, Source
    from portfolio.load.nodes import Node
    from portfolio.site_files import SiteFiles


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
    return read_value(_complete(node, diagnostics), Scenario, diagnostics)


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
            whole[name] = (span, structs.replace(changed, entries=own.entries | changed.entries))
        else:
            whole[name] = (span, changed)
    return _replace(variant, "change", structs.replace(change, entries=whole))


def _entry(node: Node | None, key: str) -> Node | None:
    return node.entries[key][1] if isinstance(node, Mapping) and key in node.entries else None


def _replace(node: Node, key: str, value: Node) -> Node:
    """Return a mapping with another value for one of its keys."""
    assert isinstance(node, Mapping)  # noqa: S101 (it has the key)
    return structs.replace(node, entries=node.entries | {key: (node.entries[key][0], value)})
