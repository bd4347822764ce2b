"""Are the canned questions sound? They parse in two engines, use only what the release has, and answer as reviewed.

The reviewed answers are files ``queries/answers/NAME.csv``; a change of data or questions shows as their difference.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import NamedNode, Store
from rdflib import URIRef
from rdflib.namespace import RDF
from rdflib.paths import Path as PropertyPath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from bevo.problems import Problem
from bevo.questions.questions import Query, run, with_values
from bevo.rdf.answer import answer_csv
from bevo.rdf.names import BASE, compact

__all__ = ["Changed", "changed_answers", "differences", "faults"]

Names = tuple[set[str], set[str], set[str]]


def faults(query: Query, store: Store, used: tuple[set[str], set[str]], file: str) -> Iterator[Problem]:
    """What is wrong with a question.

    :param store: the release.
    :param used: IRIs of the classes and of the properties that the release's VoID names.
    """
    try:
        classes, properties, others = _names(query.text)
    except Exception as error:  # rdflib raises whatever its parser meets
        yield Problem(file, 1, query.name, f"rdflib cannot read it: {str(error).splitlines()[0]}")
        return
    for kind, names, known in (("class", classes, used[0]), ("property", properties, used[1])):
        for name in sorted(names - known):
            yield Problem(file, 1, query.name, f"no {kind} of the release: {compact(name)}")
    for name in sorted(others):
        if name.startswith(BASE) and not name.endswith("/") and not _known(NamedNode(name), store):
            yield Problem(file, 1, query.name, f"uses a name that the release does not have: {compact(name)}")
    for variable, parameter in query.parameters.items():
        same = "any" if parameter.serialised == "UNDEF" else parameter.serialised.strip('"')
        if with_values(query, {variable: parameter.default}, store) != with_values(query, {variable: same}, store):
            told = f"the default of {variable} reads {parameter.default}, the SPARQL says {parameter.serialised}"
            yield Problem(file, 1, query.name, told)
    if not query.federated and not run(query.text, store).rows:
        yield Problem(file, 1, query.name, "has no rows")


def _known(term: NamedNode, store: Store) -> bool:
    patterns = ((term, None, None), (None, term, None), (None, None, term))
    return any(next(store.quads_for_pattern(*pattern), None) is not None for pattern in patterns)


def _names(text: str) -> Names:
    """IRIs that a query uses as classes, as properties, and otherwise; what it asks of other endpoints is left out."""
    names: Names = (set(), set(), set())
    query = prepareQuery(text)
    _collect(query.algebra, names, construct=query.algebra.name == "ConstructQuery")
    return names


def _collect(part: object, names: Names, construct: bool = False) -> None:
    classes, properties, others = names
    if isinstance(part, CompValue):
        if part.name == "ServiceGraphPattern":
            return
        for key, value in part.items():
            if key == "triples":
                for subject, predicate, obj in value:
                    properties.update(_predicates(predicate))
                    ends = [subject] if predicate == RDF.type else [subject, obj]
                    others.update(str(end) for end in ends if isinstance(end, URIRef))
                    if predicate == RDF.type and isinstance(obj, URIRef):
                        classes.add(str(obj))
            elif not (construct and key == "template"):
                _collect(value, names)
    elif isinstance(part, dict):
        for value in part.values():
            _collect(value, names)
    elif isinstance(part, list | tuple | set):
        for value in part:
            _collect(value, names)
    elif isinstance(part, URIRef):
        others.add(str(part))


def _predicates(predicate: object) -> Iterator[str]:
    if isinstance(predicate, URIRef):
        yield str(predicate)
    elif isinstance(predicate, PropertyPath):
        for name in ("arg", "args", "path"):
            inner = getattr(predicate, name, None)
            for item in inner if isinstance(inner, list | tuple) else [inner]:
                yield from _predicates(item)


class Changed(NamedTuple):
    """A question whose answer differs from the reviewed one, with the file of that and both as CSV.

    :param reviewed: empty if there is no such file.
    """

    query: Query
    path: Path
    reviewed: str
    today: str


def changed_answers(queries: Iterable[Query], store: Store, folder: Path) -> Iterator[Changed]:
    """Where answers differ from those reviewed, in the order of the questions."""
    for query in queries:
        if query.federated:
            continue
        path = folder / f"{query.name}.csv"
        reviewed = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        today = answer_csv(run(query.text, store))
        if reviewed != today:
            yield Changed(query, path, reviewed, today)


def differences(queries: Iterable[Query], store: Store, folder: Path) -> Iterator[tuple[str, str, str]]:
    """Where answers differ from those reviewed.

    :returns: name of the question, the difference as a unified diff, and the answer of today as CSV.
    """
    for query, _, reviewed, today in changed_answers(queries, store, folder):
        lines = difflib.unified_diff(
            reviewed.splitlines(),
            today.splitlines(),
            f"reviewed {query.name}",
            f"today {query.name}",
            n=0,
            lineterm="",
        )
        yield query.name, "\n".join(lines), today
