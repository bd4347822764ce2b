"""What the tools answer from the release at hand: functions from a release and plain values to plain data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bevo.agents.bounds import cut
from bevo.agents.records import finding_data, finding_line, review_data, study_data, term_data
from bevo.agents.release import Release
from bevo.problems import BevoError, nearest
from bevo.questions.questions import GROUPS, Query, resolve_term
from bevo.rdf.names import compact, expand, local_name
from bevo.search.search import as_data
from bevo.search.search import search as find
from bevo.site.data.citations import FORMS, citation
from bevo.site.data.llms import CAVEAT
from bevo.site.pages.tables import natural, sentence
from bevo.site.read.model import Finding

__all__ = ["FORMATS", "cite", "explain", "finding", "questions", "searched", "study", "term", "told"]

Data = dict[str, Any]
FORMATS = tuple(ending for _, ending, _, _ in FORMS)
"""The forms of a citation, by the ending of their files."""
_IN_LABEL = ("id", "iri", "says")
"""What a result of the search says of a finding already."""


def told(release: Release, data: Mapping[str, Any], says: str = "") -> Data:
    """An answer: what every answer says of itself, the data, and whether it was cut."""
    return {"standing": CAVEAT, "release": release.name, **data, **({"cut": says} if says else {})}


def searched(release: Release, text: str, limit: int) -> Data:
    """The search of the site: results, the best first, and what was understood."""
    if not text.strip():
        raise BevoError("say what to search for, such as: osteoclast miR-214 osteoblast")
    answer = find(text, release.index)
    data = as_data(answer, release.index, limit)
    results = []
    for row in data["results"]:
        iri = _expanded(row["id"])
        line = {"id": row["id"], "iri": iri, "label": row["label"], "kind": row["kind"], "score": row["score"]}
        if row["name"]:
            line["found_by"] = row["name"]
        one = release.site.findings.get(local_name(iri))
        if one:
            line |= {name: value for name, value in finding_line(one, release.site).items() if name not in _IN_LABEL}
        results.append(line)
    given = cut(results, limit)
    hidden = data["count"] - len(given.rows)
    says = f"Cut: {len(given.rows)} of {data['count']} results. Ask with a larger limit or say more." if hidden else ""
    understood = [
        {"text": part["text"], "role": part["role"], "means": part["means"][:5]} for part in data["understood"]
    ]
    return told(
        release,
        {
            "read_as": data["read_as"],
            "did_you_mean": data["did_you_mean"],
            "understood": understood,
            "findings_that_hold_all": data["findings"],
            "results": given.rows,
        },
        says,
    )


def _expanded(curie: str) -> str:
    try:
        return expand(curie)
    except ValueError:
        return curie


def _finding(release: Release, id: str) -> Finding:
    """The finding of an id, a CURIE or an IRI, in any case.

    :raises BevoError: if there is none.
    """
    wanted = re.split(r"[/:#]", id.strip())[-1].partition("-")[0]
    findings = release.site.findings
    one = findings.get(wanted) or next((f for i, f in findings.items() if i.casefold() == wanted.casefold()), None)
    if one is None:
        raise BevoError(
            f"there is no finding '{id[:100]}'{nearest(wanted[:100].upper(), findings)}; ids look like F0026"
        )
    return one


def finding(release: Release, id: str) -> Data:
    """One finding with all that is told of it."""
    return told(release, finding_data(_finding(release, id), release.site))


def explain(release: Release, id: str) -> Data:
    """Why a finding has its verdict, or why it has none; and what background makes of its mechanism."""
    one = _finding(release, id)
    data: Data = {
        **finding_line(one, release.site),
        "because": [
            {
                "concludes": why.concludes,
                "steps": [
                    {"says": step.says, **({"reason": step.reason} if step.reason else {})} for step in why.steps
                ],
            }
            for why in one.why
        ],
        "mechanism_against_background": one.mechanism,
        "background": [
            {
                "gives": closing.gives,
                "proof": closing.proof,
                "statements": [{"iri": s.iri, "says": s.says, "source": s.source} for s in closing.statements],
            }
            for closing in one.closings
        ],
        "counted_as_result": one.result,
        "accepted_by_curators": one.accepted,
        "confirmed_by_a_study": one.confirmed,
        "not_as_told": [f"{aspect} ({discrepancy})" for aspect, discrepancy in one.disowned],
    }
    if not one.verdicts:
        data["no_verdict"] = _no_verdict(one)
    return told(release, data)


def _no_verdict(one: Finding) -> str:
    if one.withdrawn:
        return "It is withdrawn and states nothing."
    if one.outcome is None:
        return f"It is a {one.kind} finding and reports no outcome."
    if one.certainty:
        return f"Its source tells it as {one.certainty}: only what is told as a fact earns a verdict."
    if one.bearer != "vesicle":
        return f"Its sign is borne by the {one.bearer}, not by the vesicle: the verdict is on vesicles."
    if one.sign not in ("promotes", "inhibits"):
        return f"Its sign is '{one.sign}', which works in no direction."
    if one.collective:
        return "It is a list that its source does not apportion."
    return f"Nothing says that {one.outcome.name} is a gain or loss of bone, cartilage, joint or vessels."


def term(release: Release, name: str, limit: int, offset: int = 0) -> Data:
    """A class or property by name, CURIE or IRI, and the findings that name it, with its role in each."""
    iri = resolve_term(_text(name), release.store).value
    site = release.site
    if iri not in site.terms:
        raise BevoError(f"'{name}' is {compact(iri)}, which is no term; ask get_study or get_finding for it")
    mentions = site.mentions.get(iri, {})
    lines = [
        {**finding_line(site.findings[i], site), "roles": list(mentions[i])} for i in sorted(mentions, key=natural)
    ]
    given = cut(lines, limit, offset)
    data = {**term_data(site.terms[iri], site), "number_of_findings": len(lines), "findings": given.rows}
    return told(release, data, given.says)


def study(release: Release, name: str, limit: int, offset: int = 0) -> Data:
    """A study or review by id, DOI, PMID, or author and year, and the findings that rest on it."""
    site = release.site
    text = _text(name)
    review = site.reviews.get(local_name(_expanded(text))) or next(
        (r for r in site.reviews.values() if r.doi and r.doi.casefold() in text.casefold()), None
    )
    if review:
        about, own = review_data(review), [f for f in site.findings.values() if f.review == review.id]
    else:
        iri = resolve_term(text, release.store).value
        one = next((s for s in site.studies.values() if s.iri == iri), None)
        if one is None:
            raise BevoError(f"'{name}' is {compact(iri)}, which is no study; ask get_term or get_finding for it")
        about = study_data(one)
        own = [f for f in site.findings.values() if one.id in f.studies or f.study == one.id]
    lines = [finding_line(f, site) for f in sorted(own, key=lambda f: natural(f.id))]
    given = cut(lines, limit, offset)
    return told(release, {**about, "number_of_findings": len(lines), "findings": given.rows}, given.says)


def _text(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 300:
        raise BevoError("name one thing, in 1 to 300 characters")
    return name


def questions(release: Release, group: str) -> Data:
    """The ready questions, of one group or all."""
    if group and group not in GROUPS:
        raise BevoError(f"there is no group '{group[:100]}'; there are: {', '.join(GROUPS)}")
    chosen = [q for q in release.questions.values() if not group or q.group == group]
    return told(release, {"questions": [question_data(q) for q in sorted(chosen, key=lambda q: q.name)]})


def question_data(query: Query) -> Data:
    """A question with its typed parameters."""
    parameters = [
        {"name": p.name, "type": p.type, "about": p.about, "default": p.default} for p in query.parameters.values()
    ]
    return {
        "name": query.name,
        "group": query.group,
        "title": query.title,
        "question": query.question,
        **({"parameters": parameters} if parameters else {}),
        **({"note": "needs the network; run it elsewhere"} if query.federated else {}),
    }


def cite(release: Release, ids: Iterable[str], form: str) -> Data:
    """Citations of findings, and the works that each rests on."""
    make = next(make for _, ending, _, make in FORMS if ending == form)
    cited = [
        citation(one, sentence(one.says), release.site) for one in dict.fromkeys(_finding(release, id) for id in ids)
    ]
    if not cited:
        raise BevoError("name one finding at least, such as F0026")
    works = [{"id": c.id, "iri": c.url, "citation": make(c), "rests_on": list(c.rests_on)} for c in cited]
    given = cut(works, len(works))
    return told(release, {"citations": given.rows}, given.says)
