"""The files of ``dist/``, as bytes made from triples; writing them is left to the build."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, Triple

from bevo.curation.records import Finding
from bevo.exports.obo import obo, obographs
from bevo.exports.oboinowl import annotated
from bevo.exports.standalone import DECLARATIONS, standalone
from bevo.ontology.merge import ONTOLOGY_IRI
from bevo.rdf import rdfio
from bevo.rdf.names import BASE
from bevo.rdf.vocabulary import TYPE

__all__ = ["ONTOLOGY_FILES", "finding_schema", "graph_files", "named_graphs", "ontology_files"]

ONTOLOGY_FILES = ("bevo.ttl", "bevo.owl", "bevo.obo", "bevo.json", "bevo-base.ttl")


def ontology_files(full: list[Triple], base: list[Triple]) -> Iterator[tuple[str, bytes]]:
    """The files that ``ONTOLOGY_FILES`` names.

    :param full: the ontology with its borrowed terms, canonical, with metadata.
    :param base: its own axioms alone, likewise.
    """
    whole = annotated(full)
    yield "bevo.ttl", rdfio.pretty_turtle(whole, "oboInOwl")
    yield "bevo.owl", rdfio.rdf_xml(whole, "oboInOwl")
    yield "bevo.obo", obo(whole)
    yield "bevo.json", obographs(whole)
    yield "bevo-base.ttl", rdfio.pretty_turtle(annotated(base), "oboInOwl")


def graph_files(
    merged: list[Triple], findings: list[Triple], inferred: list[Triple], background: list[Triple]
) -> Iterator[tuple[str, bytes]]:
    """``bevo-kg.ttl``, and its parts ``findings.ttl``, ``inferred.ttl``, ``background.ttl``, each to be loaded alone.

    :param merged: all triples, those of the ontology as well, sorted.
    """
    parts = {
        "findings.ttl": ("the findings as curated", findings),
        "inferred.ttl": ("what the reasoner added", inferred),
        "background.ttl": ("what is known of molecules beside the findings", background),
    }
    told = [t for t in merged if t.subject == ONTOLOGY_IRI or (t.predicate == TYPE and t.object in DECLARATIONS)]
    for name, (about, triples) in parts.items():
        yield name, rdfio.turtle(standalone(name, about, triples, told))
    yield "bevo-kg.ttl", rdfio.turtle(merged)


def named_graphs(graphs: Mapping[str, Iterable[Triple]], base: str = BASE) -> dict[NamedNode, list[Triple]]:
    """Triples by their graph ``.../graph/NAME``; one that stands in an earlier graph is left out of a later one.

    :param base: below which the graphs stand.
    """
    seen: set[Triple] = set()
    named = {}
    for name, triples in graphs.items():
        named[NamedNode(f"{base}graph/{name}")] = own = [t for t in dict.fromkeys(triples) if t not in seen]
        seen.update(own)
    return named


def finding_schema() -> bytes:
    """The JSON Schema of a file of findings, for editors."""
    schema = Finding.model_json_schema(by_alias=True)
    definitions = schema.pop("$defs", {})
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "BEVO findings",
        "type": "array",
        "items": schema,
        **({"$defs": definitions} if definitions else {}),
    }
    return (json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8")
