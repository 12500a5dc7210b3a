"""Drawings made of characters: read, repaired, drawn, and said in words. Stands alone: uses nothing of portfolio but `width`."""

from portfolio.diagrams.drawing.layout import Drawn, draw_graph
from portfolio.diagrams.flow import Flow, parse_flow
from portfolio.diagrams.graph import MAX_NAME, Edge, Graph, Link, Node, Table, TreeItem
from portfolio.diagrams.mermaid import write_mermaid
from portfolio.diagrams.reading.diagram import read_diagram
from portfolio.diagrams.repair.repair import repair
from portfolio.diagrams.shapes import Diagram, Drawing, Kind, Problem, ProblemKind
from portfolio.diagrams.svg import draw_svg
from portfolio.diagrams.words import Phrases, describe, summarise

__all__ = [
    "MAX_NAME",
    "Diagram",
    "Drawing",
    "Drawn",
    "Edge",
    "Flow",
    "Graph",
    "Kind",
    "Link",
    "Node",
    "Phrases",
    "Problem",
    "ProblemKind",
    "Table",
    "TreeItem",
    "describe",
    "draw_graph",
    "draw_svg",
    "parse_flow",
    "read_diagram",
    "repair",
    "summarise",
    "write_mermaid",
]
