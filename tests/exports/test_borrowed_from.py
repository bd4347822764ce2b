"""The releases of other vocabularies that a release borrows from."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from bevo.exports.borrowed_from import borrowed_from
from bevo.rdf.names import BASE, bevo, node
from bevo.rdf.vocabulary import SUBCLASS
from bevo.vocabulary.pack import Entry, Pack, pack_bytes

SOURCES = (
    "vocabulary\tprefixes\tversion\tobtained_from\tlicence\tiri_base\trows\tcurrent\tobsolete\n"
    "cl\tCL\t2026-03-26\there\tCC-BY-4.0\thttp://purl.obolibrary.org/obo/CL_\t3\t2\t1\n"
    "go\tGO\t2026-01-23\there\tCC-BY-4.0\thttp://purl.obolibrary.org/obo/GO_\t1\t1\t0\n"
)


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    entries = [
        Entry("cl", "CL:0000001", "cell one"),
        Entry("cl", "CL:0000002", "", obsolete=True, replaced_by="CL:0000001"),
        Entry("cl", "CL:0000003", "obsolete three", obsolete=True),
    ]
    file = tmp_path / "pack.zip"
    file.write_bytes(pack_bytes({"cl": entries, "go": [Entry("go", "GO:0000001", "process")]}, SOURCES))
    return Pack(file)


def test_the_description_of_a_release_says_which_releases_it_borrows_from(pack: Pack) -> None:
    ontology = [Triple(bevo("X"), SUBCLASS, NamedNode("http://purl.obolibrary.org/obo/CL_0000001"))]
    told = set(borrowed_from(pack, ontology))
    this = NamedNode(f"{BASE}void#from-cl")
    assert Triple(this, node("dcat:version"), Literal("2026-03-26")) in told
    assert {t.subject for t in told} == {this, NamedNode(f"{BASE}void#build")}
