"""`portfolio schema`: the JSON Schemas of the content files, for editors."""

from __future__ import annotations

from pathlib import Path

import click

from portfolio.cli.console import print_message, print_result
from portfolio.cli.options import PathType
from portfolio.cli.replace import replace_file
from portfolio.errors import UsageError, did_you_mean, name_reason
from portfolio.load.config import find_site
from portfolio.load.json_schema import SCHEMA_FILES, SCHEMA_FOLDER, find_schema, render_schema


@click.command()
@click.argument("file", type=PathType(path_type=Path), required=False)
@click.option("--write", is_flag=True, help=f"Write all schemas into {SCHEMA_FOLDER}/ of the site.")
@click.pass_context
def command(ctx: click.Context, file: Path | None, *, write: bool) -> None:
    """Print the JSON Schema of a content file, such as content/profile.yaml, which need not exist.

    Without FILE, list the files that have a schema.
    """
    if write and file is not None:
        raise UsageError("--write takes no file", help="it writes the schemas of all files")
    if write:
        _write_schemas(find_site(ctx.obj, Path.cwd()))
    elif file is None:
        print_result("".join(f"{found.pattern}\n" for found in SCHEMA_FILES))
    else:
        print_result(_find_text(file))


def _find_text(file: Path) -> str:
    """Return the schema of a file.

    Raises:
        UsageError: it has none.
    """
    found = find_schema(file.absolute().as_posix())
    if found is None:
        names = {Path(known.pattern).name: known.pattern for known in SCHEMA_FILES}
        help_ = did_you_mean(file.name, names) or "`portfolio schema` lists the files that have one"
        raise UsageError(f"`{file}` has no schema", help=help_)
    return render_schema(found).decode()


def _write_schemas(site: Path) -> None:
    """Write every schema into a site, and print what changed."""
    folder = site / SCHEMA_FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for found in SCHEMA_FILES:
            file, text = site / found.path, render_schema(found)
            if not file.is_file() or file.read_bytes() != text:
                replace_file(file, text)
                print_result(f"{found.path}\n")
    except OSError as error:
        raise UsageError(f"`{folder}` cannot be written: {name_reason(error)}") from error
    print_message(f"{SCHEMA_FOLDER}/ is up to date", "good")
