"""The ontology in the formats of OBO: ``bevo.obo`` (OBO Flat File Format 1.4) and ``bevo.json`` (OBO Graphs).

Both hold classes, their names, definitions, cross-references, superclasses and wholes, and relations. Axioms that
neither format has a simple form for (defined classes, one-way axioms, disjointness) are in ``bevo.owl`` alone.
Sources: http://owlcollab.github.io/oboformat/doc/GO.format.obo-1_4.html, https://github.com/geneontology/obographs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from bevo.exports.oboinowl import DBXREF, EXACT_SYNONYM, OBO_NAMESPACE, RELATED_SYNONYM
from bevo.ontology.merge import ONTOLOGY_IRI
from bevo.rdf.index import Index
from bevo.rdf.names import BASE, node, registered
from bevo.rdf.vocabulary import (
    CLASS,
    DEFINITION,
    DOMAIN,
    LABEL,
    LICENCE,
    OBJECT_PROPERTY,
    ON,
    RANGE,
    SOME,
    SUBCLASS,
    SUBPROPERTY,
    TITLE,
    TYPE,
    VERSION_INFO,
    VERSION_IRI,
)

__all__ = ["obo", "obographs"]

SCOPES = (("EXACT", EXACT_SYNONYM), ("RELATED", RELATED_SYNONYM))
PART_OF = node("obo:BFO_0000050")


def obo(annotated: Iterable[Triple]) -> bytes:
    """The ontology as an OBO file.

    :param annotated: what :func:`bevo.exports.oboinowl.annotated` gave.
    """
    graph = Index(annotated)
    lines = [
        "format-version: 1.4",
        f"data-version: {graph.text(ONTOLOGY_IRI, VERSION_INFO)}",
        f'idspace: bevo {BASE} "BEVO"',
        "ontology: bevo",
        f"property_value: {LICENCE.value} {_licence(graph)}",
        f'property_value: {TITLE.value} "{_quoted(graph.text(ONTOLOGY_IRI, TITLE))}" xsd:string',
    ]
    for term in _terms(graph, CLASS):
        lines += ["", "[Term]", *_stanza(graph, term), *_classes_above(graph, term)]
    for relation in _terms(graph, OBJECT_PROPERTY):
        lines += ["", "[Typedef]", *_stanza(graph, relation), *_about_relation(graph, relation)]
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def _stanza(graph: Index, term: NamedNode) -> Iterator[str]:
    """The tags of a term or relation that come first, in the order that the format asks for."""
    yield f"id: {_id(term)}"
    yield f"name: {_escaped(graph.label(term))}"
    yield from (f"namespace: {name}" for name in graph.texts(term, OBO_NAMESPACE))
    if text := graph.text(term, DEFINITION):
        yield f'def: "{_quoted(text)}" []'
    yield from (
        f'synonym: "{_quoted(name)}" {scope} []' for scope, predicate in SCOPES for name in graph.texts(term, predicate)
    )
    yield from (f"xref: {other}" for other in graph.texts(term, DBXREF))


def _classes_above(graph: Index, term: NamedNode) -> Iterator[str]:
    yield from (f"is_a: {_named(graph, parent)}" for parent in sorted(_parents(graph, term), key=_id))
    yield from (f"relationship: {_id(PART_OF)} {_named(graph, whole)}" for whole in _wholes(graph, term))


def _about_relation(graph: Index, relation: NamedNode) -> Iterator[str]:
    for tag, predicate in (("domain", DOMAIN), ("range", RANGE), ("is_a", SUBPROPERTY)):
        yield from (f"{tag}: {_named(graph, other)}" for other in graph.nodes(relation, predicate))


def obographs(annotated: Iterable[Triple]) -> bytes:
    """The ontology as OBO Graphs JSON.

    :param annotated: what :func:`bevo.exports.oboinowl.annotated` gave.
    """
    graph = Index(annotated)
    classes, relations = _terms(graph, CLASS), _terms(graph, OBJECT_PROPERTY)
    edges = [
        *(_edge(term, "is_a", parent) for term in classes for parent in sorted(_parents(graph, term), key=_id)),
        *(_edge(term, PART_OF.value, whole) for term in classes for whole in _wholes(graph, term)),
        *(_edge(one, "subPropertyOf", other) for one in relations for other in graph.nodes(one, SUBPROPERTY)),
    ]
    about = {
        "basicPropertyValues": [
            {"pred": LICENCE.value, "val": _licence(graph)},
            {"pred": TITLE.value, "val": graph.text(ONTOLOGY_IRI, TITLE)},
        ],
        "version": graph.nodes(ONTOLOGY_IRI, VERSION_IRI)[0].value,
    }
    nodes = [
        *(_graph_node(graph, term, "CLASS") for term in classes),
        *({**_graph_node(graph, one, "PROPERTY"), "propertyType": "OBJECT"} for one in relations),
    ]
    document = {"graphs": [{"id": ONTOLOGY_IRI.value, "meta": about, "nodes": nodes, "edges": edges}]}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _graph_node(graph: Index, term: NamedNode, kind: str) -> dict[str, object]:
    meta: dict[str, object] = {}
    if text := graph.text(term, DEFINITION):
        meta["definition"] = {"val": text}
    synonyms = [
        {"pred": f"has{scope.capitalize()}Synonym", "val": name}
        for scope, predicate in SCOPES
        for name in graph.texts(term, predicate)
    ]
    if synonyms:
        meta["synonyms"] = synonyms
    if others := graph.texts(term, DBXREF):
        meta["xrefs"] = [{"val": other} for other in others]
    if names := graph.texts(term, OBO_NAMESPACE):
        meta["basicPropertyValues"] = [{"pred": OBO_NAMESPACE.value, "val": name} for name in names]
    return {"id": term.value, "lbl": graph.label(term), "type": kind, **({"meta": meta} if meta else {})}


def _edge(subject: NamedNode, predicate: str, obj: NamedNode) -> dict[str, str]:
    return {"sub": subject.value, "pred": predicate, "obj": obj.value}


def _terms(graph: Index, kind: NamedNode) -> list[NamedNode]:
    found = (s for s in graph.about if isinstance(s, NamedNode) and kind in graph.objects(s, TYPE))
    return sorted((term for term in found if graph.text(term, LABEL)), key=_id)


def _parents(graph: Index, term: NamedNode) -> list[NamedNode]:
    return [parent for parent in graph.nodes(term, SUBCLASS) if graph.text(parent, LABEL)]


def _wholes(graph: Index, term: NamedNode) -> list[NamedNode]:
    """What a class is a part of."""
    restrictions = [r for r in graph.objects(term, SUBCLASS) if PART_OF in graph.objects(r, ON)]
    return sorted((whole for r in restrictions for whole in graph.nodes(r, SOME)), key=_id)


def _licence(graph: Index) -> str:
    values = graph.objects(ONTOLOGY_IRI, LICENCE)
    return next((v.value for v in values if isinstance(v, NamedNode | Literal)), "")


def _id(term: NamedNode) -> str:
    return registered(term.value)


def _named(graph: Index, term: NamedNode) -> str:
    return f"{_id(term)} ! {_escaped(graph.label(term))}"


def _escaped(text: str) -> str:
    """A text as an unquoted value: one line, in which nothing starts a comment or a list of qualifiers."""
    return " ".join(text.split()).replace("\\", "\\\\").replace("!", "\\!").replace("{", "\\{")


def _quoted(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
