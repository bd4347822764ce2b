"""From the triples of findings, or of what they share, to rows of the tables of :mod:`bevo.bulk.schema`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from zlib import crc32

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from bevo.bulk.schema import FLAGS
from bevo.rdf.names import PREFIXES, compact

__all__ = ["Row", "Rows", "bucket_of", "finding_rows", "reference_rows"]

Row = tuple[object, ...]
Rows = dict[str, list[Row]]
"""Rows by the name of their table."""

HERE = PREFIXES["finding"]
TYPE, LABEL, NAME = "rdf:type", "rdfs:label", "skos:prefLabel"
STEP = ("stepNumber", "stepSubject", "stepVerb", "stepObject")
KINDS = frozenset(
    f"bevo:{name}"
    for name in (
        *(f"{kind}Finding" for kind in ("Effect", "NoEffect", "Association", "Biomarker", "Composition")),
        *(f"{kind}Finding" for kind in ("Secretion", "Transport", "Therapy", "Summary", "Withdrawn")),
        "KnowledgeGap",
        "Definition",
    )
)
ONE = ("bevo:certainty", "bevo:notAsTold", "bevo:vesicle", "bevo:sign", "bevo:signBearer", "bevo:outcome")
"""What a finding has at most one of, and a column of its own for."""
SHOWN = frozenset((TYPE, LABEL, NAME, "bevo:term", "bevo:participantOf", "bevo:cites", "bevo:reportedIn", "bevo:step"))
"""Properties that have a table or a column of their own."""

_curie = lru_cache(65536)(compact)
Facts = dict[str, list[tuple[str, str | None]]]


def bucket_of(finding: str, buckets: int) -> int:
    """The bucket of a finding, by its id or CURIE: the same in every build and on every machine."""
    return crc32(finding.removeprefix("finding:").encode()) % buckets


def _cell(term: NamedNode | BlankNode | Literal | Triple) -> tuple[str, str | None]:
    """A term as text, with its type if it is a literal."""
    if isinstance(term, NamedNode):
        iri = term.value
        return (f"finding:{iri[len(HERE) :]}" if iri.startswith(HERE) else _curie(iri)), None
    if isinstance(term, Literal):
        return term.value, f"@{term.language}" if term.language else _curie(term.datatype.value)
    return str(term), ""


def finding_rows(triples: Iterable[Triple]) -> Iterator[tuple[str, Rows]]:
    """The rows of each finding, with its CURIE, in the order of the findings.

    :param triples: all that is stated and inferred of some findings, in any order.
    """
    findings: defaultdict[str, defaultdict[str, Facts]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    others: list[tuple[str, str, tuple[str, str | None]]] = []
    for triple in triples:
        subject, predicate, value = _cell(triple.subject)[0], _curie(triple.predicate.value), _cell(triple.object)
        if subject.startswith("finding:"):
            findings[subject.partition("-")[0]][subject][predicate].append(value)
        else:
            others.append((subject, predicate, value))
    about = {subject: value[0] for subject, predicate, value in others if predicate == "bevo:checks"}
    for subject, predicate, value in others:
        if subject in about:
            findings[about[subject]][subject][predicate].append(value)
    for finding in sorted(findings):
        yield finding, _rows(finding, findings[finding])


def _rows(finding: str, nodes: Mapping[str, Facts]) -> Rows:
    rows: Rows = defaultdict(list)
    terms = {thing: facts["bevo:term"][0][0] for thing, facts in nodes.items() if "bevo:term" in facts}
    labels = {thing: facts[NAME][0][0] for thing, facts in nodes.items() if NAME in facts}
    for thing in sorted(nodes):
        facts = nodes[thing]
        for cls, _ in sorted(facts.get(TYPE, ())):
            rows["membership"].append((finding, thing, cls))
        if thing in terms:
            rows["participant"].append((finding, thing, terms[thing], labels[thing]))
        if "bevo:stepSubject" in facts:
            number, subject, verb, obj = (facts[f"bevo:{name}"][0][0] for name in STEP)
            told = (finding, int(number), subject, terms[subject], labels[subject], verb, obj, terms[obj], labels[obj])
            rows["step"].append(told)
            continue
        for predicate in sorted(facts.keys() - SHOWN):
            for value, kind in sorted(facts[predicate], key=str):
                if value in terms and kind is None:
                    ends = terms.get(thing), labels.get(thing), predicate, value, terms[value], labels[value]
                    rows["relation"].append((finding, thing, *ends))
                elif thing != finding or predicate not in ONE:
                    rows["statement"].append((finding, thing, predicate, value, kind))
    own = nodes.get(finding, {})
    rows["citation"] = [(finding, study) for study, _ in sorted(own.get("bevo:cites", ()))]
    rows["place"] = [(finding, section) for section, _ in sorted(own.get("bevo:reportedIn", ()))]
    rows["step"].sort(key=lambda row: row[1])  # type: ignore[arg-type,return-value]  # a number
    if own:
        rows["finding"].append(_finding(finding, own, terms, labels))
    return rows


def _finding(finding: str, own: Facts, terms: Mapping[str, str], labels: Mapping[str, str]) -> Row:
    classes = {cls for cls, _ in own[TYPE]}
    certainty, not_as_told, vesicle, sign, bearer, outcome = (next(iter(own.get(key, ())), ("",))[0] for key in ONE)
    return (
        finding,
        own[LABEL][0][0],
        min(classes & KINDS, default=None),
        "bevo:WithdrawnFinding" in classes,
        "bevo:collective" in own,
        certainty or None,
        not_as_told or None,
        vesicle or None,
        sign or None,
        bearer or None,
        labels.get(bearer),
        outcome or None,
        terms.get(outcome),
        labels.get(outcome),
        *(f"bevo:{cls}" in classes for cls in FLAGS.values()),
    )


def reference_rows(ontology: Iterable[Triple], sources: Iterable[Triple]) -> Rows:
    """The rows of what findings share.

    :param ontology: terms with their names and what they are below, stated and inferred.
    :param sources: studies, reviews and their sections.
    """
    names: set[tuple[str, str]] = set()
    above: defaultdict[str, set[str]] = defaultdict(set)
    for triple in ontology:
        if isinstance(triple.subject, NamedNode):
            subject, predicate = _cell(triple.subject)[0], _curie(triple.predicate.value)
            if predicate == LABEL:
                names.add((subject, _cell(triple.object)[0]))
            elif predicate == "rdfs:subClassOf" and isinstance(triple.object, NamedNode):
                above[subject].add(_cell(triple.object)[0])
    told: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in sources:
        told[_cell(triple.subject)[0]][_curie(triple.predicate.value)].append(_cell(triple.object)[0])
    return {
        "term": sorted(names),
        "subclass": [(term, parent) for term in sorted(above) for parent in sorted(above[term])],
        "ancestor": [(term, ancestor) for term in sorted(above) for ancestor in sorted(_ancestors(term, above))],
        "study": [_study(thing, told[thing]) for thing in sorted(told) if thing.startswith("study:")],
        "section": [
            (thing, _first(told[thing], LABEL), review, _first(told[review], LABEL))
            for thing in sorted(told)
            for review in sorted(told[thing]["bevo:sectionOf"])
        ],
    }


def _ancestors(term: str, above: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    left = [term]
    while left:
        new = above.get(left.pop(), set()) - found
        found |= new
        left += new
    return found


def _first(facts: Mapping[str, list[str]], predicate: str) -> str | None:
    return min(facts.get(predicate, ()), default=None)


def _study(study: str, facts: Mapping[str, list[str]]) -> Row:
    year = _first(facts, "bevo:publicationYear")
    classes = facts.get(TYPE, ())
    flags = ("bevo:CitedReview" in classes, "bevo:UnnamedStudy" in classes)
    return study, _first(facts, LABEL), int(year) if year else None, *flags
