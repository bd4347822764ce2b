"""Where things stand in the site: the page of an IRI, and what lies outside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set
from functools import lru_cache
from urllib.parse import quote

from bevo.files import folded
from bevo.rdf.names import BASE, local_name
from bevo.rdf.overlays import at_home

__all__ = ["Href", "doi_link", "linker", "outside", "page", "root", "shared_pages"]

Href = Callable[[str], str]
"""The address of a thing, from the root of the site or, for what lies outside, in full."""

_PROPERTY = re.compile(r"[a-z][A-Za-z0-9]*")
"""Names of our own properties; those of classes begin with a capital, and data have a folder in theirs."""
_DOCUMENTS = ("dataset", "shapes")
_READABLE = {
    "http://id.nlm.nih.gov/mesh/": "https://meshb.nlm.nih.gov/record/ui?ui=",
    "http://purl.uniprot.org/uniprot/": "https://www.uniprot.org/uniprotkb/",
}


@lru_cache(maxsize=65_536)
def page(iri: str) -> str:
    """The path of a thing's page without its ending: ``finding/F0026``, ``BoneGain``, ``term/CL_0000092``.

    Properties have a folder of their own (``property/contrast``): beside the classes, two files would differ in case
    alone (``Contrast``), and macOS and Windows keep one of them.
    """
    iri = at_home(iri)
    if iri.startswith(f"{BASE}ontology"):  # a version of the ontology has no page of its own
        return "ontology"
    if iri.startswith(BASE):
        name = iri.removeprefix(BASE)
        return f"property/{name}" if _PROPERTY.fullmatch(name) and name not in _DOCUMENTS else name
    return f"term/{local_name(iri)}"


def root(path: str) -> str:
    """The way from a page back to the root of the site: nothing, or ``../`` for each folder."""
    return "../" * path.count("/")


def shared_pages(iris: Iterable[str]) -> list[str]:
    """The pages that more than one thing would have on some file system; there must be none."""
    paths = [page(iri) for iri in iris]
    counts = Counter(map(folded, paths))
    return sorted(path for path in set(paths) if counts[folded(path)] > 1)


def linker(things: Set[str], wholes: Mapping[str, str]) -> Href:
    """How things are linked to.

    :param things: the IRIs of what has a page.
    :param wholes: the IRIs of what has no page of its own, with the IRI of what it is told with.
    :returns: a function from an IRI to an address.
    """

    def href(iri: str) -> str:
        if iri in wholes:
            return f"{page(wholes[iri])}.html#{local_name(iri)}"
        if iri in things or iri.startswith(f"{BASE}ontology"):
            return f"{page(iri)}.html"
        return outside(iri)

    return href


def outside(iri: str) -> str:
    """Where people read about a term of another vocabulary: the IRI itself where no better address is known."""
    readable = ((base, better) for base, better in _READABLE.items() if iri.startswith(base))
    return next((better + iri.removeprefix(base) for base, better in readable), iri)


def doi_link(doi: str) -> str:
    """The address of a DOI, with what must not stand in an address escaped."""
    return f"https://doi.org/{quote(doi, safe='/:;().-_')}"
