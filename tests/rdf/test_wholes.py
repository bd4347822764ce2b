"""Parts, and the whole that tells of each."""

from __future__ import annotations

from pyoxigraph import Triple

from bevo.rdf.names import bevo, node
from bevo.rdf.wholes import wholes

FINDING, VESICLE, EXPERIMENT, DOSE = (node(f"finding:F0001{end}") for end in ("", "-vesicle", "-experiment", "-dose-1"))


def test_a_part_of_a_part_is_part_of_the_whole() -> None:
    triples = [
        Triple(EXPERIMENT, bevo("dose"), DOSE),
        Triple(FINDING, bevo("experiment"), EXPERIMENT),
        Triple(VESICLE, bevo("participantOf"), FINDING),
        Triple(VESICLE, bevo("carries"), DOSE),
    ]
    assert wholes(triples) == {DOSE: FINDING, EXPERIMENT: FINDING, VESICLE: FINDING}
