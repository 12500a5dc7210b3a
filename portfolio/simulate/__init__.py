"""Runs a drawn system: every interleaving is tried, and one timed run per variant becomes a log. Knows no site."""
