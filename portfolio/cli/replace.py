"""Puts a file in another's place as a whole, so that a reader finds the old one or the new one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from portfolio.errors import UsageError

NEW_FILE = 0o644
"""Who may read a file that was not there before."""


def replace_file(file: Path, data: bytes) -> None:
    """Write a file by one rename; its mode stays as it was.

    Raises:
        UsageError: it cannot be written; then it is as it was.
    """
    temporary = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(file.stat().st_mode & 0o777 if file.exists() else NEW_FILE)
        temporary.replace(file)
    except OSError as error:
        raise UsageError(f"`{file}` cannot be written: {error.strerror}") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
