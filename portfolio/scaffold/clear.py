"""Removes a site's own files, if git has every one of them as it is."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from portfolio.errors import UsageError, name_reason
from portfolio.site_files import CONFIG_FILE, DEFAULT_THEME

if TYPE_CHECKING:
    from pathlib import Path

MOST_NAMED = 3
TIMEOUT_S = 60


def clear_site(folder: Path) -> tuple[Path, ...]:
    """Remove a site's settings, content and static files, and return them; themes and templates stay.

    Raises:
        UsageError: git does not have all of them as they are, or one cannot be removed.
    """
    files = [file for file in _list_files(folder) if file.is_symlink() or not file.is_dir()]
    if not files:
        raise UsageError(f"`{folder}` has no site to replace", help="leave out --replace")
    changed = _list_changed(folder)
    if changed:
        names = ", ".join(f"`{name}`" for name in changed[:MOST_NAMED])
        more = f" and {len(changed) - MOST_NAMED} more" if len(changed) > MOST_NAMED else ""
        raise UsageError(
            f"git does not have {names}{more} as they are, so they would be lost",
            help="commit them, or move them away",
        )
    try:
        for file in files:
            file.unlink()
        for inner in sorted((path for path in _list_files(folder) if path.is_dir()), reverse=True):
            inner.rmdir()
    except OSError as error:
        help_ = "`git restore .` brings the old site back"
        raise UsageError(f"`{folder}` cannot be written: {name_reason(error)}", help=help_) from error
    return tuple(files)


def _list_files(folder: Path) -> list[Path]:
    """Return the files and folders of a site that are its owner's words: all but themes and templates."""
    static = folder / "static"
    tops = [folder / CONFIG_FILE, folder / "content"]
    if static.is_dir():
        tops += [path for path in static.iterdir() if not _is_theme(folder, path.name)]
    found = [path for path in tops if path.is_symlink() or path.exists()]
    return [*found, *(path for top in found if not top.is_symlink() for path in top.rglob("*"))]


def _is_theme(folder: Path, name: str) -> bool:
    return name == DEFAULT_THEME or (folder / "templates" / name).is_dir()


def _list_changed(folder: Path) -> list[str]:
    """Return the files that git does not have as they are, those that it ignores too.

    Raises:
        UsageError: the folder is not in a repository, or there is no git.
    """
    command = [
        "git",
        "status",
        "--porcelain",
        "-z",
        "--ignored",
        "--untracked-files=all",
        "--",
        CONFIG_FILE,
        "content",
        "static",
    ]
    try:
        done = subprocess.run(  # noqa: S603 (a fixed command)
            command, cwd=folder, capture_output=True, timeout=TIMEOUT_S, check=False
        )
    except OSError as error:
        raise UsageError("`git` cannot be run", help="--replace needs it, to lose nothing") from error
    if done.returncode:
        help_ = "--replace needs one that has the old site, to lose nothing"
        raise UsageError(f"`{folder}` is not in a git repository", help=help_)
    return [line[3:] for line in done.stdout.decode("utf-8", "replace").split("\0") if line[2:3] == " "]
