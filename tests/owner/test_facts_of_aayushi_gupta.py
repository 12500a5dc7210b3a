"""Facts of Aayushi Gupta, typed out by hand, are on the pages they belong to.

Collected for this owner alone: whoever puts another name into profile.yaml may delete the file.
"""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

import pytest
from owner.words import missing
from support.browser import page_at
from support.html_tree import parse_html
from support.sites import copy_sources, load, prepare, render
from support.snapshots import rich_snapshot, write_snapshot

from portfolio.documents.drawings import read_figure, repair_drawing
from portfolio.documents.figure import draw_figure
from portfolio.errors import Source
from portfolio.markdown.parser import parse_markdown
from portfolio.markdown.records import DIAGRAM_LANGUAGES
from portfolio.model.document import Document
from portfolio.theme.page_assets import measure_first_flight

if TYPE_CHECKING:
    from pathlib import Path

    from audit.sites import Site
    from playwright.sync_api import Browser

    from portfolio.markdown.records import CodeBlock
    from portfolio.site.loading import Loading

MAX_FIGURE_BYTES = 3_000
HOME_BYTES = 12_000
"""The goal for the first flight of the home page."""
TAGS = ("idempotency", "dynamodb", "lambda", "opensearch", "sqs", "kafka")

HOME = "/"
PRINCIPLES = "/principles/"
MIGRATION = "/case-studies/cross-region-migration/"
GDPR = "/case-studies/gdpr-deletion-pipeline/"
CDC = "/case-studies/cdc-pipeline/"
ASYNC = "/case-studies/sync-to-async/"
PAYMENTS = "/case-studies/payment-gateway/"
NOTIFICATIONS = "/case-studies/notification-pipeline/"
REPORTS = "/case-studies/report-automation/"

PRINCIPLE_FACTS = (
    "Migrate the data, then cut over the traffic",
    "Two steps, never one",
    "A deployment can be undone, a decommission can't",
    "makes idempotency mandatory",
    "metadata bug from data corruption",
    "Design the failure path first",
    "Reconciliation is part of the design",
    "Encode production's lessons in the infrastructure",
    "states what breaks, and when",
    "Teach failure modes, not only correct behaviour",
    "Don't document a workaround",
)

FACTS: dict[str, tuple[str, ...]] = {
    HOME: (
        # banner, badges, links
        "Aayushi Gupta",
        "Software Development Engineer",
        "Backend Systems",
        "Distributed Architecture",
        "AWS",
        "AWS Certified",
        "LinkedIn",
        "LeetCode",
        "linkedin.com/in/guptaaayushi09",
        "leetcode.com/code_buddy21",
        "github.com/guptaaayushi09",
        "aayushi09023@gmail.com",
        "mailto:aayushi09023@gmail.com",
        # whoami
        "whoami",
        "3+ years",
        "Amazon",
        "Pine Labs",
        "Niyo",
        "backend engineer",
        "distributed architectures",
        "event-driven pipelines",
        "cross-region migrations",
        "payment infrastructure",
        "real-time notification at scale",
        "design APIs",
        "own systems end to end",
        "mentor engineers",
        "3 AM",
        "Engineer.builder()",
        ".build()",
        ".experience(",
        "distributed systems",
        "event-driven architecture",
        "cloud infrastructure",
        '"Java", "Go", "TypeScript", "Python"',
        "SQS/SNS",
        "RAG pipelines",
        "vector databases",
        "dsaProblemsSolved(500)",
        # the case studies' rows
        "cat production_impact.log",
        "Real work at real scale",
        "1M+",
        "zero downtime",
        "100K+",
        "1.3M records backfilled",
        "50-minute workflows cut to 25",
        "50 → 25",
        "minutes",
        "5 payment gateways",
        "near real time",
        "survives deletion",
        # AI in practice
        "cat ai_in_practice.md",
        "part of how I build and how I work",
        "flat/flatmates",
        "working prototype",
        "Next.js · Java Spring Boot · LLM API",
        "Preference intake",
        "structured user profile",
        "Compatibility scoring",
        "deterministic structured JSON",
        "free text",
        "RAG layer",
        "embedded",
        "retrieved at match time",
        "relevant context",
        "Cold start",
        "rule-based scores",
        "signal enough for LLM scoring",
        "match time only",
        "not on each profile update",
        "embeddings cached",
        "inference selective",
        "Cursor",
        "GitHub Copilot",
        "boilerplate",
        "test cases",
        "debugging hypotheses",
        "pull-request descriptions",
        "architecture decisions",
        "root-cause analysis of production incidents",
        "reasoning I have to own",
        "LangChain internals",
        "Pinecone / Weaviate",
        "RAG versus fine-tuning",
        # principles
        "cat engineering_principles.txt",
        *PRINCIPLE_FACTS,
        # stack
        "tech --stack",
        "Languages",
        "C++",
        "Cloud (AWS)",
        "ECS",
        "Lambda",
        "SQS",
        "SNS",
        "DynamoDB",
        "S3",
        "OpenSearch",
        "EventBridge",
        "CDK",
        "CloudWatch",
        "Messaging",
        "Kafka",
        "SNS/SQS",
        "Databases",
        "MongoDB",
        "MySQL",
        "Redis",
        "Frameworks",
        "Spring Boot",
        "React",
        "Infrastructure",
        "Docker",
        "AWS CDK",
        "CloudFormation",
        "Observability",
        "Log Insights",
        "alarms",
        "DLQ",
        "AI/ML",
        "LLM APIs",
        "vector embeddings",
        "Testing",
        "Cypress",
        "parallel sharding",
        "integration tests",
        # repositories
        "git log --stats",
        "Hactoberfest_2021",
        "31",
        "hacktober2021",
        "hacktober2k21",
        "Hacktoberfest-2k21",
        "rupeshpandit/Hacktoberfest-2k21",
        "hacktoberfest2k21",
        "hacktoberfest2021",
        "Hacktoberfest-2k20",
        "sca-nit-jsr/Hacktoberfest-2k20",
        "completing Hacktoberfest 2020",
        "Hacktoberfest2K21-1",
        "samridh-git/Hacktoberfest2K21",
        "Hacktoberfest-2k21-",
        "MahakAgrawal03/Hacktoberfest-2k21-",
        "HacktoberFest",
        "HTML",
        "PritamNIT/HacktoberFest",
        # contact
        "reach --out",
        "curl -X GET",
        "echo",
        "millions of users",
        "as if it matters",
        "Because it does.",
    ),
    PRINCIPLES: PRINCIPLE_FACTS,
    MIGRATION: (
        "🌍",
        "Amazon",
        "1M+ customers",
        "zero downtime",
        "zero data loss",
        "organisation-wide playbook",
        "no playbook",
        "stateful ECS service",
        "eu-west-1",
        "eu-south-2",
        "Regional Flex Planning",
        "from scratch",
        "end to end",
        "Per-tenant S3 cross-region replication",
        "OpenSearch snapshot-restore",
        "WebLab",
        "5% → 25% → 50% → 100%",
        "change management",
        "S3 object counts",
        "OpenSearch document counts",
        "go/no-go gate",
        "timer",
        "7-day monitoring window",
        "no traffic",
        "delete resources",
        "can't be undone",
        "endpoints first, then compute, then data",
        "fails in cascades",
        "client teams",
        "Alpha and Prod accounts",
        "runbook",
    ),
    GDPR: (
        "🔐",
        "Amazon",
        "compliance-grade",
        "3+ microservices",
        "missed deletion",
        "violation",
        "deletion event",
        "buffered queue",
        "DynamoDB tables",
        "External state API",
        "captures failures, raises an alarm",
        "tracking table",
        "customerId + requestId",
        "at-least-once",
        "duplicates will come",
        "distributed-transaction gap",
        "returns to the queue",
        "no-op",
        "external call is made again",
        "the half that can be repaired: the state update",
        "outlives its deletion request",
        "CloudWatch alarm",
        "replayed",
        "root cause is fixed",
        "always-on ECS service",
        "rarely, and in bursts",
        "scales to zero",
        "only while it runs",
        "right to erasure",
        "100K+ customers",
        "safe under at-least-once delivery",
        "zero silent failures",
    ),
    CDC: (
        "📊",
        "Amazon",
        "change data capture",
        "columnar",
        "read capacity",
        '{S: "val"}',
        "{BOOL: true}",
        "TSV",
        "column order and type mapping",
        "DynamoDB Streams only see",
        "1.3M existing records",
        "1.7 GB",
        "temporary table with streams on",
        "parallel DataCraft pipeline",
        "same Andes destination",
        "production stream",
        "timestamps",
        "1255",
        "1254",
        "Andes directly",
        "manifest-generation bug",
        "version flag of DataCraft",
        "Recreate the pipeline with the flag first, and the Datashare second",
        "broken manifest",
        "EU, NA and FE",
        "one schema",
        "multi-region",
        "1.3M records backfilled",
        "production bug found and fixed",
        "downstream Redshift",
        "unblocked",
    ),
    ASYNC: (
        "⚡",
        "Amazon",
        "Synchronous IT workflows",
        "peak load",
        "event-driven",
        "caller waits for the callee",
        "slow callee",
        "the whole chain times out",
        "publish events to SQS",
        "forget",
        "own pace",
        "idempotency guards",
        "at-least-once",
        "DLQ",
        "visibility-timeout",
        "long load spikes",
        "50 → 25 minutes",
        "50% less latency",
        "timeouts were eliminated",
    ),
    PAYMENTS: (
        "💳",
        "Pine Labs",
        "multi-gateway payment integration layer",
        "technical ownership",
        "junior engineers",
        "One internal API contract",
        "authentication, retry semantics, error codes and idempotency",
        "Callers see none of it",
        "resilience contract",
        "Retries, timeouts and idempotency keys",
        "has to follow it and may not bring its own",
        "led the code reviews",
        "failure modes",
        "200",
        "pending",
        "in the middle of a request",
        "failure paths",
        "reconciliation flow",
        "failed or ambiguous transactions",
        "recovery path",
        "error log",
        "5 payment gateways",
        "integrated",
        "one abstraction owned",
        "production-grade error handling",
    ),
    NOTIFICATIONS: (
        "📡",
        "Niyo",
        "Kafka",
        "Push, SMS and e-mail",
        "transaction events",
        "batch job",
        "not acceptable",
        "Kafka topic",
        "Notification consumer service",
        "FCM/APNs",
        "SMS (provider)",
        "E-mail (provider)",
        "consumer groups",
        "partition assignment",
        "over all channels",
        "routing layer",
        "user preference and event type",
        "without consuming the event twice",
        "only after every dispatch succeeded",
        "last committed offset",
        "dropped silently",
        "batch cycle",
        "near real time",
        "multi-channel fan-out",
        "ordered delivery",
        "fault-tolerant offset management",
    ),
    REPORTS: (
        "📧",
        "Amazon",
        "from scratch",
        "unasked",
        "toil",
        "EventBridge cron",
        "DynamoDB scan",
        "CSV in memory",
        "S3 archive",
        "SES e-mail",
        "/tmp",  # noqa: S108 (a fact, not a file)
        "ephemeral",
        "nothing to clean up",
        "generic",
        "LambdaConfig",
        "Another scheduled report can reuse the construct",
        "deleted by accident",
        "ZAZ migration's decommission",
        "Four lessons",
        "RemovalPolicy.RETAIN",
        "CloudWatch error alarm",
        "invisible",
        "missed an e-mail",
        "survives deletion",
        "observability",
        "reusable",
        "CDK construct",
    ),
}


@pytest.fixture(scope="module")
def loading(source: Path) -> Loading:
    return load(source)


@pytest.fixture(scope="module")
def drawings(source: Path, loading: Loading) -> dict[str, CodeBlock]:
    """All drawings, by the file and the title of each."""
    texts = (
        Document(Source(path, (source / path).read_text(encoding="utf-8")), first_line)
        for path, first_line in loading.texts.items()
    )
    return {
        f"{document.path}: {block.fence.title}": block
        for document in texts
        for block in parse_markdown(document).code_blocks
        if block.fence.language in DIAGRAM_LANGUAGES
    }


def test_every_listed_fact_is_on_its_page(site: Site) -> None:
    wanted = [(address, fact) for address, facts in FACTS.items() for fact in facts]
    assert missing(site.root, wanted) == []


def test_the_list_of_facts_stays_long() -> None:
    assert len({fact for facts in FACTS.values() for fact in facts}) >= 250


def test_every_fixed_address_is_there(site: Site) -> None:
    fixed = [*FACTS, "/case-studies/", *(f"/tags/{tag}/" for tag in TAGS)]
    assert [path for path in fixed if not (site.root / path.strip("/") / "index.html").is_file()] == []


def test_titles_and_descriptions_have_the_length_that_search_engines_show(site: Site) -> None:
    for page in site.pages:
        head = parse_html(page.html).one("head")
        said = {item.attributes.get("name"): item.attributes.get("content", "") for item in head.all("meta")}
        assert len(head.one("title").text) <= 65, page.path
        assert 70 <= len(said["description"]) <= 160, (page.path, said["description"])


@pytest.mark.chromium
def test_the_first_work_is_on_the_first_screen_of_a_phone_and_the_page_is_short(
    site: Site, chromium: Browser
) -> None:
    for width, height, limit in ((390, 844, 7000), (1440, 900, 4200)):
        with page_at(chromium, width, height) as page:
            page.goto((site.root / "index.html").as_uri())
            box = page.locator(".row h3").first.bounding_box()
            assert box
            assert box["y"] + box["height"] <= height
            assert page.evaluate("document.documentElement.scrollHeight") <= limit


def test_nothing_is_warned_of(source: Path, site: Site) -> None:
    assert prepare(source, site.base_url).warnings == ()


def test_the_home_page_keeps_its_budget_with_every_statistic(source: Path, tmp_path: Path) -> None:
    copy_sources(source, tmp_path / "site")
    write_snapshot(tmp_path / "site", rich_snapshot(login="guptaaayushi09"))
    home = render(tmp_path / "site", "https://guptaaayushi09.github.io/guptaaayushi09/")["index.html"]
    assert "1,539" in home
    sizes = [measure_first_flight(home.encode()), len(gzip.compress(home.encode(), 9, mtime=0))]
    assert max(sizes) <= HOME_BYTES, sizes


def test_all_nine_drawings_are_understood_light_and_without_a_flaw(drawings: dict[str, CodeBlock]) -> None:
    assert len(drawings) == 9
    for name, block in drawings.items():
        figure = read_figure(block.text, block.fence.language)
        assert figure.problems == (), name
        assert figure.diagram.kind in {"flow", "tree"}, name
        assert repair_drawing(block.text.rstrip("\n")) == {}, name
        html = draw_figure(figure, block.fence.title, "diagram--1")
        assert len(zlib.compress(html.encode())) <= MAX_FIGURE_BYTES, name


def test_the_deletion_pipeline_has_its_edges(drawings: dict[str, CodeBlock]) -> None:
    (block,) = (block for name, block in drawings.items() if "gdpr" in name)
    graph = read_figure(block.text, "diagram").graph
    names = [node.label for node in graph.nodes]
    assert {(names[edge.source], names[edge.target]) for edge in graph.edges} == {
        ("SNS", "SQS"),
        ("SQS", "Lambda"),
        ("SQS", "DLQ"),
        ("Lambda", "DynamoDB tables"),
        ("Lambda", "External state API"),
    }
    notes = {node.label: node.note for node in graph.nodes if node.note}
    assert notes == {
        "SNS": "deletion event",
        "SQS": "buffered queue",
        "DLQ": "captures failures, raises an alarm",
    }
