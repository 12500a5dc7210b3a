"""Warnings for the texts of YAML files and front matter that readers would see as raw markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portfolio.errors import Code, Diagnostic, Diagnostics, Severity
from portfolio.load.content import YAML_FILES
from portfolio.load.files import read_source
from portfolio.load.shown_texts import list_shown_texts, locate_words
from portfolio.markdown.fields import find_lost_markup

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from portfolio.errors import Source
    from portfolio.load.content import Data
    from portfolio.load.schema import Read
    from portfolio.site_files import SiteFiles


def check_data_fields(data: Data, files: SiteFiles) -> Iterator[Diagnostic]:
    """Yield a warning for each piece of markup in the YAML files of content/."""
    for name, type_ in YAML_FILES.items():
        read = getattr(data, name)
        source = read_source(files, f"content/{name}.yaml", Diagnostics()) if read.values else None
        if source is not None:
            yield from check_fields(read, type_, source)


def check_fields(read: Read[Any], type_: Hashable, source: Source) -> Iterator[Diagnostic]:
    """Yield a warning for each piece of markup in the texts of one file."""
    for shown in list_shown_texts(read, type_):
        found = find_lost_markup(shown.text, is_marked=shown.is_marked)
        spans = locate_words(source, shown.span, [lost.words for lost in found])
        for lost, span in zip(found, spans, strict=True):
            yield Diagnostic(Code.RAW_MARKUP, lost.message, span, lost.help, Severity.WARNING)
