"""What a build reads, as digests: the site's files, the files outside of it, the environment, the tool itself.

Standard library only, as `site_files.py`.
"""

from __future__ import annotations

import os
import sys
from typing import NamedTuple

from portfolio.site_files import PACKAGE, digest_text, read_site_files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from portfolio.site_files import SiteFiles

ENV = ("GITHUB_ACTIONS", "GITHUB_REPOSITORY")
"""Variables that the base URL may come from."""


class Request(NamedTuple):
    """What a build is asked to do."""

    root: str
    """The site's folder, absolute."""
    output: str
    """The output folder, absolute."""
    base_url: str | None
    """As given on the command line."""


class Inputs(NamedTuple):
    """What a build reads, as digests; taken before it reads, so that an edit meanwhile counts as a change."""

    request: Request
    tool: str
    env: dict[str, str]
    files: dict[str, str]
    """Of the site, by path: see `SiteFiles.digests`."""
    outside: dict[str, str]
    """The files outside of the site that tell the base URL, by absolute path; empty for one that is missing."""


def make_request(root: str, output: str | None, base_url: str | None, cwd: str) -> Request:
    """Return the request of a command line.

    Args:
        root: the site's folder; relative to `cwd`, as the output folder is.
        output: the output folder; default: `_site` in the site's.
        base_url: as given.
        cwd: the folder that the command is run in.
    """
    root = _absolute(root, cwd)
    return Request(root, f"{root}/_site" if output is None else _absolute(output, cwd), base_url)


def _absolute(given: str, cwd: str) -> str:
    """Return a folder's absolute path, links in it as they are: but what is above a link is asked of the system."""
    path = os.path.join(cwd, given)  # noqa: PTH118
    return os.path.realpath(path) if ".." in path.split("/") else os.path.normpath(path)


def digest_inputs(
    request: Request, env: Mapping[str, str], outside: Iterable[object], files: SiteFiles, packaged: SiteFiles
) -> Inputs:
    """Return the digests of everything that a build reads.

    Args:
        request: what is built.
        env: the environment.
        outside: paths outside of the site that tell the base URL.
        files: the site's.
        packaged: the packaged theme's.
    """
    return Inputs(
        request,
        digest_tool(packaged),
        {name: env[name] for name in ENV if name in env},
        files.digests,
        {str(path): digest_file(str(path)) for path in outside},
    )


def digest_file(path: str) -> str:
    """Return the digest of a file's content; empty for what is missing, no regular file, or cannot be read."""
    folder, _, name = path.rpartition("/")
    file = read_site_files(folder, (), (name,)).files.get(name)
    return file.digest if file else ""


def digest_tool(theme: SiteFiles) -> str:
    """Return a digest of the tool: its sources and theme, the versions of what it needs, and Python's own.

    Installed packages are told apart by the names of their metadata folders, which hold the versions.
    """
    parts = [sys.version]
    for folder in sorted({path for path in sys.path if path.endswith("-packages")}):
        try:
            with os.scandir(folder) as entries:
                parts += sorted(entry.name for entry in entries if entry.name.endswith(".dist-info"))
        except OSError:  # nothing is imported from there either
            continue
    parent, name = os.path.split(PACKAGE)
    sources = read_site_files(parent, (name,), ())
    parts += [f"{path} {key}" for path, key in sources.digests.items()]
    terminal = ("templates/terminal/", "static/terminal/")
    parts += [f"{path} {key}" for path, key in theme.digests.items() if path.startswith(terminal)]
    return digest_text("\n".join(parts))
