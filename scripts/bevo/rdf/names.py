"""The names of things: prefixes, CURIEs and the IRIs that the design fixes."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from curies import Converter
from pyoxigraph import NamedNode

__all__ = [
    "BASE",
    "PREFIXES",
    "bevo",
    "compact",
    "expand",
    "finding_iri",
    "local_name",
    "node",
    "registered",
    "section_iri",
    "slug",
]

BASE = "https://w3id.org/bevo/"

PREFIXES: dict[str, str] = {
    "bevo": BASE,
    "finding": f"{BASE}finding/",
    "study": f"{BASE}study/",
    "review": f"{BASE}review/",
    "molecule": f"{BASE}molecule/",
    "discrepancy": f"{BASE}discrepancy/",
    "check": f"{BASE}check/",
    "background": f"{BASE}background/",
    "prediction": f"{BASE}prediction/",
    "ontology": f"{BASE}ontology/",
    "bibo": "http://purl.org/ontology/bibo/",
    "bibostatus": "http://purl.org/ontology/bibo/status/",
    "cellosaurus": "https://www.cellosaurus.org/",
    "dcterms": "http://purl.org/dc/terms/",
    "obo": "http://purl.obolibrary.org/obo/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes of every Turtle file of the data; so many that no local name needs a slash, which Virtuoso misreads."""

_VOCABULARIES: dict[str, str] = {
    **{
        p: f"{PREFIXES['obo']}{p}_"
        for p in (
            "BFO",
            "CHEBI",
            "CL",
            "ECO",
            "GO",
            "IAO",
            "MONDO",
            "NCBITaxon",
            "OBI",
            "PATO",
            "PR",
            "RO",
            "SO",
            "UBERON",
            "UO",
        )
    },
    "oboInOwl": "http://www.geneontology.org/formats/oboInOwl#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "question": f"{BASE}question/",
    "nanopub": f"{BASE}np/",
    "np": "http://www.nanopub.org/nschema#",
    "npx": "http://purl.org/nanopub/x/",
    "pav": "http://purl.org/pav/",
    "MGI": "https://identifiers.org/MGI:",
    "fplx": "https://identifiers.org/fplx:",
    "hgnc": "https://identifiers.org/hgnc:",
    "mesh": "http://id.nlm.nih.gov/mesh/",
    "mirbase": "https://identifiers.org/mirbase:",
    "mirbase.mature": "https://identifiers.org/mirbase.mature:",
    "rgd": "https://identifiers.org/rgd:",
    "uniprot": "http://purl.uniprot.org/uniprot/",
}

_REGISTERED = {"hgnc": "HGNC", "mesh": "MESH"}
"""Prefixes of ours that the Biolink Model writes in another case."""

_CONVERTER = Converter.from_prefix_map({**PREFIXES, **_VOCABULARIES})
_BASES = {**PREFIXES, **_VOCABULARIES, **{upper: _VOCABULARIES[ours] for ours, upper in _REGISTERED.items()}}


def expand(curie: str) -> str:
    """The IRI of a CURIE.

    :raises ValueError: if the prefix is not known here.
    """
    prefix, colon, name = curie.partition(":")  # the converter makes models of it, sixty times as slow
    if not colon or prefix not in _BASES:
        raise ValueError(f"unknown prefix in '{curie}'; known: {', '.join(sorted(_BASES))}")
    return _BASES[prefix] + name


@lru_cache(maxsize=65_536)
def compact(iri: str) -> str:
    """The CURIE of an IRI, or the IRI itself where no prefix fits."""
    return _CONVERTER.compress(iri) or iri


def registered(iri: str) -> str:
    """The CURIE of an IRI as files for other tools have it: with a prefix that registers know.

    All IRIs of ours have the one prefix ``bevo``, also those below ``molecule/`` or ``finding/``.

    :returns: the IRI itself where no prefix fits.
    """
    if iri.startswith(BASE):
        return f"bevo:{iri.removeprefix(BASE)}"
    prefix, colon, name = compact(iri).partition(":")
    return f"{_REGISTERED.get(prefix, prefix)}{colon}{name}"


@cache
def node(curie: str) -> NamedNode:
    """The RDF node of a CURIE."""
    return NamedNode(expand(curie))


@cache
def bevo(name: str) -> NamedNode:
    """The RDF node of one of our own classes or properties."""
    return node(f"bevo:{name}")


def local_name(iri: str) -> str:
    """The last part of an IRI, after ``/`` or ``#``."""
    return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]


@cache
def slug(text: str) -> str:
    """A text as part of an IRI: ASCII letters, digits, dots and hyphens."""
    greek = {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa"}
    for letter, name in greek.items():
        text = text.replace(letter, name)
    return re.sub(r"[^A-Za-z0-9.]+", "-", text).strip("-.")


def finding_iri(finding_id: str, part: str = "") -> NamedNode:
    """The IRI of a finding, or of one of its participants."""
    return NamedNode(f"{PREFIXES['finding']}{finding_id}{'-' + part if part else ''}")


@cache
def section_iri(review: str, section: str) -> NamedNode:
    """The IRI of a section of a review."""
    return NamedNode(f"{PREFIXES['review']}{review}-{slug(section).lower()}")
