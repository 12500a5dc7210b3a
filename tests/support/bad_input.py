"""The cases of tests/cli/bad_input/: files that change a copy of the starter site, described in `tests/cli/test_bad_input.py`."""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from support.command import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CASES = sorted((ROOT / "tests/cli/bad_input").glob("*.txt"))


def parse_case(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield the parts of a case: what to do, with which path, and the lines below."""
    for part in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        head, _, body = part.partition("\n")
        action, _, path = head.partition(" ")
        yield action, path, body


def change(site: Path, action: str, path: str, body: str) -> None:
    """Apply one part of a case to a site."""
    file = site / path
    file.parent.mkdir(parents=True, exist_ok=True)
    match action:
        case "write":
            file.write_text(body, encoding="utf-8")
        case "bytes":
            file.write_bytes(body.strip().encode("ascii").decode("unicode_escape").encode("latin-1"))
        case "edit":
            lines = body.splitlines(keepends=True)
            old = "".join(line[2:] for line in lines if line.startswith("- "))
            new = "".join(line[2:] for line in lines if line.startswith("+ "))
            text = file.read_text(encoding="utf-8")
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
            file.write_text(text.replace(old, new), encoding="utf-8")
        case "remove":
            shutil.rmtree(file) if file.is_dir() else file.unlink()
        case "folder":
            file.mkdir()
        case "fifo":
            os.mkfifo(file)
        case "link":
            file.symlink_to(body.strip())
        case _:
            pytest.fail(f"a case cannot say `{action}`")
