"""What a build reads, as hashes of its content: the site's folders, the checkout around them, the tool itself.

Standard library only, and little of it: a build that changes nothing loads this room and `current.py`, no more.
Hashes decide, never size or time, which can lie and which a fresh checkout does not keep.
"""

from __future__ import annotations

import os
import sys

from portfolio.model.store import digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FOLDERS = ("content", "templates", "static")
FILES = ("portfolio.yaml",)
ENV = ("GITHUB_ACTIONS", "GITHUB_REPOSITORY")
"""Variables that the base address may come from."""

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 (pathlib costs 10 ms)


def digest_file(path: str) -> str:
    """Return the hash of a file's content; `""` for what is missing, no regular file, or cannot be read."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return ""
    try:
        size = os.fstat(handle).st_size
        content = os.read(handle, size + 1)
    except OSError:
        return ""
    else:
        return digest(content) if len(content) == size else ""  # else it is being written
    finally:
        os.close(handle)


def digest_inputs(root: str) -> dict[str, str]:
    """Return the hash of everything in a site that a build may read, by its path relative to the site.

    Hidden files and those of editors are among them: a needless look costs less than a stale page. What is a
    link is named with its target, too.
    """
    found = {name: digest_file(os.path.join(root, name)) for name in FILES}  # noqa: PTH118
    for folder in FOLDERS:
        for path, is_link in _walk(root, folder):
            place = f"{root}/{path}"
            found[path] = (os.readlink(place) + ":" if is_link else "") + digest_file(place)  # noqa: PTH115
    return found


def _walk(root: str, folder: str) -> Iterator[tuple[str, bool]]:
    """Yield every path below a folder that is no folder itself, and whether it is a link; links are not entered."""
    pending = [folder]
    while pending:
        path = pending.pop()
        try:
            with os.scandir(f"{root}/{path}") as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(f"{path}/{entry.name}")
                    else:
                        yield f"{path}/{entry.name}", entry.is_symlink()
        except FileNotFoundError:
            continue
        except OSError:
            yield path, False  # its digest is empty, which no later one is taken to be equal to


def digest_env(env: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that a build looks at."""
    return {name: env[name] for name in ENV if name in env}


def digest_tool() -> str:
    """Return a hash of the tool: its sources and theme, the versions of what it needs, and Python's own.

    Installed packages are told apart by the names of their metadata folders, which hold the versions.
    """
    parts = [sys.version]
    for folder in sorted({place for place in sys.path if place.endswith("-packages")}):
        with os.scandir(folder) as entries:
            parts += sorted(entry.name for entry in entries if entry.name.endswith(".dist-info"))
    above = os.path.dirname(PACKAGE)  # noqa: PTH120
    for root, folders in ((PACKAGE, (".",)), (above, _theme_folders(above))):
        for folder in folders:
            for path, _ in sorted(_walk(root, folder)):
                if "__pycache__" not in path:
                    parts.append(path + digest_file(f"{root}/{path}"))
    return digest("\n".join(parts).encode("utf-8", "surrogateescape"))


def _theme_folders(above: str) -> Iterable[str]:
    """Return where the theme lies in a checkout; an installed package holds it among its own files."""
    is_checkout = os.path.isfile(f"{above}/pyproject.toml")  # noqa: PTH113
    return ("templates/terminal", "static/terminal") if is_checkout else ()
