"""Beside a finding: how background closes its mechanism, and what that makes of its claim."""

from __future__ import annotations

from pyoxigraph import NamedNode

from bevo.rdf.index import Index
from bevo.rdf.names import bevo
from bevo.rdf.vocabulary import DATE, LABEL, NAME, TYPE
from bevo.site.read.model import Closing, Known, Part

__all__ = ["BACKGROUND_CLASSES", "background", "closings", "mechanism_verdict"]

VERDICTS = {
    "DividedMechanism": "divided",
    "ExplainedFinding": "explained",
    "CounterMechanism": "against",
    "OpenMechanism": "open",
}
BACKGROUND_CLASSES = (*VERDICTS, "PlainClaim")
"""Classes that the section on background tells of in words."""


def mechanism_verdict(graph: Index, finding: NamedNode) -> str:
    """What background makes of a finding: divided, explained, against, open, or nothing."""
    types = set(graph.nodes(finding, TYPE))
    return next((words for name, words in VERDICTS.items() if bevo(name) in types), "")


def closings(graph: Index, finding: NamedNode) -> tuple[Closing, ...]:
    """The ways in which background closes the mechanism, those to the stated sign first."""
    found = []
    for this in graph.nodes(finding, bevo("closing")):
        start = next(iter(graph.nodes(this, bevo("closingFrom"))))
        found.append(
            Closing(
                gives=graph.text(this, bevo("closingGives")),
                proof=graph.text(this, NAME),
                start=Part(start.value.rpartition("/")[2], graph.text(start, NAME), ""),
                sign=graph.text(this, bevo("backgroundSign")),
                statements=tuple(_known(graph, s) for s in graph.nodes(this, bevo("fromStatement"))),
            )
        )
    return tuple(sorted(found, key=lambda c: (c.gives != "the stated sign", c.proof)))


def background(graph: Index) -> dict[str, Known]:
    """All background statements, by IRI."""
    return {this.value: _known(graph, this) for this in graph.named(bevo("BackgroundStatement"))}


def _known(graph: Index, statement: NamedNode) -> Known:
    return Known(
        iri=statement.value,
        says=graph.text(statement, NAME),
        source=graph.text(statement, LABEL).partition(": ")[2].partition(": ")[2],
        tier=graph.text(statement, bevo("tier")),
        terms=tuple(graph.texts(statement, bevo("annotatedWith"))),
        date=graph.text(statement, DATE).partition("T")[0][:7],
    )
