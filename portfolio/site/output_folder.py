"""Which folders may be written to: refuses before a byte is touched, and words what the disk refuses later."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from portfolio.errors import Code, UsageError
from portfolio.site.manifest import MANIFEST, ManifestError, load_manifest

SOURCES = ("content", "templates", "static", ".git", ".portfolio")
"""Folders of a site that are never written to, nor anything inside them."""

_ELSEWHERE = "choose a folder of its own for the site, such as `_site`"
_HELP = {
    errno.ENOSPC: "free some space on the disk and build again",
    errno.EDQUOT: "free some space in your quota and build again",
    errno.EFBIG: "raise the limit on file sizes and build again",
    errno.EACCES: "make the folder and the one above it writable, or choose another",
    errno.EPERM: "make the folder and the one above it yours, or choose another",
    errno.EROFS: "choose a folder on a disk that can be written to",
    errno.EBUSY: "it may be a mount point: give a folder inside it",
    errno.EXDEV: "another disk is mounted inside it: give a folder without one",
    errno.ENOTEMPTY: "another program writes there: let it end and build again",
}


def refuse(message: str, hint: str) -> UsageError:
    """Return the error of an output folder that cannot be used."""
    return UsageError(message, code=Code.OUTPUT, help=hint)


def explain(output: Path, error: OSError) -> UsageError:
    """Put a failed call into words: the folder, the system's reason, the file it stumbled over."""
    reason = (error.strerror or type(error).__name__).lower()
    place = error.filename
    where = f": `{os.fsdecode(place)}`" if isinstance(place, str | bytes | os.PathLike) else ""
    hint = _HELP.get(error.errno or 0, "mend that and build again")
    return refuse(f"cannot publish to `{output}`: {reason}{where}", hint)


def locate(output: Path) -> Path:
    """Return the output's absolute path without symlinks above it; its own name is not followed."""
    if output.name in {"", ".."}:
        return Path(os.path.realpath(output))
    return Path(os.path.realpath(output.absolute().parent)) / output.name


def check_output(output: Path, site_root: Path) -> None:
    """Refuse an output folder that must not be written to; changes nothing.

    Fine are a folder that we made, an empty one, and one that does not exist yet where it can be made.

    Raises:
        UsageError: with the folder, the reason, and what to do instead.
    """
    try:
        folder = locate(output)
        _check_place(output, folder, Path(os.path.realpath(site_root)))
        _check_kind(output, folder)
        _check_above(output, folder)
    except OSError as error:
        raise explain(output, error) from error


def _is_same(first: Path, second: Path) -> bool:
    """Whether two paths are one folder, also under another case or through a symlink."""
    try:
        return first == second or first.samefile(second)
    except OSError:  # one of them does not exist
        return False


def _check_place(output: Path, folder: Path, root: Path) -> None:
    """Refuse what holds the owner's own files: `/`, home, the site, its sources, and all above them."""
    home = Path(os.path.realpath(os.path.expanduser("~")))  # noqa: PTH111 (Path.home fails where there is none)
    sources = {name: Path(os.path.realpath(root / name)) for name in SOURCES}
    named = {"the file system's root": Path("/"), "your home folder": home, "the site's own folder": root}
    for name, place in named.items():
        if _is_same(folder, place):
            raise refuse(f"the output folder `{output}` is {name}", _ELSEWHERE)
    for name, place in sources.items():
        if any(_is_same(above, place) for above in (folder, *folder.parents)):
            raise refuse(f"the output folder `{output}` is the site's `{name}` or inside it", _ELSEWHERE)
    for name, place in {
        **named,
        **{f"the site's `{name}`": place for name, place in sources.items()},
    }.items():
        if any(_is_same(folder, above) for above in place.parents):
            raise refuse(f"the output folder `{output}` holds {name}", _ELSEWHERE)


def _check_kind(output: Path, folder: Path) -> None:
    """Refuse what is not a folder, what is mounted, and a folder that others filled."""
    try:
        mode = folder.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    if stat.S_ISLNK(mode):
        raise refuse(f"the output folder `{output}` is a symlink", "give the folder that it points to")
    if not stat.S_ISDIR(mode):
        kind = "a file" if stat.S_ISREG(mode) else "not a folder"
        raise refuse(f"the output folder `{output}` is {kind}", "give another name, or move it away")
    if folder.is_mount():
        raise refuse(
            f"the output folder `{output}` is a mount point, which cannot be swapped in one step",
            f"give a folder inside it: `{output / 'site'}`",
        )
    _check_ours(output, folder)


def _check_ours(output: Path, folder: Path) -> None:
    """Refuse a folder that holds anything and is not ours.

    Names first, manifest second: another build may swap or move the folder in between.
    """
    try:
        names = os.listdir(folder)  # noqa: PTH208 (a list at once, not an iterator that a swap can spoil)
    except FileNotFoundError:
        return
    try:
        if names:
            load_manifest(folder)
    except ManifestError as error:
        if MANIFEST in names and isinstance(error.__cause__, FileNotFoundError):
            return
        raise refuse(
            f"the output folder `{output}` is not empty, and {error}",
            "give an empty or a new folder, or empty this one if nothing in it is needed",
        ) from error


def _check_above(output: Path, folder: Path) -> None:
    """Refuse a folder that cannot be made, or that nothing can be staged beside."""
    above = next(place for place in folder.parents if os.path.lexists(place))
    if not above.is_dir():
        raise refuse(f"the output folder `{output}` cannot be made: `{above}` is not a folder", _ELSEWHERE)
    if not os.access(above, os.W_OK | os.X_OK):
        raise refuse(
            f"the output folder `{output}` cannot be written: `{above}` is read-only",
            "make that folder writable, or choose another (the site is prepared beside its output)",
        )
