"""The inputs of a build, as digests: the site's files, the files outside of it, the environment, the tool itself.

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
"""Variables that the base URL is inferred from."""


class Request(NamedTuple):
    """The arguments of a build."""

    root: str
    """The site's folder, absolute."""
    output: str
    """The output folder, absolute."""
    base_url: str | None
    """As given on the command line."""


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
    request: Request, env: Mapping[str, str], outside: Iterable[object], files: SiteFiles, packaged: SiteFiles
) -> Inputs:
    """Return the digests of everything that a build reads.

    Args:
        request: what is built.
        env: the environment.
        outside: paths outside of the site from which the base URL is inferred.
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
    """Return the digest of a file's content; empty if it is missing, not a regular file, or cannot be read."""
    folder, _, name = path.rpartition("/")
    file = read_site_files(folder, (), (name,)).files.get(name)
    return file.digest if file else ""


def digest_tool(theme: SiteFiles) -> str:
    """Return a digest of the tool: its sources and theme, and the versions of its dependencies and of Python.

    The versions of installed packages are in the names of their metadata folders.
    """
    parts = [sys.version]
    for folder in sorted({path for path in sys.path if path.endswith("-packages")}):
        try:
            with os.scandir(folder) as entries:
                parts += sorted(entry.name for entry in entries if entry.name.endswith(".dist-info"))
        except OSError:  # nothing can be imported from there
            continue
    parent, name = os.path.split(PACKAGE)
    sources = read_site_files(parent, (name,), ())
    parts += [f"{path} {key}" for path, key in sources.digests.items()]
    terminal = ("templates/terminal/", "static/terminal/")
    parts += [f"{path} {key}" for path, key in theme.digests.items() if path.startswith(terminal)]
    return digest_text("\n".join(parts))
