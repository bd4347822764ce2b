"""What one direct step from a finding to the names of its parts would cost in triples, and win in time.

``python -m bevo_bench.direct 10`` adds the steps to the graph of a size, asks some questions with and without them in
Oxigraph in memory, checks that the rows are the same, and prints a table.
"""

from __future__ import annotations

import time
from statistics import median

import typer
from pyoxigraph import Quad, QueryTriples, RdfFormat, Store

from bevo.problems import BevoError
from bevo.project import Project
from bevo.questions.compare import normal_rows
from bevo.questions.questions import read_queries, run
from bevo.rdf.answer import Answer
from bevo.rdf.names import BASE
from bevo_bench.case import make, place
from bevo_bench.page import markdown

__all__ = ["STEPS", "main", "rewritten", "steps"]

STEPS = f"""
PREFIX bevo: <{BASE}> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX direct: <{BASE}direct/>
CONSTRUCT {{
  ?finding direct:source ?source ; direct:fluid ?fluid ; direct:cargo ?cargo ; direct:recipient ?recipient ;
           direct:outcome ?outcome ; direct:doer ?doer
}} WHERE {{
  {{ ?finding bevo:vesicle/bevo:releasedBy/skos:prefLabel ?source }}
  UNION {{ ?finding bevo:vesicle/bevo:foundIn/skos:prefLabel ?fluid }}
  UNION {{ ?finding bevo:vesicle/bevo:carries/skos:prefLabel ?cargo }}
  UNION {{ ?finding bevo:vesicle/bevo:actsOn/skos:prefLabel ?recipient }}
  UNION {{ ?finding bevo:outcome/skos:prefLabel ?outcome }}
  UNION {{ ?finding bevo:signBearer/skos:prefLabel ?doer }}
}}"""
"""Sign and verdict are one step away already: ``bevo:sign``, and the class of the finding."""

LONG_AND_SHORT = {
    "bevo:vesicle/bevo:releasedBy/skos:prefLabel": "direct:source",
    "bevo:vesicle/(bevo:releasedBy|bevo:foundIn)/skos:prefLabel": "(direct:source|direct:fluid)",
    "?finding bevo:vesicle ?vesicle . ?vesicle bevo:releasedBy|bevo:foundIn ?origin . ?origin skos:prefLabel ?source": (
        "?finding direct:source|direct:fluid ?source"
    ),
    "bevo:vesicle/bevo:carries/skos:prefLabel": "direct:cargo",
    "bevo:vesicle/bevo:actsOn/skos:prefLabel": "direct:recipient",
    "bevo:outcome/skos:prefLabel": "direct:outcome",
    "bevo:signBearer/skos:prefLabel": "direct:doer",
}


def rewritten(text: str) -> str:
    """A question with direct steps for each walk that there is one for; the same text where there is none."""
    short = text
    for walk, step in LONG_AND_SHORT.items():
        short = short.replace(walk, step)
    return text if short == text else f"PREFIX direct: <{BASE}direct/>\n{short}"


def steps(store: Store) -> int:
    """Add the steps to a graph.

    :returns: how many triples they are.
    """
    before, found = len(store), store.query(STEPS)
    assert isinstance(found, QueryTriples)
    store.bulk_extend(Quad(triple.subject, triple.predicate, triple.object) for triple in found)
    return len(store) - before


def main(size: int, seed: int = 1, runs: int = 3) -> None:
    """Print what the steps cost and win at a size."""
    project = Project()
    case = place(project, size, seed)
    make(case, "graph.nt")
    store = Store()
    store.bulk_load(path=str(case.path("graph.nt")), format=RdfFormat.N_TRIPLES)
    triples = len(store)
    added = steps(store)
    typer.echo(f"{size}x: {triples} triples, {added} more ({added / triples:.1%})\n")
    rows = [["question", "without", "with", "times as fast"]]
    for name, query in read_queries(project.queries).items():
        short = rewritten(query.text)
        if short != query.text and not query.federated:
            one, other = (_timed(text, store, runs) for text in (query.text, short))
            if normal_rows(one[1]) != normal_rows(other[1]):
                raise BevoError(f"{name} has other rows by direct steps")
            rows.append([name, f"{one[0] * 1000:.0f} ms", f"{other[0] * 1000:.0f} ms", f"{one[0] / other[0]:.2f}"])
    typer.echo(markdown(rows))


def _timed(text: str, store: Store, runs: int) -> tuple[float, Answer]:
    walls = []
    for _ in range(runs):
        start = time.perf_counter()
        answer = run(text, store)
        walls.append(time.perf_counter() - start)
    return median(walls), answer


if __name__ == "__main__":
    typer.run(main)
