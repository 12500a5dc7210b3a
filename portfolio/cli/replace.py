"""Replace a file by one rename, so that a reader finds the old one or the new one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from portfolio.errors import UsageError, name_reason

NEW_FILE = 0o644
"""The mode of a new file."""


def replace_file(file: Path, data: bytes) -> None:
    """Write a file by one rename; keep its mode.

    Raises:
        UsageError: it cannot be written; it is then unchanged.
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
        raise UsageError(f"`{file}` cannot be written: {name_reason(error)}") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
