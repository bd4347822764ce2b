"""The IRIs of overlays: what a lab adds stands below its own base, and its ids start with its own prefix.

``https://w3id.org/bevo/finding/kiel_F0001`` is how an id reads while a build works on it; published it is
``BASE/finding/kiel_F0001`` below the base of the lab. The prefix keeps ids apart where bases do not show: in names of
files, tables and records.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from pyoxigraph import NamedNode, Triple

from bevo.rdf.names import BASE

__all__ = ["PREFIX", "at_home", "prefix_of", "rebased"]

PREFIX = r"[a-z][a-z0-9]{1,15}"
"""What an overlay may put before the ``_`` of its ids; no id of the release has a ``_`` there."""
_KINDS = r"(?:finding|study|review|discrepancy|check|molecule)/"
_INSIDE = re.compile(rf"{re.escape(BASE)}((?:{_KINDS})?({PREFIX})_[^/]+)")
_OUTSIDE = re.compile(rf"(?!{re.escape(BASE)})https?://.+/({_KINDS}{PREFIX}_[^/]+)")
_ID = re.compile(rf"({PREFIX})_")


def prefix_of(name: str) -> str:
    """The prefix of an id, or nothing for one of the release."""
    match = _ID.match(name)
    return match[1] if match else ""


@lru_cache(maxsize=100_000)
def at_home(iri: str) -> str:
    """An IRI of an overlay's finding, study, review, discrepancy, check or molecule as if it were below ours."""
    match = _OUTSIDE.fullmatch(iri)
    return BASE + match[1] if match else iri


def rebased(triples: Iterable[Triple], bases: Mapping[str, str]) -> list[Triple]:
    """Triples with the IRIs of overlays below their own bases.

    :param bases: by prefix, each ending with a slash.
    """
    known: dict[object, object] = {}

    def moved(term: object) -> object:
        if not isinstance(term, NamedNode):
            return term
        if term not in known:
            match = _INSIDE.fullmatch(term.value)
            known[term] = NamedNode(bases[match[2]] + match[1]) if match and match[2] in bases else term
        return known[term]

    return [Triple(moved(t.subject), moved(t.predicate), moved(t.object)) for t in triples]  # type: ignore[arg-type]  # a term stays of its kind
