"""What tells that a file was saved: stamps of all that a build reads, and the system's notices to look at them at once.

Stamps decide, notices only save time: one that is lost, late or about nothing changes no outcome.
"""

from __future__ import annotations

import threading
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from portfolio.build.inputs import FILES, FOLDERS, THEME_FOLDERS, stamp_inputs
from portfolio.load.files import is_stray
from portfolio.load.git_remote import config_places
from portfolio.render.themes import builtin_root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from watchfiles import Change

Stamps = dict[str, tuple[int, ...]]
"""Of each file and folder by its path: see `stamp_inputs`."""

SWEEP_S = 0.1
"""How often stamps are looked at where the system tells nothing."""
BEHIND_NOTICES_S = 2.0
"""And where it does: network folders and full queues swallow notices."""

STEP_MS = 5
"""How long nothing must happen before a notice is passed on; editors save in several steps."""
DEBOUNCE_MS = 100
TOP_STEP_MS = 50
"""For the site's own folder, where little happens."""

_WANTED = frozenset({".well-known", ".nojekyll"})
_JETBRAINS = ("___jb_tmp___", "___jb_old___")

_PROBES = range(4913, 20_000, 123)
"""What vim calls the file that it tries with whether it may write a folder. Source: its buf_write()."""


def is_source(path: str) -> bool:
    """Whether a file can be part of the site: hidden files, and those that editors leave for a moment, are not.

    >>> is_source("content/a.md"), is_source("content/.a.md.swp"), is_source("content/4913")
    (True, False, False)
    """
    *folders, name = path.split("/")
    if any(folder.startswith(".") and folder not in _WANTED for folder in folders):
        return False
    is_probe = name.isdecimal() and int(name) in _PROBES
    return name in _WANTED or not (is_stray(name) or name.endswith(_JETBRAINS) or is_probe)


class Ground(NamedTuple):
    """Where the files lie that a build of a site reads."""

    root: Path
    """The site's folder, absolute."""
    theme: Path | None
    """What holds the packaged theme's folders, where it is a checkout and not the site itself."""

    @classmethod
    def of(cls, root: Path) -> Ground:
        """Return the ground of a site."""
        theme = builtin_root()
        return cls(root, None if theme.name == "_builtin" or theme.samefile(root) else theme)

    def take_stamps(self) -> Stamps:
        """Return what tells each file from itself before it was written to; missing ones have none.

        Files of the site are named from its folder, others in full. Of the site those that are no source are
        among them, too: a template of the owner's can include what is hidden.
        """
        around = [str(place) for place in config_places(self.root)]
        stamps = stamp_inputs(str(self.root), around)
        if self.theme:
            ours = stamp_inputs(str(self.theme), folders=THEME_FOLDERS, files=())
            stamps |= {f"{self.theme}/{path}": stamp for path, stamp in ours.items() if is_source(path)}
        return stamps

    def folders(self) -> Iterator[Path]:
        """Yield the folders that are there, everything below which counts."""
        places = [self.root / name for name in FOLDERS]
        if self.theme:
            places += [self.theme / "templates", self.theme / "static"]
        return (place for place in places if place.is_dir())

    def tops(self) -> tuple[Path, ...]:
        """Return the folders in which single files count, and the coming and going of folders."""
        return tuple(dict.fromkeys((self.root, *((self.root / name).parent for name in FILES))))


def find_changes(before: Mapping[str, object], now: Mapping[str, object]) -> tuple[str, ...]:
    """Return the sources that were written, made or removed between two looks, sorted.

    Files outside the site are stamped where they are sources only. A folder is among the changes only where
    nothing in it is.
    """
    changed = [path for path in before.keys() | now.keys() if before.get(path) != now.get(path)]
    sources = [path for path in changed if path.startswith("/") or is_source(path)]
    above = {str(folder) for path in sources for folder in PurePosixPath(path).parents}
    return tuple(sorted(path for path in sources if path not in above))


class Notices:
    """The system's notices of changes, passed on by a call; in two threads of their own.

    One thread watches the folders with all below them; the other their coming and going, and settings.
    """

    def __init__(self, ground: Ground, wake: Callable[[], None]) -> None:
        self.ground, self.wake = ground, wake
        self._ended = threading.Event()
        self._moved = threading.Event()
        """Set when a watched folder came or went: the watch below is laid anew."""
        self._lives = True
        self._threads: list[threading.Thread] = []

    @property
    def interval_s(self) -> float:
        """How often the stamps are to be looked at without a notice."""
        return BEHIND_NOTICES_S if self._threads and self._lives else SWEEP_S

    def start(self) -> None:
        """Begin; does nothing where `watchfiles` is not installed or the system has no notices left."""
        try:
            import watchfiles  # noqa: F401, PLC0415 (an optional help: the stamps tell as well, later)
        except ImportError:
            return
        for follow in (self._follow_tops, self._follow_folders):
            thread = threading.Thread(target=self._guard, args=(follow,), name=follow.__name__, daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self, timeout_s: float = 0.5) -> None:
        """End; returns when no more call will come, or after the time."""
        self._ended.set()
        self._moved.set()
        for thread in self._threads:
            thread.join(timeout_s / len(self._threads))

    def _guard(self, follow: Callable[[], None]) -> None:
        """Run a thread's work; where the system refuses, such as for want of watches, sweeping goes on."""
        try:
            follow()
        except (OSError, RuntimeError):  # RuntimeError: how watchfiles reports what it does not know
            self._lives = False
            self.wake()

    def _follow_tops(self) -> None:
        tops = {str(top) for top in self.ground.tops()}
        names = {Path(name).name for name in FILES}
        for changes in self._watch(tops, TOP_STEP_MS, self._ended, recursive=False):
            touched = {Path(path).name for _, path in changes}
            if touched & set(FOLDERS):
                self._moved.set()
            if touched & (names | set(FOLDERS)):
                self.wake()

    def _follow_folders(self) -> None:
        while not self._ended.is_set():
            self._moved.clear()
            folders = {str(folder) for folder in self.ground.folders()}
            if not folders:
                self._moved.wait(BEHIND_NOTICES_S)
                continue
            try:
                for changes in self._watch(folders, STEP_MS, self._moved, recursive=True):
                    if any(is_source(Path(path).name) for _, path in changes):
                        self.wake()
            except FileNotFoundError:  # a folder went just now
                self._moved.wait(SWEEP_S)
            self.wake()

    @staticmethod
    def _watch(
        places: Iterable[str], step_ms: int, ended: threading.Event, *, recursive: bool
    ) -> Iterable[set[tuple[Change, str]]]:
        """Yield the changes below some places, each a kind and a path, until an event is set."""
        from watchfiles import watch  # noqa: PLC0415 (see `start`)

        return watch(
            *sorted(places),
            watch_filter=None,
            debounce=DEBOUNCE_MS,
            step=step_ms,
            stop_event=ended,
            raise_interrupt=False,
            recursive=recursive,
            ignore_permission_denied=True,
        )
