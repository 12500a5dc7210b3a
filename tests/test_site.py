"""A built site: every page is complete, has no broken links, no requests to other hosts, and no scripts."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest
from support.hostile import KEPT, PAYLOADS, hostile_site, tame
from support.html_tree import Element, parse_html
from support.records import content_records
from support.sites import BASE_URL, STARTER_STUDY, copy_site, copy_starter, edit_study, prepare, render
from support.stress import list_values, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.command import RunPortfolio

SLUGS = ("alert-routing", "label-printer", "meter-migration", "parcel-tracking")
FIXED = (
    "index.html",
    "404.html",
    "sitemap.xml",
    ".nojekyll",
    "principles/index.html",
    "case-studies/index.html",
    *(f"case-studies/{slug}/index.html" for slug in SLUGS),
    *(f"tags/{tag}/index.html" for tag in ("idempotency", "event-driven", "c-plus-plus", "nats-jetstream")),
)
ADDRESSES = ("href", "src", "srcset", "poster", "action", "formaction", "data", "cite", "ping", "background")
SECTIONING = ("main", "nav", "footer")

Pages = dict[str, Element]


@pytest.fixture(scope="module")
def pages(engineer_site: Path) -> Pages:
    files = sorted(engineer_site.rglob("*.html"))
    return {
        file.relative_to(engineer_site).as_posix(): parse_html(file.read_text(encoding="utf-8"))
        for file in files
    }


def address_of(path: str) -> str:
    return BASE_URL + path.removesuffix("index.html")


def is_foreign(address: str) -> bool:
    return bool(urlsplit(address).scheme or urlsplit(address).netloc)


def links(page: Element) -> Iterator[str]:
    """Yield the links of a page, without those to other sites."""
    for element in page.walk():
        for attribute in ADDRESSES:
            value = element.attributes.get(attribute)
            if value is not None and not is_foreign(value):
                yield value


def test_every_fixed_address_is_there(engineer_site: Path) -> None:
    assert [path for path in FIXED if not (engineer_site / path).is_file()] == []


def test_every_page_has_one_heading_a_language_a_title_and_a_description(pages: Pages) -> None:
    titles, descriptions = [], []
    for path, page in pages.items():
        assert len(page.all("h1")) == 1, path
        assert page.one("h1").text, path
        assert page.one("html").attributes["lang"] == "en", path
        titles.append(page.one("title").text)
        metas = {meta.attributes.get("name"): meta.attributes.get("content", "") for meta in page.all("meta")}
        assert 10 <= len(metas["description"]) <= 160, (path, metas["description"])
        descriptions.append(metas["description"])
        assert metas["viewport"] == "width=device-width, initial-scale=1", path
        assert page.all("meta")[0].attributes == {"charset": "utf-8"}, path
    assert all(titles)
    assert len(set(titles)) == len(titles)
    assert len(set(descriptions)) == len(descriptions)


def test_every_page_has_its_landmarks_and_a_skip_link_first(pages: Pages) -> None:
    for path, page in pages.items():
        body = page.one("body")
        for tag in SECTIONING:
            assert [child for child in body.children if isinstance(child, Element) and child.tag == tag], (
                path,
                tag,
            )
        assert len(page.all("main")) == 1, path
        names = [nav.attributes.get("aria-label") for nav in page.all("nav")]
        assert all(names), path
        assert len(set(names)) == len(names), path
        skip = page.all("a")[0]
        assert skip is next(child for child in body.children if isinstance(child, Element)), path
        assert page.by_id(skip.attributes["href"].removeprefix("#")).tag == "main", path


def test_ids_are_unique_and_every_reference_to_one_holds(pages: Pages) -> None:
    for path, page in pages.items():
        ids = [element.attributes["id"] for element in page.walk() if "id" in element.attributes]
        assert len(set(ids)) == len(ids), path
        assert all(re.fullmatch(r"\S+", name) for name in ids), path
        for element in page.walk():
            for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
                for name in element.attributes.get(attribute, "").split():
                    assert name in ids, (path, attribute, name)
        # a section with a name is a landmark: there would be as many as headings, and equal ones could not be told apart
        for section in page.all("section"):
            assert {"aria-label", "aria-labelledby"} & set(section.attributes) <= {"aria-label"}, path
            assert "aria-label" not in section.attributes or section.attributes["role"] == "group", path
            has_name = section.all("h2", "h3") or "aria-label" in section.attributes
            assert has_name or section.attributes["role"] == "none", path


def test_heading_levels_never_skip(pages: Pages) -> None:
    for path, page in pages.items():
        levels = [int(heading.tag[1]) for heading in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels[0] == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), (
            path,
            levels,
        )


def test_every_link_within_the_site_leads_to_a_file_and_an_id_in_it(
    pages: Pages, engineer_site: Path
) -> None:
    ids = {
        address_of(path): {element.attributes["id"] for element in page.walk() if "id" in element.attributes}
        for path, page in pages.items()
    }
    count = 0
    for path, page in pages.items():
        for href in links(page):
            assert path == "404.html" or not href.startswith("/"), (path, href)
            # the page for missing addresses is shown at any depth
            target = urljoin(BASE_URL + "no/such/page" if path == "404.html" else address_of(path), href)
            if path == "404.html" and href.startswith("#"):
                target = address_of(path) + href
            place, _, fragment = target.partition("#")
            assert place.startswith(BASE_URL), (path, href)
            file = engineer_site / unquote(place.removeprefix(BASE_URL))
            assert (file / "index.html" if place.endswith("/") else file).is_file(), (path, href)
            assert not fragment or unquote(fragment) in ids[place], (path, href)
            count += 1
    assert count > 500


def test_no_page_is_an_orphan(pages: Pages) -> None:
    reached, waiting = set(), [BASE_URL]
    while waiting:
        address = waiting.pop()
        path = unquote(address.removeprefix(BASE_URL)) + "index.html"
        if address in reached or path not in pages:
            continue
        reached.add(address)
        waiting += [
            urljoin(address, href).partition("#")[0] for href in pages[path].hrefs() if not is_foreign(href)
        ]
    assert {address_of(path) for path in pages if path != "404.html"} == reached


def test_every_page_is_in_the_sitemap_and_the_other_way_round(pages: Pages, engineer_site: Path) -> None:
    tree = ET.fromstring((engineer_site / "sitemap.xml").read_text(encoding="utf-8"))  # noqa: S314 (our own file)
    named = [element.text for element in tree.iter() if element.tag.endswith("}loc")]
    assert sorted(map(str, named)) == sorted(
        address_of(path) for path, page in pages.items() if is_indexed(page)
    )


def is_indexed(page: Element) -> bool:
    return not [meta for meta in page.all("meta") if meta.attributes.get("name") == "robots"]


def test_the_pages_that_search_engines_leave_out_are_the_missing_one_and_tags_of_one_case_study(
    pages: Pages,
) -> None:
    for path, page in pages.items():
        is_small_tag = path.startswith("tags/") and len(page.by_class("row")) == 1
        assert is_indexed(page) is not (path == "404.html" or is_small_tag), path


def test_the_canonical_address_is_the_pages_own(pages: Pages) -> None:
    for path, page in pages.items():
        canonical = [
            link.attributes["href"] for link in page.all("link") if link.attributes.get("rel") == "canonical"
        ]
        assert canonical == ([address_of(path)] if is_indexed(page) else [])


def is_executable(script: Element) -> bool:
    """Whether a script element is one: data blocks are none."""
    return script.attributes.get("type", "text/javascript") not in {"application/ld+json", "application/json"}


def test_no_page_runs_asks_or_styles_anything_from_outside(pages: Pages) -> None:
    for path, page in pages.items():
        for element in page.walk():
            assert "style" not in element.attributes, (path, element.tag)
            assert not [name for name in element.attributes if name.startswith("on")], (path, element)
            assert element.tag not in {"iframe", "object", "embed", "base", "audio", "video", "form"}, (
                path,
                element.tag,
            )
            if element.tag == "script":
                assert not is_executable(element), path
                assert "src" not in element.attributes, path
            if element.tag in {"img", "source", "script", "input"}:
                assert not is_foreign(element.attributes.get("src", "")), (path, element)
        for element in page.all("style"):
            assert "@import" not in element.text, path
            assert not re.search(r"url\((?!['\"]?data:)", element.text), path


def test_links_in_the_head_ask_for_nothing(pages: Pages) -> None:
    asking = {"stylesheet", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload", "manifest"}
    for path, page in pages.items():
        rels = {link.attributes["rel"]: link.attributes["href"] for link in page.one("head").all("link")}
        assert not asking & {word for rel in rels for word in rel.split()}, path
        assert rels["icon"].startswith("data:image/svg+xml,"), path
        ET.fromstring(unquote(rels["icon"].partition(",")[2]))  # noqa: S314 (our own file)


def test_every_picture_has_words_and_a_size(pages: Pages) -> None:
    for path, page in pages.items():
        for image in page.all("img"):
            assert image.attributes["alt"].strip(), path
            assert int(image.attributes["width"]) > 0, path
            assert int(image.attributes["height"]) > 0, path


def test_the_numbers_of_the_first_screen_are_those_of_the_case_studies(pages: Pages) -> None:
    def figures(element: Element) -> list[tuple[str, str]]:
        return [
            (item.one("dt").text, item.one("dd").text)
            for item in element.all("div")
            if len(item.all("dt")) == 1 and item.all("dd")
        ]

    numbers = pages["index.html"].by_class("numbers")[0]
    shown = figures(numbers)
    assert len(shown) == 4
    for (label, value), href in zip(shown, numbers.hrefs(), strict=True):
        study = pages[urljoin("/", href)[1:] + "index.html"]
        outcomes = figures(study.by_id("outcomes"))
        assert (label, value) in outcomes, href


def test_every_case_study_leads_to_the_next_and_all_are_in_one_chain(pages: Pages) -> None:
    chain = [slug for slug in SLUGS if not rel(pages[f"case-studies/{slug}/index.html"], "prev")]
    assert len(chain) == 1
    while following := rel(pages[f"case-studies/{chain[-1]}/index.html"], "next"):
        chain.append(following)
    assert sorted(chain) == list(SLUGS)


def rel(page: Element, name: str) -> str | None:
    found = [link.attributes["href"] for link in page.all("a") if link.attributes.get("rel") == name]
    return found[0].rstrip("/").rpartition("/")[2] if found else None


# ---------------------------------------------------------------- hostile words in every field

Shape = list[tuple[str, tuple[str, ...]]]


def shape(page: Element) -> Shape:
    """What a page is made of: its elements with the names of their attributes, in order."""
    return [(element.tag, tuple(element.attributes)) for element in page.walk()]


def rendered(root: Path) -> dict[str, str]:
    pages = render(root)
    # a tag's address is made of its words, and pages of tags are sorted by it
    return {
        path: text for path, text in pages.items() if path.endswith(".html") and not path.startswith("tags/")
    }


def without_emphasis(found: Shape) -> Shape:
    """Leave out what the little Markdown of a field may make."""
    return [item for item in found if item[0] not in {"em", "strong", "code"}]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_words_in_every_field_make_no_element_and_no_attribute(payload: str, tmp_path: Path) -> None:
    tamed = rendered(hostile_site(tmp_path / "tame", tame(payload)))
    harmless = {path: shape(parse_html(text)) for path, text in tamed.items()}
    site = rendered(hostile_site(tmp_path / "hostile", payload))
    assert set(site) == set(harmless)
    for path, text in site.items():
        page = parse_html(text)
        assert without_emphasis(shape(page)) == without_emphasis(harmless[path]), path
        for element in page.walk():
            for attribute in ADDRESSES:
                value = element.attributes.get(attribute, "").lower()
                assert not value.startswith(("javascript:", "vbscript:")), (path, value)
        assert not any(is_executable(script) for script in page.all("script")), path
    home = parse_html(site["index.html"])
    visible = payload.replace("\\<", "<").replace("\\>", ">")
    assert home.one("h1").text.startswith("Ada Example")
    for place in (home.one("h1"), home.one("title"), home.by_class("lead")[0], home.by_id("talks")):
        assert visible in place.text or payload in place.text, place.text


def test_hostile_words_are_all_shown(tmp_path: Path) -> None:
    root = hostile_site(tmp_path, "<b>")
    text = " ".join(parse_html(page).text for page in rendered(root).values())
    written = " ".join(
        file.read_text(encoding="utf-8") for file in (root / "content").rglob("*") if file.is_file()
    )
    numbers = re.findall(r"\bw\d+w\b", written)
    assert len(numbers) > 50
    assert [number for number in numbers if number not in text] == []


@pytest.mark.parametrize(
    "payload", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<b>", "</main>"]
)
def test_raw_html_in_a_text_is_refused_and_in_code_it_is_text(
    payload: str, tmp_path: Path, run_portfolio: RunPortfolio
) -> None:
    root = copy_starter(tmp_path / "site")
    edit_study(root, STARTER_STUDY, lambda _: None, f"Words {payload} words.\n")
    done = run_portfolio("--site", root, "build", "--base-url", "https://example.org/")
    assert done.returncode == 1
    assert "error[raw-html]" in done.stderr
    assert not (root / "_site").exists()
    body = f'A `{payload}` here.\n\n```html title="{payload}"\n{payload}\n```\n\n```diagram title="a {payload}"\n{payload}\n```\n'
    edit_study(root, STARTER_STUDY, lambda _: None, body.replace('"<', '"a <'))
    page = parse_html(render(root)[f"case-studies/{STARTER_STUDY}/index.html"])
    assert page.one("main").text.count(payload) >= 4
    assert not [
        element
        for element in page.walk()
        if "onerror" in element.attributes or (element.tag == "b" and element.text != "$")
    ]
    assert len(page.all("main")) == 1


def test_every_field_of_free_text_is_among_those_tried(tmp_path: Path) -> None:
    """A key that the model gains must be filled by hostile_site, or be in KEPT with a reason."""
    site = hostile_site(tmp_path / "site", "hostile words")
    tried = {key for value in read_yaml(site) for key, text in list_values(value) if "hostile words" in text}
    known = {name for record in content_records() for name in record.__struct_fields__}
    nested = {
        "cover",
        "decisions",
        "diagram",
        "embeds",
        "facts",
        "languages",
        "links",
        "photo",
        "positions",
        "sections",
        "stack",
    }
    no_text = {
        "check_figures", "date", "doi", "draft", "end", "expired", "expiry", "featured", "forks", "height", "limit", "mode",
        "parallel", "phone", "resume", "shows", "stars", "start", "width"
    }  # fmt: skip
    assert known - tried - KEPT - nested == no_text


def test_a_site_without_a_flaw_has_no_warning(tmp_path: Path) -> None:
    assert prepare(copy_site("engineer", tmp_path / "site"), BASE_URL).warnings == ()
