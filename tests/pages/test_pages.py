"""What each page is given: rows, tags, principles and stack both ways, neighbours, navigation, e-mail."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.html_tree import Element, parse_html
from support.sites import STARTER_STUDY, add_study, copy_starter, edit_study, edit_yaml, render

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import RunPortfolio

MENU = ["work", "principles", "stack", "contact"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The starter with three case studies: first, settlement-queue, last."""
    root = copy_starter(tmp_path / "site")
    add_study(
        root,
        "first",
        order=5,
        title="First",
        headline="First of all",
        tags=["idempotency"],
        stack=["Redis"],
        principles=["small-steps"],
    )
    add_study(
        root,
        "last",
        order=20,
        title="Last",
        headline="Last of all",
        tags=["Queues"],
        stack=["Go"],
        period="2024 to 2025",
    )
    steps = {"id": "small-steps", "name": "small steps", "text": "Small steps, *always*."}
    edit_yaml(root, "content/principles.yaml", lambda items: items.append(steps))
    return root


def page(root: Path, path: str, base_url: str = "https://example.org/repo/") -> Element:
    return parse_html(render(root, base_url)[path])


def main_of(root: Path, path: str) -> Element:
    return page(root, path).one("main")


def section(root: Path, anchor: str) -> Element:
    return page(root, "index.html").by_id(anchor)


def menu(tree: Element) -> dict[str, str]:
    nav = next(item for item in tree.all("nav") if "site" in item.attributes.get("class", ""))
    return {
        link.text: link.attributes["href"]
        for link in nav.all("a")
        if "plate" not in link.attributes.get("class", "")
    }


def rows(tree: Element) -> list[str]:
    return [
        link.attributes["href"]
        for item in [*tree.by_class("row"), *tree.by_class("lines")]
        for link in item.all("a")
        if "tags/" not in link.attributes["href"]
    ]


def metas(tree: Element) -> dict[str, str]:
    """Return the meta data of a page's head, by name or property."""
    return {
        item.attributes.get("property") or item.attributes.get("name", ""): item.attributes.get("content", "")
        for item in tree.one("head").all("meta")
    }


@pytest.mark.parametrize(
    ("path", "title", "kind", "address"),
    [
        ("index.html", None, "profile", ""),
        ("case-studies/index.html", "Case studies", "website", "case-studies/"),
        ("case-studies/first/index.html", "First of all", "article", "case-studies/first/"),
        ("principles/index.html", "Principles", "website", "principles/"),
        ("tags/idempotency/index.html", "idempotency", "website", "tags/idempotency/"),
        ("tags/queues/index.html", "Queues", "website", "tags/queues/"),
        ("404.html", "Page not found", "website", None),
    ],
)
def test_every_page_has_its_data_for_previews(
    root: Path, path: str, title: str | None, kind: str, address: str | None
) -> None:
    tree = page(root, path)
    said = metas(tree)
    assert said["og:title"] == (title or "Ada Example, Backend Engineer")
    assert tree.one("title").text == (f"{title} · Ada Example" if title else "Ada Example, Backend Engineer")
    assert said["og:type"] == kind
    assert said["og:site_name"] == "Ada Example"
    assert said["og:description"] == said["description"] != ""
    assert said.get("og:url") == (None if address is None else f"https://example.org/repo/{address}")
    assert ("robots" in said) is (path in {"404.html", "tags/queues/index.html"})


def test_the_home_page_lists_the_case_studies_in_the_owners_order(root: Path) -> None:
    work = section(root, "work")
    assert rows(work) == ["./case-studies/first/", f"./case-studies/{STARTER_STUDY}/", "./case-studies/last/"]
    for words in ("First of all", "Example Bank", "A retry after a time-out", "2024 to 2025", "Queues"):
        assert words in work.text
    assert "./tags/idempotency/" in work.hrefs()
    assert "./case-studies/" in work.hrefs()


def test_the_numbers_of_the_first_screen_are_the_outcomes(root: Path) -> None:
    numbers = page(root, "index.html").by_class("numbers")[0]
    assert [item.text for item in numbers.all("dd")] == ["0", "40 → 4 minutes"]
    assert numbers.hrefs() == [f"./case-studies/{STARTER_STUDY}/"] * 2


def test_the_banner_holds_name_role_and_fields(root: Path) -> None:
    home = page(root, "index.html")
    assert home.one("h1").text == "Ada Example"
    banner = home.by_class("hero")[0]
    for words in ("Backend Engineer", "Distributed Systems", "Payments", "PostgreSQL"):
        assert words in banner.text


def test_a_field_that_reads_like_the_name_is_no_second_heading(root: Path) -> None:
    edit_yaml(
        root,
        "content/profile.yaml",
        lambda profile: profile | {"fields": ["Ada Example"], "role": "Ada Example"},
    )
    assert page(root, "index.html").one("h1").text == "Ada Example"


def test_a_principle_leads_to_the_work_that_taught_it_and_back(root: Path) -> None:
    principles = page(root, "principles/index.html")
    assert rows(principles.by_id("small-steps")) == ["../case-studies/first/"]
    assert rows(principles.by_id("retries-happen")) == [
        f"../case-studies/{STARTER_STUDY}/",
        "../case-studies/last/",
    ]
    assert "../../principles/#small-steps" in main_of(root, "case-studies/first/index.html").hrefs()
    assert "../../principles/#retries-happen" not in main_of(root, "case-studies/first/index.html").hrefs()
    on_home = section(root, "principles").hrefs()
    assert {"./principles/#small-steps", "./case-studies/first/"} <= set(on_home)


def test_a_stack_entry_leads_to_the_work_that_used_it_and_back(root: Path) -> None:
    stack = section(root, "stack")
    assert {link.text: link.attributes["href"] for link in stack.all("a")} == {
        "Go 2 case studies": "./tags/go/",
        "PostgreSQL 1 case study": "./tags/postgresql/",
        "Redis 1 case study": "./tags/redis/",
    }  # Python, which nobody used, is no link
    assert "Python" in stack.text
    assert rows(page(root, "tags/go/index.html")) == [
        f"../../case-studies/{STARTER_STUDY}/",
        "../../case-studies/last/",
    ]
    assert "../../tags/redis/" in main_of(root, "case-studies/first/index.html").hrefs()


def test_a_tag_page_lists_the_work_that_carries_it(root: Path) -> None:
    tag = page(root, "tags/idempotency/index.html")
    assert tag.one("h1").text == "Work with idempotency"
    assert rows(tag) == ["../../case-studies/first/", f"../../case-studies/{STARTER_STUDY}/"]
    assert "../../case-studies/" in tag.one("main").hrefs()


# What Lighthouse's audit `link-text` takes for words that say nothing of where a link leads.
EMPTY_WORDS = ("click here", "click this", "go", "here", "information", "learn more", "more", "start", "this")


def test_no_tag_or_stack_entry_makes_a_link_without_words(root: Path) -> None:
    edit_study(root, "first", lambda front: front | {"tags": list(EMPTY_WORDS), "stack": ["Go"]})
    texts = {
        link.text.lower()
        for path, text in render(root).items()
        if path.endswith(".html")
        for link in parse_html(text).all("a")
    }
    assert {"more case study", "go 3 case studies"} <= texts
    assert texts.isdisjoint(EMPTY_WORDS)


def test_the_list_of_all_leads_to_every_tag(root: Path) -> None:
    everything = main_of(root, "case-studies/index.html")
    assert rows(everything) == [
        "../case-studies/first/",
        f"../case-studies/{STARTER_STUDY}/",
        "../case-studies/last/",
    ]
    tags = {path for path in render(root) if path.startswith("tags/")}
    assert {f"../{path.removesuffix('index.html')}" for path in tags} <= set(everything.hrefs())


@pytest.mark.parametrize(
    ("slug", "previous", "following"),
    [("first", None, STARTER_STUDY), (STARTER_STUDY, "first", "last"), ("last", STARTER_STUDY, None)],
)
def test_a_case_study_leads_to_its_neighbours(
    root: Path, slug: str, previous: str | None, following: str | None
) -> None:
    links = {
        link.attributes.get("rel"): link.attributes["href"]
        for link in main_of(root, f"case-studies/{slug}/index.html").all("a")
    }
    assert links.get("prev") == (f"../../case-studies/{previous}/" if previous else None)
    assert links.get("next") == (f"../../case-studies/{following}/" if following else None)


def test_equal_orders_fall_back_to_the_slug(root: Path) -> None:
    for slug in ("first", "last", STARTER_STUDY):
        edit_study(root, slug, lambda front: front | {"order": 1, "period": "2024"})
    assert rows(section(root, "work")) == [
        "./case-studies/first/",
        "./case-studies/last/",
        f"./case-studies/{STARTER_STUDY}/",
    ]


def test_a_case_study_shows_all_of_its_front_matter(root: Path) -> None:
    changes = {"period": "2023", "constraint": "no *second* try", "updated": "2024-02-29"}
    edit_study(root, STARTER_STUDY, lambda front: front | changes)
    text = (
        (root / f"content/case-studies/{STARTER_STUDY}.md")
        .read_text(encoding="utf-8")
        .replace("'2024-02-29'", "2024-02-29")
    )
    (root / f"content/case-studies/{STARTER_STUDY}.md").write_text(text, encoding="utf-8")
    study = main_of(root, f"case-studies/{STARTER_STUDY}/index.html")
    assert study.one("h1").text == "Settlement in 4 minutes, with no payment made twice"
    for words in (
        "🏦",
        "Settlement queue",
        "Example Bank",
        "2023",
        "design and build",
        "one ledger, one queue",
        "no second try",
        "paid some invoices twice",
        "Settlement ran as one long job",
        "40 → 4 minutes",
        "double payments, since the first run",
        "Key every payment by invoice and attempt",
        "answers a repeated key",
        "The keys must be kept",
        "2024-02-29",
        "How it flows",
        "INSERT INTO payments",
    ):
        assert words in study.text, words
    assert study.one("time").attributes["datetime"] == "2024-02-29"


def test_the_navigation_names_the_sections_on_home_and_elsewhere(root: Path) -> None:
    pages = {
        path: parse_html(text)
        for path, text in render(root, "https://example.org/repo/").items()
        if path.endswith(".html")
    }
    assert menu(pages["index.html"]) == {word: f"#{word}" for word in MENU}
    assert menu(pages["case-studies/first/index.html"]) == {word: f"../../#{word}" for word in MENU}
    assert menu(pages["404.html"]) == {word: f"/repo/#{word}" for word in MENU}
    assert all(list(menu(tree)) == MENU for tree in pages.values())


def current(tree: Element) -> list[str]:
    return [
        element.text
        for element in tree.one("body").all("nav")[0].walk()
        if "aria-current" in element.attributes
    ]


def test_the_navigation_marks_where_the_reader_is(root: Path) -> None:
    pages = {path: parse_html(text) for path, text in render(root).items() if path.endswith(".html")}
    assert current(pages["index.html"]) == ["~/ada"]
    assert current(pages["case-studies/first/index.html"]) == ["work"]
    assert current(pages["tags/go/index.html"]) == ["work"]
    assert current(pages["principles/index.html"]) == ["principles"]
    assert current(pages["404.html"]) == []


def sections(root: Path) -> list[tuple[str, str]]:
    home = page(root, "index.html").one("main")
    return [
        (item.attributes["id"], item.all("h2")[0].text)
        for item in home.all("section")
        if "id" in item.attributes
    ]


def test_sections_are_dropped_moved_and_added_by_home_yaml_alone(root: Path) -> None:
    before = sections(root)
    assert [anchor for anchor, _ in before] == [
        "work",
        "experience",
        "about",
        "principles",
        "stack",
        "contact",
    ]

    def change(home: dict[str, Any]) -> None:
        items = home["sections"]
        del items[1:3]
        items.reverse()
        items.append(
            {
                "kind": "markdown",
                "file": "talks.md",
                "id": "talks",
                "nav": "talks",
                "title": "Talks",
                "command": "ls talks",
                "intro": "On *stage*.",
            }
        )
        items.append({"kind": "stack", "id": "again", "title": "Once more", "command": "tech"})

    (root / "content" / "talks.md").write_text("I spoke at a place.\n", encoding="utf-8")
    edit_yaml(root, "content/home.yaml", change)
    names = dict(before)
    assert sections(root) == [
        *((anchor, names[anchor]) for anchor in ("contact", "stack", "principles", "work")),
        ("talks", "Talks"),
        ("again", "Once more"),
    ]
    home = page(root, "index.html")
    assert list(menu(home)) == ["contact", "stack", "principles", "work", "talks"]
    talks = home.by_id("talks")
    for words in ("ls talks", "On stage.", "I spoke at a place."):
        assert words in talks.text


def test_a_site_may_have_next_to_nothing(tmp_path: Path) -> None:
    root = copy_starter(tmp_path / "site")
    for name in ("principles.yaml", "stack.yaml", f"case-studies/{STARTER_STUDY}.md"):
        (root / "content" / name).unlink()
    (root / "content/profile.yaml").write_text(
        "{name: Ada, role: Engineer, lead: I build.}\n", encoding="utf-8"
    )
    (root / "content/home.yaml").write_text("sections: []\n", encoding="utf-8")
    (root / "portfolio.yaml").write_text("", encoding="utf-8")
    pages = {path: parse_html(text) for path, text in render(root).items() if path.endswith(".html")}
    assert set(pages) == {"index.html", "404.html"}
    assert all(len(tree.all("h1")) == 1 for tree in pages.values())
    assert pages["index.html"].all("nav") == []
    assert menu(pages["404.html"]) == {}


def test_repositories_come_with_forks_last(root: Path) -> None:
    repositories = [
        {
            "name": "fork",
            "url": "https://github.com/octocat/fork",
            "fork_of": "other/fork",
            "language": "C++",
        },
        {
            "name": "own",
            "url": "https://github.com/octocat/own",
            "stars": 1,
            "forks": 31,
            "description": "Mine <b>",
            "tags": ["a", "b"],
        },
    ]
    edit_yaml(root, "content/repositories.yaml", lambda _: repositories)
    edit_yaml(
        root,
        "content/home.yaml",
        lambda home: home["sections"].append({"kind": "repositories", "title": "Code", "command": "git log"}),
    )
    text = section(root, "repositories").text
    for words in (
        "own Mine <b> 1 star · 31 forks · #a #b",
        "C++ fork fork of other/fork",
        "github.com/octocat",
    ):
        assert words in text, words
    assert text.index("Mine") < text.index("1 forked from others") < text.index("fork of other/fork")


def test_a_shown_address_is_a_link(root: Path) -> None:
    home = page(root, "index.html")
    assert "mailto:ada@example.org" in home.hrefs()
    assert "ada@example.org" in home.by_id("contact").text


def test_a_spelled_out_address_is_in_no_file_of_the_output(root: Path, run_portfolio: RunPortfolio) -> None:
    edit_yaml(root, "portfolio.yaml", lambda config: config | {"email": "spelled-out"})
    edit_yaml(root, "content/profile.yaml", lambda profile: profile | {"email": "ada.b@mail.example.org"})
    done = run_portfolio("--site", root, "build", "--base-url", "https://example.org/repo/")
    assert done.returncode == 0, done.stderr
    texts = {file: file.read_bytes() for file in (root / "_site").rglob("*") if file.is_file()}
    assert b"ada.b [at] mail.example.org" in texts[root / "_site/index.html"].replace(b" [dot] ", b".")
    for file, data in texts.items():
        for trace in (
            b'href="mailto',
            b"mailto:ada",
            b"ada.b@",
            b"@mail.",
            b"ada.b%40",
            b"ada.b&#64;",
            b"@example.org",
        ):
            assert trace not in data.lower(), (file, trace)


def test_without_an_address_there_is_none(root: Path) -> None:
    def drop(profile: dict[str, Any]) -> None:
        del profile["email"]

    edit_yaml(root, "content/profile.yaml", drop)
    home = render(root)["index.html"]
    assert not any(href.startswith("mailto") for href in parse_html(home).hrefs())
    assert ">mail<" not in home


def test_the_missing_page_links_from_the_hosts_root_and_names_no_canonical_address(root: Path) -> None:
    missing = page(root, "404.html", "https://example.org/a/b/")
    hrefs = [href for href in missing.hrefs() if not href.startswith("#")]
    assert hrefs
    assert all(href.startswith("/a/b/") for href in hrefs)
    assert "/a/b/case-studies/first/" in hrefs
    assert not any(link.attributes.get("rel") == "canonical" for link in missing.all("link"))
    assert any(meta.attributes.get("content") == "noindex" for meta in missing.all("meta"))


def test_the_language_is_the_owners(root: Path) -> None:
    edit_yaml(root, "portfolio.yaml", lambda config: config | {"language": "pt-BR"})
    assert page(root, "index.html").one("html").attributes["lang"] == "pt-BR"


def test_what_stands_before_the_first_heading_of_a_case_study_follows_its_problem(root: Path) -> None:
    add_study(root, "fila", "Uma fila.\n", problem="Nobody knew who was next.")
    case_study = page(root, "case-studies/fila/index.html")
    (part,) = [item for item in case_study.all("section") if "Uma fila." in item.text]
    assert part.one("h2").text == "The problem"
    assert part.text.index("Nobody knew") < part.text.index("Uma fila.")


def test_numbers_of_a_case_study_are_figures_and_words_are_checks(root: Path) -> None:
    outcomes = [
        {"id": "time", "what": "time", "before": 40, "after": 4, "unit": "minutes"},
        {"id": "loss", "what": "loss", "after": "zero"},
        {"id": "latency", "what": "latency", "before": "an hour", "after": "1 minute"},
    ]
    edit_study(root, "first", lambda front: front | {"outcomes": outcomes})
    shown = page(root, "case-studies/first/index.html").by_id("outcomes")
    assert [item.text for item in shown.all("dd")] == ["40 → 4 minutes"]
    assert [item.text for item in shown.all("li")] == ["zero loss", "latency: an hour → 1 minute"]


def test_an_outcome_says_how_it_was_measured_where_it_is_in_full(root: Path) -> None:
    outcomes = [
        {"id": "time", "what": "time", "after": 4, "unit": "minutes", "measured": "on *every* invoice"},
        {"id": "loss", "what": "loss", "after": "zero", "measured": "in `errors.log`"},
        {"what": "calls", "after": 0},
    ]
    edit_study(root, "first", lambda front: front | {"outcomes": outcomes})
    edit_yaml(root, "content/home.yaml", lambda home: home | {"figures": ["first/time"]})
    shown = page(root, "case-studies/first/index.html").by_id("outcomes")
    assert [item.text for item in shown.all("dd")] == ["4 minutes", "measured: on every invoice", "0"]
    (check,) = shown.all("li")
    assert check.text == "zero loss measured: in errors.log"
    assert check.one("code").text == "errors.log"
    assert "measured" not in page(root, "index.html").by_class("numbers")[0].text


def test_an_outcome_in_words_is_no_figure_on_the_first_screen(root: Path) -> None:
    outcomes = [{"id": "loss", "what": "loss", "after": "zero"}]
    edit_study(root, "first", lambda front: front | {"outcomes": outcomes})
    edit_yaml(root, "content/home.yaml", lambda home: home | {"figures": ["first/loss"]})
    (value,) = page(root, "index.html").by_class("numbers")[0].all("dd")
    assert (value.text, value.attributes["class"]) == ("zero", "word")


def test_the_fifth_case_study_and_those_after_it_are_single_lines(root: Path) -> None:
    for number in range(3):
        add_study(root, f"more-{number}", order=30 + number, headline=f"More {number}")
    work = section(root, "work")
    assert len(work.by_class("row")) == 4
    (single,) = work.by_class("lines")
    assert [item.text for item in single.all("li")] == ["More 1 Example Bank", "More 2 Example Bank"]


@pytest.mark.parametrize(("length", "title"), [(50, "x" * 50 + " · Ada Example"), (52, "x" * 52)])
def test_a_title_that_is_too_long_drops_the_owners_name(root: Path, length: int, title: str) -> None:
    edit_study(root, "first", lambda front: front | {"headline": "x" * length})
    assert page(root, "case-studies/first/index.html").one("title").text == title


def test_the_way_from_home_is_one_for_readers_and_for_machines(root: Path) -> None:
    for path, text in render(root).items():
        if not path.endswith(".html") or path in {"index.html", "404.html"}:
            continue
        tree = parse_html(text)
        (way,) = tree.by_class("path")
        data = next(item for item in tree.all("script"))
        crumbs = next(
            thing
            for thing in json.loads("".join(data.texts()))["@graph"]
            if thing["@type"] == "BreadcrumbList"
        )
        names = [item["name"] for item in crumbs["itemListElement"]]
        assert [item.text for item in way.all("li")] == names, path
        assert len(way.all("a")) == len(names) - 1, path
