"""Borrowed terms and mappings that a release of their vocabulary holds no more."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple
from typer.testing import CliRunner

from bevo.cli.main import app
from bevo.exports.borrowed_from import borrowed_from
from bevo.rdf.names import BASE, bevo, node
from bevo.rdf.vocabulary import SUBCLASS
from bevo.vocabulary.outdated import Borrowed, outdated
from bevo.vocabulary.pack import Entry, Pack, default_pack, pack_bytes

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


def test_what_is_obsolete_or_renamed_is_told_and_the_rest_is_not(pack: Pack) -> None:
    terms = [
        Borrowed("CL:0000001", "cell one", "CL:0000001"),
        Borrowed("CL:0000001", "cell 1", "CL:0000001"),
        Borrowed("CL:0000002", "two", "CL:0000002"),
        Borrowed("CL:0000003", "", "bevo:Three"),
        Borrowed("XX:1", "unknown", "XX:1"),
    ]
    assert list(outdated(terms, pack)) == [
        "CL:0000001 'cell 1' is 'cell one' now",
        "CL:0000002 'two' is obsolete; rather CL:0000001",
        "CL:0000003, mapped to by bevo:Three, is obsolete",
    ]


def test_the_description_of_a_release_says_which_releases_it_borrows_from(pack: Pack) -> None:
    ontology = [Triple(bevo("X"), SUBCLASS, NamedNode("http://purl.obolibrary.org/obo/CL_0000001"))]
    told = set(borrowed_from(pack, ontology))
    this = NamedNode(f"{BASE}void#from-cl")
    assert Triple(this, node("dcat:version"), Literal("2026-03-26")) in told
    assert {t.subject for t in told} == {this, NamedNode(f"{BASE}void#build")}


def test_the_command_says_so_and_ends_with_one(monkeypatch: pytest.MonkeyPatch, pack: Pack) -> None:
    if default_pack() is None:
        pytest.skip("skipped: no vocabularies here")
    whole = CliRunner().invoke(app, ["term", "outdated"])
    assert whole.exit_code == (0 if not whole.stdout else 1), whole.output
    monkeypatch.setattr("bevo.cli.term._pack", lambda: pack)
    monkeypatch.setattr(pack, "entry", lambda curie: Entry("cl", curie, "", obsolete=True))
    result = CliRunner().invoke(app, ["term", "outdated"])
    assert result.exit_code == 1 and "CL:0000062 'osteoblast' is obsolete" in result.stdout
