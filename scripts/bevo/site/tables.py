"""Tables as data: what the pages show, sort and offer as CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bevo.site.addresses import Href
from bevo.site.model import Finding, Site, Study, Term

__all__ = [
    "Cell",
    "Item",
    "Table",
    "cell_table",
    "discrepancy_table",
    "finding_table",
    "molecule_table",
    "natural",
    "process_table",
    "sentence",
    "study_table",
    "tally",
    "vesicle_table",
]

Mark = {"bone gain": "gain", "cartilage gain": "gain", "bone loss": "loss", "cartilage loss": "loss"}


@dataclass(frozen=True)
class Item:
    """A piece of text in a cell.

    :param href: where it leads, from the root of the site.
    :param mark: ``gain``, ``loss``, ``id`` or another style.
    """

    text: str
    href: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of a table.

    :param number: the text is a number, set and sorted as one.
    """

    items: tuple[Item, ...] = ()
    number: bool = False


@dataclass(frozen=True)
class Table:
    """A table.

    :param name: its file name as CSV.
    :param caption: what it holds, for those who do not see the page.
    :param ids: anchors of the rows, where they have some.
    """

    name: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tally:
    """How many results say what.

    :param results: told as facts.
    :param studies: the studies that they cite, without those that are reviews.
    """

    results: int
    gain: int
    loss: int
    cartilage_gain: int
    cartilage_loss: int
    promotes: int
    inhibits: int
    studies: int


def natural(finding_id: str) -> tuple[int, str]:
    """Ids in the order of their numbers."""
    return len(finding_id), finding_id


def sentence(says: str) -> str:
    """A finding's sentence with a capital where the first word is no name: ``miR-21`` and ``lncRNA`` stay as they are."""
    first = says.partition(" ")[0]
    return says[:1].upper() + says[1:] if first.isalpha() and first.islower() else says


def tally(site: Site, findings: Iterable[str]) -> Tally:
    """Count the results among findings; summaries and hedged findings are left out."""
    results = [f for i in findings if (f := site.findings[i]).result]

    def having(verdict: str) -> int:
        return sum(verdict in f.verdicts for f in results)

    return Tally(
        results=len(results),
        gain=having("bone gain"),
        loss=having("bone loss"),
        cartilage_gain=having("cartilage gain"),
        cartilage_loss=having("cartilage loss"),
        promotes=sum(f.side == "promotes" for f in results),
        inhibits=sum(f.side == "inhibits" for f in results),
        studies=len({s for f in results for s in f.studies if not site.studies[s].is_review}),
    )


def _text(text: str, href: str = "", mark: str = "") -> Cell:
    return Cell((Item(text, href, mark),)) if text else Cell()


def _number(value: int | str) -> Cell:
    return Cell((Item(str(value)),), number=True)


def _count(value: int, mark: str) -> Cell:
    return Cell((Item(str(value), mark=mark if value else ""),), number=True)


def verdict_items(finding: Finding) -> tuple[Item, ...]:
    """The verdict of a finding, or why it has none."""
    if finding.withdrawn:
        return (Item("withdrawn", mark="quiet"),)
    items = [Item(verdict, mark=Mark[verdict]) for verdict in finding.verdicts]
    if finding.certainty:
        items.append(Item(finding.certainty, mark="quiet"))
    if finding.kind in ("summary", "knowledge gap", "definition"):
        items.append(Item(finding.kind, mark="quiet"))
    return tuple(items)


def study_items(site: Site, finding: Finding, href: Href) -> tuple[Item, ...]:
    """The studies of a finding, in short."""
    return tuple(Item(site.studies[s].short, href(site.studies[s].iri)) for s in finding.studies)


def finding_table(site: Site, findings: dict[str, tuple[str, ...]], href: Href, name: str, caption: str) -> Table:
    """Findings with their verdict and who says so.

    :param findings: ids, with the roles that the thing at hand has in each; no roles, no column for them.
    """
    roles = any(findings.values())
    rows = []
    for i in sorted(findings, key=natural):
        finding = site.findings[i]
        rows.append(
            (
                Cell((Item(sentence(finding.says), href(finding.iri)), Item(i, mark="id"))),
                *([_text(", ".join(findings[i]))] if roles else []),
                Cell(verdict_items(finding)),
                Cell(study_items(site, finding, href)),
                _text(finding.review, href(site.reviews[finding.review].iri) if finding.review else ""),
            )
        )
    columns = ("Finding", *(("Role here",) if roles else ()), "Verdict", "Studies", "Review")
    return Table(name, caption, columns, tuple(rows))


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
        count = tally(site, _in_roles(site, term, {"source"}))
        return (
            _text(term.label, href(term.iri)),
            _text(term.kind),
            _number(count.results),
            _count(count.gain, "gain"),
            _count(count.loss, "loss"),
            _number(count.studies),
            _number(tally(site, _in_roles(site, term, {"recipient"})).results),
        )

    columns = ("Cell, tissue or fluid", "Kind", "Findings on its vesicles", "Bone gain", "Bone loss", "Studies", "Receives them in")
    rows = _list(site, "cells", lambda t: len(_in_roles(site, t, {"source"})), row)
    return Table("cells", "Cells, tissues and fluids with the findings on their vesicles", columns, rows)


def molecule_table(site: Site, href: Href) -> Table:
    """Molecules: what vesicles that carry them do, and in how many mechanisms they stand."""

    def row(term: Term) -> tuple[Cell, ...]:
        count = tally(site, _in_roles(site, term, {"cargo"}))
        return (
            _text(term.label, href(term.iri)),
            _text(term.kind),
            _number(count.results),
            _count(count.gain, "gain"),
            _count(count.loss, "loss"),
            _number(count.studies),
            _number(len(_in_roles(site, term, {"mechanism"}))),
        )

    columns = ("Molecule", "Kind", "Findings as cargo", "Bone gain", "Bone loss", "Studies", "In mechanisms of")
    rows = _list(site, "molecules", lambda t: len(_in_roles(site, t, {"cargo"})), row)
    return Table("molecules", "Molecules with the findings on vesicles that carry them", columns, rows)


def process_table(site: Site, href: Href) -> Table:
    """Processes, pathways, diseases and traits: how many findings say that vesicles promote or inhibit them."""

    def row(term: Term) -> tuple[Cell, ...]:
        count = tally(site, _in_roles(site, term, {"outcome"}))
        return (
            _text(term.label, href(term.iri)),
            _text(term.kind),
            _number(count.results),
            _number(count.promotes),
            _number(count.inhibits),
            _number(count.studies),
            _number(len(_in_roles(site, term, {"mechanism"}))),
        )

    columns = ("Process, disease or trait", "Kind", "Findings on it", "Promoted in", "Inhibited in", "Studies", "In mechanisms of")
    rows = _list(site, "processes", lambda t: len(_in_roles(site, t, {"outcome"})), row)
    return Table("processes", "Processes, diseases and traits that vesicles act on", columns, rows)


def vesicle_table(site: Site, href: Href) -> Table:
    """Classes of vesicles with their definitions."""

    def row(term: Term) -> tuple[Cell, ...]:
        mentions = site.mentions.get(term.iri, {})
        return (
            _text(term.label, href(term.iri)),
            _text(", ".join(term.synonyms)),
            _text(term.definition),
            _number(len([i for i, roles in mentions.items() if set(roles) & {"vesicle", "reference"}])),
            _number(len([i for i, roles in mentions.items() if "definition" in roles])),
        )

    columns = ("Vesicle class", "Also called", "Definition", "Findings", "Definitions in reviews")
    return Table("vesicles", "Vesicle classes", columns, _list(site, "vesicles", lambda t: len(site.mentions.get(t.iri, {})), row))


def study_table(site: Site, href: Href) -> Table:
    """The cited studies, with how many findings rest on each and in how many reviews."""
    told: dict[str, list[Finding]] = {}
    for finding in site.findings.values():
        for study in finding.studies:
            told.setdefault(study, []).append(finding)

    def row(study: Study) -> tuple[Cell, ...]:
        findings = told.get(study.id, [])
        return (
            _text(study.short, href(study.iri)),
            _text(study.title or "title not known"),
            _number(study.year) if study.year else Cell(),
            _text(study.journal),
            _number(len(findings)),
            _number(len({f.review for f in findings})),
            _text("review" if study.is_review else "study"),
        )

    order = sorted(site.studies.values(), key=lambda s: (-len(told.get(s.id, ())), s.id))
    columns = ("Study", "Title", "Year", "Journal", "Findings", "Reviews", "Kind")
    return Table("studies", "Studies that the reviews cite", columns, tuple(row(s) for s in order))


def discrepancy_table(site: Site, href: Href) -> Table:
    """Discrepancies with the findings that they bear on."""
    rows = tuple(
        (
            _text(d.id, href(d.iri)),
            _text(d.kind),
            _text(d.says),
            _text(d.reading),
            Cell(tuple(Item(f, href(site.findings[f].iri)) for f in d.findings)),
        )
        for d in site.discrepancies.values()
    )
    return Table("discrepancies", "Where places disagree", ("Id", "About", "What disagrees", "The curator's reading", "Findings"), rows)
