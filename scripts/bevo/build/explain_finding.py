"""Why a verdict on a finding of the checkout follows."""

from __future__ import annotations

from bevo.build.prepare import check
from bevo.ontology.merge import logical
from bevo.problems import BevoError, nearest
from bevo.project import Project
from bevo.rdf.names import finding_iri, local_name
from bevo.reasoning.explain import Explanation, class_named, explain

__all__ = ["explain_finding"]


def explain_finding(project: Project, finding_id: str, class_name: str | None, part: str = "") -> Explanation:
    """Why a finding, or a participant of it, is of a class.

    :param class_name: a local name, CURIE or label, such as ``BoneLossFinding``; None asks why the finding
        contradicts the ontology.
    :param part: the participant that is meant, such as ``vesicle``; empty for the finding itself.
    :raises Inconsistent: if a class is asked for and the finding contradicts the ontology.
    :raises BevoError: if there is no such finding, part or class, or if it does not follow.
    """
    checked = check(project)
    if finding_id not in checked.emitted:
        raise BevoError(f"there is no finding {finding_id}{nearest(finding_id, checked.emitted)}")
    logic = checked.emitted[finding_id].logic
    if not logic:
        raise BevoError(f"{finding_id} is withdrawn and states nothing")
    individual = finding_iri(finding_id, part.removeprefix(f"{finding_id}-"))
    if individual not in {t.subject for t in logic}:
        parts = sorted({local_name(str(t.subject)[1:-1]).partition("-")[2] for t in logic} - {""})
        raise BevoError(f"{finding_id} has no part '{part}'; it has: {', '.join(parts) or 'none'}")
    ontology = checked.ontology.triples()
    cls = class_named(class_name, ontology) if class_name else None
    return Explanation(individual, cls, explain(logical(ontology), logic, individual, cls), ontology)
