"""The shapes as SPARQL: each constraint one question to the whole graph, for many more findings than pyshacl would take.

The same verdicts as pyshacl for what the shapes use; a construct that is not known here is an error, not a silence. The
release is always pyshacl's.

Source: SHACL (W3C Recommendation, 2017), sections 2.1 (targets), 2.3.1 (paths), 4 (core constraints) and 5 (SPARQL).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store, Triple

from bevo.iris import BASE, expand, node
from bevo.problems import BevoError

__all__ = ["ASKED_ONCE", "Question", "Violation", "compiled", "violations"]

ASKED_ONCE = f"{BASE}ontology"
"""The target of shapes that ask one question of the whole graph; the node at fault is the value of the result."""
Term = NamedNode | BlankNode | Literal
FIRST, REST, NIL = node("rdf:first"), node("rdf:rest"), node("rdf:nil")
SH = expand("sh:")
KINDS = {"IRI": "isIRI(?value)", "Literal": "isLiteral(?value)", "BlankNode": "isBlank(?value)"}
TARGETS = {
    "targetClass": "?this <{rdf}type>/<{rdfs}subClassOf>* {target} .",
    "targetSubjectsOf": "?this {target} ?anyObject .",
    "targetObjectsOf": "?anySubject {target} ?this .",
    "targetNode": "BIND ({target} AS ?this)",
}
NOT_CONSTRAINTS = {"property", "path", "message", "severity", "sparql", "name", "description", *TARGETS}


@dataclass(frozen=True)
class Question:
    """One constraint as a SELECT of ``?this`` (the focus) and ``?value`` (unbound where a count is wrong)."""

    select: str
    message: str
    warning: bool


@dataclass(frozen=True)
class Violation:
    """A node at fault.

    :param value: the offending value, or None where there are too few or too many.
    """

    focus: str
    value: str | None
    message: str
    warning: bool


class _Shapes:
    """The triples of the shapes, found by subject."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.about: defaultdict[object, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for t in triples:
            assert isinstance(t.object, NamedNode | BlankNode | Literal)  # shapes hold no quoted triples
            self.about[t.subject][t.predicate.value.removeprefix(SH)].append(t.object)

    def all(self, subject: object, name: str) -> list[Term]:
        return self.about[subject][name] if subject in self.about else []

    def one(self, subject: object, name: str) -> Term | None:
        return next(iter(self.all(subject, name)), None)

    def text(self, subject: object, name: str) -> str:
        term = self.one(subject, name)
        return "" if term is None else str(getattr(term, "value", term))

    def members(self, head: Term) -> Iterator[Term]:
        while head != NIL:
            first, rest = self.one(head, FIRST.value), self.one(head, REST.value)
            assert first is not None and rest is not None  # a well-formed list
            yield first
            head = rest

    def path(self, path: Term) -> str:
        if isinstance(path, NamedNode):
            return str(path)
        alternatives, inverse = self.one(path, "alternativePath"), self.one(path, "inversePath")
        if alternatives is not None:
            return f"({'|'.join(self.path(p) for p in self.members(alternatives))})"
        if inverse is not None:
            return f"^{self.path(inverse)}"
        if self.one(path, FIRST.value) is not None:
            return f"({'/'.join(self.path(p) for p in self.members(path))})"
        raise BevoError("a shape has a path of a kind that is not known here; validate with pyshacl")


def compiled(triples: Iterable[Triple]) -> list[Question]:
    """The shapes as questions.

    :raises BevoError: for a construct that is not known here.
    """
    shapes = _Shapes(triples)
    prefixes = "".join(
        f"PREFIX {shapes.text(d, 'prefix')}: <{shapes.text(d, 'namespace')}>\n"
        for subject in list(shapes.about)
        for d in shapes.all(subject, "declare")
    )
    questions = []
    for shape, said in list(shapes.about.items()):
        targets = [
            form.format(target=term, rdf=expand("rdf:"), rdfs=expand("rdfs:"))
            for name, form in TARGETS.items()
            for term in said.get(name, ())
        ]
        if not targets:
            continue
        target = " UNION ".join(f"{{ {t} }}" for t in targets)
        focus = f"{{ SELECT DISTINCT ?this WHERE {{ {target} }} }}"
        questions += _constraints(shapes, shape, focus, "BIND (?this AS ?value)", "")
        for part in said.get("property", ()):
            path = shapes.one(part, "path")
            assert path is not None  # a property shape has a path
            questions += _constraints(shapes, part, focus, f"?this {shapes.path(path)} ?value .", shapes.path(path))
        for part in said.get("sparql", ()):
            if shapes.text(shape, "targetNode") != ASKED_ONCE:
                raise BevoError("a shape asks SPARQL of each node, which is not known here; validate with pyshacl")
            select = shapes.text(part, "select").replace("$this", "")
            questions.append(Question(prefixes + select, shapes.text(part, "message"), _warning(shapes, shape)))
    return questions


def _warning(shapes: _Shapes, shape: object) -> bool:
    return shapes.text(shape, "severity") == f"{SH}Warning"


def _constraints(shapes: _Shapes, shape: object, focus: str, values: str, path: str) -> Iterator[Question]:
    message, warning = shapes.text(shape, "message"), _warning(shapes, shape)
    for name, terms in shapes.about[shape].items():
        for term in terms:
            body = _body(name, term, focus, values, path)
            if body:
                yield Question(body, message, warning)


def _body(name: str, term: Term, focus: str, values: str, path: str) -> str | None:
    each = f"SELECT DISTINCT ?this ?value WHERE {{ {focus} {values} "
    match name:
        case "minCount":
            if getattr(term, "value", "") == "1":
                return f"SELECT ?this WHERE {{ {focus} FILTER NOT EXISTS {{ {values} }} }}"
            count = f"OPTIONAL {{ {values} }} }} GROUP BY ?this HAVING (COUNT(DISTINCT ?value) < {term})"
            return f"SELECT ?this WHERE {{ {focus} {count}"
        case "maxCount":
            return f"SELECT ?this WHERE {{ {focus} {values} }} GROUP BY ?this HAVING (COUNT(DISTINCT ?value) > {term})"
        case "class":
            kind = f"?value <{expand('rdf:type')}>/<{expand('rdfs:subClassOf')}>* {term}"
            return f"{each} FILTER NOT EXISTS {{ {kind} }} }}"
        case "datatype":
            return f"{each} FILTER (!isLiteral(?value) || DATATYPE(?value) != {term}) }}"
        case "nodeKind":
            kind = str(getattr(term, "value", term)).removeprefix(SH)
            return f"{each} FILTER (!({' || '.join(KINDS[k] for k in KINDS if k in kind)})) }}"
        case "pattern":
            return f"{each} FILTER (isBlank(?value) || !REGEX(STR(?value), {term})) }}"
        case "minInclusive":
            return f"{each} FILTER (!COALESCE(?value >= {term}, false)) }}"
        case "maxInclusive":
            return f"{each} FILTER (!COALESCE(?value <= {term}, false)) }}"
        case "lessThanOrEquals":
            return f"{each} ?this {term} ?other FILTER (!COALESCE(?value <= ?other, false)) }}"
    if name in NOT_CONSTRAINTS or name.startswith("http"):
        return None
    raise BevoError(f"a shape uses sh:{name}, which is not known here; validate with pyshacl")


def violations(store: Store, questions: Iterable[Question]) -> Iterator[Violation]:
    """The nodes at fault in a graph."""
    for question in questions:
        result = store.query(question.select)
        assert isinstance(result, QuerySolutions)
        names = [variable.value for variable in result.variables]
        for row in result:
            focus = row["this"].value if "this" in names else ASKED_ONCE
            value = row["value"].value if "value" in names else None
            message = question.message
            for name in names:
                if f"{{?{name}}}" in message:
                    message = message.replace(f"{{?{name}}}", str(getattr(row[name], "value", row[name])))
            yield Violation(focus, value, message, question.warning)
