"""Which sections of the home page are shown: one with nothing that is worth a look leaves itself out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.model.home import RepositoriesSection, StatsSection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.model.home import AnySection
    from portfolio.model.site import Site


def list_sections(site: Site) -> Iterator[AnySection]:
    """Yield the sections of the home page that are shown, in the owner's order."""
    return (section for section in site.home.sections if not find_reason(section, site))


def list_left_out(site: Site) -> Iterator[str]:
    """Yield a line for each section that is left out, with the reason."""
    for section in site.home.sections:
        if reason := find_reason(section, site):
            yield f"section `{section.anchor}` is left out: {reason}"


def find_reason(section: AnySection, site: Site) -> str:
    """Return why a section is left out; empty if it is shown.

    Sections without any content are errors: only numbers can be missing without anybody's mistake.
    """
    if not isinstance(section, StatsSection) or section.pictures or site.snapshot:
        return ""
    if any(isinstance(other, RepositoriesSection) for other in site.home.sections):
        return "without content/stats.json it has nothing beside the section `repositories`"
    if not site.repositories:
        return "neither content/stats.json nor content/repositories.yaml; run `portfolio stats fetch`"
    return ""
