"""Checkers of files from npm: Nu and html-validate, each in one run over all files."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audit.bench import Bench, load_json, node, npm_file, program
from audit.goals import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

TIMEOUT_S = 600
# Nu fetches from this machine, and waits for it when much else runs.
NU_SETTINGS = (
    "-Dnu.validator.servlet.allow-forbidden-hosts=true",
    "-Dnu.validator.servlet.connection-timeout=60000",
    "-Dnu.validator.servlet.socket-timeout=60000",
)
# Where the audit differs from the recommended rules; docs/audit.md gives the reasons.
RULES: dict[str, object] = {
    "doctype-style": ["error", {"style": "lowercase"}],
    "long-title": "off",
    "prefer-native-element": ["error", {"exclude": ["region"]}],
    "valid-id": ["error", {"relaxed": True}],
}


def measure_nu(bench: Bench) -> Iterator[Reading]:
    """Count the messages of the Nu HTML checker for each page, and for stylesheets and SVG files of the tool.

    It fetches pages from the server: in a file, it takes no picture for one of the same origin.
    """
    looks = list(bench.looks(colours=True, everything=True))
    extra = [file for site in bench.sites for kind in ("*.css", "*.svg") for file in site.written(kind)]
    if not looks and not extra:
        return
    options = ["--format", "json", "--also-check-css", "--also-check-svg", "--stdout", "--exit-zero-always"]
    options.append("--no-langdetect")  # its guess depends on what the owner writes
    java = [program("java"), "-Xss4m", *NU_SETTINGS, "-jar"]
    jar = npm_file("vnu-jar", "build/dist/vnu.jar")
    output = run([*java, jar, *options, *(look.url for look in looks), *extra])
    found = defaultdict(list)
    for message in load_json(output)["messages"]:
        kind = message.get("subType", message["type"])
        if kind == "info" or is_mistaken(message):
            continue
        place = f"line {message.get('lastLine', '?')}: {message['message']}"
        found[message["url"].removeprefix("file:")].append(f"{kind}, {place}")
    yield from _readings("nu", [(look.name, look.url) for look in looks], found)
    yield from _readings("nu", [(file.name, str(file)) for file in extra], found)


def is_mistaken(message: dict[str, Any]) -> bool:
    """Whether Nu takes JSON-LD for a script that the page's policy blocks.

    Source: HTML, "prepare the script element": a data block ends there before a policy is asked.
    """
    text = f"{message['message']}{message.get('extract', '')}"
    return "Inline script violates" in text and "application/ld+json" in text


def measure_html_validate(bench: Bench) -> Iterator[Reading]:
    """Count the messages of html-validate's recommended rules for each page."""
    looks = list(bench.looks())
    if not looks:  # the page that is measured alone is not in this site
        return
    config = {
        "root": True,
        "extends": ["html-validate:recommended"],
        "rules": RULES,
    }
    main = npm_file("html-validate", "bin/html-validate.mjs")
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "html-validate.json"
        settings.write_text(json.dumps(config), encoding="utf-8")
        options: list[str | Path] = ["--config", settings, "--formatter", "json"]
        output = run([node(), main, *options, *(look.page.file for look in looks)], codes=(0, 1))
    found = defaultdict(list)
    for report in load_json(output):
        for message in report["messages"]:
            place = f"line {message['line']}: {message['message']}"
            found[report["filePath"]].append(f"{message['ruleId']}, {place}")
    yield from _readings("html-validate", [(look.name, str(look.page.file)) for look in looks], found)


def _readings(
    goal: str, places: Sequence[tuple[str, str]], found: Mapping[str, list[str]]
) -> Iterator[Reading]:
    """Make a reading of each element, named for the table and as in the checker."""
    for name, address in places:
        messages = found.get(address, [])
        yield Reading(goal, name, len(messages), "; ".join(messages[:3]))


def run(command: Sequence[str | Path], codes: tuple[int, ...] = (0,), env: Any = None) -> str:  # noqa: ANN401
    """Run a program and give what it printed. A file takes it: a pipe loses the end of what some write."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        done = subprocess.run(
            [str(part) for part in command],
            stdout=output,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=TIMEOUT_S,
            check=False,
            env=env,
        )
        if done.returncode not in codes:
            raise RuntimeError(f"{Path(command[0]).name} failed ({done.returncode}): {done.stderr[-2000:]}")
        output.seek(0)
        return output.read()
