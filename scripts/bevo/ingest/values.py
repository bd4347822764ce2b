"""The values of a row by key: split, read as the mapping says, with all that is wrong with them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bevo.curation.read import parsed
from bevo.curation.records import Study
from bevo.ingest.cells import damage
from bevo.ingest.mapping import Column, Mapping
from bevo.ingest.slots import STUDY
from bevo.ingest.studies import Wrong, read_id

__all__ = ["Fault", "Plan", "Values", "about_study", "id_columns", "plan", "studies_of"]

_SHOWN = re.compile(r"'.*?'|[0-9]+ digits|this has [0-9]+")
_ABOUT = ("title", "first_author", "year", "journal")
_damage = lru_cache(maxsize=1 << 16)(damage)


class Fault(NamedTuple):
    """Why a row is rejected.

    :param column: the column; empty where it is the row as a whole.
    :param reason: a clause, with the text of the cell.
    :param sort: the reason without what differs from row to row, to count it by.
    """

    column: str
    reason: str
    sort: str


@dataclass(frozen=True)
class Plan:
    """A mapping laid out for one header.

    :param cells: by key the index of its column.
    """

    mapping: Mapping
    cells: dict[str, tuple[int, Column]]
    note: list[tuple[int, str]]
    leave_out: list[tuple[int, str, frozenset[str]]]
    empty: frozenset[str]
    verbs: dict[str, str]
    columns: dict[str, str]


def plan(mapping: Mapping, header: Iterable[str]) -> Plan:
    """Lay a mapping out for a header, which has all its columns."""
    at = {name: i for i, name in enumerate(header)}
    return Plan(
        mapping,
        {key: (at[one.column], one) for key, one in mapping.columns.items()},
        [(at[name], name) for name in mapping.note],
        [(at[name], name, frozenset(v.casefold() for v in values)) for name, values in mapping.leave_out.items()],
        frozenset({"", *mapping.read.empty}),
        {word.casefold(): verb for word, verb in mapping.verbs.items()},
        {key: one.column for key, one in mapping.columns.items()},
    )


class Values:
    """The values of a row by key, with all that is wrong with them."""

    def __init__(self, cells: Sequence[str], plan: Plan) -> None:
        self.plan = plan
        self.faults: list[Fault] = []
        self.empty: list[str] = []
        self.values: dict[str, list[str]] = {key: [one] for key, one in plan.mapping.constants.items()}
        for key, (i, column) in plan.cells.items():
            found = self._split(key, cells[i].strip(), column)
            if found:
                self.values[key] = found
            elif key not in self.values:
                self.empty.append(key)

    def fault(self, key: str, reason: str, sort: str) -> None:
        """Tell what is wrong with the value of a key; see :class:`Fault`."""
        self.faults.append(Fault(self.plan.columns.get(key, ""), reason, sort))

    def _split(self, key: str, text: str, column: Column) -> list[str]:
        wrong = _damage(text)
        if wrong and text not in self.plan.empty:
            self.fault(key, wrong, re.sub(r", '.*'|\(U\+.*\)|#.*", "", wrong))
            return []
        found = []
        for part in text.split(column.split) if column.split else (text,):
            part = part.strip()
            value = column.values.get(part, part)
            value = value.strip() if value else ""
            if value not in self.plan.empty:
                # What the mapping itself says is whole: it needs no prefix.
                found.append(column.prefix + value if part not in column.values else value)
        return list(dict.fromkeys(found))

    def notes(self, cells: Sequence[str]) -> list[tuple[str, str]]:
        """The cells that are kept in the note, with their columns."""
        found = []
        for i, name in self.plan.note:
            text = " ".join(cells[i].split())
            wrong = _damage(cells[i]) if text not in self.plan.empty else ""
            if wrong:
                self.faults.append(Fault(name, wrong, "damaged"))
            elif text not in self.plan.empty:
                found.append((name, text))
        return found

    def one(self, key: str) -> str:
        """The value of a key that takes one; nothing where there is none."""
        found = self.values.get(key, [])
        if len(found) > 1:
            self.fault(key, f"holds {len(found)} values, where one is needed: {', '.join(found[:4])}", "several values")
        return found[0] if found else ""


def id_columns(row: Values) -> str:
    """The columns that hold ids of studies."""
    return ", ".join(row.plan.columns[key] for key in (*STUDY, "nct") if key in row.plan.columns)


def studies_of(row: Values) -> tuple[list[dict[str, str]], list[str]]:
    """The ids of each study of a row, by sort, and the trials that it names."""
    refs: dict[str, list[str]] = {}
    for key in (*STUDY, "nct"):
        for text in row.values.get(key, ()):
            try:
                ref = read_id(text, "" if key == "cites" else key)
            except Wrong as wrong:
                row.fault(key, str(wrong), f"{key}: {_SHOWN.sub('...', str(wrong), 1)}")
                continue
            refs.setdefault(ref.sort, []).append(ref.value)
    trials = refs.pop("nct", [])
    if "cites" in row.values:
        return [{sort: value} for sort, values in refs.items() for value in values], trials
    if len({len(values) for values in refs.values()}) > 1:
        told = " and ".join(f"{len(values)} {sort.upper()}s" for sort, values in refs.items())
        row.faults.append(
            Fault(id_columns(row), f"{told}: which belong together cannot be told", "ids of studies that do not pair")
        )
        return [], trials
    return [dict(zip(refs, values, strict=True)) for values in zip(*refs.values(), strict=True)], trials


def about_study(row: Values) -> dict[str, str]:
    """What a row tells of its study beside ids."""
    found = {key: row.one(key) for key in _ABOUT if row.values.get(key)}
    found = {key: unicodedata.normalize("NFC", text) for key, text in found.items()}
    _, faults = parsed({"id": "x", "resolution": "probable", **found}, Study)
    for fault in faults:
        key = str(fault.path[0])
        row.fault(key, fault.message, f"{key}: {_SHOWN.sub('...', fault.message, 1)}")
        del found[key]
    return found
