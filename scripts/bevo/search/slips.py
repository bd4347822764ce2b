"""Small typing errors in long words; a symbol, an abbreviation or a number is never taken for another."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from bevo.search.index import CODE, LONG, Index

__all__ = ["corrections"]


def corrections(word: str, index: Index) -> list[str]:
    """The words of the release that a word may be a slip of, the nearest alone; none where the word itself is there.

    :param word: as it was written.
    """
    folded = word.lower()
    if not LONG.fullmatch(word) or CODE.search(word) or index.with_word(folded):
        return []
    allowed = 2 if len(folded) >= 12 else 1
    found: dict[int, list[str]] = {}
    for known in index.plain_words:
        if abs(len(known) - len(folded)) <= allowed:
            distance = OSA.distance(folded, known, score_cutoff=allowed)
            if distance <= allowed:
                found.setdefault(distance, []).append(known)
    return found[min(found)] if found else []
