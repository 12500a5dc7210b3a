"""When to rebuild: whenever the inputs differ from those of the last build. One thread, one rule."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import Code, Diagnostic, PortfolioError
from portfolio.serve.served_site import ServedSite
from portfolio.serve.watch import find_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from portfolio.serve.watch import Snapshot
    from portfolio.site.preview import PreviewedSite
    from portfolio.site_files import SiteFiles
    from portfolio.theme.renderer import Renderer

_COARSE_CLOCK = 5
"""Linux' CLOCK_REALTIME_COARSE, the clock of file times."""
TICK_S = 0.001 + (time.clock_getres(_COARSE_CLOCK) if sys.platform == "linux" else 0.01)
"""Longer than a tick of that clock: two writes within one can look like one."""
FEW = 3
"""More files than an editor saves at once: it is a checkout, a copy or a replacement."""
QUIET_S = 0.06
"""How long nothing must happen after many changes."""
MAX_ROUNDS = 50


class Outcome(NamedTuple):
    """The result of one build."""

    changed: tuple[str, ...]
    """The files that made it necessary, sorted; empty for the first, and for errors that are found later."""
    site: ServedSite | None
    """None if it failed."""
    problems: tuple[Diagnostic, ...]
    """Why it failed, or the warnings of a site."""
    elapsed_s: float = 0
    rendered: tuple[str, ...] = ()
    """The pages that were rendered because they are open."""
    trace: str = ""
    """The traceback of a bug of ours."""


class Builder:
    """Builds one site: open pages first, and the others in a quiet moment, to find errors of new templates.

    Args:
        refresh: builds the site from its files; raises PortfolioError for errors in them.
        open_addresses: returns the addresses of the open pages.
    """

    def __init__(
        self,
        refresh: Callable[[SiteFiles], PreviewedSite],
        open_addresses: Callable[[], Iterable[str]],
    ) -> None:
        self.refresh, self._open_addresses = refresh, open_addresses
        self._site: PreviewedSite | None = None
        self._checked: Renderer | None = None
        """The last one that has rendered every page."""

    def build(self, changed: tuple[str, ...], snapshot: Snapshot) -> Outcome:
        """Build the site; errors are part of the outcome, bugs of ours too.

        Args:
            changed: the files that make it necessary.
            snapshot: taken just now.
        """
        started = time.perf_counter()
        outcome = _attempt(partial(self._build, snapshot))
        return outcome._replace(changed=changed, elapsed_s=time.perf_counter() - started)

    def _build(self, snapshot: Snapshot) -> Outcome:
        self._site = site = self.refresh(snapshot.files)
        served = ServedSite(site, site.prepared.base_url.base_url.path)
        for address in self._open_addresses():
            served.find(address)
        return Outcome((), served, site.prepared.warnings, rendered=site.rendered)

    def finish(self, is_stale: Callable[[], bool]) -> Outcome | None:
        """Render the pages that are not open, after a change of templates or settings; return errors only.

        Args:
            is_stale: whether to stop because something changed; the next call continues.
        """
        site = self._site
        if site is None or site.prepared.renderer is self._checked:
            return None

        def check() -> Outcome:
            if site.render_all(is_stale):
                self._checked = site.prepared.renderer
            return Outcome((), None, ())

        outcome = _attempt(check)
        if not outcome.problems:
            return None
        self._site = None  # reported once
        return outcome


def _attempt(work: Callable[[], Outcome]) -> Outcome:
    """Return the outcome of some work, or its errors: a bug must not end the server, and is shown as a bug."""
    try:
        return work()
    except PortfolioError as error:
        return Outcome((), None, error.diagnostics)
    except Exception as error:  # noqa: BLE001 (see above)
        help_ = "this is a bug in portfolio, not in your content; the terminal shows more"
        problem = Diagnostic(Code.BUG, f"{type(error).__name__}: {error}", None, help_)
        return Outcome((), None, (problem,), trace=traceback.format_exc())


class Watcher:
    """Compares the inputs with those of the last build, and rebuilds if they differ; in a thread of its own.

    The stats of a build's inputs are taken before it reads anything. So a save during a build is a difference
    afterwards, with or without a file event, and many saves at once are one difference.
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
        """Rebuild if anything differs from the last build; return whether it did."""
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
        """Return the inputs once writing has stopped, or has gone on for too long."""
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
            before, now = now, self.take(built)  # reads what was written since the build again
            if now.stats == before.stats:
                break
        return now

    def wake(self) -> None:
        """Compare now; may be called from any thread."""
        self._woken.set()

    def start(self, interval_s: Callable[[], float]) -> None:
        """Build once, then watch; `interval_s` returns the longest time to wait for a call of `wake`."""
        self._thread = threading.Thread(target=self._run, args=(interval_s,), name="watcher", daemon=True)
        self._thread.start()

    def _run(self, interval_s: Callable[[], float]) -> None:
        while not self._ended.is_set():
            self._woken.clear()
            if not self.step() and not self._woken.wait(interval_s()):
                self._finish()  # nothing is being written: this work delays no rebuild

    def _finish(self) -> None:
        """Find the errors of pages that are not open; if files changed meanwhile, leave them to the next build."""
        outcome = self.finish(self._woken.is_set)
        if outcome is not None and not self._has_changed():
            self._hand_over(outcome)

    def _has_changed(self) -> bool:
        built = self._built
        return built is None or bool(find_changes(built.stats, self.take(built).stats))

    def stop(self, timeout_s: float = 0.3) -> None:
        """End; wait no longer than this for a running build."""
        self._ended.set()
        self._woken.set()
        if self._thread:
            self._thread.join(timeout_s)
