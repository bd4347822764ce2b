"""What a term is called on its page, in the search and by the tools: what it is, not what it does or shows."""

from __future__ import annotations

from typing import Any, cast

import pytest
from pyoxigraph import Literal, Triple

from bevo.agents.records import term_data
from bevo.rdf.index import Index
from bevo.rdf.names import expand, node
from bevo.rdf.vocabulary import CLASS, SUBCLASS, TYPE
from bevo.site.read.model import Site
from bevo.site.read.terms import is_role, read_terms

PARENTS = {
    "bevo:Molecule": [],
    "bevo:MicroRNA": ["bevo:Molecule"],
    "bevo:Protein": ["bevo:Molecule"],
    "bevo:OsteogenicMarker": ["bevo:Molecule"],
    "bevo:CartilageGainOutcome": [],
    "bevo:CartilageMatrixMarker": ["bevo:Molecule", "bevo:CartilageGainOutcome"],
    "background:against-x": ["bevo:Molecule"],
    "molecule:miR-29": ["bevo:MicroRNA"],
    "molecule:miR-29a-3p": ["background:against-x", "molecule:miR-29"],
    "molecule:RUNX2": ["background:against-x", "bevo:OsteogenicMarker", "bevo:Protein"],
    "molecule:COL2A1": ["bevo:CartilageMatrixMarker", "bevo:CartilageGainOutcome", "molecule:collagen"],
    "molecule:collagen": ["bevo:Protein"],
    "molecule:unsorted": ["bevo:CartilageMatrixMarker"],
}


def told() -> Index:
    triples = []
    for curie, parents in PARENTS.items():
        triples += [Triple(node(curie), TYPE, CLASS)]
        triples += [Triple(node(curie), node("rdfs:label"), Literal(curie.partition(":")[2]))]
        triples += [Triple(node(curie), SUBCLASS, node(parent)) for parent in parents]
    return Index(triples)


@pytest.mark.parametrize(
    ("curie", "kind"),
    [
        ("molecule:miR-29", "MicroRNA"),
        ("molecule:miR-29a-3p", "MicroRNA"),
        ("molecule:RUNX2", "Protein"),
        ("molecule:COL2A1", "Protein"),
        ("molecule:unsorted", "molecule"),
    ],
)
def test_the_kind_of_a_molecule_is_what_it_is(curie: str, kind: str) -> None:
    term = read_terms(told())[expand(curie)]
    assert (term.kind, term.group) == (kind, "molecules")


def test_what_a_term_is_stands_before_what_it_does() -> None:
    class Read:
        terms = read_terms(told())

    data: dict[str, Any] = term_data(Read.terms[expand("molecule:RUNX2")], cast("Site", Read))
    assert [above["id"] for above in data["above"]] == ["bevo:Protein", "background:against-x", "bevo:OsteogenicMarker"]


def test_a_class_of_the_taxonomy_is_no_role() -> None:
    roles = {curie for curie in PARENTS if is_role(expand(curie))}
    assert roles == {
        "bevo:OsteogenicMarker",
        "bevo:CartilageGainOutcome",
        "bevo:CartilageMatrixMarker",
        "background:against-x",
    }
