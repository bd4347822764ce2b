"""Where things stand in the site: the page of an IRI, and what lies outside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set
from urllib.parse import quote

from bevo.rdf.names import BASE, local_name
from bevo.rdf.overlays import at_home

__all__ = ["Href", "doi_link", "linker", "outside", "page", "root", "shared_pages"]

Href = Callable[[str], str]
"""The address of a thing, from the root of the site or, for what lies outside, in full."""

_READABLE = {
    "http://id.nlm.nih.gov/mesh/": "https://meshb.nlm.nih.gov/record/ui?ui=",
    "http://purl.uniprot.org/uniprot/": "https://www.uniprot.org/uniprotkb/",
}


def page(iri: str) -> str:
    """The path of a thing's page without its ending: ``finding/F0026``, ``BoneGain``, ``term/CL_0000092``."""
    iri = at_home(iri)
    if iri.startswith(f"{BASE}ontology"):  # a version of the ontology has no page of its own
        return "ontology"
    if iri.startswith(BASE):
        return iri.removeprefix(BASE)
    return f"term/{local_name(iri)}"


def root(path: str) -> str:
    """The way from a page back to the root of the site: nothing, or ``../`` for each folder."""
    return "../" * path.count("/")


def shared_pages(iris: Iterable[str]) -> list[str]:
    """The pages that more than one thing would have; there must be none."""
    return sorted(path for path, count in Counter(map(page, iris)).items() if count > 1)


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
