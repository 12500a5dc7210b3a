"""Bytes: what has to arrive before a page shows, and what scripts weigh."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from audit.documents import Element, read
from audit.goals import Reading
from audit.printing import FEW
from audit.serving import compress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.bench import Bench, Look
    from audit.sites import Site


def measure(bench: Bench) -> Iterator[Reading]:
    """Weigh each page with what blocks its first paint, and its inline scripts; count style attributes."""
    for look in bench.looks(colours=True):
        elements = read(look.page.html)
        blocking = [_size(look, address) for element in elements for address in _blocking(element)]
        flight = len(compress(look.page.file.read_bytes())) + sum(blocking)
        yield Reading("first-flight", look.name, flight, f"of it {sum(blocking)} B in {len(blocking)} files")
        if look.page.is_home:
            yield Reading("first-flight-home", look.name, flight)
        elif not (look.page.has_scenario or look.site.label.endswith("+switch")) and _has_few(look.site):
            yield Reading("first-flight-page", look.name, flight)
        scripts = "".join(element.content for element in elements if _is_script(element))
        yield Reading("inline-script", look.name, len(compress(scripts.encode())) if scripts else 0)
        styled = [
            f"line {element.line}: {element.tag}" for element in elements if "style" in element.attributes
        ]
        yield Reading("style-attributes", look.name, len(styled), "; ".join(styled[:3]))


def _has_few(site: Site) -> bool:
    """Whether a site's lists are short: with many case studies they weigh more than a page's own words."""
    return sum(page.is_case_study for page in site.pages) <= FEW


def _blocking(element: Element) -> list[str]:
    """Give the address of what keeps the browser from painting; none for what it can wait for."""
    attributes = element.attributes
    if element.tag == "link" and "stylesheet" in attributes.get("rel", "").split():
        return [attributes.get("href", "")]
    if element.tag == "script" and "src" in attributes and not {"async", "defer"} & attributes.keys():
        return [] if attributes.get("type") == "module" else [attributes["src"]]
    return []


def _is_script(element: Element) -> bool:
    kind = element.attributes.get("type", "")
    return (
        element.tag == "script"
        and kind in ("", "module", "text/javascript")
        and "src" not in element.attributes
    )


def _size(look: Look, address: str) -> int:
    path = urlsplit(urljoin(look.site.base_path + look.page.path, address)).path
    file = look.site.root / path.removeprefix(look.site.base_path)
    return len(compress(file.read_bytes())) if file.is_file() else 0
