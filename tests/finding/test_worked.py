"""Hard statements, their verdicts by HermiT, and the verdicts that must not come out."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from pyoxigraph import Triple

from bevo.build.prepare import Checked
from bevo.curation.records import Finding
from bevo.finding.emit import emit_finding
from bevo.finding.ground import ground
from bevo.finding.mechanism_sign import mismatch
from bevo.ontology.merge import logical
from bevo.rdf.names import bevo, finding_iri, node
from bevo.rdf.vocabulary import TYPE
from bevo.reasoning.infer import infer
from checkout import ROOT

CASES: list[dict[str, Any]] = yaml.load((ROOT / "tests" / "worked" / "worked.yaml").read_text(), Loader=yaml.BaseLoader)
PLACE = {"at": "Table 2 row 1", "uncited": "made up"}


def names(case: dict[str, Any]) -> list[str]:
    classes = [name for key in ("follows", "never") for names in case.get(key, {}).values() for name in names]
    return [*classes, *(lacking.split()[1] for lacking in case.get("lacks", []))]


def by_story(case: dict[str, Any]) -> str:
    return str(case["story"])


@pytest.fixture(scope="module")
def entailed(checked: Checked) -> set[Triple]:
    """Everything stated or inferred about all the cases, reasoned over at once."""
    logic = {}
    for case in CASES:
        finding, problems = ground(
            Finding.model_validate({**PLACE, **case["finding"]}), "yang-2021", checked.ontology.vocabulary
        )
        assert finding is not None, problems
        emitted = emit_finding(finding)
        logic[finding.id] = emitted.logic
        assert bool(mismatch(finding, emitted)) == ("Mismatch" in case["follows"].get("-vesicle", []))
    return {*(t for part in logic.values() for t in part), *infer(logical(checked.ontology.triples()), logic)}


def types(case: dict[str, Any], key: str) -> list[Triple]:
    return [
        Triple(finding_iri(case["finding"]["id"], part[1:]), TYPE, node(name) if ":" in name else bevo(name))
        for part, names in case.get(key, {}).items()
        for name in names
    ]


def test_every_class_and_relation_named_is_declared(checked: Checked) -> None:
    declared = {t.subject for t in checked.ontology.triples() if t.predicate == TYPE}
    named = {node(name) if ":" in name else bevo(name) for case in CASES for name in names(case)}
    assert named <= declared


@pytest.mark.parametrize("case", CASES, ids=by_story)
def test_verdicts_that_follow(case: dict[str, Any], entailed: set[Triple]) -> None:
    assert [triple for triple in types(case, "follows") if triple not in entailed] == []


@pytest.mark.parametrize("case", CASES, ids=by_story)
def test_verdicts_that_must_not_come_out(case: dict[str, Any], entailed: set[Triple]) -> None:
    assert [triple for triple in types(case, "never") if triple in entailed] == []
    for lacking in case.get("lacks", []):
        part, relation = lacking.split()
        subject = finding_iri(case["finding"]["id"], part[1:])
        assert not [t for t in entailed if t.subject == subject and t.predicate == bevo(relation)]
