"""All IRIs of ours that a release names, for tests of what answers at them."""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from bevo.rdf.names import BASE

__all__ = ["some_of_each_kind", "told_paths"]

DOCUMENTS = {"", "about", "dataset", "ontology", "shapes", "sparql", "void"}
FILES = ("bevo-kg.ttl", "void.ttl", "nanopubs.trig", "queries.ttl", "shapes.ttl", "findings.ttl")


def told_paths(dist: Path) -> list[str]:
    """The paths below the base of all IRIs in the RDF of a release, without fragments, each once, sorted."""
    found = set()
    for quad in _quads(dist):
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, NamedNode) and term.value.startswith(BASE):
                found.add(unquote(term.value.removeprefix(BASE).partition("#")[0]))
    return sorted(found)


def _quads(dist: Path) -> Iterator[Quad]:
    for name in FILES:
        yield from parse(path=str(dist / name))
    yield from parse(gzip.decompress((dist / "bevo-kg.nq.gz").read_bytes()), format=RdfFormat.N_QUADS)


def some_of_each_kind(paths: Iterable[str], number: int = 3) -> list[str]:
    """Of paths that differ in a name alone, the first few; every document at the root."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        kinds[_kind(path)].append(path)
    return [path for members in kinds.values() for path in members[:number]]


def _kind(path: str) -> str:
    folder, _, name = path.rpartition("/")
    if folder:
        return folder + ("-part" if re.match(r"F\d+-", name) else "")
    if name in DOCUMENTS:
        return name
    return "Shape" if name.endswith("Shape") else "Class" if name[:1].isupper() else "property"
