"""Why a verdict follows, as pages tell it: enough for the rules, and what ``bevo explain`` says."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Triple

from bevo.build.build import Release
from bevo.ontology.merge import logical
from bevo.project import Project
from bevo.rdf.index import Index
from bevo.rdf.names import bevo, finding_iri
from bevo.rdf.rdfio import read_turtle
from bevo.rdf.vocabulary import TYPE
from bevo.reasoning.english import Words
from bevo.reasoning.entailment import Entailment, axioms_of
from bevo.reasoning.explain import explain
from bevo.site.read.model import VERDICTS, Site
from bevo.site.read.reading import read_site
from bevo.site.read.why import Ways


@pytest.fixture(scope="module")
def graph(sample: tuple[Project, Release]) -> Index:
    return Index(read_turtle(sample[0].dist / "bevo-kg.ttl"))


@pytest.fixture(scope="module")
def site(graph: Index) -> Site:
    return read_site(graph, [])


@pytest.fixture(scope="module")
def ways(graph: Index) -> Ways:
    return Ways(graph)


def verdicts(graph: Index) -> list[tuple[NamedNode, NamedNode]]:
    return [(f, bevo(name)) for name in VERDICTS for f in graph.named(bevo(name))]


def test_what_is_told_is_enough_for_each_verdict(graph: Index, ways: Ways) -> None:
    goals = verdicts(graph)
    assert len(goals) > 20
    for finding, cls in goals:
        told = [axiom for axiom in ways.axioms(finding, cls) if axiom]
        axioms = [*told, (Triple(finding, TYPE, bevo("Finding")),)]
        assert Entailment([], Triple(finding, TYPE, cls)).by_rules(axioms), finding


def test_it_says_what_bevo_explain_says(sample: tuple[Project, Release], ways: Ways) -> None:
    checked = sample[1].checked
    ontology = [*checked.ontology.triples(), *checked.axioms]
    goal = finding_iri("F0026"), bevo("BoneLossFinding")
    proved = explain(logical(ontology), checked.emitted["F0026"].logic, *goal)
    kind = axioms_of([Triple(goal[0], TYPE, bevo("Finding"))])
    words = Words(ontology)
    # Of participants the release has labels, which the ontology alone has not.
    rules = {said for axiom in proved if "F0026" not in (said := words.sentence(axiom))}
    told = [ways.words.sentence(axiom) for axiom in ways.axioms(*goal)]
    assert len(told) == len([axiom for axiom in proved if axiom not in kind])
    assert {said for said in told if "F0026" not in said} == rules and len(rules) > 3


def test_every_verdict_of_every_page_has_its_steps_and_no_finding_its_own_name(site: Site) -> None:
    for finding in site.findings.values():
        assert len(finding.why) >= len(finding.verdicts)
        for why in finding.why:
            assert why.steps, finding.id
            assert not any(finding.id in step.says for step in why.steps)
    reasons = [step.reason for step in site.findings["F0026"].why[0].steps if step.reason]
    assert reasons[-1] == "A finding has the verdict of the vesicle it is about"


def test_what_is_no_member_has_no_steps(ways: Ways) -> None:
    assert ways.because(finding_iri("F0026"), bevo("BoneGainFinding")) == ()
