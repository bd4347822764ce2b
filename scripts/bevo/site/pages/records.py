"""The pages of findings, studies, reviews, discrepancies and background: what each shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from bevo.rdf.names import compact
from bevo.site.data import schema_org
from bevo.site.data.addresses import Href, doi_link, page
from bevo.site.data.citations import FORMS, citation, plain
from bevo.site.data.reports import report_link
from bevo.site.pages.drafts import Draft, Drafter, Page
from bevo.site.pages.tables import Item, finding_table, natural, sentence, tally, verdict_items
from bevo.site.read.model import Clash, Discrepancy, Finding, Known, Site

__all__ = ["record_pages"]

_KINDS = {"review": "Cited review", "study": "Study", "trial": "Clinical trial", "dataset": "Dataset"}
_ASPECTS = {"vesicle": "class of vesicle", "step": "mechanism"}
"""Aspects in words, where they are not their names."""
_REPORT = """Finding: {}
Address: {}

What is wrong:

What the review or the study says (section, sentence, DOI):

"""


@dataclass(frozen=True)
class Statements:
    """What the graph says about one thing: its anchor, name, and rows of property and values."""

    id: str
    name: str
    rows: tuple[tuple[Item, tuple[Item, ...]], ...]


def record_pages(site: Site, cut: Mapping[str, list[Triple]], draft: Drafter) -> Iterator[Draft]:
    """A page for each finding, study, review, discrepancy and background statement.

    :param cut: the triples of each page.
    """
    told: dict[str, list[str]] = defaultdict(list)
    sections: dict[str, list[str]] = defaultdict(list)
    for finding in site.findings.values():
        sections[finding.review].append(finding.id)
        for work in dict.fromkeys((*finding.studies, *filter(None, (finding.study,)))):
            told[work].append(finding.id)
    clashing = _by_finding(site.clashes)
    agreeing = _by_claim(site)
    for finding in site.findings.values():
        path, against = page(finding.iri), clashing.get(finding.id, [])
        others = _agreement(finding, site, agreeing)
        shown = [finding.id, *(i for *_, ids in against for i in ids), *others]
        yield draft(path, shown, _finding_page, finding.id, cut[path], against, others)
    for study in site.studies.values():
        yield draft(page(study.iri), told[study.id], _study_page, study.id)
    for review in site.reviews.values():
        yield draft(page(review.iri), sections[review.id], _review_page, review.id)
    for discrepancy in site.discrepancies.values():
        yield draft(page(discrepancy.iri), discrepancy.findings, _discrepancy_page, discrepancy.id)
    resting: dict[str, list[str]] = defaultdict(list)
    for finding in site.findings.values():
        for iri in dict.fromkeys(known.iri for closing in finding.closings for known in closing.statements):
            resting[iri].append(finding.id)
    for iri, known in site.background.items():
        yield draft(page(iri), resting[iri], _background_page, known)


Opposition = tuple[Clash, str, str, tuple[str, ...]]
"""A conflict as a finding in it sees it: its own side, the other side, and the findings there."""


def _by_finding(clashes: Iterable[Clash]) -> dict[str, list[Opposition]]:
    found: dict[str, list[Opposition]] = defaultdict(list)
    for clash in clashes:
        for finding in clash.promotes:
            found[finding].append((clash, "promotes", "inhibits", clash.inhibits))
        for finding in clash.inhibits:
            found[finding].append((clash, "inhibits", "promotes", clash.promotes))
    return found


Claim = tuple[str, str, str]


def _claims(finding: Finding) -> list[Claim]:
    """What a finding claims, as far as another may claim the same: cargo, else source, side and outcome."""
    if not (finding.result and finding.side and finding.outcome):
        return []
    keys = finding.cargo or finding.sources
    return [(key.term, finding.side, finding.outcome.name) for key in keys]


def _by_claim(site: Site) -> dict[Claim, list[str]]:
    found: dict[Claim, list[str]] = defaultdict(list)
    for finding in site.findings.values():
        for claim in _claims(finding):
            found[claim].append(finding.id)
    return found


def _agreement(finding: Finding, site: Site, by_claim: Mapping[Claim, list[str]]) -> list[str]:
    """Findings of other studies that claim the same."""
    same = {i for claim in _claims(finding) for i in by_claim[claim]} - {finding.id}
    mine = set(finding.studies)
    return sorted((i for i in same if set(site.findings[i].studies) - mine), key=natural)


def _finding_page(
    site: Site, href: Href, finding_id: str, triples: list[Triple], clashing: list[Opposition], agreeing: list[str]
) -> Page:
    finding = site.findings[finding_id]
    says = sentence(finding.says)
    cited = citation(finding, says, site)
    report = _REPORT.format(says, finding.iri)
    return Page(
        path=page(finding.iri),
        template="finding.html",
        title=f"{finding.id}: {says}",
        about=f"{says}. A finding about extracellular vesicles in bone, with its mechanism, sources and disagreements.",
        data=schema_org.about_finding(finding, site),
        content={
            "finding": finding,
            "says": says,
            "verdicts": verdict_items(finding),
            "review": site.reviews.get(finding.review),
            "itself": site.studies.get(finding.study),
            "studies": [site.studies[s] for s in finding.studies],
            "clashes": [(c, mine, other, [site.findings[i] for i in ids]) for c, mine, other, ids in clashing],
            "agreeing": [site.findings[i] for i in agreeing],
            "discrepancies": [site.discrepancies[d] for d in finding.discrepancies],
            "disowned": _disowned(finding, site),
            "checks": [(check, site.studies[check.study]) for check in finding.checks],
            "statements": tuple(_statements(triples, site, href)),
            "places": _places(finding, site),
            "cited": plain(cited),
            "nanopub": "" if finding.withdrawn else cited.nanopub,
            "forms": [(name, f"bevo-{cited.id}.{end}", media, made(cited)) for name, end, media, made in FORMS[1:]],
            "report": report_link(f"BEVO {finding.id}: an error", report),
            "report_text": report,
            "release": site.about,
            "labels": {iri: site.terms[iri].label for iri in (*finding.asks, *finding.follows)},
        },
    )


class Disowning(NamedTuple):
    """What a discrepancy disowns of a finding."""

    aspects: tuple[str, ...]
    discrepancy: Discrepancy


def _disowned(finding: Finding, site: Site) -> list[Disowning]:
    found: dict[str, list[str]] = defaultdict(list)
    for aspect, discrepancy in finding.disowned:
        found[discrepancy].append(_ASPECTS.get(aspect, aspect))
    return [Disowning(tuple(aspects), site.discrepancies[d]) for d, aspects in found.items()]


class Locator(NamedTuple):
    """Where a finding stands in a review: the page here with its anchor, and the section in the article itself."""

    locator: str
    anchor: str
    article: str


def _places(finding: Finding, site: Site) -> list[Locator]:
    """The places that tell a finding; browsers that know text fragments open the article at the heading."""
    by_length = sorted(finding.places, key=lambda p: -len(p.name))
    found = []
    for locator in finding.locators:
        place = next((p for p in by_length if locator.startswith(p.name)), None)
        anchor = f"{place.review}.html#{place.section}" if place else ""
        doi = site.reviews[place.review].doi if place else ""
        heading = quote(place.name, safe="").replace("-", "%2D") if place else ""
        found.append(Locator(locator, anchor, f"{doi_link(doi)}#:~:text={heading}" if doi else ""))
    return found


def _statements(triples: list[Triple], site: Site, href: Href) -> Iterator[Statements]:
    about: dict[str, dict[str, list[Item]]] = {}
    for t in triples:
        if not isinstance(t.subject, NamedNode) or isinstance(t.object, BlankNode):
            continue
        rows = about.setdefault(t.subject.value, {})
        rows.setdefault(t.predicate.value, []).append(_item(t.object, site, href))
    for subject, rows in about.items():
        yield Statements(
            id=subject.rsplit("/", 1)[-1],
            name=compact(subject),
            rows=tuple((_property(p, site, href), tuple(items)) for p, items in rows.items()),
        )


def _property(iri: str, site: Site, href: Href) -> Item:
    term = site.terms.get(iri)
    return Item(
        term.label if term else {"type": "is a"}.get(iri.rsplit("#", 1)[-1], compact(iri)), href(iri) if term else ""
    )


def _item(thing: object, site: Site, href: Href) -> Item:
    if isinstance(thing, NamedNode):
        term = site.terms.get(thing.value)
        return Item(term.label if term else compact(thing.value), href(thing.value))
    return Item(thing.value if isinstance(thing, Literal) else str(thing))


def _study_page(site: Site, href: Href, study_id: str) -> Page:
    study, findings = site.studies[study_id], list(site.findings)
    reviews = sorted({site.findings[f].review for f in findings} & site.reviews.keys())
    own = sum(site.findings[f].study == study.id for f in findings)
    discrepancies = [d for d in site.discrepancies.values() if study.id in d.studies]
    return Page(
        path=page(study.iri),
        template="work.html",
        title=study.label,
        about=f"{len(findings)} findings {'of' if own else 'that reviews report from'} {study.label}.",
        data=schema_org.about_work(study, [site.findings[f].iri for f in findings]),
        content={
            "work": study,
            "kind": _KINDS[study.kind],
            "reviews": [site.reviews[r] for r in reviews],
            "own": own,
            "told_by": site.studies.get(study.told_by),
            "tally": tally(site, findings),
            "discrepancies": discrepancies,
            "tables": [
                ("", "", finding_table(site, {f: () for f in findings}, href, study.id, "Findings of this study"))
            ],
        },
    )


def _review_page(site: Site, href: Href, review_id: str) -> Page:
    review, own = site.reviews[review_id], list(site.findings.values())
    tables = []
    for place in review.sections:
        here = {f.id: () for f in own if place.section in {p.section for p in f.places}}
        table = finding_table(site, here, href, place.section, f"Findings in {place.name}")
        tables.append((place.section, place.name, table))
    sections = {place.section for place in review.sections}
    return Page(
        path=page(review.iri),
        template="work.html",
        title=review.title,
        about=f"{len(own)} findings from the review {review.title}, section by section.",
        data=schema_org.about_work(review, [f.iri for f in own]),
        content={
            "work": review,
            "kind": "Review",
            "reviews": [],
            "own": 0,
            "told_by": None,
            "tally": tally(site, [f.id for f in own]),
            "discrepancies": [d for d in site.discrepancies.values() if sections & set(d.sections)],
            "tables": tables,
        },
    )


def _discrepancy_page(site: Site, href: Href, discrepancy_id: str) -> Page:
    discrepancy = site.discrepancies[discrepancy_id]
    sections = {place.section: review.id for review in site.reviews.values() for place in review.sections}
    return Page(
        path=page(discrepancy.iri),
        template="discrepancy.html",
        title=f"Discrepancy {discrepancy.id}: {discrepancy.kind}",
        about=discrepancy.says,
        data=schema_org.about_discrepancy(discrepancy, site),
        content={
            "discrepancy": discrepancy,
            "disowned": [
                (finding, disowned.aspects)
                for finding in (site.findings[f] for f in discrepancy.findings)
                for disowned in _disowned(finding, site)
                if disowned.discrepancy == discrepancy
            ],
            "studies": [site.studies[s] for s in discrepancy.studies],
            "sections": [(s, sections[s]) for s in discrepancy.sections if s in sections],
            "table": finding_table(
                site, {f: () for f in discrepancy.findings}, href, discrepancy.id, f"Findings of {discrepancy.id}"
            ),
        },
    )


def _background_page(site: Site, href: Href, known: Known) -> Page:
    says = sentence(known.says)
    return Page(
        path=page(known.iri),
        template="known.html",
        title=f"Background: {says}",
        about=f"{says}. Known beside the findings, which never counts as one.",
        data=schema_org.about_background(known),
        content={
            "known": known,
            "says": says,
            "table": finding_table(
                site, dict.fromkeys(site.findings, ()), href, "explained", "Findings that it bears on"
            ),
        },
    )
