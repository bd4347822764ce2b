"""What is in ``dist/``: the one list that README, VoID, site, server and tests read."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["ARCHIVE", "CATALOGUE", "PAGES", "SITE", "Entry", "media_type"]

SITE = "site/"
ARCHIVE = "data/findings.zip"
"""Where the pages of findings are, below :data:`SITE`, if they would be too many files."""


class Entry(NamedTuple):
    """A file of the release.

    :param path: below ``dist/``.
    :param media: its media type; of a compressed file that of what it holds.
    :param about: a sentence.
    """

    path: str
    media: str
    about: str


CATALOGUE = (
    Entry("bevo-kg.ttl", "text/turtle", "Everything in one graph: what you load and what the questions expect"),
    Entry(
        "bevo-kg.nq.gz",
        "application/n-quads",
        "The same in named graphs: ontology, findings, provenance, inferred, background",
    ),
    Entry("findings.csv", "text/csv", "One row a finding, in labels, for a spreadsheet"),
    Entry(
        "experiments.csv",
        "text/csv",
        "One row a finding that tells how it was found: dose, route, species, n",
    ),
    Entry("findings.jsonl", "application/jsonl", "The records as curated, one a line"),
    Entry("findings.ttl", "text/turtle", "The findings as curated"),
    Entry("inferred.ttl", "text/turtle", "What HermiT added"),
    Entry(
        "background.ttl",
        "text/turtle",
        "Background: what is known of molecules, what it explains and predicts; no findings",
    ),
    Entry("bevo.owl", "application/rdf+xml", "The ontology with its borrowed terms, for Protégé"),
    Entry("bevo.ttl", "text/turtle", "The same in Turtle"),
    Entry("bevo.obo", "text/obo", "The same for OBO tools, without axioms that OBO has no form for"),
    Entry("bevo.json", "application/json", "The same as OBO Graphs JSON, for OAK and OLS"),
    Entry("bevo-base.ttl", "text/turtle", "The ontology's own axioms alone"),
    Entry(
        "mappings.sssom.tsv",
        "text/tab-separated-values",
        "Our terms mapped to HGNC, miRBase, ChEBI, GO and others (SSSOM)",
    ),
    Entry(
        "crosswalks.ttl",
        "text/turtle",
        "Our terms and studies under the IRIs of UniProt, WikiPathways, Bgee and others",
    ),
    Entry(
        "federated/uniprot.rq",
        "application/sparql-query",
        "Asks UniProt too: what the proteins that vesicles carry do, and where",
    ),
    Entry(
        "federated/wikipathways.rq",
        "application/sparql-query",
        "Asks WikiPathways too: the pathways of the genes that microRNAs inhibit",
    ),
    Entry(
        "federated/bgee.rq",
        "application/sparql-query",
        "Asks Bgee too: in which cells and tissues these genes are expressed",
    ),
    Entry(
        "federated/wikidata.rq",
        "application/sparql-query",
        "Asks Wikidata too: with which diseases these genes are associated",
    ),
    Entry("nanopubs.trig", "application/trig", "One nanopublication a finding"),
    Entry("kgx/nodes.tsv", "text/tab-separated-values", "Nodes for Biolink tools (KGX)"),
    Entry("kgx/edges.tsv", "text/tab-separated-values", "Edges for Biolink tools (KGX)"),
    Entry("neo4j/nodes.tsv", "text/tab-separated-values", "The nodes of KGX for neo4j-admin"),
    Entry("neo4j/edges.tsv", "text/tab-separated-values", "The edges of KGX for neo4j-admin"),
    Entry(
        "findings.parquet", "application/vnd.apache.parquet", "One row a finding, with typed columns, for data frames"
    ),
    Entry("edges.parquet", "application/vnd.apache.parquet", "The edges of KGX with typed columns, for data frames"),
    Entry(
        "sets/mirna-targets.gmt", "text/plain", "Sets for enrichment: the molecules that each microRNA inhibits (GMT)"
    ),
    Entry("sets/cargo-outcomes.gmt", "text/plain", "Sets: the outcomes that each cargo promotes or inhibits (GMT)"),
    Entry("sets/outcome-cargo.gmt", "text/plain", "Sets: the cargo that promotes or inhibits each outcome (GMT)"),
    Entry("sets/source-cargo.gmt", "text/plain", "Sets: the cargo of the vesicles of each source (GMT)"),
    Entry("network.graphml", "application/xml", "The network of KGX as GraphML, for networkx, igraph and Gephi"),
    Entry("network.cx2", "application/json", "The network of KGX as CX2, for Cytoscape and NDEx"),
    Entry("statements.indra.json", "application/json", "What molecules do, as INDRA statements"),
    Entry("studies.bib", "application/x-bibtex", "All studies and reviews, for a reference manager (BibTeX)"),
    Entry("void.ttl", "text/turtle", "Description of the release (VoID, DCAT, PROV)"),
    Entry("shapes.ttl", "text/turtle", "The SHACL shapes that all of this conforms to, and your own data should"),
    Entry("queries.ttl", "text/turtle", "The ready questions as SHACL SPARQL executables"),
    Entry("finding.schema.json", "application/schema+json", "JSON Schema of a file of findings, for editors"),
)
"""The files, in the order in which they are offered; the folder :data:`SITE` is the publication."""

PAGES = frozenset(
    {
        "404",
        "about",
        "assets",
        "cells",
        "compare",
        "context",
        "data",
        "dataset",
        "discrepancies",
        "download",
        "downloads",
        "findings",
        "graph",
        "healthz",
        "index",
        "matrix",
        "mechanism",
        "molecules",
        "network",
        "ontology",
        "np",
        "processes",
        "property",
        "questions",
        "releases",
        "robots",
        "search",
        "shapes",
        "sitemap",
        "sparql",
        "studies",
        "vesicles",
        "void",
    }
)
"""What stands at the root of the site and is about no term, in lower case: no term may have such a name."""


def media_type(path: str) -> str | None:
    """The media type of a file of the release, or None if there is no such file."""
    return next((entry.media for entry in CATALOGUE if entry.path == path), None)
