"""What `serve` watches: snapshots of the inputs, and file events, after which the next one is taken.

File stats are authoritative; events only reduce latency: a lost, late or needless one changes no outcome.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from portfolio.load.git_remote import git_config_paths
from portfolio.site_files import (
    CONFIG_FILE,
    FOLDERS,
    identify,
    is_ignored,
    read_site_files,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from watchfiles import Change

    from portfolio.site_files import SiteFiles

Stats = dict[str, tuple[int, ...]]
"""By path: see `SiteFiles.stats`."""

POLL_S = 0.1
"""How often a snapshot is taken where the system sends no events."""
POLL_WITH_EVENTS_S = 2.0
"""The same where it does, as network folders and full queues lose events."""

STEP_MS = 5
"""How long nothing must happen before an event counts; editors save in several steps."""
DEBOUNCE_MS = 100
TOP_STEP_MS = 50
"""For the site's own folder, where little happens."""

_PROBES = frozenset(str(number) for number in range(4913, 20_000, 123))
"""The names of vim's test file, by which it finds out whether it can write a folder. Source: its buf_write()."""


class Snapshot(NamedTuple):
    """The inputs of a preview at one moment."""

    files: SiteFiles
    """The site's; `theme` has the packaged theme's."""
    stats: Stats
    """Inode, size and times of each file: by path, relative to the site, and absolute outside of it."""


def take_snapshot(root: Path, before: Snapshot | None) -> Snapshot:
    """Return the current inputs.

    Args:
        root: the site's folder, absolute.
        before: the last snapshot that was built; files are read again if their stats differ.
    """
    files = read_site_files(str(root), before=before.files if before else None)
    stats: Stats = {}
    for path in git_config_paths(root):
        try:
            status = os.stat(path)  # noqa: PTH116 (called often)
        except OSError:
            continue
        stats[str(path)] = identify(status)
    stats |= files.stats
    if files.theme is not files:
        stats |= {f"{files.theme.root}/{path}": stat for path, stat in files.theme.stats.items()}
    return Snapshot(files, stats)


def find_watched_theme(root: Path) -> SiteFiles | None:
    """Return the packaged theme if it can be edited: in a checkout of portfolio that is not the site itself."""
    files = read_site_files(str(root), ())
    theme = files.theme
    return None if theme is files or theme.root.endswith("_builtin") else theme


def find_changes(before: Mapping[str, object], now: Mapping[str, object]) -> tuple[str, ...]:
    """Return the files that were written, created or removed between two snapshots, sorted.

    A folder is listed only if nothing in it is. A new file that may be vim's test file is not: it is removed in a
    moment, or part of the next build.
    """
    paths = (path for path in before.keys() | now.keys() if before.get(path) != now.get(path))
    changed = [path for path in paths if path in before or path.rpartition("/")[2] not in _PROBES]
    above = {str(folder) for path in changed for folder in PurePosixPath(path).parents}
    return tuple(sorted(path for path in changed if path not in above))


class FileEvents:
    """The system's file events, each reported by a call; in two threads of their own.

    One thread watches the folders and everything below them; the other the site's own folder, for settings and for
    folders that are created or removed. Each also calls as soon as it watches, as earlier writes have no events.
    """

    def __init__(self, root: Path, theme: SiteFiles | None, wake: Callable[[], None]) -> None:
        self.root, self.theme, self.wake = root, theme, wake
        self._ended = threading.Event()
        self._moved = threading.Event()
        """Set when a watched folder was created or removed: the folders are watched again."""
        self._has_events = True
        self._threads: list[threading.Thread] = []

    @property
    def interval_s(self) -> float:
        """How often to take a snapshot without an event."""
        return POLL_WITH_EVENTS_S if self._threads and self._has_events else POLL_S

    def start(self) -> None:
        """Start; does nothing if `watchfiles` is not installed or the system has no watches left."""
        try:
            import watchfiles  # noqa: F401, PLC0415 (optional: polling finds the same, later)
        except ImportError:
            return
        for follow in (self._follow_tops, self._follow_folders):
            thread = threading.Thread(target=self._guard, args=(follow,), name=follow.__name__, daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self, timeout_s: float = 0.5) -> None:
        """End; return when no more calls will follow, or after the timeout."""
        self._ended.set()
        self._moved.set()
        for thread in self._threads:
            thread.join(timeout_s / len(self._threads))

    def _guard(self, follow: Callable[[], None]) -> None:
        """Run a thread's work; if the system refuses, such as without free watches, polling continues."""
        try:
            follow()
        except (OSError, RuntimeError):  # RuntimeError: how watchfiles reports unknown errors
            self._has_events = False
            self.wake()

    def _follow_tops(self) -> None:
        for changes in self._watch([str(self.root)], TOP_STEP_MS, self._ended, recursive=False):
            touched = {Path(path).name for _, path in changes}
            if touched & set(FOLDERS):
                self._moved.set()
            if not changes or touched & {CONFIG_FILE, *FOLDERS}:
                self.wake()

    def _follow_folders(self) -> None:
        while not self._ended.is_set():
            self._moved.clear()
            folders = {str(folder) for folder in self._folders()}
            if not folders:
                self._moved.wait(POLL_WITH_EVENTS_S)
                continue
            try:
                for changes in self._watch(folders, STEP_MS, self._moved, recursive=True):
                    if not changes or not all(is_ignored(Path(path).name) for _, path in changes):
                        self.wake()
            except FileNotFoundError:  # a folder was removed just now
                self._moved.wait(POLL_S)

    def _folders(self) -> Iterator[Path]:
        """Yield the folders that exist, of those that are watched with everything below them."""
        folders = [self.root / name for name in FOLDERS]
        if self.theme is not None:
            folders += [Path(self.theme.root, name) for name in ("templates", "static")]
        return (folder for folder in folders if folder.is_dir())

    @staticmethod
    def _watch(
        folders: Iterable[str], step_ms: int, ended: threading.Event, *, recursive: bool
    ) -> Iterable[set[tuple[Change, str]]]:
        """Yield the changes below some folders, each a kind and a path, until `ended` is set.

        The first set comes as soon as the folders are watched, and may be empty.
        """
        from watchfiles import watch  # noqa: PLC0415 (see `start`)

        found = watch(
            *sorted(folders),
            watch_filter=None,
            debounce=DEBOUNCE_MS,
            step=step_ms,
            stop_event=ended,
            rust_timeout=DEBOUNCE_MS,
            yield_on_timeout=True,
            raise_interrupt=False,
            recursive=recursive,
            ignore_permission_denied=True,
        )
        return (changes for number, changes in enumerate(found) if changes or number == 0)
