from __future__ import annotations

from pathlib import Path

import pytest

from bevo.problems import BevoError
from bevo.vocabulary.obo import read_obo, read_obograph
from bevo.vocabulary.pack import Entry, Pack, pack_bytes
from bevo.vocabulary.registers import (
    read_cellosaurus,
    read_famplex,
    read_hgnc,
    read_mesh,
    read_mgi,
    read_mirbase,
    read_rgd,
)
from bevo.vocabulary.releases import read_releases
from vocabulary import releases as files


@pytest.mark.parametrize("form", ["obo", "json"])
def test_an_ontology_is_read_alike_from_both_formats(form: str) -> None:
    if form == "obo":
        text = files.OBO.replace("{prefix}", "CL").replace('thing \\"one\\"', "thing one")
        version, entries = read_obo(text.splitlines(), "cl", ["CL"])
    else:
        version, entries = read_obograph(files.obograph("CL"), "cl", ["CL"])
    assert version == "2026-02-03"
    assert {entry.curie: entry for entry in entries} == {
        "CL:0000001": Entry("cl", "CL:0000001", "first thing", ("thing one",)),
        "CL:0000002": Entry("cl", "CL:0000002", "second thing", (), ("CL:0000001",), ("CL:0000001",)),
        "CL:0000003": Entry("cl", "CL:0000003", "obsolete third thing", obsolete=True, replaced_by="CL:0000002"),
        "CL:0000009": Entry("cl", "CL:0000009", "", obsolete=True, replaced_by="CL:0000001"),
    }


def test_quotes_in_a_synonym_and_the_namespace_of_go_are_kept() -> None:
    _, entries = read_obo(files.OBO.replace("{prefix}", "GO").splitlines(), "go", ["GO"])
    assert (entries[0].synonyms, entries[0].about) == (('thing "one"',), "biological_process")


def test_human_genes_with_what_was_withdrawn() -> None:
    assert read_hgnc(files.HGNC.splitlines(), files.WITHDRAWN.splitlines()) == [
        Entry("hgnc", "hgnc:5", "AAA1", ("OLD1", "A1A", "ALPHA", "alpha thing 1"), about="gene with protein product"),
        Entry("hgnc", "hgnc:6", "AAA2", obsolete=True, replaced_by="hgnc:5"),
        Entry("hgnc", "hgnc:7", "AAA3", obsolete=True),
    ]


def test_genes_of_mouse_and_rat() -> None:
    assert read_mgi(files.MGI.splitlines(), files.HOMOLOGY.splitlines()) == [
        Entry("mgi", "MGI:11", "Aaa1", ("Old1", "Oldie"), links=("hgnc:5",))
    ]
    assert read_rgd(files.RGD.splitlines()) == [Entry("rgd", "rgd:21", "Aaa1", ("Oldrat", "Olderrat"))]


def test_micrornas_of_three_species_with_the_names_of_all_releases() -> None:
    hairpins, arms = read_mirbase(files.MIRBASE.splitlines(), files.ALIASES.splitlines())
    assert [(h.curie, h.label, h.about) for h in hairpins] == [("mirbase:MI0090001", "hsa-mir-7001", "NCBITaxon:9606")]
    assert [(a.curie, a.label, a.links) for a in arms] == [
        ("mirbase.mature:MIMAT0090001", "hsa-miR-7001-5p", ("mirbase:MI0090001",)),
        ("mirbase.mature:MIMAT0090002", "hsa-miR-7001-3p", ("mirbase:MI0090001",)),
    ]
    assert arms[0].synonyms == ("hsa-miR-7001*", "miR-7001-5p", "miR-7001*")


def test_cell_lines_of_the_species_of_bone_research() -> None:
    assert read_cellosaurus(files.CELLOSAURUS.splitlines()) == (
        "99.0",
        [Entry("cellosaurus", "cellosaurus:CVCL_ZZ01", "Line-1", ("Line1", "L-1"), about="NCBITaxon:9606")],
    )


def test_families_and_descriptors() -> None:
    assert read_famplex(["AAA", "BBB"], ["FPLX,AAA,isa,FPLX,BBB", "HGNC,X,isa,FPLX,BBB"]) == [
        Entry("famplex", "fplx:AAA", "AAA", parents=("fplx:BBB",)),
        Entry("famplex", "fplx:BBB", "BBB"),
    ]
    assert read_mesh(files.MESH.splitlines()) == [Entry("mesh", "mesh:D099999", "Thing Disease")]


def test_a_folder_of_releases_becomes_a_pack(tmp_path: Path) -> None:
    files.write_releases(tmp_path)
    entries, sources = read_releases(tmp_path, {"hgnc": "2026-01-01"})
    (tmp_path / "pack.zip").write_bytes(pack_bytes(entries, sources))
    pack = Pack(tmp_path / "pack.zip")
    assert len(pack.vocabularies) == 18
    assert [entry.curie for entry in pack.named("old1", ["hgnc", "mgi"])] == ["hgnc:5", "MGI:11"]
    assert "hgnc\t2026-01-01\thttps://" in pack.sources and "CC0-1.0\t1\t2\n" in pack.sources
    assert pack_bytes(entries, sources) == (tmp_path / "pack.zip").read_bytes()


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("cl.json", "<html>", "cl: not an OBO Graphs file"),
        ("go.obo", "<html>", "go: not an OBO file"),
        ("hgnc_complete_set.txt", "a\tb\n", "hgnc: the table has no column hgnc_id, symbol"),
        ("miRNA.dat", "<html>", "mirbase: the file has no entry"),
        ("cellosaurus.txt", "<html>", "cellosaurus: the file has no cell line"),
        ("mesh.bin", "<html>", "mesh: the file has no descriptor"),
        ("chebi.obo.gz", "<html>", "chebi.obo.gz: cannot be read"),
    ],
)
def test_what_is_no_release_is_told(tmp_path: Path, name: str, text: str, message: str) -> None:
    files.write_releases(tmp_path)
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(BevoError, match=message):
        read_releases(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BevoError, match=r"lacks cl.json, uberon.json"):
        read_releases(tmp_path)
