"""A page's first flight: measured as it is sent, and warned of where it is too large."""

from __future__ import annotations

import gzip
import random
import re
from typing import TYPE_CHECKING

from support.sites import copy_starter, edit_yaml

from portfolio.check.budget import BUDGET_BYTES, check_budget
from portfolio.errors import Code, Severity
from portfolio.theme.page_assets import measure_first_flight

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import RunPortfolio


def noise(size: int) -> str:
    """Return letters that do not compress well."""
    return "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyzABCDEF0123456789äöü", k=size))  # noqa: S311 (no secret)


def page_of(size_bytes: int) -> bytes:
    """Return the shortest page that needs at least so many bytes."""
    text, low, high = noise(30_000).encode(), 0, 30_000
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if measure_first_flight(text[:middle]) < size_bytes else (low, middle)
    return text[:low]


def test_a_first_flight_is_the_gzipped_page() -> None:
    page = ("<p>größe</p>" * 100).encode()
    assert abs(measure_first_flight(page) - len(gzip.compress(page, 6))) <= 2
    assert measure_first_flight(page) < len(page) / 5


def test_a_page_over_the_budget_is_warned_of_and_one_at_it_is_not() -> None:
    over = page_of(BUDGET_BYTES + 1)
    under = over[:-20]
    assert BUDGET_BYTES - 30 < measure_first_flight(under) <= BUDGET_BYTES
    (item,) = check_budget(
        {"under.html": measure_first_flight(under), "over.html": measure_first_flight(over)}
    )
    assert (item.code, item.severity) == (Code.BUDGET, Severity.WARNING)
    assert item.span is not None
    assert item.span.path == "over.html"
    size = measure_first_flight(over)
    assert (
        item.message == f"the page over.html needs {size:,} bytes before it shows, over the budget of 14,000"
    )


def test_a_large_page_is_built_with_a_warning_and_each_page_is_listed(
    tmp_path: Path, run_portfolio: RunPortfolio
) -> None:
    root = copy_starter(tmp_path)
    (root / "content/notes.md").write_text(noise(20_000) + "\n", encoding="utf-8")
    notes = {"kind": "markdown", "title": "Notes", "command": "cat", "id": "notes", "file": "notes.md"}
    edit_yaml(root, "content/home.yaml", lambda home: home["sections"].append(notes))
    done = run_portfolio("--site", root, "build", "--base-url", "https://example.org/", "-v")
    assert done.returncode == 0
    assert done.stderr.count("warning[budget]") == 1
    assert "index.html:1:1: warning[budget]: the page index.html needs " in done.stderr
    listed = re.findall(r"^ *([\d,]+) bytes  (.*)$", done.stderr, re.MULTILINE)
    sizes = {path: int(size.replace(",", "")) for size, path in listed}
    pages = {file.relative_to(root / "_site").as_posix() for file in (root / "_site").rglob("*.html")}
    assert set(sizes) == pages
    assert sizes["index.html"] == measure_first_flight((root / "_site/index.html").read_bytes())
    quiet = run_portfolio("--site", root, "build", "--base-url", "https://example.org/")
    assert "bytes  " not in quiet.stderr
    checked = run_portfolio("--site", root, "check", "--base-url", "https://example.org/")
    assert checked.returncode == 0
    assert "warning[budget]" in checked.stdout
