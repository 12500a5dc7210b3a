"""The option that several commands share."""

from __future__ import annotations

import click

base_url_option = click.option(
    "--base-url",
    metavar="URL",
    help="Set the address where the site will be published, such as https://name.github.io/repository/.  "
    "[default: base_url in portfolio.yaml; inferred if omitted]",
)
