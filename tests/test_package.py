"""The package as users get it: built from its source archive, installed clean, used in an empty folder, offline."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import venv
import zipfile
from importlib.metadata import distributions
from pathlib import Path
from urllib.request import urlopen

import pytest
from support.command import ROOT, clean_env

ACTION = "octo-org/portfolio"
BUILD_TIMEOUT_S = 240
INSTALL_TIMEOUT_S = 300

# What a checkout holds besides the sources; a folder's own files matter, so names are matched at the top only.
NOT_SOURCES = {
    ".git",
    ".venv",
    ".venv-latest",
    ".venv-lowest",
    "_site",
    ".portfolio",
    "dist",
    "tests",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
}

POISON = """\
import socket

def refuse(*arguments, **options):
    raise RuntimeError(f"the network is poisoned: {arguments[1:] or options}")

look_up = socket.getaddrinfo
socket.socket.connect = refuse
socket.socket.connect_ex = refuse
# `serve` listens at this machine's own address
socket.getaddrinfo = lambda *a, **o: (look_up if a[0] == "127.0.0.1" else refuse)(*a, **o)
"""


def run(command: list[str | Path], *, cwd: Path, env: dict[str, str] | None, timeout_s: float) -> str:
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=timeout_s,
        check=False,
    )
    assert done.returncode == 0, f"{command} exited {done.returncode}:\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The source archive of a copy of this checkout, and the wheel built from that archive."""
    copy = tmp_path_factory.mktemp("copy") / "portfolio"
    shutil.copytree(
        ROOT,
        copy,
        ignore=lambda folder, names: {
            name for name in names if name == "__pycache__" or (Path(folder) == ROOT and name in NOT_SOURCES)
        },
    )
    # A file that only an owner has: it must stay out, as everything in content/ must.
    (copy / "templates" / "base.html").write_text("an owner's override", encoding="utf-8")
    (copy / "static" / "CNAME").write_text("owner.example.org", encoding="utf-8")
    # As in a release: `init` then writes a workflow.
    init = copy / "portfolio" / "__init__.py"
    text = init.read_text(encoding="utf-8")
    assert 'ACTION = ""' in text
    init.write_text(text.replace('ACTION = ""', f'ACTION = "{ACTION}"'), encoding="utf-8")
    out = tmp_path_factory.mktemp("dist")
    # Without --sdist or --wheel, build makes the archive and then the wheel from its contents.
    run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", out, copy],
        cwd=out,
        env=None,
        timeout_s=BUILD_TIMEOUT_S,
    )
    (sdist,) = out.glob("*.tar.gz")
    (wheel,) = out.glob("*.whl")
    return sdist, wheel


def files_below(folder: Path) -> set[str]:
    return {
        file.relative_to(ROOT).as_posix()
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


def test_the_source_archive_has_the_sources_and_nothing_of_the_owner(archives: tuple[Path, Path]) -> None:
    with tarfile.open(archives[0]) as archive:
        names = {item.name.partition("/")[2] for item in archive.getmembers() if item.isfile()}
    wanted = files_below(ROOT / "portfolio") | files_below(ROOT / "templates/terminal")
    wanted |= files_below(ROOT / "static/terminal") | {
        "docs/errors.md",
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "pyproject.toml",
    }
    # The build backend adds its own PKG-INFO and the file that says what to leave out.
    assert names - {"PKG-INFO", ".gitignore"} == wanted


def test_the_wheel_has_the_package_the_theme_and_the_starter_and_nothing_of_the_owner(
    archives: tuple[Path, Path],
) -> None:
    with zipfile.ZipFile(archives[1]) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    theme = files_below(ROOT / "templates/terminal") | files_below(ROOT / "static/terminal")
    theme |= {"docs/errors.md"}
    assert names == files_below(ROOT / "portfolio") | {f"portfolio/_builtin/{name}" for name in theme}
    assert "portfolio/py.typed" in names
    assert "portfolio/_builtin/templates/terminal/base.html" in names
    assert any(name.startswith("portfolio/_builtin/static/terminal/") for name in names)
    assert any(name.startswith("portfolio/starter/") for name in names)
    assert {"portfolio/example/portfolio.yaml", "portfolio/example/static/rain.mp4"} <= names


@pytest.fixture(scope="module")
def installed(archives: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a new environment that holds the wheel and what it depends on, nothing else.

    Its dependencies have the versions that the tests run with: what was released since cannot make them fail.
    """
    folder = tmp_path_factory.mktemp("environment") / "venv"
    tested = folder.parent / "tested.txt"
    tested.write_text(
        "".join(f"{item.name}=={item.version}\n" for item in distributions() if item.name != "portfolio"),
        encoding="utf-8",
    )
    venv.create(folder, with_pip=True)
    run(
        [
            folder / "bin/python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--constraint",
            tested,
            archives[1],
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": ""},
        timeout_s=INSTALL_TIMEOUT_S,
    )
    return folder / "bin"


@pytest.fixture
def offline_env(tmp_path: Path) -> dict[str, str]:
    poison = tmp_path / "poison"
    poison.mkdir()
    (poison / "sitecustomize.py").write_text(POISON, encoding="utf-8")
    home = tmp_path / "home"
    home.mkdir()
    return clean_env(home, {"PYTHONPATH": str(poison)})


def test_the_installed_tool_makes_a_site_in_an_empty_folder_without_network(
    installed: Path, offline_env: dict[str, str], tmp_path: Path
) -> None:
    site = tmp_path / "somewhere else"
    site.mkdir()
    python = installed / "python"

    def tool(*arguments: str | Path) -> str:
        return run([installed / "portfolio", *arguments], cwd=site, env=offline_env, timeout_s=60)

    # The trap is set, and it is the installed package that is used, not this checkout.
    probe = "import socket\ntry:\n    socket.create_connection(('127.0.0.1', 9))\nexcept RuntimeError as e:\n    print(e)"
    assert "poisoned" in run([python, "-c", probe], cwd=site, env=offline_env, timeout_s=60)
    where = run(
        [python, "-c", "import portfolio; print(portfolio.__file__)"], cwd=site, env=offline_env, timeout_s=60
    )
    assert Path(where.strip()).is_relative_to(installed.parent)

    tool("init")
    tool("build")
    tool("check")
    assert (site / "_site" / "index.html").is_file()


TUTORIAL = (ROOT / "docs/tutorial.md").read_text(encoding="utf-8")
CALLS = [line.removeprefix("$ ") for line in TUTORIAL.splitlines() if line.startswith("$ ")]
EDITS = re.findall(r"Open `(.*)`, and change these lines:\n\n```yaml\n((?:.*\n)*?)```", TUTORIAL)


def test_the_tutorial_has_its_steps_in_order() -> None:
    named = [re.sub(r"^portfolio (\S+).*", r"\1", call) for call in CALLS if call.startswith("portfolio ")]
    assert named == ["init", "build", "check", "serve", "new"]
    ((path, lines),) = EDITS
    assert path == "content/profile.yaml"
    assert len(lines.splitlines()) == 3


def test_the_tutorial_works_word_for_word_without_network(
    installed: Path, offline_env: dict[str, str], tmp_path: Path
) -> None:
    """The wheel is in the place of its address: the lines before `init` install it."""
    env = offline_env | {"PATH": f"{installed}{os.pathsep}{offline_env['PATH']}"}
    folder = tmp_path / "empty"
    folder.mkdir()

    def shell(command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", "-c", command],  # noqa: S607 (from PATH)
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=INSTALL_TIMEOUT_S,
            check=False,
        )

    calls = CALLS[CALLS.index(next(call for call in CALLS if call.startswith("portfolio init"))) :]
    for call in calls:
        if call.startswith("cd "):
            folder /= call.removeprefix("cd ")
            edit_as_told(folder)
        elif call == "portfolio serve":
            serve(folder, env)
        else:
            done = shell(call)
            assert done.returncode == 0, f"{call}:\n{done.stdout}{done.stderr}"
            if call == "portfolio check":
                assert "error" not in done.stdout
                assert "warning[placeholder]: `Example Bank`" in done.stdout
                assert "grace@example.com" not in done.stdout
                assert "warning[date]" not in done.stdout
    home = (folder / "_site/index.html").read_text(encoding="utf-8")
    assert "Grace Hopper" in home
    assert "a piece of wire" in home
    workflow = folder / ".github/workflows/pages.yml"
    assert f"uses: {ACTION}@v" in workflow.read_text(encoding="utf-8")
    schema = ["--builtin-schema", "vendor.github-workflows"]
    run([sys.executable, "-m", "check_jsonschema", *schema, workflow], cwd=folder, env=None, timeout_s=60)


def edit_as_told(site: Path) -> None:
    """Change the lines that the tutorial shows."""
    for path, lines in EDITS:
        file = site / path
        text = file.read_text(encoding="utf-8")
        for line in lines.splitlines():
            key = line.partition(":")[0]
            text, count = re.subn(rf"^{key}: .*$", line, text, flags=re.MULTILINE)
            assert count == 1, key
        file.write_text(text, encoding="utf-8")


def serve(site: Path, env: dict[str, str]) -> None:
    """Run the preview, look at its first page, and stop it with Ctrl-C."""
    with subprocess.Popen(
        ["portfolio", "serve"],  # noqa: S607 (the installed one)
        cwd=site,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 (no thread runs)
    ) as process:
        assert process.stdout
        address = process.stdout.readline().strip()
        try:
            with urlopen(address, timeout=60) as answer:  # noqa: S310 (our own server)
                assert "Grace Hopper" in answer.read().decode()
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
