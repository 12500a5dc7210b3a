"""Themes: template lookup, Jinja, page assets, template errors."""
