"""A graph -> a drawing of it. Start at layout.py; layers, then places, then lines, then characters."""
