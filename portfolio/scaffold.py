"""Makes new files for an owner from the ones in starter/."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STARTER = Path(__file__).parent / "starter"
GITIGNORE = Path(".gitignore")
_RENAMED = {"gitignore": GITIGNORE.name}
"""Files that would have an effect in this repository go by another name here."""


class Created(NamedTuple):
    """What `create_site` did to a folder."""

    files: tuple[Path, ...]
    """The new files, relative to the folder, sorted."""
    ignored: tuple[str, ...] = ()
    """The lines that were added to a .gitignore that was there."""


def create_site(folder: Path) -> Created:
    """Copy the starter into a folder, which may be a repository with files of its own.

    No file is changed but a .gitignore, which gets the lines that it lacks.

    Raises:
        UsageError: a file of the starter is there already, or the folder cannot be written; it is then as it was.
    """
    targets = {
        Path(*(_RENAMED.get(part, part) for part in file.relative_to(STARTER).parts)): file
        for file in sorted(STARTER.rglob("*"))
        if file.is_file() and "__pycache__" not in file.parts
    }
    ignore = targets.pop(GITIGNORE) if _is_plain_file(folder / GITIGNORE) else None
    try:
        there = list(dict.fromkeys(_find_taken(folder, targets)))
        if there:
            names = ", ".join(f"`{name}`" for name in there)
            raise UsageError(
                f"`{folder}` already holds {names}", help="move it away, or choose another folder"
            )
        with ExitStack() as undo:
            for target, source in targets.items():
                _make_folders((folder / target).parent, undo)
                with (folder / target).open("xb") as file:
                    undo.callback((folder / target).unlink)
                    file.write(source.read_bytes())
            ignored = _add_lines(folder / GITIGNORE, ignore.read_text("utf-8"), undo) if ignore else ()
            undo.pop_all()  # all of it is there, and stays
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise UsageError(f"`{folder}` cannot be written: {reason}") from error
    return Created(tuple(sorted(targets)), ignored)


def _is_plain_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _find_taken(folder: Path, targets: Iterable[Path]) -> Iterator[Path]:
    """Yield what stands where a file of the starter is to be, or one of its folders."""
    for target in targets:
        for parent in reversed(target.parents[:-1]):
            place = folder / parent
            if os.path.lexists(place) and (place.is_symlink() or not place.is_dir()):
                yield parent
                break
        else:
            if os.path.lexists(folder / target):
                yield target


def _make_folders(folder: Path, undo: ExitStack) -> None:
    """Make a folder and those above it where they are missing."""
    missing = [place for place in (folder, *folder.parents) if not os.path.lexists(place)]
    for place in reversed(missing):
        place.mkdir()
        undo.callback(place.rmdir)
    folder.mkdir(exist_ok=True)  # fails if a file has its name


def _add_lines(file: Path, wanted: str, undo: ExitStack) -> tuple[str, ...]:
    """Add those lines to a .gitignore that it lacks, with its own line ends; returns them."""
    before = file.read_bytes()
    known = {_name_ignored(line) for line in before.decode("utf-8", "replace").splitlines()}
    missing = tuple(line for line in wanted.splitlines() if _name_ignored(line) not in known)
    if missing:
        end = "\r\n" if b"\r\n" in before else "\n"
        first = end if before and not before.endswith((b"\n", b"\r")) else ""
        undo.callback(os.truncate, file, len(before))
        with file.open("ab") as stream:
            stream.write((first + "".join(line + end for line in missing)).encode())
    return missing


def _name_ignored(line: str) -> str:
    """Return what a line of a .gitignore speaks of, whether it ignores it or wants it kept.

    >>> _name_ignored("/_site/ "), _name_ignored("!_site")
    ('_site', '_site')
    """
    return line.strip().removeprefix("!").strip("/")
