"""What a build reads, as hashes of its content: the site's folders, the checkout around them, the tool itself.

Standard library only, and little of it: a build that changes nothing loads this room and `current.py`, no more.
Hashes decide, never size or time, which can lie and which a fresh checkout does not keep.
"""

from __future__ import annotations

import os
import stat
import sys

from portfolio.model.store import digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

THEME_FOLDERS = ("templates", "static")
FOLDERS = ("content", *THEME_FOLDERS)
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
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):  # an open pipe reads as an empty file
            return ""
        content = os.read(handle, status.st_size + 1)
    except OSError:
        return ""
    else:
        return digest(content) if len(content) == status.st_size else ""  # else it is being written
    finally:
        os.close(handle)


def digest_inputs(root: str) -> dict[str, str]:
    """Return the hash of everything in a site that a build may read, by its path relative to the site.

    Hidden files and those of editors are among them: a needless look costs less than a stale page. Folders
    are, too, with a slash at the end: an empty one can be a theme. `""` stands for what cannot be told, such
    as a link to a folder.
    """
    return {path + kind: _digest_entry(root, path, kind) for path, kind in _list_inputs(root)}


def stamp_inputs(
    root: str, around: Iterable[str] = (), folders: Iterable[str] = FOLDERS, files: Iterable[str] = FILES
) -> dict[str, tuple[int, ...]]:
    """Return what tells cheaply whether a file was touched, for as long as this process runs: not more than that.

    Each is a file's number, size, time of writing and time of change, both in nanoseconds. All folders have the
    same; a link to one has an empty stamp, as what lies behind it is not looked at.

    Args:
        root: the site's folder.
        around: files outside of it.
        folders: where in the site to look.
        files: which of its top folder count.
    """
    stamps: dict[str, tuple[int, ...]] = {}
    for path, kind in (*_list_inputs(root, folders, files), *((path, _FILE) for path in around)):
        place = os.path.join(root, path)  # noqa: PTH118
        try:
            status = os.stat(place)  # noqa: PTH116
        except OSError:  # a link that leads nowhere, or nothing at all
            try:
                status = os.lstat(place)
            except OSError:
                continue
        if stat.S_ISDIR(status.st_mode):
            stamps[path] = () if kind == _LINK else (0, 0, 0, 0)
        else:
            stamps[path] = (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    return stamps


_FILE, _FOLDER, _LINK = "", "/", "@"
"""What a path is, as it is written behind its name."""


def _list_inputs(
    root: str, folders: Iterable[str] = FOLDERS, files: Iterable[str] = FILES
) -> Iterator[tuple[str, str]]:
    """Yield every path of a site that a build may read, with its kind."""
    for name in files:
        yield name, _LINK if os.path.islink(f"{root}/{name}") else _FILE  # noqa: PTH114
    for folder in folders:
        yield from _walk(root, folder)


def _digest_entry(root: str, path: str, kind: str) -> str:
    """Return what stands for a file, a folder or a link; `""` where it cannot be told."""
    place = f"{root}/{path}"
    if kind == _FOLDER:
        return "folder"
    content = digest_file(place)
    if kind == _FILE or (not content and os.path.exists(place)):  # noqa: PTH110
        return content
    # where it leads counts too: a link out of the site is refused
    return f"{os.path.relpath(os.path.realpath(place), os.path.realpath(root))}:{content}"


def _walk(root: str, folder: str) -> Iterator[tuple[str, str]]:
    """Yield every path below a folder with its kind; links are not entered."""
    pending = [folder]
    while pending:
        path = pending.pop()
        try:
            with os.scandir(f"{root}/{path}") as entries:
                for entry in entries:
                    place = f"{path}/{entry.name}"
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(place)
                        yield place, _FOLDER
                    else:
                        yield place, _LINK if entry.is_symlink() else _FILE
        except FileNotFoundError:
            continue
        except OSError:
            yield path, _FILE  # a file, or a folder that cannot be read: its digest is empty


def digest_env(env: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that a build looks at."""
    return {name: env[name] for name in ENV if name in env}


def digest_tool() -> str:
    """Return a hash of the tool: its sources and theme, the versions of what it needs, and Python's own.

    Installed packages are told apart by the names of their metadata folders, which hold the versions.
    """
    parts = [sys.version]
    for folder in sorted({place for place in sys.path if place.endswith("-packages")}):
        try:
            with os.scandir(folder) as entries:
                parts += sorted(entry.name for entry in entries if entry.name.endswith(".dist-info"))
        except OSError:  # nothing is imported from there either
            continue
    above = os.path.dirname(PACKAGE)  # noqa: PTH120
    for root, folders in ((PACKAGE, (".",)), (above, _theme_folders(above))):
        for folder in folders:
            for path, kind in sorted(_walk(root, folder)):
                if "__pycache__" not in path and kind != _FOLDER:
                    parts.append(path + digest_file(f"{root}/{path}"))
    return digest("\n".join(parts).encode("utf-8", "surrogateescape"))


def _theme_folders(above: str) -> Iterable[str]:
    """Return where the theme lies in a checkout; an installed package holds it among its own files."""
    is_checkout = os.path.isfile(f"{above}/pyproject.toml")  # noqa: PTH113
    return ("templates/terminal", "static/terminal") if is_checkout else ()
