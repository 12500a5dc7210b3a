"""Ctrl-C: the process ends at any time with exit code 130, one line, and no unfinished work.

While modules are loaded there is nothing to undo, and an exception would get lost in the callbacks of imports: the
process ends at once. Afterwards Ctrl-C is a KeyboardInterrupt, which waits where work must not stop in the middle.
Standard library only: loaded before anything else.
"""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

INTERRUPTED = 130
"""The exit code of a program that SIGINT ended, as in shells."""
RETRY_S = 0.01


def end_at_once() -> None:
    """Let Ctrl-C end the process from now on; a process that was started to ignore it still ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)


def raise_from_now_on() -> None:
    """Let Ctrl-C raise KeyboardInterrupt from now on, if it ended the process before."""
    if signal.getsignal(signal.SIGINT) is _end:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.unraisablehook = _report_unraisable


def ignore() -> None:
    """Ignore Ctrl-C from now on: the work is done."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def print_interrupted() -> None:
    """Print that the work was interrupted, on a line of its own: a terminal shows `^C` where the cursor is."""
    sys.stderr.write(_message())


def is_behind(error: BaseException) -> bool:
    """Whether Ctrl-C came in the work that an error ended: before 3.12 Python hides it behind one of a class's making."""
    cause = error.__cause__
    return cause is not None and (isinstance(cause, KeyboardInterrupt) or is_behind(cause))


def _message() -> str:
    return "\ninterrupted\n" if sys.stderr.isatty() else "interrupted\n"


def _end(_number: int, _frame: FrameType | None) -> None:
    """End the process at once."""
    try:
        os.write(2, _message().encode())
    finally:
        os._exit(INTERRUPTED)


def _report_unraisable(unraisable: sys.UnraisableHookArgs) -> None:
    """Repeat an interrupt in a callback, where Python would print and drop it; report other exceptions."""
    if not issubclass(unraisable.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(unraisable)
        return
    from threading import Timer  # noqa: PLC0415 (rarely needed)

    timer = Timer(RETRY_S, os.kill, (os.getpid(), signal.SIGINT))
    timer.daemon = True
    timer.start()


class HeldInterrupts:
    """Within this block Ctrl-C waits; KeyboardInterrupt is raised at its end. Other threads never get one."""

    def __init__(self) -> None:
        self._handler: Callable[[int, FrameType | None], object] | None = None
        self._held: list[tuple[int, FrameType | None]] = []

    def __enter__(self) -> None:
        handler = signal.getsignal(signal.SIGINT)
        if callable(handler):
            try:
                signal.signal(signal.SIGINT, lambda number, frame: self._held.append((number, frame)))
            except ValueError:  # not the main thread
                return
            self._handler = handler

    def __exit__(self, *_: object) -> None:
        if self._handler is not None:
            signal.signal(signal.SIGINT, self._handler)
            if self._held:
                self._handler(*self._held[0])
