"""Runs one command on two cores and prints what it took. A small process of its own, and this is why:

the peak memory that the system counts for a process begins with that of the process which started it.

    python -I -S launch.py ERRORS PROGRAM [ARGUMENT ...]

ERRORS is a file for what the command complains about. It prints the exit code, the seconds of CPU (user and system,
of the command and the processes it waited for), the seconds by the clock, and the peak memory in KiB of the largest
of those processes.
"""

from __future__ import annotations

import os
import sys
import time

CORES = 2


def launch(errors: str, command: list[str]) -> None:
    """Run the command to its end."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    streams = (
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
    )
    start = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=streams)
    _, status, usage = os.wait4(process, 0)
    wall_s = time.perf_counter() - start
    print(  # noqa: T201 (the result)
        os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, wall_s, usage.ru_maxrss
    )


if __name__ == "__main__":
    launch(sys.argv[1], sys.argv[2:])
