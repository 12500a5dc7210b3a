"""The lock files: whole, by hash, without an address, and in agreement with pyproject.toml and each other."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from support.command import ROOT
from support.locks import LOCKS, PYTHONS, Lock, direct_dependencies, read_project

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = read_project(ROOT)

PLATFORMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
)

ENTRY = re.compile(r"(?P<requirement>[^#\s].*?)(?P<hashes>(?: \\\n    --hash=sha256:[0-9a-f]{64})*)\n")

each_lock = pytest.mark.parametrize("lock", LOCKS, ids=[lock.name for lock in LOCKS])


def text_of(lock: Lock) -> str:
    return (ROOT / lock.name).read_text(encoding="utf-8")


@cache
def entries_of(text: str) -> list[tuple[Requirement, int]]:
    """Return each entry and how many hashes it has; comments are left out."""
    text = re.sub(r"^ *#.*\n", "", text, flags=re.MULTILINE)
    found = list(ENTRY.finditer(text))
    assert "".join(entry.group() for entry in found) == text, "a line that is no entry"
    return [(Requirement(entry["requirement"]), entry["hashes"].count("--hash")) for entry in found]


def environments() -> Iterator[dict[str, str]]:
    """Yield the environments of markers, for every Python and every platform that the locks are for."""
    for python in PYTHONS:
        for platform in PLATFORMS:
            yield {
                **{name: str(value) for name, value in default_environment().items()},
                **platform,
                "python_version": python,
                "python_full_version": f"{python}.0",
            }


def applies(requirement: Requirement, environment: dict[str, str]) -> bool:
    return requirement.marker is None or requirement.marker.evaluate(environment)


def versions_in(text: str, environment: dict[str, str]) -> dict[str, list[str]]:
    """Return the versions that pip would install, by name; one each if all is well."""
    versions: dict[str, list[str]] = {}
    for requirement, _ in entries_of(text):
        if applies(requirement, environment):
            name = canonicalize_name(requirement.name)
            versions.setdefault(name, []).append(str(requirement.specifier).removeprefix("=="))
    return versions


def weak_entries(text: str) -> list[str]:
    """Return the entries that do not name one version, or have no hash."""
    return [
        requirement.name
        for requirement, hashes in entries_of(text)
        if not hashes or not re.fullmatch(r"==[\w.!+]+", str(requirement.specifier)) or requirement.url
    ]


def disagreements(project: dict[str, Any], lock: Lock, text: str) -> list[str]:
    """Return the direct dependencies that a lock lacks, names twice, or has outside of their range."""
    found = set()
    for environment in environments():
        versions = versions_in(text, environment)
        for line in direct_dependencies(project, lock):
            wanted = Requirement(line)
            locked = versions.get(canonicalize_name(wanted.name), [])
            if applies(wanted, environment) and (
                len(locked) != 1 or not wanted.specifier.contains(locked[0], prereleases=True)
            ):
                found.add(f"{wanted.name} is {' and '.join(locked) or 'missing'}, not {wanted.specifier}")
    return sorted(found)


def above_their_floor(project: dict[str, Any], lock: Lock, text: str) -> list[str]:
    """Return the direct dependencies for which a lock has not the lowest version that is allowed."""
    found = set()
    for environment in environments():
        versions = versions_in(text, environment)
        for line in direct_dependencies(project, lock):
            wanted = Requirement(line)
            floors = [item.version for item in wanted.specifier if item.operator in {">=", "=="}]
            locked = versions[canonicalize_name(wanted.name)]
            if [Version(floor) for floor in floors] != [Version(version) for version in locked]:
                found.add(f"{wanted} is {' and '.join(locked)}")
    return sorted(found)


@each_lock
def test_every_entry_is_one_version_with_its_hashes(lock: Lock) -> None:
    assert len(entries_of(text_of(lock))) > 20
    assert not weak_entries(text_of(lock))


@each_lock
def test_no_lock_names_an_address_or_an_option_of_pip(lock: Lock) -> None:
    text = text_of(lock)
    assert "://" not in text
    assert not re.findall(r"^-.*|(?<!^   )--(?!hash=).*", text, re.MULTILINE)


@each_lock
def test_every_direct_dependency_is_locked_inside_its_range(lock: Lock) -> None:
    assert not disagreements(PROJECT, lock, text_of(lock)), "run `make lock`"


@pytest.mark.parametrize("lock", LOCKS[1:3], ids=[lock.name for lock in LOCKS[1:3]])
def test_the_tools_locks_hold_all_of_the_first_at_the_same_versions(lock: Lock) -> None:
    for environment in environments():
        first = versions_in(text_of(LOCKS[0]), environment)
        assert first.items() <= versions_in(text_of(lock), environment).items(), "run `make lock`"


def test_the_lock_of_lowest_versions_holds_every_floor() -> None:
    assert not above_their_floor(PROJECT, LOCKS[3], text_of(LOCKS[3])), "run `make lock`"


def test_a_lock_for_the_site_holds_no_tool_of_the_tests() -> None:
    names = {requirement.name for requirement, _ in entries_of(text_of(LOCKS[0]))}
    assert {"hatchling", "jinja2", "pyyaml"} <= names
    assert not names & {"pytest", "mypy", "ruff", "playwright", "hypothesis", "hugo"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("pyyaml>=6.0.2", "pyyaml>=7", ["pyyaml is 6.0.4, not >=7"]),
        ("pyyaml>=6.0.2", "pyyaml>=6.0.2,<6.0.3", ["pyyaml is 6.0.4, not <6.0.3,>=6.0.2"]),
        ("pyyaml>=6.0.2", "zest>=1", ["zest is missing, not >=1"]),
        ("pyyaml>=6.0.2", "zest>=1; sys_platform == 'win32'", ["zest is missing, not >=1"]),
        ("pyyaml>=6.0.2", "zest>=1; python_version < '3.11'", []),
        ("pyyaml>=6.0.2", "PyYAML", []),
        ("hatchling>=1.27", "hatchling>=99", ["hatchling is 1.33.0, not >=99"]),
    ],
)
def test_a_dependency_that_was_changed_without_its_lock_is_named(
    old: str, new: str, expected: list[str]
) -> None:
    def changed(requirements: list[str]) -> list[str]:
        return [new if line == old else line for line in requirements]

    project = {
        "build-system": {"requires": changed(["hatchling>=1.27"])},
        "project": {"dependencies": changed(["pyyaml>=6.0.2"]), "optional-dependencies": {}},
    }
    text = f"hatchling==1.33.0 \\\n    --hash=sha256:{'a' * 64}\npyyaml==6.0.4 \\\n    --hash=sha256:{'b' * 64}\n"
    assert disagreements(project, LOCKS[0], text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"a==1 \\\n    --hash=sha256:{'a' * 64}\n    # via b\n", []),
        (f"a==1 ; python_version < '3.12' \\\n    --hash=sha256:{'a' * 64}\n", []),
        ("a==1\n", ["a"]),
        (f"a>=1 \\\n    --hash=sha256:{'a' * 64}\n", ["a"]),
        (f"a==1.* \\\n    --hash=sha256:{'a' * 64}\n", ["a"]),
        (f"a @ file:///a.whl \\\n    --hash=sha256:{'a' * 64}\n", ["a"]),
    ],
)
def test_an_entry_that_leaves_pip_a_choice_is_named(text: str, expected: list[str]) -> None:
    assert weak_entries(text) == expected


def test_two_versions_are_fine_for_two_pythons_and_not_for_one() -> None:
    project = {"build-system": {"requires": ["a>=1"]}, "project": {"dependencies": []}}
    hashes = f" \\\n    --hash=sha256:{'a' * 64}\n"
    apart = f"a==1 ; python_version < '3.12'{hashes}a==2 ; python_version >= '3.12'{hashes}"
    assert disagreements(project, LOCKS[0], apart) == []
    both = f"a==1 ; python_version <= '3.12'{hashes}a==2 ; python_version >= '3.12'{hashes}"
    assert disagreements(project, LOCKS[0], both) == ["a is 1 and 2, not >=1"]
    none = f"a==1 ; python_version < '3.12'{hashes}a==2 ; python_version > '3.12'{hashes}"
    assert disagreements(project, LOCKS[0], none) == ["a is missing, not >=1"]


def test_the_locks_are_for_every_python_from_the_lowest_that_is_allowed() -> None:
    assert PROJECT["project"]["requires-python"] == f">={PYTHONS[0]}"


def test_extras_for_users_are_in_every_lock_and_those_of_tools_only_in_theirs() -> None:
    project = {
        "build-system": {"requires": ["a"]},
        "project": {
            "dependencies": ["b"],
            "optional-dependencies": {"pdf": ["c"], "dev": ["d"], "bench": ["e"]},
        },
    }
    assert [direct_dependencies(project, lock) for lock in LOCKS] == [
        ["a", "b", "c"],
        ["a", "b", "c", "d"],
        ["a", "b", "c", "e"],
        ["a", "b", "c", "d"],
    ]
