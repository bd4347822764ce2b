"""Borrowed terms and mappings that a newer release of their vocabulary holds no more as they were taken over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bevo.vocabulary.pack import Pack

__all__ = ["Borrowed", "outdated"]


class Borrowed(NamedTuple):
    """A term of another vocabulary that BEVO uses.

    :param label: as BEVO has it; empty for one that a term of ours is mapped to.
    :param used_by: the CURIE of the term of ours.
    """

    curie: str
    label: str
    used_by: str


def outdated(terms: Iterable[Borrowed], pack: Pack) -> Iterator[str]:
    """A sentence for each term that is obsolete, and for each that has another label now.

    A term of a vocabulary that the pack does not hold is left out.
    """
    for term in terms:
        entry = pack.entry(term.curie)
        if entry is None:
            continue
        what = f"{term.curie} '{term.label}'" if term.label else f"{term.curie}, mapped to by {term.used_by},"
        if entry.obsolete:
            rather = f"; rather {entry.replaced_by}" if entry.replaced_by else ""
            yield f"{what} is obsolete{rather}"
        elif term.label and entry.label != term.label:
            yield f"{what} is '{entry.label}' now"
