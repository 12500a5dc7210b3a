"""The pages of tags and stack entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.sites import add_study, copy_starter, render, view

if TYPE_CHECKING:
    from pathlib import Path


def test_the_page_of_a_stack_entry_has_the_decisions_that_name_it(tmp_path: Path) -> None:
    root = copy_starter(tmp_path / "site")
    decisions = [
        {"what": "Write in C", "why": "It is small."},
        {"what": "Keep `C++` out", "why": "It is large."},
        {"what": "Ask first", "why": "Nobody knows C better."},
        {"what": "Cut costs", "why": "Costs grow.", "trade_off": "C, that is."},
        {"what": "Say c", "why": "It is a letter."},
    ]
    add_study(root, "small", decisions=decisions, stack=[], tags=["C", "C++"])
    shown = {
        name: view(root, f"tags/{slug}/index.html").rows[0].decisions
        for name, slug in (("C", "c"), ("C++", "c-plus-plus"))
    }
    assert shown == {"C": ("Write in C", "Ask first", "Cut costs"), "C++": ("Keep `C++` out",)}
    html = render(root)["tags/c-plus-plus/index.html"]
    assert "Decisions: Keep <code>C++</code> out" in html
