"""Signed links from class to class: which steps make them, which background, and which neither."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from pyoxigraph import NamedNode, Triple

from bevo.background.links import known_links, stated_links
from bevo.background.records import Knowledge, Process, Statement
from bevo.build import background
from bevo.build.prepare import Checked
from bevo.rdf.names import bevo, expand, finding_iri, node
from bevo.rdf.vocabulary import TYPE

RUNX2, GROWTH = expand("bevo:molecule/RUNX2"), expand("GO:0001649")
BONE = Process("osteoblast differentiation", (GROWTH,), "", (), "")


def known(*signs: Literal[1, -1]) -> Knowledge:
    told = [Statement(RUNX2, "RUNX2", sign, BONE.name, "experimental", ("IMP",)) for sign in signs]
    return Knowledge({BONE.name: BONE}, {}, told)


def step(verb: str) -> list[Triple]:
    this, one, other = (finding_iri("F1", part) for part in ("step-1", "a", "b"))
    return [
        Triple(this, bevo("stepSubject"), one),
        Triple(this, bevo("stepVerb"), bevo(verb)),
        Triple(this, bevo("stepObject"), other),
        Triple(one, bevo("term"), NamedNode(RUNX2)),
        Triple(other, bevo("term"), NamedNode(GROWTH)),
    ]


def test_a_signed_step_is_a_link_and_an_unsigned_one_is_not() -> None:
    assert stated_links(step("inhibits")) == {Triple(NamedNode(RUNX2), bevo("statedToInhibit"), NamedNode(GROWTH))}
    assert not stated_links(step("affects"))


def test_background_of_both_signs_makes_no_link() -> None:
    assert known_links(known(1)) == {Triple(NamedNode(RUNX2), bevo("knownToPromote"), NamedNode(GROWTH))}
    assert not known_links(known(1, -1))


def test_steps_that_curators_disown_and_steps_of_lists_make_no_link(sample_checked: Checked) -> None:
    """F0026 tells that miR-214 inhibits ATF4; it is taken alone, disowned, and as one of a list."""
    link = Triple(node("bevo:molecule/miR-214"), bevo("statedToInhibit"), node("bevo:molecule/ATF4"))
    (told,) = (f for f in sample_checked.findings if f.id == "F0026")
    alone = replace(sample_checked, findings=[told])
    assert link in background.weighed_background(alone, [])
    accepted = Triple(finding_iri("F0026"), TYPE, bevo("AcceptedMechanismResult"))
    emitted = alone.emitted["F0026"]
    without = replace(emitted, recorded=[line for line in emitted.recorded if line != str(accepted)])
    assert link not in background.weighed_background(replace(alone, emitted={"F0026": without}), [])
    listed = replace(told, record=told.record.model_copy(update={"collective": True}))
    assert link not in background.weighed_background(replace(alone, findings=[listed]), [])
