"""What the tool costs before it works: commands as multiples of a Python that does nothing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bench.tools import find_hugo
from support.command import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bench.running import Run

BARE = "python -c pass"


def start_commands() -> dict[str, tuple[str, ...]]:
    """Return the commands by the names they are shown with; the bare Python comes first."""
    python = sys.executable
    return {
        BARE: (python, "-c", "pass"),
        "import portfolio": (python, "-c", "import portfolio"),
        "import portfolio.site.pipeline": (python, "-c", "import portfolio.site.pipeline"),
        "portfolio --help": (python, "-m", "portfolio", "--help"),
        "portfolio check, the owner's site": (python, "-m", "portfolio", "--site", str(ROOT), "check"),
        "hugo version": (str(find_hugo()), "version"),
    }


def measure_starts(
    commands: Mapping[str, Sequence[str]], rounds: int, run: Callable[[Sequence[str]], Run]
) -> dict[str, tuple[Run, ...]]:
    """Run every command in turn, so many times, after one round that is not counted."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            taken = run(command)
            if turn:
                runs[name].append(taken)
    return {name: tuple(own) for name, own in runs.items()}
