"""``experiments.csv``: every fact of a record in its column; findings without facts have no row."""

from __future__ import annotations

import csv
import io

from bevo.build.prepare import Checked
from bevo.exports.experiments import COLUMNS, experiments_csv
from experiments import CASES, made


def test_each_record_with_facts_has_a_row(checked: Checked) -> None:
    findings = [made(case["finding"], checked.ontology.vocabulary) for case in CASES]
    rows = list(csv.DictReader(io.StringIO(experiments_csv(findings).decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == [f.id for f in findings if f.experiment]
    assert all(any(row[column] for row in rows) for column in COLUMNS)
    first = rows[0]
    assert (first["dose"], first["route"], first["arms"]) == (
        "100 ug of protein per defect",
        "local implantation",
        "extracellular exosome, n = 8; carrier alone, n = 7",
    )
    assert (first["recipient_species"], first["donor_sex"], first["markers_absent"]) == (
        "Rattus norvegicus",
        "female",
        "CANX",
    )
    assert rows[1]["times"] == "8 doses; every 1 week; for 8 weeks" and rows[1]["p_value"] == "p < 0.05"


def test_the_release_has_a_row_for_each_finding_that_tells_facts(checked: Checked) -> None:
    rows = list(csv.DictReader(io.StringIO(experiments_csv(checked.findings).decode("utf-8-sig"))))
    assert {row["id"] for row in rows} == {f.id for f in checked.findings if f.record.experiment}
