"""The command line: the option and the types that several commands share, and mistakes in the words of the tool."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

import click

from portfolio.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.decorators import FC

    from portfolio.site.pipeline import Part, PreparedSite

    _Choice = click.Choice[str]
else:
    _Choice = click.Choice  # generic since click 8.2

base_url_option = click.option(
    "--base-url",
    metavar="URL",
    help="Set the address where the site will be published, such as https://name.github.io/site/.  "
    "[default: base_url in portfolio.yaml; inferred if omitted]",
)


def format_option(*forms: str, help_: str) -> Callable[[FC], FC]:
    """Return the option `--format`, which gives the form of a command's result; the first one is the default."""
    return click.option(
        "--format",
        "form",
        type=Choice(forms),
        default=forms[0],
        metavar="FORM",
        show_default=True,
        help=help_,
    )


def find_variant(prepared: PreparedSite, name: str | None) -> Part:
    """Return a variant; the site itself without a name.

    Raises:
        UsageError: the site has no such variant.
    """
    by_name = {part.context.site.variant: part for part in prepared.parts}
    if (name or "") in by_name:
        return by_name[name or ""]
    names = [*filter(None, by_name)]
    listed = "variants: " + ", ".join(names) if names else "write `variants:` into portfolio.yaml"
    raise UsageError(f"no such variant `{name}`", help=did_you_mean(name or "", names) or listed)


class PathType(click.Path):
    """A path; an empty one is refused, which an unset variable of a shell gives and which would be the working folder."""

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:  # noqa: ANN401 (click's signature)
        """Return the path."""
        if value == "":
            self.fail("expected a path, not an empty text", param, ctx)
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            raise UsageError(f"`{os.fspath(value)}` cannot be read: {self._name_reason(value)}") from None

    def _name_reason(self, path: str | os.PathLike[str]) -> str:
        """Return why click refuses a path."""
        if not os.path.exists(path):  # noqa: PTH110 (a path that is too long is none)
            return "no such file or directory"
        if os.path.isdir(path) and not self.dir_okay:  # noqa: PTH112 (likewise)
            return "is a folder"
        return "permission denied" if self.dir_okay and self.file_okay else "is not a folder"


class Choice(_Choice):
    """One of a few words; another is answered with the nearest."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002 (click's signature)
        """Return the word."""
        if value in self.choices:
            return value
        help_ = did_you_mean(value, self.choices) or self.list_words()
        raise UsageError(f"invalid value `{value}` for {_name_parameter(param)}", help=help_)

    def list_words(self) -> str:
        """Return a help line with the words."""
        return "expected one of: " + ", ".join(self.choices)


class Number(click.IntRange):
    """A whole number within limits; every error has the same message."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401 (click's signature)
        """Read a number."""
        try:
            return int(super().convert(value, param, ctx))
        except click.BadParameter:
            limits = f"{self.min} or more" if self.max is None else f"{self.min} to {self.max}"
            self.fail(f"expected {limits}, not `{value}`", param, ctx)


class Parsed(click.types.StringParamType):
    """A text that a function reads; its ValueError says what was expected."""

    def __init__(self, parse: Callable[[str], str]) -> None:
        self.parse = parse

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text as the function reads it."""
        try:
            return self.parse(value.strip())
        except ValueError as error:
            from portfolio.load.scalars import shorten  # noqa: PLC0415 (the help needs none)

            self.fail(f"{error}, not `{shorten(value)}`" if value.strip() else str(error), param, ctx)


def parse_line(text: str) -> str:
    """Return a text of one line."""
    if not text.isprintable():
        raise ValueError("expected one line")
    return text


class Group(click.Group):
    """A command with commands of its own."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return a command with its arguments."""
        names = self.list_commands(ctx)
        if args and not args[0].startswith("-") and args[0] not in names:
            help_ = did_you_mean(args[0], names) or "commands: " + ", ".join(names)
            raise UsageError(f"no such command `{args[0]}`", help=help_)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each command with its whole first sentence."""
        found = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [(name, command.get_short_help_str(limit=200)) for name, command in found if command]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _name_parameter(parameter: click.Parameter | None) -> str:
    """Return an option or an argument as the help has it."""
    if parameter is None:
        return "an argument"
    is_option = isinstance(parameter, click.Option)
    return f"`{parameter.opts[-1] if is_option else parameter.human_readable_name.strip('[].')}`"


def reword(error: click.ClickException) -> UsageError:
    """Return a mistake of the command line in the form that all errors have."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context else "portfolio"
    message, help_ = error.format_message(), f"`{path} --help` says how it is used"
    if isinstance(error, click.NoSuchOption) and context:
        message = f"no such option `{error.option_name}`"
        help_ = _find_option(error.option_name, context) or help_
    elif isinstance(error, click.MissingParameter) and error.param:
        message = f"{_name_parameter(error.param)} is missing"
        help_ = error.param.type.list_words() if isinstance(error.param.type, Choice) else help_
    elif isinstance(error, click.BadParameter) and error.param:
        return UsageError(f"invalid value for {_name_parameter(error.param)}: {error.message}")
    elif isinstance(error, click.BadOptionUsage):
        message = f"`{error.option_name}` {'takes no' if 'not take' in error.message else 'needs a'} value"
    elif extra := re.match(r"Got unexpected extra arguments? \((.*)\)", message):
        message = f"unexpected argument `{extra[1].split()[0]}`"
    elif message.startswith("Missing command"):
        message = "the command is missing"
    return UsageError(message, help=help_)


def _find_option(name: str, context: click.Context) -> str | None:
    """Return the help for an unknown option: where it goes, or what is near."""
    root = context.find_root()
    command = context.command_path.removeprefix(root.command_path)
    for option in root.command.get_params(root) if command else ():
        if name in option.opts:
            shown = " ".join(filter(None, (name, option.metavar)))
            return f"it goes before the command: `{root.command_path} {shown}{command}`"
    return did_you_mean(
        name, [name for option in context.command.get_params(context) for name in option.opts]
    )
