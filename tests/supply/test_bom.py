"""The bill of materials keeps to the schema of CycloneDX, tells all that runs, and is the same each time."""

from __future__ import annotations

import json
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from bevo.supply.bom import bill_of_materials
from bevo.supply.licences import read_licences
from bevo.supply.locks import Use, locked_packages
from checkout import ROOT

PACKAGES = locked_packages(ROOT)
MADE = bill_of_materials("1.2.3", PACKAGES, read_licences(ROOT))
BOM: dict[str, Any] = json.loads(MADE)


def test_it_conforms_to_the_schema_of_cyclonedx() -> None:
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(MADE.decode()) is None
    spoilt = MADE.replace(b'"SHA-256"', b'"SHA-255"', 1)
    assert validator.validate_str(spoilt.decode()) is not None


def test_it_lists_what_runs_and_what_is_in_the_site_and_nothing_else() -> None:
    listed = {part["purl"] for part in BOM["components"]}
    assert listed == {package.purl for package in PACKAGES if package.use is not Use.develop}
    assert "pkg:npm/oxigraph@0.5.11" in listed and not any("pytest" in purl for purl in listed)
    assert all(part["licenses"] and part["externalReferences"][0]["hashes"] for part in BOM["components"])


def test_each_component_is_reached_from_bevo() -> None:
    needs = {entry["ref"]: entry["dependsOn"] for entry in BOM["dependencies"]}
    reached, waiting = set(), ["pkg:pypi/bevo@1.2.3"]
    while waiting:
        reached.add(ref := waiting.pop())
        waiting += [other for other in needs[ref] if other not in reached]
    assert (
        reached == set(needs) == {BOM["metadata"]["component"]["bom-ref"], *(c["bom-ref"] for c in BOM["components"])}
    )
    assert "pkg:pypi/click@8.5.1" in needs["pkg:pypi/uvicorn@0.54.0"]


def test_it_is_the_same_each_time_and_has_a_number_of_its_own() -> None:
    assert bill_of_materials("1.2.3", list(PACKAGES), read_licences(ROOT)) == MADE
    other = json.loads(bill_of_materials("1.2.4", PACKAGES, read_licences(ROOT)))
    assert other["serialNumber"] != BOM["serialNumber"]
    assert "timestamp" not in MADE.decode()
