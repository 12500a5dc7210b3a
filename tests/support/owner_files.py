"""Only tests/owner reads this checkout's site: how any other test is kept from it."""

from __future__ import annotations

import os
import sys

from support.command import ROOT

ALLOWED = (
    "tests/owner/",
    "tests/test_package.py::",  # what a checkout's archives leave out
    "tests/theme/test_lookup.py::test_the_site_that_holds_the_packaged_theme_does_not_replace_its_files",
    "tests/serve/test_watch.py::test_the_packaged_theme_is_watched_where_it_is_a_checkout",
)
"""The beginnings of the tests whose subject is the owner's site, or a checkout as a whole."""
READS = frozenset({"open", "os.listdir", "os.scandir"})
_SITE = tuple(os.fspath(ROOT / name) for name in ("content", "portfolio.yaml"))


class OwnerFileRefusedError(Exception):
    """A test of the tool reached for the owner's files. No OSError on purpose, as with the network."""


def is_owner_file(path: object) -> bool:
    """Whether a path is this checkout's portfolio.yaml, its content/, or inside of it."""
    if not isinstance(path, (str, bytes)):
        return False
    full = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 (Path would be slow for every open)
    return any(full == name or full.startswith(f"{name}{os.sep}") for name in _SITE)


def refuse_owner_files() -> None:
    """Make this process refuse the owner's files to every test but the allowed ones, for as long as it runs.

    What a test starts as a process of its own is not seen.
    """

    def check(event: str, arguments: tuple[object, ...]) -> None:
        if event not in READS or not is_owner_file(arguments[0]):
            return
        is_in_open_folder = event == "open" and arguments[1] is None and arguments[0] == "content"
        if not is_in_open_folder:  # as shutil.rmtree opens it: os.open has no mode
            test = os.environ.get("PYTEST_CURRENT_TEST", "")
            if test and not test.startswith(ALLOWED):
                raise OwnerFileRefusedError(f"{test} reads {arguments[0]!r}, which only tests/owner may")

    sys.addaudithook(check)
