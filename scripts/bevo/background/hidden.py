"""The test of hidden signs: how often background tells the sign that a finding states, where it tells any.

The stated sign of a claim is taken away, with all that the claim and its studies themselves gave to background. What is
left either closes its mechanism, and so predicts the sign, or does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from pyoxigraph import NamedNode, Triple

from bevo.background.records import Knowledge, Tier
from bevo.background.ways import Map
from bevo.background.weigh import closing
from bevo.finding.ground import Grounded
from bevo.ontology.terms import Vocabulary
from bevo.rdf.index import Node

__all__ = ["TIER_SETS", "Accuracy", "hidden_signs", "interval"]

TIER_SETS: Mapping[str, tuple[Tier, ...]] = {
    "GO, experimental": ("experimental",),
    "GO, with inferred": ("experimental", "inferred"),
    "reviews": ("reviews",),
    "all": ("experimental", "inferred", "reviews"),
}
NORMAL_QUANTILE = 1.96


@dataclass(frozen=True)
class Accuracy:
    """How well one set of tiers did.

    :param right: ids of claims whose sign was predicted; ``wrong`` of those where the opposite was.
    :param divided: ids of claims that background led both ways: no prediction.
    :param majority: how many of right and wrong state the sign that most of them state.
    """

    tiers: str
    claims: int
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    divided: tuple[str, ...]
    majority: int

    @property
    def predicted(self) -> int:
        """How many signs were predicted."""
        return len(self.right) + len(self.wrong)


def interval(hits: int, tries: int) -> tuple[float, float]:
    """The 95 percent interval of a share (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927).

    :returns: lower and upper end, from 0 to 1; all of it where nothing was tried.
    """
    if not tries:
        return 0.0, 1.0
    z, share = NORMAL_QUANTILE, hits / tries
    middle = share + z * z / (2 * tries)
    spread = z * sqrt(share * (1 - share) / tries + z * z / (4 * tries * tries))
    whole = 1 + z * z / tries
    return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)


def hidden_signs(
    findings: Sequence[Grounded],
    logic: Mapping[str, Sequence[Triple]],
    types: Mapping[Node, set[NamedNode]],
    knowledge: Knowledge,
    vocabulary: Vocabulary,
) -> list[Accuracy]:
    """The test for each set of tiers.

    :param types: what a reasoner made of the participants without background.
    """
    claims = [f for f in findings if f.is_plain_claim and (f.steps or f.cargo)]
    of_study: dict[str, set[str]] = {}
    for finding in findings:
        for study in finding.record.cites:
            of_study.setdefault(study, set()).add(finding.id)
    by_id = {finding.id: finding for finding in findings}
    rows = []
    for name, tiers in TIER_SETS.items():
        maps: dict[frozenset[str], Map] = {}
        told = {place for s in knowledge.of(tiers).statements for place in (*s.told_in, *s.at)}
        sides: dict[tuple[bool, bool], list[Grounded]] = {}
        for finding in claims:
            own = {finding.id, *(f for study in finding.record.cites for f in of_study[study])}
            own |= {f"{by_id[f].review}: {locator}" for f in own for locator in by_id[f].record.at}
            without = frozenset(told & own)
            if without not in maps:
                maps[without] = Map(knowledge.of(tiers, without), vocabulary)
            agreeing, opposing = closing(finding, logic[finding.id], types, maps[without])
            sides.setdefault((bool(agreeing), bool(opposing)), []).append(finding)
        right, wrong, both = (sides.get(key, []) for key in ((True, False), (False, True), (True, True)))
        promoting = sum(f.record.sign == "promotes" for f in (*right, *wrong))
        right_ids, wrong_ids, both_ids = (tuple(f.id for f in part) for part in (right, wrong, both))
        majority = max(promoting, len(right) + len(wrong) - promoting)
        rows.append(Accuracy(name, len(claims), right_ids, wrong_ids, both_ids, majority))
    return rows
