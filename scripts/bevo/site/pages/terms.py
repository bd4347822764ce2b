"""The pages of classes and properties: the question first, the vocabulary second."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from bevo.site.data import schema_org
from bevo.site.data.addresses import Href, page
from bevo.site.pages.conversation import conversation
from bevo.site.pages.drafts import Draft, Drafter, Page
from bevo.site.pages.tables import finding_table, tally
from bevo.site.read.model import Clash, Site, Term
from bevo.site.read.terms import is_class

__all__ = ["term_pages"]

MOST_WITH_KINDS = 300
"""A class with more findings than this, counting the classes below it, lists only those that name it."""


QUESTIONS = {
    "molecules": "What do findings say about {}?",
    "cells": "What do vesicles of {} do?",
    "processes": "What do vesicles do to {}?",
    "vesicles": "What is said of {}?",
}


Roles = dict[str, tuple[str, ...]]
"""Findings by id, with the roles that a thing has in them."""


def term_pages(site: Site, draft: Drafter) -> Iterator[Draft]:
    """A page for each class and each property."""
    below: dict[str, list[Term]] = defaultdict(list)
    for term in site.terms.values():
        for iri in term.above:
            below[iri].append(term)
    with_kinds = {iri: _union(site, terms) for iri, terms in below.items()}
    for iri, term in site.terms.items():
        if not is_class(term):
            yield draft(page(iri), (), _property_page, iri)
            continue
        clashes = [c for c in site.clashes if term.group and term.label in (c.key, c.about)]
        members = site.members.get(iri, ()) if iri not in site.mentions else ()
        against = (i for c in clashes for i in (*c.promotes, *c.inhibits))
        yield draft(
            page(iri),
            (*with_kinds[iri], *members, *against),
            _class_page,
            iri,
            with_kinds[iri],
            tuple(kind.iri for kind in below[iri]),
            site.mentions.get(iri, {}),
            members,
            clashes,
            [(child, len(with_kinds[child])) for child in term.children],
        )


def _class_page(
    site: Site,
    href: Href,
    iri: str,
    all_mentions: Roles,
    below: tuple[str, ...],
    own: Roles,
    members: tuple[str, ...],
    clashes: list[Clash],
    kinds: list[tuple[str, int]],
) -> Page:
    term = site.terms[iri]
    only_own = len(all_mentions) > MOST_WITH_KINDS
    mentions = own if only_own else all_mentions
    name = page(term.iri).replace("/", "-")

    def findings_in(*roles: str) -> list[str]:
        return [i for i, has in all_mentions.items() if set(roles) & set(has)]

    return Page(
        path=page(term.iri),
        template="term.html",
        title=f"{term.label} ({term.kind})",
        about=term.definition or f"{term.label}: {len(all_mentions)} findings about extracellular vesicles in bone.",
        data=schema_org.about_term(term, site),
        content={
            "term": term,
            "question": QUESTIONS.get(term.group, "").format(term.label),
            "as_source": tally(site, findings_in("source")),
            "as_cargo": tally(site, findings_in("cargo")),
            "as_recipient": tally(site, findings_in("recipient")),
            "as_outcome": tally(site, findings_in("outcome")),
            "in_mechanism": len(findings_in("mechanism")),
            "all": len(all_mentions),
            "only_own": only_own,
            "kinds": [(site.terms[c], number) for c, number in kinds],
            "parents": [site.terms[p] for p in term.parents if p in site.terms],
            "clashes": clashes,
            "table": finding_table(site, mentions, href, name, f"Findings with {term.label}"),
            "conversation": conversation(site, href, iri, frozenset({iri} if only_own else {iri, *below}), mentions)
            if term.group == "cells"
            else None,
            "members": finding_table(site, dict.fromkeys(members, ()), href, name, f"Members of {term.label}"),
            "findings": site.findings,
        },
    )


def _union(site: Site, terms: Iterable[Term]) -> Roles:
    """The findings of several terms, with all their roles."""
    found: dict[str, set[str]] = defaultdict(set)
    for term in terms:
        for finding, roles in site.mentions.get(term.iri, {}).items():
            found[finding].update(roles)
    return {finding: tuple(sorted(roles)) for finding, roles in found.items()}


def _property_page(site: Site, _: Href, iri: str) -> Page:
    term = site.terms[iri]
    return Page(
        path=page(term.iri),
        template="property.html",
        title=f"{term.label} ({term.kind})",
        about=term.definition or f"The property {term.label}.",
        data=schema_org.about_term(term, site),
        content={
            "term": term,
            "parents": [site.terms[p] for p in term.parents if p in site.terms],
            "children": [site.terms[c] for c in term.children if c in site.terms],
        },
    )
