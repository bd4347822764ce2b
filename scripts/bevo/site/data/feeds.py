"""The JSON that facets, search and pictures read."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable

from bevo.questions.questions import Query
from bevo.rdf.names import compact
from bevo.site.data.addresses import Href
from bevo.site.data.facets import facets
from bevo.site.pages.tables import natural, sentence
from bevo.site.read.model import Finding, Known, Part, Site

__all__ = ["as_json", "findings", "matrix", "mechanisms", "network", "questions"]

Row = dict[str, object]


def as_json(data: object) -> bytes:
    """Compact JSON in UTF-8."""
    return (json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8")


def _names(parts: Iterable[Part]) -> list[str]:
    return list(dict.fromkeys(part.name for part in parts))


def _ids(parts: Iterable[Part]) -> list[str]:
    return list(dict.fromkeys(compact(part.term) for part in parts))


def _read(finding: Finding) -> list[str]:
    """How curators read it: as told, or what of it they do not take so."""
    said = ("not at all" if d.aspect == "finding" else f"not its {d.aspect}" for d in finding.disowned)
    return list(dict.fromkeys(said)) or ["as told"]


def findings(site: Site) -> list[Row]:
    """What facets choose by, a row for each finding that stands; whose it is, where there are overlays."""
    overlaid = any(f.overlay for f in site.findings.values())
    return [
        {
            "id": f.id,
            "label": sentence(f.says),
            "source": _names(f.sources),
            "sourceIds": _ids(f.sources),
            "cargo": _names(f.cargo),
            "cargoIds": _ids(f.cargo),
            "recipient": _names(f.recipients),
            "recipientIds": _ids(f.recipients),
            "outcome": f.outcome.name if f.outcome else "",
            "outcomeId": compact(f.outcome.term) if f.outcome else "",
            "sign": f.sign,
            "verdict": list(f.verdicts),
            "review": [told_by] if (told_by := f.review or f.study) else [],
            "kind": f.kind,
            "read": _read(f),
            "check": list(dict.fromkeys(check.verdict for check in f.checks)),
            "names": [site.terms[use.term].label for use in f.uses if use.term in site.terms],
            "result": f.result,
            "year": sorted({site.studies[s].year for s in f.studies if site.studies[s].year}),
            "studies": list(f.studies),
            **facets(f, site),
            **({"graph": f.overlay or "release"} if overlaid else {}),
        }
        for f in sorted(site.findings.values(), key=lambda f: natural(f.id))
        if not f.withdrawn
    ]


def _results(site: Site) -> list[Finding]:
    return [f for f in sorted(site.findings.values(), key=lambda f: natural(f.id)) if f.result]


def network(site: Site, href: Href) -> Row:
    """Which cells send vesicles to which: an edge for each pair, with its findings and their verdicts on bone."""
    edges: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in _results(site):
        for source in {p.term for p in finding.sources}:
            for target in {p.term for p in finding.recipients}:
                edges[source, target].append(finding)
    nodes = sorted({end for edge in edges for end in edge}, key=lambda iri: (site.terms[iri].label.casefold(), iri))

    def edge(source: str, target: str, told: list[Finding]) -> Row:
        outcomes: dict[str, list[str]] = defaultdict(list)
        for finding in told:
            if finding.outcome:
                outcomes[site.terms[finding.outcome.term].label].append(finding.id)
        return {
            "source": compact(source),
            "target": compact(target),
            "findings": [f.id for f in told],
            "gain": sum("bone gain" in f.verdicts for f in told),
            "loss": sum("bone loss" in f.verdicts for f in told),
            "other": sum(not {"bone gain", "bone loss"} & set(f.verdicts) for f in told),
            "outcomes": dict(sorted(outcomes.items())),
        }

    return {
        "nodes": [{"id": compact(n), "label": site.terms[n].label, "page": href(n)} for n in nodes],
        "edges": [edge(s, t, told) for (s, t), told in sorted(edges.items())],
    }


def matrix(site: Site, href: Href) -> Row:
    """What vesicles of which source do to which outcome; the sides are those that HermiT infers for the vesicle."""
    cells: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(
        lambda: {"promotes": [], "inhibits": [], "other": []}
    )
    for finding in _results(site):
        if finding.outcome:
            for source in {p.term for p in finding.sources}:
                cells[source, finding.outcome.term][finding.side or "other"].append(finding.id)

    def axis(place: int) -> list[Row]:
        weight: dict[str, int] = defaultdict(int)
        for key, sides in cells.items():
            weight[key[place]] += sum(map(len, sides.values()))
        order = sorted(weight, key=lambda iri: (-weight[iri], site.terms[iri].label.casefold(), iri))
        return [{"id": compact(n), "label": site.terms[n].label, "page": href(n)} for n in order]

    return {
        "rows": axis(0),
        "columns": axis(1),
        "cells": [{"row": compact(r), "column": compact(c), **sides} for (r, c), sides in sorted(cells.items())],
    }


def mechanisms(site: Site) -> Row:
    """The chains of each cargo: from the vesicle through the stated steps to the outcome."""
    by_cargo: dict[str, list[Finding]] = defaultdict(list)
    for finding in _results(site):
        for term in {p.term for p in finding.cargo}:
            if finding.steps or finding.outcome:
                by_cargo[term].append(finding)

    def known(statement: Known) -> str:
        return f"{statement.says} ({statement.source})"

    def chain(finding: Finding) -> Row:
        return {
            "id": finding.id,
            "label": sentence(finding.says),
            "steps": [{"subject": s.subject.name, "verb": s.verb, "object": s.object.name} for s in finding.steps],
            "background": [
                {"subject": c.start.name, "sign": c.sign, "says": "; ".join(map(known, c.statements))}
                for c in finding.closings
            ],
            "source": ", ".join(_names(finding.sources)),
            "recipient": ", ".join(_names(finding.recipients)),
            "outcome": finding.outcome.name if finding.outcome else "",
            "sign": finding.sign,
        }

    order = sorted(by_cargo, key=lambda iri: (site.terms[iri].label.casefold(), iri))
    return {
        "cargo": [
            {"id": compact(iri), "label": site.terms[iri].label, "findings": [chain(f) for f in by_cargo[iri]]}
            for iri in order
        ]
    }


def questions(queries: Iterable[Query]) -> list[Row]:
    """The menu of canned questions, with their text and parameters."""
    return [
        {
            "name": q.name,
            "title": q.title,
            "question": q.question,
            "group": q.group,
            "tags": list(q.tags),
            "parameters": [
                {"name": p.name, "type": p.type, "about": p.about, "default": p.default} for p in q.parameters.values()
            ],
            "text": q.text,
        }
        for q in queries
    ]
