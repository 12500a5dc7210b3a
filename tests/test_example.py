"""The site of `init --example`: whole, without a warning, and with everything that a site can have."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest
import yaml
from audit.bench import Bench
from audit.running import missed
from audit.sites import BASE_PATHS, HOST, Site, static_files
from msgspec import Struct, inspect
from support import draw_example
from support.sites import build_shared

from portfolio.cli.main import run
from portfolio.errors import ExitCode
from portfolio.github.snapshot import encode_snapshot
from portfolio.load.json_schema import SCHEMA_FILES
from portfolio.load.schema import describe_type
from portfolio.load.words import PluralForms, Replacements
from portfolio.model.scenario import Fault, Load, Node, Rule
from portfolio.scaffold import EXAMPLE, create_site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MAX_BYTES = 300_000
"""Of the whole example, which every installation has."""
GIVEN = {"slug"}
"""Fields that are a file's name, and no key."""
LEFT_OUT = {
    "Config.fonts": "a font is larger than all of the example",
    "Config.confidential": "the list is not for others to read",
    "Config.security": "it expires on a day, and warns from then on",
    "Security": "likewise",
    "Security.contact": "likewise",
    "Security.expires": "likewise",
    "Security.policy": "likewise",
    "Config.spelling": "it would have to misspell a word",
    "Config.palette_switch": "gives each page a script: an owner who wants it turns it on",
    "Page.draft": "as of the case study that is one",
    "Post.draft": "likewise",
    "Post.cover": "likewise; one of them makes rows of all posts",
    "StatsSettings.api_url": "for GitHub Enterprise: there is no host to name",
    "StatsSettings.graphql_url": "likewise",
    "StatsSection.embeds": "pictures of another host, and so a warning",
    "Embed": "likewise",
    "Embed.shows": "likewise",
    "Embed.url": "likewise",
    "Embed.width": "likewise",
    "Embed.height": "likewise",
}
"""What the example lacks, and why."""
CHOSEN = (Node, Rule, Load, Fault, Replacements, PluralForms)
"""Records of which a site has those, and those keys, that it needs: those of its scenario, and the words it replaces."""


def list_inner(info: inspect.Type) -> tuple[inspect.Type, ...]:
    """Return the types that a type is made of, but for those of a record's keys."""
    match info:
        case inspect.Metadata():
            return (info.type,)
        case inspect.UnionType():
            return info.types
        case inspect.VarTupleType():
            return (info.item_type,)
        case inspect.DictType():
            return (info.value_type,)
    return ()


def find_records(info: inspect.Type) -> Iterator[inspect.StructType]:
    """Yield every record that a file's type has in it, itself included."""
    inner = list_inner(info)
    if isinstance(info, inspect.StructType):
        yield info
        inner = tuple(field.type for field in info.fields)
    for part in inner:
        yield from find_records(part)


def find_used(info: inspect.Type, value: object) -> Iterator[tuple[type, str]]:
    """Yield each record that a value has in it, with each of its keys that is written."""
    if isinstance(info, inspect.StructType):
        if isinstance(value, dict) and (info.tag_field is None or value.get(info.tag_field) == info.tag):
            for field in info.fields:
                if field.encode_name in value:
                    yield info.cls, field.name
                    yield from find_used(field.type, value[field.encode_name])
        return
    items: Iterable[object] = (value,)
    if isinstance(info, inspect.VarTupleType):
        items = value if isinstance(value, list) else ()
    elif isinstance(info, inspect.DictType):
        items = value.values() if isinstance(value, dict) else ()
    for part, item in itertools.product(list_inner(info), items):
        yield from find_used(part, item)


def name_key(type_: type, key: str) -> str:
    """Name a key by the record that defines it, which may be one that others share: `Section.nav`."""
    records = [base for base in type_.__mro__ if issubclass(base, Struct) and base is not Struct]
    owner = next(base for base in reversed(records) if key in base.__struct_fields__)
    return f"{owner.__name__}.{key}"


def read_front(path: Path) -> object:
    """Read a YAML file, or the front matter of a Markdown file."""
    text = path.read_text(encoding="utf-8")
    return yaml.safe_load(text.split("---\n")[1] if path.suffix == ".md" else text)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The example as `init` writes it."""
    create_site(tmp_path / "site", EXAMPLE)
    return tmp_path / "site"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The example under a base path; read only."""
    root = build_shared(tmp_path_factory, "example", EXAMPLE, HOST + BASE_PATHS[0])
    return Site("example", "default", BASE_PATHS[0], root, static_files(EXAMPLE))


def test_every_key_of_every_record_is_used_or_left_out_for_a_reason() -> None:
    wanted, used = set(), set()
    for file in SCHEMA_FILES:
        type_ = describe_type(file.type_)
        for record in find_records(type_):
            if not issubclass(record.cls, CHOSEN):
                keys = {field.name for field in record.fields} - GIVEN
                wanted |= {record.cls.__name__, *(name_key(record.cls, key) for key in keys)}
        paths = sorted(EXAMPLE.glob(file.pattern))
        assert paths, file.pattern
        for path in paths:
            for cls, key in find_used(type_, read_front(path)):
                used |= {cls.__name__, name_key(cls, key)}
    assert sorted(wanted - used) == sorted(LEFT_OUT)


def test_init_writes_the_example_and_check_has_nothing_to_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "site"
    assert run(["init", str(root), "--example"]) == ExitCode.OK
    shown = capsys.readouterr()
    assert f"{root / 'content/stats.json'}\n" in shown.out
    assert (
        f"next: edit {root / 'content/profile.yaml'}, then run `portfolio --site {root} build`\n" in shown.err
    )
    assert run(["--site", str(root), "check"]) == ExitCode.OK
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "left out as a draft: content/case-studies/frost-alarm.md\nno problems\n"


def test_init_overwrites_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "content/profile.yaml").write_text("name: Bo\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert run(["init", str(site), "--example"]) == ExitCode.USAGE
    error = capsys.readouterr().err
    named = "`content/awards.yaml`, `content/bench.md`, `content/case-studies/buoy-link.md`"
    assert re.match(rf"error\[usage\]: `{re.escape(str(site))}` already holds {named} and \d\d more\n", error)
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("instrument", ["links", "budgets", "structured", "feeds"])
def test_its_pages_keep_the_goals(built: Site, instrument: str) -> None:
    with Bench((built,)) as bench:
        assert missed(bench, instrument) == []


@pytest.mark.parametrize(
    ("path", "mark"),
    [
        ("index.html", r'<img class="photo u-photo"'),
        ("index.html", r"<details[^>]*>\s*<summary>As Rust</summary>"),
        ("index.html", r"<summary>1 forked from others</summary>"),
        ("case-studies/two-winters/index.html", r"<source [^>]*current\.dark\.svg"),
        ("case-studies/two-winters/index.html", r"<summary>How the week was measured</summary>"),
        ("case-studies/two-winters/index.html", r'class="[^"]*footnote'),
        ("case-studies/two-winters/index.html", r'<td class="right">'),
        ("case-studies/rain-map/index.html", r"<video [^>]*poster="),
        ("case-studies/rain-map/index.html", r'type="checkbox"'),
        ("case-studies/over-the-air/index.html", r'class="model"'),
        ("case-studies/buoy-link/index.html", r"<del>|<s>"),
        ("principles/index.html", r"case-studies/two-winters/"),
        ("uses/index.html", r"What I use"),
        ("now/index.html", r">now</a>"),
        ("writing/what-silence-means/index.html", r"case-studies/rain-map/"),
    ],
)
def test_what_texts_can_have_is_on_a_page(built: Site, path: str, mark: str) -> None:
    assert re.search(mark, (built.root / path).read_text(encoding="utf-8"))


def test_each_page_with_statistics_says_that_they_are_made_up(built: Site) -> None:
    for path in ("index.html", "stats/index.html"):
        assert "These numbers are made up" in (built.root / path).read_text(encoding="utf-8")


def test_it_names_no_real_person_and_no_real_host() -> None:
    texts = [
        path.read_text("utf-8") for path in EXAMPLE.rglob("*") if path.suffix in {".md", ".yaml", ".json"}
    ]
    hosts = {host for text in texts for host in re.findall(r"https?://([^/\s)\"]+)", text)}
    assert {host for host in hosts if not host.endswith("example.org")} == {"doi.org"}
    assert {at for text in texts for at in re.findall(r"\w@([\w.]+)", text)} == {"example.org"}


def test_it_is_small_and_has_nothing_that_a_build_left() -> None:
    assert list(EXAMPLE.rglob(".*")) == []
    assert sum(path.stat().st_size for path in EXAMPLE.rglob("*") if path.is_file()) < MAX_BYTES


def test_what_a_script_makes_is_up_to_date() -> None:
    assert draw_example.STATS.read_bytes() == encode_snapshot(draw_example.make_snapshot())
    assert (draw_example.STATIC / "cv.pdf").read_bytes() == draw_example.write_resume()
    years = draw_example.make_snapshot().contributions.years
    assert len(years) == 12
