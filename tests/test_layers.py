"""Who may import whom inside the package: its layers, written down once more and compared with the sources.

Every import counts: in a function, under TYPE_CHECKING, by a literal name. Siblings of a layer are strangers.
"""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from support.command import ROOT
from support.imports import find_cycle, find_imports, forbidden, layer_of, module_names

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = ROOT / "portfolio"

PARTS = frozenset({"load", "markdown", "diagrams", "simulate", "highlight", "stats"})
TO_RENDER = frozenset({"errors", "width", "plural", "blanks", "model", "report"}) | PARTS
TO_BUILD = TO_RENDER | {"render", "outputs"}
TO_USE = frozenset({"build", "check", "load", "render", "model", "report", "errors", "plural"})
USERS = frozenset({"serve", "scaffold", "importers"})

# `__init__`, imported by name, gives the version; it imports nothing that could come round again.
ALLOWED: dict[str, frozenset[str]] = {
    # 0
    "errors": frozenset(),
    "width": frozenset(),
    "blanks": frozenset(),
    "plural": frozenset(),
    # 1
    "model": frozenset({"errors"}),
    "report": frozenset({"errors", "width"}),
    # 2
    **dict.fromkeys(PARTS, frozenset({"model", "errors", "width", "plural", "blanks"})),
    # 3
    "render": TO_RENDER - {"load"} | {"__init__"},
    # 4
    "outputs": frozenset({"render", "model", "errors", "plural", "__init__"}),
    # 5
    "build": TO_BUILD | {"__init__"},
    "check": TO_BUILD | {"__init__"},
    # 6
    **dict.fromkeys(USERS, TO_USE | {"__init__"}),
    # 7
    "cli": TO_BUILD | TO_USE | USERS | {"__init__"},
    # the doors; the second asks build/current.py whether anything changed before it loads the rest
    "__init__": frozenset({"cli", "errors"}),
    "__main__": frozenset({"cli", "errors", "build", "__init__"}),
}


def write_tree(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        file = folder / "portfolio" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text), encoding="utf-8")
    return folder / "portfolio"


def test_every_import_keeps_to_the_layers() -> None:
    imports = find_imports(PACKAGE)
    assert imports, "no import was found at all, so this test looks in the wrong place"
    problems = forbidden(imports, ALLOWED)
    assert not problems, "\n".join(problems)


def test_no_modules_import_each_other_in_a_ring() -> None:
    ring = find_cycle(find_imports(PACKAGE))
    assert not ring, " imports ".join(ring)


def test_every_module_has_its_layer() -> None:
    assert {layer_of(name) for name in module_names(PACKAGE)} <= set(ALLOWED)


def test_the_table_names_no_stranger() -> None:
    assert {layer for layers in ALLOWED.values() for layer in layers} <= set(ALLOWED)


@pytest.mark.parametrize(
    "source",
    [
        "from portfolio.load.files import read\n",
        "from portfolio.load import files\n",
        "from portfolio import load\n",
        "import portfolio.load.files as reading\n",
        "from ..load import files\n",
        "from ..load.files import read\n",
        "from .. import load\n",
        "def late():\n    from portfolio.load import files\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from portfolio.load import files\n",
        "import importlib\nfiles = importlib.import_module('portfolio.load.files')\n",
    ],
)
def test_an_upward_import_is_caught_however_it_is_written(tmp_path: Path, source: str) -> None:
    files = {"__init__.py": "", "load/__init__.py": "", "load/files.py": "", "model/__init__.py": ""}
    package = write_tree(tmp_path, {**files, "model/site.py": source})
    (problem,) = forbidden(find_imports(package), ALLOWED)
    assert problem.startswith("portfolio/model/site.py:")
    assert problem.endswith(": model may not import load")


def test_siblings_of_a_layer_are_strangers(tmp_path: Path) -> None:
    package = write_tree(
        tmp_path, {"__init__.py": "", "highlight.py": "", "markdown/html.py": "import portfolio.highlight\n"}
    )
    assert forbidden(find_imports(package), ALLOWED) == [
        "portfolio/markdown/html.py:1: markdown may not import highlight"
    ]


def test_a_package_may_import_its_own_modules_and_lower_layers(tmp_path: Path) -> None:
    package = write_tree(
        tmp_path,
        {
            "__init__.py": "",
            "errors.py": "import dataclasses\n",
            "load/__init__.py": "",
            "load/files.py": "from portfolio.errors import Span\n",
            "load/nodes.py": "from .files import read\nfrom portfolio.load import files\n",
        },
    )
    imports = find_imports(package)
    assert [(item.importer, item.imported) for item in imports] == [
        ("portfolio.load.files", "portfolio.errors"),
        ("portfolio.load.nodes", "portfolio.load.files"),
        ("portfolio.load.nodes", "portfolio.load.files"),
    ]
    assert not forbidden(imports, ALLOWED)


def test_a_ring_of_imports_is_caught(tmp_path: Path) -> None:
    package = write_tree(
        tmp_path,
        {
            "__init__.py": "",
            "load/files.py": "from portfolio.load import nodes\n",
            "load/nodes.py": "def late():\n    from portfolio.load.files import read\n",
        },
    )
    assert set(find_cycle(find_imports(package))) == {"portfolio.load.files", "portfolio.load.nodes"}


def test_a_module_without_a_layer_is_caught(tmp_path: Path) -> None:
    package = write_tree(tmp_path, {"__init__.py": "", "utils.py": ""})
    assert {layer_of(name) for name in module_names(package)} - set(ALLOWED) == {"utils"}
