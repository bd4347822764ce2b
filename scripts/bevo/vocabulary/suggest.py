"""What an unknown name may have been meant to be: slips of the finger alone, never another thing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bevo.vocabulary.spelling import plain

__all__ = ["slips"]

_CODE = re.compile(r"\d|[A-Z]{2}|[a-z][A-Z]")
"""Symbols and abbreviations: there another letter is another thing, and no name is better than a near one."""


def slips(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The known names that differ from a name by a slip in long words, the closest alone.

    :returns: nothing for a name with digits or capitals within, of a gene, a microRNA or an abbreviation.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    text = plain(name)
    if _CODE.search(text) or len(text) < 6:
        return []
    words = text.casefold().split()
    allowed = 1 if len(text) < 12 else 2
    candidates = sorted({one for one in known if not _CODE.search(one) and len(one.split()) == len(words)})
    near = process.extract(
        text.casefold(), [c.casefold() for c in candidates], scorer=OSA.distance, score_cutoff=allowed, limit=None
    )
    fitting = [
        (distance, candidates[place])
        for found, distance, place in near
        if all(
            mine == other or (min(len(mine), len(other)) >= 6 and OSA.distance(mine, other) <= 1)
            for mine, other in zip(words, found.split(), strict=True)
        )
    ]
    best = min((distance for distance, _ in fitting), default=0)
    return sorted(one for distance, one in fitting if distance == best)[:most]
