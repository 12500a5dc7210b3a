"""Builds that remember: after any edits the output is that of a clean build, and no more is done than is needed."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import struct
import sys
import zlib
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.sites import STARTER_STUDY, add_study, copy_starter, edit_study, edit_yaml

from portfolio.__main__ import main
from portfolio.build import pipeline
from portfolio.build.current import is_current
from portfolio.build.incremental import Build, build_again
from portfolio.build.pipeline import build_site
from portfolio.build.state import load_state, make_request
from portfolio.check.budget import check_budget, measure_first_flight
from portfolio.errors import ContentError, PortfolioError
from portfolio.load.content import load_site
from portfolio.render import prose, text
from portfolio.render.themes import builtin_root
from portfolio.report import render_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from portfolio.build.state import Request
    from portfolio.model.document import Document

BASE = "https://example.org/some-repo/"
THEIRS = "theirs.txt"
"""A file that somebody else puts into the output."""

COUNTED = settings(
    max_examples=int(os.environ.get("INCREMENTAL_EXAMPLES", "8")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

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


@pytest.fixture(scope="module", autouse=True)
def _plain_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("GITHUB_ACTIONS", "GITHUB_REPOSITORY", "FORCE_COLOR"):
            patch.delenv(name, raising=False)
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        yield


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def png(width: int, height: int) -> bytes:
    """A picture of some size: as much of one as is looked at, and a little more."""
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


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it is before any edit; read only."""
    return make_site(tmp_path_factory.mktemp("sources") / "site")


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder but theirs: its mode and content, the manifest included."""
    return {
        item.relative_to(folder).as_posix(): (
            item.lstat().st_mode,
            b"" if item.is_dir() else item.read_bytes(),
        )
        for item in (folder, *folder.rglob("*"))
        if item.name != THEIRS
    }


class Said(NamedTuple):
    """What a command came to."""

    code: int
    stdout: str
    stderr: str

    @property
    def is_short(self) -> bool:
        """Whether the command saw that nothing changed."""
        return self.stdout.startswith("nothing changed: ")


def say(*arguments: str | Path) -> Said:
    """Run the real command in this process."""
    stdout, stderr = io.StringIO(), io.StringIO()
    code = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["portfolio", *map(str, arguments)])
        with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
            try:
                main()
            except SystemExit as exit_:
                code = int(str(exit_.code or 0))
    return Said(code, stdout.getvalue(), stderr.getvalue())


# edits


def swap(file: Path, one: str, other: str) -> None:
    """Put one text in place of the other, and the other way round the next time."""
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
    return (builtin_root() / "templates" / "terminal" / name).read_text(encoding="utf-8")


def studies(root: Path) -> list[Path]:
    return sorted((root / "content/case-studies").glob("*.md"))


def pick(root: Path, number: int) -> Path:
    found = studies(root)
    return found[number % len(found)]


class Ground:
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
        shutil.copyfile(pick(self.root, number), self.root / "content/case-studies/copy.md")

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

    # the judge

    def arguments(self) -> list[str]:
        output = [f"--output={self.output}"] if self.output != self.root / "_site" else []
        return [
            "--site", str(self.root), "build", *output, *(["--base-url", self.base_url] if self.base_url else []),
        ]  # fmt: skip

    def check(self) -> bool:
        """Build, and compare with what a clean build does; returns whether there was anything to publish."""
        before = tree(self.output) if self.output.exists() else None
        memory = self.root / ".portfolio"
        kept = tree(memory) if memory.exists() else None
        theirs = (self.output / "tags" / THEIRS).exists()
        problems = None
        try:
            expected = expect(self.root, self.clean, self.base_url)
        except PortfolioError as error:
            problems = render_text(error.diagnostics)
        if problems is not None:
            said = say(*self.arguments())
            assert said.code == 1, said
            assert said.stderr.startswith(problems), said.stderr
            assert (tree(self.output) if self.output.exists() else None) == before
            assert (tree(memory) if memory.exists() else None) == kept
            return False
        said = say(*self.arguments())
        assert said.code == 0, said
        assert said.stderr == expected
        assert tree(self.output) == tree(self.clean)
        assert (self.output / "tags" / THEIRS).exists() == theirs
        again = say(*self.arguments())
        assert again.is_short, again
        assert (again.code, again.stderr) == (0, expected)
        assert tree(self.output) == tree(self.clean)
        return True


def expect(root: Path, output: Path, base_url: str | None = None) -> str:
    """Build without a memory; returns what is to be said about it."""
    rendered, _ = build_site(root, output, {}, base_url)
    sizes = {path: measure_first_flight(text) for path, text in sorted(rendered.pages.items())}
    found = rendered.base_url
    talk = render_text((*rendered.warnings, *check_budget(sizes)))
    return f"{talk}base address {found.base_url.url} ({found.origin})\n"


EDITS = sorted(
    name
    for name, value in vars(Ground).items()
    if not name.startswith("_") and callable(value) and name not in {"arguments", "check"}
)


@pytest.fixture(scope="module")
def shared_ground(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """One site for all edits, each of which begins by undoing what the one before left."""
    ground = Ground(tmp_path_factory.mktemp("shared"), sources)
    assert ground.check()
    return ground


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_and_another_of_its_kind_make_what_a_clean_build_makes(
    name: str, shared_ground: Ground
) -> None:
    shared_ground.go_back(0)
    edit: Callable[[int], None] = getattr(shared_ground, name)
    edit(1)
    shared_ground.check()
    edit(1)
    shared_ground.check()


def test_most_edits_leave_a_site_that_can_be_built(shared_ground: Ground) -> None:
    shared_ground.go_back(0)
    assert shared_ground.check()


@COUNTED
@given(
    edits=st.lists(
        st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 9)), min_size=1, max_size=2),
        min_size=2,
        max_size=6,
    )
)
def test_after_any_edits_the_output_is_that_of_a_clean_build(
    edits: list[list[tuple[str, int]]], sources: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("ground")
    ground = Ground(folder, sources)
    assert ground.check()
    for step in edits:
        for name, number in step:
            getattr(ground, name)(number)
        ground.check()
    shutil.rmtree(folder)


# what is done, counted


def build(root: Path, *, forget: bool = False, **options: str) -> Build:
    """Build as the command does, and keep what it keeps."""
    request = ask(root, **options)
    made = build_again(request, {}, forget=forget)
    made.remember(made.measure(measure_first_flight), ("", ""))
    return made


def ask(root: Path, output: str | None = None, base_url: str | None = None) -> Request:
    return make_request(str(root), output, base_url, str(root))


def is_done(root: Path, env: Mapping[str, str] | None = None) -> bool:
    """Whether the next build would do nothing."""
    state = load_state(str(root))
    return state is not None and is_current(ask(root), state, env or {})


def rendered_by(root: Path) -> set[str]:
    return set(build(root).rendered.texts)


def pages_of(made: Build) -> set[str]:
    return set(made.rendered.fingerprints)


def test_the_first_build_renders_all_and_the_second_nothing(root: Path) -> None:
    made = build(root)
    assert set(made.rendered.texts) == pages_of(made)
    assert is_done(root)
    made = build(root)
    assert not made.rendered.texts
    assert len(made.rendered.fingerprints) == made.rendered.page_count + 2  # the feed and the sitemap


def test_touching_every_file_changes_nothing(root: Path) -> None:
    build(root)
    for file in (root / "content").rglob("*"):
        os.utime(file, (0, 0))
    assert is_done(root)


def test_the_body_of_a_case_study_renders_its_page_only(root: Path) -> None:
    build(root)
    swap(root / "content/case-studies/third.md", "Plain words", "Other words")
    assert rendered_by(root) == {"case-studies/third/index.html"}


def test_a_text_of_the_home_page_renders_the_home_page_only(root: Path) -> None:
    build(root)
    swap(root / "content/notes.md", "Words, ", "Other words, ")
    assert rendered_by(root) == {"index.html"}


def test_a_title_renders_the_pages_that_show_it(root: Path) -> None:
    build(root)
    swap(root / "content/case-studies/second.md", "Second work", "Another work")
    studies = {f"case-studies/{name}/index.html" for name in ("second", STARTER_STUDY, "third")}
    # the study stands between the two others, which lead to it by its title; it alone has the tag
    assert rendered_by(root) == {
        "index.html",
        "404.html",
        "case-studies/index.html",
        "principles/index.html",
        "tags/only-here/index.html",
        "tags/go/index.html",
        "tags/postgresql/index.html",
        *studies,
    }


def test_a_headline_leaves_the_neighbours_alone(root: Path) -> None:
    build(root)
    swap(root / "content/case-studies/second.md", "with no payment made twice", "and none twice")
    rendered = rendered_by(root)
    assert "case-studies/second/index.html" in rendered
    assert "case-studies/third/index.html" not in rendered
    assert "sitemap.xml" not in rendered


def test_a_day_renders_the_page_the_feed_and_the_sitemap(root: Path) -> None:
    build(root)
    swap(root / "content/case-studies/third.md", "2026-01-02", "2026-01-03")
    assert rendered_by(root) == {"case-studies/third/index.html", "feed.atom", "sitemap.xml"}


def test_an_outcome_that_the_home_page_shows_renders_it_too(root: Path) -> None:
    build(root)
    swap(root / f"content/case-studies/{STARTER_STUDY}.md", "since the first run", "since the start")
    assert rendered_by(root) == {"index.html", f"case-studies/{STARTER_STUDY}/index.html"}


def test_an_outcome_that_no_list_shows_renders_its_page_only(root: Path) -> None:
    build(root)
    swap(root / "content/case-studies/third.md", "since the first run", "since the start")
    assert rendered_by(root) == {"case-studies/third/index.html"}


def test_a_drawing_renders_the_page_that_shows_it(root: Path) -> None:
    build(root)
    swap(root / "content/diagrams/flow.txt", "invoice", "payment")
    assert rendered_by(root) == {"case-studies/second/index.html"}


def test_a_picture_of_another_size_renders_the_pages_that_show_it(root: Path) -> None:
    build(root)
    (root / "static/plot.png").write_bytes(png(65, 48))
    assert rendered_by(root) == {"case-studies/second/index.html", "index.html"}
    (root / "static/plot.png").write_bytes(png(65, 48) + b"other pixels")
    assert rendered_by(root) == set()
    assert (root / "_site/plot.png").read_bytes() == png(65, 48) + b"other pixels"


def test_a_heading_that_another_text_links_to_is_missed_without_reading_that_text_again(root: Path) -> None:
    build(root)
    swap(root / f"content/case-studies/{STARTER_STUDY}.md", "## How it flows", "## How it goes")
    with pytest.raises(ContentError) as caught:
        build(root)
    (problem,) = caught.value.diagnostics
    assert problem.span is not None
    assert (problem.span.path, problem.span.text) == (
        "content/case-studies/second.md",
        SECOND.partition("\n")[0],
    )


@pytest.mark.parametrize(
    ("template", "reached"),
    [
        ("404.html", {"404.html"}),
        ("sitemap.xml", {"sitemap.xml"}),
        ("principles.html", {"principles/index.html"}),
        ("sections/markdown.html", {"index.html"}),
    ],
)
def test_a_template_renders_the_pages_that_reach_it(root: Path, template: str, reached: set[str]) -> None:
    build(root)
    # the home page works out the names of its sections' templates: it may reach any
    write(root / "templates" / template, builtin(template) + "<!-- mine -->")
    assert rendered_by(root) - {"index.html"} == reached - {"index.html"}
    (root / "templates" / template).unlink()
    assert rendered_by(root) | {"index.html"} == reached | {"index.html"}


def test_the_base_template_renders_every_page_and_no_feed(root: Path) -> None:
    pages = {path for path in pages_of(build(root)) if path.endswith(".html")}
    write(root / "templates/base.html", builtin("base.html") + "<!-- mine -->")
    assert rendered_by(root) == pages


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("portfolio.yaml", "palette: paper\n"),
        ("static/custom.css", "a { color: red }"),
        ("static/icon.svg", "<svg/>"),
    ],
)
def test_what_every_page_carries_renders_every_page(root: Path, file: str, text: str) -> None:
    pages = pages_of(build(root))
    before = (root / file).read_text(encoding="utf-8") if (root / file).exists() else ""
    write(root / file, before + text)
    assert rendered_by(root) == pages


def test_a_deleted_study_takes_its_pages_along(root: Path) -> None:
    build(root)
    (root / "content/case-studies/third.md").unlink()
    made = build(root)
    assert "case-studies/third/index.html" not in pages_of(made)
    assert not (root / "_site/case-studies/third").exists()
    assert not (root / "_site/feed.atom").exists()


def test_a_file_of_the_output_that_was_changed_is_the_only_one_that_is_made_again(root: Path) -> None:
    build(root)
    file = root / "_site/404.html"
    before = file.stat()
    file.write_bytes(file.read_bytes().replace(b"a", b"b"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not is_done(root)
    assert rendered_by(root) == {"404.html"}


def test_files_that_stay_as_they_were_are_not_written_again(root: Path) -> None:
    build(root)
    before = (root / "_site/404.html").stat().st_ino
    swap(root / "content/case-studies/third.md", "Plain words", "Other words")
    build(root)
    assert (root / "_site/404.html").stat().st_ino == before


def test_force_makes_everything_again(root: Path) -> None:
    pages = pages_of(build(root))
    made = build(root, forget=True)
    assert set(made.rendered.texts) == pages


# what may happen meanwhile


def test_an_edit_that_is_taken_back_before_the_build_ends_is_no_build_of_what_was_there(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = root / "content/case-studies/third.md"
    before = file.read_bytes()

    def load(*arguments: object) -> object:
        swap(file, "Plain words", "Words of a moment")
        try:
            return load_site(*arguments)  # type: ignore[arg-type]
        finally:
            file.write_bytes(before)

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "load_site", load)
        build(root)
    assert "Words of a moment" in (root / "_site/case-studies/third/index.html").read_text(encoding="utf-8")
    assert not is_done(root)
    assert rendered_by(root) == {"case-studies/third/index.html"}
    assert is_done(root)


def test_a_file_that_appears_while_the_site_is_built_counts_as_a_change(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(*arguments: object) -> object:
        loading = load_site(*arguments)  # type: ignore[arg-type]
        write(root / "static/late.txt", "late")
        return loading

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "load_site", load)
        build(root)
    assert not is_done(root)
    build(root)
    assert (root / "_site/late.txt").exists()


def test_an_output_that_is_changed_before_it_is_looked_at_is_not_taken_for_ours(root: Path) -> None:
    made = build_again(ask(root), {})
    (root / "_site/404.html").write_text("by hand", encoding="utf-8")
    made.remember(made.measure(measure_first_flight), ("", ""))
    assert not is_done(root)
    assert rendered_by(root) == {"404.html"}


def test_a_site_that_another_build_replaced_meanwhile_is_not_kept(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both builds find the same live site; the other one publishes for another address, then ours links files."""
    build(root)
    render = pipeline.render_site

    def render_slowly(*arguments: object) -> object:
        made = render(*arguments)  # type: ignore[arg-type]
        with monkeypatch.context() as patch:
            patch.setattr(pipeline, "render_site", render)
            build_site(root, root / "_site", {}, "https://other.example/")
        return made

    swap(root / "content/case-studies/third.md", "Plain words", "Other words")
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "render_site", render_slowly)
        build(root)
    clean = root.parent / "clean"
    expect(root, clean)
    assert tree(root / "_site") == tree(clean)


def test_two_builds_that_end_together_leave_no_state_of_a_site_that_is_not_there(root: Path) -> None:
    ours = build_again(ask(root), {})
    build_site(root, root / "_site", {}, "https://other.example/")
    ours.remember(ours.measure(measure_first_flight), ("", ""))
    assert not is_done(root)
    build(root)
    clean = root.parent / "clean"
    expect(root, clean)
    assert tree(root / "_site") == tree(clean)


def test_a_file_system_without_hard_links_gets_copies(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(root)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "no hard links")

    swap(root / "content/case-studies/third.md", "Plain words", "Other words")
    with monkeypatch.context() as patch:
        patch.setattr(os, "link", refuse)
        assert rendered_by(root) == {"case-studies/third/index.html"}
    assert is_done(root)
    clean = root.parent / "clean"
    expect(root, clean)
    assert tree(root / "_site") == tree(clean)


def test_a_page_whose_size_nobody_kept_is_measured_again(root: Path) -> None:
    first = build_again(ask(root), {})
    known = first.measure(measure_first_flight)
    first.remember({}, ("", ""))
    second = build_again(ask(root), {})
    assert not second.rendered.texts
    assert second.measure(measure_first_flight) == known


def test_two_builds_of_one_memory_find_the_same_problems(root: Path) -> None:
    """A study that has an error is not kept as one that is right."""
    edit_study(root, "third", lambda front: front | {"colour": "red"})
    made = []
    for _ in range(2):
        with pytest.raises(ContentError) as caught:
            build(root)
        made.append(caught.value.diagnostics)
    assert made[0] == made[1]


def test_parsed_texts_are_found_again_in_another_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fresh checkout with a restored cache: other folder, other times, no output."""
    build(root)
    other = shutil.copytree(root, root.parent / "other" / "checkout")
    shutil.rmtree(other / "_site")
    for file in other.rglob("*"):
        os.utime(file, (0, 0))
    parsed: list[str] = []
    prepare = text.prepare_text

    def note(document: Document) -> text.Text:
        parsed.append(document.path)
        return prepare(document)

    monkeypatch.setattr(prose, "prepare_text", note)
    made = build(other)
    assert set(made.rendered.texts) == pages_of(made)
    assert parsed == []
    swap(other / "content/notes.md", "Words, ", "Other words, ")
    build(other)
    assert parsed == ["content/notes.md"]


def test_what_deleted_studies_left_is_dropped(root: Path) -> None:
    def size() -> int:
        return sum(file.stat().st_size for file in (root / ".portfolio").rglob("*") if file.is_file())

    build(root)
    before = size()
    for number in range(20):
        add_study(root, f"new-{number}", f"Words of {number}.\n", title=f"New {number}")
    build(root)
    assert size() > before + 20 * 1000
    for number in range(20):
        (root / f"content/case-studies/new-{number}.md").unlink()
    build(root)
    assert size() < before + 200
    cache = (root / ".portfolio/cache").iterdir()
    assert [file.name for file in cache if b"new-" in file.read_bytes()] == []


@pytest.mark.parametrize(
    "spoil", ["a file in place of the folder", "a file in place of the cache", "folders in place of files"]
)
def test_a_memory_that_cannot_be_written_is_no_reason_to_fail(root: Path, spoil: str) -> None:
    if spoil == "a file in place of the folder":
        write(root / ".portfolio", "x")
    elif spoil == "a file in place of the cache":
        write(root / ".portfolio/cache", "x")
    else:
        for number in range(32):
            (root / f".portfolio/cache/{number:02}/x").mkdir(parents=True)
            (root / f".portfolio/cache/{number:02}.tmp/x").mkdir(parents=True)
        (root / ".portfolio/state.json/x").mkdir(parents=True)
    clean = root.parent / "clean"
    expected = expect(root, clean)
    for _ in range(2):
        said = say("--site", root, "build")
        assert (said.code, said.stderr) == (0, expected)
        assert tree(root / "_site") == tree(clean)


def test_colours_are_kept_beside_the_plain_words(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root / "content/unshown.md", "words\n")
    first = say("--site", root, "build")
    with monkeypatch.context() as patch:
        patch.setenv("FORCE_COLOR", "1")
        coloured = say("--site", root, "build")
    assert coloured.is_short
    with monkeypatch.context() as patch:
        patch.setenv("FORCE_COLOR", "1")
        forced = say("--site", root, "build", "--force")
    assert "\x1b[" in coloured.stderr
    assert coloured.stderr == forced.stderr
    assert say("--site", root, "build").stderr == first.stderr


def test_verbose_says_why_and_which(root: Path) -> None:
    assert "no earlier build is known: everything is built" in say("--site", root, "build", "-v").stderr
    swap(root / "content/case-studies/third.md", "Plain words", "Other words")
    said = say("--site", root, "build", "-v").stderr.splitlines()
    assert said[0] == "changed: content/case-studies/third.md"
    assert [line.split()[-1] for line in said if "bytes  " in line and "(as it was)" not in line] == [
        "case-studies/third/index.html"
    ]
    assert any(line.startswith("1 of ") and line.endswith(" files rendered") for line in said)
    assert say("--site", root, "build", "-v", "--force").stderr.startswith("forced: everything is built\n")
