"""The comments that silence warnings, of the whole site; only files that have one are read for it, and each once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portfolio.errors import Diagnostics
from portfolio.load.allowances import MARK, Allowance, find_allowances
from portfolio.load.files import read_source, split_front_matter
from portfolio.model.folders import find_folder
from portfolio.site.cache import Kind, struct_kind
from portfolio.site_files import CONFIG_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.site.cache import Cache
    from portfolio.site_files import SiteFiles

ALLOWANCES: Kind[tuple[Allowance, ...]] = struct_kind("allowances", tuple[Allowance, ...])


def read_allowances(files: SiteFiles, cache: Cache) -> tuple[Allowance, ...]:
    """Return the comments of the settings, of YAML files and of Markdown."""
    return tuple(
        item
        for path in _list_candidates(files)
        for item in cache.get(ALLOWANCES, files.key(path), partial(_read_file, files, path))
    )


def _list_candidates(files: SiteFiles) -> Iterator[str]:
    """Yield the files that have the comments' word."""
    for path, file in files.files.items():
        is_read = path == CONFIG_FILE or (path.startswith("content/") and path.endswith((".yaml", ".md")))
        if is_read and file.data is not None and MARK in file.data:
            yield path


def _read_file(files: SiteFiles, path: str) -> tuple[Allowance, ...]:
    """Return the comments of one file; none if it cannot be read, which is reported elsewhere."""
    source = read_source(files, path, Diagnostics())
    if source is None or path.endswith(".yaml"):
        return find_allowances(source) if source else ()
    front = split_front_matter(source, Diagnostics()) if find_folder(path) else None
    return find_allowances(source, first_line=front.body.first_line if front else 1)
