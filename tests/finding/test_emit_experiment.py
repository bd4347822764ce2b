"""The facts of an experiment, from the record to its graph: each fact, and each name that is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from pyoxigraph import Literal, NamedNode, Triple

from bevo.curation.experiment import Experiment
from bevo.finding.emit import emit_finding
from bevo.finding.ground import ground
from bevo.finding.wording import sentence
from bevo.ontology.terms import Vocabulary
from bevo.rdf.names import bevo, finding_iri, node
from bevo.rdf.vocabulary import NAME, TYPE
from checkout import ROOT
from experiments import CASES, made, story
from made_up import EXOSOME, grounded, record


def graph(facts: dict[str, Any], vocabulary: Vocabulary) -> set[Triple]:
    return set(emit_finding(grounded(vocabulary, {"experiment": facts})).record)


def values(triples: set[Triple], part: str, name: str) -> list[str]:
    subject = finding_iri("F9001", part)
    found = [t.object for t in triples if t.subject == subject and t.predicate == bevo(name)]
    return sorted(o.value for o in found if isinstance(o, Literal | NamedNode))


@pytest.mark.parametrize("case", CASES, ids=story)
def test_each_record_says_its_facts_in_words(case: dict[str, Any], vocabulary: Vocabulary) -> None:
    emitted = emit_finding(made(case["finding"], vocabulary))
    named = {t.object.value for t in emitted.record if t.predicate == NAME and isinstance(t.object, Literal)}
    assert [words for words in case["words"] if words not in named] == []


@pytest.mark.parametrize("case", CASES, ids=story)
def test_the_facts_stand_outside_the_logic(case: dict[str, Any], vocabulary: Vocabulary) -> None:
    written = case["finding"]
    plain = {key: value for key, value in written.items() if key != "experiment"}
    with_facts = emit_finding(made(case["finding"], vocabulary))
    without = emit_finding(made(plain, vocabulary))
    assert with_facts.logic == without.logic
    assert with_facts.recorded[: len(without.recorded)] != [] and set(without.record) <= set(with_facts.record)


def test_the_records_use_every_key() -> None:
    keys = {key for case in CASES for key in case["finding"].get("experiment", {})}
    assert keys == set(Experiment.model_fields)


def test_a_dose_has_number_unit_what_and_for_whom(vocabulary: Vocabulary) -> None:
    triples = graph({"dose": ["50-100 µg/mL of protein", "1e10 particles per animal"]}, vocabulary)
    assert values(triples, "experiment", "dose") == [finding_iri("F9001", f"dose-{n}").value for n in (1, 2)]
    assert values(triples, "dose-1", "amount") == ["50"] and values(triples, "dose-1", "amountUpTo") == ["100"]
    assert values(triples, "dose-1", "inUnit") == [node("obo:UO_0000274").value]
    assert values(triples, "dose-1", "doseOf") == ["protein"]
    assert values(triples, "dose-2", "amount") == ["10000000000"] and values(triples, "dose-2", "amountUpTo") == []
    assert values(triples, "dose-2", "doseOf") == ["particles"] and values(triples, "dose-2", "dosePer") == ["animal"]


def test_numbers_are_exact_and_canonical(vocabulary: Vocabulary) -> None:
    triples = graph(
        {"p": "<1e-9", "effect": {"size": "-0.50", "unit": "fold", "interval": ["-0.9", "-0.10"]}}, vocabulary
    )
    assert values(triples, "experiment", "pValue") == ["0.000000001"]
    assert values(triples, "experiment", "pSign") == ["<"]
    assert values(triples, "effect-size-1", "amount") == ["-0.5"]
    assert values(triples, "effect-size-1", "intervalHigh") == ["-0.1"]


def test_donor_and_recipient_have_species_and_sex(vocabulary: Vocabulary) -> None:
    facts = {"donor": {"species": "human", "sex": "female"}, "recipient": {"species": "mice", "sex": "m"}}
    triples = graph(facts, vocabulary)
    assert values(triples, "experiment", "donorSpecies") == [node("obo:NCBITaxon_9606").value]
    assert values(triples, "experiment", "recipientSpecies") == [node("obo:NCBITaxon_10090").value]
    assert values(triples, "experiment", "donorSex") == [bevo("Female").value]
    assert values(triples, "experiment", "recipientSex") == [bevo("Male").value]


def test_an_arm_of_reference_takes_its_size_from_n(vocabulary: Vocabulary) -> None:
    facts = {"reference": {"free cargo": "miR-214"}, "n": {"free cargo": "6", "vesicle": "8"}}
    triples = graph(facts, vocabulary)
    arms = [t.subject for t in triples if t.predicate == TYPE and t.object == bevo("ExperimentArm")]
    assert len(arms) == 2
    assert values(triples, "arm-1", "armOf") == [node("obo:GO_0070062").value]
    assert values(triples, "arm-2", "armSize") == ["6"]
    assert values(triples, "arm-2", "armState") == [node("molecule:miR-214").value]


@pytest.mark.parametrize(
    ("facts", "place", "message"),
    [
        ({"dose": "100 ugg/mL"}, ("dose", 0), "'ugg/mL' is no unit that BEVO knows; nearest: ug/mL"),
        ({"dose": "100 wombats"}, ("dose", 0), "'wombats' is no unit that BEVO knows; for example g, mg"),
        ({"dose": "3 days"}, ("dose", 0), "'days' is day, which is no unit of a dose"),
        ({"dose": "100 ,5 ug"}, (), ""),
        ({"times": {"every": "2 mg"}}, ("times", "every"), "'mg' is milligram, which is no unit of time"),
        ({"times": "4 fortnights"}, ("times", "read"), "'fortnights' is no unit that BEVO knows; for example min, h"),
        ({"route": "osmosis"}, ("route", 0), "'osmosis' is not a known name in routes; there are: added to culture, "),
        ({"isolation": "western blot"}, ("isolation", 0), "'western blot' is in evidence; a name from isolation"),
        ({"donor": "osteoblast"}, ("donor", "species"), "'osteoblast' is in cells; a name from species is needed"),
        ({"reference": "osteoblast"}, ("reference",), "'osteoblast' is in cells; a name from arms is needed"),
        (
            {"n": {"placebo group": "3"}},
            ("n",),
            "'placebo group' is not a known name in arms; there are: carrier alone, ",
        ),
        ({"n": {"reference": "3"}}, ("n", "reference"), "the finding has no vesicle to compare with ('versus')"),
        ({"trial": {"phase": "9"}}, ("trial", "phase"), "'phase 9' is not a known name in trials"),
        ({"trial": {"phase": "recruiting"}}, ("trial", "phase"), "'phase recruiting' is not a known name in trials"),
        ({"trial": {"status": "phase 1"}}, ("trial", "status"), "'phase 1' is no status of a trial"),
        ({"safety": "all fine"}, ("safety",), "'all fine' is not a known name in safety"),
        ({"characterisation": {"present": "osteoblast"}}, ("characterisation", "present", 0), "a name from molecules"),
    ],
)
def test_a_wrong_name_is_told_with_its_place(
    facts: dict[str, Any], place: tuple[str | int, ...], message: str, vocabulary: Vocabulary
) -> None:
    if not message:
        with pytest.raises(ValueError, match="a dose is a number and a unit"):
            record({"experiment": facts})
        return
    finding, problems = ground(record({"experiment": facts}), "yang-2021", vocabulary)
    assert finding is None
    assert [(p.path, message in str(p)) for p in problems] == [(("experiment", *place), True)], [
        str(p) for p in problems
    ]


def test_an_arm_without_vesicles_bears_no_sign(vocabulary: Vocabulary) -> None:
    finding = grounded(vocabulary, {"versus": {"free cargo": "miR-214"}})
    logic = set(emit_finding(finding).logic)
    contrast, arm = finding_iri("F9001", "contrast"), finding_iri("F9001", "reference-arm")
    assert Triple(contrast, bevo("referenceArm"), arm) in logic and Triple(arm, TYPE, bevo("FreeCargoArm")) in logic
    assert Triple(contrast, bevo("inhibits"), finding_iri("F9001", "outcome")) in logic
    assert not [t for t in logic if t.predicate == bevo("reference") or t.object == bevo("ReportedOutcome")]
    assert "compared with free cargo (miR-214 exposure to a molecule)" in sentence(finding)


def test_both_kinds_of_reference_may_stand_together(vocabulary: Vocabulary) -> None:
    finding = grounded(vocabulary, {"versus": ["osteoblast", "untreated"], "collective": True})
    logic = emit_finding(finding).logic
    assert {t.predicate for t in logic if t.subject == finding_iri("F9001", "contrast")} >= {
        bevo("reference"),
        bevo("referenceArm"),
    }
    assert "compared with that of osteoblast and untreated" in sentence(finding)


def test_a_bacterium_and_a_plant_are_sources(vocabulary: Vocabulary) -> None:
    for name, cls in (("E. coli", "EscherichiaColi"), ("ginger", "Ginger")):
        finding = grounded(vocabulary, {"from": name, "vesicle": "extracellular vesicle"})
        assert Triple(finding_iri("F9001", "origin"), TYPE, bevo(cls)) in emit_finding(finding).logic


def test_they_are_no_recipients(vocabulary: Vocabulary) -> None:
    finding, problems = ground(record({"to": "E. coli"}), "yang-2021", vocabulary)
    assert finding is None and "is in organisms" in str(problems[0])


def test_the_keys_that_a_record_had_before_give_the_same_triples(vocabulary: Vocabulary) -> None:
    before = emit_finding(grounded(vocabulary, of=EXOSOME))
    assert not [line for line in (*before.stated, *before.recorded) if "xperiment" in line]


def test_units_are_those_of_the_release_of_the_unit_ontology() -> None:
    """``uo.tsv``: ids and labels as the release 2023-05-25 of UO has them; the vocabularies of BEVO do not hold UO."""
    rows = [line.split("\t") for line in (Path(__file__).with_name("uo.tsv")).read_text().splitlines()[1:]]
    release = dict(rows)
    table = [line.split("\t")[:2] for line in (ROOT / "ontology" / "terms" / "units.tsv").read_text().splitlines()[1:]]
    borrowed = {curie: label for curie, label in table if curie.startswith("UO:")}
    assert borrowed and {curie: release.get(curie) for curie in borrowed} == borrowed


def test_the_example_of_contributing_is_one(vocabulary: Vocabulary) -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    block = next(part for part in text.split("```yaml") if part.strip().startswith("experiment:")).partition("```")[0]
    facts = yaml.load(block, Loader=yaml.BaseLoader)["experiment"]
    experiment = grounded(vocabulary, {"experiment": facts}).experiment
    assert experiment is not None and len(experiment.arms) == 2 and len(experiment.units) == 4


def test_contributing_has_a_row_for_each_fact() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text.partition("| fact | write |")[2].partition("\n\n")[0]
    told = {name.strip("` ") for row in table.splitlines()[2:] for name in row.split("|")[1].split(",")}
    assert told == set(Experiment.model_fields)
