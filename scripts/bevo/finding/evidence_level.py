"""The level of evidence of a finding: in vitro, animal or patients, and who said so.

The text says it seldom. What the record tells beside it, its model, its recipient and its donors, lets a few rules say
more; what no rule reaches stays untold. The abstract of the study says it for findings that a curator checked there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from bevo.curation.records import Check, Level
from bevo.finding.ground import Grounded, Participant

__all__ = ["RULES", "Told", "evidence_levels"]

HUMAN = "NCBITaxon:9606"


class Told(NamedTuple):
    """A level and who said so: ``Text``, ``Model`` or ``Abstract``, as the property is called."""

    by: str
    level: Level


class Rule(NamedTuple):
    """What a record tells of the level.

    :param told: whether it does, given the levels that text and earlier rules told.
    """

    level: Level
    reason: str
    told: Callable[[Grounded, set[Level]], bool]


def _kinds(participants: Iterable[Participant]) -> set[str]:
    return {participant.term.kind for participant in participants}


def _cultured(finding: Grounded, _: set[Level]) -> bool:
    return "cell_lines" in _kinds(finding.to) or any(m.kind in ("cell_lines", "cells") for m in finding.model)


def _in_a_species(finding: Grounded, told: set[Level]) -> bool:
    # Of a culture the species is that of the cells.
    return "in vitro" not in told and any(m.kind == "species" and m.curie != HUMAN for m in finding.model)


def _in_a_disease_model(finding: Grounded, told: set[Level]) -> bool:
    modelled = any(m.kind == "diseases" for m in finding.model) and all(m.curie != HUMAN for m in finding.model)
    return (
        "in vitro" not in told
        and modelled
        and (finding.kind == "therapy" or not _kinds(finding.to) & {"cells", "cell_lines"})
    )


def _from_patients(finding: Grounded, told: set[Level]) -> bool:
    donors = (*finding.source, *finding.reference)
    compared = finding.groups or any(state.term.kind == "diseases" for donor in donors for state in donor.states)
    in_fluid = finding.kind in ("biomarker", "composition") and _kinds(finding.source) == {"fluids"}
    return bool(in_fluid and compared and "animal" not in told)


def _from_a_line(finding: Grounded, told: set[Level]) -> bool:
    in_cells = not finding.outcome or finding.outcome.term.kind not in ("traits", "diseases")
    lines = "cell_lines" in _kinds(finding.source) and "tissues" not in _kinds(finding.to)
    return lines and in_cells and finding.kind != "therapy" and not told


RULES = (
    Rule("in vitro", "A cell line, or a cell that is named as the model, is one in culture.", _cultured),
    Rule("animal", "A species other than ours as the model, outside of culture, is an animal.", _in_a_species),
    Rule("animal", "A disease as the model, treated or seen in a tissue, is one made in animals.", _in_a_disease_model),
    Rule("patients", "Fluids of donors with a disease, or of groups compared, are those of people.", _from_patients),
    Rule("in vitro", "Vesicles of a line come from culture; where no more is told, so does the result.", _from_a_line),
)  # fmt: skip
"""Asked in this order."""


def evidence_levels(finding: Grounded, checks: Iterable[Check]) -> Iterator[Told]:
    """Every level that is told of a finding, and by whom.

    :param checks: those of the finding; of an uncertain study they tell nothing.
    """
    told: set[Level] = set()
    for level in finding.levels:
        told.add(level)
        yield Told("Text", level)
    by_model: list[Level] = []
    for rule in RULES:
        if rule.level not in by_model and rule.told(finding, told):
            by_model.append(rule.level)
            told.add(rule.level)
    yield from (Told("Model", level) for level in by_model)
    certain = {level for check in checks if check.identity == "certain" for level in check.level}
    yield from (Told("Abstract", level) for level in sorted(certain))
