"""Sources, discrepancies and checks as RDF: the record that findings point to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, Triple

from bevo.curation.locators import parse_locator
from bevo.curation.notices import words
from bevo.curation.records import Check, Dataset, Deposit, Discrepancy, Review, Study, Trial
from bevo.curation.sources import Told
from bevo.rdf.names import bevo, finding_iri, node, section_iri
from bevo.rdf.rdfio import sorted_triples
from bevo.rdf.vocabulary import (
    CREATOR,
    DATE,
    DESCRIPTION,
    DOI,
    IDENTIFIER,
    LABEL,
    LICENCE,
    PMID,
    SOURCE,
    TITLE,
    TYPE,
    day,
    integer,
)

__all__ = ["UNNAMED", "emit_check", "emit_discrepancy", "emit_source", "source_iri", "whole"]

UNNAMED = "unnamed-"
"""How the id of a study starts that stands for one which the review does not name."""


WHOLE = "text"
"""The one section of a review that has no outline."""


def source_iri(source: Told) -> NamedNode:
    """The IRI of a source; a trial or dataset is a study that is known by its record."""
    return node(f"{'review' if isinstance(source, Review) else 'study'}:{source.id}")


def whole(source: Told | None) -> NamedNode | None:
    """What findings of a source stand in, where it has no sections of its own; None where it has.

    Of a study, a trial or a dataset that is the record itself.
    """
    if isinstance(source, Study | Deposit):
        return source_iri(source)
    return section_iri(source.id, WHOLE) if source and not source.sections else None


def emit_source(source: Told) -> list[Triple]:
    """The triples of a source, whatever its kind."""
    if isinstance(source, Review):
        return _review(source)
    return _study(source) if isinstance(source, Study) else _deposit(source)


def _study(study: Study) -> list[Triple]:
    """The triples of a study."""
    this = node(f"study:{study.id}")
    label = f"{_name(study)} {study.year or ''}".strip()
    triples = [Triple(this, TYPE, bevo("Study")), Triple(this, bevo("resolution"), Literal(study.resolution))]
    if study.type == "review":
        triples.append(Triple(this, TYPE, bevo("CitedReview")))
    if study.id.startswith(UNNAMED) and study.resolution == "unresolved":
        triples.append(Triple(this, TYPE, bevo("UnnamedStudy")))
    triples += [Triple(this, LABEL, Literal(f"{label}: {study.title}" if study.title else label))]
    triples += _bibliography(
        this, study.title, (study.first_author,) if study.first_author else (), study.year, study.journal, study.doi
    )
    if study.pmid:
        triples.append(Triple(this, PMID, Literal(study.pmid)))
    if note := " ".join(filter(None, (words(study.notice) if study.notice else "", study.note))):
        triples.append(Triple(this, bevo("note"), Literal(note)))
    return sorted_triples(triples)


def _name(study: Study) -> str:
    """The first author; without one, what else readers know a study by."""
    if study.first_author or (study.title and study.journal):
        return study.first_author or study.journal or study.id
    cited = next((said for texts in study.cited_as.values() for said in texts), "")
    return f"Unnamed study ({cited})" if cited and study.id.startswith(UNNAMED) else study.id


def _deposit(deposit: Deposit) -> list[Triple]:
    """The triples of a trial or a dataset: a study that is known by its record."""
    this = node(f"study:{deposit.id}")
    number = deposit.nct if isinstance(deposit, Trial) else deposit.accession if isinstance(deposit, Dataset) else None
    triples = [
        Triple(this, TYPE, bevo("Study")),
        Triple(this, TYPE, bevo(f"{deposit.kind.capitalize()}Record")),
        Triple(this, bevo("resolution"), Literal("resolved")),
        Triple(this, LABEL, Literal(f"{number or deposit.id}: {deposit.title}")),
        *_bibliography(this, deposit.title, deposit.authors, deposit.year, None, deposit.doi),
    ]
    if number:
        triples.append(Triple(this, IDENTIFIER, Literal(number)))
    if deposit.licence:
        triples.append(Triple(this, LICENCE, NamedNode(deposit.licence)))
    if deposit.study:
        triples.append(Triple(this, bevo("toldBy"), node(f"study:{deposit.study}")))
    if deposit.note:
        triples.append(Triple(this, bevo("note"), Literal(deposit.note)))
    return sorted_triples(triples)


def _review(review: Review) -> list[Triple]:
    """The triples of a review and its sections."""
    this = node(f"review:{review.id}")
    triples = [Triple(this, TYPE, bevo("Review")), Triple(this, LABEL, Literal(review.title))]
    triples += _bibliography(this, review.title, review.authors, review.year, review.journal, review.doi)
    if review.licence:
        triples.append(Triple(this, LICENCE, NamedNode(review.licence)))
    for name in [section.name for section in review.sections] or [WHOLE]:
        part = section_iri(review.id, name)
        triples += [
            Triple(part, TYPE, bevo("ReviewSection")),
            Triple(part, bevo("sectionOf"), this),
            Triple(part, LABEL, Literal(f"{name} ({review.id})")),
        ]
    return sorted_triples(triples)


def _bibliography(
    this: NamedNode, title: str | None, creators: Sequence[str], year: int | None, journal: str | None, doi: str | None
) -> list[Triple]:
    triples = [Triple(this, CREATOR, Literal(creator)) for creator in creators]
    if len(creators) > 1:
        triples.append(Triple(this, bevo("authors"), Literal("; ".join(creators))))
    if title:
        triples.append(Triple(this, TITLE, Literal(title)))
    if year:
        triples.append(Triple(this, bevo("publicationYear"), integer(year)))
    if journal:
        triples.append(Triple(this, bevo("journal"), Literal(journal)))
    if doi:
        triples.append(Triple(this, DOI, Literal(doi)))
    return triples


def emit_discrepancy(discrepancy: Discrepancy, told: Mapping[str, Told] = MappingProxyType({})) -> list[Triple]:
    """The triples of a discrepancy, with the link from each finding that it bears on.

    :param told: the sources by id; what is not there is a review with an outline.
    """
    this = node(f"discrepancy:{discrepancy.id}")
    triples = [
        Triple(this, TYPE, bevo("Discrepancy")),
        Triple(this, LABEL, Literal(f"Discrepancy of {discrepancy.type} ({discrepancy.id})")),
        Triple(this, bevo("discrepancyType"), Literal(discrepancy.type)),
        Triple(this, DESCRIPTION, Literal(discrepancy.says)),
        Triple(this, bevo("reading"), Literal(discrepancy.reading)),
    ]
    for review, locators in discrepancy.at.items():
        for locator in locators:
            section = whole(told.get(review)) or section_iri(review, parse_locator(locator).section)
            triples.append(Triple(this, bevo("reportedIn"), section))
            triples.append(Triple(this, bevo("locator"), Literal(f"{review}: {locator}")))
    triples += [Triple(finding_iri(f), bevo("hasDiscrepancy"), this) for f in discrepancy.findings]
    triples += [Triple(this, bevo("cites"), node(f"study:{study}")) for study in discrepancy.cites]
    for finding, aspects in discrepancy.does_not_count.items():
        for name in ("", *(aspect.capitalize() for aspect in aspects)):
            triples.append(Triple(this, bevo(f"disowns{name}"), finding_iri(finding)))
    return sorted_triples(triples)


def emit_check(check: Check) -> list[Triple]:
    """The triples of a check, with the link from the finding that it is of."""
    this, finding, study = node(f"check:{check.id}"), finding_iri(check.finding), node(f"study:{check.study}")
    triples = [
        Triple(this, TYPE, bevo("PrimaryCheck")),
        Triple(this, LABEL, Literal(f"{check.finding} checked against {check.study}")),
        Triple(this, bevo("checks"), finding),
        Triple(finding, bevo("hasPrimaryCheck"), this),
        Triple(this, bevo("checkedAgainst"), study),
        Triple(this, bevo("checkVerdict"), Literal(check.verdict)),
        Triple(this, bevo("seen"), Literal(check.seen)),
        Triple(this, bevo("identity"), Literal(check.identity)),
        Triple(this, SOURCE, NamedNode(check.at)),
        Triple(this, DATE, day(check.date)),
    ]
    triples += [
        Triple(this, bevo(name), Literal(value))
        for name, value in (("differs", check.differs), ("facts", check.facts))
        if value
    ]
    triples += [Triple(this, bevo("checkedLevel"), Literal(level)) for level in check.level]
    return sorted_triples(triples)
