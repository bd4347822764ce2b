"""The facts of an experiment as the page of a finding shows them: name, and values with the terms they name."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from bevo.rdf.index import Index
from bevo.rdf.names import bevo
from bevo.rdf.vocabulary import NAME
from bevo.site.read.model import ExperimentFact, Said

__all__ = ["experiment", "experiment_terms"]

NODES = {
    "Donor": ("donorSpecies", "donorSex"),
    "Recipient": ("recipientSpecies", "recipientSex"),
    "Dose": ("dose",),
    "Route": ("route",),
    "Times": ("experimentTime",),
    "Number of doses": ("numberOfDoses",),
    "Arms": ("arm",),
    "Number in each arm": ("nPerArm",),
    "Effect size": ("effectSize",),
    "p-value": ("pValue",),
    "Vesicles isolated by": ("isolatedBy",),
    "Vesicles characterised by": ("characterisedBy",),
    "Markers present": ("markerPresent",),
    "Markers absent": ("markerAbsent",),
    "EV-TRACK": ("evTrackId",),
    "Clinical trial": ("trialId",),
    "Trial phase": ("trialPhase",),
    "Trial status": ("trialStatus",),
    "Safety": ("safety", "safetyDetail"),
}
"""The facts by what the page calls them, in its order; each is told by some properties of the experiment."""
PARTS = ("dose", "experimentTime", "arm", "effectSize")
TERMS = ("inUnit", "armOf", "armState")
"""What a part of an experiment names."""
CLINICAL_TRIALS = "https://clinicaltrials.gov/study/"


def experiment(graph: Index, finding: NamedNode) -> tuple[ExperimentFact, ...]:
    """The facts of the experiment of a finding; none where none are told."""
    return tuple(
        ExperimentFact(name, values)
        for this in graph.nodes(finding, bevo("experiment"))
        for name, properties in NODES.items()
        if (values := tuple(said for told in properties for said in _said(graph, this, told)))
    )


def _said(graph: Index, this: NamedNode, told: str) -> Iterator[Said]:
    if told == "pValue":
        yield from (Said(f"{graph.text(this, bevo('pSign'))} {value}") for value in graph.texts(this, bevo(told)))
        return
    for text in graph.texts(this, bevo(told)):
        outside = f"{CLINICAL_TRIALS}{text}" if told == "trialId" and text.startswith("NCT") else ""
        yield Said(text, url=outside)
    for thing in graph.nodes(this, bevo(told)):
        name = graph.text(thing, NAME) if told in PARTS else ""
        yield Said(name) if name else Said(graph.label(thing), thing.value)


def experiment_terms(graph: Index, finding: NamedNode) -> set[str]:
    """The IRIs of all terms that the facts name."""
    found = set()
    for this in graph.nodes(finding, bevo("experiment")):
        linked = {told for properties in NODES.values() for told in properties} - set(PARTS)
        found |= {term.value for told in linked for term in graph.nodes(this, bevo(told))}
        parts = [part for told in PARTS for part in graph.nodes(this, bevo(told))]
        found |= {term.value for part in parts for told in TERMS for term in graph.nodes(part, bevo(told))}
    return found
