"""The record of the last build: what it read, what it published, what it printed. It is `.portfolio/record.json`.

Standard library only, as `site_files.py`.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from operator import attrgetter
from typing import NamedTuple

from portfolio.site_files import (
    PACKAGE,
    PACKAGED,
    digest,
    digest_text,
    find_package_root,
    identify,
    is_ignored,
    read_site_files,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from portfolio.site_files import SiteFiles

FOLDER = ".portfolio"
RECORD = f"{FOLDER}/record.json"
CACHE = f"{FOLDER}/cache"
"""A folder that holds the files of the cache and nothing else."""
VERSION = 6
MAX_LISTED = 5
ENV = ("GITHUB_ACTIONS", "GITHUB_REPOSITORY")
"""Variables that the base URL is inferred from."""
WORDS_ENV = "PORTFOLIO_CONFIDENTIAL"
"""The variable with confidential words: its digest alone is kept."""


class Request(NamedTuple):
    """The arguments of a build."""

    root: str
    """The site's folder, absolute."""
    output: str
    """The output folder, absolute."""
    base_url: str | None
    """As given on the command line."""


class Tool(NamedTuple):
    """The tool, as two digests."""

    digest: str
    """See `digest_tool`."""
    stamp: str
    """Of where its files are and of their stats, of which the ctime cannot be set: while it is equal, so is the other one."""


class Inputs(NamedTuple):
    """The inputs of a build, as digests; taken before it reads, so that an edit meanwhile counts as a change."""

    request: Request
    tool: str
    env: dict[str, str]
    files: dict[str, str]
    """Of the site, by path: see `SiteFiles.digests`."""
    outside: dict[str, str]
    """The files outside of the site from which the base URL is inferred, by absolute path; empty for a missing one."""


def make_request(root: str, output: str | None, base_url: str | None, cwd: str) -> Request:
    """Return the request of a command line.

    Args:
        root: the site's folder; relative to `cwd`, as the output folder is.
        output: the output folder; default: `_site` in the site's.
        base_url: as given.
        cwd: the working folder.
    """
    root = _absolute(root, cwd)
    return Request(root, f"{root}/_site" if output is None else _absolute(output, cwd), base_url)


def _absolute(given: str, cwd: str) -> str:
    """Return a folder's absolute path, with its links; `..` is resolved by the system, as it may follow a link."""
    path = os.path.join(cwd, given)  # noqa: PTH118
    return os.path.realpath(path) if ".." in path.split("/") else os.path.normpath(path)


def digest_inputs(
    request: Request, env: Mapping[str, str], outside: Iterable[object], files: SiteFiles, tool: Tool
) -> Inputs:
    """Return the digests of everything that a build reads.

    Args:
        request: what is built.
        env: the environment.
        outside: paths outside of the site from which the base URL is inferred.
        files: the site's.
        tool: see `find_tool`.
    """
    return Inputs(
        request,
        tool.digest,
        {name: env[name] for name in ENV if name in env}
        | ({WORDS_ENV: digest_text(env[WORDS_ENV])} if WORDS_ENV in env else {}),
        files.digests,
        {str(path): digest_file(str(path)) for path in outside},
    )


def digest_file(path: str) -> str:
    """Return the digest of a file's content; empty if it is missing, not a regular file, or cannot be read."""
    folder, _, name = path.rpartition("/")
    file = read_site_files(folder, (), (name,)).files.get(name)
    return file.digest if file else ""


def digest_tool(files: SiteFiles) -> str:
    """Return a digest of the tool for a site: its sources and theme, the versions of its dependencies and of Python."""
    parent, name = os.path.split(PACKAGE)
    sources = read_site_files(parent, (name,), (), is_held=False).digests.items()
    parts = [f"{path} {key}" for path, key in sources]
    terminal = tuple(f"{folder}/" for folder in PACKAGED)
    parts += [f"{path} {key}" for path, key in files.theme.digests.items() if path.startswith(terminal)]
    return digest_text("\n".join([*_list_versions(), *parts]))


def find_tool(files: SiteFiles, before: Record | None) -> Tool:
    """Return the tool; as long as its stamp is that of a record, its files are not read: a third of a build without work."""
    stamp = _stamp_tool()
    if before is not None and before.stamp == stamp:
        return Tool(before.inputs.tool, stamp)
    return Tool(digest_tool(files), stamp)


def _stamp_tool() -> str:
    folders = [PACKAGE, *(f"{find_package_root()}/{folder}" for folder in PACKAGED)]
    return digest_text(
        "\n".join([*_list_versions(), *(line for folder in folders for line in _stat_files(folder))])
    )


def _stat_files(folder: str) -> Iterator[str]:
    """Yield the path and the stat of each file below a folder that is not ignored; of a link, that of its target."""
    try:
        with os.scandir(folder) as entries:
            found = sorted((entry for entry in entries if not is_ignored(entry.name)), key=attrgetter("name"))
    except OSError:
        return
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _stat_files(entry.path)
            continue
        try:
            status = entry.stat()
        except OSError:  # removed just now, or a link to nothing
            continue
        yield f"{entry.path} {identify(status)}"


def _list_versions() -> list[str]:
    """Return the versions of Python and of all packages, as the names of their metadata folders have them."""
    versions = [sys.version]
    for folder in sorted({path for path in sys.path if path.endswith("-packages")}):
        try:
            with os.scandir(folder) as entries:
                versions += sorted(entry.name for entry in entries if entry.name.endswith(".dist-info"))
        except OSError:  # nothing can be imported from there
            continue
    return versions


class Record(NamedTuple):
    """A successful build: with equal inputs and untouched outputs it need not be repeated."""

    inputs: Inputs
    stamp: str
    """That of the tool: see `Tool`."""
    outputs: dict[str, list[int]]
    """Of each of our files in the output folder, and the manifest: see `stat_outputs`."""
    pages: dict[str, tuple[str, int]]
    """The digest of everything that a page was made from, and its size as it is sent, by path."""
    told: str
    """The digest of what texts tell other pages: see `digest_told` of last_build.py."""
    summary: str
    """The output of the build on stdout, without its time and folder."""
    printed: tuple[str, str]
    """Its output on stderr, plain and with colours."""


def load_record(root: str) -> Record | None:
    """Return the record of the last build; None if it is missing or damaged."""
    if find_intruder(root):
        return None
    try:
        with open(f"{root}/{RECORD}", "rb") as file:  # noqa: PTH123 (pathlib costs 10 ms)
            check, _, data = file.read().partition(b"\n")
        if check.decode("ascii", "replace") != digest(data):
            return None
        version, (request, *inputs), *rest = json.loads(data)
        return Record(Inputs(Request(*request), *inputs), *rest) if version == VERSION else None
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def save_record(root: str, record: Record) -> None:
    """Write the record of a build in one step. If that fails, the next build is slow, so no error is raised."""
    data = json.dumps([VERSION, *record], ensure_ascii=True).encode("ascii")
    if find_intruder(root):
        return
    file_path = f"{root}/{RECORD}"
    try:
        os.makedirs(f"{root}/{FOLDER}", exist_ok=True)  # noqa: PTH103
        with open(f"{file_path}.tmp", "wb") as file:  # noqa: PTH123
            file.write(digest(data).encode("ascii") + b"\n" + data)
        os.replace(f"{file_path}.tmp", file_path)  # noqa: PTH105
    except OSError:
        return


def stat_outputs(output: str, paths: Iterable[str]) -> dict[str, list[int]]:
    """Return size, mtime, inode and ctime of the files that exist in the output folder.

    The mtime can be set back; the ctime cannot, and it changes with mode, links and owner too.
    """
    found = {}
    for path in paths:
        try:
            status = os.stat(f"{output}/{path}", follow_symlinks=False)  # noqa: PTH116
        except OSError:
            continue
        found[path] = [status.st_size, status.st_mtime_ns, status.st_ino, status.st_ctime_ns]
    return found


def find_untouched(record: Record, output: str) -> list[str]:
    """Return the paths of the pages that have not changed in the output folder since the last build."""
    found = stat_outputs(output, record.pages)
    return [path for path, stat_ in found.items() if stat_ == record.outputs.get(path)]


def list_changed(before: Inputs, now: Inputs) -> set[str]:
    """Return the paths of the files that were added, changed or removed."""
    paths = now.files.keys() | before.files.keys()
    return {path for path in paths if now.files.get(path) != before.files.get(path)}


def explain_change(record: Record | None, inputs: Inputs) -> str:
    """Return why a build is needed, in words."""
    if record is None:
        return "no record of an earlier build: everything is rebuilt"
    before = record.inputs
    if inputs.tool != before.tool:
        return "portfolio changed: everything is rebuilt"
    changed = sorted(list_changed(before, inputs))
    if changed:
        more = f" and {len(changed) - MAX_LISTED} more" if len(changed) > MAX_LISTED else ""
        return f"changed: {', '.join(changed[:MAX_LISTED])}{more}"
    if inputs != before:
        return "changed: the output folder, the base URL or its source"
    return "changed: files in the output folder"


def locate_stages(output: str) -> tuple[str, str]:
    """Return where the next site is made, and where the old one is during a swap: both beside the output folder."""
    above, _, name = output.rpartition("/")
    return f"{above}/.{name}.portfolio-stage", f"{above}/.{name}.portfolio-old"


def find_intruder(root: str) -> str | None:
    """Return the first path with neither a file nor a folder, as a sentence; with one, nothing is read or written.

    A symlink may point to other files, and opening a pipe blocks. Symlinks are not followed.
    """
    for path in _list_paths(root):
        try:
            mode = os.stat(f"{root}/{path}", follow_symlinks=False).st_mode  # noqa: PTH116 (pathlib costs 10 ms)
        except OSError:  # missing, most often
            continue
        if stat.S_ISLNK(mode):
            return f"`{path}` is a symlink"
        if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
            return f"`{path}` is neither a file nor a folder"
    return None


def _list_paths(root: str) -> Iterator[str]:
    """Yield the paths of the record and the cache, each folder before its files."""
    yield from (FOLDER, RECORD, f"{RECORD}.tmp", CACHE)
    try:
        names = os.listdir(f"{root}/{CACHE}")  # noqa: PTH208
    except OSError:
        return
    yield from (f"{CACHE}/{name}" for name in sorted(names))
