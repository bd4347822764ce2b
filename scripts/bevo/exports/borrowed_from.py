"""Which release of each vocabulary the terms of a release are taken from, as part of its description."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from pyoxigraph import Literal, NamedNode, Triple

from bevo.rdf.names import BASE, compact, node
from bevo.rdf.vocabulary import SUBCLASS, TITLE, TYPE
from bevo.vocabulary.pack import Pack

__all__ = ["borrowed_from"]


def borrowed_from(pack: Pack, ontology: Iterable[Triple]) -> Iterator[Triple]:
    """The vocabularies of which the ontology has a class or is mapped to one, each with its version.

    :param pack: the vocabularies that the ontology was checked against.
    """
    used = {
        compact(term.value)
        for triple in ontology
        for term in ((triple.subject, triple.object) if triple.predicate in _TELLING else ())
        if isinstance(term, NamedNode) and not term.value.startswith(BASE)
    }
    vocabularies = {entry.vocabulary for entry in map(pack.entry, sorted(used)) if entry}
    for row in csv.DictReader(StringIO(pack.sources), delimiter="\t"):
        if row["vocabulary"] in vocabularies:
            this = NamedNode(f"{BASE}void#from-{row['vocabulary']}")
            yield Triple(NamedNode(f"{BASE}void#build"), node("prov:used"), this)
            yield Triple(this, TYPE, node("prov:Entity"))
            yield Triple(this, TITLE, Literal(row["vocabulary"]))
            yield Triple(this, node("dcat:version"), Literal(row["version"] or "unknown"))


_TELLING = frozenset({SUBCLASS, *(node(f"skos:{kind}Match") for kind in ("exact", "close", "narrow", "broad"))})
