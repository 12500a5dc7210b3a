"""The command `portfolio`, also as `python -m portfolio`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    from portfolio.cli.main import run  # noqa: PLC0415 (later: what needs no command line comes before)

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
