from __future__ import annotations

import csv

import pytest

from bevo.build import Checked
from bevo.mappings import COLUMNS, sssom


@pytest.fixture(scope="module")
def lines(checked: Checked) -> list[str]:
    return sssom(checked.ontology.vocabulary, "0.1.0").decode().splitlines()


def test_every_prefix_is_declared(lines: list[str]) -> None:
    declared = {line[3:].partition(":")[0] for line in lines if line.startswith("#  ")}
    rows = list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))
    columns = ("subject_id", "predicate_id", "object_id", "mapping_justification")
    used = {row[column].partition(":")[0] for row in rows for column in columns}
    assert tuple(rows[0]) == COLUMNS
    assert declared == used


def test_a_protein_a_microrna_arm_and_a_minted_process_are_mapped(lines: list[str]) -> None:
    rows = {tuple(line.split("\t")[i] for i in (0, 2, 3)) for line in lines if not line.startswith("#")}
    assert ("molecule:RUNX2", "skos:closeMatch", "hgnc:10472") in rows
    assert ("molecule:miR-214-3p", "skos:narrowMatch", "mirbase.mature:MIMAT0000271") in rows
    assert "bevo:FractureHealing" in {row[0] for row in rows}
