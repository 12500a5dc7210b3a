"""References between files: every name is defined, given once, and has an address of its own."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from portfolio.errors import Diagnostics, Source
from portfolio.load.composer import parse_yaml
from portfolio.load.references import (
    Known,
    check_article,
    check_principles,
    check_stack,
    check_tags,
)
from portfolio.load.schema import Read, read_value
from portfolio.load.sections import Shown, check_home
from portfolio.model.case_study import CaseStudy
from portfolio.model.home import Home
from portfolio.model.link import Link
from portfolio.model.profile import Principle, Profile, Repository, StackGroup
from portfolio.model.snapshot import GitHubRepository, ProfileGroup, RepositoriesGroup, Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

KNOWN = Known(
    companies=["Acme"], principles=["retry", "log"], stack=["Go", "PostgreSQL"], drawings=["drawing.txt"]
)
PROFILE = Profile(name="A", about=("b",), email="a@b.org")
SOURCE = Source("a.md", "")


def read(text: str, type_: Any, given: dict[str, Any] | None = None) -> Read[Any]:  # noqa: ANN401
    diagnostics = Diagnostics()
    node = parse_yaml(Source("a.yaml", text), diagnostics)
    assert node is not None
    result = read_value(node, type_, diagnostics, given)
    assert diagnostics.items == []
    return result


def judge(read: Read[CaseStudy], known: Known, diagnostics: Diagnostics) -> None:
    diagnostics.items += check_article(read, known)


def compare(reads: list[Read[CaseStudy]], diagnostics: Diagnostics) -> None:
    check_tags(reads, diagnostics)


def told(check: Callable[[Diagnostics], None]) -> list[tuple[str, str | None]]:
    """Return `line:column message` and help of each problem."""
    diagnostics = Diagnostics()
    check(diagnostics)
    return [
        (f"{item.span.line}:{item.span.column} {item.message}", item.help)
        for item in diagnostics.items
        if item.span
    ]


def study(extra: str = "", headline: str = "x", company: str = "Acme", slug: str = "s") -> Read[CaseStudy]:
    text = (
        f"{extra or 'tags: []'}\nheadline: {headline}\ncompany: {company}\ntitle: t\nemoji: e\nrole: r\nscale: s\n"
        "problem: p\nsummary: s\noutcomes:\n- {id: a, what: customers, after: 1M+}\n"
        "- {id: time, what: time over 3 regions, before: 1.5, after: 25, unit: minutes}\n"
    )
    return read(text, CaseStudy, {"slug": slug})


@pytest.mark.parametrize(
    ("extra", "message", "help_"),
    [
        ("stack: [Go, Postgresql]", "1:13 unknown stack entry `Postgresql`", "did you mean `PostgreSQL`?"),
        ("stack: [go]", "1:9 unknown stack entry `go`", "did you mean `Go`?"),
        (
            "stack: [Kafka]",
            "1:9 unknown stack entry `Kafka`",
            "known in content/stack.yaml: `Go`, `PostgreSQL`",
        ),
        ("principles: [log, retyr]", "1:19 unknown principle `retyr`", "did you mean `retry`?"),
        (
            "tags: [a, b, A]",
            "1:14 `A` is given twice in `tags`",
            "it is first on line 1, column 8; keep one of them",
        ),
        (
            "stack: [Go, Go]",
            "1:13 `Go` is given twice in `stack`",
            "it is first on line 1, column 9; keep one of them",
        ),
    ],
)
def test_names_of_a_case_study(extra: str, message: str, help_: str) -> None:
    assert told(lambda found: judge(study(extra), KNOWN, found)) == [(message, help_)]


def test_an_unknown_company() -> None:
    wrong = study(company="Amce")
    assert told(lambda found: judge(wrong, KNOWN, found)) == [
        ("3:10 unknown company `Amce`", "did you mean `Acme`?")
    ]
    assert told(lambda found: judge(wrong, KNOWN._replace(companies=[]), found)) == [
        ("3:10 unknown company `Amce`", "add it to content/experience.yaml")
    ]


def test_files_that_could_not_be_read_are_not_checked() -> None:
    wrong = study("stack: [x]\nprinciples: [y]", company="z")
    assert told(lambda found: judge(wrong, Known(None, None, None, None), found)) == []


def test_the_numbers_of_the_headline_are_checked_unless_switched_off() -> None:
    wrong = "In 26 minutes"
    assert told(lambda found: judge(study(headline=wrong), KNOWN, found)) == [
        (
            "2:11 the headline's number `26 minutes` is in no outcome",
            "correct it, add it to `outcomes`, or set `check_figures: false`",
        )
    ]
    assert told(lambda found: judge(study("check_figures: false", headline=wrong), KNOWN, found)) == []


def test_outcomes_share_no_id() -> None:
    twice = read(
        "{title: t, emoji: e, headline: h, company: Acme, role: r, scale: s, problem: p, summary: s,\n"
        "outcomes: [{id: a, what: x, after: 1}, {id: a, what: y, after: 2}]}",
        CaseStudy,
        {"slug": "s"},
    )
    ((message, _),) = told(lambda found: judge(twice, KNOWN, found))
    assert message == "2:45 `a` is given twice as an outcome's id"


def test_principles_share_no_id() -> None:
    principles = read("- {id: a, text: x, name: n}\n- {id: a, text: y, name: m}\n", tuple[Principle, ...])
    assert told(lambda found: check_principles(principles, found)) == [
        ("2:8 `a` is given twice as a principle's id", "it is first on line 1, column 8; keep one of them")
    ]


def test_stack_rows_share_no_name_and_hold_an_entry_once() -> None:
    stack = read("- {name: A, entries: [Go, go]}\n- {name: a, entries: [Go]}\n", tuple[StackGroup, ...])
    assert [message for message, _ in told(lambda found: check_stack(stack, found))] == [
        "2:10 `a` is given twice as a row's name",
        "1:27 `go` is given twice in `entries`",
    ]


def test_tags_that_differ_in_case_share_a_page() -> None:
    assert told(lambda found: compare([study("tags: [C]"), study("tags: [c]")], found)) == []


@pytest.mark.parametrize(
    ("first", "second"), [("event driven", "event-driven"), ("SNS/SQS", "SNS SQS"), ("C++", "c plus plus")]
)
def test_different_words_for_one_tag_page_are_refused(first: str, second: str) -> None:
    reads = [study(f"tags: ['{first}']"), study(f"tags: [x, '{second}']")]
    ((message, help_),) = told(lambda found: compare(reads, found))
    assert message.startswith(f"1:11 `{second}` and `{first}` would share the page /tags/")
    assert help_ == "spell them alike"


@pytest.mark.parametrize("word", ["a" * 256, "é" * 128, "日" * 86, "+" * 60])
def test_a_tag_that_no_folder_can_be_called_is_refused(word: str) -> None:
    ((message, help_),) = told(lambda found: compare([study(f"tags: ['{word}']")], found))
    assert "is too long to be an address" in message
    assert help_ == "shorten it to 255 bytes or less"


@pytest.mark.parametrize("word", ["a" * 255, "é" * 127, "日" * 85])
def test_a_tag_as_long_as_a_folder_can_be_called_is_fine(word: str) -> None:
    assert told(lambda found: compare([study(f"tags: ['{word}']")], found)) == []


def test_a_tag_without_a_letter_has_no_address() -> None:
    assert [message for message, _ in told(lambda found: compare([study("tags: ['!?']")], found))] == [
        "1:8 `!?` has no letter or digit to make an address of"
    ]


def shown(**changes: Any) -> Shown:  # noqa: ANN401
    lists: dict[str, Any] = {
        "principles": [Principle(id="retry", text="t", name="n")],
        "stack": [StackGroup(name="n", entries=("Go",))],
        "repositories": [Repository(name="n", url="https://a.org/b")],
        "experience": [],
    }
    lists |= {name: changes.pop(name) for name in lists if name in changes}
    everything = Shown(
        profile=PROFILE,
        articles={"content/case-studies/s.md": study().value},
        documents={"about.md", "blank.md"},
        lists=lists,
        snapshot=None,
        drafts=["content/case-studies/draft.md"],
        blank=["blank.md"],
    )
    return everything._replace(**changes)


def home_problems(text: str, **changes: Any) -> list[tuple[str, str | None]]:  # noqa: ANN401
    home = read(text, Home)
    return told(lambda found: check_home(home, shown(**changes), found))


ALL_KINDS = "sections:\n" + "".join(
    f"- {{title: t, command: c, kind: {kind}}}\n"
    for kind in ("case-studies", "about", "principles", "stack", "repositories", "contact")
)


def test_sections_with_something_to_show_are_fine() -> None:
    assert home_problems(f"figures: [s/a, s/time]\n{ALL_KINDS}") == []


def test_sections_without_anything_to_show_are_located_at_their_kind() -> None:
    bare = Profile(name="A", role="b", lead="c")
    empty: dict[str, Any] = {
        "articles": {},
        "principles": [],
        "stack": [],
        "repositories": [],
        "profile": bare,
        "drafts": [],
    }
    assert home_problems(ALL_KINDS, **empty) == [
        (f"{line}:32 the section `{kind}` has nothing to show", f"{help_}, or drop the section")
        for line, kind, help_ in (
            (2, "case-studies", "write a case study into content/case-studies/"),
            (3, "about", "give `about` in content/profile.yaml"),
            (4, "principles", "write content/principles.yaml"),
            (5, "stack", "write content/stack.yaml"),
            (6, "repositories", "write content/repositories.yaml, run `portfolio stats fetch`"),
            (7, "contact", "give `email` or `links` in content/profile.yaml"),
        )
    ]


@pytest.mark.parametrize(
    "ways",
    [
        {"email": "ada@example.org"},
        {"links": (Link(label="Web", url="https://example.org"),)},
        {"closing": ("Money moves once.",)},
    ],
    ids=["email", "links", "closing"],
)
def test_one_thing_is_enough_for_a_contact_section(ways: dict[str, Any]) -> None:
    profile = Profile(name="A", role="b", lead="c", **ways)
    assert home_problems("sections: [{title: t, command: c, kind: contact}]", profile=profile) == []


def test_a_site_whose_case_studies_are_all_drafts_is_reported_as_such() -> None:
    text = "sections: [{title: t, command: c, kind: case-studies}]"
    help_ = "drop `draft: true` in content/case-studies/draft.md, or drop the section"
    assert home_problems(text, articles={}) == [
        ("1:41 the section `case-studies` has nothing to show", f"every case study is a draft: {help_}")
    ]


TOLD = GitHubRepository(name="ada/engine")
SNAPSHOT = Snapshot(
    version=1,
    login="ada",
    id=1,
    web="https://github.com",
    source="rest",
    fetched_at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC),
)


@pytest.mark.parametrize(
    "group",
    [
        {"profile": ProfileGroup(pinned=(TOLD,))},
        {"profile": ProfileGroup(popular=(TOLD,))},
        {"repositories": RepositoriesGroup(items=(TOLD,))},
    ],
    ids=["pinned", "popular", "all"],
)
def test_repositories_of_the_snapshot_can_be_shown(group: dict[str, Any]) -> None:
    text = "sections: [{title: t, command: c, kind: repositories}]"
    assert home_problems(text, repositories=[], snapshot=replace(SNAPSHOT, **group)) == []
    assert len(home_problems(text, repositories=[], snapshot=SNAPSHOT)) == 1


def test_sections_of_files_that_could_not_be_read_are_not_checked() -> None:
    unread = dict.fromkeys(("principles", "stack", "repositories", "profile"))
    assert home_problems(ALL_KINDS, articles={"content/case-studies/s.md": None}, **unread) == []


@pytest.mark.parametrize(
    ("text", "message", "help_"),
    [
        ("figures: [s/tmie]", "1:11 no case study has the outcome `s/tmie`", "did you mean `s/time`?"),
        ("figures: [zzz]", "1:11 no case study has the outcome `zzz`", "write it as `case-study/outcome-id`"),
        ("figures: [draft/a]", "1:11 `content/case-studies/draft.md` is a draft, which no build publishes",
         "drop `draft: true` there, or remove it until it is published"),
        ("sections: [{title: t, command: c, kind: markdown, file: blank.md}]",
         "1:57 the section `markdown` has nothing to show", "write text into content/blank.md, or drop the section"),
        ("figures: [s/a, s/a]", "1:16 `s/a` is given twice in `figures`",
         "it is first on line 1, column 11; keep one of them"),
        ("sections: [{title: t, command: c, kind: markdown, file: abuot.md}]",
         "1:57 there is no Markdown file `abuot.md` in content/", "did you mean `about.md`?"),
        ("sections: [{title: t, command: c, kind: about}, {title: t, command: c, kind: about}]",
         "1:78 `about` is given twice as a section's id",
         "it is first on line 1, column 41; give each section an `id` of its own"),
        ("sections: [{title: t, command: c, kind: about}, {title: t, command: c, kind: stack, id: about}]",
         "1:89 `about` is given twice as a section's id",
         "it is first on line 1, column 41; give each section an `id` of its own"),
        ("sections: [{title: t, command: c, kind: about, id: main}]",
         "1:52 the page has an id `main` of its own", "choose another `id`"),
        ("sections: [{title: t, command: c, kind: about}, {title: t, command: c, kind: stack, id: about-title}]",
         "1:89 the page has an id `about-title` of its own", "choose another `id`"),
        ("sections: [{title: t, command: c, kind: markdown, file: about.md}, {title: t, command: c, kind: markdown, id: b, file: about.md}]",
         "1:120 `about.md` is given twice as a section's file",
         "it is first on line 1, column 57; a text can be on the page only once"),
    ],
)  # fmt: skip
def test_references_of_the_home_page(text: str, message: str, help_: str) -> None:
    assert home_problems(text) == [(message, help_)]


def test_figures_of_a_case_study_that_could_not_be_read_are_not_checked() -> None:
    assert home_problems("figures: [s/zzz]", articles={"content/case-studies/s.md": None}) == []


def test_a_drawing_that_no_file_holds_suggests_the_nearest() -> None:
    wrong = study("diagram:\n  file: drwaing.txt\n  title: A drawing")
    (problem,) = told(lambda found: judge(wrong, KNOWN, found))
    assert problem[0].endswith("unknown drawing `drwaing.txt`")
    assert problem[1] == "did you mean `drawing.txt`?"
