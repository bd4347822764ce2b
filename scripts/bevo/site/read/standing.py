"""Beside a finding: what curators do not take as told, what its studies say, and who told the level of evidence."""

from __future__ import annotations

from pyoxigraph import NamedNode

from bevo.curation.records import ASPECTS, LEVELS
from bevo.rdf.index import Index
from bevo.rdf.names import bevo, local_name
from bevo.rdf.vocabulary import DATE, SOURCE
from bevo.site.read.model import Check, Disowned

__all__ = ["checks", "disowned", "levels"]

TOLD_BY = {"Text": "told by the review", "Model": "by the model of the record", "Abstract": "told by the study"}


def disowned(graph: Index, finding: NamedNode) -> tuple[Disowned, ...]:
    """What of a finding is not taken as told, by discrepancy."""
    return tuple(
        Disowned(aspect, local_name(discrepancy.value))
        for aspect in ASPECTS
        for discrepancy in graph.nodes(finding, bevo("hasDiscrepancy"))
        if finding in graph.nodes(discrepancy, bevo(f"disowns{aspect.capitalize()}"))
    )


def checks(graph: Index, finding: NamedNode) -> tuple[Check, ...]:
    """What cited studies say to a finding."""
    return tuple(
        Check(
            id=local_name(this.value),
            study=next((local_name(study.value) for study in graph.nodes(this, bevo("checkedAgainst"))), ""),
            verdict=graph.text(this, bevo("checkVerdict")),
            differs=graph.text(this, bevo("differs")),
            facts=graph.text(this, bevo("facts")),
            seen=graph.text(this, bevo("seen")),
            identity=graph.text(this, bevo("identity")),
            at=next((address.value for address in graph.nodes(this, SOURCE)), ""),
            date=graph.text(this, DATE).partition("T")[0],
        )
        for this in graph.nodes(finding, bevo("hasPrimaryCheck"))
    )


def levels(graph: Index, finding: NamedNode) -> list[str]:
    """The levels of evidence, each with who told it."""
    told = {by: graph.texts(finding, bevo(f"evidenceLevelBy{by}")) for by in TOLD_BY}
    return [
        f"{level} ({', '.join(who)})"
        for level in LEVELS
        if (who := [words for by, words in TOLD_BY.items() if level in told[by]])
    ]
