"""The tables of the list pages: findings, cells, molecules, outcomes, vesicles, studies, discrepancies."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bevo.site.data.addresses import Href
from bevo.site.pages.tables import (
    Cell,
    Item,
    Table,
    count,
    natural,
    number,
    sentence,
    sign_mark,
    tally,
    text,
    told_by,
    verdict_items,
)
from bevo.site.read.model import Finding, Part, Site, Study, Term

__all__ = [
    "all_findings_table",
    "cell_table",
    "discrepancy_table",
    "molecule_table",
    "process_table",
    "standing_findings",
    "study_table",
    "vesicle_table",
]


def standing_findings(site: Site) -> list[Finding]:
    """The findings that were not withdrawn, as the table and the search list them: those with a verdict first."""
    told = (f for f in site.findings.values() if not f.withdrawn)
    return sorted(told, key=lambda f: (not f.verdicts, not f.result, natural(f.id)))


def all_findings_table(site: Site, href: Href) -> Table:
    """All findings that stand, those with a verdict first."""

    def parts(things: Iterable[Part]) -> Cell:
        seen = dict.fromkeys((p.name, p.term) for p in things)
        return Cell(tuple(Item(name, href(term)) for name, term in seen))

    told = standing_findings(site)
    rows = tuple(
        (
            Cell((Item(sentence(f.says), href(f.iri)), Item(f.id, mark="id"))),
            Cell(verdict_items(f)),
            text(f.sign, mark=sign_mark(f.sign)),
            parts([f.outcome] if f.outcome else []),
            parts(f.sources),
            parts(f.cargo),
            parts(f.recipients),
            Cell((Item(f.kind),)),
            told_by(site, f, href),
        )
        for f in told
    )
    columns = ("Finding", "Verdict", "Sign", "Outcome", "Source", "Cargo", "Recipient", "Kind", "Told by")
    return Table("findings", "All findings", columns, rows, tuple(f.id for f in told))


def _in_roles(site: Site, term: Term, roles: set[str]) -> list[str]:
    return [i for i, has in site.mentions.get(term.iri, {}).items() if roles & set(has)]


def _list(
    site: Site, group: str, order: Callable[[Term], int], row: Callable[[Term], tuple[Cell, ...] | None]
) -> tuple[tuple[Cell, ...], ...]:
    terms = [t for t in site.terms.values() if t.group == group]
    rows = (row(t) for t in sorted(terms, key=lambda t: (-order(t), t.label.casefold(), t.iri)))
    return tuple(r for r in rows if r)


def cell_table(site: Site, href: Href) -> Table:
    """Cells, tissues and fluids: what their vesicles do, and how often they receive some."""

    def row(term: Term) -> tuple[Cell, ...]:
        told = tally(site, _in_roles(site, term, {"source"}))
        return (
            text(term.label, href(term.iri)),
            text(term.kind),
            number(told.results),
            count(told.gain, "gain"),
            count(told.loss, "loss"),
            number(told.studies),
            number(tally(site, _in_roles(site, term, {"recipient"})).results),
        )

    columns = (
        "Cell, tissue or fluid",
        "Kind",
        "Findings on its vesicles",
        "Bone gain",
        "Bone loss",
        "Studies",
        "Findings as recipient",
    )
    rows = _list(site, "cells", lambda t: len(_in_roles(site, t, {"source"})), row)
    return Table("cells", "Cells, tissues and fluids with the findings on their vesicles", columns, rows)


def molecule_table(site: Site, href: Href) -> Table:
    """Molecules: what vesicles that carry them do, and in how many mechanisms they stand."""

    def row(term: Term) -> tuple[Cell, ...]:
        told = tally(site, _in_roles(site, term, {"cargo"}))
        return (
            text(term.label, href(term.iri)),
            text(term.kind),
            number(told.results),
            count(told.gain, "gain"),
            count(told.loss, "loss"),
            number(told.studies),
            number(len(_in_roles(site, term, {"mechanism"}))),
        )

    columns = ("Molecule", "Kind", "Findings as cargo", "Bone gain", "Bone loss", "Studies", "In mechanisms of")
    rows = _list(site, "molecules", lambda t: len(_in_roles(site, t, {"cargo"})), row)
    return Table("molecules", "Molecules with the findings on vesicles that carry them", columns, rows)


def process_table(site: Site, href: Href) -> Table:
    """Processes, pathways, diseases and traits: how many findings say that vesicles promote or inhibit them."""

    def row(term: Term) -> tuple[Cell, ...]:
        told = tally(site, _in_roles(site, term, {"outcome"}))
        return (
            text(term.label, href(term.iri)),
            text(term.kind),
            number(told.results),
            count(told.promotes, "promotes"),
            count(told.inhibits, "inhibits"),
            number(told.studies),
            number(len(_in_roles(site, term, {"mechanism"}))),
        )

    columns = (
        "Process, disease or trait",
        "Kind",
        "Findings on it",
        "Promoted in",
        "Inhibited in",
        "Studies",
        "In mechanisms of",
    )
    rows = _list(site, "processes", lambda t: len(_in_roles(site, t, {"outcome"})), row)
    return Table("processes", "Processes, diseases and traits that vesicles act on", columns, rows)


def vesicle_table(site: Site, href: Href) -> Table:
    """Classes of vesicles with their definitions."""

    def row(term: Term) -> tuple[Cell, ...]:
        mentions = site.mentions.get(term.iri, {})
        return (
            text(term.label, href(term.iri)),
            text(", ".join(term.synonyms)),
            text(term.definition),
            number(len([i for i, roles in mentions.items() if set(roles) & {"vesicle", "reference"}])),
            number(len([i for i, roles in mentions.items() if "definition" in roles])),
        )

    columns = ("Vesicle class", "Also called", "Definition", "Findings", "Definitions in reviews")
    return Table(
        "vesicles",
        "Vesicle classes",
        columns,
        _list(site, "vesicles", lambda t: len(site.mentions.get(t.iri, {})), row),
    )


def study_table(site: Site, href: Href) -> Table:
    """The cited studies, with how many findings rest on each and in how many reviews."""
    told: dict[str, list[Finding]] = {}
    for finding in site.findings.values():
        for study in finding.studies:
            told.setdefault(study, []).append(finding)

    def row(study: Study) -> tuple[Cell, ...]:
        findings = told.get(study.id, [])
        return (
            text(study.short, href(study.iri)),
            text(study.title or "title unknown"),
            number(study.year) if study.year else Cell(),
            text(study.journal),
            number(len(findings)),
            number(len({f.review for f in findings if f.review})),
            text(study.kind),
        )

    order = sorted(site.studies.values(), key=lambda s: (-len(told.get(s.id, ())), s.id))
    columns = ("Study", "Title", "Year", "Journal", "Findings", "Reviews", "Kind")
    return Table("studies", "Studies that the reviews cite", columns, tuple(row(s) for s in order))


def discrepancy_table(site: Site, href: Href) -> Table:
    """Discrepancies with the findings that they bear on."""
    rows = tuple(
        (
            text(d.id, href(d.iri)),
            text(d.kind),
            text(d.says),
            text(d.reading),
            Cell(tuple(Item(f, href(site.findings[f].iri)) for f in d.findings)),
        )
        for d in site.discrepancies.values()
    )
    return Table(
        "discrepancies",
        "Where places disagree",
        ("Id", "About", "What disagrees", "The curator's reading", "Findings"),
        rows,
    )
