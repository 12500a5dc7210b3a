"""The command line: the option and the types that several commands share, and mistakes in the words of the tool."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from portfolio.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from click.decorators import FC

    from portfolio.site.pipeline import Part, PreparedSite

base_url_option = click.option(
    "--base-url",
    metavar="URL",
    help="Set the address where the site will be published, such as https://name.github.io/repository/.  "
    "[default: base_url in portfolio.yaml; inferred if omitted]",
)


def format_option(*forms: str, help_: str) -> Callable[[FC], FC]:
    """Return the option `--format`, which gives the form of a command's result; the first one is the default."""
    return click.option(
        "--format", "form", type=click.Choice(forms), default=forms[0], show_default=True, help=help_
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
        return super().convert(value, param, ctx)


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
            ctx.fail(f"no such command `{args[0]}`; {help_}")
        return super().resolve_command(ctx, args)


def reword(error: click.ClickException) -> click.ClickException:
    """Return a mistake as it is shown: of an unknown option, click would suggest what is not near."""
    if not isinstance(error, click.NoSuchOption) or error.ctx is None:
        return error
    options = [name for option in error.ctx.command.get_params(error.ctx) for name in option.opts]
    help_ = did_you_mean(error.option_name, options)
    message = f"no such option `{error.option_name}`" + (f"; {help_}" if help_ else "")
    return click.UsageError(message, error.ctx)
