"""Each kind of contradiction, planted in this owner's content, is one finding at its place; the content as it is has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.planting import CODES, Planted, find_all, plant, write_lists
from support.sites import copy_sources

if TYPE_CHECKING:
    from pathlib import Path

AI = "content/ai-in-practice.md"
CDC = "content/case-studies/cdc-pipeline.md"
GATEWAY = "content/case-studies/payment-gateway.md"
GDPR = "content/case-studies/gdpr-deletion-pipeline.md"
MIGRATION = "content/case-studies/cross-region-migration.md"
REPORTS = "content/case-studies/report-automation.md"
STACK = "content/stack.yaml"
WORKFLOWS = "content/case-studies/sync-to-async.md"
OUTCOMES = """outcomes:
  - id: toil
    what: toil
    after: eliminated
  - id: infrastructure
    what: that survives deletion
    after: infrastructure
  - id: observability
    what: observability
    after: added
  - id: construct
    what: CDK construct
    after: reusable
"""

PLANTED = {
    "a skill without work": Planted(
        STACK,
        "    - Java\n",
        "    - Java\n    - Fortran\n",
        "stack-evidence",
        "no work shows `Fortran`",
        "Fortran",
    ),
    "a skill whose reason is gone": Planted(
        STACK,
        "    - Redis  # allow stack-evidence: no case study of its own yet",
        "    - Redis",
        "stack-evidence",
        "no work shows `Redis`",
        "Redis",
    ),
    "a principle without evidence": Planted(
        "content/principles.yaml",
        "- id: eliminate-toil",
        "- id: ask-twice\n  name: ask twice\n  text: Ask.\n\n- id: eliminate-toil",
        "principle-evidence",
        "no case study shows `ask-twice`",
        "ask-twice",
    ),
    "a case study without an outcome": Planted(
        REPORTS, OUTCOMES, "", "no-outcome", "this case study has no outcome", "Scheduled report automation"
    ),
    "more customers in a headline": Planted(
        MIGRATION,
        "headline: 1M+",
        "headline: 1.2M",
        "headline-figure",
        "the headline's number `1.2M` is in no outcome",
        "1.2M",
    ),
    "more customers in another text": Planted(
        AI,
        "The interesting",
        "Once 1.2M customers moved to a new region. The interesting",
        "contradiction",
        "`1.2M` contradicts the outcome `1M+ customers moved to a new region`",
        "1.2M",
    ),
    "more records in the case study's text": Planted(
        CDC,
        "## From",
        "Some 1.5M records backfilled in a day.\n\n## From",
        "contradiction",
        "`1.5M` contradicts the outcome `1.3M records backfilled`",
        "1.5M",
    ),
    "fewer gateways": Planted(
        GATEWAY,
        "## One contract",
        "It has 4 payment gateways behind one contract.\n\n## One contract",
        "contradiction",
        "`4` contradicts the outcome `5 payment gateways behind one contract`",
        "4",
    ),
    "a percentage that does not follow": Planted(
        WORKFLOWS,
        "50% less latency",
        "60% less latency, from 50 to 25 minutes",
        "contradiction",
        "`60%` contradicts the outcome `execution time of IT workflows: 50 → 25 minutes`",
        "60%",
    ),
    "another change": Planted(
        WORKFLOWS,
        "## Why",
        "The workflows went from 50 minutes down to 30 minutes.\n\n## Why",
        "contradiction",
        "`30 minutes` contradicts the outcome `execution time of IT workflows: 50 → 25 minutes`",
        "30 minutes",
    ),
    "an end before its start": Planted(
        GDPR,
        "updated: ",
        "start: 2025-03\nend: 2024-03\nupdated: ",
        "date",
        "`end` is before `start`, which is `2025-03`",
        "2024-03",
    ),
    "a mark of unfinished text": Planted(
        AI, "The interesting", "TODO: the interesting", "unfinished", "`TODO` is left in the text", "TODO"
    ),
    "a misspelt word": Planted(
        AI,
        "The interesting",
        "To recieve one, the interesting",
        "spelling",
        "`recieve` is misspelt",
        "recieve",
    ),
    "a confidential word": Planted(
        AI,
        "The interesting",
        "For Zyzzyva Holding, the interesting",
        "confidential",
        "a word of the confidential list is in this text",
        "*" * 15,
    ),
}


@pytest.fixture
def root(source: Path, tmp_path: Path) -> Path:
    copy_sources(source, tmp_path / "site")
    return tmp_path / "site"


def test_the_content_as_it_is_contradicts_nothing(root: Path) -> None:
    write_lists(root)
    assert find_all(root) == ()


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED.keys())
def test_what_is_planted_is_one_finding_at_its_place(root: Path, planted: Planted) -> None:
    plant(root, planted)


def test_each_check_of_claims_has_a_planted_case() -> None:
    assert {item.code for item in PLANTED.values()} == CODES
