"""The command line: one command a file, and console.py, the only module that prints."""
