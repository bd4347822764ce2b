"""The ontology as released: ``bevo.ttl`` merged with the term tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from zlib import crc32

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from bevo.cache import digest_of_files
from bevo.ontology.ids import clashes
from bevo.ontology.terms import Term, Vocabulary, read_terms
from bevo.problems import InputError, Problem
from bevo.rdf.names import BASE, bevo, compact, expand, node
from bevo.rdf.rdfio import read_turtle
from bevo.rdf.vocabulary import (
    ANNOTATED_PROPERTY,
    ANNOTATED_SOURCE,
    ANNOTATED_TARGET,
    ANNOTATION_PROPERTY,
    AXIOM,
    CLASS,
    COMMENT,
    DEFINED_BY,
    DEFINITION,
    IAO_DEFINITION,
    LABEL,
    ON,
    SOME,
    SOURCE,
    SUBCLASS,
    SYNONYM,
    TYPE,
    VERSION_INFO,
    VERSION_IRI,
)

__all__ = ["Ontology", "logical", "read_ontology", "with_metadata"]

ONTOLOGY_IRI = NamedNode(f"{BASE}ontology")

_NAMED_KINDS = {"Molecule": "molecules", "Condition": "conditions"}
"""Classes declared in bevo.ttl below these roots may be named like rows of the table."""

_MOLECULE_DEFINITIONS = {
    "MicroRNA": "The microRNA {0} of any species{arm}.",
    "Protein": "The protein {0} of any species, or the gene that codes for it.",
    "LongNonCodingRNA": "The long non-coding RNA {0} of any species.",
    "CircularRNA": "The circular RNA {0} of any species.",
    "TRNAFragment": "The tRNA fragment {0}.",
    "Molecule": "The molecule {0}, whatever its source.",
}


class Ontology:
    """The ontology: its triples, and the vocabulary that names are looked up in.

    :param own: the triples of ``bevo.ttl``.
    :param vocabulary: the terms of the tables, and the kinds of molecule and condition that ``bevo.ttl`` declares.
    """

    def __init__(self, own: list[Triple], terms: list[Term]) -> None:
        self.own = own
        self.vocabulary = Vocabulary.of([*terms, *_declared(own)])
        self._tables = terms

    def base(self) -> list[Triple]:
        """Own axioms alone: own terms, what we state about borrowed ones, and declarations of all they name."""
        stated = [*_completed(self.own), *(t for term in self._tables for t in _row(term, self.vocabulary)[0])]
        named = {str(end) for t in stated for end in (t.subject, t.object)}
        known = (NamedNode(iri) for iri in self.vocabulary.terms)
        return [*stated, *(Triple(term, TYPE, CLASS) for term in known if str(term) in named)]

    def triples(self) -> list[Triple]:
        """Everything: own axioms and borrowed terms."""
        return [*self.base(), *(t for term in self._tables for t in _row(term, self.vocabulary)[1])]

    def rows_below(self, folder: str) -> list[Triple]:
        """The triples of the rows of those tables that stand in a folder, as problems name it."""
        rows = (_row(term, self.vocabulary) for term in self._tables if term.file.startswith(f"{folder}/"))
        return [t for own, facts in rows for t in (*own, *facts)]


def read_ontology(folder: Path, more: Mapping[str, Path] = MappingProxyType({})) -> Ontology:
    """Read ``bevo.ttl`` and ``terms/*.tsv``; what is given is for reading alone.

    :param more: folders of further tables, those of overlays, by the prefix of what they mint.
    :raises InputError: if a file is malformed.
    """
    if more:
        return _read_with(folder, more)
    return _read(folder, digest_of_files(folder.rglob("*"), folder), Path.cwd())


@lru_cache(maxsize=1)  # a watcher reads the same again
def _read(folder: Path, _held: str, _named_from: Path) -> Ontology:
    return _read_with(folder, {})


def _read_with(folder: Path, more: Mapping[str, Path]) -> Ontology:
    terms = read_terms(folder / "terms", more)
    ontology = Ontology(read_turtle(folder / "bevo.ttl"), terms)
    known = ontology.vocabulary.terms
    problems = [
        Problem(term.file, term.line, term.curie, "an own term needs a parent and a definition")
        for term in known.values()
        if term.file != "bevo.ttl" and term.iri.startswith(BASE)
        if not term.parents or not _definition(term, ontology.vocabulary)
    ]
    problems += [
        Problem(term.file, term.line, term.curie, f"the {what} {compact(iri)} is not a term of the tables")
        for term in known.values()
        for what, iris in (("parent", term.parents), ("whole", term.part_of))
        for iri in iris
        if iri not in known and term.file != "bevo.ttl"
    ]
    declared = {t.subject for t in ontology.own if t.predicate == TYPE and _is_own(t.subject)}
    own = sorted(subject.value for subject in declared if isinstance(subject, NamedNode))
    problems += clashes(terms, own)
    if problems:
        raise InputError(problems)
    return ontology


def _is_own(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(BASE)


def _completed(own: Iterable[Triple]) -> list[Triple]:
    """bevo.ttl with each definition repeated as IAO:0000115 and rdfs:isDefinedBy added."""
    triples = list(own)
    for triple in own:
        if triple.predicate == DEFINITION and _is_own(triple.subject):
            triples.append(Triple(triple.subject, IAO_DEFINITION, triple.object))
            triples.append(Triple(triple.subject, DEFINED_BY, ONTOLOGY_IRI))
    return triples


def _declared(own: list[Triple]) -> list[Term]:
    """The kinds of molecule and condition in bevo.ttl as terms that can be named."""
    labels = {
        t.subject.value: t.object.value
        for t in own
        if t.predicate == LABEL and isinstance(t.subject, NamedNode) and isinstance(t.object, Literal)
    }
    synonyms: dict[str, list[str]] = {}
    parents: dict[str, list[str]] = {}
    for t in own:
        if isinstance(t.subject, NamedNode):
            if t.predicate == SYNONYM and isinstance(t.object, Literal):
                synonyms.setdefault(t.subject.value, []).append(t.object.value)
            elif t.predicate == SUBCLASS and isinstance(t.object, NamedNode):
                parents.setdefault(t.subject.value, []).append(t.object.value)
    classes = [
        t.subject.value
        for t in own
        if t.predicate == TYPE and t.object == CLASS and isinstance(t.subject, NamedNode) and _is_own(t.subject)
    ]

    def root(iri: str) -> str | None:
        seen: set[str] = set()
        while iri not in {f"{BASE}{name}" for name in _NAMED_KINDS}:
            if iri not in parents or iri in seen:
                return None
            seen.add(iri)
            iri = parents[iri][0]
        return iri.removeprefix(BASE)

    found = []
    for iri in classes:
        top = root(iri)
        kind = _NAMED_KINDS[top] if top else "kinds"
        found.append(
            Term(
                iri,
                f"bevo:{iri.removeprefix(BASE)}",
                labels.get(iri, ""),
                kind,
                tuple(synonyms.get(iri, ())),
                tuple(parents.get(iri, ())),
                file="bevo.ttl",
            )
        )
    return found


def _definition(term: Term, vocabulary: Vocabulary) -> str:
    if term.definition or term.kind != "molecules":
        return term.definition
    ancestors = vocabulary.ancestors(term.iri)
    form = next((form for name, form in _MOLECULE_DEFINITIONS.items() if f"{BASE}{name}" in ancestors), "")
    arm = "" if term.label.endswith(("-3p", "-5p")) else "; which arm is not said"
    return form.format(term.label, arm=arm)


def _row(term: Term, vocabulary: Vocabulary) -> tuple[list[Triple], list[Triple]]:
    """The triples of a row of a table: what is our own statement, and what is the vocabulary's."""
    this = NamedNode(term.iri)
    own: list[Triple] = []
    facts = [Triple(this, TYPE, CLASS), Triple(this, LABEL, Literal(term.label))]
    facts += [Triple(this, node(f"skos:{p}Match"), NamedNode(expand(curie))) for p, curie in term.mappings]
    facts += [Triple(this, SYNONYM, Literal(name)) for name in term.synonyms]
    for parent in map(NamedNode, term.parents):
        (own if _is_own(parent) else facts).append(Triple(this, SUBCLASS, parent))
        if _is_own(parent) and term.reason:
            own += _annotated(this, parent, term.reason)
    for number, whole in enumerate(term.part_of):
        part = BlankNode(f"part{_number(term.iri)}x{number}")
        facts += [
            Triple(this, SUBCLASS, part),
            Triple(part, TYPE, node("owl:Restriction")),
            Triple(part, ON, node("obo:BFO_0000050")),
            Triple(part, SOME, NamedNode(whole)),
        ]
    if not _is_own(this):
        source = Triple(this, SOURCE, Literal(term.curie.partition(":")[0]))
        return own, [*facts, source]
    text = Literal(_definition(term, vocabulary))
    return [
        *own,
        *facts,
        Triple(this, DEFINITION, text),
        Triple(this, IAO_DEFINITION, text),
        Triple(this, DEFINED_BY, ONTOLOGY_IRI),
    ], []


def _number(text: str) -> int:
    """A number for a text, the same in every process."""
    return crc32(text.encode("utf-8"))


def _annotated(this: NamedNode, parent: NamedNode, reason: str) -> list[Triple]:
    axiom = BlankNode(f"axiom{_number(this.value + ' ' + parent.value)}")
    return [
        Triple(axiom, TYPE, AXIOM),
        Triple(axiom, ANNOTATED_SOURCE, this),
        Triple(axiom, ANNOTATED_PROPERTY, SUBCLASS),
        Triple(axiom, ANNOTATED_TARGET, parent),
        Triple(axiom, bevo("reason"), Literal(reason)),
    ]


def with_metadata(triples: Iterable[Triple], version: str) -> list[Triple]:
    """An ontology document with its version IRI and number.

    :param version: the release, for example ``0.1.0``.
    """
    return [
        *triples,
        Triple(ONTOLOGY_IRI, VERSION_IRI, NamedNode(f"{ONTOLOGY_IRI.value}/{version}")),
        Triple(ONTOLOGY_IRI, VERSION_INFO, Literal(version)),
    ]


def logical(triples: list[Triple]) -> list[Triple]:
    """The part of an ontology that a reasoner reads: no annotations, no annotated-axiom records."""
    annotations = {t.subject for t in triples if t.predicate == TYPE and t.object == ANNOTATION_PROPERTY}
    annotations |= {
        LABEL,
        COMMENT,
        DEFINED_BY,
        node("rdfs:seeAlso"),
        VERSION_INFO,
        VERSION_IRI,
    }
    records = {t.subject for t in triples if t.predicate == TYPE and t.object == AXIOM}
    return [
        t
        for t in triples
        if t.predicate not in annotations and t.subject not in annotations and t.subject not in records
    ]
