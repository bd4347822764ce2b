"""A DOI goes into the two files that every built file takes it from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from bevo.build.doi import write_doi
from bevo.problems import InputError
from bevo.rdf.names import node
from bevo.rdf.rdfio import read_turtle
from checkout import ROOT

ONTOLOGY = NamedNode("https://w3id.org/bevo/ontology")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "ontology").mkdir()
    for file in ("CITATION.cff", "ontology/bevo.ttl"):
        shutil.copy(ROOT / file, tmp_path / file)
    return tmp_path


def test_a_doi_fills_the_slot_once_and_the_next_takes_its_place(root: Path) -> None:
    for doi in ("10.5281/zenodo.1", "10.5281/zenodo.2"):
        write_doi(root, doi)
        told = [t.object for t in read_turtle(root / "ontology/bevo.ttl") if t.predicate == node("bibo:doi")]
        assert told == [Literal(doi)]
        lines = (root / "CITATION.cff").read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if line.startswith("doi:")] == [f"doi: {doi}"]


@pytest.mark.parametrize(
    "doi", ["", "zenodo.1", "https://doi.org/10.5281/zenodo.1", '10.5281/x" ; a <y>', "10.5281/a\n"]
)
def test_what_is_no_doi_changes_nothing(root: Path, doi: str) -> None:
    with pytest.raises(InputError, match="is no DOI"):
        write_doi(root, doi)
    assert (root / "ontology/bevo.ttl").read_bytes() == (ROOT / "ontology/bevo.ttl").read_bytes()


def test_a_file_without_a_place_leaves_both_as_they_were(root: Path) -> None:
    (root / "ontology/bevo.ttl").write_text("nothing", encoding="utf-8")
    with pytest.raises(InputError, match="has no place"):
        write_doi(root, "10.5281/zenodo.1")
    assert "\ndoi: 10.5281/zenodo.1" not in (root / "CITATION.cff").read_text(encoding="utf-8")
