"""What has an IRI and is no record or term: data set, shapes, questions, nanopublications, sections of reviews."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from bevo.rdf import rdfio
from bevo.rdf.index import Index
from bevo.rdf.names import BASE, bevo, node
from bevo.rdf.vocabulary import CREATOR, LABEL, TYPE
from bevo.site.data.addresses import page

__all__ = ["Documents", "nanopub_files", "read_documents", "version_files"]

Documents = dict[str, tuple[list[Triple], tuple[str, ...]]]
"""By path without its ending: triples, and the prefixes that they use beside the usual ones."""

_HEAD = re.compile(rb"^(?=<([^>]+)#Head> \{)", re.MULTILINE)
"""Where a nanopublication begins, with its IRI: at its head graph; no literal has a line of its own."""
_VOID = ("dcat", "foaf", "prov", "schema", "spdx", "void")


def read_documents(release: Path, graph: Index) -> Documents:
    """The documents that a release has.

    :param release: the folder of its files; what is not there has no document.
    :param graph: the whole graph, whose creators are who ``about#developers`` is.
    :raises InputError: if one of the files is no Turtle.
    """
    ontology, developers = NamedNode(f"{BASE}ontology"), NamedNode(f"{BASE}about#developers")
    names = graph.objects(ontology, CREATOR)
    found: Documents = {
        "about": (
            [
                Triple(developers, TYPE, node("foaf:Group")),
                *(Triple(developers, LABEL, name) for name in names),
            ],
            ("foaf",),
        )
    }
    found |= _sections(graph)
    for path, name, prefixes in (("dataset", "void.ttl", _VOID), ("shapes", "shapes.ttl", ("schema", "sh"))):
        if (release / name).is_file():
            found[path] = (rdfio.canonical(rdfio.read_turtle(release / name)), prefixes)
    if (release / "queries.ttl").is_file():
        told: dict[str, list[Triple]] = defaultdict(list)
        for triple in rdfio.read_turtle(release / "queries.ttl"):
            if isinstance(triple.subject, NamedNode):
                told[triple.subject.value.removeprefix(BASE).partition("#")[0]].append(triple)
        found |= {path: (triples, ("question", "schema", "sh")) for path, triples in told.items()}
    return found


def _sections(graph: Index) -> Documents:
    """Each section of a review: they are told of with the review, and have files of their own for hosts of files."""
    return {
        page(section.value): ([Triple(section, p, o) for p, objects in said.items() for o in objects], ())
        for section, said in graph.about.items()
        if isinstance(section, NamedNode) and bevo("sectionOf") in said
    }


def nanopub_files(release: Path) -> dict[str, bytes]:
    """By path the file of each nanopublication, as TriG: ``np/F0026.trig``."""
    file = release / "nanopubs.trig"
    if not file.is_file():
        return {}
    prefixes, *rest = _HEAD.split(file.read_bytes())
    return {
        f"{iri.decode().removeprefix(BASE)}.trig": prefixes + text
        for iri, text in zip(rest[::2], rest[1::2], strict=True)
    }


def version_files(release: Path, version: str) -> Iterator[tuple[str, Path]]:
    """The files behind the version IRI of the ontology, by their path in the site.

    A host keeps those of former releases beside them.
    """
    for name in ("bevo.owl", "bevo.ttl"):
        if (release / name).is_file():
            yield f"releases/{version}/{name}", release / name
