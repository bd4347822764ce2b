"""The JSON that facets and the SPARQL page read."""

from __future__ import annotations

import json
from collections.abc import Iterable

from bevo.questions.questions import Query
from bevo.rdf.names import compact
from bevo.site.data.facets import facets
from bevo.site.pages.tables import natural, sentence
from bevo.site.read.model import Finding, Part, Site

__all__ = ["as_json", "findings", "questions"]

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
