"""The ids of terms: which a table may hold, and whether two are one where the case of letters does not count.

The id of an own term becomes an address and the names of files: see :func:`bevo.files.below`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from bevo.catalogue import PAGES
from bevo.files import is_page_name
from bevo.problems import Problem
from bevo.rdf.names import compact

if TYPE_CHECKING:
    from bevo.ontology.terms import Term

__all__ = ["clashes", "id_fault"]

LONGEST = 100
_OWN = re.compile(r"[A-Z][A-Za-z0-9]*|molecule/[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_BORROWED = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")


def id_fault(curie: str, overlay: str = "") -> str:
    """What is wrong with the id of a term, or nothing; its prefix is looked up elsewhere.

    :param overlay: the prefix of the overlay whose table holds it: its own names start with that and a ``_``.
    """
    prefix, _, name = curie.partition(":")
    written = name.removeprefix(f"{overlay}_") if overlay and prefix == "bevo" else name
    if len(name) > LONGEST:
        return f"the id {curie[:20]}... is longer than {LONGEST} characters"
    if not (_OWN if prefix == "bevo" else _BORROWED).fullmatch(written):
        if prefix == "bevo":
            return (
                f"'{curie}' is no id: write bevo: and a word that starts with a capital, or bevo:molecule/ and a name; "
                "both of letters and digits, the name also with . - _ inside"
            )
        return f"'{curie}' is no id: after {prefix}: come letters and digits, with . - _ inside"
    taken = name.casefold() in PAGES or name.endswith("Shape")  # shapes have one page together
    if prefix == "bevo" and (taken or not is_page_name(name.rpartition("/")[2])):
        return f"'{curie}' is taken: no page of the site may have this name; choose another"
    return ""


def clashes(terms: Iterable[Term], own: Iterable[str]) -> Iterator[Problem]:
    """A problem for each term whose id ``bevo.ttl`` declares, or that differs from another only in the case of letters.

    :param own: IRIs of what ``bevo.ttl`` declares.
    """
    seen = {iri.casefold(): (iri, "bevo.ttl") for iri in own}
    for term in terms:
        iri, place = seen.setdefault(term.iri.casefold(), (term.iri, f"{term.file}:{term.line}"))
        if place == "bevo.ttl" or iri != term.iri:
            same = f"the id is that of {compact(iri)}, which {place} declares"
            differs = f"the id differs from {compact(iri)} ({place}) only in the case of letters"
            message = f"{same if iri == term.iri else differs}; choose another"
            yield Problem(term.file, term.line, term.curie, message)
