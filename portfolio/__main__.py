"""The command `portfolio`, also as `python -m portfolio`."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main() -> None:
    """Run the command line and exit with its code, whenever Ctrl-C comes; so nothing is imported before."""
    try:
        from portfolio import interrupts  # noqa: PLC0415

        interrupts.end_at_once()
        code = answer(sys.argv[1:])
        interrupts.ignore()
    except KeyboardInterrupt:  # before the first line or after the last one
        sys.stderr.write("interrupted\n")
        code = 130
    sys.exit(code)


def answer(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code; a build with nothing to do imports no more than this."""
    from portfolio.cli.colour import wants_colour  # noqa: PLC0415 (see `main`)
    from portfolio.site.up_to_date import find_up_to_date  # noqa: PLC0415

    try:
        found = find_up_to_date(arguments, os.environ, os.getcwd())  # noqa: PTH109 (pathlib costs 10 ms)
    except OSError:  # such as a removed working folder: reported later
        found = None
    if found is None:
        from portfolio.cli.main import run  # noqa: PLC0415 (imports the whole tool)

        return run(arguments)
    try:
        plain, coloured, result = found
        sys.stderr.write(coloured if wants_colour(sys.stderr) else plain)
        sys.stdout.write(result)
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = None  # the reader has closed it; a flush at exit would fail
    return 0


if __name__ == "__main__":
    main()
