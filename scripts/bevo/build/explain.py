"""Why a verdict of a finding of a checkout follows."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Literal, NamedNode, Triple

from bevo.build.prepare import check
from bevo.ontology.merge import logical
from bevo.problems import BevoError, nearest
from bevo.project import Project
from bevo.rdf.names import compact, finding_iri, local_name
from bevo.rdf.vocabulary import CLASS, LABEL, TYPE
from bevo.reasoning.explain import Explanation, explain

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
    ontology = [*checked.ontology.triples(), *checked.axioms]
    cls = _class(class_name, ontology) if class_name else None
    return Explanation(individual, cls, explain(logical(ontology), logic, individual, cls), ontology)


def _class(name: str, ontology: Sequence[Triple]) -> NamedNode:
    """The class of a local name, a CURIE, an IRI or a label.

    :raises BevoError: if there is none.
    """
    labels = {t.subject: t.object.value for t in ontology if t.predicate == LABEL and isinstance(t.object, Literal)}
    names: dict[str, NamedNode] = {}
    for t in ontology:
        if t.predicate == TYPE and t.object == CLASS and isinstance(t.subject, NamedNode):
            iri = t.subject.value
            for known in (labels.get(t.subject, iri).casefold(), local_name(iri), compact(iri), iri):
                names.setdefault(known, t.subject)
    if name in names or name.casefold() in names:
        return names.get(name) or names[name.casefold()]
    raise BevoError(f"there is no class {name}{nearest(name, names)}")
