"""The documentation is complete and correct: nothing is left out, no link is broken, every example is run.

Conventions of README.md and docs/: a fence with a `title` is the whole content of that file; a `console` fence
holds commands after `$ `, and what they print. In docs/errors.md those commands are run, in a new site;
`--update-golden` writes what they print now into the page, for review.
"""

from __future__ import annotations

import fcntl
import importlib
import pkgutil
import re
import shlex
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import click
import jinja2
import pytest
from markdown_it import MarkdownIt
from msgspec import Struct, inspect
from support.command import ROOT, clean_env, run_cli
from support.sites import SITES, open_theme, prepare

from portfolio import pages
from portfolio.check.contrast import COLOURS, PAIRS
from portfolio.cli.main import COMMANDS, commands
from portfolio.documents.text import Prose, ProseSection
from portfolio.errors import Code, Diagnostics, ExitCode, Source
from portfolio.load.composer import parse_yaml
from portfolio.load.content import YAML_FILES
from portfolio.load.files import split_front_matter
from portfolio.load.schema import read_value
from portfolio.model import scenario
from portfolio.model.article import ARTICLES, Page, Post
from portfolio.model.case_study import CaseStudy, Decision, Outcome
from portfolio.model.config import Config, Files, Outputs, Security, StatsSettings
from portfolio.model.entries import ENTRIES, Position
from portfolio.model.folders import TAKEN, find_folder
from portfolio.model.home import (
    AnySection,
    CodeSection,
    Embed,
    Home,
    ListSection,
    MarkdownSection,
    Section,
    StatsSection,
)
from portfolio.model.link import Link
from portfolio.model.picture import PictureFile
from portfolio.model.profile import Principle, Profile, Repository, SpokenLanguage, StackGroup
from portfolio.pages.context import Context
from portfolio.pages.home_views import HeroView
from portfolio.pages.route import Composed, Copied, Linker, Rendered, Route, Written
from portfolio.scaffold import create_site
from portfolio.simulate.network import kind_name
from portfolio.simulate.variants import STRUCK
from portfolio.site.cache import Cache
from portfolio.site.rendering import make_renderer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/*.md")])

MODELS: dict[str, Any] = {
    "portfolio.yaml": Config,
    **{f"content/{name}.yaml": type_ for name, type_ in YAML_FILES.items()},
}
"""What each file of a site is read as."""

KEY_TABLES: list[tuple[str, int, type[Struct]]] = [
    ("portfolio.yaml", 0, Config),
    ("Stats", 0, StatsSettings),
    ("content/profile.yaml", 0, Profile),
    ("content/profile.yaml", 1, Link),
    ("content/profile.yaml", 2, SpokenLanguage),
    ("content/profile.yaml", 3, PictureFile),
    ("content/home.yaml", 0, Home),
    ("Sections", 0, Section),
    ("GitHub statistics", 0, Embed),
    ("content/case-studies/<slug>.md", 0, CaseStudy),
    ("content/case-studies/<slug>.md", 1, Decision),
    ("content/writing/<slug>.md", 0, Post),
    ("content/pages/<slug>.md", 0, Page),
    ("Outcomes", 0, Outcome),
    *((f"content/{kind}.yaml", 0, type_) for kind, type_ in ENTRIES.items()),
    ("content/experience.yaml", 1, Position),
    ("content/principles.yaml", 0, Principle),
    ("content/stack.yaml", 0, StackGroup),
    ("content/repositories.yaml", 0, Repository),
]
"""The heading of docs/content.md, the number of the table below it, and what its rows list."""

SCENARIO_TABLES: list[tuple[str, int, type[Struct]]] = [
    ("The file", 0, scenario.Scenario),
    ("Load", 0, scenario.Load),
    ("Variants", 0, scenario.Variant),
    ("Variants", 1, scenario.Fault),
    ("Sweep", 0, scenario.Sweep),
]
"""The same of docs/simulate.md."""

OUTPUT_TABLES: list[tuple[str, int, type[Struct]]] = [
    ("Switch", 0, Outputs),
    ("Small files", 0, Files),
    ("Small files", 1, Security),
]
"""The same of docs/outputs.md."""

ADDED: dict[type[Struct], frozenset[str]] = dict.fromkeys(ARTICLES.values(), frozenset({"slug"}))
"""Fields that do not come from the file's keys."""

SECTION_KEYS = {
    "kind": True,
    "limit": False,
    "language": False,
    "file": False,
    "mode": False,
    "embeds": False,
}
"""Keys of sections beside those that all have: the tag, and what some kinds alone want."""

NO_VIEWS = {HeroView, Route, Rendered, Composed, Written, Copied, Context, Linker}
"""Structs of portfolio/pages/ that no template is given, or as a whole only."""


@dataclass(frozen=True)
class Fence:
    """A fenced block with the headings above it."""

    path: str
    line: int
    heading: str
    language: str
    title: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def tokens_of(text: str) -> list[Any]:
    return MarkdownIt("commonmark").enable("table").parse(text)


def words_of(inline: Any) -> str:  # noqa: ANN401 (markdown-it's token)
    """Return an inline token's words without marks."""
    return "".join(
        token.content for token in inline.children or () if token.type in {"text", "code_inline"}
    ).strip()


def fences_of(path: str) -> list[Fence]:
    """Return a page's fences, also those inside lists."""
    heading, found = "", []
    tokens = tokens_of(read(path))
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = words_of(tokens[index + 1])
        elif token.type == "fence":
            language, _, rest = token.info.partition(" ")
            title = re.search(r'title="([^"]*)"', rest)
            found.append(
                Fence(path, token.map[0] + 1, heading, language, title[1] if title else "", token.content)
            )
    return found


ALL_FENCES = [fence for file in DOCS for fence in fences_of(file.relative_to(ROOT).as_posix())]


def tables_under(path: str, wanted: str) -> list[dict[str, list[str]]]:
    """Return the tables between a heading and the next one, each as its rows by their first cell."""
    heading = ""
    tables: list[dict[str, list[str]]] = []
    row: list[str] = []
    tokens = tokens_of(read(path))
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = words_of(tokens[index + 1])
        elif heading == wanted and token.type == "table_open":
            tables.append({})
        elif heading == wanted and token.type == "tr_open":
            row = []
        elif heading == wanted and token.type in {"td_open", "th_open"}:
            row.append(words_of(tokens[index + 1]))
        elif heading == wanted and token.type == "tr_close":
            tables[-1][row[0]] = row[1:]
    return tables


def github_anchor(text: str) -> str:
    """Return a heading's anchor as GitHub makes it: lower case, punctuation dropped, blanks to hyphens."""
    return re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


def anchors_of(path: Path) -> set[str]:
    tokens = tokens_of(path.read_text(encoding="utf-8"))
    return {
        github_anchor(words_of(tokens[index + 1]))
        for index, token in enumerate(tokens)
        if token.type == "heading_open"
    }


def links_of(path: Path) -> Iterator[str]:
    for token in tokens_of(path.read_text(encoding="utf-8")):
        for child in token.children or ():
            if child.type == "link_open":
                yield str(child.attrs["href"])
            elif child.type == "image":
                yield str(child.attrs["src"])


# ---------------------------------------------------------------- the command line


def commands_by_name() -> dict[str, click.Command]:
    context = click.Context(commands)
    found = {"": commands} | {name: commands.get_command(context, name) for name in COMMANDS}
    return {name: command for name, command in found.items() if command is not None}


def option_names(name: str, command: click.Command) -> list[str]:
    context = click.Context(command, help_option_names=["-h", "--help"])
    names = [
        option
        for parameter in command.get_params(context)
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    ]
    assert names, f"the command {name!r} shows no option, so this test looks in the wrong place"
    return names


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_command_is_documented_with_every_option(name: str) -> None:
    command = commands_by_name()[name]
    text = read("docs/cli.md")
    heading = f"## portfolio {name}".rstrip()
    assert f"\n{heading}\n" in text
    part = text.split(f"\n{heading}\n")[1].split("\n## ")[0]
    shared = {"-h", "--help"} if name else set()
    missing = [
        option for option in option_names(name, command) if option not in shared and f"`{option}" not in part
    ]
    assert not missing
    assert "`--help`" in text
    assert not name or f"`portfolio {name}" in read("README.md")


def test_every_exit_code_is_documented() -> None:
    (table,) = tables_under("docs/cli.md", "Exit codes")
    assert set(table) - {"code"} == {str(int(code)) for code in ExitCode}


CALLS = [
    (fence, line)
    for fence in ALL_FENCES
    if fence.language in {"console", "sh"}
    for line in fence.text.splitlines()
    if re.match(r"\$ (\S*/)?portfolio( |$)", line)
]


def test_the_documentation_calls_the_tool() -> None:
    assert len(CALLS) > 10


@pytest.mark.parametrize(("fence", "line"), CALLS, ids=[f"{fence}-{line}" for fence, line in CALLS])
def test_every_call_in_the_documentation_parses(fence: Fence, line: str) -> None:
    arguments = shlex.split(line.removeprefix("$ "))[1:]
    context = commands.make_context("portfolio", arguments)
    _, rest, _ = commands.make_parser(context).parse_args(list(arguments))
    name, command, rest = commands.resolve_command(context, rest)
    assert command is not None, f"{fence}: {line}"
    command.make_context(name, rest, parent=context)


def test_every_make_target_in_the_documentation_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    named = {
        name for file in DOCS for name in re.findall(r"`make ([a-z-]+)`", file.read_text(encoding="utf-8"))
    }
    assert named
    assert named <= targets


# ---------------------------------------------------------------- content


@pytest.mark.parametrize(
    ("page", "heading", "number", "struct"),
    [
        *(("docs/content.md", *item) for item in KEY_TABLES),
        *(("docs/simulate.md", *item) for item in SCENARIO_TABLES),
        *(("docs/outputs.md", *item) for item in OUTPUT_TABLES),
    ],
    ids=[item[2].__name__ for item in (*KEY_TABLES, *SCENARIO_TABLES, *OUTPUT_TABLES)],
)
def test_every_key_is_documented(page: str, heading: str, number: int, struct: type[Struct]) -> None:
    table = tables_under(page, heading)[number]
    is_key = "key" in struct.__struct_fields__  # its row is then in the place of the heading
    assert is_key or table["key"][:2] == ["type", "required"]
    documented = {key: cells[1] for key, cells in table.items() if key != "key" or is_key}
    info = inspect.type_info(struct)
    assert isinstance(info, inspect.StructType)
    wanted = {
        field.encode_name: field.required
        for field in info.fields
        if field.name not in ADDED.get(struct, frozenset())
    }
    if struct is Section:
        wanted |= SECTION_KEYS
    assert set(documented) == set(wanted)
    assert {key for key, cell in documented.items() if cell == "yes"} == {
        key for key, required in wanted.items() if required
    }


@pytest.mark.parametrize(
    ("heading", "kinds", "shared"),
    [("Nodes", scenario.AnyNode, scenario.Node), ("Rules", scenario.AnyRule, scenario.Rule)],
    ids=["nodes", "rules"],
)
def test_every_kind_of_a_scenario_is_documented_with_its_keys(
    heading: str,
    kinds: Any,  # noqa: ANN401 (a union)
    shared: type[Struct],
) -> None:
    table, *keys = tables_under("docs/simulate.md", heading)
    info = inspect.type_info(kinds)
    assert isinstance(info, inspect.UnionType)
    wanted = {
        str(item.tag): [field.name for field in item.fields if field.name not in shared.__struct_fields__]
        for item in info.types
        if isinstance(item, inspect.StructType)
    }
    documented = {kind: [*filter(None, cells[1].split(", "))] for kind, cells in table.items()}
    del documented[next(iter(table))]
    assert {kind: sorted(names) for kind, names in documented.items()} == {
        kind: sorted(names) for kind, names in wanted.items()
    }
    for explained in keys:
        names = {name for names in explained for name in names.split(", ")} - {"key"}
        assert names == {name for names in wanted.values() for name in names}


def test_every_fault_is_documented_with_what_it_strikes() -> None:
    table = tables_under("docs/simulate.md", "Variants")[2]
    del table["kind"]
    assert {kind: set(cells[1].split(", ")) for kind, cells in table.items()} == {
        kind: {kind_name(node) for node in nodes} for kind, nodes in STRUCK.items()
    }
    assert set(table) == set(get_args(get_type_hints(scenario.Fault)["kind"]))


def test_every_section_kind_is_documented() -> None:
    _, kinds = tables_under("docs/content.md", "Sections")
    info = inspect.type_info(AnySection)
    assert isinstance(info, inspect.UnionType)
    assert set(kinds) - {"kind"} == {
        str(item.tag) for item in info.types if isinstance(item, inspect.StructType)
    }


def test_sections_have_no_key_that_the_table_leaves_out() -> None:
    info = inspect.type_info(AnySection)
    assert isinstance(info, inspect.UnionType)
    shared = set(Section.__struct_fields__)
    own = {
        field.name
        for item in info.types
        if isinstance(item, inspect.StructType)
        for field in item.fields
        if field.name not in shared
    }
    some = (ListSection, CodeSection, MarkdownSection, StatsSection)
    listed = {name for item in some for name in item.__struct_fields__}
    assert own == set(SECTION_KEYS) - {"kind"} == listed - shared


EXAMPLES = [
    fence for fence in ALL_FENCES if fence.title and fence.path in {"docs/content.md", "docs/templates.md"}
]


@pytest.mark.parametrize(
    "fence", [fence for fence in EXAMPLES if fence.language in {"yaml", "markdown"}], ids=str
)
def test_every_example_of_content_is_read_without_a_problem(fence: Fence) -> None:
    diagnostics = Diagnostics()
    source = Source(fence.title, fence.text)
    if fence.title.endswith(".md"):
        front = split_front_matter(source, diagnostics)
        assert front is not None
        node = parse_yaml(source, diagnostics, lines=front.lines)
        given = {"slug": "example"}
        type_ = ARTICLES[find_folder(fence.title) or ""]
    else:
        node, given, type_ = parse_yaml(source, diagnostics), {}, MODELS[fence.title]
    assert node is not None
    read_value(node, type_, diagnostics, given)
    assert not diagnostics.items


def test_the_names_that_are_taken_are_documented() -> None:
    *names, last = sorted(TAKEN)
    listed = ", ".join(f"`{name}`" for name in names)
    assert f"\nThe names {listed} and `{last}` are taken.\n" in read("docs/content.md")


def test_every_file_of_content_has_an_example() -> None:
    titles = {fence.title for fence in EXAMPLES if fence.path == "docs/content.md"}
    assert titles >= set(MODELS)
    assert all(any(title.startswith(folder) for title in titles) for folder in ARTICLES)


def test_the_phrases_of_outcomes_are_those_the_tool_makes() -> None:
    table = tables_under("docs/content.md", "Outcomes")[1]
    for given, cells in table.items():
        if given != "given":
            keys = dict(part.split(": ") for part in given.replace('"', "").split(", "))
            assert Outcome(id="example", **keys).phrase == cells[0]


# ---------------------------------------------------------------- templates


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    """A site fresh from `init`."""
    create_site(tmp_path / "site")
    return tmp_path / "site"


def template_table() -> dict[str, list[str]]:
    templates, partials, *_ = tables_under("docs/templates.md", "Views")
    return templates | partials


def test_every_template_is_documented() -> None:
    folder = ROOT / "templates" / "terminal"
    names = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    assert set(template_table()) - {"template"} == names


def test_templates_are_documented_with_their_views() -> None:
    site = prepare(SITES / "engineer")
    table = template_table()
    for route in site.context.routes:
        if isinstance(route.made, Rendered):
            view = route.made.view(site.context)
            assert table[route.made.template][0] == type(view).__name__
            for section in getattr(view, "sections", ()):
                content = type(section.content).__name__
                assert table[f"sections/{section.partial}.html"][0] == content


def test_every_view_is_documented_with_its_fields() -> None:
    rows = {cells[0]: cells[1] for cells in template_table().values()}
    parts = tables_under("docs/templates.md", "Views")[2]
    rows |= {name.partition(" ")[0]: cells[0] for name, cells in parts.items()}
    structs: dict[str, type[Struct]] = {
        name: item
        for module in pkgutil.iter_modules(pages.__path__, "portfolio.pages.")
        for name, item in vars(importlib.import_module(module.name)).items()
        if isinstance(item, type) and issubclass(item, Struct) and item.__module__ == module.name
        if item not in NO_VIEWS
    }
    assert len(structs) > 30
    structs |= {"Prose": Prose, "ProseSection": ProseSection}
    for name, struct in structs.items():
        documented = re.split(r", ", rows[name].partition(", and ")[0])
        assert tuple(documented) == struct.__struct_fields__, name


def test_every_filter_and_global_of_ours_is_documented(starter: Path) -> None:
    ours = make_renderer(open_theme(starter), Config(), Cache()).environment
    plain = jinja2.Environment(autoescape=True)
    named = {name for name in ours.filters if name.strip() == name}  # no template can write the others
    added = named - set(plain.filters) | {
        name for name, value in ours.globals.items() if plain.globals.get(name) != value
    }
    (table,) = tables_under("docs/templates.md", "Filters and globals")
    assert added == set(table) - {"name"}
    gone = set(plain.filters) - set(ours.filters) | set(plain.globals) - set(ours.globals)
    text = read("docs/templates.md")
    assert all(f"`{name}`" in text for name in gone)


def test_the_colours_of_the_palettes_are_documented_with_what_they_have_to_reach() -> None:
    (table,) = tables_under("docs/templates.md", "Colours")
    assert {f"--{name}" for name in COLOURS} == set(table) - {"variable"}
    for front, _, minimum in PAIRS:
        assert table[f"--{front}"][1].startswith(f"{minimum:g}:1 on ")
    for palette in (ROOT / "static/terminal/palettes").iterdir():
        css = palette.read_text(encoding="utf-8")
        assert {f"--{name}" for name in COLOURS} == set(
            re.findall(r"^  (--[a-z]+): light-dark", css, re.MULTILINE)
        )
        assert f"`{palette.stem}`" in read("docs/content.md")
        assert f"`{palette.stem}`" in read("docs/templates.md")


TEMPLATE_HEADINGS = sorted({fence.heading for fence in EXAMPLES if fence.path == "docs/templates.md"})


@pytest.mark.parametrize("heading", TEMPLATE_HEADINGS)
def test_every_example_of_templates_builds(heading: str, starter: Path) -> None:
    for fence in EXAMPLES:
        if fence.path == "docs/templates.md" and fence.heading == heading:
            (starter / fence.title).parent.mkdir(parents=True, exist_ok=True)
            (starter / fence.title).write_text(fence.text, encoding="utf-8")
    done = run_cli(
        ["--site", starter, "build", "--base-url", "https://example.org/"], home=starter, cwd=starter
    )
    assert done.returncode == 0, done.stderr
    checked = run_cli(["check", "--base-url", "https://example.org/"], home=starter, cwd=starter)
    assert checked.returncode == 0, checked.stdout
    built = "".join(file.read_text(encoding="utf-8") for file in (starter / "_site").rglob("*.html"))
    for fence in EXAMPLES:
        if fence.path == "docs/templates.md" and fence.heading == heading and fence.title.endswith(".css"):
            found = re.search(r"light-dark\(.*?\)|font: [^;]*|--sans: [^;}]*\)", fence.text)
            assert found is not None
            assert found[0].replace(", ", ",").replace(": ", ":") in built.replace(", ", ",")


# ---------------------------------------------------------------- errors


def test_every_error_is_documented_in_the_order_of_the_code() -> None:
    codes = re.findall(r"^## `([a-z-]+)`$", read("docs/errors.md"), re.MULTILINE)
    assert codes == [str(code) for code in Code]


def test_the_table_of_errors_names_each() -> None:
    (table,) = tables_under("docs/errors.md", "Errors")
    assert ", ".join(cells[0] for about, cells in table.items() if about != "about").split(", ") == [
        str(code) for code in Code
    ]


ERROR_EXAMPLES = [fence for fence in fences_of("docs/errors.md") if fence.language == "console"]


def test_nearly_every_error_has_an_example_that_is_run() -> None:
    # a page's size changes with every word of the stylesheet, and a bug cannot be made
    assert {fence.heading for fence in ERROR_EXAMPLES} == {*map(str, Code), "Errors"} - {"bug", "budget"}


def write_printed(fence: Fence, parts: list[str]) -> None:
    """Put what a fence's commands print into the page; the lock is for other workers of pytest."""
    commands_ = "".join(f"{line}\n" for line in fence.text.splitlines() if line.startswith("$ "))
    with (ROOT / fence.path).open("r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        text = file.read()
        before, _, after = (
            text.partition(f"## `{fence.heading}`\n") if fence.heading != "Errors" else ("", "", text)
        )
        heading = text[len(before) : len(text) - len(after)]
        new = commands_ + "\n\n".join(part.strip("\n") for part in parts) + "\n"
        file.seek(0)
        file.truncate()
        file.write(before + heading + after.replace(fence.text, new, 1))


@pytest.mark.parametrize("fence", ERROR_EXAMPLES, ids=lambda fence: fence.heading)
def test_every_example_of_an_error_is_the_output_of_the_tool(
    fence: Fence,
    starter: Path,
    update_golden: bool,  # noqa: FBT001 (a fixture)
) -> None:
    for file in fences_of("docs/errors.md"):
        if file.heading == fence.heading and file.title:
            (starter / file.title).parent.mkdir(parents=True, exist_ok=True)
            (starter / file.title).write_text(file.text, encoding="utf-8")
    printed, code = "", 0
    lines = fence.text.splitlines()
    for line in lines:
        if line.startswith("$ portfolio "):
            done = run_cli(shlex.split(line)[2:], home=starter.parent, cwd=starter)
            printed, code = f"{printed}\n{done.stdout}\n{done.stderr}", done.returncode
        elif line.startswith("$ "):
            subprocess.run(
                ["/bin/sh", "-c", line[2:]], cwd=starter, env=clean_env(starter.parent), check=True
            )
    wanted = fence.heading if fence.heading != "Errors" else "unknown-key"
    if update_golden:
        write_printed(fence, [part for part in printed.split("\n\n") if f"[{wanted}]: " in part])
        return
    shown = "\n".join(line for line in lines if not line.startswith("$ "))
    assert f"[{wanted}]: " in shown
    missing = [part for part in shown.split("\n\n") if f"\n{part.strip()}\n" not in printed]
    assert not missing, printed
    command = [line for line in lines if line.startswith("$ portfolio ")][-1]
    if not re.search("check|readme|import", command):  # their exit codes have tests of their own
        assert code == (ExitCode.USAGE if f"error[{wanted}]" in shown else ExitCode.OK)


def test_the_exit_codes_of_check_are_the_documented_ones(starter: Path) -> None:
    (table,) = tables_under("docs/cli.md", "Exit codes")
    assert table["0"][0].startswith("success")
    assert run_cli(["check"], home=starter.parent, cwd=starter).returncode == ExitCode.OK
    (starter / "content" / "profile.yaml").unlink()
    assert table["1"][0].startswith("the site's files have errors")
    assert run_cli(["check"], home=starter.parent, cwd=starter).returncode == ExitCode.CONTENT


# ---------------------------------------------------------------- all pages


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    broken = []
    for href in links_of(path):
        if re.match(r"[a-z]+:", href):
            continue
        place, _, fragment = href.partition("#")
        file = path.parent / place if place else path
        if not file.exists() or (fragment and fragment not in anchors_of(file)):
            broken.append(href)
    assert not broken


def test_every_page_is_reached_from_the_readme() -> None:
    linked = {(ROOT / href.partition("#")[0]).resolve() for href in links_of(ROOT / "README.md")}
    assert {path for path in DOCS if path.name != "README.md"} <= linked


def test_the_readme_begins_with_the_two_commands_and_shows_the_site() -> None:
    first = fences_of("README.md")[0]
    assert first.text == "$ make site\n$ make test\n"
    assert read("README.md").index(first.text) < 400
    for name in ("screenshot", "simulation", "example"):
        assert (ROOT / f"docs/{name}.png").read_bytes().startswith(b"\x89PNG")


def test_every_path_the_pages_name_exists() -> None:
    text = read("README.md") + read("docs/architecture.md")
    rooms = r"portfolio|tests|docs|templates|static|content|\.github"
    paths = {path for path in re.findall(rf"`((?:{rooms})/[\w./-]*)`", text) if "<" not in path}
    assert len(paths) > 5
    assert not [path for path in paths if not (ROOT / path).exists()]


def test_the_changelog_has_unreleased_changes() -> None:
    text = read("CHANGELOG.md")
    assert "\n## [Unreleased]\n" in text
    assert "\n- " in text.split("\n## [Unreleased]\n")[1].split("\n## ")[0]


def test_the_measuring_script_compiles() -> None:
    (script,) = [fence for fence in fences_of("docs/benchmarks.md") if fence.language == "python"]
    compile(script.text, script.title, "exec", dont_inherit=True)
