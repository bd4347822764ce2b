"""The facts of an experiment as people write them, and what they are told where they wrote them wrong."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bevo.curation.experiment import Experiment, numbers
from bevo.curation.jsonl import read_line
from bevo.curation.quantities import read_dose, read_p, read_quantity, unit_name
from bevo.curation.read import parsed
from bevo.curation.records import Finding
from made_up import EXOSOME


def facts(written: Any) -> Experiment:
    record, faults = parsed({**EXOSOME, "experiment": written}, Finding)
    assert record and record.experiment, faults
    return record.experiment


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "of", "per"),
    [
        ("100 ug/mL", "100", "100", "ug/mL", "", ""),
        ("100ug/ml", "100", "100", "ug/ml", "", ""),
        ("50-100 μg/mL", "50", "100", "ug/mL", "", ""),
        ("50 to 100 µg · mL-1", "50", "100", "ug/mL", "", ""),
        ("200 ug mL⁻¹", "200", "200", "ug/mL", "", ""),
        ("100 µg of protein", "100", "100", "ug", "protein", ""),
        ("100 ug protein/mL", "100", "100", "ug/mL", "protein", ""),
        ("100 μg exosomal protein per mouse", "100", "100", "ug", "protein", "animal"),
        ("1e10 particles", "1e10", "1e10", "particles", "particles", ""),
        ("1.5 × 10⁹ particles/mL", "1.5e9", "1.5e9", "particles/mL", "particles", ""),
        ("10^9 particles per knee", "1e9", "1e9", "particles", "particles", "joint"),
        ("2 mg/kg", "2", "2", "mg/kg", "", ""),
        ("100 ug EVs", "100", "100", "ug", "", ""),
        ("100 ug of exosomes per rat", "100", "100", "ug", "", "animal"),
        ("1x10^9 EVs/mL", "1e9", "1e9", "particles/mL", "particles", ""),
        ("100 µg／mL", "100", "100", "ug/mL", "", ""),
        ("5 mg per kg", "5", "5", "mg/kg", "", ""),
    ],
)
def test_a_dose_is_read_as_it_is_written(text: str, low: str, high: str, unit: str, of: str, per: str) -> None:
    dose = read_dose(text)
    assert (dose.amount.low, dose.amount.high, dose.amount.unit) == (Decimal(low), Decimal(high), unit)
    assert (dose.of, dose.per) == (of, per)


def test_a_dose_may_be_a_mapping() -> None:
    written = {"amount": 100, "unit": "ug/mL", "of": "protein", "per": "mouse"}
    assert read_dose(written) == read_dose("100 ug/mL of protein per mouse")


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ({"dosis": "1 mg"}, "'dosis' is no key here; one of donor, recipient, dose, route,"),
        ({"dose": "a lot"}, "a dose is a number and a unit, not 'a lot'; write 100 ug/mL"),
        ({"dose": "100"}, "a dose has a unit; write 100 ug/mL"),
        ({"dose": "1,000 ug"}, "a number has no comma"),
        ({"dose": "0 ug"}, "a dose is more than 0"),
        ({"dose": "-5 ug"}, "a dose is more than 0"),
        ({"dose": "100-50 ug"}, "the smaller number stands first"),
        ({"dose": "1e99 particles"}, "out of range"),
        ({"dose": {"amount": "5", "unit": "ug", "of": "love"}}, "'of' of a dose is one of protein, lipid, RNA, drug"),
        ({"dose": {"amount": "5", "units": "ug"}}, "'units' is no key of a dose"),
        ({"dose": {"amount": "5", "unit": "particles", "of": "protein"}}, "particles are counted"),
        ({"dose": None}, "the key 'dose' has no value"),
        ({"n": "6-8"}, "'6-8' is a range: write the smaller number, and the range in 'note'"),
        ({"n": "0"}, "a whole number from 1, not '0'"),
        ({"n": {"vesicle": "6.5"}}, "a whole number from 1, not '6.5'"),
        ({"n": {"vesicle": "six"}}, "must be a number, not 'six'"),
        ({"n": True}, "must be a number, not 'True'"),
        ({"p": "ns"}, "a p-value is a number or \"<0.05\", in quotes, not 'ns'"),
        ({"p": "5"}, "lies between 0 and 1"),
        ({"p": "0"}, "write the bound that is told"),
        ({"effect": "1.8"}, "the size has no unit"),
        ({"effect": {"of": "BV/TV"}}, "an effect has a size"),
        ({"effect": {"size": "32 %", "unit": "fold"}}, "two units, '%' and 'fold'"),
        ({"effect": {"size": "32 %", "interval": ["44", "20"]}}, "the smaller end of an interval stands first"),
        ({"effect": {"size": "50 %", "interval": ["20", "44"]}}, "the size 50 is outside of its interval [20, 44]"),
        ({"effect": {"size": "32 %", "interval": "20-44"}}, "an interval is [low, high]"),
        ({"effect": {"size": "32 %", "level": "95"}}, "'level' is that of an interval"),
        ({"effect": {"size": "32 %", "interval": ["1", "40"], "level": "0.95"}}, "in percent, such as 95"),
        ({"effect": "20-30 %"}, "the size is one number; write its range as 'interval"),
        ({"trial": "NCT1234"}, "'NCT1234' is no id of a trial: it is NCT and 8 digits; this one has 4 digits"),
        ({"trial": {"id": "NCT012345678"}}, "this one has 9 digits"),
        ({"trial": "12345678"}, "known registries: NCT, ISRCTN"),
        ({"ev_track": "EV12"}, "EV and 6 digits, such as EV210001"),
        ({"recipient": {"sex": "unknown"}}, "is one of female, male, both sexes, not 'unknown'"),
        ({"donor": {"specie": "human"}}, "'specie' is no key here; one of species, sex; nearest: species"),
        ({"times": {"every": "often"}}, "'every' is a number and a unit, not 'often'"),
        ({"safety": {"a": "x", "b": "y"}}, "takes one outcome"),
        ({"characterisation": {"present": "CD9", "absent": "CD9"}}, "CD9 cannot be both present and absent"),
        ({}, "says nothing; leave it out"),
        ("much", "write facts with their keys, for example {dose: 100 ug/mL}, not 'much'"),
        (["dose"], "write facts with their keys"),
    ],
)
def test_what_is_wrong_is_told(written: Any, message: str) -> None:
    record, faults = parsed({**EXOSOME, "experiment": written}, Finding)
    assert record is None
    assert message in " ".join(fault.message for fault in faults), faults


def test_a_fault_tells_its_place() -> None:
    _, faults = parsed({**EXOSOME, "experiment": {"effect": ["2 fold", {"size": "1 fold", "p": "7"}]}}, Finding)
    assert [fault.path for fault in faults] == [("experiment", "effect", 1, "p")]


def test_a_gap_reports_no_experiment() -> None:
    gap = {"id": "F9001", "at": "Table 2 row 1", "uncited": "x", "unknown": "exosome", "note": "open"}
    record, faults = parsed({**gap, "experiment": {"dose": "1 mg"}}, Finding)
    assert record is None and "reports no experiment" in faults[0].message


@pytest.mark.parametrize(
    ("written", "phase"),
    [("1", "phase 1"), ("II", "phase 2"), ("Phase I/II", "phase 1/2"), ("early phase 1", "early phase 1")],
)
def test_a_phase_is_read(written: str, phase: str) -> None:
    trial = facts({"trial": {"phase": written}}).trial
    assert trial and trial.phase == phase


@pytest.mark.parametrize(
    "written", ["NCT01234567", "NCT 01234567", "ISRCTN12345678", "ChiCTR2100012345", "2021-001234-12"]
)
def test_ids_of_registries_are_known(written: str) -> None:
    trial = facts({"trial": written}).trial
    assert trial and trial.id == written.replace(" ", "")


def test_short_forms_mean_the_same_as_long_ones() -> None:
    short = {"donor": "human", "times": "48 h", "characterisation": "TEM", "effect": "2 fold", "trial": "NCT01234567"}
    long = {
        "donor": {"species": "human"},
        "times": {"read": ["48 h"]},
        "characterisation": {"by": ["TEM"]},
        "effect": [{"size": "2", "unit": "fold"}],
        "trial": {"id": "NCT01234567"},
    }
    one, other = facts(short), facts(long)
    assert one.model_dump(exclude={"effect"}) == other.model_dump(exclude={"effect"})
    assert one.effect[0].in_unit == other.effect[0].in_unit == "fold"


def test_json_lines_take_the_facts_with_numbers() -> None:
    written = {"n": {"vesicle": "8"}, "effect": {"size": "0.50", "unit": "fold"}, "p": "<0.05", "dose": "100 ug"}
    as_json = numbers(written)
    assert as_json == {
        "n": {"vesicle": 8},
        "effect": {"size": "0.50", "unit": "fold"},
        "p": "<0.05",
        "dose": "100 ug",
    } | {"effect": {"size": 0.5, "unit": "fold"}}
    assert facts(as_json) == facts(written)
    line = json.dumps({**EXOSOME, "review": "r", "experiment": {**as_json, "dose": "100"}})
    read = read_line(line, {}, ())
    assert any("a dose has a unit" in fault for fault in read.faults)


@given(st.text(max_size=30))
def test_any_text_is_a_quantity_or_a_sentence(text: str) -> None:
    for read in (lambda t: read_quantity(t, "a time"), read_dose, read_p):
        try:
            read(text)
        except ValueError as error:
            assert str(error)


@given(st.decimals(min_value="1e-12", max_value="1e15", places=12))
def test_a_number_stays_as_it_was_told(number: Decimal) -> None:
    assert read_quantity(f"{number:f} ug", "a dose").low == number


@given(st.text(max_size=20))
def test_the_name_of_a_unit_stays_what_it_is(text: str) -> None:
    assert unit_name(unit_name(text)) == unit_name(text)
