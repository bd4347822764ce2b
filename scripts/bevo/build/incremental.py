"""The slow steps, done again only for what changed: SHACL and HermiT finding by finding, the ontology's own files.

Findings share classes but no individuals, and no shape asks about two findings at once. So what is wrong with one and
what follows from it does not depend on the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse

from bevo.cache import Keep, digest
from bevo.exports import graphs as publish
from bevo.problems import Problem
from bevo.rdf import rdfio
from bevo.rdf.names import PREFIXES, local_name
from bevo.rdf.rdfio import ntriples, sorted_triples
from bevo.rdf.vocabulary import CLASS, SUBCLASS, TYPE
from bevo.reasoning.hermit import reason

__all__ = ["canonical_ontology", "infer_findings", "module", "ontology_files", "validate_findings"]

WHOLE = ""
"""The name of what is kept for no finding in particular."""

CONFORMS = "conforms"

Logic = Mapping[str, Sequence[Triple]]


def canonical_ontology(triples: Iterable[Triple], key: str, keep: Keep) -> list[Triple]:
    """The ontology with blank nodes named by what they say.

    :param key: a hash of what the triples were read from.
    """
    made = keep("ontology", {WHOLE: key}, lambda _: {WHOLE: ntriples(rdfio.canonical(triples)).decode("utf-8")})
    return [quad.triple for quad in parse(made[WHOLE], format=RdfFormat.N_TRIPLES)]


def ontology_files(full: list[Triple], base: Iterable[Triple], key: str, keep: Keep) -> dict[str, bytes]:
    """The files of the ontology by name.

    :param full: the ontology with borrowed terms and metadata, canonical.
    :param base: its own axioms alone, with metadata.
    :param key: a hash of what both were read from.
    """

    def make(_: list[str]) -> dict[str, str]:
        return {name: data.decode("utf-8") for name, data in publish.ontology_files(full, rdfio.canonical(base))}

    made = keep("ontology-files", dict.fromkeys(publish.ONTOLOGY_FILES, key), make)
    return {name: text.encode("utf-8") for name, text in made.items()}


def validate_findings(
    ontology: Sequence[Triple],
    records: Sequence[Triple],
    findings: Mapping[str, Sequence[Triple]],
    key: str,
    validate: Callable[[Iterable[Triple]], list[Problem]],
    keep: Keep,
) -> list[Problem]:
    """What the shapes find wrong.

    Only that something conforms is kept. Where a finding that changed does not, everything is validated: what is told
    is always what the shapes say of the whole.

    :param records: studies, reviews and discrepancies.
    :param findings: the triples of each finding, by id.
    :param key: a hash of the ontology and the shapes.
    :param validate: tells what is wrong with some triples.
    """
    problems: list[Problem] = []
    whole = False

    def among(ids: Iterable[str]) -> list[Problem]:
        return validate([*ontology, *records, *(t for i in ids for t in findings[i])])

    def make(missing: list[str]) -> dict[str, str]:
        nonlocal problems, whole
        chosen = [name for name in missing if name != WHOLE]
        problems, whole = among(chosen), len(chosen) == len(findings)
        return dict.fromkeys(missing, "has faults" if problems else CONFORMS)

    shared = digest(key, ntriples(sorted_triples(records)))
    keys = {WHOLE: shared, **{i: digest(shared, ntriples(triples)) for i, triples in findings.items()}}
    if set(keep("shapes", keys, make).values()) == {CONFORMS}:
        return []
    return problems if whole else among(findings)


def infer_findings(ontology: Sequence[Triple], findings: Logic, limit: float, keep: Keep) -> list[Triple]:
    """What follows from ontology and findings, as :func:`bevo.reasoning.hermit.reason` returns it for all at once.

    :param ontology: its logical part, canonical.
    :param findings: the logical triples of each finding, by id.
    :raises Inconsistent: as ``reason`` does.
    """

    def make(missing: list[str]) -> dict[str, str]:
        logic = {name: findings[name] for name in missing if name != WHOLE}
        needed = ontology
        if WHOLE not in missing:
            needed = module(ontology, (t for triples in logic.values() for t in triples))
        inferred: dict[str, list[Triple]] = {name: [] for name in missing}
        for triple in reason(needed, logic, limit):
            name = _finding(triple)
            if name in inferred:
                inferred[name].append(triple)
        return {name: ntriples(triples).decode("utf-8") for name, triples in inferred.items()}

    key = digest(ntriples(ontology))
    keys = {WHOLE: key, **{i: digest(key, ntriples(triples)) for i, triples in findings.items()}}
    text = "".join(keep("inferred", keys, make).values())
    return sorted_triples(quad.triple for quad in parse(text, format=RdfFormat.N_TRIPLES))


def _finding(triple: Triple) -> str:
    """The id of the finding that a triple is about; nothing for a triple about a class."""
    iri = triple.subject.value if isinstance(triple.subject, NamedNode) else ""
    return local_name(iri).partition("-")[0] if iri.startswith(PREFIXES["finding"]) else WHOLE


def module(ontology: Sequence[Triple], said: Iterable[Triple]) -> list[Triple]:
    """The part of an ontology from which all follows that follows from the whole about what is said.

    Left out is what is stated above a class that is neither named in what is said, nor above what is, nor part of any
    axiom of another form. Such axioms are local to bottom: where the class is empty they hold, whatever else does, so
    nothing follows from them about other names (B. Cuenca Grau et al., Modular Reuse of Ontologies, JAIR 31, 2008).

    :param ontology: its logical part.
    :param said: statements that name the classes of interest.
    """
    about: dict[object, list[Triple]] = defaultdict(list)
    for triple in ontology:
        about[triple.subject].append(triple)

    def with_expressions(triples: Iterable[Triple]) -> list[Triple]:
        found, todo = [], list(triples)
        while todo:
            found.append(triple := todo.pop())
            if isinstance(triple.object, BlankNode):
                todo += about[triple.object]
        return found

    stated: dict[object, list[Triple]] = {
        cls: with_expressions(triples)
        for cls, triples in about.items()
        if isinstance(cls, NamedNode)
        and any(t.predicate == TYPE and t.object == CLASS for t in triples)
        and all(t.predicate in (TYPE, SUBCLASS) for t in triples)
    }
    local = {t for triples in stated.values() for t in triples}
    kept = [t for t in ontology if t not in local]
    todo = [name for t in (*kept, *said) for name in (t.subject, t.object) if name in stated]
    while todo:
        for triple in stated.pop(todo.pop(), ()):
            kept.append(triple)
            if triple.object in stated:
                todo.append(triple.object)
    return kept
