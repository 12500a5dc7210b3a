"""A static site generator for one job: a developer's portfolio."""

__version__ = "0.1.0"
