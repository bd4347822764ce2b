"""Records as triples: grounded and emitted, whether they were read from YAML or from JSON Lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from bevo.curation.records import Finding
from bevo.curation.sources import Told
from bevo.finding.emit import Emitted, emit_finding
from bevo.finding.emit_sources import whole
from bevo.finding.ground import Grounded, GroundingProblem, ground
from bevo.finding.standing import Reading
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
    told: Mapping[str, Told] = MappingProxyType({}),
) -> tuple[dict[str, Stated], dict[str, list[GroundingProblem]]]:
    """Ground and emit.

    :param records: findings, each with the id of its source, no id twice.
    :param readings: what curators found beside the reviews, by the id of the finding.
    :param told: the sources by id; what is not there is a review with an outline.
    :returns: by id what each finding states, and the names that could not be resolved; a finding is in one of the two.
    """
    stated: dict[str, Stated] = {}
    faults: dict[str, list[GroundingProblem]] = {}
    for record, source in records:
        finding, problems = ground(record, source, vocabulary)
        if finding:
            reading = readings.get(finding.id, Reading())
            stated[finding.id] = Stated(finding, emit_finding(finding, reading, whole(told.get(source))))
        else:
            faults[record.id] = problems
    return stated, faults
