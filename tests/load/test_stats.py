"""content/stats.json as a file: what is read, and what is a warning and never in the way."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest
from support.sites import copy_starter, edit_yaml, load

from portfolio.errors import Code, ContentError, Diagnostics, Severity
from portfolio.load.stats import PATH, load_owner, load_snapshot
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from pathlib import Path

GOOD: dict[str, Any] = {
    "version": 1,
    "login": "OctoCat",
    "id": 583231,
    "web": "https://github.com",
    "source": "graphql",
    "fetched_at": "2026-11-22T12:00:00Z",
    "contributions": {
        "status": "ok",
        "as_of": "2026-11-22",
        "years": {"2026": {"as_of": "2026-11-22", "months": ["1 " * 30 + "1", "2 3"]}},
    },
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The starter's site, whose login is `octocat`."""
    return copy_starter(tmp_path / "site")


def write(root: Path, value: object) -> None:
    text = value if isinstance(value, str) else json.dumps(value)
    (root / PATH).write_text(text, encoding="utf-8")


def test_a_site_without_a_snapshot_is_fine(root: Path) -> None:
    loading = load(root)
    assert loading.site is not None
    assert loading.site.snapshot is None
    assert not loading.diagnostics.items


def test_a_snapshot_belongs_to_the_site(root: Path) -> None:
    write(root, GOOD)
    loading = load(root)
    assert not loading.diagnostics.items
    assert loading.site is not None
    assert loading.site.snapshot is not None
    assert dict(loading.site.snapshot.contributions.days())[dt.date(2026, 2, 2)] == 3


def spoil(**changes: object) -> dict[str, Any]:
    return {**GOOD, **changes}


def contributions(**changes: object) -> dict[str, Any]:
    return spoil(contributions={**GOOD["contributions"], **changes})


def months(*months: str) -> dict[str, Any]:
    return contributions(years={"2026": {"as_of": "2026-11-22", "months": months}})


def repository(**facts: object) -> dict[str, Any]:
    return spoil(repositories={"items": [{"name": "octocat/a", **facts}]})


BAD: list[tuple[str, object, str]] = [
    ("truncated", json.dumps(GOOD)[:150], "this snapshot cannot be read: input data was truncated"),
    ("empty", "", "this snapshot cannot be read: input data was truncated"),
    ("no JSON", "<html>", "this snapshot cannot be read: JSON is malformed: invalid character (byte 0)"),
    ("a list", [], "this snapshot cannot be read: expected an object, got a list"),
    ("deep", '{"version":1,"x":' + "[" * 50_000, "this snapshot cannot be read: nested too deep"),
    ("of another version", spoil(version=2), "a snapshot of version 2, and this portfolio reads version 1"),
    ("of a later version with other keys", {"version": 7, "who": {}}, "a snapshot of version 7, and this portfolio reads version 1"),
    ("of no version", {"login": "octocat"}, "this snapshot cannot be read: object missing required field `version`"),
    ("of another user", spoil(login="eve"), "the statistics are of `eve`, but `github` in content/profile.yaml is `octocat`"),
    ("an unknown key", spoil(followers=3), "this snapshot cannot be read: object contains unknown field `followers`"),
    ("another type", spoil(id="x"), "this snapshot cannot be read: expected a whole number, got text at `$.id`"),
    ("a negative number", repository(stars=-1), "this snapshot cannot be read: expected a whole number >= 0 at `$.repositories.items[0].stars`"),
    ("a time without a zone", spoil(fetched_at="2026-11-22T12:00:00"), "this snapshot cannot be read: expected a time with a timezone component at `$.fetched_at`"),
    ("too many days", months("1 " * 30 + "1", "2 " * 29 + "2"), "this snapshot cannot be read: month 2 of 2026 has 30 days"),
    ("too few days", months("1 1", "2"), "this snapshot cannot be read: month 1 of 2026 has 2 days"),
]  # fmt: skip

HOSTILE: list[tuple[str, object]] = [
    ("an address of scripts", spoil(web="javascript:alert(1)")),
    ("a plain address", spoil(web="http://github.com")),
    ("a login that is a path", spoil(login="../x")),
    ("a repository that is a path", repository(name="a/../../x")),
    ("escapes for a terminal", repository(description="\x1b[2J")),
    ("turned text", repository(description="\u202egnp")),
    ("days that are no numbers", months("1 <b> 2")),
    ("a year that is none", contributions(years={"20x6": {"as_of": "2026-11-22", "months": ["1"]}})),
    ("a day that is none", contributions(as_of="2026-02-30")),
]


@pytest.mark.parametrize(("value", "message"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_a_snapshot_that_cannot_be_used_is_a_warning_and_left_out(
    root: Path, value: object, message: str
) -> None:
    write(root, value)
    loading = load(root)
    assert loading.site is not None
    assert loading.site.snapshot is None
    (item,) = loading.diagnostics.items
    assert (item.code, item.severity) == (Code.STATS_SNAPSHOT, Severity.WARNING)
    assert item.message == message
    assert item.span is not None
    assert item.span.path == PATH


@pytest.mark.parametrize("value", [case[1] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_impossible_values_are_not_read_from_a_file_either(root: Path, value: object) -> None:
    write(root, value)
    loading = load(root)
    assert loading.site is not None
    assert loading.site.snapshot is None
    assert [item.code for item in loading.diagnostics.items] == [Code.STATS_SNAPSHOT]


def test_bytes_that_are_no_text_are_a_warning(root: Path) -> None:
    (root / PATH).write_bytes(b"\xff\xfe{}")
    loading = load(root)
    assert loading.site is not None
    assert [(item.code, item.severity) for item in loading.diagnostics.items] == [
        (Code.FILE_ENCODING, Severity.WARNING)
    ]


def test_numbers_of_somebody_are_not_shown_where_the_profile_names_nobody(root: Path) -> None:
    write(root, GOOD)
    edit_yaml(
        root, "content/profile.yaml", lambda profile: {k: v for k, v in profile.items() if k != "github"}
    )
    loading = load(root)
    assert loading.site is not None
    assert loading.site.snapshot is None
    assert [item.help for item in loading.diagnostics.items] == ["name the account there, or delete the file"]


def test_anybodys_snapshot_can_be_asked_for(root: Path) -> None:
    write(root, spoil(login="eve"))
    snapshot = load_snapshot(read_site_files(str(root)), None, Diagnostics())
    assert snapshot is not None
    assert snapshot.login == "eve"


@pytest.mark.parametrize("account", ["@octocat", "github.com/octocat", "https://www.github.com/octocat/"])
def test_the_account_is_asked_for_by_its_login_however_it_is_written(root: Path, account: str) -> None:
    edit_yaml(root, "content/profile.yaml", lambda profile: profile | {"github": account})
    assert load_owner(read_site_files(str(root))).login == "octocat"
    write(root, GOOD)
    assert load(root).diagnostics.items == []


def test_the_owner_is_known_though_other_files_are_broken(root: Path) -> None:
    (root / "content/home.yaml").write_text("sections: [", encoding="utf-8")
    (root / "portfolio.yaml").write_text("stats:\n  streak: weekly\n  days_off: [sunday]\n", encoding="utf-8")
    owner = load_owner(read_site_files(str(root)))
    assert owner.login == "octocat"
    assert (owner.settings.streak, owner.settings.days_off) == ("weekly", ("sunday",))


@pytest.mark.parametrize(
    ("file", "text", "code"),
    [
        ("portfolio.yaml", "stats: {streek: weekly}\n", Code.UNKNOWN_KEY),
        ("portfolio.yaml", "stats: {days_off: [someday]}\n", Code.INVALID_VALUE),
        ("portfolio.yaml", "stats: {api_url: nowhere}\n", Code.INVALID_VALUE),
        ("content/profile.yaml", "name: [", Code.YAML_SYNTAX),
        ("content/profile.yaml", "name: A\nrole: B\nlead: C.\n", Code.MISSING_KEY),
        ("content/profile.yaml", "", Code.MISSING_KEY),
    ],
)
def test_without_an_owner_there_is_an_error_with_its_span(
    root: Path, file: str, text: str, code: Code
) -> None:
    (root / file).write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_owner(read_site_files(str(root)))
    assert [item.code for item in caught.value.diagnostics] == [code]
