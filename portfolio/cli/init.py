"""`portfolio init`: a new site, ready to build and to publish."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portfolio.cli.console import name_command, print_message, print_result
from portfolio.cli.options import Parsed, PathType, parse_line
from portfolio.errors import UsageError
from portfolio.languages.words import find_language, list_languages
from portfolio.load.git_remote import find_github_remote
from portfolio.load.json_schema import SCHEMA_FOLDER
from portfolio.model.profile import parse_login
from portfolio.scaffold import EXAMPLE, GITIGNORE, STARTER, create_site
from portfolio.scaffold.answers import Answers
from portfolio.scaffold.clear import clear_site

if TYPE_CHECKING:
    from portfolio.scaffold import Created


def _parse_name(text: str) -> str:
    """Return the owner's name."""
    if not text:
        raise ValueError("expected a name")
    return parse_line(text)


def _parse_language(text: str) -> str:
    """Return the tag of a language that the tool speaks."""
    if not re.fullmatch("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", text) or find_language(text) is None:
        raise ValueError(
            f"expected one of {', '.join(list_languages())} (for another language set `language` in portfolio.yaml "
            "and write content/words.yaml)"
        )
    return text


NAME = Parsed(_parse_name)
ROLE = Parsed(parse_line)
LOGIN = Parsed(lambda text: parse_login(text) if text else "")
LANGUAGE = Parsed(_parse_language)


@click.command()
@click.argument("folder", type=PathType(file_okay=False, path_type=Path), default=".", metavar="[DIR]")
@click.option("--name", type=NAME, metavar="NAME", help="Your name; asked for on a terminal.")
@click.option(
    "--role",
    type=ROLE,
    metavar="ROLE",
    help='What you do, such as "Backend Engineer"; asked for on a terminal.',
)
@click.option("--github", type=LOGIN, metavar="LOGIN", help="Your GitHub login; asked for on a terminal.")
@click.option(
    "--language",
    type=LANGUAGE,
    metavar="TAG",
    help="The language of the site, such as de or pt-BR.  [default: en]",
)
@click.option(
    "--example",
    is_flag=True,
    help="Create the site of a fictional person, with everything that a site can have.",
)
@click.option(
    "--replace",
    is_flag=True,
    help="Remove the site that is there first: portfolio.yaml, content/ and the files of static/. Git must have them.",
)
def command(folder: Path, *, example: bool, replace: bool, **given: str | None) -> None:
    """Create a small site in a folder, which may be a repository; existing files are not overwritten.

    On a terminal it asks for your name, role and GitHub login, unless they are given.
    """
    answers = None
    if not example:
        answers = _ask(Answers(**given))
    elif any(value is not None for value in given.values()):
        raise UsageError("`--example` has a name, a role, a login and a language of its own")
    removed = clear_site(folder) if replace else ()
    created = create_site(folder, EXAMPLE if example else STARTER, answers)
    if removed:
        print_message(f"removed {len(removed)} files of the old site; git has them")
    _report(folder, created, answers)


def _ask(given: Answers) -> Answers:
    """Return what was given, and on a terminal the answers to what was not; elsewhere nothing is asked."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return given
    name = given.name or click.prompt("Your name", type=NAME, err=True)
    role = given.role
    if role is None:
        role = click.prompt(
            "Your role, such as Backend Engineer (Enter for none)",
            "",
            type=ROLE,
            show_default=False,
            err=True,
        )
    github = given.github
    if github is None:
        github = click.prompt(
            "Your GitHub login (Enter for none)", "", type=LOGIN, show_default=False, err=True
        )
    return given._replace(name=name, role=role, github=github)


def _report(folder: Path, created: Created, answers: Answers | None) -> None:
    """Print the new files, what was left as it was, and what to do next."""
    names = (path.parent if path.parent == Path(SCHEMA_FOLDER) else path for path in created.files)
    for name in dict.fromkeys(names):
        print_result(f"{folder / name}\n")
    if created.kept:
        print_message(f"kept as they were: {', '.join(f'`{path}`' for path in created.kept)}")
    if created.ignored:
        print_message(f"added to {folder / GITIGNORE}: {', '.join(f'`{line}`' for line in created.ignored)}")
    if created.unpublished:
        print_message(f"no workflow was written: {created.unpublished}", "warning")
    elif find_github_remote(folder.absolute()) is None:
        print_message(
            "to publish: create a repository on GitHub, add it with `git remote add origin`, and push"
        )
    if answers and answers.name is None:
        print_message(
            "the site has a placeholder for your name: edit it, or give --name, --role and --github",
            "warning",
        )
    print_message(
        f"next: edit {folder / 'content/profile.yaml'}, then run {name_command(folder, 'build')}", "good"
    )
