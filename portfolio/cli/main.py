"""The command line's entry point: finds the command, and turns every failure into an exit code."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portfolio import __version__
from portfolio.cli.console import print_diagnostics, print_message, print_problem_count
from portfolio.cli.options import Group, PathType, reword
from portfolio.errors import ExitCode, InternalError, PortfolioError
from portfolio.interrupts import is_behind, print_interrupted, raise_from_now_on
from portfolio.width import escape_result

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "init": "create a new site in a folder",
    "new": "write a text, or add a position, with comments that explain its keys",
    "import": "start a site from a resume or a README",
    "build": "build the site",
    "serve": "serve a preview that reloads after each save",
    "check": "report errors and warnings without building the site",
    "diagram": "turn a drawing into a picture, words or data",
    "simulate": "run the system in a case study's drawing",
    "fmt": "straighten the walls of drawings",
    "schema": "print the JSON Schema of a content file",
    "diff": "compare two variants of the site, sentence by sentence",
    "readme": "write the site as a profile README for GitHub",
    "upgrade": "bring a site of an earlier version up to date",
    "fit": "compare the site with a job description",
    "stats": "fetch statistics from GitHub, and show them",
    "explain": "say what an error or a warning means",
    "completion": "print the script for completion in a shell",
}
"""Each is a module of this package with a `command`; it is imported when it is called."""

NEW_OBJECTS = 100_000
"""How many come between two searches for cycles: a build makes hardly any, and with 20,000 they take a thirtieth of it."""


class _InterruptedError(Exception):
    """Ctrl-C came while a command ran."""


class _Commands(Group):
    """The commands by name, imported only when needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"portfolio.cli.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:  # click would print an empty line
            raise _InterruptedError from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="portfolio %(version)s")
@click.option(
    "--site",
    type=PathType(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Use the site in this folder.  [default: the nearest folder upwards with a portfolio.yaml]",
)
@click.option("-q", "--quiet", is_flag=True, help="Print results, errors and warnings only.")
@click.pass_context
def commands(ctx: click.Context, site: Path | None, *, quiet: bool) -> None:  # noqa: ARG001 (read by console.py)
    """Build a developer's portfolio from YAML and Markdown."""
    ctx.obj = site
    raise_from_now_on()  # the command is loaded


def run(arguments: Sequence[str]) -> int:
    """Run the command line; never raises, and returns the exit code."""
    gc.set_threshold(NEW_OBJECTS)
    code: int = ExitCode.OK
    try:
        result = commands.main(list(arguments), prog_name="portfolio", standalone_mode=False)
        code = result if isinstance(result, int) else ExitCode.OK  # from ctx.exit
    except click.exceptions.Exit as exit_:
        code = exit_.exit_code
    except getattr(click.exceptions, "NoArgsIsHelpError", ()) as error:  # of click 8.2 and later
        error.show()
        code = ExitCode.USAGE
    except click.ClickException as error:
        code = _report_problems(reword(error))
    except (KeyboardInterrupt, _InterruptedError, click.Abort):
        print_interrupted()
        code = ExitCode.INTERRUPTED
    except BrokenPipeError:
        sys.stdout = None  # the reader has closed it; a flush at exit would fail
    except PortfolioError as error:
        code = _report_bug(error) if isinstance(error, InternalError) else _report_problems(error)
    except Exception as error:  # noqa: BLE001 (the last resort: any other exception is our bug)
        if is_behind(error):
            print_interrupted()
            return ExitCode.INTERRUPTED
        code = _report_bug(error)
    return code


def _report_problems(error: PortfolioError) -> int:
    """Print the errors that the owner can fix, and return the exit code."""
    print_diagnostics(error.diagnostics)
    print_problem_count(error.diagnostics)
    return error.exit_code


def _report_bug(error: Exception) -> int:
    """Print a bug of ours with what is needed to report it."""
    import traceback  # noqa: PLC0415 (takes 3 ms)

    sys.stderr.write(escape_result("".join(traceback.format_exception(error))))
    print_message(
        f"this is a bug in portfolio {__version__}, not in your content; please report it with the lines above",
        "error",
    )
    return ExitCode.BUG
