"""Variants: the site cut for one job, at an unlisted address; the site itself stays as it is, byte for byte."""

from __future__ import annotations

import posixpath
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from support.command import ROOT, clean_env, run_cli
from support.sites import add_study, build, copy_starter, edit_study, edit_yaml

from portfolio.errors import Code, ContentError
from portfolio.report import render_text
from portfolio.scaffold import EXAMPLE, create_site
from portfolio.site.output_folder import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MARKS = {"apples": "Grows apples at scale", "pears": "Sorts pears by hand"}
"""The lead of each variant, which no other page has."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = copy_starter(tmp_path / "site")
    (root / "content" / "home.yaml").unlink(missing_ok=True)
    plain: dict[str, Any] = {"stack": [], "principles": [], "outcomes": [], "headline": None}
    add_study(root, "apple", "About [pears](pear.md).\n", title="Apple", tags=["fruit", "red"], **plain)
    add_study(root, "pear", "About [apples](apple.md).\n", title="Pear", tags=["fruit", "green"], **plain)
    add_study(root, "plum", title="Plum", tags=["fruit", "blue"], **plain)
    return root


def vary(root: Path, **variants: object) -> Path:
    edit_yaml(root, "portfolio.yaml", lambda config: (config or {}) | {"variants": variants})
    return root


def published(root: Path) -> dict[str, bytes]:
    out = root.parent / "out"
    build(root, out)
    files = [path for path in sorted(out.rglob("*")) if path.is_file() and path.name != MANIFEST]
    return {str(path.relative_to(out)): path.read_bytes() for path in files}


def both(root: Path) -> Path:
    return vary(
        root,
        apples={"lead": MARKS["apples"], "case_studies": ["apple"], "tags": ["blue"]},
        pears={"lead": MARKS["pears"], "tags": ["green"]},
    )


def test_the_site_itself_is_byte_for_byte_what_it_is_without_variants(root: Path) -> None:
    before = published(root)
    after = published(both(root))
    assert {path: content for path, content in after.items() if not path.startswith("for/")} == before
    assert any(path.startswith("for/apples/") for path in after)


def test_nothing_of_a_variant_is_in_another_one_or_on_the_site(root: Path) -> None:
    for path, content in published(both(root)).items():
        for name, mark in MARKS.items():
            if mark.encode() in content:
                assert path.startswith(f"for/{name}/"), path
    assert MARKS["apples"].encode() in published(root)["for/apples/index.html"]


def test_a_variant_shows_what_it_names_in_that_order_then_what_has_its_tags(root: Path) -> None:
    vary(root, fruit={"case_studies": ["plum", "apple"], "tags": ["green"]})
    page = published(root)["for/fruit/case-studies/index.html"].decode()
    assert re.findall('<a href="[./]*/case-studies/([a-z]+)/"', page) == ["plum", "apple", "pear"]


def test_the_numbers_of_the_case_studies_that_a_variant_names_come_first(root: Path) -> None:
    for slug in ("apple", "pear", "plum"):
        outcomes = [{"id": "sold", "what": f"{slug} trees", "after": 7}]
        edit_study(root, slug, lambda front, outcomes=outcomes: front | {"outcomes": outcomes})  # type: ignore[misc]
    (root / "content" / "home.yaml").write_text(
        "figures: [apple/sold, pear/sold, plum/sold]\nsections: [{kind: case-studies}]\n", encoding="utf-8"
    )
    files = published(vary(root, plums={"case_studies": ["plum"], "tags": ["green", "red"]}))
    for path, order in (("index.html", "apple pear plum"), ("for/plums/index.html", "plum apple pear")):
        assert re.findall(">([a-z]+) trees<", files[path].decode()) == order.split(), path


def test_a_variant_shows_no_more_than_its_limit(root: Path) -> None:
    files = published(vary(root, few={"tags": ["fruit"], "limit": 2}))
    assert len([path for path in files if re.fullmatch("for/few/case-studies/[a-z]+/index.html", path)]) == 2


def test_search_engines_are_told_not_to_list_a_variant(root: Path) -> None:
    files = published(both(root))
    pages = [path for path in files if path.startswith("for/") and path.endswith(".html")]
    assert all(b'name="robots" content="noindex' in files[path] for path in pages)
    assert pages
    assert not any(
        path.rpartition("/")[2] in {"sitemap.xml", "404.html", "feed.atom", "CNAME"}
        for path in files
        if path.startswith("for/")
    )
    assert b"for/" not in files["sitemap.xml"]


def test_a_link_to_what_a_variant_leaves_out_leads_to_the_site_itself(root: Path) -> None:
    files = published(both(root))
    assert b'href="../../../../case-studies/pear/"' in files["for/apples/case-studies/apple/index.html"]
    assert b"https://example.org/case-studies/pear/" in files["for/apples/case-studies/apple/index.txt"]
    assert b'href="../../case-studies/pear/"' in files["case-studies/apple/index.html"]


def test_a_link_to_a_section_that_a_variant_leaves_out_leads_to_the_site_itself(root: Path) -> None:
    add_study(
        root,
        "jam",
        "See [work](/#case-studies) and [projects](/#projects).\n",
        title="Jam",
        kind="project",
        tags=["sweet"],
        stack=[],
        principles=[],
        outcomes=[],
    )
    page = published(vary(root, cook={"tags": ["sweet"]}))["for/cook/case-studies/jam/index.html"].decode()
    assert 'href="../../../../#case-studies"' in page
    assert 'href="../../#projects"' in page


def test_a_file_of_one_variant_is_not_in_another_one_and_leads_there(root: Path) -> None:
    folder = both(root) / "static" / "for" / "apples"
    folder.mkdir(parents=True)
    (folder / "letter.txt").write_text("Dear orchard", encoding="utf-8")
    (folder / "tree.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 4"/>', encoding="utf-8"
    )
    add_study(
        root,
        "pear",
        "[A letter](/for/apples/letter.txt)\n\n![A tree](/for/apples/tree.svg)\n",
        title="Pear",
        tags=["green"],
        stack=[],
        principles=[],
        outcomes=[],
        headline=None,
    )
    files = published(root)
    assert [path for path in files if path.endswith("letter.txt")] == ["for/apples/letter.txt"]
    page = files["for/pears/case-studies/pear/index.html"].decode()
    assert 'href="../../../../for/apples/letter.txt"' in page
    assert 'src="../../../../for/apples/tree.svg"' in page


def list_links(path: str, content: bytes) -> Iterator[str]:
    """Yield the paths in the output that a file leads to."""
    text = content.decode()
    for address in re.findall(r"""https://example\.org/([^]\s"'<>)\\#\x07\x1b]*)""", text):
        yield address.rstrip(".,")
    if path.endswith(".html"):
        words = re.findall(r' (?:href|src|poster)="([^"#?]*)', text)
        words += [
            item.split()[0] for value in re.findall(' srcset="([^"]*)"', text) for item in value.split(", ")
        ]
        for word in words:
            if word and not re.match("[a-z]+:", word):
                yield posixpath.normpath(posixpath.join(posixpath.dirname(path), word)) + "/" * word.endswith(
                    "/"
                )


def test_a_variant_shares_the_files_of_static_and_every_link_of_its_leads_somewhere(tmp_path: Path) -> None:
    create_site(tmp_path / "site", EXAMPLE)
    config = {
        "base_url": "https://example.org/",
        "files": {"vcard": True, "llms": True},
        "outputs": {"markdown": True},
    }
    variants = {"all": {}, "one": {"case_studies": ["rain-map"], "limit": 1}}
    edit_yaml(tmp_path / "site", "portfolio.yaml", lambda old: old | config | {"variants": variants})
    static = tmp_path / "site" / "static"
    (static / "card.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\4\xb0\0\0\2v")
    (static / "resume.pdf").write_bytes(b"%PDF")
    files = published(tmp_path / "site")
    assert not [
        name for name in files if name.startswith("for/") and (static / name.split("/", 2)[2]).exists()
    ]
    known = files.keys() | {f"{posixpath.dirname(name)}/".lstrip("/") for name in files if "index." in name}
    links = {
        (name, link)
        for name, content in files.items()
        if name.startswith("for/") and not name.endswith((".ans", ".1", ".mp4", ".png"))
        for link in list_links(name, content)
    }
    assert {link for _, link in links} >= {"portrait.svg", "rain.png", "rain.mp4", "card.png", "cv.pdf"}
    assert sorted((name, link) for name, link in links if link not in known) == []


def test_a_template_of_the_owner_reaches_the_files_of_static_from_a_variant(root: Path) -> None:
    (root / "static").mkdir(exist_ok=True)
    (root / "static" / "logo.svg").write_text("<svg/>", encoding="utf-8")
    override = root / "templates" / "partials" / "footer.html"
    override.parent.mkdir(parents=True, exist_ok=True)
    override.write_text('<footer><img src="{{ page.files }}logo.svg" alt="Logo"></footer>', encoding="utf-8")
    files = published(both(root))
    assert b'src="./logo.svg"' in files["index.html"]
    assert b'src="../../logo.svg"' in files["case-studies/apple/index.html"]
    assert b'src="./../../logo.svg"' in files["for/apples/index.html"]
    assert b'src="../../../../logo.svg"' in files["for/apples/case-studies/apple/index.html"]


def test_role_and_lead_of_a_variant_are_in_its_texts_too(root: Path) -> None:
    vary(root, cook={"role": "Cook of Jam", "lead": "Boils fruit.", "tags": ["fruit"]})
    files = published(root)
    for path in ("index.html", "index.txt", "resume.json"):
        assert b"Cook of Jam" in files[f"for/cook/{path}"], path
        assert b"Cook of Jam" not in files[path], path


def test_a_section_without_anything_left_is_not_in_the_variant(root: Path) -> None:
    add_study(root, "jam", title="Jam", kind="project", tags=["sweet"], stack=[], principles=[], outcomes=[])
    files = published(vary(root, cook={"tags": ["sweet"]}))
    assert b'id="case-studies"' not in files["for/cook/index.html"]
    assert b'id="projects"' in files["for/cook/index.html"]
    assert b'id="case-studies"' in files["index.html"]


def test_an_empty_headline_is_as_none(root: Path) -> None:
    file = root / "content" / "case-studies" / "apple.md"
    file.write_text(file.read_text(encoding="utf-8").replace("headline: null", "headline:"), encoding="utf-8")
    assert b"Apple" in published(root)["case-studies/apple/index.html"]


BAD = """\
variants:
  Apples:
    tags: [fruit]
  pears:
    tags: [gren, fruit, Fruit]
    case_studies: [peer]
    order: 3
"""


def test_all_errors_of_variants_are_reported_at_once_with_the_nearest_right_word(root: Path) -> None:
    (root / "portfolio.yaml").write_text(BAD, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        build(root)
    said = render_text(caught.value.diagnostics)
    for line in (
        "portfolio.yaml:2:3: error[invalid-value]: `variants` cannot be `Apples`",
        "did you mean `apples`?",
        "portfolio.yaml:5:12: error[unknown-reference]: no case study has the tag `gren`",
        "did you mean `green`?",
        "portfolio.yaml:5:25: error[duplicate-value]: `Fruit` is given twice in `tags`",
        "portfolio.yaml:6:20: error[unknown-reference]: unknown case study `peer`",
        "portfolio.yaml:7:5: error[unknown-key]: unknown key `order`",
    ):
        assert line in said


def test_markup_that_a_lead_does_not_take_is_a_warning(root: Path) -> None:
    vary(root, apples={"lead": "See *all* of [it](/nope/)", "tags": ["red"]})
    warnings = build(root).rendered.prepared.warnings
    assert [(item.code, item.message) for item in warnings if item.code is Code.RAW_MARKUP] == [
        (Code.RAW_MARKUP, "`[it](/nope/)` is shown literally")
    ]
    vary(root, apples={"role": "A *cook*", "lead": "See *all* of `it`", "tags": ["red"]})
    warnings = build(root).rendered.prepared.warnings
    assert [item.message for item in warnings if item.code is Code.RAW_MARKUP] == [
        "`*cook*` is shown literally"
    ]


def test_a_name_that_no_disk_takes_is_an_error(root: Path) -> None:
    build(vary(root, **{"a" * 63: {}}))
    with pytest.raises(ContentError, match="`variants` cannot be `aaa"):
        build(vary(root, **{"a" * 64: {}}))


def test_a_draft_in_a_variant_is_an_error(root: Path) -> None:
    add_study(root, "fig", title="Fig", draft=True, tags=[], stack=[], principles=[], outcomes=[])
    with pytest.raises(ContentError, match="`fig` is a draft, which no build publishes"):
        build(vary(root, figs={"case_studies": ["fig"]}))


def test_a_variant_that_shows_nothing_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "profile.yaml").write_text("name: Ada Example\n", encoding="utf-8")
    (tmp_path / "portfolio.yaml").write_text("variants:\n  jam: {}\n", encoding="utf-8")
    with pytest.raises(ContentError, match="the variant `jam` shows no case study"):
        build(tmp_path)


def test_a_file_with_the_path_of_a_variant_is_an_error(root: Path) -> None:
    taken = both(root) / "static" / "for" / "pears" / "index.html"
    taken.parent.mkdir(parents=True)
    taken.write_text("mine", encoding="utf-8")
    other = root / "static" / "for" / "apples"
    other.write_text("mine", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        build(root)
    assert [item.message for item in caught.value.diagnostics] == [
        "`static/for/apples` would overwrite the page for/apples/case-studies/plum/index.html",
        "`static/for/pears/index.html` would overwrite the page for/pears/index.html",
    ]


def test_a_site_without_variants_loads_nothing_of_them(root: Path, tmp_path: Path) -> None:
    def list_loaded() -> set[str]:
        code = (
            "import sys\nfrom portfolio.cli.main import run\nrun(['build', '--force'])\n"
            "print(*(name for name in sys.modules if 'variant' in name and 'simulate' not in name))"
        )
        env = clean_env(tmp_path) | {"PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=root, env=env, capture_output=True, text=True, check=True
        )
        return set(done.stdout.splitlines()[-1].split())

    assert list_loaded() == set()
    both(root)
    assert list_loaded() == {"portfolio.load.variants", "portfolio.model.variant", "portfolio.site.variants"}


def test_a_verbose_build_names_each_variant_with_its_address(root: Path) -> None:
    done = run_cli(
        ["--site", both(root), "build", "-v", "--base-url", "https://example.org/me/"],
        home=root.parent,
        cwd=root,
    )
    assert [line for line in done.stderr.splitlines() if line.startswith("variant")] == [
        "variant apples: https://example.org/me/for/apples/",
        "variant pears: https://example.org/me/for/pears/",
    ]
