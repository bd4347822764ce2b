"""The shapes as SPARQL, each constraint one question to the whole graph: for more findings than pyshacl would take.

The same verdicts as pyshacl for what the shapes use, which a test proves; a construct that is not known here is an
error, not a silence. Continuous integration and ``make release`` ask pyshacl as well.

Source: SHACL (W3C Recommendation, 2017), sections 2.1 (targets), 2.3.1 (paths), 4 (core constraints) and 5 (SPARQL).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store, Triple, Variable

from bevo.problems import BevoError
from bevo.rdf.index import Index, Node
from bevo.rdf.names import BASE, bevo, expand, node
from bevo.rdf.vocabulary import FIRST, TYPE

__all__ = ["ASKED_ONCE", "BELOW", "Question", "Violation", "answers", "compiled", "tell_what_is_below", "violations"]

ASKED_ONCE = f"{BASE}ontology"
"""The target of shapes that ask one question of the whole graph; the node at fault is the value of the result."""
BELOW = bevo("isOrIsBelow")
"""Of a class and each class below it; told to a store before it is asked, for a path would be walked at each value."""
MEMBER = re.compile(r"\ba/rdfs:subClassOf\* (\w+:\w+|\?\w+)")
SH = expand("sh:")
ONE = Literal(1)
THIS = Variable("this")
KINDS = {"IRI": "isIRI(?value)", "Literal": "isLiteral(?value)", "BlankNode": "isBlank(?value)"}
CASTS = {node(f"xsd:{name}") for name in ("dateTime", "decimal", "integer")}
"""Datatypes whose values may be ill-formed, as a cast of SPARQL tells."""
TARGETS = {
    "targetClass": "?this a ?class . ?class {below} {target} .",
    "targetSubjectsOf": "?this {target} ?anyObject .",
    "targetObjectsOf": "?anySubject {target} ?this .",
    "targetNode": "BIND ({target} AS ?this)",
}
PARTS = {"property", "path", "sparql"}
PATHS = {"alternativePath", "inversePath"}
WORDS = {"message", "severity", "name", "description"}
OF_SPARQL = {"select", "prefixes", "prefix", "namespace", "declare"}
LIMITS = {"maxCount", "maxInclusive", "minCount", "minInclusive"}
CONSTRAINTS = {"class", "datatype", "lessThanOrEquals", "nodeKind", "pattern", *LIMITS}
KNOWN = {*TARGETS, *PARTS, *PATHS, *WORDS, *OF_SPARQL, *CONSTRAINTS}


@dataclass(frozen=True)
class Question:
    """One constraint as a SELECT of ``?this`` (the focus) and ``?value`` (unbound where a count is wrong).

    :param shape: the IRI of the shape that has it; empty where that has no name.
    """

    select: str
    message: str
    warning: bool
    shape: str


@dataclass(frozen=True)
class Violation:
    """A node at fault.

    :param value: the offending value, or None where there are too few or too many.
    :param shape: the IRI of the shape; empty where that has no name.
    """

    focus: str
    value: str | None
    message: str
    warning: bool
    shape: str = ""


class _Shapes(Index):
    """The shapes; terms of SHACL without their namespace."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        super().__init__(triples)
        for subject in self.about:
            for name in self.said(subject) - KNOWN:
                raise _unknown(f"uses sh:{name}")

    def said(self, subject: Node) -> set[str]:
        """The terms of SHACL that a shape uses."""
        return {p.value.removeprefix(SH) for p in self.about[subject] if p.value.startswith(SH)}

    def all(self, subject: Node, name: str) -> list[Node]:
        return self.objects(subject, node(f"sh:{name}"))

    def one(self, subject: Node, name: str) -> Node | None:
        found = self.all(subject, name)
        if len(found) > 1 and name in (*CONSTRAINTS - {"class"}, *WORDS, *PATHS, "path", "select"):
            raise _unknown(f"has several sh:{name}")
        return found[0] if found else None

    def word(self, subject: Node, name: str) -> str:
        """The one value of a term of SHACL, without its type."""
        term = self.one(subject, name)
        return "" if term is None else str(getattr(term, "value", term))

    def path(self, path: Node) -> str:
        if isinstance(path, NamedNode):
            return str(path)
        alternatives, inverse = self.one(path, "alternativePath"), self.one(path, "inversePath")
        if alternatives is not None:
            return f"({'|'.join(self.path(p) for p in self.members(alternatives))})"
        if inverse is not None:
            return f"^{self.path(inverse)}"
        if self.objects(path, FIRST):
            return f"({'/'.join(self.path(p) for p in self.members(path))})"
        raise _unknown("has a path of another kind")


def _unknown(what: str) -> BevoError:
    return BevoError(f"a shape {what}; bevo cannot translate this to SPARQL, so use 'bevo validate --pyshacl'")


def compiled(triples: Iterable[Triple]) -> list[Question]:
    """The shapes as questions.

    :raises BevoError: for a construct that is not known here.
    """
    shapes = _Shapes(triples)
    prefixes = "".join(
        f"PREFIX {shapes.word(d, 'prefix')}: <{shapes.word(d, 'namespace')}>\n"
        for subject in list(shapes.about)
        for d in shapes.all(subject, "declare")
    )
    questions: list[Question] = []
    for shape in list(shapes.about):
        questions += _of_shape(shapes, shape, prefixes)
    return questions


def _of_shape(shapes: _Shapes, shape: Node, prefixes: str) -> Iterator[Question]:
    targets = [
        f"{{ {form.format(target=term, below=BELOW)} }}"
        for name, form in TARGETS.items()
        for term in shapes.all(shape, name)
    ]
    if not targets:
        if node("sh:NodeShape") in shapes.objects(shape, TYPE):
            raise _unknown("has no target")
        return
    if shapes.all(shape, "path") or len(shapes.objects(shape, TYPE)) > 1:
        raise _unknown("with a target has a path or a second type")
    focus = f"{{ SELECT DISTINCT ?this WHERE {{ {' UNION '.join(targets)} }} }}"
    yield from _constraints(shapes, shape, focus, "BIND (?this AS ?value)")
    for part in shapes.all(shape, "property"):
        path = shapes.one(part, "path")
        if path is None or shapes.said(part) & {"property", "sparql", *TARGETS}:
            raise _unknown("has a property without a path, or with shapes of its own")
        yield from _constraints(shapes, part, focus, f"?this {shapes.path(path)} ?value .")
    for part in shapes.all(shape, "sparql"):
        if shapes.word(shape, "targetNode") != ASKED_ONCE:
            raise _unknown("asks SPARQL of each node")
        select = MEMBER.sub(lambda found: f"a/{BELOW} {_class(found[1])}", shapes.word(part, "select"))
        yield Question(prefixes + select, shapes.word(part, "message"), _warning(shapes, shape), _name(shape))


def _class(name: str) -> str:
    """A class as SPARQL writes it: a variable stays one, and stands for the domain or range of some property."""
    return name if name.startswith("?") else f"<{expand(name)}>"


def _warning(shapes: _Shapes, shape: Node) -> bool:
    return shapes.word(shape, "severity") == f"{SH}Warning"


def _constraints(shapes: _Shapes, shape: Node, focus: str, values: str) -> Iterator[Question]:
    message, warning = shapes.word(shape, "message"), _warning(shapes, shape)
    for name in sorted(CONSTRAINTS & shapes.said(shape)):
        if not message:
            raise _unknown(f"says sh:{name} without an sh:message")
        for term in shapes.all(shape, name):
            yield Question(_select(name, term, focus, values), message, warning, _name(shape))


def _name(shape: Node) -> str:
    return shape.value if isinstance(shape, NamedNode) else ""


def _select(name: str, term: Node, focus: str, values: str) -> str:
    if name in ("minCount", "maxCount"):
        wrong = f"COUNT(DISTINCT ?value) {'<' if name == 'minCount' else '>'} {term}"
        if wrong.endswith(f"< {ONE}"):  # the usual case, without a count
            return f"SELECT ?this WHERE {{ {focus} FILTER NOT EXISTS {{ {values} }} }}"
        return f"SELECT ?this WHERE {{ {focus} OPTIONAL {{ {values} }} }} GROUP BY ?this HAVING ({wrong})"
    return f"SELECT DISTINCT ?this ?value WHERE {{ {focus} {values} {_at_fault(name, term)} }}"


def _at_fault(name: str, term: Node) -> str:
    """What keeps the values that do not satisfy a constraint."""
    match name:
        case "class":
            return f"FILTER NOT EXISTS {{ ?value a ?kind . ?kind {BELOW} {term} }}"
        case "datatype":
            form = f" || !COALESCE(isLiteral({term}(STR(?value))), false)" if term in CASTS else ""
            return f"FILTER (!isLiteral(?value) || DATATYPE(?value) != {term}{form})"
        case "nodeKind":
            kind = str(getattr(term, "value", term)).removeprefix(SH)
            return f"FILTER (!({' || '.join(KINDS[k] for k in KINDS if k in kind)}))"
        case "pattern":
            return f"FILTER (isBlank(?value) || !REGEX(STR(?value), {term}))"
        case "minInclusive":
            return f"FILTER (!COALESCE(?value >= {term}, false))"
        case "maxInclusive":
            return f"FILTER (!COALESCE(?value <= {term}, false))"
        case "lessThanOrEquals":
            return f"?this {term} ?other FILTER (!COALESCE(?value <= ?other, false))"
    raise _unknown(f"uses sh:{name}")


def violations(store: Store, questions: Iterable[Question]) -> Iterator[Violation]:
    """The nodes at fault in a graph.

    :param store: is told which classes are below those that the questions name, when those are asked that do not.
    """
    questions = list(questions)
    yield from answers(store, (question for question in questions if str(BELOW) not in question.select))
    tell_what_is_below(store, questions)
    yield from answers(store, (question for question in questions if str(BELOW) in question.select))


def tell_what_is_below(store: Store, questions: Iterable[Question]) -> None:
    """Add to a graph which classes are those that some questions name, or are below them."""
    questions = list(questions)
    named = {cls for question in questions for cls in re.findall(f"{BELOW} <([^>]+)>", question.select)}
    if any(f"{BELOW} ?" in question.select for question in questions):
        for end in ("rdfs:domain", "rdfs:range"):
            ends = store.quads_for_pattern(None, node(end), None)
            named |= {quad.object.value for quad in ends if isinstance(quad.object, NamedNode)}
    for cls in map(NamedNode, sorted(named)):
        below = store.query(f"SELECT ?below WHERE {{ ?below <{expand('rdfs:subClassOf')}>* {cls} }}")
        assert isinstance(below, QuerySolutions)
        store.extend([Quad(row["below"], BELOW, cls) for row in below])


def answers(store: Store, questions: Iterable[Question]) -> Iterator[Violation]:
    """The nodes at fault by some questions, in a graph that was told what they need."""
    for question in questions:
        result = store.query(
            question.select, substitutions={THIS: NamedNode(ASKED_ONCE)} if "$this" in question.select else None
        )
        assert isinstance(result, QuerySolutions)
        names = [variable.value for variable in result.variables]
        for row in result:
            focus = row["this"].value if "this" in names else ASKED_ONCE
            value = row["value"] if "value" in names else None
            message = question.message
            for name in names:
                if f"{{?{name}}}" in message:
                    message = message.replace(f"{{?{name}}}", str(getattr(row[name], "value", row[name])))
            yield Violation(focus, None if value is None else value.value, message, question.warning, question.shape)
