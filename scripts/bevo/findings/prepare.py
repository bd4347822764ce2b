"""Records as triples: grounded and emitted, whether they were read from YAML or from JSON Lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from bevo.curation.records import Finding
from bevo.findings.emit import Emitted, emit_finding
from bevo.findings.ground import Grounded, GroundingProblem, ground
from bevo.findings.standing import Reading
from bevo.ontology.terms import Vocabulary

__all__ = ["Stated", "prepare"]


class Stated(NamedTuple):
    """A finding with its names resolved, and what it states."""

    finding: Grounded
    emitted: Emitted


def prepare(
    records: Iterable[tuple[Finding, str]],
    vocabulary: Vocabulary,
    readings: Mapping[str, Reading] = MappingProxyType({}),
) -> tuple[dict[str, Stated], dict[str, list[GroundingProblem]]]:
    """Ground and emit.

    :param records: findings, each with the id of its review, no id twice.
    :param readings: what curators found beside the reviews, by the id of the finding.
    :returns: by id what each finding states, and the names that could not be resolved; a finding is in one of the two.
    """
    stated: dict[str, Stated] = {}
    faults: dict[str, list[GroundingProblem]] = {}
    for record, review in records:
        finding, problems = ground(record, review, vocabulary)
        if finding:
            stated[finding.id] = Stated(finding, emit_finding(finding, readings.get(finding.id, Reading())))
        else:
            faults[record.id] = problems
    return stated, faults
