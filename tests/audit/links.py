"""Links: to existing files, without a redirect, within the base path; and a 404 page that works anywhere."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from audit.documents import ids, read
from audit.goals import Reading
from audit.sites import HOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.bench import Bench
    from audit.sites import Page, Site

GOALS = ("links-broken", "links-redirected", "links-leaving", "fragments")
DEEP = "no/such/page/"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one address."""

    goal: str
    """The goal it misses; empty where it is well."""
    leads_to: str = ""
    """Its page, relative to the site's root."""


def measure(bench: Bench) -> Iterator[Reading]:
    """Follow every link and every address of a picture or file, in every site."""
    for site in bench.sites:
        led: dict[str, set[str]] = {}
        for page in site.pages:
            faults: dict[str, list[str]] = defaultdict(list)
            led[page.path] = set()
            for address in addresses(page):
                verdict = follow(site, page.path, address)
                led[page.path].add(verdict.leads_to)
                faults[verdict.goal].append(address)
            for goal in GOALS:
                found = list(dict.fromkeys(faults[goal]))
                yield Reading(goal, site.name_of(page), len(found), ", ".join(found[:4]))
        yield from _orphans(site, led)
        if "404.html" not in site.static:
            yield _not_found(bench, site)


def addresses(page: Page) -> list[str]:
    """Find every address in a page but those of other kinds of resource, such as mail."""
    found = []
    for element in read(page.html):
        if element.tag in ("base", "meta"):
            continue
        found += [address for address in element.addresses if is_web(address)]
    return found


def is_web(address: str) -> bool:
    """Whether an address is relative, or one of the web's."""
    return urlsplit(address).scheme in ("", "http", "https")


def follow(site: Site, path: str, address: str) -> Verdict:
    """Find the file of an address on a page. `404.html` is sent for any address, so its own is a deep one."""
    start = site.base_url + (DEEP if path == "404.html" else path)
    url, fragment = urldefrag(urljoin(start, address))
    if not url.startswith(site.base_url):
        return Verdict("links-leaving" if url.startswith(f"{HOST}/") else "")
    if url == start:
        return _anchor(site, path, fragment)
    return _find(site, unquote(urlsplit(url).path[len(site.base_path) :]), fragment)


def _find(site: Site, wanted: str, fragment: str) -> Verdict:
    place = site.root / wanted
    if place.is_dir() and wanted and not wanted.endswith("/"):
        return Verdict("links-redirected", f"{wanted}/")
    if wanted.endswith("index.html"):
        # It is the same page under another address, so caches and search engines hold it twice.
        return Verdict("links-redirected", wanted.removesuffix("index.html"))
    if place.is_file():
        return Verdict("", wanted)
    return _anchor(site, wanted, fragment) if (place / "index.html").is_file() else Verdict("links-broken")


def _anchor(site: Site, path: str, fragment: str) -> Verdict:
    page = next(page for page in site.pages if page.path == path)
    if not fragment or fragment == "top" or unquote(fragment) in ids(page.html):
        return Verdict("", path)
    return Verdict("fragments", path)


def _orphans(site: Site, led: dict[str, set[str]]) -> Iterator[Reading]:
    reached = {"", *(page.part for page in site.pages)}  # nothing leads to a variant on purpose
    waiting = [*reached]
    while waiting:
        for path in led.get(waiting.pop(), ()):
            if path not in reached:
                reached.add(path)
                waiting.append(path)
    for page in site.pages:
        orphan = page.path not in reached and page.path != "404.html"
        yield Reading("orphans", site.name_of(page), int(orphan), "nothing leads here" if orphan else "")


def _not_found(bench: Bench, site: Site) -> Reading:
    """Request a missing page, and check that our own page is sent, with addresses that work there."""
    name = f"{site.label}/{site.palette} {site.base_path}404.html"
    own = site.root / "404.html"
    if not own.is_file():
        return Reading("not-found", name, 1, "there is none")
    where = urlsplit(bench.urls[site])
    connection = HTTPConnection(where.netloc, timeout=10)
    connection.request("GET", where.path + DEEP)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    faults = []
    if answer.status != HTTPStatus.NOT_FOUND or content != own.read_bytes():
        faults.append(f"{DEEP} is answered with {answer.status}")
    faults += [
        f"line {element.line}: {address}"
        for element in read(content.decode())
        for address in element.addresses
        if is_web(address) and follow(site, "404.html", address).goal
    ]
    return Reading("not-found", name, len(faults), "; ".join(faults[:4]))
