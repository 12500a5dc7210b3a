"""The command `portfolio`, also as `python -m portfolio`."""

from __future__ import annotations

import os
import sys

from portfolio.cli.colour import wants_colour
from portfolio.site.up_to_date import find_up_to_date


def main() -> None:
    """Run the command line and exit with its code; a build that would change nothing loads no more than this."""
    try:
        found = find_up_to_date(sys.argv[1:], os.environ, os.getcwd())  # noqa: PTH109 (pathlib costs 10 ms)
    except OSError:  # such as a folder that was removed under us: whoever needs it complains
        found = None
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        sys.exit(130)  # as ExitCode.INTERRUPTED; errors.py is dear to load
    if found is None:
        from portfolio.cli.main import run  # noqa: PLC0415 (all that the tool is made of comes with it)

        sys.exit(run(sys.argv[1:]))
    try:
        sys.stderr.write(found.printed[wants_colour(sys.stderr)])
        sys.stdout.write(found.result)
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = None  # the reader has gone; a flush at exit would complain


if __name__ == "__main__":
    main()
