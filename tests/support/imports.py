"""Which module of a package imports which: read from the sources, nothing is run."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

IMPORT_CALLS = {"import_module", "__import__"}


@dataclass(frozen=True, slots=True, order=True)
class Import:
    """One import of one module of the package by another; both named in full."""

    importer: str
    imported: str
    place: str
    """The importing file and line, as path:line."""


def module_names(folder: Path) -> dict[str, Path]:
    """Map every module below a package's folder to its file; a package is its `__init__.py`."""
    names = {}
    for file in sorted(folder.rglob("*.py")):
        parts = file.relative_to(folder.parent).with_suffix("").parts
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return names


def find_imports(folder: Path) -> tuple[Import, ...]:
    """Find every import within a package: in functions, under TYPE_CHECKING and by literal name as well."""
    modules = module_names(folder)
    found = set()
    for name, file in modules.items():
        tree = ast.parse(file.read_text(encoding="utf-8"), str(file))
        package = name if file.name == "__init__.py" else name.rpartition(".")[0]
        for node in ast.walk(tree):
            for target in _targets(node, package):
                module = _nearest(target, modules)
                if module is not None and module != name:
                    place = f"{file.relative_to(folder.parent).as_posix()}:{getattr(node, 'lineno', 0)}"
                    found.add(Import(name, module, place))
    return tuple(sorted(found))


def _targets(node: ast.AST, package: str) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=module, names=names, level=level):
            base = package.split(".")[: len(package.split(".")) - level + 1] if level else []
            start = ".".join([*base, *([module] if module else [])])
            yield from (f"{start}.{alias.name}" for alias in names)
        case ast.Call(
            func=ast.Name(id=called) | ast.Attribute(attr=called), args=[ast.Constant(value=str(name)), *_]
        ) if called in IMPORT_CALLS:
            yield name


def _nearest(target: str, modules: Mapping[str, Path]) -> str | None:
    """Find the module that a dotted name belongs to: itself, or the one that its last part is taken from."""
    while target and target not in modules:
        target = target.rpartition(".")[0]
    return target or None


def layer_of(module: str) -> str:
    """Name the layer of a module: the part after the package's name, `__init__` for the package itself."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def forbidden(imports: Iterable[Import], allowed: Mapping[str, frozenset[str]]) -> list[str]:
    """Yield every import that the table does not allow, as `path: a may not import b`."""
    return [
        f"{item.place}: {layer_of(item.importer)} may not import {layer_of(item.imported)}"
        for item in imports
        if layer_of(item.imported) != layer_of(item.importer)
        and layer_of(item.imported) not in allowed.get(layer_of(item.importer), frozenset())
    ]


def find_cycle(imports: Iterable[Import]) -> list[str]:
    """Find modules that import each other in a ring; empty where there is none."""
    graph: dict[str, set[str]] = {}
    for item in imports:
        graph.setdefault(item.importer, set()).add(item.imported)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [str(name) for name in error.args[1]]
    return []
