"""Make rendered files the live site in one step, and keep what others put beside them.

The moments of a publish, and what is left if the process is killed in each:

1. The stage is filled: our files, foreign ones as hard links, the manifest last. Left: the old site,
   and a stage without a manifest, which is litter.
2. Stage and output change places. Left: the old site or the new one, whole, and the other as stage.
   Where the kernel cannot exchange folders, the old site steps aside first; it may be left there with
   nothing in its place, and the next publish puts it back.
3. Foreign files that appeared during 1 are moved over. Left: the new site, and the old one as stage
   with a manifest, so the next publish finishes the move.
4. The old site is removed, manifest first. Left: the new site, and litter.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from portfolio.interrupts import HeldInterrupts
from portfolio.site.exchange import exchange, sync_file_system
from portfolio.site.lock import hold_lock
from portfolio.site.manifest import MANIFEST, ManifestError, format_manifest, load_manifest
from portfolio.site.output_folder import check_output, explain, locate, refuse
from portfolio.site.staging import OutputFile, check_files, make_folder, remove_tree, write_file, write_files
from portfolio.site.untracked import carry_over, find_conflict, find_foreign, is_unchanged, move_over

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from portfolio.site.untracked import Foreign

__all__ = ["OutputFile", "Published", "check_output", "publish_site"]


class Published(NamedTuple):
    """What a publish made live."""

    files: int
    """Ours, without the manifest and without what was carried over."""
    bytes: int
    """Their size together."""
    stamps: Mapping[str, tuple[int, ...]]
    """What tells each of them, and the manifest, from a file that somebody puts in its place, by path."""


class Places(NamedTuple):
    """The folders of one publish, all in the same parent: a rename never crosses disks."""

    output: Path
    stage: Path
    aside: Path
    """Where the old site waits for a moment if the kernel cannot exchange folders."""
    given: Path
    """The output as the owner wrote it, for messages."""


def publish_site(files: Iterable[OutputFile], output: Path, site_root: Path) -> Published:
    """Replace the site in the output folder by these files; readers see the old site or the new, never a mix.

    Files there that we did not make stay. On any error the output is as it was, unless the message says
    that the new site is live. Waits while another build publishes beside it.

    Raises:
        UsageError: the folder is refused (see `check_output`), the disk is full or read-only, a foreign file
            stands in the way, or another build does not end.
        LiveChangedError: a file was to be kept as it is in the live site, and is not there any more.
        InternalError: the paths do not fit into one folder.
    """
    ordered = check_files(files)
    check_output(output, site_root)
    folder = locate(output)
    name = f".{folder.name}.portfolio"
    places = Places(folder, folder.with_name(f"{name}-stage"), folder.with_name(f"{name}-old"), output)
    try:
        _make_parents(folder.parent)
        with hold_lock(folder.parent, output):
            check_output(output, site_root)
            _clear_litter(places)
            return _replace(ordered, places)
    except OSError as error:
        raise explain(output, error) from error


def _make_parents(folder: Path) -> None:
    """Make the folders above the output where missing, readable for everybody like the site itself."""
    for place in reversed([place for place in (folder, *folder.parents) if not place.exists()]):
        with suppress(FileExistsError):  # another build was quicker
            make_folder(place)


def _find_ours(folder: Path) -> frozenset[str] | None:
    """Return the paths of our files in a folder; None where it is missing, empty, or litter."""
    if folder.is_symlink() or not folder.is_dir():
        return None
    try:
        return load_manifest(folder)
    except ManifestError:
        return None


def _clear_litter(places: Places) -> None:
    """Finish what a killed publish began; the lock says that no other one is at work.

    A whole site that waits aside is put back if nothing took its place. Otherwise what others put into a
    leftover is brought home, unless the live folder has it in the same or a later state.
    """
    if _find_ours(places.output) is None and _find_ours(places.aside) is not None:
        places.aside.rename(places.output)  # missing or, by `check_output`, empty
    live = _find_ours(places.output)
    for leftover in (places.aside, places.stage):
        ours = _find_ours(leftover)
        if ours is not None and live is not None:
            foreign = _find_strays(leftover, places.output, find_foreign(leftover, ours))
            if (path := find_conflict(foreign, live)) is not None:
                message = (
                    f"`{leftover / path}` is left from a build that was killed, and is not ours to remove"
                )
                raise refuse(message, "move that file to where you need it, and build again")
            move_over(leftover, places.output, foreign, only_newer=True)
        remove_tree(leftover)


def _find_strays(leftover: Path, output: Path, foreign: Foreign) -> Foreign:
    """Keep only what the live folder does not have, or has in another state."""
    return {
        path: is_folder
        for path, is_folder in foreign.items()
        if not os.path.lexists(output / path) or not is_unchanged(leftover / path, output / path)
    }


def _replace(files: tuple[OutputFile, ...], places: Places) -> Published:
    """Stage, swap, bring home what appeared meanwhile, remove the old site."""
    wanted = frozenset(file.path for file in files) | {MANIFEST}
    before = _find_number(places.output)
    is_first = before is None or not any(places.output.iterdir())
    ours = _find_ours(places.output) or frozenset()
    carried: Foreign = {} if is_first else find_foreign(places.output, ours)
    _refuse_conflict(carried, wanted, places)
    try:
        stamps = write_files(places.stage, files)
        carry_over(places.output, places.stage, carried)
        manifest = write_file(places.stage / MANIFEST, format_manifest(stamps))
        sync_file_system(places.stage)
        with HeldInterrupts():
            if is_first:
                places.stage.rename(places.output)  # also over an empty folder, but over no other
            else:
                _swap(places)
                _settle(places, ours, carried, wanted)
    except BaseException:
        with HeldInterrupts(), suppress(OSError):  # the error that brought us here matters more
            if is_first or _find_number(places.output) == before:  # else the stage is the old site already
                remove_tree(places.stage)
        raise
    size_bytes = sum(size for size, *_ in stamps.values())
    return Published(len(files), size_bytes, stamps | {MANIFEST: manifest})


def _find_number(folder: Path) -> int | None:
    """Return what tells a folder from the one that takes its name; None where there is none."""
    try:
        return folder.lstat().st_ino
    except FileNotFoundError:
        return None


def _refuse_conflict(foreign: Foreign, wanted: frozenset[str], places: Places) -> None:
    """Refuse to publish over a file that somebody else put there."""
    if (path := find_conflict(foreign, wanted)) is not None:
        message = (
            f"the site wants to write where `{places.given / path}` stands, which portfolio did not make"
        )
        raise refuse(message, "move or remove that file, or give the page another address")


def _swap(places: Places) -> None:
    """Let stage and output change places: at once where the kernel can, else in three renames."""
    if exchange(places.stage, places.output):
        return
    try:
        places.output.rename(places.aside)
        places.stage.rename(places.output)
    except BaseException:
        if not os.path.lexists(places.output):
            places.aside.rename(places.output)
        raise
    places.aside.rename(places.stage)


def _settle(places: Places, ours: frozenset[str], carried: Foreign, wanted: frozenset[str]) -> None:
    """Make good what others did in the old site while the new one was staged, then remove the old one."""
    try:
        late = find_foreign(places.stage, ours)
        if find_conflict(late, wanted) is not None:
            _swap(places)
            remove_tree(places.stage)
            _refuse_conflict(late, wanted, places)
        move_over(places.stage, places.output, late, only_newer=False)
        for path in reversed(
            [path for path in carried if path not in late]
        ):  # removed by its owner meanwhile
            _remove_one(places.output / path, is_folder=carried[path])
        remove_tree(places.stage)
    except OSError as error:
        message = (
            f"the new site is live, but the old one at `{places.stage}` cannot be removed: {error.strerror}"
        )
        raise refuse(message, "look what holds it, then build again") from error


def _remove_one(place: Path, *, is_folder: bool) -> None:
    """Remove a file, or a folder if nothing is in it."""
    if not is_folder:
        place.unlink(missing_ok=True)
        return
    with suppress(OSError):
        place.rmdir()
