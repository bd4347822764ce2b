"""Findings made up for a test, from the keys that matter to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bevo.curation.records import Finding
from bevo.finding.ground import Grounded, ground
from bevo.ontology.terms import Vocabulary

PLACE = {"id": "F9001", "at": "Table 2 row 26", "uncited": "made up"}
EXOSOME = {
    **PLACE,
    "from": "osteoclast",
    "vesicle": "exosome",
    "cargo": "miR-214",
    "to": "osteoblast",
    "inhibits": "osteoblast differentiation",
}
"""Exosomes of osteoclasts carry miR-214 to osteoblasts and inhibit their differentiation."""


def record(keys: Mapping[str, Any] | None = None, of: Mapping[str, Any] = EXOSOME) -> Finding:
    """A record with some keys put in or, where their value is None, left out."""
    changed = {**of, **(keys or {})}
    return Finding.model_validate({key: value for key, value in changed.items() if value is not None})


def grounded(
    vocabulary: Vocabulary, keys: Mapping[str, Any] | None = None, of: Mapping[str, Any] = EXOSOME
) -> Grounded:
    """The same with its names resolved, which must succeed."""
    finding, problems = ground(record(keys, of), "yang-2021", vocabulary)
    assert finding is not None, problems
    return finding
