"""When to build: whenever what lies on the disk is not what was built last. One thread, one rule."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import Code, Diagnostic, PortfolioError
from portfolio.serve.edition import Edition
from portfolio.serve.watch import find_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from portfolio.serve.watch import Snapshot
    from portfolio.site.preview import PreviewedSite
    from portfolio.site_files import SiteFiles
    from portfolio.theme.renderer import Renderer

_COARSE_CLOCK = 5
"""Linux' CLOCK_REALTIME_COARSE, the clock that files are stamped by."""
TICK_S = 0.001 + (time.clock_getres(_COARSE_CLOCK) if sys.platform == "linux" else 0.01)
"""Longer than a tick of that clock: two writes within one can look like one."""
FEW = 3
"""More files than an editor saves at once: somebody checks out, copies or replaces."""
QUIET_S = 0.06
"""How long nothing must happen after many changes."""
MAX_ROUNDS = 50


class Outcome(NamedTuple):
    """What became of one build."""

    changed: tuple[str, ...]
    """The files that made it necessary, sorted; empty for the first, and for faults that come to light later."""
    edition: Edition | None
    """None where it failed."""
    problems: tuple[Diagnostic, ...]
    """Why it failed, or the warnings of a site."""
    elapsed_s: float = 0
    rendered: tuple[str, ...] = ()
    """The pages that were rendered because somebody looks at them; the others are when somebody does."""
    trace: str = ""
    """Where a bug of ours showed itself."""


class Builder:
    """Makes editions of one site: pages that are open first, and in a quiet moment all that new templates may spoil.

    Args:
        refresh: returns the site as its files and those of the packaged theme are; raises PortfolioError for what is
            wrong.
        watched: the addresses that somebody looks at right now.
    """

    def __init__(
        self, refresh: Callable[[SiteFiles, SiteFiles], PreviewedSite], watched: Callable[[], Iterable[str]]
    ) -> None:
        self.refresh, self._watched = refresh, watched
        self._site: PreviewedSite | None = None
        self._checked: Renderer | None = None
        """Has rendered every page of some edition."""

    def build(self, changed: tuple[str, ...], snapshot: Snapshot) -> Outcome:
        """Make an edition; whatever goes wrong is part of the outcome, a bug of ours too.

        Args:
            changed: the files that make it necessary.
            snapshot: taken just now.
        """
        started = time.perf_counter()
        outcome = _attempt(partial(self._build, snapshot))
        return outcome._replace(changed=changed, elapsed_s=time.perf_counter() - started)

    def _build(self, snapshot: Snapshot) -> Outcome:
        self._site = site = self.refresh(snapshot.files, snapshot.theme)
        edition = Edition(site, site.base_path)
        for address in self._watched():
            edition.find(address)
        return Outcome((), edition, site.warnings, rendered=site.rendered)

    def finish(self, is_stale: Callable[[], bool]) -> Outcome | None:
        """Render what nobody looks at, if other templates or settings rendered it last; returns faults alone.

        Args:
            is_stale: whether to stop, since something changed; the next call goes on.
        """
        site = self._site
        if site is None or site.renderer is self._checked:
            return None

        def check() -> Outcome:
            if site.render_all(is_stale):
                self._checked = site.renderer
            return Outcome((), None, ())

        outcome = _attempt(check)
        if not outcome.problems:
            return None
        self._site = None  # told once
        return outcome


def _attempt(work: Callable[[], Outcome]) -> Outcome:
    """Return what some work comes to, or what went wrong: a bug must not end the server, it is shown as what it is."""
    try:
        return work()
    except PortfolioError as error:
        return Outcome((), None, error.diagnostics)
    except Exception as error:  # noqa: BLE001 (see above)
        help_ = "this is a bug in portfolio, not in your content; the terminal shows more"
        problem = Diagnostic(Code.BUG, f"{type(error).__name__}: {error}", None, help_)
        return Outcome((), None, (problem,), trace=traceback.format_exc())


class Follower:
    """Builds when something changed, and again when something changed meanwhile; in a thread of its own.

    What was built last is known by the stamps that were taken before it read anything. So a save during a
    build is a difference afterwards, whether anybody told of it or not, and a burst is one difference.
    """

    def __init__(
        self,
        take: Callable[[Snapshot | None], Snapshot],
        make: Callable[[tuple[str, ...], Snapshot], Outcome],
        deliver: Callable[[Outcome], None],
        finish: Callable[[Callable[[], bool]], Outcome | None] = lambda _: None,
        pause: Callable[[float], object] | None = None,
    ) -> None:
        self.take, self.make, self.deliver, self.finish = take, make, deliver, finish
        self._ended = threading.Event()
        self._woken = threading.Event()
        self._pause = pause or self._ended.wait
        self._built: Snapshot | None = None
        self._thread: threading.Thread | None = None

    def step(self) -> bool:
        """Build if anything differs from the last time; returns whether it did."""
        changed: tuple[str, ...] = ()
        if self._built is None:
            now = self.take(None)
        else:
            now = self._settle(self._built)
            changed = find_changes(self._built.stats, now.stats)
            if not changed:
                return False
        self._built = now
        self._hand_over(self.make(changed, now))
        return True

    def _hand_over(self, outcome: Outcome) -> None:
        if not self._ended.is_set():
            self.deliver(outcome)

    def _settle(self, built: Snapshot) -> Snapshot:
        """Return the inputs as they are once nobody is in the middle of writing, or has been for too long."""
        now = self.take(built)
        for _ in range(MAX_ROUNDS):
            changed = find_changes(built.stats, now.stats)
            youngest_ns = max(
                (time_ns for path in changed for time_ns in now.stats.get(path, ())[2:]), default=0
            )
            is_fresh = 0 <= time.time_ns() - youngest_ns < TICK_S * 1e9
            wait_s = QUIET_S if len(changed) > FEW else TICK_S if is_fresh else 0
            if not wait_s or self._ended.is_set():
                break
            self._pause(wait_s)
            before, now = now, self.take(built)  # what was written since it was built is read again
            if now.stats == before.stats:
                break
        return now

    def wake(self) -> None:
        """Have a look now; may be called from any thread."""
        self._woken.set()

    def start(self, interval_s: Callable[[], float]) -> None:
        """Build once, then follow; `interval_s` tells how long to wait for a call of `wake` at most."""
        self._thread = threading.Thread(target=self._run, args=(interval_s,), name="follower", daemon=True)
        self._thread.start()

    def _run(self, interval_s: Callable[[], float]) -> None:
        while not self._ended.is_set():
            self._woken.clear()
            if not self.step() and not self._woken.wait(interval_s()):
                self._finish()  # nobody writes right now: the work does not stand in a save's way

    def _finish(self) -> None:
        """Look for faults in what was built; those of files that changed meanwhile are the next build's."""
        outcome = self.finish(self._woken.is_set)
        if outcome is not None and not self._has_changed():
            self._hand_over(outcome)

    def _has_changed(self) -> bool:
        built = self._built
        return built is None or bool(find_changes(built.stats, self.take(built).stats))

    def stop(self, timeout_s: float = 0.3) -> None:
        """End; a build that runs is not waited for longer than that."""
        self._ended.set()
        self._woken.set()
        if self._thread:
            self._thread.join(timeout_s)
