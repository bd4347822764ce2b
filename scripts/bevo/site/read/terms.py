"""The classes and properties of the graph as records for their pages."""

from __future__ import annotations

import re
from collections import defaultdict

from pyoxigraph import BlankNode, Literal, NamedNode

from bevo.ontology.manchester import manchester
from bevo.rdf.index import Index, Node
from bevo.rdf.names import BASE, bevo, node
from bevo.rdf.vocabulary import ANNOTATED_SOURCE, ANNOTATED_TARGET, CLASS, DEFINITION, SOURCE, SUBCLASS, SUBPROPERTY
from bevo.site.read.model import Axiom, Match, Term

__all__ = ["is_class", "is_role", "read_terms"]

MATCHES = {
    "exactMatch": "same as",
    "closeMatch": "close to",
    "narrowMatch": "wider than",
    "broadMatch": "narrower than",
    "relatedMatch": "related to",
}
PROPERTIES = {
    "Object": "relation between things",
    "Datatype": "relation to a value",
    "Annotation": "annotation",
}
_KINDS = (
    ("obo:NCBITaxon_33208", "species", ""),
    ("obo:ECO_0000000", "evidence", ""),
    ("bevo:Fluid", "body fluid", "cells"),
    ("bevo:Tissue", "tissue", "cells"),
    ("obo:CL_0000000", "cell", "cells"),
    ("bevo:SourceOrganism", "organism", ""),
    ("bevo:CellOrTissue", "cell or tissue", ""),
    ("obo:GO_1903561", "vesicle class", "vesicles"),
    ("obo:GO_0007165", "pathway", "processes"),
    ("obo:GO_0008150", "process", "processes"),
    ("obo:MONDO_0000001", "disease", "processes"),
    ("bevo:Trait", "trait", "processes"),
    ("bevo:State", "state or condition", ""),
    ("bevo:Finding", "kind of finding", ""),
)
"""What is above a class, what people call it, and the list of the site it stands in; the first that fits."""

_ROLE = re.compile(rf"{re.escape(BASE)}(background/.+|\w+(Marker|Outcome|Recipient))")


def is_class(term: Term) -> bool:
    """Whether a term is a class, not a property."""
    return term.kind not in PROPERTIES.values()


def is_role(iri: str) -> bool:
    """Whether a class says what something does or shows, such as a marker, and not what it is."""
    return bool(_ROLE.fullmatch(iri))


def read_terms(graph: Index) -> dict[str, Term]:
    """Every named class and property, by IRI."""
    below: dict[Node, list[Node]] = defaultdict(list)
    reasons: dict[tuple[Node, Node], str] = {}
    for subject, properties in graph.about.items():
        for parent in properties.get(SUBCLASS, []) + properties.get(SUBPROPERTY, []):
            below[parent].append(subject)
        for source in properties.get(ANNOTATED_SOURCE, ()):
            for target in properties[ANNOTATED_TARGET]:
                reasons[source, target] = graph.text(subject, bevo("reason"))
    found = {}
    for cls in graph.named(CLASS):
        kind, group = _kind(graph, cls)
        found[cls.value] = _term(graph, cls, kind, group, below, reasons)
    for name, kind in PROPERTIES.items():
        for prop in graph.named(node(f"owl:{name}Property")):
            found[prop.value] = _term(graph, prop, kind, "", below, reasons)
    return found


def _kind(graph: Index, cls: NamedNode) -> tuple[str, str]:
    above = graph.ancestors(cls)
    if bevo("Molecule") in above:
        if not cls.value.startswith(f"{BASE}molecule/"):
            return "kind of molecule", ""
        return _nearest_own(graph, cls), "molecules"
    for curie, kind, group in _KINDS:
        if node(curie) in above:
            return kind, group
    return "class", ""


def _nearest_own(graph: Index, cls: NamedNode) -> str:
    """The nearest kind of molecule above one, for example ``microRNA``."""
    level = [cls]
    while level:
        level = [p for c in level for p in sorted(graph.parents(c), key=str) if not is_role(p.value)]
        for parent in level:
            if not parent.value.startswith(f"{BASE}molecule/") and bevo("Molecule") in graph.ancestors(parent):
                return graph.label(parent)
    return "molecule"


def _term(
    graph: Index,
    thing: NamedNode,
    kind: str,
    group: str,
    below: dict[Node, list[Node]],
    reasons: dict[tuple[Node, Node], str],
) -> Term:
    def named(predicate: str) -> tuple[str, ...]:
        found = [o for o in graph.objects(thing, node(predicate)) if isinstance(o, NamedNode)]
        return tuple(n.value for n in graph.by_label(found))

    def written(predicate: str) -> tuple[str, ...]:
        return tuple(sorted(manchester(graph, o) for o in graph.objects(thing, node(predicate))))

    def texts(predicate: str) -> tuple[str, ...]:
        return tuple(sorted({o.value for o in graph.objects(thing, node(predicate)) if isinstance(o, Literal)}))

    under = below[thing]
    above = graph.objects(thing, SUBCLASS)
    return Term(
        iri=thing.value,
        label=graph.label(thing),
        kind=kind,
        group=group,
        definition=graph.text(thing, DEFINITION),
        synonyms=texts("skos:altLabel"),
        parents=named("rdfs:subClassOf") + named("rdfs:subPropertyOf"),
        children=tuple(n.value for n in graph.by_label(b for b in under if isinstance(b, NamedNode))),
        above=frozenset(n.value for n in graph.ancestors(thing)),
        matches=tuple(Match(words, o) for name, words in MATCHES.items() for o in named(f"skos:{name}")),
        axioms=tuple(sorted(manchester(graph, p) for p in above if isinstance(p, BlankNode))),
        leads=tuple(
            sorted(Axiom(manchester(graph, b), reasons.get((b, thing), "")) for b in under if isinstance(b, BlankNode))
        ),
        reasons=tuple(
            sorted(
                Axiom(graph.label(p), reasons[thing, p])
                for p in above
                if isinstance(p, NamedNode) and (thing, p) in reasons
            )
        ),
        domain=written("rdfs:domain"),
        range=written("rdfs:range"),
        source=graph.text(thing, SOURCE),
    )
