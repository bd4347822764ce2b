"""What becomes of a finding as curators read it and as its study bears it out; what the review says stays as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bevo.curation.records import Check, Discrepancy
from bevo.finding.ground import Grounded

__all__ = ["CLASSES", "Reading", "readings", "standing"]

VERDICT = {"finding", "source", "recipient", "sign"}
"""What a verdict rests on: a finding of which one is disowned is not accepted."""
COUNTED_BY = {
    "AcceptedVesicleResult": "vesicle",
    "AcceptedCargoResult": "cargo",
    "AcceptedMechanismResult": "step",
}
"""What else may be disowned, by the class of the accepted results of which it is not."""

CLASSES = ("AcceptedResult", *COUNTED_BY, "ConfirmedResult")
"""All classes that :func:`standing` gives."""


class Reading(NamedTuple):
    """What curators found beside the review.

    :param disowned: aspects that a discrepancy disowns.
    :param checks: what the cited studies say.
    """

    disowned: frozenset[str] = frozenset()
    checks: tuple[Check, ...] = ()


def readings(discrepancies: Iterable[Discrepancy], checks: Iterable[Check]) -> dict[str, Reading]:
    """By the id of a finding, where there is any."""
    disowned, checked = defaultdict[str, set[str]](set), defaultdict[str, list[Check]](list)
    for discrepancy in discrepancies:
        for finding, aspects in discrepancy.does_not_count.items():
            disowned[finding].update(aspects)
    for check in checks:
        checked[check.finding].append(check)
    return {
        finding: Reading(frozenset(disowned[finding]), tuple(checked[finding])) for finding in {*disowned, *checked}
    }


def standing(finding: Grounded, reading: Reading) -> Iterator[str]:
    """The classes of results that a finding is in beside ``ReportedResult``."""
    if not finding.is_result:
        return
    if not reading.disowned & VERDICT:
        yield "AcceptedResult"
        yield from (name for name, aspect in COUNTED_BY.items() if aspect not in reading.disowned)
    verdicts = [check.verdict for check in reading.checks]
    certain = [check.verdict for check in reading.checks if check.identity == "certain"]
    if "agrees" in certain and "contradicts" not in verdicts:
        yield "ConfirmedResult"
