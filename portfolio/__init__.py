"""A static site generator for one job: a developer's portfolio."""

__version__ = "0.1.0"

ACTION = ""
"""The repository with this project's action.yml, as `owner/name`. Until it is set `init` writes no workflow."""
