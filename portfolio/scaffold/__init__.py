"""Creates a new site from the files in starter/ or example/, with those of repository/ and the schemas that they name."""

from __future__ import annotations

import os
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portfolio import ACTION, __version__
from portfolio.errors import UsageError, name_reason
from portfolio.load.json_schema import SCHEMA_FILES, render_schema
from portfolio.scaffold.answers import Answers, fill_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_PACKAGE = Path(__file__).parents[1]
STARTER = _PACKAGE / "starter"
EXAMPLE = _PACKAGE / "example"
"""The site of a person who does not exist, with everything that a site can have."""
REPOSITORY = _PACKAGE / "repository"
"""What the repository of any site has beside the site."""
GITIGNORE = Path(".gitignore")
WORKFLOW = Path(".github/workflows/pages.yml")
AGENTS = Path("AGENTS.md")
MOST_NAMED = 3
"""The files that a message names."""
_RENAMED = {"gitignore": GITIGNORE.name, "github": ".github"}
"""Files with another name in the package, as they would have an effect in this repository."""
_OUR_ACTION = "OWNER/NAME@TAG"
"""What the workflow has in the place of the name of this project's action."""


class Created(NamedTuple):
    """The result of `create_site`."""

    files: tuple[Path, ...]
    """The new files, relative to the folder, sorted."""
    ignored: tuple[str, ...] = ()
    """The lines that were added to an existing .gitignore."""
    kept: tuple[Path, ...] = ()
    """Files that were there and are no part of the site, such as the README; they are as they were."""
    unpublished: str = ""
    """Why there is no workflow; empty if there is one."""


def create_site(
    folder: Path, source: Path = STARTER, answers: Answers | None = None, action: str = ACTION
) -> Created:
    """Copy a site and the schemas into a folder, which may be a repository with files of its own.

    No file is changed but a .gitignore, which gets the lines that it lacks.

    Args:
        folder: created if it is missing.
        source: STARTER or EXAMPLE.
        answers: what the owner said, in the place of the starter's words.
        action: the repository of this project's action, as `owner/name`.

    Raises:
        UsageError: a file of the site is there already, or the folder cannot be written; it is then as it was.
    """
    files = {path: file.read_bytes for path, file in _list_files(source)}
    if answers:
        files = {
            path: partial(fill_in, path, read, answers) for path, read in files.items() if answers.wants(path)
        }
    return write_site(folder, files, action)


def write_site(folder: Path, files: Mapping[Path, Callable[[], bytes]], action: str = ACTION) -> Created:
    """Write the files of a site, with what its repository needs, as `create_site`.

    Args:
        folder: created if it is missing.
        files: what gives the content of each file, by its path.
        action: the repository of this project's action, as `owner/name`.

    Raises:
        UsageError: as `create_site`.
    """
    files = {**files, **{Path(file.path): partial(render_schema, file) for file in SCHEMA_FILES}}
    beside = {path: file.read_bytes for path, file in _list_files(REPOSITORY)}
    beside[WORKFLOW] = partial(_name_action, beside[WORKFLOW], action)
    unpublished = _find_obstacle(folder, action)
    if unpublished:
        del beside[WORKFLOW]
    ours = folder / GITIGNORE
    ignore = beside.pop(GITIGNORE) if ours.is_file() and not ours.is_symlink() else None
    kept = [path for path in beside if path != GITIGNORE and _is_there(folder, path)]
    files |= {path: read for path, read in beside.items() if path not in kept}
    try:
        there = list(dict.fromkeys(_find_taken(folder, files)))
        if there:
            names = ", ".join(f"`{name}`" for name in there[:MOST_NAMED])
            names += f" and {len(there) - MOST_NAMED} more" if len(there) > MOST_NAMED else ""
            raise UsageError(
                f"`{folder}` already holds {names}",
                help="move it away, choose another folder, or replace the site with `portfolio init --replace`",
            )
        with ExitStack() as undo:
            for file_path, read in files.items():
                _make_folders((folder / file_path).parent, undo)
                with (folder / file_path).open("xb") as file:
                    undo.callback((folder / file_path).unlink)
                    file.write(read())
            ignored = _add_lines(ours, ignore().decode(), undo) if ignore else ()
            undo.pop_all()  # all files are complete
    except OSError as error:
        raise UsageError(f"`{folder}` cannot be written: {name_reason(error)}") from error
    return Created(tuple(sorted(files)), ignored, tuple(sorted(kept)), unpublished)


def _list_files(source: Path) -> Iterator[tuple[Path, Path]]:
    """Yield the files below a folder of the package, each with its path in a site first."""
    for file in sorted(source.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            yield Path(*(_RENAMED.get(part, part) for part in file.relative_to(source).parts)), file


def _name_action(read: Callable[[], bytes], action: str) -> bytes:
    """Return the workflow with the name of this project's action, in this version."""
    return read().replace(_OUR_ACTION.encode(), f"{action}@v{__version__}".encode())


def _find_obstacle(folder: Path, action: str) -> str:
    """Return why a folder gets no workflow; empty if nothing stands against it."""
    if not action:
        return "this version of portfolio has no GitHub action; publish the folder `_site` that `portfolio build` makes"
    top = folder.absolute()
    repository = next((above for above in (top, *top.parents) if os.path.lexists(above / ".git")), top)
    if repository != top:
        return f"GitHub reads workflows at the top of a repository only, which is `{repository}`; run `portfolio init` there"
    return ""


def _is_there(folder: Path, path: Path) -> bool:
    """Whether a file is there; a README may have another suffix."""
    if os.path.lexists(folder / path):
        return True
    with suppress(OSError):
        names = [name.casefold() for name in os.listdir(folder)]  # noqa: PTH208 (names are all that is needed)
        return path.name == "README.md" and any(name.partition(".")[0] == "readme" for name in names)
    return False


def _find_taken(folder: Path, files: Iterable[Path]) -> Iterator[Path]:
    """Yield the existing files in the way of the new files and folders."""
    for file_path in files:
        for parent in reversed(file_path.parents[:-1]):
            parent_folder = folder / parent
            if os.path.lexists(parent_folder) and (parent_folder.is_symlink() or not parent_folder.is_dir()):
                yield parent
                break
        else:
            if os.path.lexists(folder / file_path):
                yield file_path


def _make_folders(folder: Path, undo: ExitStack) -> None:
    """Create a folder and missing ones above it."""
    missing = [above for above in (folder, *folder.parents) if not os.path.lexists(above)]
    for above in reversed(missing):
        above.mkdir()
        undo.callback(above.rmdir)
    folder.mkdir(exist_ok=True)  # fails if a file has its name


def _add_lines(file: Path, wanted: str, undo: ExitStack) -> tuple[str, ...]:
    """Add missing lines to a .gitignore, with its own line ends; return them."""
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
    """Return the pattern of a line of a .gitignore, whether it is ignored or negated.

    >>> _name_ignored("/_site/ "), _name_ignored("!_site")
    ('_site', '_site')
    """
    return line.strip().removeprefix("!").strip("/")
