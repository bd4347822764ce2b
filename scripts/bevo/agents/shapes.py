"""The shapes in short: what data must conform to, in the sentences that a fault is told in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode

from bevo.rdf import rdfio
from bevo.rdf.index import Index, Node
from bevo.rdf.names import compact, node
from bevo.rdf.vocabulary import TYPE

__all__ = ["shapes_md"]

_TARGETS = ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")


def shapes_md(folder: Path) -> str:
    """A paragraph for each shape: what it is about, and its messages.

    :param folder: the Turtle files of shapes (SHACL, https://www.w3.org/TR/shacl/).
    :raises BevoError: if one of them is no Turtle.
    """
    lines = ["# Shapes of BEVO", "", "What the data conforms to: each line is what is said where it does not."]
    for path in sorted(folder.glob("*.ttl")):
        graph = Index(rdfio.read_turtle(path))
        for shape in sorted(s.value for s in graph.about if isinstance(s, NamedNode)):
            lines += _shape(graph, NamedNode(shape))
    return "\n".join(lines) + "\n"


def _shape(graph: Index, shape: NamedNode) -> list[str]:
    if node("sh:NodeShape") not in graph.nodes(shape, TYPE):
        return []
    targets = [
        compact(target.value) if kind == "targetClass" else f"{kind} {compact(target.value)}"
        for kind in _TARGETS
        for target in graph.nodes(shape, node(f"sh:{kind}"))
    ]
    messages = sorted(dict.fromkeys(_messages(graph, shape)))
    about = ", ".join(targets) or compact(shape.value)
    return ["", f"## {about}", "", *(f"- {message}" for message in messages)] if messages else []


def _messages(graph: Index, shape: Node) -> Iterator[str]:
    yield from graph.texts(shape, node("sh:message"))
    for way in ("property", "sparql", "node"):
        for part in graph.objects(shape, node(f"sh:{way}")):
            if not isinstance(part, NamedNode) or way != "node":
                yield from _messages(graph, part)
