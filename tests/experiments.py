"""The records of ``tests/worked/experiments.yaml``, made up: each fact of an experiment stands in one at least."""

from __future__ import annotations

from typing import Any

import yaml
from pyoxigraph import Triple

from bevo.curation.records import Finding
from bevo.finding.emit import Emitted, emit_finding
from bevo.finding.ground import Grounded, ground
from bevo.ontology.terms import Vocabulary
from checkout import ROOT
from made_up import PLACE

CASES: list[dict[str, Any]] = yaml.load(
    (ROOT / "tests" / "worked" / "experiments.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)


def story(case: dict[str, Any]) -> str:
    return str(case["story"])


def made(written: dict[str, Any], vocabulary: Vocabulary) -> Grounded:
    """A record with its names resolved, which must succeed."""
    finding, problems = ground(Finding.model_validate({**PLACE, **written}), "yang-2021", vocabulary)
    assert finding is not None, [str(problem) for problem in problems]
    return finding


def emitted(vocabulary: Vocabulary) -> dict[str, Emitted]:
    """What the records state, by id."""
    findings = [made(case["finding"], vocabulary) for case in CASES]
    return {finding.id: emit_finding(finding) for finding in findings}


def triples(vocabulary: Vocabulary) -> list[Triple]:
    """All that the records state."""
    return [t for one in emitted(vocabulary).values() for t in (*one.logic, *one.record)]
