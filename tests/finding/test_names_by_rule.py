"""Names that only rules can read, in records; and that rules change nothing about records without them."""

from __future__ import annotations

from typing import Any

import pytest

from bevo.build.prepare import Checked, check
from bevo.curation.records import Finding
from bevo.finding.ground import Grounded, ground
from bevo.project import Project

RECORD: dict[str, Any] = {
    "id": "F9001",
    "at": ["Table 2 row 1"],
    "uncited": "a test",
    "from": "osteoclast",
    "vesicle": "exosome",
    "cargo": "miR-214",
    "to": "osteoblast",
    "inhibits": "osteoblast differentiation",
}


def grounded(checked: Checked, **changes: Any) -> Grounded:
    result, faults = ground(Finding.model_validate(RECORD | changes), "x", checked.ontology.vocabulary)
    assert result is not None, faults
    return result


def faults(checked: Checked, **changes: Any) -> list[str]:
    return [str(f) for f in ground(Finding.model_validate(RECORD | changes), "x", checked.ontology.vocabulary)[1]]


def test_a_species_in_a_name_becomes_a_model(checked: Checked) -> None:
    finding = grounded(checked, **{"from": "hBMSCs", "cargo": "mmu-miR-214-3p", "to": "rat osteoblasts"})
    assert [p.term.curie for p in (*finding.source, *finding.to)] == ["CL:0002540", "CL:0000062"]
    assert [term.label for term, _ in finding.cargo] == ["miR-214-3p"]
    assert {term.label for term in finding.model} == {"Homo sapiens", "Mus musculus", "Rattus norvegicus"}


def test_rules_reach_into_compound_names(checked: Checked) -> None:
    thing = grounded(checked, inhibits="osteoblasts apoptosis").outcome
    assert thing and thing.cell and (thing.term.label, thing.cell.label) == ("apoptotic process", "osteoblast")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"cargo": "miR-96-5p"}, "it may be mirbase.mature:MIMAT0000095 'hsa-miR-96-5p'"),
        ({"cargo": "IL10"}, "it is hgnc:5962 'IL10': 'bevo term add hgnc:5962' adds it"),
        ({"cargo": "mіR-21"}, "holds Cyrillic і (U+0456) in place of i; write 'miR-21'"),
        ({"cargo": "OSF2"}, "'OSF2' is ambiguous: RUNX2 (bevo:molecule/RUNX2, molecules) or POSTN (hgnc:16953)"),
        ({"vesicle": "BMSC-derived exosomes"}, "write 'extracellular exosome' here, and 'from: BMSC'"),
        ({"from": "bovine BMSCs"}, "'bevo term add NCBITaxon:9913' adds it"),
        ({"vesicle": "virosome"}, "'virosome' is not a known name in vesicles"),
        ({"from": "RAW264.7 osteoblasts"}, "is not a known name"),
    ],
)
def test_what_is_not_certain_is_told(checked: Checked, changes: dict[str, Any], message: str) -> None:
    (found,) = faults(checked, **changes)
    assert message in found
    assert "nearest" not in found


def test_every_name_of_the_records_is_read_as_it_stands(project: Project) -> None:
    """No record leans on a rule, so all ground as they did before there were rules."""
    checked = check(project)
    by_rule = {name for (name, _), read in checked.ontology.vocabulary._read.items() if read.term}
    assert len(checked.findings) > 800
    assert by_rule == set()
