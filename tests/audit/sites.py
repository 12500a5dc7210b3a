"""The sites under audit: built with each palette, below each base path, and their pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from support.command import ROOT, run_cli
from support.sites import copy_sources

HOST = "https://portfolio.invalid"
"""A host of no owner's link: the name is reserved (RFC 6761)."""
BASE_PATHS = ("/some-repo/", "/")
PALETTES = Path("static/terminal/palettes")


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML file of a built site."""

    path: str
    """Relative to the site's root, as requested: `` for home, `tags/x/`, `404.html`."""
    file: Path

    @property
    def html(self) -> str:
        """The file's text."""
        return self.file.read_text(encoding="utf-8")

    @property
    def part(self) -> str:
        """The folder of the variant that it belongs to; empty for a page of the site itself."""
        found = re.match("for/[^/]+/", self.path)
        return found[0] if found else ""

    @property
    def kind(self) -> str:
        """Name what sort of page it is: pages of one sort are made by one template."""
        first, _, rest = self.path.removeprefix(self.part).strip("/").partition("/")
        if not first:
            return "home"
        return f"{first}/*" if rest else first

    @property
    def is_home(self) -> bool:
        return self.path == self.part

    @property
    def is_indexed(self) -> bool:
        """Whether search engines may list it."""
        return re.search(r'<meta name="robots" content="noindex">', self.html) is None

    @property
    def is_case_study(self) -> bool:
        return self.kind == "case-studies/*"

    @property
    def has_scenario(self) -> bool:
        return 'class="model"' in self.html


@dataclass(frozen=True)
class Site:
    """A built site and what it was built for."""

    label: str
    palette: str
    base_path: str
    root: Path
    static: frozenset[str] = frozenset()
    """Paths of files that the owner publishes as they are: what is in them is not the tool's."""

    @property
    def base_url(self) -> str:
        """The address it believes to have; ends in a slash."""
        return HOST + self.base_path

    def address(self, page: Page) -> str:
        """The address of a page, as it has to write it: other letters than Latin ones are escaped."""
        return self.base_url + quote(page.path)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """All pages, home first."""
        found = []
        for file in self.written("*.html"):
            path = file.relative_to(self.root).as_posix()
            found.append(Page(path.removesuffix("index.html") if file.name == "index.html" else path, file))
        return tuple(sorted(found, key=lambda page: page.path))

    def written(self, pattern: str) -> list[Path]:
        """List the files whose names fit a pattern, without the owner's."""
        files = self.root.rglob(pattern)
        return [file for file in files if file.relative_to(self.root).as_posix() not in self.static]

    def name_of(self, page: Page) -> str:
        """Name a page for the table: site, palette, base path and path."""
        return f"{self.label}/{self.palette} {self.base_path}{page.path}"


def palettes() -> tuple[str, ...]:
    """Name the palettes that the theme has; none while it has but one set of colours."""
    return tuple(sorted(file.stem for file in (ROOT / PALETTES).glob("*.css")))


def build(  # noqa: PLR0913 (the ways a build can differ)
    source: Path, label: str, palette: str, base_path: str, work: Path, *, switch: bool = False
) -> Site:
    """Build a site with a palette (`default`: the one it names) for a base path, in a folder of its own.

    `switch` gives visitors the choice of palettes, whatever the site says.

    Raises:
        RuntimeError: the site does not build; the message holds what the tool said.
    """
    folder = work / f"{label}-{palette}-{base_path.strip('/') or 'root'}"
    folder.mkdir(parents=True)
    copy = source
    if palette != "default" or switch:
        copy = folder / "source"
        copy_sources(source, copy)
        settings = copy / "portfolio.yaml"
        text = settings.read_text(encoding="utf-8")
        own = {"palette": palette} if palette != "default" else {}
        own |= {"palette_switch": "true"} if switch else {}
        text = re.sub(rf"^(?:{'|'.join(own)}):.*\n?", "", text, flags=re.MULTILINE)
        lines = "".join(f"{key}: {value}\n" for key, value in own.items())
        settings.write_text(f"{text.rstrip()}\n{lines}", encoding="utf-8")
    out = folder / "site"
    command: list[str | Path] = ["--site", copy, "build", "--output", out, "--base-url", HOST + base_path]
    done = run_cli(command, home=folder, cwd=folder)
    if done.returncode != 0:
        raise RuntimeError(f"the {label} site does not build with the palette {palette}:\n{done.stderr}")
    return Site(label, palette, base_path, out, static_files(source))


def static_files(source: Path) -> frozenset[str]:
    """Return the paths of what a site's folder `static` holds, themes included."""
    folder = source / "static"
    return frozenset(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
