"""Job descriptions, each with what a reader would pick; `--update-golden` writes the picks of the tool for review."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.command import run_cli
from support.sites import copy_sources
from support.small_sites import write_site

from portfolio.load.skills import SkillFinder, list_known_skills
from portfolio.site_files import PACKAGE

if TYPE_CHECKING:
    import subprocess

JOBS = sorted((Path(__file__).parent / "jobs").glob("*.txt"))
BASE = "https://example.org/me/"

EXPERIENCE = [
    {
        "employer": "Bo and Sons",
        "positions": [{"title": "Engineer", "start": "2019", "stack": ["Kotlin"]}],
    }
]
STACK = [
    {
        "name": "All",
        "entries": ["Go", "Java", "Postgres", "Kafka", "React", "Terraform", "Python", "Redshift"],
    }
]
PRINCIPLES = [{"id": "idempotency", "name": "mandatory idempotency", "text": "Twice is once."}]
STUDIES: dict[str, dict[str, Any]] = {
    "payment-retries": {
        "title": "Payment retries",
        "stack": ["Go", "Postgres"],
        "tags": ["payments", "api-design"],
        "principles": ["idempotency"],
        "body": "Callers retry over REST. We kept the keys in Redis for a day.\n",
    },
    "change-stream": {"title": "Change stream", "stack": ["Kafka", "Python", "Redshift"], "tags": ["cdc"]},
    "checkout": {"title": "Checkout", "stack": ["React", "Go"], "tags": ["payments", "accessibility"]},
    "clusters": {
        "title": "Clusters as code",
        "stack": ["Terraform", "Python"],
        "tags": ["on-call", "mentoring"],
    },
    "garden": {"title": "Garden", "kind": "project", "tags": ["plants"]},
}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The example, and a small site of a backend engineer."""
    root = tmp_path_factory.mktemp("sites")
    copy_sources(Path(PACKAGE, "example"), root / "example")
    write_site(root / "backend", studies=STUDIES, stack=STACK, principles=PRINCIPLES, experience=EXPERIENCE)
    return {name: root / name for name in ("example", "backend")}


def fit(site: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return run_cli(["--site", site, "fit", *arguments, "--base-url", BASE], home=site.parent, cwd=site)


def read_picks(result: str) -> str:
    data = json.loads(result)
    rows = {
        "shows": [item["skill"] for item in data["proven"]],
        "names": [item["skill"] for item in data["mentioned"]],
        "lacks": data["missing"],
        "features": [item["slug"] for item in data["featured"]],
    }
    return "".join(f"{name}: {', '.join(items)}\n" for name, items in rows.items())


@pytest.mark.parametrize("case", JOBS, ids=[case.stem for case in JOBS])
def test_a_job_gets_what_a_reader_would_pick(
    case: Path, sites: dict[str, Path], tmp_path: Path, *, update_golden: bool
) -> None:
    head, _, job = case.read_text(encoding="utf-8").partition("=== job\n")
    site, expected = head.split("\n", 1)
    (tmp_path / "job.txt").write_text(job, encoding="utf-8")
    picks = read_picks(
        fit(sites[site.removeprefix("site: ")], tmp_path / "job.txt", "--format", "json").stdout
    )
    if update_golden:
        case.write_text(f"{site}\n{picks}=== job\n{job}", encoding="utf-8")
    else:
        assert picks == expected


def test_the_result_names_the_work_with_its_address(sites: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "job.txt").write_text("We need Kotlin, Redshift, Redis and COBOL.\n", encoding="utf-8")
    assert fit(sites["backend"], tmp_path / "job.txt").stdout == (
        "Your work shows 2 of 4 skills\n"
        f"  Kotlin    position: Engineer, Bo and Sons  {BASE}\n"
        f"  Redshift  case study: Change stream  {BASE}case-studies/change-stream/\n"
        "\n"
        "Only named in the text: read whether it says what the job asks\n"
        f"  Redis  case study: Payment retries  {BASE}case-studies/payment-retries/\n"
        "\n"
        "Without evidence here\n"
        "  COBOL\n"
        "\n"
        "Case studies to show, in this order\n"
        "  1. Change stream (change-stream): Redshift\n"
        f"     {BASE}case-studies/change-stream/\n"
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b" \n", "error[usage]: `job.txt` is empty\n = help: copy the job description into it"),
        (b"%PDF\x00\x01\xff", "error[usage]: `job.txt` is not text\n = help: save the job description"),
        (b"caf\xe9", "error[usage]: `job.txt` is not text\n"),
        (None, "error[usage]: `job.txt` cannot be read: no such file or directory\n"),
    ],
)
def test_a_job_that_cannot_be_used_is_explained(
    sites: dict[str, Path], data: bytes | None, message: str
) -> None:
    path = sites["backend"] / "job.txt"
    path.unlink(missing_ok=True)
    if data is not None:
        path.write_bytes(data)
    done = fit(sites["backend"], "job.txt")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(message)


def test_a_long_text_is_searched_once_from_its_start_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    finder = SkillFinder(list_known_skills())
    asked = 0

    class Counted(dict[str, Any]):
        def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 (dict's own)
            nonlocal asked
            asked += 1
            return super().get(key, default)

    monkeypatch.setattr(finder, "_by_word", Counted(vars(finder)["_by_word"]))
    counts = []
    for times in (10, 20):
        asked = 0
        found = sum(1 for _ in finder.find("Go, Kafka and the words between. " * times, is_prose=True))
        counts.append((found, asked))
    assert counts == [(20, 60), (40, 120)]


@pytest.mark.parametrize("settings", ["", "theme: terminal\n", "variants:\n    old: {limit: 2}\n# the end"])
def test_write_adds_a_variant_and_leaves_the_rest(
    sites: dict[str, Path], tmp_path: Path, settings: str
) -> None:
    copy_sources(sites["backend"], tmp_path / "site")
    config = tmp_path / "site/portfolio.yaml"
    config.write_text(settings, encoding="utf-8")
    (tmp_path / "job.txt").write_text("Go and Kafka, please.\n", encoding="utf-8")
    done = fit(tmp_path / "site", tmp_path / "job.txt", "--write", "backend-go")
    assert done.returncode == 0, done.stderr
    text = config.read_text(encoding="utf-8")
    assert "backend-go:\n" in text
    assert "case_studies: [change-stream, checkout, payment-retries]\n" in text
    assert [line for line in settings.splitlines() if line not in text.splitlines()] == []
    again = fit(tmp_path / "site", tmp_path / "job.txt", "--write", "backend-go")
    assert again.returncode == 2
    assert again.stderr.startswith("error[usage]: there is a variant `backend-go`\n")
    assert config.read_text(encoding="utf-8") == text


def test_write_refuses_an_invalid_name_and_a_job_that_no_case_study_shows(
    sites: dict[str, Path], tmp_path: Path
) -> None:
    config = sites["backend"] / "portfolio.yaml"
    before = config.read_bytes()
    (tmp_path / "job.txt").write_text("Go.\n", encoding="utf-8")
    done = fit(sites["backend"], tmp_path / "job.txt", "--write", "Back End")
    assert done.stderr.startswith(
        "error[usage]: the variant `Back End` cannot be written into `portfolio.yaml`\n"
    )
    (tmp_path / "job.txt").write_text("COBOL.\n", encoding="utf-8")
    done = fit(sites["backend"], tmp_path / "job.txt", "--write", "cobol")
    assert done.stderr.startswith("error[usage]: nothing to write: no case study shows a skill of this job\n")
    assert config.read_bytes() == before
