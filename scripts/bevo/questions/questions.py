"""The canned questions: ``.rq`` files with a header, typed parameters and a default for each.

The header is YAML in lines that start with ``#+`` (the form that grlc reads). A parameter is a ``VALUES`` line, so that
the file runs as it stands; a value is put in as a serialised, checked term, never as raw text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, QueryTriples, Store

from bevo.curation.marked_yaml import marked
from bevo.files import is_page_name
from bevo.problems import BevoError, InputError, Problem, nearest, relative
from bevo.rdf.answer import LIST, Answer
from bevo.rdf.names import compact, expand, local_name, node
from bevo.rdf.parse_faults import parse_fault
from bevo.rdf.rdfio import sorted_triples
from bevo.rdf.vocabulary import TYPE
from bevo.search.studies import named_study, study_names
from bevo.vocabulary.characters import not_in_a_text
from bevo.vocabulary.index import Bare, Index
from bevo.vocabulary.pack import default_pack
from bevo.vocabulary.resolve import resolve
from bevo.vocabulary.suggest import slips

__all__ = [
    "GROUPS",
    "TRIPLE",
    "Parameter",
    "Query",
    "in_order",
    "named",
    "read_queries",
    "read_query",
    "resolve_term",
    "run",
    "with_values",
]

TYPES = ("term", "number", "text")
GROUPS = ("cells", "cargo", "mechanism", "therapy", "evidence", "conflicts", "gaps", "quality", "vocabulary")
"""The groups of questions, in the order in which they are listed."""
TRIPLE = ("subject", "predicate", "object")
"""The columns of the answer to a CONSTRUCT."""
Cell = NamedNode | Literal | BlankNode | None


@dataclass(frozen=True)
class Parameter:
    """A typed blank in a question.

    :param type: ``term``, ``number`` or ``text``.
    :param default: the value in the file as a person would say it.
    :param serialised: the same as the ``VALUES`` line says it.
    """

    name: str
    type: str
    about: str
    default: str
    serialised: str


@dataclass(frozen=True)
class Query:
    """A canned question.

    :param tags: the first is its group.
    :param text: the SPARQL, without the header.
    """

    name: str
    title: str
    question: str
    tags: tuple[str, ...]
    parameters: dict[str, Parameter]
    text: str

    @property
    def group(self) -> str:
        """The one of :data:`GROUPS` that it is listed under."""
        return self.tags[0]

    @property
    def form(self) -> str:
        """``SELECT`` or ``CONSTRUCT``."""
        return "CONSTRUCT" if re.search(r"^CONSTRUCT\b", self.text, re.MULTILINE) else "SELECT"

    @property
    def federated(self) -> bool:
        """Whether it asks another endpoint too, so that it needs the network."""
        return "federated" in self.tags


def _values(name: str) -> re.Pattern[str]:
    return re.compile(rf"VALUES \?{re.escape(name)} \{{ (.+?) \}}")


def read_query(path: Path) -> Query:
    """Read one question.

    :raises InputError: if it is no text in UTF-8, the header is malformed, or a parameter has no VALUES line.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem) or not is_page_name(path.stem):
        message = "the name of a question has small letters and digits, with hyphens inside"
        raise InputError([Problem(relative(path), 0, path.stem, message)])
    try:
        whole = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        message = f"is not UTF-8: {error.reason} at byte {error.start}"
        raise InputError([Problem(relative(path), 0, path.stem, message)]) from error
    except OSError as error:
        raise InputError([Problem(relative(path), 0, path.stem, f"cannot be read: {error.strerror}")]) from error
    lines = whole.splitlines(keepends=True)
    if faults := [
        Problem(relative(path), number, path.stem, f"holds {clause}, which is no text")
        for number, line in enumerate(whole.split("\n"), start=1)
        if (clause := not_in_a_text(line))
    ]:
        raise InputError(faults)
    header = "".join(line[2:].removeprefix(" ") for line in lines if line.startswith("#+"))
    text = "".join(line for line in lines if not line.startswith("#+"))

    def fault(message: str) -> InputError:
        return InputError([Problem(relative(path), 1, path.stem, message)])

    try:
        data = marked(header, relative(path)).data
    except InputError as error:
        said = [replace(one, about=path.stem, message=f"the header: {one.message}") for one in error.problems]
        raise InputError(said) from error
    try:
        return _query(path.stem, data, text, fault)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise fault(f"the header is not as those of the other questions: {error}") from error


def _query(stem: str, data: Any, text: str, fault: Callable[[str], InputError]) -> Query:
    if not isinstance(data, dict) or not {"summary", "description", "tags"} <= set(data):
        raise fault("the header needs summary, description and tags")
    if not (isinstance(data["summary"], str) and isinstance(data["description"], str)):
        raise fault("the summary and the description are a text each")
    tags = tuple(data["tags"] or ())
    if not tags or tags[0] not in GROUPS:
        raise fault(f"the first tag is the group, one of: {', '.join(GROUPS)}")
    if not re.search(r"^(SELECT|CONSTRUCT)\b", text, re.MULTILINE):
        raise fault("a line starts with SELECT or CONSTRUCT")
    defaults = {name: str(value) for pair in data.get("defaults") or () for name, value in pair.items()}
    parameters = {}
    for name, given in (data.get("parameters") or {}).items():
        values = _values(name).search(text)
        if values is None:
            raise fault(f"the parameter {name} needs a line 'VALUES ?{name} {{ default }}'")
        if given.get("type") not in TYPES:
            raise fault(f"the parameter {name} needs a type: {', '.join(TYPES)}")
        if name not in defaults:
            raise fault(f"the parameter {name} needs its default under 'defaults', as a person would say it")
        parameters[name] = Parameter(name, given["type"], given.get("about", ""), defaults.pop(name), values[1])
    if defaults:
        raise fault(f"'defaults' names what is no parameter: {', '.join(defaults)}")
    return Query(stem, data["summary"], data["description"].strip(), tags, parameters, text)


def read_queries(folder: Path) -> dict[str, Query]:
    """All questions of a folder, by name.

    :raises InputError: if some are malformed.
    :raises BevoError: if there is none.
    """
    queries: dict[str, Query] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.rq")):
        try:
            queries[path.stem] = read_query(path)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    if not queries:
        raise BevoError(f"there are no questions (*.rq) in {relative(folder)}")
    return queries


def named(name: str, queries: Mapping[str, Query]) -> Query:
    """One question among these.

    :raises BevoError: if there is none of that name.
    """
    if name not in queries:
        raise BevoError(f"there is no question '{name}'{nearest(name, queries)}; 'bevo query list' lists them")
    return queries[name]


def resolve_term(name: str, store: Store) -> NamedNode:
    """The term that a user means: an IRI, a CURIE, or a label or synonym in the graph; or a study, as people name it.

    :raises BevoError: if there is none, or several.
    """
    iri = _as_iri(name)
    if iri is not None:
        known = next(store.quads_for_pattern(iri, None, None), None) is not None
        return iri if known else _study(name, store) or _by_rule(name, store)
    names: dict[str, set[NamedNode]] = {}
    for predicate in ("rdfs:label", "skos:altLabel"):
        for quad in store.quads_for_pattern(None, node(predicate), None):
            if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
                names.setdefault(quad.object.value.casefold(), set()).add(quad.subject)
        found = names.get(name.casefold(), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise BevoError(f"'{name}' is ambiguous: {', '.join(sorted(compact(n.value) for n in found))}")
    return _study(name, store) or _by_rule(name, store)


def _study(name: str, store: Store) -> NamedNode | None:
    """The study that a name, a DOI or a PMID leads to; None if there is none.

    :raises BevoError: if there are several.
    """
    names: dict[str, tuple[str, ...]] = {}
    properties = ("rdfs:label", "bevo:publicationYear", "dcterms:title", "bibo:doi", "bibo:pmid")
    for quad in store.quads_for_pattern(None, TYPE, node("bevo:Study")):
        if isinstance(this := quad.subject, NamedNode):
            told = (store.quads_for_pattern(this, node(curie), None) for curie in properties)
            label, *rest = (
                min((q.object.value for q in quads if isinstance(q.object, Literal)), default="") for quads in told
            )
            names[this.value] = study_names(local_name(this.value), label.partition(":")[0], *rest)
    found = named_study(name, names)
    if len(found) > 1:
        raise BevoError(f"'{name}' may be any of these studies: {', '.join(map(compact, found))}; write one of them")
    return NamedNode(found[0]) if found else None


def _by_rule(name: str, store: Store) -> NamedNode:
    """The term that the rules of :mod:`bevo.vocabulary` make of a name.

    :raises BevoError: if they make none of it, or several.
    """
    terms = _terms(store)
    read = resolve(name, None, Index(terms), default_pack())
    if read.term and not read.slots and not read.disguised:
        return NamedNode(read.term.iri)
    if read.term:
        raise BevoError(f"'{name}' is no term of the graph; write '{read.term.label}'")
    if read.choices:
        raise BevoError(f"'{name}' is ambiguous: {', '.join(sorted(term.curie for term in read.choices))}")
    near = [] if read.elsewhere else slips(name, (n for term in terms for n in (term.label, *term.synonyms)))
    # No near names of a gene or a microRNA: miR-214 is no slip for miR-21.
    hint = f"nearest: {', '.join(near)}" if near else "search for a part of the name to see what there is"
    raise BevoError(f"'{name}' is no term of the graph; {hint}")


def _terms(store: Store) -> list[Bare]:
    told: dict[str, dict[str, list[str]]] = {}
    of = {node(f"skos:{name}Match"): name for name in ("exact", "close", "narrow")}
    of |= {node("rdfs:label"): "label", node("skos:altLabel"): "synonym", node("rdfs:subClassOf"): "parent"}
    for predicate, what in of.items():
        for quad in store.quads_for_pattern(None, predicate, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal | NamedNode):
                told.setdefault(quad.subject.value, {}).setdefault(what, []).append(quad.object.value)
    return [
        Bare(
            iri,
            compact(iri),
            min(parts["label"]),
            tuple(sorted(parts.get("synonym", ()))),
            tuple(sorted(parts.get("parent", ()))),
            tuple((p, compact(other)) for p in ("exact", "close", "narrow") for other in sorted(parts.get(p, ()))),
        )
        for iri, parts in sorted(told.items())
        if "label" in parts
    ]


def _as_iri(name: str) -> NamedNode | None:
    if re.match(r"^https?://[^\s<>\"{}|\\^`]+$", name):
        return NamedNode(name)
    if re.match(r"^[A-Za-z.]+:[A-Za-z0-9_./\-]+$", name):
        with suppress(ValueError):
            return NamedNode(expand(name))
    return None


def _serialised(parameter: Parameter, value: str, store: Store) -> str:
    if parameter.type == "term":
        return "UNDEF" if value == "any" else str(resolve_term(value, store))
    if parameter.type == "number":
        if not re.match(r"^-?[0-9]+(\.[0-9]+)?$", value):
            raise BevoError(f"--{parameter.name} takes a number, not '{value}'")
        return value
    return str(Literal(value))


def with_values(query: Query, values: dict[str, str], store: Store) -> str:
    """The text of a question with these values in place of the defaults.

    :param store: the graph in which names of terms are looked up.
    :raises BevoError: for an unknown parameter or a value that does not fit its type.
    """
    text = query.text
    for name, value in values.items():
        if name not in query.parameters:
            known = ", ".join(f"--{p}" for p in query.parameters) or "none"
            raise BevoError(f"'{query.name}' has no parameter --{name}; it has: {known}")
        term = _serialised(query.parameters[name], value, store)
        text = _put(text, name, term)
    return text


def _put(text: str, name: str, term: str) -> str:
    # A function as replacement: backslashes in a term mean themselves.
    return _values(name).sub(lambda _: f"VALUES ?{name} {{ {term} }}", text)


def run(text: str, store: Store) -> Answer:
    """Ask the embedded store.

    :param text: a SELECT query, or a CONSTRUCT query, which gives the columns subject, predicate and object, sorted.
    :returns: rows as the engine orders them; the members of a list in a cell are sorted.
    :raises BevoError: if it is no query, or it asks another endpoint, which cannot be reached.
    """
    try:
        result = store.query(text)
    except SyntaxError as error:
        raise BevoError(f"this is not a SPARQL 1.1 query: {parse_fault(text, error.msg)}") from error
    if isinstance(result, QueryTriples):
        triples = sorted_triples(result)
        # RDF 1.2 lets an object be a triple; this graph has none.
        return Answer(list(TRIPLE), [[t.subject, t.predicate, t.object] for t in triples])  # type: ignore[list-item]  # see above
    if not isinstance(result, QuerySolutions):
        raise BevoError("only SELECT and CONSTRUCT questions give a table")
    columns = [variable.value for variable in result.variables]
    try:
        rows: list[list[Cell]] = [[solution[column] for column in columns] for solution in result]
    except OSError as error:  # of a federated question
        raise BevoError(f"another endpoint that the question asks cannot be reached: {error}") from error
    return in_order(Answer(columns, rows), text)


def in_order(answer: Answer, text: str) -> Answer:
    """An answer with the members of each list in a cell sorted.

    :param text: the query that was asked.
    """
    lists = _lists(text)
    for place, column in enumerate(answer.columns):
        for row in answer.rows if column in lists else ():
            row[place] = _in_order(row[place])
    return answer


def _lists(text: str) -> set[str]:
    """The variables of a query that hold what GROUP_CONCAT put together, in an order that differs from run to run."""
    return set(re.findall(r"GROUP_CONCAT\s*\(.*?\bAS\s+\?(\w+)", text, re.DOTALL | re.IGNORECASE))


def _in_order(cell: Cell) -> Cell:
    """A list in a cell with its members sorted."""
    if not isinstance(cell, Literal) or LIST not in cell.value:
        return cell
    text = LIST.join(sorted(cell.value.split(LIST)))
    return Literal(text, language=cell.language) if cell.language else Literal(text, datatype=cell.datatype)
