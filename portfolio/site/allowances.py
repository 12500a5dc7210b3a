"""The comments that silence warnings, of the whole site; only files that have one are read for it, and each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.errors import Diagnostics
from portfolio.load.allowances import MARK, Allowance, find_allowances
from portfolio.load.files import read_source, split_front_matter
from portfolio.model.folders import find_folder
from portfolio.site.cache import Kind
from portfolio.site_files import CONFIG_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.site.cache import Cache
    from portfolio.site_files import SiteFiles

ALLOWANCES: Kind[tuple[Allowance, ...]] = Kind("allowances")


def read_allowances(files: SiteFiles, cache: Cache) -> tuple[Allowance, ...]:
    """Return the comments of the settings, of YAML files and of Markdown."""
    keys = {path: files.key(path) for path in files.files if _is_read(path)}

    def read(paths: Iterable[str]) -> Iterator[tuple[Allowance, ...]]:
        return (_read_file(files, path) for path in paths)

    return tuple(item for found in cache.get_all(ALLOWANCES, keys, read).values() for item in found)


def _is_read(path: str) -> bool:
    return path == CONFIG_FILE or (path.startswith("content/") and path.endswith((".yaml", ".md")))


def _read_file(files: SiteFiles, path: str) -> tuple[Allowance, ...]:
    """Return the comments of one file; none without their word, or if it cannot be read, which is reported elsewhere."""
    data = files.files[path].data
    if data is None or MARK not in data:
        return ()
    source = read_source(files, path, Diagnostics())
    if source is None or path.endswith(".yaml"):
        return find_allowances(source) if source else ()
    front = split_front_matter(source, Diagnostics()) if find_folder(path) else None
    return find_allowances(source, first_line=front.body.first_line if front else 1)
