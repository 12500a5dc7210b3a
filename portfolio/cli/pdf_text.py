"""The text of a PDF, page by page, with whatever program for it there is."""

from __future__ import annotations

import io
import shutil
import subprocess
from importlib import import_module

TIMEOUT_S = 30


def read_pdf(data: bytes) -> list[str] | None:
    """Return the text of each page, by pdftotext or by pypdf; None if there is neither, or they cannot read the file."""
    if program := shutil.which("pdftotext"):
        try:
            done = subprocess.run(  # noqa: S603 (a program of the system, and no shell)
                [program, "-enc", "UTF-8", "-", "-"],
                input=data,
                capture_output=True,
                timeout=TIMEOUT_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        return (
            done.stdout.decode("utf-8", "replace").removesuffix("\f").split("\f")
            if done.returncode == 0
            else None
        )
    try:
        reader = import_module("pypdf").PdfReader
    except ImportError:
        return None
    try:
        return [str(page.extract_text()) for page in reader(io.BytesIO(data)).pages]
    except Exception:  # noqa: BLE001 (pypdf raises many kinds for a broken file)
        return None
