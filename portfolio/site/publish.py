"""Publish a site in one step, and keep untracked files of the output folder.

The steps of a publish, and what is left if the process is killed in each:

1. The stage is filled: our files, from the first page that is rendered on, untracked ones as hard links, the
   manifest last. Left: the old site, and a stage without a manifest, which is leftover.
2. Stage and output are swapped. Left: the old site or the new one, complete, and the other as stage.
   If the kernel cannot exchange folders, the old site is renamed first; it may be left there with
   no output folder, and the next publish renames it back.
3. Untracked files that appeared during 1 are moved over. Left: the new site, and the old one as stage
   with a manifest, so the next publish finishes the move.
4. The old site is removed, manifest first. Left: the new site, and leftovers.
"""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import name_reason
from portfolio.interrupts import HeldInterrupts
from portfolio.site.kernel import exchange, hold_lock, sync_file_system
from portfolio.site.output_folder import (
    MANIFEST,
    ManifestError,
    check_output,
    explain,
    format_manifest,
    load_manifest,
    locate,
    refuse,
)
from portfolio.site.record import locate_stages
from portfolio.site.staging import Staged, Writer, make_folder, remove_tree
from portfolio.site.untracked import carry_over, find_conflict, find_untracked, is_unchanged, move_over

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from portfolio.site.staging import OutputFile
    from portfolio.site.untracked import Untracked


class Published(NamedTuple):
    """The result of a publish."""

    files: int
    """Their number, without the manifest and untracked files."""
    bytes: int
    """Their total size."""
    stats: Mapping[str, tuple[int, ...]]
    """Of each of them and the manifest, by path: see `file_stat`."""


class PublishFolders(NamedTuple):
    """The folders of one publish, all in the same parent: a rename never crosses disks."""

    output: Path
    stage: Path
    aside: Path
    """The old site during the swap, if the kernel cannot exchange folders."""
    given: Path
    """The output as the owner wrote it, for messages."""


class Stage:
    """The folder in which the next site is made; it takes the place of the output folder in one step."""

    def __init__(self, folders: PublishFolders) -> None:
        self._folders = folders
        self._parents = _make_parents(folders.output.parent)
        self._inode: int | None = None
        self._writer = Writer(folders.stage)

    def open(self) -> None:
        """Make the folder, without what a killed build left in it, or this one; called under the lock."""
        with _explained(self._folders.given):
            _clear_litter(self._folders)
            with HeldInterrupts():
                make_folder(self._folders.stage)
                self._inode = _find_inode(self._folders.stage)
        self._writer = Writer(self._folders.stage)

    def write(self, path: str, content: bytes) -> Staged:
        """Write a file of the site; a second process may do so, too.

        Raises:
            UsageError: the disk is full or read-only.
        """
        with _explained(self._folders.given):
            return Staged(self._writer.write(path, content))

    def publish(self, files: Iterable[OutputFile]) -> Published:
        """Replace the site in the output folder by these files; readers see the old site or the new, never a mix.

        Untracked files stay. After an error the output is unchanged, unless the message says that the new site is
        live.

        Raises:
            UsageError: the disk is full or read-only, or a page would overwrite an untracked file.
            OutputChangedError: a file that was to be reused has changed in the output folder, or one in the stage.
        """
        with _explained(self._folders.given):
            return _replace(tuple(files), self._folders, self._writer)

    def give_up(self) -> None:
        """Remove the folder, unless the old site is in its place, and the folders that were made above it."""
        with HeldInterrupts(), suppress(OSError):  # the error that brought us here matters more
            if self._inode is not None and _find_inode(self._folders.stage) == self._inode:
                remove_tree(self._folders.stage)
            for folder in self._parents:
                folder.rmdir()  # fails unless it is empty


@contextmanager
def open_stage(output: Path, site_root: Path) -> Iterator[Stage]:
    """Yield the stage of an output folder, locked against other builds; what is not published is removed at the end.

    Waits while another build renders or publishes.

    Raises:
        UsageError: the folder is refused (see `check_output`), or another build does not end.
    """
    check_output(output, site_root)
    folder = locate(output)
    stage_path, aside = map(Path, locate_stages(str(folder)))
    with ExitStack() as stack:
        with _explained(output):
            stage = Stage(PublishFolders(folder, stage_path, aside, output))
            stack.enter_context(hold_lock(folder.parent, output))
        try:
            check_output(output, site_root)
            stage.open()
            yield stage
        except BaseException:
            stage.give_up()
            raise


@contextmanager
def _explained(output: Path) -> Iterator[None]:
    """Turn errors of the disk into messages."""
    try:
        yield
    except OSError as error:
        raise explain(output, error) from error


def _make_parents(folder: Path) -> list[Path]:
    """Create missing folders above the output, readable by all like the site itself; return them, the lowest first."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        make_folder(path)
    return missing


def _find_ours(folder: Path) -> frozenset[str] | None:
    """Return the paths of our files in a folder; None if it is missing, empty, or a leftover."""
    if folder.is_symlink() or not folder.is_dir():
        return None
    try:
        return load_manifest(folder)
    except ManifestError:
        return None


def _clear_litter(folders: PublishFolders) -> None:
    """Finish a killed publish; the lock makes sure that no other one is running.

    A complete site that was renamed is renamed back if there is no output folder. Otherwise untracked files of a
    leftover are moved to the output folder, unless it has them in the same or a later state.
    """
    if _find_ours(folders.aside) is not None and _find_ours(folders.output) is None:
        folders.aside.rename(folders.output)  # missing or, by `check_output`, empty
    for leftover in (folders.aside, folders.stage):
        ours = _find_ours(leftover)
        if ours is not None and (live := _find_ours(folders.output)) is not None:
            untracked = _find_strays(leftover, folders.output, find_untracked(leftover, ours))
            if (path := find_conflict(untracked, live)) is not None:
                message = f"`{leftover / path}` is left from a killed build, and was not created by portfolio"
                raise refuse(message, "move that file to where you need it, and build again")
            move_over(leftover, folders.output, untracked, only_newer=True)
        remove_tree(leftover)


def _find_strays(leftover: Path, output: Path, untracked: Untracked) -> Untracked:
    """Return the files that the output folder does not have, or has in another state."""
    return {
        path: is_folder
        for path, is_folder in untracked.items()
        if not os.path.lexists(output / path) or not is_unchanged(leftover / path, output / path)
    }


def _replace(files: tuple[OutputFile, ...], folders: PublishFolders, writer: Writer) -> Published:
    """Stage the rest, swap, move untracked files that appeared meanwhile, remove the old site."""
    wanted = frozenset(file.path for file in files) | {MANIFEST}
    is_first = not os.path.lexists(folders.output) or not any(folders.output.iterdir())
    ours = _find_ours(folders.output) or frozenset()
    carried: Untracked = {} if is_first else find_untracked(folders.output, ours)
    _refuse_conflict(carried, wanted, folders)
    stats = writer.write_rest(files)
    carry_over(folders.output, folders.stage, carried)
    manifest = writer.write(MANIFEST, format_manifest(stats))
    sync_file_system(folders.stage)
    with HeldInterrupts():
        if is_first:
            folders.stage.rename(folders.output)  # also over an empty folder, but over no other
        else:
            _swap(folders)
            _settle(folders, ours, carried, wanted)
    size_bytes = sum(size for size, *_ in stats.values())
    return Published(len(files), size_bytes, stats | {MANIFEST: manifest})


def _find_inode(folder: Path) -> int | None:
    """Return the inode of a folder, by which another one of its name is recognised; None if it does not exist."""
    try:
        return folder.lstat().st_ino
    except FileNotFoundError:
        return None


def _refuse_conflict(untracked: Untracked, wanted: frozenset[str], folders: PublishFolders) -> None:
    """Refuse to overwrite an untracked file."""
    if (path := find_conflict(untracked, wanted)) is not None:
        message = f"refusing to overwrite `{folders.given / path}`: not created by portfolio"
        raise refuse(message, "move or remove that file, or give the page another address")


def _swap(folders: PublishFolders) -> None:
    """Swap stage and output: in one step if the kernel can, else in three renames."""
    if exchange(folders.stage, folders.output):
        return
    try:
        folders.output.rename(folders.aside)
        folders.stage.rename(folders.output)
    except BaseException:
        if not os.path.lexists(folders.output):
            folders.aside.rename(folders.output)
        raise
    folders.aside.rename(folders.stage)


def _settle(
    folders: PublishFolders, ours: frozenset[str], carried: Untracked, wanted: frozenset[str]
) -> None:
    """Repeat changes of untracked files since the new site was staged, then remove the old one."""
    try:
        late = find_untracked(folders.stage, ours)
        if find_conflict(late, wanted) is not None:
            _swap(folders)
            remove_tree(folders.stage)
            _refuse_conflict(late, wanted, folders)
        move_over(folders.stage, folders.output, late, only_newer=False)
        gone = [path for path in carried if path not in late]  # removed by its owner meanwhile
        for path in reversed(gone):
            if not carried[path]:
                (folders.output / path).unlink(missing_ok=True)
                continue
            with suppress(OSError):  # not empty
                (folders.output / path).rmdir()
        remove_tree(folders.stage)
    except OSError as error:
        message = f"the new site is live, but the old one at `{folders.stage}` cannot be removed: {name_reason(error)}"
        raise refuse(message, "close the program that uses it, then build again") from error
