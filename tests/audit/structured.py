"""The structured data of a page: JSON-LD and meta tags."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from audit.documents import Element, read
from audit.goals import Reading
from audit.links import follow
from audit.vocabulary import KEYWORDS, PROPERTIES, REQUIRED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.bench import Bench
    from audit.sites import Page, Site

CONTEXTS = ("https://schema.org", "https://schema.org/", "http://schema.org")
EXPECTED = {
    "home": ({"ProfilePage", "Person"},),
    "case-studies/*": ({"TechArticle"}, {"BreadcrumbList"}),
}
"""The types that a kind of page has to have; of a set, one is enough."""
OPEN_GRAPH = ("og:title", "og:type", "og:url", "og:description")
TITLE_LIMIT, DESCRIPTION_LIMIT = 120, 160


def measure(bench: Bench) -> Iterator[Reading]:
    """Count the errors of each page's JSON-LD, and of its title, description, canonical address and Open Graph."""
    for site in bench.sites:
        graphs = {page.path: load(page) for page in site.pages}
        defined = {
            node["@id"] for found, _ in graphs.values() for node in found if len(node) > 1 and "@id" in node
        }
        for page in site.pages:
            nodes, faults = graphs[page.path]
            faults = [*faults, *_missing_types(page, nodes)]
            for node in nodes:
                faults += check_node(node, defined)
                faults += _dead_id(site, node)
            yield Reading("json-ld", site.name_of(page), len(faults), "; ".join(faults[:4]))
            faults = check_metadata(site, page)
            yield Reading("metadata", site.name_of(page), len(faults), "; ".join(faults[:4]))


def load(page: Page) -> tuple[list[dict[str, Any]], list[str]]:
    """Read all nodes of a page's JSON-LD, nested ones too, and the errors."""
    nodes: list[dict[str, Any]] = []
    faults = []
    for element in read(page.html):
        if element.tag != "script" or element.attributes.get("type") != "application/ld+json":
            continue
        try:
            data = json.loads(element.content)
        except ValueError as error:
            faults.append(f"no JSON: {error}")
            continue
        if not isinstance(data, dict) or data.get("@context") not in CONTEXTS:
            faults.append("the context is not schema.org")
        _collect(data, nodes)
    return nodes, faults


def _collect(data: object, nodes: list[dict[str, Any]]) -> None:
    if isinstance(data, list):
        for item in data:
            _collect(item, nodes)
    elif isinstance(data, dict):
        if data.keys() - {"@context", "@graph"}:
            nodes.append(data)
        for value in data.values():
            _collect(value, nodes)


def types_of(node: dict[str, Any]) -> list[str]:
    """Name the types of a node."""
    found = node.get("@type", [])
    return [found] if isinstance(found, str) else [str(item) for item in found]


def check_node(node: dict[str, Any], defined: set[str]) -> list[str]:
    """Tell of unknown types and properties, of missing ones, and of a reference to nothing."""
    types = types_of(node)
    if not types:
        known = node.keys() == {"@id"} and node["@id"] in defined
        return [] if known else [f"a node without a type that stands nowhere: {node.get('@id', node)}"]
    faults = [f"unknown type {name}" for name in types if name not in PROPERTIES]
    if faults:
        return faults
    allowed = KEYWORDS.union(*(PROPERTIES[name] for name in types))
    faults += [f"{types[0]} has no property {key}" for key in node.keys() - allowed]
    for name in types:
        faults += [f"{name} lacks {key}" for key in sorted(REQUIRED.get(name, frozenset()) - node.keys())]
    faults += [f"{types[0]} has an empty {key}" for key, value in node.items() if value in ("", None, [], {})]
    return faults


def _dead_id(site: Site, node: dict[str, Any]) -> list[str]:
    """An id is a name; its page, though not its fragment, has to be there."""
    address = str(node.get("@id", site.base_url))
    dead = follow(site, "", address).goal in ("links-broken", "links-leaving", "links-redirected")
    return [f"the id {address} leads nowhere"] if dead else []


def _missing_types(page: Page, nodes: list[dict[str, Any]]) -> list[str]:
    present = {name for node in nodes for name in types_of(node)}
    return [
        f"no {' or '.join(sorted(wanted))}" for wanted in EXPECTED.get(page.kind, ()) if not wanted & present
    ]


def check_metadata(site: Site, page: Page) -> list[str]:
    """Return the missing or invalid data of a page for search engines and previews."""
    elements = read(page.html)
    metas = {
        element.attributes.get("name", element.attributes.get("property", "")): element.attributes.get(
            "content", ""
        )
        for element in elements
        if element.tag == "meta"
    }
    faults = _check_length("title", _title(elements), TITLE_LIMIT)
    faults += _check_length("description", metas.get("description", ""), DESCRIPTION_LIMIT)
    if page.path == "404.html":
        return faults if "noindex" in metas.get("robots", "") else [*faults, "404.html may be indexed"]
    canonical = [
        element.attributes.get("href", "")
        for element in elements
        if element.tag == "link" and element.attributes.get("rel") == "canonical"
    ]
    address = site.address(page)
    if canonical != ([address] if page.is_indexed else []):
        faults.append(f"the canonical address is {', '.join(canonical) or 'missing'}")
    faults += [f"no {name}" for name in OPEN_GRAPH if not metas.get(name)]
    if metas.get("og:url") and metas["og:url"] != address:
        faults.append(f"og:url is {metas['og:url']}")
    return faults


def _title(elements: tuple[Element, ...]) -> str:
    return next((element.content for element in elements if element.tag == "title"), "")


def _check_length(what: str, text: str, limit: int) -> list[str]:
    if not text.strip():
        return [f"no {what}"]
    return [f"a {what} of {len(text)} characters"] if len(text) > limit else []
