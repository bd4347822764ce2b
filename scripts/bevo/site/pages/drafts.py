"""Pages that are not made yet, with a hash of all that each is made of.

A page about one thing shows few of the findings. It is made from those alone, and its hash is of those alone: what a
page was not promised it cannot show. All that is not about findings (terms, studies, reviews, discrepancies, addresses)
is part of every hash.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from typing import Concatenate, ParamSpec

from bevo.cache import digest
from bevo.rdf.names import PREFIXES
from bevo.rdf.overlays import at_home
from bevo.site.data import schema_org
from bevo.site.data.addresses import Href
from bevo.site.read.model import Site

__all__ = ["Draft", "Drafter", "Page", "drafter"]

P = ParamSpec("P")


@dataclass(frozen=True)
class Page:
    """One HTML page.

    :param path: without its ending.
    :param data: for search engines.
    :param content: what the template is given.
    """

    path: str
    template: str
    title: str
    about: str
    data: schema_org.Data
    content: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """A page that is not made yet.

    :param path: without its ending.
    :param key: a hash of all that it is made of.
    """

    path: str
    key: str
    make: Callable[[], Page]


class Drafter:
    """What makes drafts.

    :param ground: a hash of everything but the findings.
    """

    def __init__(self, site: Site, href: Href, ground: str) -> None:
        self._site, self._href, self._ground = site, href, ground
        self._told = {i: digest(repr(finding)) for i, finding in site.findings.items()}

    def __call__(
        self,
        path: str,
        findings: Iterable[str],
        builder: Callable[Concatenate[Site, Href, P], Page],
        /,
        *told: P.args,
        **more: P.kwargs,
    ) -> Draft:
        """A draft.

        :param findings: the ids of those that the page shows, in the order in which it is to meet them.
        :param builder: makes the page from a site that has no other findings, and from what else it is told.
        :param told: whatever ``repr`` writes in full, and the same in every process.
        """
        ids = list(dict.fromkeys(findings))

        def make() -> Page:
            near = {i: self._site.findings[i] for i in ids}
            return builder(
                replace(self._site, findings=near, mentions={}, members={}, clashes=[]), self._href, *told, **more
            )

        key = digest(self._ground, path, *(part for i in ids for part in (i, self._told[i])), repr((told, more)))
        return Draft(path, key, make)


def drafter(site: Site, href: Href, things: Set[str], wholes: Mapping[str, str]) -> Drafter:
    """What makes the drafts of a site.

    :param things: the IRIs of what has a page.
    :param wholes: the IRIs of what is told with something else, and of that.
    """
    of_findings = PREFIXES["finding"]
    ground = digest(
        *(repr(part) for part in (site.studies, site.reviews, site.discrepancies, site.about)),
        *(repr((replace(term, above=frozenset()), sorted(term.above))) for term in site.terms.values()),
        *sorted(iri for iri in things if not at_home(iri).startswith(of_findings)),
        repr(sorted(pair for pair in wholes.items() if not at_home(pair[0]).startswith(of_findings))),
    )
    return Drafter(site, href, ground)
