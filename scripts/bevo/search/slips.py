"""Small typing errors in long words; a symbol, an abbreviation or a number is never taken for another."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz.distance import OSA

from bevo.search.index import Index
from bevo.search.words import words_of

__all__ = ["corrections"]

_CODE = re.compile(r"\d|[A-Z]{2}|[a-z][A-Z]")
_WORD = re.compile(r"[^\W\d_]{6,}")


def corrections(word: str, index: Index) -> list[str]:
    """The words of the release that a word may be a slip of, the nearest alone; none where the word itself is there.

    :param word: as it was written.
    """
    folded = word.lower()
    if not _WORD.fullmatch(word) or _CODE.search(word) or index.with_word(folded):
        return []
    allowed = 2 if len(folded) >= 12 else 1
    found: dict[int, list[str]] = {}
    for known in _plain_words(index):
        if abs(len(known) - len(folded)) <= allowed:
            distance = OSA.distance(folded, known, score_cutoff=allowed)
            if distance <= allowed:
                found.setdefault(distance, []).append(known)
    return found[min(found)] if found else []


@cache
def _plain_words(index: Index) -> list[str]:
    """The long words of names that are no codes, sorted."""
    names = (name for thing in index.things for name in (thing.label, *thing.synonyms))
    chunks = {chunk for name in names for chunk in re.split(r"[^\w]+", name) if not _CODE.search(chunk)}
    return sorted({word for chunk in chunks for word in words_of(chunk) if _WORD.fullmatch(word)})
