"""Checks of a rendered site: each takes rendered pages and yields diagnostics; none changes anything."""
