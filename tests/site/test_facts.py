"""The owner's facts, typed out by hand, are on the pages they belong to; and nothing of content/ gets lost."""

from __future__ import annotations

import functools
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import yaml
from support.command import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

CONTENT = ROOT / "content"

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
    "Migrating data and cutting over traffic are two steps",
    "decommission can't",
    "idempotency is mandatory",
    "metadata bug or data corruption",
    "failure path",
    "reconciliation is part of the design",
    "forced to rebuild",
    "what breaks, and when",
    "how things fail",
    "Eliminate the toil",
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
        "50% less latency",
        "50 → 25",
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
        "Updating a profile costs no LLM call",
        "Embeddings are cached",
        "inference is selective",
        "Cursor",
        "GitHub Copilot",
        "boilerplate",
        "test cases",
        "debugging hypotheses",
        "pull-request descriptions",
        "architecture decisions",
        "root-cause analysis of production incidents",
        "reasoning",
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
        "It does.",
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

INLINE_TAGS = frozenset(
    {"a", "abbr", "b", "code", "em", "kbd", "mark", "span", "strong", "sub", "sup", "wbr"}
)
"""Elements that may stand within a word."""

NOT_WORDS = frozenset({"badge", "command", "figures", "file", "id", "kind", "order", "principles", "updated"})
"""Keys whose values are references, settings or ornaments."""

ON_HOME_TOO = frozenset({"headline", "problem", "company", "tags"})
"""Keys of a case study that its row on the home page shows."""


class _VisibleText(HTMLParser):
    """Collects what a page says, and where it links to."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style"}:
            self.hidden += 1
        if tag not in INLINE_TAGS:
            self.parts.append(" ")
        self.parts += [f"\0{value}" for name, value in attrs if name == "href" and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self.hidden -= 1
        if tag not in INLINE_TAGS:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def normalise(text: str) -> str:
    """Return text as this file compares it: without case, with plain quotes and single spaces."""
    plain = text.translate(str.maketrans("‘’“”\u00a0", "''\"\" ")).casefold()  # noqa: RUF001 (quotes to undo)
    return " ".join(plain.split())


@functools.cache
def page_text(site: Path, address: str) -> str:
    """Return the words of a built page, its link targets after them."""
    reader = _VisibleText()
    reader.feed((site / address.strip("/") / "index.html").read_text(encoding="utf-8"))
    reader.close()
    words = [part for part in reader.parts if not part.startswith("\0")]
    links = [part[1:] for part in reader.parts if part.startswith("\0")]
    return normalise(" ".join(["".join(words), *links]))


def missing(site: Path, wanted: Iterable[tuple[str, str]]) -> list[str]:
    """Return every pair of address and words whose page does not say them."""
    return [
        f"{address}: {words}" for address, words in wanted if normalise(words) not in page_text(site, address)
    ]


def strip_inline(text: str) -> str:
    """Return a line of Markdown as a reader sees it."""
    text = re.sub(r"\[\^[^\]]+\]", "", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"(?<!\\)[*`]", "", text)


def leaves(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a YAML value with the nearest key above it."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, key)
    elif isinstance(value, str) and key not in NOT_WORDS:
        yield key, strip_inline(value)


def read_case_study(path: Path) -> tuple[object, str]:
    """Return the front matter of a case study with every scalar as text, and the body."""
    _, front_matter, body = path.read_text(encoding="utf-8").split("---\n", maxsplit=2)
    return yaml.load(front_matter, yaml.BaseLoader), body  # noqa: S506 (makes nothing but text)


def case_study_paths() -> list[Path]:
    return sorted((CONTENT / "case-studies").glob("*.md"))


def markdown_words(body: str) -> Iterator[str]:
    """Yield what each line of a Markdown text says, without its markup; of a diagram, word by word."""
    fence = None
    for line in body.splitlines():
        if opening := re.match(r"```+\s*(\S*)(?:.*title=\"([^\"]*)\")?", line):
            fence = opening[1] or "text" if fence is None else None
            yield from filter(None, [opening[2]])
        elif fence == "diagram":
            yield from re.findall(r"\w+", line)
        elif fence is not None:
            yield line
        elif not re.fullmatch(r"> \[!\w+\]|[-|: ]*", line):
            text = re.sub(r"^\s*(?:#+|[-*+]|\d+\.|>)\s+", "", line)
            yield from (strip_inline(cell) for cell in text.split("|"))


def test_every_listed_fact_is_on_its_page(owner_site: Path) -> None:
    wanted = [(address, fact) for address, facts in FACTS.items() for fact in facts]

    assert missing(owner_site, wanted) == []


def test_the_list_of_facts_stays_long() -> None:
    assert len({fact for facts in FACTS.values() for fact in facts}) >= 250


def test_every_value_of_the_yaml_files_is_on_the_home_page(owner_site: Path) -> None:
    wanted = [
        (HOME, words)
        for path in sorted(CONTENT.glob("*.yaml"))
        for key, words in leaves(yaml.load(path.read_bytes(), yaml.BaseLoader))  # noqa: S506 (makes nothing but text)
        if (path.name, key) != ("principles.yaml", "name")  # the short names are for links elsewhere
    ]

    assert len(wanted) > 100
    assert missing(owner_site, wanted) == []


def test_every_principle_is_on_the_page_of_principles(owner_site: Path) -> None:
    principles = yaml.load((CONTENT / "principles.yaml").read_bytes(), yaml.BaseLoader)  # noqa: S506 (makes nothing but text)

    wanted = [(PRINCIPLES, item[key]) for item in principles for key in ("name", "text")]
    assert missing(owner_site, wanted) == []


def test_every_value_of_a_front_matter_is_on_its_page_and_its_row_on_the_home_page(owner_site: Path) -> None:
    wanted = []
    for path in case_study_paths():
        for key, words in leaves(read_case_study(path)[0]):
            wanted.append((f"/case-studies/{path.stem}/", words))
            if key in ON_HOME_TOO:
                wanted.append((HOME, words))

    assert len(wanted) > 200
    assert missing(owner_site, wanted) == []


def test_every_line_of_markdown_is_on_its_page(owner_site: Path) -> None:
    bodies = {f"/case-studies/{path.stem}/": read_case_study(path)[1] for path in case_study_paths()}
    bodies[HOME] = "\n".join(path.read_text(encoding="utf-8") for path in sorted(CONTENT.glob("*.md")))
    wanted = [(address, words) for address, body in bodies.items() for words in markdown_words(body)]

    assert len(wanted) > 300
    assert missing(owner_site, wanted) == []


def test_words_of_a_page_are_what_a_reader_sees_and_follows(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        '<title>T</title><style>no</style><script>no()</script><p>It&#39;s <b>1</b>M+</p><p>x <a href="/y">y</a>z',
        encoding="utf-8",
    )

    assert page_text(tmp_path, "/") == "t it's 1m+ x yz /y"
    assert missing(tmp_path, [("/", "It’s 1M+"), ("/", "/y"), ("/", "no")]) == ["/: no"]  # noqa: RUF001 (to undo)


def test_words_of_markdown_are_without_its_markup() -> None:
    body = (
        "## One `two`\n\n> [!NOTE]\n> *Three* [four](x.md)\n\n| a | b |\n| --- | --- |\n"
        '```diagram title="Five"\nA → B (c)\n```\n```text\n*d* `e`\n```\n'
    )

    words = [word.strip() for word in markdown_words(body) if word.strip()]
    assert words == ["One two", "Three four", "a", "b", "Five", "A", "B", "c", "*d* `e`"]
