"""Makes new files for an owner from the ones in starter/."""

from __future__ import annotations

import os
from pathlib import Path

from portfolio.errors import UsageError

STARTER = Path(__file__).parent / "starter"
_RENAMED = {"gitignore": ".gitignore"}
"""Files that would have an effect in this repository go by another name here."""


def create_site(folder: Path) -> list[Path]:
    """Copy the starter into a folder, and return the new files relative to it, sorted.

    Raises:
        UsageError: a file of that name is there already, or the folder cannot be written; no file is left then.
    """
    sources = sorted(
        file for file in STARTER.rglob("*") if file.is_file() and "__pycache__" not in file.parts
    )
    targets = {
        Path(*(_RENAMED.get(part, part) for part in file.relative_to(STARTER).parts)): file
        for file in sources
    }
    written: list[Path] = []
    try:
        there = [str(target) for target in targets if os.path.lexists(folder / target)]
        if there:
            names = ", ".join(f"`{name}`" for name in there)
            raise UsageError(f"`{folder}` already holds {names}", help="choose an empty folder")
        for target, source in targets.items():
            (folder / target).parent.mkdir(parents=True, exist_ok=True)
            with (folder / target).open("xb") as file:
                written.append(folder / target)
                file.write(source.read_bytes())
    except OSError as error:
        for target in written:
            target.unlink()
        reason = (error.strerror or "unknown reason").lower()
        raise UsageError(f"`{folder}` cannot be written: {reason}") from error
    return sorted(targets)
