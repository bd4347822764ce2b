"""What changed in the ontology between two releases, as KGCL: a line a change, which programs apply to an ontology.

Source: Knowledge Graph Change Language, https://github.com/INCATools/kgcl; the grammar is that of kgcl-java. It has no
form for axioms other than edges between classes, nor for findings: those are in the words of ``bevo diff``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from bevo.rdf.names import compact
from bevo.rdf.vocabulary import CLASS, DEFINITION, LABEL, SUBCLASS, SYNONYM, TYPE

__all__ = ["changes"]

_CURIE = re.compile(r"\w+:\w+", re.ASCII)


@dataclass
class _Class:
    labels: set[str] = field(default_factory=set)
    synonyms: set[str] = field(default_factory=set)
    definitions: set[str] = field(default_factory=set)
    parents: set[str] = field(default_factory=set)

    @property
    def label(self) -> str:
        return min(self.labels, default="")

    @property
    def definition(self) -> str:
        return min(self.definitions, default="")


def changes(old: Iterable[Quad], new: Iterable[Quad]) -> Iterator[str]:
    """The lines, sorted by class; classes are created before an edge leads to them.

    :param old: the quads of a release, of which those in the graph ``ontology`` are read.
    """
    before, after = _classes(old), _classes(new)
    for iri in sorted(after.keys() - before.keys()):
        yield f"create class {_id(iri)} {_text(after[iri].label)}"
    for iri in sorted(after):
        yield from _changed(_id(iri), before.get(iri, _Class(labels=after[iri].labels)), after[iri])
    for iri in sorted(before.keys() - after.keys()):
        yield f"obsolete {_id(iri)}"


def _changed(this: str, old: _Class, new: _Class) -> Iterator[str]:
    if old.label != new.label:
        yield f"rename {this} from {_text(old.label)} to {_text(new.label)}"
    for synonym in sorted(old.synonyms - new.synonyms):
        yield f"remove synonym {_text(synonym)} for {this}"
    for synonym in sorted(new.synonyms - old.synonyms):
        yield f"create exact synonym {_text(synonym)} for {this}"
    if old.definition != new.definition:
        if not new.definition:
            yield f"remove definition for {this}"
        elif not old.definition:
            yield f"add definition {_text(new.definition)} to {this}"
        else:
            yield f"change definition of {this} from {_text(old.definition)} to {_text(new.definition)}"
    for parent in sorted(old.parents - new.parents):
        yield f"delete edge {this} rdfs:subClassOf {_id(parent)}"
    for parent in sorted(new.parents - old.parents):
        yield f"create edge {this} rdfs:subClassOf {_id(parent)}"


def _classes(quads: Iterable[Quad]) -> Mapping[str, _Class]:
    quads = [q for q in quads if getattr(q.graph_name, "value", "").endswith("/ontology")]
    found = {
        q.subject.value: _Class()
        for q in quads
        if q.predicate == TYPE and q.object == CLASS and isinstance(q.subject, NamedNode)
    }
    for quad in quads:
        one = found.get(quad.subject.value) if isinstance(quad.subject, NamedNode) else None
        if one is None:
            continue
        if isinstance(quad.object, Literal):
            places = {LABEL: one.labels, SYNONYM: one.synonyms, DEFINITION: one.definitions}
            if quad.predicate in places:
                places[quad.predicate].add(quad.object.value)
        elif quad.predicate == SUBCLASS and isinstance(quad.object, NamedNode):
            one.parents.add(quad.object.value)
    return found


def _id(iri: str) -> str:
    curie = compact(iri)
    return curie if _CURIE.fullmatch(curie) else f"<{iri}>"


def _text(text: str) -> str:
    """A text in quotation marks; KGCL has no form for the end of a line."""
    escaped = " ".join(text.split()).replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
