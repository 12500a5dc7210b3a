"""One build at a time: a lock on the folder above the output, without a lock file."""

from __future__ import annotations

import errno
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from portfolio.site.output_folder import refuse

try:
    import fcntl
except ImportError:  # Windows: no lock
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TIMEOUT_S = 30.0
_PAUSE_S = 0.02


@contextmanager
def hold_lock(folder: Path, output: Path) -> Iterator[None]:
    """Lock a folder against other builds; the kernel releases the lock when the process ends.

    The lock is on the folder itself, so there is no lock file to leave behind, and no process id to
    mistake. File systems that cannot lock a folder (NFS) are not locked.

    Raises:
        UsageError: another build held it for `TIMEOUT_S`.
    """
    if fcntl is None:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _wait_for(descriptor, output)
        yield
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int, output: Path) -> None:
    """Take the lock, trying again until the timeout; `flock` itself would wait without one."""
    deadline = time.monotonic() + TIMEOUT_S
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                hint = "wait for it or stop it, then build again"
                raise refuse(f"another build is writing to `{output}` or beside it", hint) from None
            time.sleep(_PAUSE_S)
        except OSError as error:
            if error.errno not in {errno.EBADF, errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL}:
                raise
            return
        else:
            return
