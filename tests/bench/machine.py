"""Where and with what was measured."""

from __future__ import annotations

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path

from bench.tools import hugo_version

from portfolio import __version__


def describe() -> str:
    """Say the day, the machine, the versions, and how busy the machine is."""
    return (
        f"{datetime.now(UTC).date()}: {cpu_name(read_cpuinfo())}, {len(os.sched_getaffinity(0))} cores, "
        f"{platform.system()}; portfolio {__version__}, Python {platform.python_version()}, Hugo {hugo_version()}. "
        f"Load at the start: {os.getloadavg()[0]:.1f}."
    )


def read_cpuinfo() -> str:
    """Read Linux' data about the processors."""
    return Path("/proc/cpuinfo").read_text(encoding="utf-8")


def cpu_name(cpuinfo: str) -> str:
    """Find the processor's name; some kinds have none, and then it is their architecture."""
    match = re.search(r"^model name\s*:\s*(.+)$", cpuinfo, re.MULTILINE)
    return match[1].strip() if match else platform.machine()
