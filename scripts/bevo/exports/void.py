"""The description of a release: VoID, DCAT and PROV in one file, ``void.ttl``, counted from what the release holds.

Sources: VoID (W3C Interest Group Note, 2011), DCAT 3, PROV-O. All nodes are named, for the data have no blank nodes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from bevo.catalogue import media_type
from bevo.rdf.names import BASE, PREFIXES, compact, node, slug
from bevo.rdf.rdfio import sorted_triples
from bevo.rdf.vocabulary import DESCRIPTION, LABEL, LICENCE, TITLE, TYPE, integer

__all__ = ["DATASET", "DOCUMENT", "describe", "file_triples", "used_terms"]

DATASET = NamedNode(f"{BASE}dataset")
DOCUMENT = NamedNode(f"{BASE}void")
SHAPES = NamedNode(f"{BASE}shapes")
CC_BY = NamedNode("https://creativecommons.org/licenses/by/4.0/")
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
VOCABULARIES = ("bevo", "dcterms", "obo", "owl", "rdfs", "skos")


def describe(
    graphs: Mapping[NamedNode, Sequence[Triple]], metadata: Iterable[Triple], version: str, sources: Iterable[NamedNode]
) -> list[Triple]:
    """The dataset as a whole: what it is, how much of what it holds, where it comes from.

    :param graphs: the release in its named graphs, no triple in two of them.
    :param metadata: triples of the ontology, of which title, dates, licence and creator are taken.
    :param sources: from which it was curated.
    """
    triples = [
        *_document(),
        *_dataset({t.predicate: t.object for t in metadata if t.subject == NamedNode(f"{BASE}ontology")}, version),
        *[Triple(DATASET, node("prov:wasDerivedFrom"), source) for source in sources],
    ]
    for graph, members in graphs.items():
        triples += [
            Triple(DATASET, node("void:subset"), graph),
            Triple(graph, TYPE, node("void:Dataset")),
            Triple(graph, node("void:triples"), integer(len(members))),
        ]
    everything = [t for graph, members in graphs.items() if not graph.value.endswith("/queries") for t in members]
    return sorted_triples([*triples, *_statistics(everything)])


def _document() -> list[Triple]:
    return [
        Triple(DOCUMENT, TYPE, node("void:DatasetDescription")),
        Triple(DOCUMENT, TITLE, Literal("Description of the BEVO data set")),
        Triple(DOCUMENT, node("foaf:primaryTopic"), DATASET),
    ]


def _dataset(metadata: Mapping[NamedNode, object], version: str) -> list[Triple]:
    build = NamedNode(f"{DOCUMENT.value}#build")
    software = NamedNode(f"{DOCUMENT.value}#software")
    triples = [
        Triple(DATASET, TYPE, node("void:Dataset")),
        Triple(DATASET, TYPE, node("dcat:Dataset")),
        Triple(DATASET, TYPE, node("prov:Entity")),
        Triple(DATASET, TITLE, Literal("BEVO: findings on extracellular vesicles in bone")),
        Triple(
            DATASET,
            DESCRIPTION,
            Literal(
                "Every finding that three review articles report about extracellular vesicles in bone, "
                "as linked data with its ontology and what HermiT inferred from both."
            ),
        ),
        Triple(DATASET, LICENCE, CC_BY),
        Triple(DATASET, node("dcat:version"), Literal(version)),
        Triple(DATASET, node("dcat:landingPage"), NamedNode(BASE)),
        Triple(DATASET, node("foaf:homepage"), NamedNode(BASE)),
        Triple(DATASET, node("void:uriSpace"), Literal(BASE)),
        Triple(DATASET, node("void:sparqlEndpoint"), NamedNode(f"{BASE}sparql")),
        Triple(DATASET, node("void:exampleResource"), node("finding:F0026")),
        Triple(DATASET, node("dcterms:conformsTo"), SHAPES),
        Triple(SHAPES, TYPE, node("dcterms:Standard")),
        Triple(SHAPES, TITLE, Literal("The SHACL shapes of BEVO")),
        Triple(SHAPES, node("rdfs:seeAlso"), NamedNode(f"{BASE}download/shapes.ttl")),
        Triple(DATASET, node("prov:wasGeneratedBy"), build),
        Triple(build, TYPE, node("prov:Activity")),
        Triple(
            build,
            LABEL,
            Literal("bevo build: records to RDF, SHACL, HermiT"),
        ),
        Triple(build, node("prov:used"), NamedNode(f"{BASE}ontology")),
        Triple(build, node("prov:wasAssociatedWith"), software),
        Triple(software, TYPE, node("prov:SoftwareAgent")),
        Triple(software, LABEL, Literal(f"bevo {version}")),
    ]
    for name in ("dcterms:creator", "dcterms:issued", "dcterms:modified", "dcterms:bibliographicCitation"):
        value = metadata.get(node(name))
        assert isinstance(value, NamedNode | Literal)  # a shape of the ontology demands it
        triples.append(Triple(DATASET, node(name), value))
    for name in ("dcterms:publisher", "foaf:logo", "bibo:doi"):  # the DOI is there once the release has one
        value = metadata.get(node(name))
        if isinstance(value, NamedNode | Literal):
            triples.append(Triple(DATASET, node(name), value))
    for prefix in VOCABULARIES:
        triples.append(Triple(DATASET, node("void:vocabulary"), NamedNode(PREFIXES[prefix])))
    return triples


def _statistics(graph: list[Triple]) -> list[Triple]:
    """Counts over the merged graph: triples, subjects, objects, classes and properties."""
    classes = Counter(t.object for t in graph if t.predicate == TYPE and isinstance(t.object, NamedNode))
    properties = Counter(t.predicate for t in graph)
    subjects = {t.subject for t in graph}
    entities = {s for s in subjects if isinstance(s, NamedNode) and s.value.startswith(BASE)}
    counts = {
        "triples": len(graph),
        "entities": len(entities),
        "classes": len(classes),
        "properties": len(properties),
        "distinctSubjects": len(subjects),
        "distinctObjects": len({t.object for t in graph}),
    }
    triples = [Triple(DATASET, node(f"void:{name}"), integer(count)) for name, count in counts.items()]
    for kind, counted, number in (("class", classes, "entities"), ("property", properties, "triples")):
        for term, count in counted.items():
            part = NamedNode(f"{DOCUMENT.value}#{kind}-{slug(compact(term.value))}")
            triples += [
                Triple(DATASET, node(f"void:{kind}Partition"), part),
                Triple(part, node(f"void:{kind}"), term),
                Triple(part, node(f"void:{number}"), integer(count)),
            ]
    return triples


def file_triples(files: Mapping[str, bytes]) -> list[Triple]:
    """Each file of the release as ``dcat:Distribution``, with size, media type and checksum.

    :param files: path as :data:`bevo.catalogue.CATALOGUE` has it, and content.
    """
    triples = []
    for name, data in files.items():
        this = NamedNode(f"{BASE}download/{name}")
        checksum = NamedNode(f"{DOCUMENT.value}#sha256-{slug(name)}")
        media = NamedNode(f"{MEDIA_TYPES}{media_type(name)}")
        triples += [
            Triple(DATASET, node("dcat:distribution"), this),
            Triple(this, TYPE, node("dcat:Distribution")),
            Triple(this, TITLE, Literal(name)),
            Triple(this, LICENCE, CC_BY),
            Triple(this, node("dcat:downloadURL"), this),
            Triple(this, node("dcat:mediaType"), media),
            Triple(this, node("dcat:byteSize"), integer(len(data))),
            Triple(this, node("spdx:checksum"), checksum),
            Triple(checksum, TYPE, node("spdx:Checksum")),
            Triple(checksum, node("spdx:algorithm"), node("spdx:checksumAlgorithm_sha256")),
            Triple(checksum, node("spdx:checksumValue"), Literal(hashlib.sha256(data).hexdigest())),
        ]
        if name.endswith(".gz"):
            triples.append(Triple(this, node("dcat:compressFormat"), NamedNode(f"{MEDIA_TYPES}application/gzip")))
    for name in ("bevo-kg.ttl", "bevo-kg.nq.gz"):
        triples.append(Triple(DATASET, node("void:dataDump"), NamedNode(f"{BASE}download/{name}")))
    return sorted_triples(triples)


def used_terms(description: Iterable[Triple]) -> tuple[set[str], set[str]]:
    """IRIs of the classes and of the properties that a description says the data use."""
    found: dict[NamedNode, set[str]] = {node("void:class"): set(), node("void:property"): set()}
    for triple in description:
        if triple.predicate in found and isinstance(triple.object, NamedNode):
            found[triple.predicate].add(triple.object.value)
    return found[node("void:class")], found[node("void:property")]
