"""``experiments.csv``: one row a finding that tells facts of its experiment, in labels, for a spreadsheet.

A table of its own: few findings tell such facts, and the rows of ``findings.csv`` stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable

from bevo.finding.emit_experiment import arm_in_words, dose_in_words, effect_in_words, p_in_words, times_in_words
from bevo.finding.ground import Grounded
from bevo.finding.ground_experiment import ExperimentTerms
from bevo.ontology.terms import Term
from bevo.rdf.formats import csv_file

__all__ = ["COLUMNS", "experiments_csv"]

COLUMNS = (
    "id",
    "review",
    "donor_species",
    "donor_sex",
    "recipient_species",
    "recipient_sex",
    "dose",
    "route",
    "times",
    "arms",
    "n_per_arm",
    "effect_size",
    "p_value",
    "isolation",
    "characterised_by",
    "markers_present",
    "markers_absent",
    "ev_track",
    "trial",
    "trial_phase",
    "trial_status",
    "safety",
    "safety_detail",
)


def _labels(terms: Iterable[Term | None]) -> str:
    return "; ".join(term.label for term in terms if term)


def _row(finding: Grounded, facts: ExperimentTerms) -> dict[str, str]:
    record = facts.record
    effects = zip(record.effect, facts.effect_units, strict=True)
    who = {
        f"{subject}_{name}": _labels([terms.get(subject)])
        for subject in ("donor", "recipient")
        for name, terms in (("species", facts.species), ("sex", facts.sexes))
    }
    return {
        "id": finding.id,
        "review": finding.review,
        **who,
        "dose": "; ".join(dose_in_words(dose, facts.units[dose.amount]) for dose in record.dose),
        "route": _labels(facts.routes),
        "times": times_in_words(facts),
        "arms": "; ".join(map(arm_in_words, facts.arms)),
        "n_per_arm": str(facts.n_per_arm or ""),
        "effect_size": "; ".join(effect_in_words(effect, unit) for effect, unit in effects),
        "p_value": p_in_words(record.p) if record.p else "",
        "isolation": _labels(facts.isolation),
        "characterised_by": _labels(facts.methods),
        "markers_present": _labels(facts.present),
        "markers_absent": _labels(facts.absent),
        "ev_track": record.ev_track or "",
        "trial": (record.trial.id if record.trial else None) or "",
        "trial_phase": _labels([facts.phase]),
        "trial_status": _labels([facts.status]),
        "safety": _labels([facts.safety]),
        "safety_detail": record.safety.says if record.safety else "",
    }


def experiments_csv(findings: Iterable[Grounded]) -> bytes:
    """The table as a CSV file; withdrawn findings are left out."""
    rows = [_row(f, f.experiment) for f in findings if f.experiment and not f.record.deprecated]
    return csv_file(COLUMNS, [[row[name] for name in COLUMNS] for row in rows])
