"""The mappings of our terms to other vocabularies, as SSSOM (https://w3id.org/sssom/)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple

from bevo.ontology.merge import ONTOLOGY_IRI
from bevo.rdf.names import compact, expand, node, registered
from bevo.rdf.vocabulary import ANNOTATION_PROPERTY, CLASS, LABEL, OBJECT_PROPERTY, TYPE

__all__ = ["COLUMNS", "PREDICATES", "sssom"]

COLUMNS = ("subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification", "subject_type")
PREDICATES = tuple(node(f"skos:{kind}Match") for kind in ("exact", "close", "narrow", "broad", "related"))
SEMAPV = "https://w3id.org/semapv/vocab/"
ENTITY_TYPES = {
    CLASS: "owl class",
    OBJECT_PROPERTY: "owl object property",
    node("owl:DatatypeProperty"): "owl data property",
    ANNOTATION_PROPERTY: "owl annotation property",
}


def sssom(ontology: Iterable[Triple]) -> bytes:
    """Every mapping of the ontology as a row, with the metadata of the set in the header.

    :param ontology: its triples, with metadata.
    """
    triples = list(ontology)
    labels = {t.subject: t.object.value for t in triples if t.predicate == LABEL and isinstance(t.object, Literal)}
    types = {
        t.subject: ENTITY_TYPES[t.object]
        for t in triples
        if t.predicate == TYPE and isinstance(t.object, NamedNode) and t.object in ENTITY_TYPES
    }
    rows = sorted(
        (
            registered(t.subject.value),
            labels.get(t.subject, ""),
            compact(t.predicate.value),
            registered(t.object.value),
            "semapv:ManualMappingCuration",
            types.get(t.subject, ""),
        )
        for t in triples
        if t.predicate in PREDICATES and isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode)
    )
    text = io.StringIO(newline="")
    prefixes = {row[i].partition(":")[0] for row in rows for i in (0, 2, 3, 4)}
    text.writelines(f"#{line}\n" for line in _header(triples, prefixes))
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def _header(ontology: Iterable[Triple], prefixes: set[str]) -> Iterable[str]:
    """The metadata of the set as lines of YAML; JSON strings are YAML strings."""
    facts = [
        (compact(t.predicate.value), t.object.value)
        for t in ontology
        if t.subject == ONTOLOGY_IRI and isinstance(t.object, NamedNode | Literal)
    ]
    about = dict(facts)
    bases = {prefix: SEMAPV if prefix == "semapv" else expand(f"{prefix}:") for prefix in prefixes}
    yield "curie_map:"
    yield from (f"  {prefix}: {json.dumps(base)}" for prefix, base in sorted(bases.items()))
    for name, value in (
        ("mapping_set_id", "https://w3id.org/bevo/mappings"),
        ("mapping_set_title", "Mappings of BEVO to other vocabularies"),
        ("mapping_set_version", about["owl:versionInfo"]),
        ("license", about["dcterms:license"]),
        ("subject_source", "bevo:ontology"),
        ("subject_source_version", about["owl:versionInfo"]),
        ("publication_date", about["dcterms:issued"][:10]),
    ):
        yield f"{name}: {json.dumps(value)}"
    creators = sorted(value for name, value in facts if name == "dcterms:creator")
    yield f"creator_label: {json.dumps(creators)}"
