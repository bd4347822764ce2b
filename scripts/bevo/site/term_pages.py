"""The pages of classes and properties: the question first, the vocabulary second."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from bevo.site import schema_org
from bevo.site.addresses import Href, page
from bevo.site.model import Site, Term
from bevo.site.pages import Page
from bevo.site.tables import finding_table, tally
from bevo.site.terms import is_class

__all__ = ["term_pages"]

MOST_WITH_KINDS = 300
"""A class with more findings than this, counting the classes below it, lists only those that name it."""


QUESTIONS = {
    "molecules": "What is {} said to do?",
    "cells": "What do vesicles of {} do?",
    "processes": "What do vesicles do to {}?",
    "vesicles": "What is said of {}?",
}


Roles = dict[str, tuple[str, ...]]
"""Findings by id, with the roles that a thing has in them."""


def term_pages(site: Site, href: Href) -> Iterator[Page]:
    """A page for each class and each property."""
    below: dict[str, list[Term]] = defaultdict(list)
    for term in site.terms.values():
        for iri in term.above:
            below[iri].append(term)
    mentions = {iri: _union(site, terms) for iri, terms in below.items()}
    for term in site.terms.values():
        yield _class_page(term, site, href, mentions) if is_class(term) else _property_page(term, site)


def _class_page(term: Term, site: Site, href: Href, with_kinds: Mapping[str, Roles]) -> Page:
    all_mentions = with_kinds[term.iri]
    only_own = len(all_mentions) > MOST_WITH_KINDS
    mentions = site.mentions.get(term.iri, {}) if only_own else all_mentions

    members = site.members.get(term.iri, ()) if term.iri not in site.mentions else ()
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
            "kinds": [(site.terms[c], len(with_kinds[c])) for c in term.children],
            "parents": [site.terms[p] for p in term.parents if p in site.terms],
            "clashes": [c for c in site.clashes if term.group and term.label in (c.key, c.about)],
            "table": finding_table(site, mentions, href, name, f"Findings with {term.label}"),
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


def _property_page(term: Term, site: Site) -> Page:
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
