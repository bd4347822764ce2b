from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from bevo.background.records import Process, Source
from bevo.background.update import read_annotations, read_relations, table
from bevo.ontology.terms import Term
from bevo.problems import BevoError

OBO = """format-version: 1.2

[Term]
id: GO:0001649
name: osteoblast differentiation
relationship: part_of GO:0001503 ! ossification

[Term]
id: GO:0001503
name: ossification

[Term]
id: GO:0045669
name: positive regulation of osteoblast differentiation
is_a: GO:0045667 ! regulation of osteoblast differentiation
relationship: positively_regulates GO:0001649 {source="x"} ! osteoblast differentiation

[Term]
id: GO:0045668
name: negative regulation of osteoblast differentiation
relationship: negatively_regulates GO:0001649

[Term]
id: GO:9000001
name: positive regulation of osteoblast differentiation in the jaw
is_a: GO:0045669

[Typedef]
id: part_of
"""
TABLE = (
    "curie\tlabel\tparents\tpart_of\tpositively_regulates\tnegatively_regulates\n"
    "GO:0001649\tosteoblast differentiation\t\tGO:0001503\t\t\n"
    "GO:0045669\tpositive regulation of osteoblast differentiation\t\t\tGO:0001649\t\n"
)
SOURCE = Source("go-x", "GO", "2022-09", "https://creativecommons.org/licenses/by/4.0/", "https://geneontology.org/")
MOLECULES = [
    Term("m:RUNX2", "bevo:molecule/RUNX2", "RUNX2", "molecules", mappings=(("close", "hgnc:10472"),)),
    Term("m:VEGF", "bevo:molecule/VEGF", "VEGF", "molecules", mappings=(("narrow", "hgnc:12680"),)),
]


def process(name: str, *go: str) -> dict[str, Process]:
    return {name: Process(name, ("x:y",), "", go, "")}


def made(tmp_path: Path, annotations: str, processes: dict[str, Process], relations: str = OBO) -> list[list[str]]:
    (tmp_path / "go").write_text(relations, encoding="utf-8")
    (tmp_path / "a").write_text(annotations, encoding="utf-8")
    text = table(
        read_annotations(tmp_path / "a"),
        read_relations(tmp_path / "go"),
        processes,
        MOLECULES,
        {"hgnc:10472": "RUNX2"},
        SOURCE,
    )
    return [line.split("\t")[1:7] for line in text.splitlines()[1:]]


def rows(*cells: str) -> str:
    return "hgnc\tsymbol\tgo\tqualifier\tevidence_code\n" + "".join(f"{row}\n" for row in cells)


def test_signs_evidence_and_tiers_come_from_go(tmp_path: Path) -> None:
    annotations = rows(
        "hgnc:10472\tRUNX2\tGO:0045669\t\tIMP",
        "hgnc:10472\tRUNX2\tGO:0045669\t\tIDA",
        "hgnc:10472\tRUNX2\tGO:9000001\t\tIEA",
        "hgnc:10472\tRUNX2\tGO:0045668\tNOT\tIDA",
        "hgnc:10472\tRUNX2\tGO:0001649\t\tIDA",  # takes part, without a sign
        "hgnc:10472\tRUNX2\tGO:0045668\t\tND",
        "hgnc:12680\tVEGFA\tGO:0045669\t\tIDA",  # VEGF is wider than this gene
    )
    assert made(tmp_path, annotations, process("osteoblast differentiation", "GO:0001649")) == [
        ["RUNX2", "promotes", "osteoblast differentiation", "experimental", "IDA|IMP", "GO:0045669"],
        ["RUNX2", "promotes", "osteoblast differentiation", "inferred", "IEA", "GO:9000001"],
    ]


@pytest.mark.parametrize(("go", "found"), [("GO:0001503", 1), ("=GO:0001503", 0), ("=GO:0001649", 1)])
def test_a_process_is_known_by_its_parts_unless_it_is_named_alone(tmp_path: Path, go: str, found: int) -> None:
    assert len(made(tmp_path, rows("hgnc:10472\tRUNX2\tGO:0045669\t\tIMP"), process("p", go))) == found


def test_gaf_gpad_and_a_table_of_relations_are_read(tmp_path: Path) -> None:
    gaf = "!gaf-version: 2.2\nUniProtKB\tQ13950\tRUNX2\tacts_upstream_of\tGO:0045669\tPMID:1\tIMP\t\tP\n"
    expected = [["RUNX2", "promotes", "p", "experimental", "IMP", "GO:0045669"]]
    assert made(tmp_path, gaf, process("p", "GO:0001649")) == expected
    assert made(tmp_path, gaf.replace("acts_up", "NOT|acts_up"), process("p", "GO:0001649")) == []
    assert made(tmp_path, gaf, process("p", "GO:0001649"), TABLE) == expected
    gpad = "!gpa-version: 1.1\nHGNC\thgnc:10472\tacts_upstream_of\tGO:0045669\tPMID:1\tECO:0000315\n"
    assert [row[3] for row in made(tmp_path, gpad, process("p", "GO:0001649"))] == ["inferred"]


def test_compressed_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "go.gz").write_bytes(gzip.compress(OBO.encode()))
    assert read_relations(tmp_path / "go.gz").regulated["GO:0045668"] == ((-1, "GO:0001649"),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\tb\n1\t2\n", "no file of annotations"),
        ("", "no file of annotations"),
        ("!gaf-version: 2.2\nUniProtKB\tQ1\tRUNX2\n", "row 1 has 3 cells"),
    ],
)
def test_what_is_no_file_of_annotations_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "a").write_text(text, encoding="utf-8")
    with pytest.raises(BevoError, match=message):
        list(read_annotations(tmp_path / "a"))


@pytest.mark.parametrize(
    ("text", "message"),
    [("x\n", "neither an OBO file nor a table"), ("format-version: 1.2\n", "no term in it regulates")],
)
def test_what_tells_no_relations_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "go").write_text(text, encoding="utf-8")
    with pytest.raises(BevoError, match=message):
        read_relations(tmp_path / "go")
    with pytest.raises(BevoError, match="cannot be read"):
        read_relations(tmp_path / "absent")
