"""`portfolio completion`: the script that lets a shell complete commands, options and files."""

from __future__ import annotations

import click
from click.shell_completion import ShellComplete, get_completion_class

from portfolio.cli.console import print_painted
from portfolio.cli.options import Choice


@click.command()
@click.argument("shell", type=Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print a script that completes commands and options in a shell.

    For bash, write `eval "$(portfolio completion bash)"` into ~/.bashrc; for zsh the same into ~/.zshrc; for fish,
    save the script as ~/.config/fish/completions/portfolio.fish.
    """
    kind: type[ShellComplete] | None = get_completion_class(shell)
    assert kind  # noqa: S101 (each choice is a shell that click knows)
    root = ctx.find_root()
    name = root.info_name or "portfolio"
    print_painted(kind(root.command, {}, name, "_PORTFOLIO_COMPLETE").source())
