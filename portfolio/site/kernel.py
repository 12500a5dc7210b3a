"""What publishing needs of the kernel: a lock on a folder, the swap of two folders, and all writes on the disk."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import platform
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from portfolio.site.output_folder import refuse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TIMEOUT_S = 300.0
_PAUSE_S = 0.02
AT_FDCWD = -100
"""A relative path counts from the working folder (`fcntl.h`)."""
RENAME_EXCHANGE = 1 << 1
"""Exchange the files of two paths (`linux/fs.h`)."""
RENAMEAT2_NUMBERS = {
    "x86_64": 316,
    "aarch64": 276,
    "riscv64": 276,
    "loongarch64": 276,
    "armv7l": 382,
    "ppc64le": 357,
    "s390x": 347,
}
"""The system call's number by machine, for C libraries without the function (musl, glibc before 2.28)."""
UNSUPPORTED = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM})
"""The errors of a kernel, a file system or a sandbox without the exchange; a permission that is
truly missing is reported by the plain rename that follows."""


_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
"""The C library of this process; None where the two calls do not exist."""


def exchange(first: Path, second: Path) -> bool:
    """Swap two existing folders in one step, so that each path exists at all times.

    Returns:
        Whether it was done; False, with nothing changed, if the system or the file system cannot.

    Raises:
        OSError: it can, but not with these two.

    Source: renameat2(2), Linux 3.15.
    """
    arguments = (AT_FDCWD, os.fsencode(first), AT_FDCWD, os.fsencode(second), RENAME_EXCHANGE)
    # a 32-bit process on a 64-bit kernel has other numbers than `machine` suggests
    is_named = sys.maxsize > 2**32 or platform.machine() == "armv7l"
    call = RENAMEAT2_NUMBERS.get(platform.machine()) if is_named else None
    if _LIBC is not None and hasattr(_LIBC, "renameat2"):
        result = _LIBC.renameat2(*arguments)
    elif _LIBC is not None and call is not None:
        result = _LIBC.syscall(ctypes.c_long(call), *arguments)
    else:
        return False
    if result == 0:
        return True
    number = ctypes.get_errno()
    if number in UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(first), None, str(second))


def sync_file_system(folder: Path) -> None:
    """Wait until all that was written on the folder's file system is on the disk.

    One call for all files: an `fsync` for each costs a journal commit each, and `os.sync` waits for the
    machine's other disks and reports no errors. `syncfs` also reports what failed late (a full disk).

    Source: syncfs(2); errors are reported since Linux 5.8.
    """
    if _LIBC is None or not hasattr(_LIBC, "syncfs"):
        os.sync()
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if _LIBC.syncfs(ctypes.c_int(descriptor)) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(descriptor)


@contextmanager
def hold_lock(folder: Path, output: Path) -> Iterator[None]:
    """Lock a folder against other builds; the kernel releases it when the process and its worker end.

    The lock is on the folder itself, so there is no lock file to leave behind, and no process id to
    mistake. File systems that cannot lock a folder (NFS) are not locked.

    Raises:
        UsageError: another build held it for `TIMEOUT_S`.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    deadline = time.monotonic() + TIMEOUT_S
    try:
        while not _take_lock(descriptor):
            if time.monotonic() >= deadline:
                hint = "wait for it or stop it, then build again"
                raise refuse(f"another build is writing to `{output}` or beside it", hint)
            time.sleep(_PAUSE_S)
        yield
    finally:
        os.close(descriptor)


def _take_lock(descriptor: int) -> bool:
    """Take the lock without waiting, as `flock` would wait without a timeout; return whether it was free."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in {errno.EBADF, errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL}:
            raise
    return True
