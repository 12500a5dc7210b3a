"""Tests of files that cannot be read, also where tests run as root, whom no file mode stops."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

VERSION_3 = 0x20080522
DAC_OVERRIDE, DAC_READ_SEARCH = 1 << 1, 1 << 2
NOBODY = 65534


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("process", ctypes.c_int))


class _Set(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


@contextmanager
def without_privileges() -> Iterator[None]:
    """Let file modes bind this thread, and those it starts, as they bind every other user.

    On Linux root lays down the capabilities that open every file: what it owns with mode 000 is then closed to it.
    It stays root otherwise, so that nothing of this checkout or of Python has to be readable by another user.

    Source: capabilities(7), capget(2).
    """
    if os.geteuid() != 0:
        yield
    elif sys.platform != "linux":
        os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)
    else:
        before = _swap_effective(lambda effective: effective & ~(DAC_OVERRIDE | DAC_READ_SEARCH))
        try:
            yield
        finally:
            _swap_effective(lambda _: before)


def _swap_effective(change: Callable[[int], int]) -> int:
    """Change the effective capabilities of this thread; returns those before."""
    libc = ctypes.CDLL(None, use_errno=True)
    header, sets = _Header(VERSION_3, 0), (_Set * 2)()
    if libc.capget(ctypes.byref(header), sets) == 0:
        before = int(sets[0].effective)
        sets[0].effective = change(before)
        if libc.capset(ctypes.byref(header), sets) == 0:
            return before
    raise OSError(ctypes.get_errno(), "cannot change the capabilities")
