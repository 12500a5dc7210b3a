"""Who may import whom inside the package: the table in docs/architecture.md, compared with the sources.

Every import counts: in a function, under TYPE_CHECKING, by a literal name.
"""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from support.command import ROOT
from support.imports import find_cycle, find_imports, forbidden, layer_of, module_names

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = ROOT / "portfolio"
TABLE = ROOT / "docs/architecture.md"


def read_table(text: str) -> dict[str, frozenset[str]]:
    """Return what each module may import, from the rows of the table in the docs."""
    allowed: dict[str, frozenset[str]] = {}
    for row in re.findall(
        r"^\| (`[^|]*) \|([^|\n]*)\|$", text.partition("## Layers")[2].partition("## ")[0], re.MULTILINE
    ):
        modules, imports = (re.findall(r"`(\w+)`", cell) for cell in row)
        for module in modules:
            assert module not in allowed, f"`{module}` has two rows"
            allowed[module] = frozenset(imports)
    return allowed


ALLOWED = read_table(TABLE.read_text(encoding="utf-8"))


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


def test_the_table_names_every_module_and_no_other() -> None:
    known = {layer_of(name) for name in module_names(PACKAGE)}
    assert set(ALLOWED) == known
    assert {name for imports in ALLOWED.values() for name in imports} <= known


def test_the_table_allows_no_more_than_the_sources_need() -> None:
    used = {(layer_of(item.importer), layer_of(item.imported)) for item in find_imports(PACKAGE)}
    unused = [
        f"{one} -> {other}" for one, others in ALLOWED.items() for other in others if (one, other) not in used
    ]
    assert unused == []


def test_a_row_that_is_missing_is_noticed() -> None:
    text = "## Layers\n| modules | may import |\n|---|---|\n| `a`, `b` | `c` |\n| `c` | |\n## Next\n| `d` | `a` |\n"
    assert read_table(text) == {"a": frozenset("c"), "b": frozenset("c"), "c": frozenset()}


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
