"""Turns views into files: themes, templates, and Markdown with all that belongs to it."""
