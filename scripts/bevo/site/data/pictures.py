"""The JSON that pictures read. Each file says all that its picture and its table show: they count the same findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial

from bevo.rdf.names import bevo, compact
from bevo.site.data.addresses import Href
from bevo.site.data.lineage import LINEAGES, lineage, short
from bevo.site.pages.tables import natural, sentence
from bevo.site.read.model import Finding, Known, Part, Site, Term

__all__ = ["matrix", "mechanisms", "network", "results"]

Row = dict[str, object]

OUTCOMES = {
    "Bone": ("BoneGainOutcome", "BoneLossOutcome"),
    "Cartilage and joint": (
        "CartilageGainOutcome",
        "CartilageLossOutcome",
        "JointReliefOutcome",
        "JointHarmOutcome",
    ),
    "Vessels": ("VascularisationOutcome",),
    "Other": (),
}
"""The groups of outcomes, by the classes of the ontology that say what more of them means."""

BACKGROUND = {"reviews": "told elsewhere", "terms": "by definition"}
"""What a line says of where background is from, by its tier; annotations of genes are named as they are."""


def results(site: Site) -> list[Finding]:
    """What pictures count: findings told as facts, in the order of their ids."""
    return [f for f in sorted(site.findings.values(), key=lambda f: natural(f.id)) if f.result]


def _said(finding: Finding) -> Row:
    """What every picture tells of a finding."""
    return {
        "id": finding.id,
        "label": sentence(finding.says),
        "sign": finding.sign,
        "side": finding.side,
        "outcome": finding.outcome.name if finding.outcome else "",
        "verdict": list(finding.verdicts),
    }


def _by_id(findings: Iterable[Finding], tells: Callable[[Finding], Row]) -> dict[str, Row]:
    """What a picture tells of each finding, in the order of the ids."""
    return {f.id: tells(f) for f in sorted(findings, key=lambda f: natural(f.id))}


def _places(site: Site, href: Href, iris: Iterable[str]) -> list[Row]:
    """Cells, tissues and fluids in the order of their lineage and then by name."""
    order = {place: number for number, place in enumerate(LINEAGES)}

    def key(term: Term) -> tuple[int, str, str]:
        return order[lineage(term)], term.label.casefold(), term.iri

    return [
        {"id": compact(t.iri), "label": t.label, "short": short(t), "page": href(t.iri), "group": lineage(t)}
        for t in sorted((site.terms[iri] for iri in iris), key=key)
    ]


def network(site: Site, href: Href) -> Row:
    """Which cells send vesicles to which: an edge for each pair, with its findings."""
    edges: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in results(site):
        for source in {p.term for p in finding.sources}:
            for target in {p.term for p in finding.recipients}:
                edges[source, target].append(finding)
    told = {f.id: f for findings in edges.values() for f in findings}
    return {
        "nodes": _places(site, href, {end for edge in edges for end in edge}),
        "edges": [
            {"source": compact(s), "target": compact(t), "findings": [f.id for f in findings]}
            for (s, t), findings in sorted(edges.items())
        ],
        "findings": _by_id(told.values(), _said),
    }


def _outcome_group(term: Term) -> str:
    kinds = {term.iri, *term.above}
    return next((g for g, classes in OUTCOMES.items() if kinds & {bevo(c).value for c in classes}), "Other")


def matrix(site: Site, href: Href) -> Row:
    """What vesicles of which source do to which outcome; the sides are those that HermiT infers for the vesicle."""
    cells: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(
        lambda: {"promotes": [], "inhibits": [], "other": []}
    )
    told: dict[str, Finding] = {}
    weight: dict[str, int] = defaultdict(int)
    for finding in results(site):
        if finding.outcome:
            for source in {p.term for p in finding.sources}:
                cells[source, finding.outcome.term][finding.side or "other"].append(finding.id)
                weight[finding.outcome.term] += 1
                told[finding.id] = finding
    order = list(OUTCOMES)

    def key(term: Term) -> tuple[int, int, str, str]:
        return order.index(_outcome_group(term)), -weight[term.iri], term.label.casefold(), term.iri

    columns = sorted((site.terms[iri] for iri in {c for _, c in cells}), key=key)
    return {
        "rows": _places(site, href, {r for r, _ in cells}),
        "columns": [
            {"id": compact(t.iri), "label": t.label, "short": t.label, "page": href(t.iri), "group": _outcome_group(t)}
            for t in columns
        ],
        "cells": [{"row": compact(r), "column": compact(c), **sides} for (r, c), sides in sorted(cells.items())],
        "findings": _by_id(told.values(), _said),
    }


def mechanisms(site: Site, href: Href) -> Row:
    """What each cargo does, step by step; a microRNA that acts counts even where it is not told to be in a vesicle."""
    about: dict[str, set[str]] = defaultdict(set)
    told: dict[str, Finding] = {}
    for finding in results(site):
        if not (finding.steps or finding.outcome):
            continue
        actors = {step.subject.term for step in finding.steps}
        micro = {iri for iri in actors if iri in site.terms and _is_microrna(site.terms[iri])}
        for iri in {p.term for p in finding.cargo} | micro:
            about[iri].add(finding.id)
            told[finding.id] = finding
    families = {iri: _family(site, site.terms[iri]) for iri in about}
    terms = sorted({*about, *families.values()}, key=lambda iri: (site.terms[iri].label.casefold(), iri))
    studies = {s for f in told.values() for s in f.studies}
    return {
        "cargo": [
            {
                "id": compact(iri),
                "label": site.terms[iri].label,
                "names": list(site.terms[iri].synonyms),
                "family": compact(families.get(iri, iri)),
                "findings": sorted(about.get(iri, ()), key=natural),
            }
            for iri in terms
        ],
        "findings": _by_id(told.values(), partial(_chain, site)),
        "studies": {s: {"label": site.studies[s].short, "page": href(site.studies[s].iri)} for s in sorted(studies)},
    }


def _is_microrna(term: Term) -> bool:
    return bevo("MicroRNA").value in term.above


def _family(site: Site, term: Term) -> str:
    """The microRNA right below the class of all: that of an arm or a member is its family; others are their own."""
    if not _is_microrna(term):
        return term.iri
    top = bevo("MicroRNA").value
    lines = [t for iri in (term.iri, *sorted(term.above)) if (t := site.terms.get(iri)) and top in t.parents]
    return lines[0].iri if lines else term.iri


def _chain(site: Site, finding: Finding) -> Row:
    def called(parts: Iterable[Part]) -> list[str]:
        return list(dict.fromkeys(short(site.terms[p.term]) if p.term in site.terms else p.name for p in parts))

    def known(statement: Known) -> str:
        return f"{statement.says} ({statement.source})"

    return {
        **_said(finding),
        "steps": [{"subject": s.subject.name, "verb": s.verb, "object": s.object.name} for s in finding.steps],
        "background": [
            {
                "subject": c.start.name,
                "sign": c.sign,
                "says": "; ".join(map(known, c.statements)),
                "source": ", ".join(dict.fromkeys(BACKGROUND.get(s.tier, s.source) for s in c.statements)),
            }
            for c in finding.closings
        ],
        "cargo": [{"name": p.name, "amount": p.amount} for p in finding.cargo],
        "source": called(finding.sources),
        "recipient": called(finding.recipients),
        "studies": list(finding.studies),
    }
