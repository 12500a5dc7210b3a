"""The site of these tests: this checkout's own, or that of `--site`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from audit.sites import BASE_PATHS, HOST, Site, static_files
from owner.words import read_yaml
from support.command import ROOT
from support.sites import build_shared

if TYPE_CHECKING:
    from pathlib import Path

FACTS = re.compile(r"test_(?:facts|scenarios|contradictions)_of_(\w+)\.py")
"""Facts that were typed by hand, in files that are named after their owner."""


def site_folder(config: pytest.Config) -> Path:
    """Return the folder of the site under test."""
    given: Path | None = config.getoption("--site")
    return given.resolve() if given else ROOT


def name_of(folder: Path) -> str:
    """Return the name of a site's owner as in file names: `ada_example`."""
    profile = read_yaml(folder / "content" / "profile.yaml")
    name = profile.get("name", "") if isinstance(profile, dict) else ""
    return re.sub(r"\W+", "_", str(name)).strip("_").casefold()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out the facts of everybody but the owner."""
    facts = FACTS.fullmatch(collection_path.name)
    return True if facts and facts[1] != name_of(site_folder(config)) else None


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Site:
    """The owner's site, built once per run; read only."""
    source = site_folder(pytestconfig)
    base_url = HOST + BASE_PATHS[0]
    root = build_shared(tmp_path_factory, "owner", source, base_url)
    return Site("owner", "default", BASE_PATHS[0], root, static_files(source))


@pytest.fixture(scope="session")
def source(site: Site) -> Path:
    """What the owner's site was built from: a copy, since the tool keeps its cache beside it; read only."""
    return site.root.with_name("source")
