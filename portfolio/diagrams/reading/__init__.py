"""A drawing -> what it means. Start at diagram.py; trace.py finds the lines, graph.py what they join."""
