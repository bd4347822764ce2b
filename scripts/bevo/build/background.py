"""Background in a release: its axioms, its statements, and what it makes of the findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, Triple

from bevo.background.emit import emit_statements, emit_weighed
from bevo.background.hidden import Accuracy, hidden_signs
from bevo.background.links import known_links, stated_links
from bevo.background.weigh import Weighed, types_of, weigh
from bevo.build.prepare import Checked
from bevo.ontology.merge import logical
from bevo.rdf.index import Node
from bevo.rdf.names import bevo, finding_iri
from bevo.rdf.rdfio import sorted_triples
from bevo.rdf.vocabulary import NAME, TYPE
from bevo.reasoning.infer import infer

__all__ = ["labels", "reasoned_by_rules", "tested", "weighed", "weighed_background"]


def weighed_background(checked: Checked, inferred: Iterable[Triple]) -> list[Triple]:
    """All triples of background, sorted.

    :param inferred: what a reasoner drew from the findings, the ontology and the axioms of background.
    """
    statements = emit_statements(checked.background)
    verdicts = emit_weighed(weighed(checked, inferred), checked.background, labels(checked))
    links = stated_links(_mechanisms(checked)) | known_links(checked.background)
    return sorted_triples([*checked.axioms, *statements, *verdicts, *links])


def _mechanisms(checked: Checked) -> Iterator[Triple]:
    """What is recorded of results whose mechanism counts, and is not told of a list."""
    for finding in checked.findings:
        record = checked.emitted[finding.id].record
        accepted = Triple(finding_iri(finding.id), TYPE, bevo("AcceptedMechanismResult"))
        if accepted in record and not finding.record.collective:
            yield from record


def weighed(checked: Checked, inferred: Iterable[Triple]) -> dict[str, Weighed]:
    """What background makes of each finding with a mechanism or a cargo, by id."""
    return weigh(checked.findings, checked.logic, inferred, checked.background, checked.ontology.vocabulary)


def labels(checked: Checked) -> dict[Node, str]:
    """What each participant of the findings is called."""
    records = (t for emitted in checked.emitted.values() for t in emitted.record)
    return {t.subject: t.object.value for t in records if t.predicate == NAME and isinstance(t.object, Literal)}


def reasoned_by_rules(checked: Checked) -> list[Triple]:
    """What the rules draw from findings, ontology and background."""
    return infer(logical([*checked.ontology.triples(), *checked.axioms]), checked.logic, "rules")


def tested(checked: Checked) -> list[Accuracy]:
    """The test of hidden signs; which participants bear a stated sign the rules tell, without background."""
    inferred = infer(logical(checked.ontology.triples()), checked.logic, "rules")
    return hidden_signs(
        checked.findings, checked.logic, types_of(inferred), checked.background, checked.ontology.vocabulary
    )
