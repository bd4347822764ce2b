"""Rules name the findings that contradict the ontology and HermiT confirms them; halving finds what rules miss."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Triple

from bevo.build.prepare import Checked
from bevo.ontology.merge import logical
from bevo.rdf.names import bevo, finding_iri, node
from bevo.rdf.vocabulary import CLASS, COMPLEMENT, NOTHING, SUBCLASS, THING, TYPE
from bevo.reasoning import contradiction
from bevo.reasoning.contradiction import culprits
from bevo.reasoning.hermit import Inconsistent
from bevo.reasoning.infer import infer

EXOSOME, MICROVESICLE, OSTEOBLAST = node("obo:GO_0070062"), node("obo:GO_1990742"), node("obo:CL_0000062")
Logic = dict[str, list[Triple]]


@pytest.fixture(scope="module")
def ontology(checked: Checked) -> list[Triple]:
    return logical(checked.ontology.triples())


def vesicles(**classes: object) -> Logic:
    """Five findings on an exosome; some are of another class as well."""
    findings = {}
    for name in ("F9001", "F9002", "F9003", "F9004", "F9005"):
        more = [classes[name]] if name in classes else []
        findings[name] = [Triple(finding_iri(name, "vesicle"), TYPE, cls) for cls in (EXOSOME, *more)]  # type: ignore[arg-type]
    return findings


def test_the_findings_at_fault_are_named(ontology: list[Triple]) -> None:
    findings = vesicles(F9003=OSTEOBLAST, F9005=MICROVESICLE)
    assert culprits(ontology, findings) == ["F9003", "F9005"]
    for engine in ("hermit", "rules"):
        with pytest.raises(Inconsistent, match="these findings contradict the ontology: F9003, F9005; 'bevo explain'"):
            infer(ontology, findings, engine)


def test_two_disjoint_relations_are_seen_by_rules(ontology: list[Triple]) -> None:
    findings = vesicles()
    vesicle, outcome = finding_iri("F9002", "vesicle"), finding_iri("F9002", "outcome")
    findings["F9002"] += [Triple(vesicle, bevo(verb), outcome) for verb in ("inhibits", "hasNoEffectOn")]
    with pytest.raises(Inconsistent, match="contradict the ontology: F9002;"):
        infer(ontology, findings, "rules")


def test_one_suspect_is_confirmed_without_the_others(ontology: list[Triple], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    whole = contradiction._inconsistent

    def counted(triples: object, limit: float) -> bool:
        asked.append(1)
        return whole(triples, limit)  # type: ignore[arg-type]

    monkeypatch.setattr(contradiction, "_inconsistent", counted)
    assert culprits(ontology, vesicles(F9004=MICROVESICLE)) == ["F9004"]
    assert len(asked) == 1


def test_what_rules_do_not_see_is_found_by_halving(ontology: list[Triple]) -> None:
    other = bevo("NoExosome")
    blank = BlankNode("complement")
    axiom = [Triple(other, TYPE, CLASS), Triple(other, SUBCLASS, blank), Triple(blank, TYPE, CLASS)]
    wider = [*ontology, *axiom, Triple(blank, COMPLEMENT, EXOSOME)]
    findings = vesicles(F9002=other)
    assert infer(wider, findings, "rules")
    assert culprits(wider, findings) == ["F9002"]


def test_an_ontology_that_contradicts_itself_is_told_as_such(ontology: list[Triple]) -> None:
    with pytest.raises(Inconsistent, match="the ontology contradicts itself, without any finding"):
        infer([*ontology, Triple(THING, SUBCLASS, NOTHING)], vesicles())
