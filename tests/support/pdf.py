"""A PDF as programs read it: its words in order, its links, its tags."""

from __future__ import annotations

import io
import subprocess
from typing import TYPE_CHECKING, Any

import pikepdf
from support.programs import require

if TYPE_CHECKING:
    from collections.abc import Iterator


def read_pdf(content: bytes) -> str:
    """Return the words of a PDF in reading order, as poppler finds them."""
    require("pdftotext")
    done = subprocess.run(
        ["pdftotext", "-nopgbrk", "-enc", "UTF-8", "-", "-"],  # noqa: S607 (found on PATH above)
        input=content,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


def list_links(content: bytes) -> Iterator[str]:
    """Yield the address of each link of a PDF."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            annotations: Any = page.get("/Annots", [])
            for annotation in annotations:
                yield str(annotation.A.URI)


def list_tags(content: bytes) -> Iterator[str]:
    """Yield the type of each element of a PDF's structure, from its top."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        yield from _walk(pdf.Root.StructTreeRoot.K)


def _walk(node: Any) -> Iterator[str]:  # noqa: ANN401 (a value of a PDF)
    if isinstance(node, pikepdf.Array):
        for item in node:
            yield from _walk(item)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S)
        if "/K" in node:
            yield from _walk(node.K)
