"""What findings are chosen by beside their participants: evidence, studies, models, states, lineages, organisms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bevo.rdf.names import bevo, node
from bevo.site.read.model import Finding, Part, Site

__all__ = ["facets"]

_LINEAGE = re.compile(r"finding with (source|recipient) of (.+) lineage")
_ORGANISMS = (node("obo:NCBITaxon_33208").value, bevo("SourceOrganism").value)
"""Animals, people among them; and what else sheds vesicles: bacteria and plants."""


def facets(finding: Finding, site: Site) -> dict[str, list[str]]:
    """The values of a finding by the name of the facet, each once."""
    values = {
        "evidence": finding.levels,
        "study": (site.studies[s].short for s in finding.studies),
        "model": (value for fact in finding.facts if fact.name == "Model" for value in fact.values),
        "donorState": _states(finding.sources),
        "recipientState": _states(finding.recipients),
        "lineage": _lineages(finding, site, "source"),
        "recipientLineage": _lineages(finding, site, "recipient"),
        "organism": (site.terms[use.term].label for use in finding.uses if _is_organism(use.term, site)),
    }
    return {name: list(dict.fromkeys(found)) for name, found in values.items()}


def _states(parts: Iterable[Part]) -> Iterator[str]:
    return (state.name for part in parts for state in part.states)


def _lineages(finding: Finding, site: Site, whose: str) -> Iterator[str]:
    """Those that HermiT infers of the source or of the recipient."""
    labels = (site.terms[iri].label for iri in finding.follows if iri in site.terms)
    return (told[2] for label in labels if (told := _LINEAGE.fullmatch(label)) and told[1] == whose)


def _is_organism(iri: str, site: Site) -> bool:
    above = site.terms[iri].above if iri in site.terms else frozenset()
    return any(kind in above for kind in _ORGANISMS)
