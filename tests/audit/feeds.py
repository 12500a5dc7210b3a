"""What machines fetch beside the pages: the sitemap, Atom and JSON Feed."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from audit.documents import read
from audit.goals import Reading
from audit.links import follow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.bench import Bench
    from audit.sites import Site

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
FEEDS = {"atom": "application/atom+xml", "json-feed": "application/feed+json"}
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def measure(bench: Bench) -> Iterator[Reading]:
    """Count the errors of each site's sitemap and feeds. A site with a dated case study has to have both feeds."""
    for site in bench.sites:
        home = f"{site.label}/{site.palette} {site.base_path}"
        faults = check_sitemap(site)
        yield Reading("sitemap", f"{home}sitemap.xml", len(faults), "; ".join(faults[:4]))
        for goal, check in (("atom", check_atom), ("json-feed", check_json_feed)):
            path = find_feed(site, FEEDS[goal])
            if path is None:
                faults = ["no page names one"] if has_dates(site) else []
            else:
                faults = check(site, (site.root / path).read_text(encoding="utf-8"))
            yield Reading(goal, home + (path or ""), len(faults), "; ".join(faults[:4]))


def find_feed(site: Site, kind: str) -> str | None:
    """Find the file that the home page names as a feed of that type, if it is there."""
    for element in read(site.pages[0].html):
        if element.tag == "link" and element.attributes.get("type") == kind:
            path = follow(site, "", element.attributes.get("href", "")).leads_to
            return path if path and (site.root / path).is_file() else None
    return None


def has_dates(site: Site) -> bool:
    """Whether a case study has a date."""
    return any(
        element.tag == "time" for page in site.pages if page.is_case_study for element in read(page.html)
    )


def check_sitemap(site: Site) -> list[str]:
    """Return the pages that the sitemap lacks, its broken addresses, and its invalid dates."""
    file = site.root / "sitemap.xml"
    if not file.is_file():
        return ["there is none"]
    root = ET.fromstring(file.read_text(encoding="utf-8"))  # noqa: S314 (the tool's own file)
    if root.tag != f"{SITEMAP}urlset":
        return [f"its root is {root.tag}"]
    listed = [str(item.text) for item in root.iter(f"{SITEMAP}loc")]
    wanted = [site.address(page) for page in site.pages if page.is_indexed]
    faults = [f"lacks {address}" for address in wanted if address not in listed]
    faults += [f"lists {address}" for address in listed if address not in wanted]
    dates = [str(item.text) for item in root.iter(f"{SITEMAP}lastmod")]
    return faults + [f"the date {date}" for date in dates if not DAY.match(date)]


def check_atom(site: Site, text: str) -> list[str]:
    """Return what RFC 4287 requires and the feed or an entry lacks."""
    feed = ET.fromstring(text)  # noqa: S314 (the tool's own file)
    if feed.tag != f"{ATOM}feed":
        return [f"its root is {feed.tag}"]
    entries = feed.findall(f"{ATOM}entry")
    faults = [] if entries else ["no entries"]
    own_author = feed.find(f"{ATOM}author/{ATOM}name") is not None
    if not any(link.get("rel") == "self" for link in feed.findall(f"{ATOM}link")):
        faults.append("no link to itself")
    for place in (feed, *entries):
        faults += [
            f"{place.tag[len(ATOM) :]} lacks {name}"
            for name in ("id", "title", "updated")
            if not place.findtext(ATOM + name)
        ]
        updated = place.findtext(f"{ATOM}updated") or ""
        faults += [] if RFC_3339.fullmatch(updated) else [f"the date {updated}"]
    for entry in entries:
        if not own_author and entry.find(f"{ATOM}author/{ATOM}name") is None:
            faults.append("an entry without author")
        links = [link.get("href", "") for link in entry.findall(f"{ATOM}link")]
        faults += [] if links else ["an entry without link"]
        faults += [f"{link} leads nowhere" for link in links if follow(site, "", link).goal]
    ids = [str(entry.findtext(f"{ATOM}id")) for entry in entries]
    return faults + ([] if len(set(ids)) == len(ids) else ["two entries have one id"])


def check_json_feed(site: Site, text: str) -> list[str]:
    """Return what JSON Feed 1.1 requires and the feed lacks."""
    feed: dict[str, Any] = json.loads(text)
    faults = [
        f"lacks {name}" for name in ("title", "home_page_url", "feed_url", "items") if not feed.get(name)
    ]
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        faults.append(f"the version is {feed.get('version')}")
    for item in feed.get("items", []):
        faults += [f"an item lacks {name}" for name in ("id", "url") if not item.get(name)]
        if not item.get("content_html") and not item.get("content_text"):
            faults.append(f"{item.get('id')} has no content")
        if follow(site, "", item.get("url", "")).goal:
            faults.append(f"{item.get('url')} leads nowhere")
        for name in ("date_published", "date_modified"):
            faults += _check_date(item[name]) if name in item else []
    return faults


def _check_date(text: str) -> list[str]:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return [f"the date {text}"]
    return [] if RFC_3339.fullmatch(text) else [f"the date {text}"]
