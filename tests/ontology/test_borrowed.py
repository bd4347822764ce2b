"""Ids that are wrong are told with file, line and what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from bevo.build.prepare import Checked
from bevo.ontology.borrowed import faults_of_borrowed
from bevo.ontology.terms import COLUMNS, Vocabulary, read_terms
from bevo.problems import Problem
from bevo.vocabulary.pack import Pack, default_pack
from vocabulary.packs import small_pack

MIR_21 = "bevo:molecule/miR-21\tmiR-21\t\tbevo:MicroRNA\t\tnarrow mirbase:MI0000077\t\t"


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return small_pack(tmp_path_factory.mktemp("pack"))


def faults(folder: Path, table: str, pack: Pack | None, *rows: str) -> list[Problem]:
    (folder / f"{table}.tsv").write_text("\n".join(["\t".join(COLUMNS), *rows, ""]), encoding="utf-8")
    return faults_of_borrowed(Vocabulary.of(read_terms(folder)), pack)


@pytest.mark.parametrize(
    ("table", "row", "message"),
    [
        ("cells", "CL:9999999\tosteoblast\t\t\t\t\t\t", "there is no CL:9999999; 'osteoblast' is CL:0000062"),
        ("cells", "CL:9999999\tfancy cell\t\t\t\t\t\t", "there is no CL:9999999"),
        ("cells", "CL:0000093\told osteoclast\t\t\t\t\t\t", "is obsolete; use CL:0000092 'osteoclast'"),
        (
            "cells",
            "CL:0000062\tosteoclast\t\t\t\t\t\t",
            "the label of CL:0000062 is 'osteoblast', not 'osteoclast'; that is CL:0000092",
        ),
        (
            "cells",
            "NCBITaxon:9606\tHomo sapiens\t\tCL:0000000\t\t\t\t",
            "'NCBITaxon:9606' is no id for cells: those are taken from CL; it belongs in species.tsv",
        ),
        ("cells", "bevo:X\tx\t\tCL:9999999\t\t\t\t", "parent 'CL:9999999': there is no CL:9999999"),
        ("cells", "bevo:X\tx\t\t\t\tclose NCBITaxon:9606\t\t", "is an organism, not one of cells"),
        ("processes", "GO:0070062\textracellular exosome\t\t\t\t\t\t", "is a cellular component, not one of processes"),
        ("molecules", "hgnc:10472\tRUNX2\t\t\t\t\t\t", "those are taken as bevo:molecule/NAME"),
        ("molecules", "bevo:molecule/X\tX\t\t\t\tclose hgnc:99999999\t\t", "there is no hgnc:99999999"),
        ("molecules", "bevo:molecule/X\tX\t\t\t\tclose hgnc:1\t\t", "xref 'close hgnc:1': it is obsolete"),
        ("molecules", "bevo:molecule/X\tX\t\t\t\tclose CL:0000062\t\t", "those are mapped to hgnc, MGI"),
        (
            "molecules",
            "bevo:molecule/miR-96\tmiR-96\t\t\t\tnarrow mirbase.mature:FOO\t\t",
            "there is no mirbase.mature:FOO",
        ),
        (
            "molecules",
            "bevo:molecule/miR-96\tmiR-96\t\tbevo:MicroRNA\t\tnarrow mirbase:MI0000077\t\t",
            "it is hsa-mir-21, not miR-96",
        ),
    ],
)
def test_a_wrong_id_is_told_with_what_was_meant(tmp_path: Path, pack: Pack, table: str, row: str, message: str) -> None:
    found = faults(tmp_path, table, pack, row)
    assert [(Path(p.file).name, p.line) for p in found] == [(f"{table}.tsv", 2)]
    assert message in found[0].message


def test_an_arm_stands_below_its_microrna(tmp_path: Path, pack: Pack) -> None:
    arm = "bevo:molecule/miR-21-5p\tmiR-21-5p\t\t{}\t\tnarrow mirbase.mature:MIMAT0000076\t\t"
    assert faults(tmp_path, "molecules", pack, MIR_21, arm.format("bevo:molecule/miR-21")) == []
    found = faults(tmp_path, "molecules", pack, MIR_21, arm.format("bevo:MicroRNA"))
    assert [p.message for p in found] == ["an arm stands below its microRNA: parent bevo:molecule/miR-21"]


def test_the_other_arm_is_another_molecule(tmp_path: Path, pack: Pack) -> None:
    row = "bevo:molecule/miR-21-5p\tmiR-21-5p\t\tbevo:molecule/miR-21\t\tnarrow mirbase.mature:MIMAT0004494\t\t"
    found = faults(tmp_path, "molecules", pack, MIR_21, row)
    assert [p.message for p in found] == [
        "xref 'narrow mirbase.mature:MIMAT0004494': it is hsa-miR-21-3p, not miR-21-5p"
    ]


def test_without_vocabularies_it_is_told_once(tmp_path: Path) -> None:
    found = faults(tmp_path, "cells", None, "CL:9999999\ta\t\t\t\t\t\t", "CL:9999998\tb\t\t\t\t\t\t")
    assert [p.warning for p in found] == [True]
    assert "were not verified" in found[0].message


def test_the_tables_are_without_fault(checked: Checked) -> None:
    assert faults_of_borrowed(checked.ontology.vocabulary, default_pack()) == []
