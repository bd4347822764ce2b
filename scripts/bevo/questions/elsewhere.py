"""What the answer of an endpoint leaves with: the endpoint says as well what its findings and terms rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from bevo.questions.compare import Engine
from bevo.questions.complete import CITES, FINDING_IDS, LEVEL, completed, rests_on, terms_by_label
from bevo.rdf.answer import LIST, Answer
from bevo.rdf.names import PREFIXES, node
from bevo.rdf.vocabulary import CLASS, DOI, LABEL, PMID, TYPE

__all__ = ["completed_by"]

AT_ONCE = 200
"""Things that one query names, so that it stays some kilobytes long."""


def completed_by(ask: Engine, answer: Answer) -> Answer:
    """The answer of an endpoint, with the columns that :func:`bevo.questions.complete.completed` adds.

    :param ask: asks that endpoint.
    :raises BevoError: if the endpoint does not answer.
    """
    cells = [cell for row in answer.rows for cell in row if cell is not None]
    store = Store()
    _learn(store, ask, _named(cells), (TYPE, LEVEL, CITES, LABEL, DOI, PMID))
    cited = {quad.object for quad in store.quads_for_pattern(None, CITES, None) if isinstance(quad.object, NamedNode)}
    _learn(store, ask, cited, (LABEL, DOI, PMID))
    texts = {label for cell in cells if isinstance(cell, Literal) and cell.value for label in cell.value.split(LIST)}
    _learn_labels(store, ask, {text for text in texts if not FINDING_IDS.match(text)})
    return completed(answer, rests_on(store), terms_by_label(store))


def _named(cells: Iterable[NamedNode | Literal | BlankNode]) -> set[NamedNode]:
    """The findings and studies that cells name, by IRI or by id; of a part of a finding the finding."""
    found = set()
    for cell in cells:
        if isinstance(cell, NamedNode) and cell.value.startswith((PREFIXES["finding"], PREFIXES["study"])):
            home, _, last = cell.value.rpartition("/")
            found.add(NamedNode(f"{home}/{last.partition('-')[0]}") if home.endswith("finding") else cell)
        elif isinstance(cell, Literal) and FINDING_IDS.match(cell.value):
            found |= {node(f"finding:{id}") for id in cell.value.split(LIST)}
    return found


def _learn(store: Store, ask: Engine, things: Iterable[NamedNode], predicates: Iterable[NamedNode]) -> None:
    said = " ".join(map(str, predicates))
    for values in _in_parts(map(str, things)):
        _keep(store, ask(f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {values} }} VALUES ?p {{ {said} }} ?s ?p ?o }}"))


def _learn_labels(store: Store, ask: Engine, labels: Iterable[str]) -> None:
    """Classes by their labels."""
    for values in _in_parts(str(Literal(label)) for label in labels):
        found = ask(f"SELECT ?s ?o WHERE {{ VALUES ?o {{ {values} }} ?s {LABEL} ?o . ?s a {CLASS} }}")
        for class_, label in found.rows:
            if isinstance(class_, NamedNode):
                _keep(store, Answer(["s", "p", "o"], [[class_, LABEL, label], [class_, TYPE, CLASS]]))


def _in_parts(values: Iterable[str]) -> Iterator[str]:
    all_of_them = sorted(values)
    for start in range(0, len(all_of_them), AT_ONCE):
        yield " ".join(all_of_them[start : start + AT_ONCE])


def _keep(store: Store, found: Answer) -> None:
    for subject, predicate, value in found.rows:
        if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and value is not None:
            store.add(Quad(subject, predicate, value))
