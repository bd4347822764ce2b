"""The shapes in short, as a resource for agents."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from bevo.rdf import rdfio
from bevo.rdf.index import Index
from bevo.site.data.shapes import Shape, shapes_in_short

__all__ = ["shapes_md"]


def shapes_md(folder: Path) -> str:
    """A paragraph for each shape that says something: what it is about, and its messages.

    :param folder: the Turtle files of shapes.
    :raises InputError: if one of them is no Turtle.
    """
    lines = ["# Shapes of BEVO", "", "What the data conforms to: each line is what is said where it does not."]
    shapes = (shapes_in_short(Index(rdfio.read_turtle(path))) for path in sorted(folder.glob("*.ttl")))
    for shape in chain.from_iterable(shapes):
        lines += _paragraph(shape)
    return "\n".join(lines) + "\n"


def _paragraph(shape: Shape) -> list[str]:
    if not shape.messages:
        return []
    return ["", f"## {shape.about}", "", *(f"- {message}" for message in shape.messages)]
