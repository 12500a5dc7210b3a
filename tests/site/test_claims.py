"""Each kind of contradiction, planted in the example, is one finding at its place; the example as it is has none."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.planting import CODES, Planted, change, find, find_all, plant, silence, write_lists
from support.sites import copy_sources

from portfolio.errors import ContentError
from portfolio.load.skills import SkillFinder
from portfolio.site.cache import Cache
from portfolio.site.pipeline import Settings, prepare_site
from portfolio.site_files import PACKAGE, read_site_files

EXAMPLE = Path(PACKAGE, "example")
WINTERS = "content/case-studies/two-winters.md"
OVER_THE_AIR = "content/case-studies/over-the-air.md"
PROFILE = "content/profile.yaml"

PLANTED = {
    "a stack entry without work": Planted(
        "content/stack.yaml",
        "satellite modem]",
        "satellite modem, Fortran]",
        "stack-evidence",
        "no work shows `Fortran`",
        "Fortran",
    ),
    "a principle without evidence": Planted(
        "content/principles.yaml",
        "- id: power-fails",
        "- id: ask-twice\n  name: ask twice\n  text: Ask.\n- id: power-fails",
        "principle-evidence",
        "no case study shows `ask-twice`",
        "ask-twice",
    ),
    "a case study without an outcome": Planted(
        "content/case-studies/glacier-logger.md",
        "outcomes:\n  - Nobody climbed back for a cable\n  - The last reading is from the river below\n",
        "",
        "no-outcome",
        "this case study has no outcome",
        "Glacier logger",
    ),
    "another number in the text": Planted(
        OVER_THE_AIR,
        "## ",
        "Some 1.2k stations updated by radio in a year, and 380 stations updated by radio in one autumn.\n\n## ",
        "contradiction",
        "`380` contradicts the outcome `412 stations updated by radio, in one autumn`",
        "380",
    ),
    "a percentage that does not follow": Planted(
        WINTERS,
        "## ",
        "The average current fell by 60 %, from 820 to 158 µA.\n\n## ",
        "contradiction",
        "`60 %` contradicts the outcome `average current: 820 → 158 µA`",
        "60 %",
    ),
    "another change in the profile": Planted(
        PROFILE,
        "20 months** between two visits.",
        "20 months** between two visits. I cut the delay of the map from 15 to 2 minutes.",
        "contradiction",
        "`2 minutes` contradicts the outcome `delay of the map: 15 → 1 minutes`",
        "2 minutes",
    ),
    "a case study before its position": Planted(
        WINTERS,
        "start: 2021-03",
        "start: 2019-03",
        "date",
        "`start` is outside the positions at `Example Weather Service`",
        "2019-03",
    ),
    "a mark of unfinished text": Planted(
        "content/bench.md",
        "\n",
        "\nThe price: TODO\n\n",
        "unfinished",
        "`TODO` is left in the text",
        "TODO",
    ),
    "a mark in a field": Planted(PROFILE, "UTC+1", "TBD", "unfinished", "`TBD` is left in the text", "TBD"),
    "positions that overlap": Planted(
        "content/experience.yaml",
        "end: 2019-03",
        "end: 2021-03",
        "date",
        "this position overlaps with `Firmware Engineer`",
        "2020-02",
    ),
    "an end before its start": Planted(
        WINTERS,
        "end: 2022-10",
        "end: 2020-10",
        "date",
        "`end` is before `start`, which is `2021-03`",
        "2020-10",
    ),
    "a number of a headline": Planted(
        WINTERS,
        "headline: A weather station that runs 26 months",
        "headline: A weather station that runs 36 months",
        "headline-figure",
        "the headline's number `36 months` is in no outcome",
        "36 months",
    ),
    "a misspelt word": Planted(
        "content/bench.md",
        "\n",
        "\nTo recieve, it listens.\n\n",
        "spelling",
        "`recieve` is misspelt",
        "recieve",
    ),
    "a confidential word": Planted(
        "content/bench.md",
        "\n",
        "\nFor Zyzzyva Holding.\n\n",
        "confidential",
        "a word of the confidential list is in this text",
        "*" * 15,
    ),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    copy_sources(EXAMPLE, tmp_path / "site")
    return tmp_path / "site"


def test_the_example_has_nothing_to_report(root: Path) -> None:
    write_lists(root)
    assert find_all(root) == ()


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED.keys())
def test_what_is_planted_is_one_finding_at_its_place_until_it_is_allowed_there(
    root: Path, planted: Planted
) -> None:
    (found,) = plant(root, planted)
    if found.severity == "warning":
        silence(root, found)
        assert find_all(root) == ()


def test_each_check_of_claims_has_a_planted_case() -> None:
    assert {item.code for item in PLANTED.values()} == CODES


def test_misspelt_words_are_found_where_they_are(root: Path) -> None:
    (root / "words.txt").write_text("# ours\ngithub -> GitHub\nmicroamp->microampere, µA\n", encoding="utf-8")
    (root / "portfolio.yaml").write_text("spelling: words.txt\n", encoding="utf-8")
    change(root, "content/bench.md", "\n", "\nIt is on Github, not GitHub.\n\n")
    assert [item.message for item in find(root) if item.span and item.span.path.endswith("bench.md")] == [
        "`Github` is misspelt"
    ]


def test_a_wrong_spelling_list_is_an_error_at_its_line(root: Path) -> None:
    (root / "words.txt").write_text("a -> b\nnonsense\n", encoding="utf-8")
    (root / "portfolio.yaml").write_text("spelling: words.txt\n", encoding="utf-8")
    with pytest.raises(ContentError) as error:
        find(root)
    assert [(item.message, item.span and item.span.line) for item in error.value.diagnostics] == [
        ("`nonsense` is no correction", 2)
    ]
    (root / "words.txt").unlink()
    with pytest.raises(ContentError, match=r"`words\.txt` does not exist"):
        find(root)


def test_an_unchanged_file_is_not_searched_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache()
    find(root, cache)

    def fail(_: SkillFinder, text: str) -> None:
        raise AssertionError(text)

    monkeypatch.setattr(SkillFinder, "find", fail)
    assert find(root, cache) == ()
    (root / "static/new.txt").write_text("new", encoding="utf-8")
    assert find(root, cache) == ()
    change(root, WINTERS, "## ", "More.\n\n## ")
    with pytest.raises(AssertionError):
        find(root, cache)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("content/bench.md", "We met Acme Corp there."),
        ("content/bench.md", "See ![a logo of acme-corp](/rain.png)."),
        ("content/writing/find-your-microamps.md", "An\nACME\nCORP project.\n"),
        (PROFILE, "phone: +1 555 0101 # AcmeCorp's\n"),
        ("static/notes.txt", "acme_corp"),
        ("templates/footer.html", "<p>Acme Corp</p>"),
    ],
)
def test_a_confidential_word_is_an_error_that_does_not_print_it(root: Path, name: str, text: str) -> None:
    (root / "secret.txt").write_text("# clients\nAcme Corp\n", encoding="utf-8")
    change(root, "portfolio.yaml", "", "confidential: secret.txt\n")
    path = root / name
    path.parent.mkdir(exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    before = before.replace("phone: +1 555 0100\n", "")
    path.write_text(before + "\n" + text, encoding="utf-8")
    with pytest.raises(ContentError) as error:
        find(root)
    found = error.value.diagnostics
    assert [(item.code, item.span and item.span.path) for item in found] == [("confidential", name)]
    assert not [part for part in map(str, found) if "acme" in part.lower()]
    assert found[0].span is not None
    assert "*" in found[0].span.text


def test_a_confidential_word_in_a_files_name_is_hidden_in_its_path(root: Path) -> None:
    (root / "static/acmeLogo.png").write_bytes(b"\x89PNG")
    (root / "content/case-studies/acme-move.md").write_text(
        "---\ntitle: One\nkind: project\nsummary: Two\n---\n", encoding="utf-8"
    )
    with pytest.raises(ContentError) as error:
        find(root, env={"PORTFOLIO_CONFIDENTIAL": "zzz\nacme\n"})
    assert [(item.message, item.span and item.span.path) for item in error.value.diagnostics] == [
        ("a word of the confidential list is in the file's name", "content/case-studies/****-move.md"),
        ("a word of the confidential list is in the file's name", "static/****Logo.png"),
    ]


def test_words_that_only_contain_a_confidential_one_and_drafts_are_no_error(root: Path) -> None:
    change(root, "content/bench.md", "\n", "\nacmetric placmen pacme\n\n")
    draft = root / "content/case-studies/acme.md"
    draft.write_text("---\ntitle: Acme\nsummary: Two\ndraft: true\n---\n", encoding="utf-8")
    settings = Settings({"PORTFOLIO_CONFIDENTIAL": "acme"}, "https://example.org/")
    prepared = prepare_site(read_site_files(str(root)), settings)
    assert prepared.warnings == ()
    assert "content/case-studies/****.md" in prepared.drafts


def test_a_list_that_is_missing_is_a_note_unless_the_environment_has_words(root: Path) -> None:
    change(root, "portfolio.yaml", "", "confidential: private/secret.txt\n")
    files = read_site_files(str(root))
    prepared = prepare_site(files, Settings({}, "https://example.org/"))
    assert prepared.notes == (
        "`private/secret.txt` is not here: no confidential word was looked for; PORTFOLIO_CONFIDENTIAL can have them, too",
    )
    env = {"PORTFOLIO_CONFIDENTIAL": "zzz"}
    assert prepare_site(files, Settings(env, "https://example.org/")).notes == ()


def test_a_list_among_the_published_files_is_an_error(root: Path) -> None:
    change(root, "portfolio.yaml", "", "confidential: static/secret.txt\n")
    with pytest.raises(ContentError, match="`confidential` cannot be in `static/`, which is published"):
        find(root)
