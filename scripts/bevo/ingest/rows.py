"""From a row to a finding, or to all that keeps it from being one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bevo.curation.read import parsed
from bevo.curation.records import Finding
from bevo.finding.ground import ground
from bevo.ingest.names import Name, Reader
from bevo.ingest.slots import OUTSIDE, SLOTS, STUDY, TEXTS
from bevo.ingest.studies import Studies, Wrong
from bevo.ingest.values import Fault, Plan, Values, about_study, id_columns, studies_of
from bevo.ontology.terms import Vocabulary
from bevo.signs import SIGNS

__all__ = ["SECTION", "Made", "make_finding"]

SECTION = "Table"
"""The section of the source that all rows stand in."""


@dataclass(frozen=True)
class Made:
    """What a row gives: a finding, or faults.

    :param names: each name that it holds, with its key.
    :param empty: the keys whose cell says nothing.
    """

    finding: dict[str, Any] | None
    faults: list[Fault]
    names: list[tuple[str, str]]
    empty: list[str]


def make_finding(
    number: int, cells: Sequence[str], plan: Plan, read: Reader, studies: Studies, vocabulary: Vocabulary
) -> Made:
    """Make the finding of a row.

    :param number: of the row; the id of the finding follows from it.
    :param cells: as many as the header has.
    """
    mapping = plan.mapping
    for i, name, values in plan.leave_out:
        said = next((one for one in cells[i].split("|") if one.strip().casefold() in values), None)
        if said is not None:
            reason = f"'{said.strip()}' is left out, as the mapping says"
            return Made(None, [Fault(name, reason, reason)], [], [])
    row = Values(cells, plan)
    for key in row.empty:
        if SLOTS[key].needed and not mapping.columns[key].optional and not _damaged(row, key):
            row.fault(key, f"is empty: the row does not say {SLOTS[key].says}", f"does not say {SLOTS[key].says}")
    names, taken, unread = _names(row, read, vocabulary)
    notes = [f"{key} was '{one.name}' ({', '.join(one.changes)})" for key, one in _changed(taken)]
    notes += [f"{key} not read: '{one.name}'" for key, one in unread]
    notes += [f"{name} {text}" for name, text in row.notes(cells)]
    record = _record(row, taken)
    groups, trials = studies_of(row)
    about = about_study(row)
    notes += [f"trial {trial}" for trial in trials]
    if groups:
        record["cites"] = ["found below"]
    else:
        _say_why_uncited(row, record, trials)
    if notes:
        record["note"] = "; ".join(notes)
    finding = {
        "id": f"F{int(mapping.first_id[1:]) + number}",
        "review": mapping.source.id,
        "at": [f"{SECTION} row {number}"],
        **record,
    }
    faults = row.faults or _against_the_model(finding, plan, vocabulary)
    if groups and not faults:
        try:
            cites = [studies.cite(group, about if len(groups) == 1 else {}) for group in groups]
            finding["cites"] = list(dict.fromkeys(cites))
        except Wrong as wrong:
            faults = [Fault(id_columns(row), str(wrong), "ids of studies that disagree")]
    return Made(None if faults else finding, faults, names, row.empty)


def _say_why_uncited(row: Values, record: dict[str, Any], trials: list[str]) -> None:
    reason = row.one("uncited") or (f"the table names the trial {trials[0]} alone" if trials else "")
    if reason:
        record["uncited"] = reason
    elif not any(_damaged(row, key) for key in (*STUDY, "nct")):
        row.faults.append(Fault(id_columns(row), "no study: the row has no id of one", "no study"))


def _damaged(row: Values, key: str) -> bool:
    return key in row.plan.columns and any(one.column == row.plan.columns[key] for one in row.faults)


def _changed(taken: dict[str, list[Name]]) -> list[tuple[str, Name]]:
    return [(key, one) for key, ones in taken.items() for one in ones if one.status == "rule"]


def _names(
    row: Values, read: Reader, vocabulary: Vocabulary
) -> tuple[list[tuple[str, str]], dict[str, list[Name]], list[tuple[str, Name]]]:
    """The names of a row: all, those that can be taken by key, and those that are left to the note."""
    names: list[tuple[str, str]] = []
    taken: dict[str, list[Name]] = {}
    unread: list[tuple[str, Name]] = []
    more: list[tuple[str, str, str]] = []

    def take(key: str, name: str, said_in: str) -> None:
        one = read(key, name)
        names.append((key, name))
        if not one.fault:
            taken.setdefault(key, []).append(one)
            more.extend((slot, said, said_in) for slot, said in one.slots)
            return
        column = row.plan.mapping.columns.get(key)
        if key in OUTSIDE and column and column.optional and one.status != "damaged":
            unread.append((key, one))
        else:
            row.faults.append(Fault(row.plan.columns.get(said_in, ""), one.fault, f"{key}: {_sort(one)}"))

    for key, values in row.values.items():
        if SLOTS[key].kinds:
            for name in values:
                take(key, name, key)
    for key, said, said_in in more:
        before = taken.get(key, [])
        one = read(key, said)
        if not before:
            row.empty = [empty for empty in row.empty if empty != key]
            row.faults = [f for f in row.faults if f.sort != f"does not say {SLOTS[key].says}"]
            take(key, said, said_in)
        elif not any(_related(one, other, vocabulary) for other in before):
            reason = f"says '{key}: {said}', and the row says '{before[0].name}' there"
            row.faults.append(Fault(row.plan.columns.get(said_in, ""), reason, "two cells disagree"))
    return names, taken, unread


def _related(one: Name, other: Name, vocabulary: Vocabulary) -> bool:
    """Whether two names mean the same, or one what is a kind of the other."""
    mine, theirs = (name.read.term if name.read else None for name in (one, other))
    if one.text == other.text or mine is None or theirs is None:
        return one.text == other.text
    return vocabulary.is_a(mine, theirs.iri) or vocabulary.is_a(theirs, mine.iri)


def _sort(name: Name) -> str:
    if name.status == "damaged":
        return re.sub(r"'.*'", "'...'", name.fault.partition(";")[0])
    return f"the name is {name.status}"


def _verb(row: Values, key: str) -> str:
    word = row.one(key)
    verb = row.plan.verbs.get(word.casefold()) or (word if key in row.plan.mapping.constants else "")
    if word and not verb:
        row.fault(key, f"'{word}' is not among the verbs of the mapping", f"the verb '{word}' is not in the mapping")
    if verb and key == "sign" and verb not in SIGNS:
        row.fault(key, f"'{word}' is '{verb}', which only a step (target_sign) may say", f"'{verb}' is no sign")
        return ""
    return verb


def _record(row: Values, taken: dict[str, list[Name]]) -> dict[str, Any]:
    """The keys of a finding but for its studies."""
    record: dict[str, Any] = {}
    for key in ("from", "cargo", "to", "versus"):
        if len(taken.get(key, ())) > 1 and not row.values.get("collective"):
            several = ", ".join(one.name for one in taken[key][:4])
            reason = f"holds several, {several}: make a row of each; if no text says which does what, set 'collective'"
            row.fault(key, reason, "several values")
    for key in ("from", "vesicle", "to", "versus"):
        states = [one.text for one in taken.get(f"{key}_state", ())]
        found = [{one.text: states} if states else one.text for one in taken.get(key, ())]
        if found:
            record[key] = found[0] if len(found) == 1 else found
    cargo = [one.text for one in taken.get("cargo", ())]
    amount = row.one("amount")
    if cargo:
        told = [{one: amount} if amount else one for one in cargo]
        record["cargo"] = told[0] if len(told) == 1 else told
    agents = [one.text for one in taken.get("by", ())]
    if agents:
        does = row.one("does")
        record["by"] = {agents[0]: does} if does else agents[0]
        if len(agents) > 1:
            row.fault("by", f"holds {len(agents)} agents, where one is needed", "several values")
    for sign_key, of in (("sign", "outcome"), ("target_sign", "target")):
        sign, things = _verb(row, sign_key), [one.text for one in taken.get(of, ())]
        if len(things) > 1:
            row.fault(of, f"holds {len(things)} values, where one is needed", "several values")
        if sign and things and of == "outcome":
            record[sign] = things[0]
        elif sign and things:
            record["via"] = [["cargo" if cargo else "agent", sign, things[0]]]
        elif sign or things:
            missing = of if sign else sign_key
            if missing in row.empty and not any(f.column == row.plan.columns.get(missing) for f in row.faults):
                row.fault(
                    missing, f"is empty, and '{sign or things[0]}' stands alone", f"does not say {SLOTS[missing].says}"
                )
    model = [one.text for one in taken.get("model", ())]
    species = [one.text for one in taken.get("species", ())]
    said = [one.species for ones in taken.values() for one in ones if one.species]
    if model or species or said:
        record["model"] = list(dict.fromkeys([*model, *species, *said]))
    if taken.get("evidence"):
        record["evidence"] = list(dict.fromkeys(one.text for one in taken["evidence"]))
    for key in TEXTS:
        values = row.values.get(key)
        if values:
            record[key] = values if key == "markers" else row.one(key)
    return record


def _against_the_model(finding: dict[str, Any], plan: Plan, vocabulary: Vocabulary) -> list[Fault]:
    """What the model of a finding, and the places of its names, do not allow."""
    data = {key: value for key, value in finding.items() if key != "review"}
    record, wrong = parsed(data, Finding)
    if record is None:
        return [Fault(_column(fault.path, plan), fault.message, fault.message) for fault in wrong]
    grounded, problems = ground(record, str(finding["review"]), vocabulary)
    if grounded is None:
        return [Fault(_column(one.path, plan), str(one), re.sub(r"'.*?'", "'...'", str(one))) for one in problems]
    return []


def _column(path: tuple[str | int, ...], plan: Plan) -> str:
    key = str(path[0]) if path else ""
    key = "target" if key == "via" else key
    return plan.columns.get("outcome" if key in SIGNS else key, "")
