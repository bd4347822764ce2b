from __future__ import annotations

from collections.abc import Sequence

import pytest
from pyoxigraph import BlankNode, RdfFormat, Triple, parse

from bevo.build.explain import explain_finding
from bevo.build.prepare import Checked
from bevo.ontology.merge import logical
from bevo.problems import BevoError
from bevo.project import Project
from bevo.rdf.names import PREFIXES, bevo, finding_iri, node
from bevo.rdf.vocabulary import TYPE
from bevo.reasoning.entailment import Axiom, Entailment, axioms_of, declares, terms_of
from bevo.reasoning.explain import Explanation, as_turtle, explain, in_words
from bevo.reasoning.hermit import Inconsistent
from bevo.reasoning.infer import infer

VESICLE, OUTCOME, CARGO = (finding_iri("F9001", part) for part in ("vesicle", "outcome", "cargo"))


@pytest.fixture(scope="module")
def checked(sample_checked: Checked) -> Checked:
    return sample_checked


@pytest.fixture(scope="module")
def project(sample_project: Project) -> Project:
    return sample_project


@pytest.fixture(scope="module")
def ontology(checked: Checked) -> list[Triple]:
    return logical(checked.ontology.triples())


def turtle(text: str) -> list[Triple]:
    prefixes = "".join(f"@prefix {name}: <{base}> . " for name, base in PREFIXES.items())
    return [quad.triple for quad in parse(prefixes + text, format=RdfFormat.TURTLE)]


def follows(ontology: Sequence[Triple], axioms: Sequence[Axiom], goal: Triple) -> bool:
    """By HermiT, asked about these axioms and the declarations of their terms alone."""
    used = {term for axiom in axioms for term in terms_of(axiom)}
    asserted = [t for t in ontology if declares(t) and t.subject in used] + [t for axiom in axioms for t in axiom]
    return goal in infer(asserted, {})


def test_an_explanation_suffices_and_nothing_in_it_is_superfluous(checked: Checked, ontology: list[Triple]) -> None:
    vesicle, cls = finding_iri("F0026", "vesicle"), bevo("BoneLoss")
    stated = checked.emitted["F0026"].logic
    axioms = explain(ontology, stated, vesicle, cls)
    goal = Triple(vesicle, TYPE, cls)
    assert {t for axiom in axioms for t in axiom} <= {*ontology, *stated}
    assert follows(ontology, axioms, goal)
    for superfluous in axioms:
        assert not follows(ontology, [axiom for axiom in axioms if axiom is not superfluous], goal)


@pytest.mark.parametrize(
    ("finding", "part", "cls", "told"),
    [
        ("F0026", "", "BoneLossFinding", "every osteoblast differentiation is a bone gain outcome (Makes the cells"),
        ("F0007", "", "BoneGainFinding", "every cell loss that occurs in a bone-forming cell is a bone loss outcome"),
        ("F0060", "cargo", "BoneGain", "the cargo of F0060 is less in its vesicle"),
    ],
)
def test_every_removal_loses_the_inference(
    checked: Checked, ontology: list[Triple], finding: str, part: str, cls: str, told: str
) -> None:
    individual = finding_iri(finding, part)
    axioms = explain(ontology, checked.emitted[finding].logic, individual, bevo(cls))
    question = Entailment(filter(declares, ontology), Triple(individual, TYPE, bevo(cls)))
    assert question.by_rules(axioms)
    for i in range(len(axioms)):
        assert not question.by_rules([*axioms[:i], *axioms[i + 1 :]])
    assert told in in_words(Explanation(individual, bevo(cls), axioms, checked.ontology.triples()))


def test_a_mismatch_names_the_sign_and_the_steps(checked: Checked, ontology: list[Triple]) -> None:
    stated = turtle("""
        finding:F9001 a bevo:Finding ; bevo:vesicle finding:F9001-vesicle ; bevo:outcome finding:F9001-outcome .
        finding:F9001-vesicle a obo:GO_0070062 ; bevo:carries finding:F9001-cargo ;
            bevo:releasedBy finding:F9001-origin ; bevo:promotes finding:F9001-outcome .
        finding:F9001-cargo a molecule:miR-214 ; bevo:inhibits finding:F9001-step .
        finding:F9001-step a molecule:ATF4 ; bevo:promotes finding:F9001-outcome .
        finding:F9001-origin a obo:CL_0000092 .
        finding:F9001-outcome a obo:GO_0001649 , bevo:ReportedOutcome .
    """)
    axioms = explain(ontology, stated, VESICLE, bevo("Mismatch"))
    used = {t for axiom in axioms for t in axiom} & set(stated)
    assert used == {
        Triple(VESICLE, TYPE, node("obo:GO_0070062")),
        Triple(VESICLE, bevo("promotes"), OUTCOME),
        Triple(VESICLE, bevo("carries"), CARGO),
        Triple(CARGO, bevo("inhibits"), finding_iri("F9001", "step")),
        Triple(finding_iri("F9001", "step"), bevo("promotes"), OUTCOME),
        Triple(OUTCOME, TYPE, bevo("ReportedOutcome")),
    }
    text = in_words(Explanation(VESICLE, bevo("Mismatch"), axioms, checked.ontology.triples()))
    assert text.startswith("the vesicle of F9001 is a sign mismatch, because\n")
    assert "- the cargo of F9001 inhibits its step\n" in text
    assert "(Minus times plus is minus)" in text


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("finding:F9001-vesicle a obo:GO_0097189 .", "nothing is two of these: extracellular exosome, "),
        ("finding:F9001-vesicle bevo:inhibits finding:F9001-outcome .", "nothing both promotes and inhibits the same"),
        ("finding:F9001-vesicle bevo:hasNoEffectOn finding:F9001-outcome .", "what promotes something also affects it"),
        ("finding:F9001-vesicle bevo:carries finding:F9001-outcome .", "whatever something carries is a molecule"),
    ],
)
def test_a_contradiction_names_its_culprits(checked: Checked, ontology: list[Triple], wrong: str, told: str) -> None:
    stated = turtle("""
        finding:F9001 a bevo:Finding ; bevo:vesicle finding:F9001-vesicle ; bevo:outcome finding:F9001-outcome .
        finding:F9001-vesicle a obo:GO_0070062 ; bevo:promotes finding:F9001-outcome .
        finding:F9001-outcome a obo:GO_0001649 , bevo:ReportedOutcome .
    """)
    culprit = turtle(wrong)
    axioms = explain(ontology, [*stated, *culprit], VESICLE, None)
    question = Entailment(filter(declares, ontology), None)
    assert (culprit[0],) in axioms
    assert question.confirmed(axioms)
    text = in_words(Explanation(VESICLE, None, axioms, checked.ontology.triples()))
    assert text.startswith("These cannot all hold:\n")
    assert told in text
    with pytest.raises(Inconsistent, match="finding:F9001-vesicle contradicts the ontology, so that anything"):
        explain(ontology, [*stated, *culprit], VESICLE, bevo("BoneGain"))


def test_hermit_takes_over_where_rules_see_nothing() -> None:
    own = turtle("""
        bevo:Bone a owl:Class ; rdfs:subClassOf [ owl:unionOf ( bevo:Flat bevo:Long ) ; a owl:Class ] .
        bevo:Flat a owl:Class ; rdfs:subClassOf bevo:Organ . bevo:Long a owl:Class ; rdfs:subClassOf bevo:Organ .
    """)
    stated = turtle("finding:F9001-vesicle a bevo:Bone , bevo:Red .")
    question = Entailment(filter(declares, own), Triple(VESICLE, TYPE, bevo("Organ")))
    assert not question.by_rules([*axioms_of(own), *axioms_of(stated)])
    axioms = explain(own, stated, VESICLE, bevo("Organ"))
    assert len(axioms) == 4
    text = in_words(Explanation(VESICLE, bevo("Organ"), axioms, []))
    assert "- every bevo:Bone is a bevo:Flat or a bevo:Long\n" in text


def test_a_superfluous_axiom_is_not_confirmed(checked: Checked, ontology: list[Triple]) -> None:
    origin = finding_iri("F0026", "origin")
    stated = checked.emitted["F0026"].logic
    question = Entailment(filter(declares, ontology), Triple(origin, TYPE, node("obo:CL_0000000")))
    axioms = explain(ontology, stated, origin, node("obo:CL_0000000"))
    assert question.confirmed(axioms)
    assert not question.confirmed([*axioms, (Triple(origin, TYPE, bevo("BoneResorbingCell")),)])
    assert not question.confirmed(axioms[1:])


def test_axioms_are_kept_whole(ontology: list[Triple]) -> None:
    axioms = axioms_of(ontology)
    owners: dict[BlankNode, int] = {}
    for number, axiom in enumerate(axioms):
        for triple in axiom:
            for term in (triple.subject, triple.object):
                if isinstance(term, BlankNode):
                    assert owners.setdefault(term, number) == number
    assert sorted(map(str, (t for axiom in axioms for t in axiom))) == sorted(
        str(t) for t in ontology if not declares(t)
    )


def test_turtle_stands_by_itself(project: Project) -> None:
    explanation = explain_finding(project, "F0026", "bone loss vesicle", "vesicle")
    triples = turtle(as_turtle(explanation))
    assert Triple(explanation.individual, TYPE, bevo("BoneLossVesicle")) in infer(triples, {})


def test_names_are_resolved(project: Project) -> None:
    ways = [
        explain_finding(project, "F0026", name, part)
        for name, part in (
            ("bevo:BoneLoss", "F0026-vesicle"),
            (bevo("BoneLoss").value, "vesicle"),
        )
    ]
    assert {way.cls for way in ways} == {bevo("BoneLoss")}
    assert {way.individual for way in ways} == {finding_iri("F0026", "vesicle")}


@pytest.mark.parametrize(
    ("finding", "cls", "part", "message"),
    [
        ("F9999", "BoneLossFinding", "", "there is no finding F9999"),
        ("F0026", "BoneLosFinding", "", "there is no class BoneLosFinding; nearest: .*BoneLossFinding"),
        ("F0026", "BoneLoss", "vesicel", "F0026 has no part 'vesicel'; it has: ATF4, cargo, origin, outcome, recip"),
        ("F0026", "BoneGainFinding", "", "F0026 is not inferred to be bevo:BoneGainFinding"),
        ("F0026", "BoneLoss", "", "F0026 is not inferred to be bevo:BoneLoss, but finding:F0026-vesicle is"),
        ("F0026", None, "", "F0026 does not contradict the ontology"),
    ],
)
def test_what_is_not_there_is_said(project: Project, finding: str, cls: str | None, part: str, message: str) -> None:
    with pytest.raises(BevoError, match=message):
        explain_finding(project, finding, cls, part)
