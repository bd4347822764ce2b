"""What registers and FOOPS! ask of the ontology, as far as a file can answer it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Triple

from bevo.ontology.merge import with_metadata
from bevo.rdf.names import BASE, node
from bevo.rdf.rdfio import read_turtle
from checkout import ROOT

ONTOLOGY = NamedNode(f"{BASE}ontology")
OM = (
    "dcterms:title",
    "dcterms:description",
    "dcterms:license",
    "owl:versionIRI",
    "dcterms:creator",
    "dcterms:created",
    "vann:preferredNamespaceUri",
    "vann:preferredNamespacePrefix",
    "owl:versionInfo",
    "dcterms:bibliographicCitation",
    "dcterms:publisher",
    "foaf:logo",
    "bibo:status",
    "dcterms:source",
    "dcterms:issued",
    "dcterms:modified",
)


@pytest.fixture(scope="module")
def header() -> list[Triple]:
    triples = with_metadata(read_turtle(ROOT / "ontology" / "bevo.ttl"), "0.1.0")
    return [t for t in triples if t.subject == ONTOLOGY]


@pytest.mark.parametrize("name", OM)
def test_the_header_has_the_metadata(header: list[Triple], name: str) -> None:
    """OM1 to OM5, FIND1, VER1; of OM3 the DOI is a slot."""
    assert [t for t in header if t.predicate == node(name)]


def test_what_the_header_says_is_said_once(header: list[Triple]) -> None:
    for name in set(OM) - {"dcterms:source"}:
        assert sum(t.predicate == node(name) for t in header) == 1, name


def test_the_version_iri_is_another_and_persistent(header: list[Triple]) -> None:
    (version,) = [t.object for t in header if t.predicate == node("owl:versionIRI")]
    assert version == NamedNode("https://w3id.org/bevo/ontology/0.1.0")


def test_the_logo_is_a_file_of_the_site_and_w3id_leads_there(header: list[Triple]) -> None:
    (logo,) = [t.object for t in header if t.predicate == node("foaf:logo")]
    assert isinstance(logo, NamedNode)
    assert (ROOT / "scripts/bevo/site/static" / Path(logo.value).name).exists(), logo
    assert "|assets)/.+|" in (ROOT / "w3id" / ".htaccess").read_text(encoding="utf-8")


def test_the_record_for_bioregistry_fits_its_own_example() -> None:
    (record,) = json.loads((ROOT / "docs/registration/bioregistry.json").read_text(encoding="utf-8")).values()
    assert re.match(record["pattern"], record["example"])
    assert record["uri_format"] == f"{BASE}$1"


def test_nothing_is_made_up() -> None:
    """No ORCID, no e-mail and no DOI of our own until there is one."""
    for path in [ROOT / "docs/registration.md", *(ROOT / "docs/registration").iterdir(), ROOT / "w3id/README.md"]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]|[\w.]+@[\w.]+\.\w+|10\.\d{4,}/(?!zenodo\.N)", text), path
