"""Records of :mod:`bevo.site.read.model` as data that a program reads without the site: IRIs and DOIs in full."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bevo.rdf.names import PREFIXES, compact
from bevo.site.data.addresses import doi_link
from bevo.site.read.model import Clash, Finding, Part, Review, Site, Study, Term
from bevo.site.read.terms import is_role

__all__ = ["finding_data", "finding_line", "review_data", "study_data", "term_data"]

Data = dict[str, Any]


def _without_empty(data: Data) -> Data:
    return {name: value for name, value in data.items() if value not in ("", (), [], {}, None)}


def finding_line(finding: Finding, site: Site) -> Data:
    """A finding in short: what it says, its verdict, and the DOIs that it rests on."""
    return _without_empty(
        {
            "id": finding.id,
            "iri": finding.iri,
            "says": finding.withdrawn or finding.says,
            "verdicts": list(finding.verdicts),
            "certainty": finding.certainty,
            "withdrawn": bool(finding.withdrawn) or None,
            "dois": [doi_link(s.doi) for i in finding.studies if (s := site.studies[i]).doi],
        }
    )


def finding_data(finding: Finding, site: Site) -> Data:
    """A finding: who does what to whom by which mechanism, who says so, who disagrees, and what curators hold of it."""
    clashes = [clash for clash in site.clashes if finding.id in (*clash.promotes, *clash.inhibits)]
    roles = {
        "vesicle": (finding.vesicle,),
        "source": finding.sources,
        "cargo": finding.cargo,
        "recipient": finding.recipients,
        "enters": finding.enters,
        "outcome": (finding.outcome,),
        "agent": (finding.agent,),
        "compared with": (finding.reference, *finding.reference_sources, *finding.reference_arms),
        "undergoes": (finding.undergoes,),
    }
    return _without_empty(
        {
            **finding_line(finding, site),
            "kind": finding.kind,
            "sign": finding.sign,
            "sign_of": finding.bearer if finding.sign else "",
            "participants": [
                {"role": role, **_part(part)} for role, parts in roles.items() for part in parts if part is not None
            ],
            "changed": list(finding.changed),
            "mechanism": [f"{step.subject.name} {step.verb} {step.object.name}" for step in finding.steps],
            "mechanism_against_background": finding.mechanism,
            "asks_about": list(finding.asks),
            "evidence_levels": list(finding.levels),
            "facts": {fact.name: list(fact.values) for fact in finding.facts},
            "experiment": {fact.name: [value.text for value in fact.values] for fact in finding.experiment},
            "collective": finding.collective or None,
            "counted_as_result": finding.result,
            "accepted_by_curators": finding.accepted,
            "confirmed_by_a_study": finding.confirmed,
            "not_as_told": [f"{one.aspect} ({one.discrepancy})" for one in finding.disowned],
            "review": review_data(site.reviews[finding.review]) if finding.review in site.reviews else None,
            "told_by": study_data(site.studies[finding.study]) if finding.study in site.studies else None,
            "places": list(finding.locators),
            "studies": [study_data(site.studies[study]) for study in finding.studies],
            "uncited": finding.uncited,
            "checks": [
                _without_empty(
                    {"study": check.study, "verdict": check.verdict, "differs": check.differs, "facts": check.facts}
                )
                for check in finding.checks
            ],
            "discrepancies": [
                {"id": one.id, "iri": one.iri, "says": one.says, "curators_read": one.reading}
                for one in (site.discrepancies[d] for d in finding.discrepancies)
            ],
            "disagrees_with": [_clash(clash, finding, site) for clash in clashes],
            "note": finding.note,
        }
    )


def _part(part: Part) -> Data:
    return _without_empty(
        {
            "name": part.name,
            "iri": part.term,
            "id": compact(part.term) if part.term else "",
            "amount": part.amount,
            "states": [state.name for state in part.states],
        }
    )


def _clash(clash: Clash, finding: Finding, site: Site) -> Data:
    others = clash.inhibits if finding.id in clash.promotes else clash.promotes
    return {
        "about": clash.about,
        "shared": f"{clash.keyed} {clash.key}",
        "findings": [finding_line(site.findings[other], site) for other in others if other in site.findings],
    }


def study_data(study: Study) -> Data:
    """A study, a review among the cited works, a trial or a dataset."""
    return _without_empty(
        {
            "id": f"study:{study.id}" if study.iri.startswith(PREFIXES["study"]) else study.iri,
            "iri": study.iri,
            "kind": study.kind,
            "title": study.title or study.label,
            "authors": "; ".join(study.authors),
            "year": study.year,
            "journal": study.journal,
            "doi": doi_link(study.doi) if study.doi else "",
            "pmid": study.pmid,
            "number": study.number,
            "resolution": study.resolution,
            "note": study.note,
        }
    )


def review_data(review: Review) -> Data:
    """A review that BEVO was curated from."""
    return _without_empty(
        {
            "id": f"review:{review.id}",
            "iri": review.iri,
            "kind": "review",
            "title": review.title,
            "authors": "; ".join(review.authors),
            "year": review.year,
            "journal": review.journal,
            "doi": doi_link(review.doi) if review.doi else "",
            "licence": review.licence,
        }
    )


def term_data(term: Term, site: Site) -> Data:
    """A class or a property: names, what stands above and below it, and what other vocabularies call it."""
    return _without_empty(
        {
            "id": compact(term.iri),
            "iri": term.iri,
            "label": term.label,
            "kind": term.kind,
            "definition": term.definition,
            "synonyms": list(term.synonyms),
            "above": _named(sorted(term.parents, key=is_role), site),
            "below": _named(term.children, site),
            "mappings": [{"relation": match.words, "iri": match.iri} for match in term.matches],
            "axioms": list(term.axioms),
            "follows_from": [f"{axiom.expression} ({axiom.reason})" for axiom in term.leads],
            "from": list(term.domain),
            "to": list(term.range),
        }
    )


def _named(iris: Iterable[str], site: Site) -> list[Data]:
    return [{"id": compact(i), "label": site.terms[i].label if i in site.terms else compact(i)} for i in iris]
