"""``findings.csv``: one row a finding, in labels, for a spreadsheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from bevo.curation.records import LEVELS, Discrepancy
from bevo.finding.evidence_level import evidence_levels
from bevo.finding.ground import Grounded, Participant
from bevo.finding.standing import Reading
from bevo.finding.wording import agent_in_words, in_words, participant_in_words, steps_in_words
from bevo.ontology.terms import Term, Vocabulary
from bevo.questions.complete import Rests
from bevo.rdf.formats import csv_file
from bevo.rdf.index import upwards
from bevo.rdf.names import BASE, registered

__all__ = ["COLUMNS", "findings_csv", "findings_rows"]

COLUMNS = (
    "id",
    "review",
    "locator",
    "kind",
    "cites",
    "vesicle",
    "source",
    "source_state",
    "agent",
    "versus",
    "cargo",
    "cargo_type",
    "cargo_change",
    "recipient",
    "recipient_state",
    "mechanism",
    "effect",
    "outcome",
    "model",
    "certainty",
    "collective",
    "discrepancy",
    "note",
    "printed_outcome",
    "segment",
    "evidence_level",
    "evidence_level_from",
    "verdict",
    "evidence",
    "iri",
    "vesicle_id",
    "source_id",
    "cargo_id",
    "recipient_id",
    "outcome_id",
    "study",
    "doi",
    "pmid",
)


def _join(values: Iterable[str | None]) -> str:
    return "; ".join(value for value in values if value)


def _names(participants: Iterable[Participant]) -> str:
    return _join(p.term.label for p in participants)


def _states(participants: Iterable[Participant]) -> str:
    return _join(in_words(state) for p in participants for state in p.states)


def _cargo_type(term: Term, vocabulary: Vocabulary) -> str:
    """The nearest kind of molecule above a cargo, for example ``microRNA``."""
    above = (vocabulary.terms.get(iri) for iri in upwards(term.iri, vocabulary.parents))
    own = (kind for kind in above if kind and kind.file == "bevo.ttl" and kind.iri.startswith(BASE))
    return next((kind.label for kind in own), "")


def _verb(finding: Grounded) -> str:
    if finding.record.sign:
        return finding.record.sign.replace("_", " ")
    return (
        "undergoes" if finding.undergoes else "asks about" if finding.unknown else "defines" if finding.defines else ""
    )


def _terms(finding: Grounded) -> list[Term]:
    return [term for term in (*finding.unknown, finding.undergoes, finding.defines) if term]


def _ids(terms: Iterable[Term]) -> str:
    """CURIEs as all exports have them: ``bevo:molecule/miR-214``."""
    return _join(registered(term.iri) for term in terms)


def _row(
    finding: Grounded, vocabulary: Vocabulary, discrepancies: Iterable[str], reading: Reading, rests: Rests, base: str
) -> dict[str, str]:
    record, told = finding.record, list(evidence_levels(finding, reading.checks))
    by = {level: [t.by.lower() for t in told if t.level == level] for level in LEVELS}
    return {
        "id": finding.id,
        "review": finding.review,
        "locator": _join(record.at),
        "kind": finding.kind,
        "cites": _join(record.cites),
        "vesicle": participant_in_words(finding.vesicle) if finding.vesicle else "",
        "source": _names(finding.source),
        "source_state": _states(finding.source),
        "agent": agent_in_words(finding),
        "versus": _join(map(participant_in_words, finding.reference)),
        "cargo": _join(cargo.term.label for cargo in finding.cargo),
        "cargo_type": _join(dict.fromkeys(_cargo_type(cargo.term, vocabulary) for cargo in finding.cargo)),
        "cargo_change": _join(dict.fromkeys(cargo.amount for cargo in finding.cargo)),
        "recipient": _names(finding.to),
        "recipient_state": _states(finding.to),
        "mechanism": steps_in_words(finding),
        "effect": _verb(finding),
        "outcome": in_words(finding.outcome) if finding.outcome else _join(t.label for t in _terms(finding)),
        "model": _join(term.label for term in finding.model),
        "certainty": record.certainty or "",
        "collective": "yes" if record.collective else "",
        "discrepancy": _join(discrepancies),
        "note": record.note or "",
        "printed_outcome": record.printed or "",
        "segment": record.segment or "",
        "evidence_level": _join(level for level in LEVELS if by[level]),
        "evidence_level_from": _join("+".join(who) for who in by.values()),
        "verdict": _join(rests.verdict),
        "evidence": _join(term.label for term in finding.evidence),
        "iri": f"{base}finding/{finding.id}",
        "vesicle_id": _ids([finding.vesicle.term] if finding.vesicle else []),
        "source_id": _ids(p.term for p in finding.source),
        "cargo_id": _ids(cargo.term for cargo in finding.cargo),
        "recipient_id": _ids(p.term for p in finding.to),
        "outcome_id": _ids([finding.outcome.term] if finding.outcome else _terms(finding)),
        "study": _join(rests.studies),
        "doi": _join(rests.doi),
        "pmid": _join(rests.pmid),
    }


def findings_rows(
    findings: Iterable[Grounded],
    vocabulary: Vocabulary,
    discrepancies: Iterable[Discrepancy],
    readings: Mapping[str, Reading],
    rests: Mapping[str, Rests],
    base: str = BASE,
) -> list[dict[str, str]]:
    """The table, a row a finding, cells by the names of :data:`COLUMNS`; withdrawn findings are left out.

    :param discrepancies: those of the records; each row has the ids of those that bear on it.
    :param readings: what curators found beside the reviews, by id of finding.
    :param rests: verdicts and studies by id of finding (:func:`bevo.questions.complete.rests_on`).
    :param base: below which the findings stand: that of an overlay, if they are its.
    """
    bearing: dict[str, list[str]] = defaultdict(list)
    for discrepancy in discrepancies:
        for about in discrepancy.findings:
            bearing[about].append(discrepancy.id)
    rows = []
    for finding in findings:
        if not finding.record.deprecated:
            reading = readings.get(finding.id, Reading())
            rest = rests.get(finding.id, Rests())
            rows.append(_row(finding, vocabulary, bearing.get(finding.id, ()), reading, rest, base))
    return rows


def findings_csv(rows: Iterable[Mapping[str, str]]) -> bytes:
    """The file of some rows.

    :param rows: what :func:`findings_rows` gave.
    """
    return csv_file(COLUMNS, [[row[name] for name in COLUMNS] for row in rows])
