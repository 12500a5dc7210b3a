"""The kinds of text in the owner's files."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from portfolio.model.names import normalize_name

Text = Annotated[str, Meta(min_length=1, extra={"is_marked": False})]
"""Plain text of one line or more."""
Inline = Annotated[str, Meta(min_length=1, extra={"is_marked": True})]
"""Text with `code`, *emphasis* and **strong**."""
Id = Annotated[
    str,
    Meta(
        pattern="^[a-z0-9]+(-[a-z0-9]+)*$",
        description="lower-case letters and digits, joined by single hyphens",
    ),
]
FileName = Annotated[str, Meta(min_length=1, extra={"parse": normalize_name})]
"""A file's name, in the form in which names are compared."""
