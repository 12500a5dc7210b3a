"""`portfolio diff`: the sentences that one variant shows and the other does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.command import run_cli
from support.sites import add_study, copy_starter, edit_yaml

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = copy_starter(tmp_path / "site")
    add_study(root, "jam", "Jam is boiled. It keeps for a year.\n", title="Jam", tags=["fruit"])
    add_study(root, "tea", "Tea is not boiled.\n", title="Tea", tags=["leaves"])
    variants = {
        "cook": {"lead": "I cook. I write it down.", "tags": ["fruit"]},
        "brewer": {"lead": "I brew. I write it down.", "tags": ["leaves"]},
    }
    edit_yaml(root, "portfolio.yaml", lambda config: (config or {}) | {"variants": variants})
    return root


def diff(root: Path, *names: str) -> str:
    done = run_cli(["--site", root, "diff", *names], home=root.parent, cwd=root.parent)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_each_side_has_its_own_sentences_and_what_both_say_is_left_out(root: Path) -> None:
    said = diff(root, "cook", "brewer")
    assert said.startswith("--- cook\n+++ brewer\n\n/\n")
    for line in (
        "- I cook.",
        "+ I brew.",
        "- Jam is boiled.",
        "- It keeps for a year.",
        "+ Tea is not boiled.",
    ):
        assert f"\n{line}\n" in said
    assert "I write it down." not in said
    assert "\n/case-studies/jam/\n- " in said


def test_a_variant_is_compared_with_the_whole_site(root: Path) -> None:
    said = diff(root, "cook")
    assert said.startswith("--- cook\n+++ the whole site\n")
    assert "\n+ Tea is not boiled.\n" in said
    assert "Jam is boiled." not in said


def test_a_file_that_both_sides_have_is_no_difference(root: Path) -> None:
    (root / "static").mkdir(exist_ok=True)
    (root / "static" / "cv.pdf").write_bytes(b"%PDF-1.4")
    edit_yaml(root, "content/profile.yaml", lambda profile: profile | {"resume": "/cv.pdf"})
    assert "cv.pdf" not in diff(root, "cook", "brewer")
    assert "cv.pdf" not in diff(root, "cook")


def test_variants_that_say_the_same_differ_in_nothing(root: Path) -> None:
    edit_yaml(
        root,
        "portfolio.yaml",
        lambda config: config["variants"].update(chef={**config["variants"]["cook"], "tags": ["fruit"]}),
    )
    done = run_cli(["--site", root, "diff", "cook", "chef"], home=root.parent, cwd=root.parent)
    assert (done.stdout, done.returncode) == ("", 0)
    assert "cook and chef say the same" in done.stderr


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["cok"], "no such variant `cok`\n = help: did you mean `cook`?"),
        (["cook", "nothing"], "no such variant `nothing`\n = help: variants: cook, brewer"),
        (["cook", "cook"], "`cook` is given twice\n = help: name two variants"),
    ],
)
def test_an_unknown_name_is_wrong_usage(root: Path, names: list[str], message: str) -> None:
    done = run_cli(["--site", root, "diff", *names], home=root.parent, cwd=root.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_a_site_without_variants_is_told_where_to_write_them(root: Path) -> None:
    edit_yaml(
        root, "portfolio.yaml", lambda config: {key: config[key] for key in config if key != "variants"}
    )
    done = run_cli(["--site", root, "diff", "cook"], home=root.parent, cwd=root.parent)
    assert "write `variants:` into portfolio.yaml" in done.stderr


def test_the_readme_of_a_variant_shows_its_work_only(root: Path) -> None:
    file = root.parent / "README.md"
    done = run_cli(["--site", root, "readme", file, "--variant", "cook"], home=root.parent, cwd=root.parent)
    assert done.returncode == 0, done.stderr
    text = file.read_text(encoding="utf-8")
    assert "I cook." in text
    assert "Jam" in text
    assert "Tea" not in text
