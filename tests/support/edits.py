"""A site with something of everything that pages depend on, and every kind of edit that an owner may make to it."""

from __future__ import annotations

import os
import shutil
import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from support.command import ROOT
from support.sites import STARTER_STUDY, add_study, copy_starter, edit_yaml
from support.snapshots import rich_snapshot, write_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

BASE = "https://example.org/some-repo/"
THEIRS = "theirs.txt"
"""An untracked file of the output folder."""

NOTES = f"""Words, [a link](case-studies/{STARTER_STUDY}.md#what-it-looks-like), [another](case-studies/second.md).

![a plot](../static/plot.png)
"""
SECOND = """See [how it flows](settlement-queue.md#how-it-flows) and [a plot](../../static/plot.png).

## A heading

```flow title="A flow of words"
one -> two -> three
```

One, two, three: words that explain invoice, queue and worker. [Tag](/tags/payments/)

![a plot](../../static/plot.png)

```python
print("x")
```
"""
DRAWING = """\
┌─────────┐   ┌───────┐
│ invoice │──▶│ queue │
└─────────┘   └───────┘
"""


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def png(width: int, height: int) -> bytes:
    """A picture of some size: as much of one as is read, and a little more."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    crc = struct.pack(">I", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + crc + b"\0" * 40


def make_site(root: Path) -> Path:
    """A site with something of everything that pages depend on."""
    copy_starter(root)
    write(root / "content/notes.md", NOTES)
    write(root / "content/diagrams/flow.txt", DRAWING)
    diagram = {"file": "diagrams/flow.txt", "title": "The drawing"}
    add_study(root, "second", SECOND, title="Second work", order=20, tags=["only-here"], diagram=diagram)
    add_study(root, "third", "Plain words.\n", title="Third work", order=30, updated="2026-01-02")
    (root / "static").mkdir()
    (root / "static/plot.png").write_bytes(png(64, 48))
    write(root / "static/note.asc", "a key\n")
    edit_yaml(
        root,
        "content/home.yaml",
        lambda home: home["sections"].append(
            {"kind": "markdown", "title": "Notes", "command": "cat notes", "file": "notes.md", "id": "notes"}
        ),
    )
    edit_yaml(
        root, "content/repositories.yaml", lambda _: [{"name": "tool", "url": "https://example.org/tool"}]
    )
    edit_yaml(root, "portfolio.yaml", lambda config: (config or {}) | {"base_url": BASE})
    return root


def swap(file: Path, one: str, other: str) -> None:
    """Replace one text by the other, and back the next time."""
    if file.is_file():
        text = file.read_text(encoding="utf-8")
        if one in text:
            file.write_text(text.replace(one, other), encoding="utf-8")
        else:
            file.write_text(text.replace(other, one), encoding="utf-8")


def toggle(file: Path, *texts: str) -> None:
    """Write the next of some texts, or remove the file after the last."""
    now = file.read_text(encoding="utf-8") if file.is_file() else None
    left = texts if now is None else texts[texts.index(now) + 1 :] if now in texts else ()
    if left:
        write(file, left[0])
    else:
        file.unlink(missing_ok=True)


def builtin(name: str) -> str:
    return (ROOT / "templates" / "terminal" / name).read_text(encoding="utf-8")


def studies(root: Path) -> list[Path]:
    return sorted((root / "content/case-studies").glob("*.md"))


def pick(root: Path, number: int) -> Path:
    found = studies(root)
    return found[number % len(found)]


class EditedSite:
    """A site that is edited, with the options it is built with."""

    def __init__(self, folder: Path, sources: Path) -> None:
        self.sources = sources
        self.root = shutil.copytree(sources, folder / "site")
        self.clean = folder / "clean" / "_site"
        self.output = self.root / "_site"
        self.base_url: str | None = None

    # content

    def lengthen_body(self, number: int) -> None:
        file = pick(self.root, number)
        file.write_text(file.read_text(encoding="utf-8") + f"\nMore words, {number}.\n", encoding="utf-8")

    def rename_heading(self, number: int) -> None:
        swap(self.root / f"content/case-studies/{STARTER_STUDY}.md", "## How it flows", f"## {number}")

    def rename_own_heading(self, _: int) -> None:
        swap(self.root / "content/case-studies/second.md", "## A heading", "## Another heading")

    def retitle(self, number: int) -> None:
        swap(pick(self.root, number), "title: ", "title: New ")

    def change_headline(self, number: int) -> None:
        swap(pick(self.root, number), "with no payment made twice", "and none twice")

    def change_tag(self, number: int) -> None:
        swap(pick(self.root, number), "only-here", "elsewhere")

    def drop_tag_that_is_linked(self, _: int) -> None:
        for file in studies(self.root):
            swap(file, "payments", "invoicing")

    def unknown_principle(self, number: int) -> None:
        swap(pick(self.root, number), "retries-happen", "retries-hapen")

    def reorder(self, number: int) -> None:
        swap(pick(self.root, number), "order: ", "order: 9")

    def change_outcome(self, number: int) -> None:
        swap(pick(self.root, number), "since the first run", "since the start")

    def wrong_figure(self, _: int) -> None:
        swap(self.root / f"content/case-studies/{STARTER_STUDY}.md", "Settlement in 4", "Settlement in 5")

    def change_date(self, _: int) -> None:
        swap(self.root / "content/case-studies/third.md", "2026-01-02", "2026-01-03")

    def drop_date(self, _: int) -> None:
        swap(self.root / "content/case-studies/third.md", "updated:", "# updated:")

    def add_study(self, number: int) -> None:
        add_study(self.root, f"new-{number}", f"Words of {number}.\n", title=f"New {number}")

    def rename_study(self, number: int) -> None:
        file = pick(self.root, number)
        file.rename(file.with_name(f"renamed-{number}.md"))

    def delete_study(self, number: int) -> None:
        if len(studies(self.root)) > 1:
            pick(self.root, number).unlink()

    def copy_study(self, number: int) -> None:
        write(
            self.root / "content/case-studies/copy.md", pick(self.root, number).read_text(encoding="utf-8")
        )  # which may be the copy itself

    def change_drawing(self, _: int) -> None:
        swap(self.root / "content/diagrams/flow.txt", "invoice", "payment")

    def break_drawing(self, _: int) -> None:
        swap(self.root / "content/diagrams/flow.txt", "│ invoice │──▶", "│ invoice   ──▶")

    def break_flow(self, _: int) -> None:
        swap(self.root / "content/case-studies/second.md", "one -> two", "one -> -> two")

    def unknown_language(self, _: int) -> None:
        swap(self.root / "content/case-studies/second.md", "```python", "```pyton")

    def unshown_text(self, _: int) -> None:
        toggle(self.root / "content/unshown.md", "words\n", "other words\n")

    def unused_drawing(self, _: int) -> None:
        toggle(self.root / "content/unused.txt", DRAWING)

    def change_notes(self, _: int) -> None:
        swap(self.root / "content/notes.md", "Words, ", "Other words, ")

    def link_to_nowhere(self, _: int) -> None:
        self._take_the_place_of_stack(lambda file: file.symlink_to("nowhere.yaml"))

    def folder_for_a_file(self, _: int) -> None:
        self._take_the_place_of_stack(Path.mkdir)

    def _take_the_place_of_stack(self, make: Callable[[Path], None]) -> None:
        file = self.root / "content/stack.yaml"
        if file.is_file():
            file.rename(self.root / "content/stack.bak")
            make(file)
        elif (self.root / "content/stack.bak").exists():
            file.rmdir() if file.is_dir() else file.unlink(missing_ok=True)
            (self.root / "content/stack.bak").rename(file)

    def fetch_figures(self, _: int) -> None:
        file = self.root / "content/stats.json"
        if file.exists():
            file.unlink()
        else:
            write_snapshot(self.root, rich_snapshot())

    def rename_owner(self, _: int) -> None:
        swap(self.root / "content/profile.yaml", "name: ", "name: The ")

    def wrong_key(self, _: int) -> None:
        swap(self.root / "content/profile.yaml", "role:", "rôle:")

    def change_principle(self, _: int) -> None:
        swap(self.root / "content/principles.yaml", "text: ", "text: So, ")

    def change_stack(self, _: int) -> None:
        swap(self.root / "content/stack.yaml", "Go", "Rust")

    def change_repository(self, _: int) -> None:
        swap(self.root / "content/repositories.yaml", "name: tool", "name: new-tool")

    def change_section(self, _: int) -> None:
        swap(self.root / "content/home.yaml", "title: Notes", "title: More notes")

    # settings

    def change_palette(self, _: int) -> None:
        swap(self.root / "portfolio.yaml", "theme: terminal", "palette: paper\ntheme: terminal")

    def unknown_palette(self, _: int) -> None:
        swap(self.root / "portfolio.yaml", "theme: terminal", "palette: none\ntheme: terminal")

    def switch(self, _: int) -> None:
        swap(self.root / "portfolio.yaml", "theme: terminal", "palette_switch: true\ntheme: terminal")

    def change_language(self, _: int) -> None:
        swap(self.root / "portfolio.yaml", "language: en", "language: de")

    def change_base_url(self, _: int) -> None:
        swap(self.root / "portfolio.yaml", BASE, "https://example.net/")

    def own_theme(self, _: int) -> None:
        (self.root / "templates/mine").mkdir(parents=True, exist_ok=True)
        swap(self.root / "portfolio.yaml", "theme: terminal", "theme: mine")

    def toggle_empty_folder(self, _: int) -> None:
        for folder in (self.root / "templates/mine", self.root / "templates/img"):
            if folder.is_dir() and not list(folder.iterdir()):
                folder.rmdir()
            else:
                folder.mkdir(parents=True, exist_ok=True)

    def option_base_url(self, number: int) -> None:
        self.base_url = (None, "https://example.org/", BASE)[number % 3]

    def option_output(self, number: int) -> None:
        self.output = (self.root / "_site", self.root.parent / "other" / "out")[number % 2]

    # templates and assets

    def override_page(self, _: int) -> None:
        toggle(self.root / "templates/404.html", builtin("404.html") + "<!-- mine -->", "{{ nope }}")

    def override_macros(self, _: int) -> None:
        text = builtin("macros.html")
        toggle(self.root / "templates/terminal/macros.html", text.replace("<a ", '<a class="x" '), text)

    def override_base(self, _: int) -> None:
        toggle(self.root / "templates/base.html", '{% extends "terminal/base.html" %}', "{% if %}")

    def override_by_theme(self, _: int) -> None:
        toggle(self.root / "templates/mine/404.html", builtin("404.html") + "<!-- a theme's -->")

    def include_computed(self, _: int) -> None:
        text = builtin("tag.html") + '{% include "parts/" ~ page.kind ~ ".html" ignore missing %}'
        toggle(self.root / "templates/tag.html", text)

    def change_part(self, _: int) -> None:
        toggle(self.root / "templates/parts/website.html", "one", "two", "{{ page.title }}")

    def include_hidden(self, _: int) -> None:
        text = builtin("principles.html") + '{% include ["none.html", ".part"] ignore missing %}'
        toggle(self.root / "templates/principles.html", text)
        toggle(self.root / "templates/.part", "one", "two")

    def read_asset(self, _: int) -> None:
        text = builtin("case-studies.html") + '<pre>{{ asset("note.asc") }}</pre>'
        toggle(self.root / "templates/case-studies.html", text)

    def change_asset(self, number: int) -> None:
        swap(self.root / "static/note.asc", "a key", f"key {number}")

    def custom_css(self, _: int) -> None:
        toggle(self.root / "static/custom.css", "a { color: red }", ":root { --fg: #ff0000 }")

    def own_palette(self, _: int) -> None:
        toggle(self.root / "static/palettes/phosphor.css", ":root { --bg: #000000; --fg: #ffffff }")

    def own_icon(self, _: int) -> None:
        toggle(self.root / "static/icon.svg", "<svg/>", '<svg xmlns="http://www.w3.org/2000/svg"/>')

    def resize_picture(self, number: int) -> None:
        (self.root / "static/plot.png").write_bytes(png(number + 1, 48))

    def rename_picture_by_case(self, _: int) -> None:
        one, other = self.root / "static/plot.png", self.root / "static/Plot.png"
        if one.exists():
            one.rename(other)
        elif other.exists():
            other.rename(one)

    def static_feed(self, _: int) -> None:
        toggle(self.root / "static/feed.atom", "<feed/>")

    def static_robots(self, _: int) -> None:
        toggle(self.root / "static/robots.txt", "User-agent: *\n")

    def static_folder(self, _: int) -> None:
        toggle(self.root / "static/img/x.txt", "one", "two")

    def domain(self, _: int) -> None:
        toggle(self.root / "static/CNAME", "www.example.org\n", "no domain")

    # clocks

    def touch_everything(self, number: int) -> None:
        for file in self.root.rglob("*"):
            if file.is_file() and not file.is_relative_to(self.output):
                os.utime(file, (number * 1000, number * 1000))

    def change_keeping_size_and_time(self, number: int) -> None:
        file = pick(self.root, number)
        before = file.stat()
        swap(file, "words", "sword")
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    # what lies around

    def spoil_output(self, number: int) -> None:
        """Change a byte of a file, and set its time back."""
        files = sorted(file for file in self.output.rglob("*.html")) if self.output.exists() else []
        if files:
            file = files[number % len(files)]
            before = file.stat()
            data = bytearray(file.read_bytes())
            data[number % len(data)] ^= 1
            file.write_bytes(data)
            os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    def close_output(self, number: int) -> None:
        files = sorted(self.output.rglob("*.html")) if self.output.exists() else []
        if files:
            files[number % len(files)].chmod(0o600)

    def delete_of_output(self, number: int) -> None:
        files = sorted(self.output.rglob("*.html")) if self.output.exists() else []
        if files:
            files[number % len(files)].unlink()

    def delete_output(self, _: int) -> None:
        if self.output.exists():
            shutil.rmtree(self.output)

    def add_theirs(self, _: int) -> None:
        if (self.output / "index.html").exists():
            write(self.output / "tags" / THEIRS, "theirs")

    def delete_memory(self, _: int) -> None:
        shutil.rmtree(self.root / ".portfolio", ignore_errors=True)

    def spoil_memory(self, number: int) -> None:
        for place, file in enumerate(sorted((self.root / ".portfolio").rglob("*"))):
            if file.is_file() and place % 3 == number % 3:
                data = bytearray(file.read_bytes())
                data[number * 7 % len(data)] ^= 1 << number % 8
                file.write_bytes(data if number % 2 else data[: number * 11 % len(data)])

    def go_back(self, _: int) -> None:
        """Undo every edit of the sources."""
        for name in ("content", "templates", "static"):
            shutil.rmtree(self.root / name, ignore_errors=True)
        shutil.copytree(self.sources, self.root, dirs_exist_ok=True)


EDITS = sorted(
    name for name, value in vars(EditedSite).items() if not name.startswith("_") and callable(value)
)
