"""Mistakes on the command line, in the words of the tool, with what was probably meant."""

from __future__ import annotations

import click

from portfolio.errors import did_you_mean


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
