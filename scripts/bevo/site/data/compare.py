"""What the compare view puts side by side: what vesicles of each cell, or with each cargo, are told to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bevo.rdf.names import compact
from bevo.site.data.addresses import Href, page
from bevo.site.pages.tables import counted_studies, natural
from bevo.site.read.model import Finding, Part, Site, Term

__all__ = ["Comparable", "comparables", "compared", "listed"]

ROLES = {"cells": "source", "molecules": "cargo"}
MOST_FINDINGS = 300
"""A thing with more findings than this, counting its kinds, is told without its kinds, as on its page."""

Row = dict[str, object]


class Comparable(NamedTuple):
    """A thing that can be compared, with the results that it has in its role.

    :param role: ``source`` or ``cargo``.
    :param kinds: IRIs of the thing and of the kinds of it that are counted.
    :param findings: ids, in the order of their numbers.
    :param own: how many of them name the thing itself, not a kind of it.
    """

    term: Term
    role: str
    kinds: frozenset[str]
    findings: tuple[str, ...]
    own: int


def comparables(site: Site) -> list[Comparable]:
    """The things that can be compared, those with most results first.

    Arms count as their microRNA, and a kind of a cell as that cell. Counted are results, without summaries and what is
    hedged.
    """
    in_role: dict[str, dict[str, set[str]]] = {role: defaultdict(set) for role in ROLES.values()}
    for finding in site.findings.values():
        if finding.result:
            for use in finding.uses:
                for role in in_role.keys() & set(use.roles):
                    in_role[role][use.term].add(finding.id)
    below: dict[str, set[str]] = defaultdict(set)
    for term in site.terms.values():
        if term.group in ROLES:
            for iri in term.above:
                below[iri].add(term.iri)
    found = []
    for term in site.terms.values():
        if term.group not in ROLES:
            continue
        role = ROLES[term.group]
        told, kinds = in_role[role], below[term.iri] | {term.iri}
        if len(_all(told, kinds)) > MOST_FINDINGS:
            kinds = {term.iri}
        if ids := _all(told, kinds):
            found.append(
                Comparable(term, role, frozenset(kinds), tuple(sorted(ids, key=natural)), len(told.get(term.iri, ())))
            )
    return sorted(found, key=lambda c: (-len(c.findings), c.term.label.casefold(), c.term.iri))


def _all(told: Mapping[str, set[str]], kinds: Iterable[str]) -> set[str]:
    return {finding for kind in kinds for finding in told.get(kind, ())}


def listed(things: Iterable[Comparable]) -> list[Row]:
    """What can be chosen, and where its slice is."""
    return [
        {
            "id": compact(c.term.iri),
            "label": c.term.label,
            "role": c.role,
            "slice": page(c.term.iri),
            "findings": len(c.findings),
        }
        for c in things
    ]


def compared(thing: Comparable, site: Site, href: Href) -> Row:
    """The slice of one thing: its findings, and in them its outcomes, targets, partners and conflicts.

    The sides are those that are inferred for the vesicle; what the vesicle has less of is on the other side. Verdicts
    and studies stand with each finding: so bone, cartilage and vessels are counted as in the pictures.
    """
    findings = [site.findings[i] for i in thing.findings]
    outcomes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    targets: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    partners: dict[tuple[str, str], list[str]] = defaultdict(list)
    for finding in findings:
        if finding.outcome:
            outcomes[finding.outcome.term][_side(thing, finding)].append(finding.id)
        carried = {part.term for part in finding.cargo}
        acting = carried & thing.kinds if thing.role == "cargo" else carried
        for step in finding.steps:
            if step.subject.term in acting and finding.id not in targets[step.object.term][step.verb]:
                targets[step.object.term][step.verb].append(finding.id)
        other = ("sources", finding.sources) if thing.role == "cargo" else ("cargo", finding.cargo)
        for name, parts in (other, ("recipients", finding.recipients)):
            for term in _terms(parts):
                partners[name, term].append(finding.id)

    def named(iri: str) -> Row:
        return {"id": compact(iri), "label": site.terms[iri].label, "page": href(iri)}

    def rows(table: Mapping[str, Mapping[str, list[str]]]) -> list[tuple[str, Row]]:
        known = sorted((iri for iri in table if iri in site.terms), key=lambda iri: (-_size(table[iri]), compact(iri)))
        return [(iri, {**named(iri), "told": dict(sorted(table[iri].items()))}) for iri in known]

    labels = {site.terms[iri].label for iri in thing.kinds}
    return {
        **named(thing.term.iri),
        "kind": thing.term.kind,
        "role": thing.role,
        "with": sorted(
            site.terms[iri].label
            for iri in thing.kinds - {thing.term.iri}
            if any(thing.role in roles for roles in site.mentions.get(iri, {}).values())
        ),
        "findings": {f.id: {"verdict": list(f.verdicts), "studies": counted_studies(site, f)} for f in findings},
        "outcomes": [row for _, row in rows(outcomes)],
        "targets": [row for _, row in rows(targets)],
        "partners": [
            {**named(iri), "as": name, "findings": ids}
            for (name, iri), ids in sorted(partners.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1]))
            if iri in site.terms
        ],
        "conflicts": [
            {"key": clash.key, "about": clash.about, "promotes": clash.promotes, "inhibits": clash.inhibits}
            for clash in site.clashes
            if clash.keyed == thing.role and clash.key in labels
        ],
    }


def _side(thing: Comparable, finding: Finding) -> str:
    """What the thing does to the outcome: ``promotes``, ``inhibits``, or ``other`` where no sign follows."""
    if thing.role == "cargo":
        amounts = {part.amount for part in finding.cargo if part.term in thing.kinds}
        if amounts == {"less"}:
            return {"promotes": "inhibits", "inhibits": "promotes"}.get(finding.side, "other")
        if not amounts <= {"", "more"}:
            return "other"
    return finding.side or "other"


def _terms(parts: Iterable[Part]) -> list[str]:
    return list(dict.fromkeys(part.term for part in parts))


def _size(told: Mapping[str, list[str]]) -> int:
    return sum(map(len, told.values()))
