"""What background makes of findings: as the reasoner has it, as the ways have it, and what it must not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from pyoxigraph import NamedNode, Triple

from bevo.background.axioms import axioms, worker
from bevo.background.hidden import interval
from bevo.background.records import Knowledge, Process, Statement
from bevo.background.ways import Map
from bevo.background.weigh import Weighed
from bevo.build import background
from bevo.build.prepare import Checked
from bevo.curation.records import Finding
from bevo.finding.prepare import prepare
from bevo.ontology.merge import logical
from bevo.problems import BevoError
from bevo.rdf.names import bevo, expand, finding_iri
from bevo.rdf.vocabulary import TYPE
from bevo.reasoning.rules import in_shards

RUNX2, EXOSOME = (
    expand("bevo:molecule/RUNX2"),
    {"vesicle": "exosome", "from": "osteoclast", "at": ["Abstract"], "uncited": "x"},
)
BONE = Process("osteoblast differentiation", (expand("GO:0001649"),), "", (), "")
KNOWN = Knowledge({BONE.name: BONE}, {}, [Statement(RUNX2, "RUNX2", 1, BONE.name, "experimental", ("IMP",))])


@pytest.fixture(scope="module")
def reasoned(checked: Checked) -> list[Triple]:
    return background.reasoned_by_rules(checked)


@pytest.fixture(scope="module")
def release(checked: Checked, reasoned: list[Triple]) -> dict[str, Weighed]:
    return background.weighed(checked, reasoned)


Record = dict[str, object]


def verdicts(checked: Checked, records: Sequence[Record], known: Knowledge = KNOWN) -> list[set[str]]:
    """The classes on their mechanisms of findings."""
    findings = [Finding.model_validate({"id": f"F{9000 + i}", **EXOSOME, **record}) for i, record in enumerate(records)]
    stated, unknown = prepare([(finding, "yang-2021") for finding in findings], checked.ontology.vocabulary, {})
    assert not unknown
    logic = {name: one.emitted.logic for name, one in stated.items()}
    ontology = logical([*checked.ontology.triples(), *axioms(known, checked.ontology.vocabulary)])
    drawn = {(t.subject, t.object) for t in next(in_shards(ontology, logic.items())).inferred if t.predicate == TYPE}
    names = ("ExplainedFinding", "CounterMechanism", "DividedMechanism")
    return [{name for name in names if (finding_iri(f.id), bevo(name)) in drawn} for f in findings]


STEP = {"cargo": "miR-214", "to": "osteoblast", "via": [["miR-214", "inhibits", "RUNX2"]]}


WEIGHED: list[tuple[Record, set[str]]] = [
    ({**STEP, "inhibits": "osteoblast differentiation"}, {"ExplainedFinding"}),
    ({**STEP, "promotes": "osteoblast differentiation"}, {"CounterMechanism"}),
    # carried itself, without a step
    ({"cargo": "RUNX2", "promotes": "osteoblast differentiation"}, {"ExplainedFinding"}),
    ({"cargo": {"RUNX2": "more"}, "inhibits": "osteoblast differentiation"}, {"CounterMechanism"}),
    # what is lacking works the other way
    ({"cargo": {"RUNX2": "less"}, "inhibits": "osteoblast differentiation"}, {"ExplainedFinding"}),
    ({"cargo": {"RUNX2": "less"}, "promotes": "osteoblast differentiation"}, {"CounterMechanism"}),
    # an agent bears the sign; the vesicle that it removes works the other way
    ({**STEP, "by": {"CD9 knockout": "less vesicle"}, "promotes": "osteoblast differentiation"}, {"ExplainedFinding"}),
    # longer chains
    (
        {"cargo": "miR-214", "inhibits": "osteoblast differentiation"}
        | {"via": [["miR-214", "promotes", "SATB2"], ["SATB2", "inhibits", "BMP2"], ["BMP2", "promotes", "RUNX2"]]},
        {"ExplainedFinding"},
    ),
    # both ways: shown, and decides nothing
    (
        {"promotes": "osteoblast differentiation"}
        | {"via": [["vesicle", "promotes", "RUNX2"], ["vesicle", "inhibits", "SATB2"], ["SATB2", "promotes", "RUNX2"]]},
        {"ExplainedFinding", "CounterMechanism", "DividedMechanism"},
    ),
    # closed by its own steps
    (
        {"cargo": "miR-214", "inhibits": "ossification"}
        | {"via": [["miR-214", "inhibits", "ATF4"], ["ATF4", "promotes", "ossification"]]},
        {"ExplainedFinding"},
    ),
]
NOT_WEIGHED: list[Record] = [
    {**STEP, "inhibits": "osteoblast differentiation", "certainty": "hedged"},
    {**STEP, "inhibits": "osteoblast differentiation", "certainty": "proposed"},
    {**STEP, "inhibits": "osteoblast differentiation", "collective": True},
    {**STEP, "inhibits": "osteoblast differentiation", "kind": "summary"},
    {**STEP, "inhibits": "osteoblast differentiation", "versus": "osteoblast"},
    {**STEP, "inhibits": "osteoblast differentiation", "from": ["osteoclast", "osteoblast"], "collective": True},
    {**STEP, "affects": "osteoblast differentiation"},
    {**STEP, "has_no_effect_on": "osteoblast differentiation"},
    {**STEP, "inhibits": "osteoclast differentiation"},
    {"cargo": "miR-214", "inhibits": "osteoblast differentiation", "via": [["miR-214", "affects", "RUNX2"]]},
    # its own claim is no proof of itself
    {"promotes": "osteoblast differentiation"},
    {"cargo": "miR-214", "promotes": "osteoblast differentiation"},
    # what the knock-out of a molecule does is not what the molecule does
    {"by": "RUNX2 knockout", "promotes": "osteoblast differentiation"},
]


def test_a_mechanism_is_weighed_against_the_stated_sign(checked: Checked) -> None:
    found = verdicts(checked, [record for record, _ in WEIGHED])
    assert list(zip([r for r, _ in WEIGHED], found, strict=True)) == WEIGHED


def test_no_verdict_follows_from_these(checked: Checked) -> None:
    found = verdicts(checked, NOT_WEIGHED)
    assert [(r, v) for r, v in zip(NOT_WEIGHED, found, strict=True) if v] == []


def test_conflicting_background_decides_nothing(checked: Checked) -> None:
    other = Statement(RUNX2, "RUNX2", -1, BONE.name, "inferred", ("IEA",))
    both = replace(KNOWN, statements=[*KNOWN.statements, other])
    assert both.conflicting() == set(both.statements)
    claim: Record = {**STEP, "inhibits": "osteoblast differentiation"}
    assert verdicts(checked, [claim], both) == [set()]
    assert verdicts(checked, [claim], both.of(["experimental"])) == [{"ExplainedFinding"}]


def test_what_leads_to_itself_is_refused(checked: Checked) -> None:
    ossification = Process("ossification", (expand("GO:0001503"),), "", (), "")
    circle = [
        Statement(BONE.name, BONE.name, 1, "ossification", "terms"),
        Statement("ossification", "ossification", 1, BONE.name, "terms"),
    ]
    known = Knowledge({BONE.name: BONE, "ossification": ossification}, {}, circle)
    with pytest.raises(BevoError, match="leads back to itself"):
        axioms(known, checked.ontology.vocabulary)


def test_the_ways_reach_what_the_reasoner_says_and_no_more(checked: Checked, reasoned: list[Triple]) -> None:
    walk = Map(checked.background, checked.ontology.vocabulary)
    sides = {worker(p, sign): (p, sign) for p in checked.background.processes for sign in (1, -1)}
    typed = [(t.subject, t.object) for t in reasoned if t.predicate == TYPE and isinstance(t.object, NamedNode)]
    said = {(individual, sides[cls]) for individual, cls in typed if cls in sides}
    found = set()
    for emitted in checked.emitted.values():
        individuals = {t.subject for t in emitted.logic} | {t.object for t in emitted.logic if t.predicate != TYPE}
        for individual in individuals:
            found |= {(individual, reached) for reached in walk.ways(individual, emitted.logic)}
    assert len(said) > 1000
    assert found == said


def test_every_verdict_has_its_proof(release: dict[str, Weighed]) -> None:
    for finding, one in release.items():
        assert one.status != "explained" or one.by_steps or one.ways_for, finding
        assert one.status != "against" or one.ways_against, finding
        assert one.status != "open" or not (one.by_steps or one.ways_for or one.ways_against), finding


def test_named_findings(release: dict[str, Weighed]) -> None:
    told = {f: release[f].status for f in ("F0059", "F0026", "F0033", "F0463", "F0020")}
    assert told == {"F0059": "explained", "F0026": "open", "F0033": "against", "F0463": "divided", "F0020": ""}
    assert {(p.way.process, p.way.sign) for p in release["F1520"].predictions} >= {("osteoblast differentiation", -1)}
    assert not release["F0059"].predictions


def test_statements_that_findings_tell_are_steps_of_theirs(checked: Checked) -> None:
    processes = checked.background.processes
    for statement in checked.background.statements:
        about = processes.get(statement.subject)
        subjects = set(about.classes) if about else {statement.subject}
        for finding in statement.told_in:
            logic = checked.emitted[finding].logic
            assert any(
                t.predicate == bevo(statement.verb)
                and subjects & classes(t.subject, logic, checked)
                and set(processes[statement.process].classes) & classes(t.object, logic, checked)
                for t in logic
            ), f"{finding} does not state that {statement}"


def classes(individual: object, logic: Sequence[Triple], checked: Checked) -> set[str]:
    named = (t.object for t in logic if t.subject == individual and t.predicate == TYPE)
    ancestors = checked.ontology.vocabulary.ancestors
    return {iri for cls in named if isinstance(cls, NamedNode) for iri in ancestors(cls.value)}


def test_hidden_signs_get_no_help_from_themselves(checked: Checked) -> None:
    rows = {row.tiers: row for row in background.tested(checked)}
    assert "F2162" not in rows["reviews"].right  # it tells itself what ATF4 does
    assert rows["GO, with inferred"].wrong == ("F0033",)
    for row in rows.values():
        assert row.predicted <= row.claims and row.majority <= row.predicted
        assert not set(row.right) & {*row.wrong, *row.divided}


@pytest.mark.parametrize(
    ("hits", "tries", "low", "high"), [(0, 0, 0, 1), (9, 10, 0.596, 0.982), (0, 10, 0, 0.278), (10, 10, 0.722, 1)]
)
def test_interval_of_a_share(hits: int, tries: int, low: float, high: float) -> None:
    assert interval(hits, tries) == pytest.approx((low, high), abs=0.001)
