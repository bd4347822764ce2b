"""The mapping of a table: which column is what, what holds for all rows, and how the table is to be read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bevo.curation.marked_yaml import read_yaml
from bevo.curation.read import parsed
from bevo.curation.records import ADDRESS, Doi, Slug, Text, Year
from bevo.ingest.cells import EMPTY
from bevo.ingest.slots import OUTSIDE, SLOTS, STUDY
from bevo.problems import InputError, Problem, nearest
from bevo.signs import AMOUNTS, SIGNS, VERBS

__all__ = ["Column", "Join", "Mapping", "Reading", "Source", "read_mapping", "unknown_columns"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Part):
    """A column, and how its cells are read.

    :param split: what separates several values in a cell.
    :param prefix: what to put before a value, to make it an id: ``hgnc:``.
    :param values: what a value stands for; nothing where it is as good as empty.
    :param optional: whether a cell may be empty; for names outside the logic also unknown.
    """

    column: Annotated[str, Field(min_length=1)]
    split: Annotated[str | None, Field(min_length=1)] = None
    prefix: str = ""
    values: dict[str, str | None] = Field(default_factory=dict)
    optional: bool = False


class Source(_Part):
    """What the table is, as the source of its findings."""

    id: Annotated[Slug, Field(pattern="^[^_]+$")]
    title: Text
    authors: tuple[Text, ...] = ()
    year: Year | None = None
    doi: Doi | None = None
    licence: Annotated[str | None, Field(pattern=ADDRESS)] = None


class Reading(_Part):
    """How a table is read.

    :param delimiter: of text; by the ending of the file where it is not said.
    :param header: the number of the row that holds the header.
    :param quotes: whether quotation marks in text enclose cells.
    :param empty: what stands in a cell that says nothing.
    """

    delimiter: Annotated[str | None, Field(min_length=1, max_length=1)] = None
    encoding: str | None = None
    sheet: str | None = None
    header: Annotated[int, Field(ge=1)] = 1
    quotes: bool = True
    empty: tuple[str, ...] = EMPTY


class Join(_Part):
    """A second table, whose columns are then called ``name.column``.

    :param table: the file, relative to the mapping.
    :param on: the column by which a row finds its row there; it has the same name in both.
    """

    name: Annotated[str, Field(pattern=r"^[A-Za-z]\w*$")]
    table: str
    on: str
    read: Reading = Reading()


def _columns(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: {"column": one} if isinstance(one, str) else one for key, one in value.items()}


class Mapping(_Part):
    """A mapping.

    :param columns: by key of :data:`bevo.ingest.slots.SLOTS`; a note may be made of several.
    :param constants: what holds for every row.
    :param verbs: the words of the table and what they mean, a word of :data:`bevo.signs.VERBS`.
    :param leave_out: values by column; a row that has one is rejected.
    :param first_id: the id of row 0; row 17 gets the one that is 17 higher.
    """

    source: Source
    read: Reading = Reading()
    columns: Annotated[dict[str, Column], BeforeValidator(_columns)]
    note: tuple[str, ...] = ()
    constants: dict[str, str] = Field(default_factory=dict)
    verbs: dict[str, str] = Field(default_factory=dict)
    leave_out: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    join: Join | None = None
    first_id: Annotated[str, Field(pattern="^F[0-9]{7}$")] = "F1000000"

    def names(self, key: str) -> bool:
        """Whether it says a key at all."""
        return key in self.columns or key in self.constants

    def wanted(self) -> dict[str, str]:
        """The columns that it names, and what for."""
        found = {name: "note" for name in self.note}
        found |= {name: "leave_out" for name in self.leave_out}
        return found | {one.column: key for key, one in self.columns.items()}

    def optional(self) -> list[str]:
        """The columns that a row may lack."""
        asked = [one.column for one in self.columns.values() if one.optional]
        return [*asked, *self.note, *self.leave_out]


def read_mapping(path: Path) -> Mapping:
    """The mapping of a file.

    :raises InputError: if it is no YAML, or says what makes no sense; with the line.
    """
    document = read_yaml(path)
    if not isinstance(document.data, dict):
        raise InputError([Problem(document.file, 1, "", "must hold the keys source and columns")])
    _no_lists(document.data)
    mapping, faults = parsed(document.data, Mapping)
    problems = [Problem(document.file, document.line(*fault.path), "", fault.message) for fault in faults]
    if mapping is not None:
        problems += [Problem(document.file, document.line(*where), "", message) for where, message in _check(mapping)]
    if problems or mapping is None:
        raise InputError(problems)
    return mapping


def _no_lists(data: dict[str, Any]) -> None:
    """One value may stand where several may."""
    for holder, key in ((data, "note"), (data.get("read"), "empty"), (data.get("source"), "authors")):
        if isinstance(holder, dict) and isinstance(holder.get(key), str):
            holder[key] = [holder[key]]
    out = data.get("leave_out")
    if isinstance(out, dict):
        data["leave_out"] = {key: [one] if isinstance(one, str) else one for key, one in out.items()}


_ONE_OF = {
    "amount": tuple(AMOUNTS),
    "certainty": ("hedged", "proposed"),
    "kind": ("therapy", "summary"),
    "collective": ("true",),
    "sign": SIGNS,
    "target_sign": tuple(VERBS),
}
"""What constants may be."""

Fault = tuple[tuple[str, ...], str]


def _check(mapping: Mapping) -> Iterator[Fault]:
    for part, keys in (("columns", mapping.columns), ("constants", mapping.constants)):
        for key in keys:
            if key not in SLOTS:
                hint = "; write note: [COLUMN] beside 'columns'" if key == "note" else nearest(key, SLOTS)
                yield (part, key), f"'{key}' is nothing that a finding holds{hint}"
    for key in mapping.columns.keys() & mapping.constants.keys():
        if key != "uncited":
            yield ("constants", key), f"'{key}' is a column and a constant; leave one out"
    for word, verb in mapping.verbs.items():
        if verb not in VERBS:
            yield ("verbs", word), f"'{verb}' is no verb of BEVO; one of {', '.join(VERBS)}"
    names = mapping.names
    if not names("vesicle") and not names("by"):
        yield (
            ("columns",),
            "no vesicle: name the column that says it, or write constants: {vesicle: exosome} if all rows are about "
            "such; without a vesicle name who acts (by)",
        )
    for sign, of in (("sign", "outcome"), ("target_sign", "target")):
        if names(of) and not names(sign):
            yield ("columns",), f"there is '{of}' and no '{sign}': say what is done to it, {', '.join(SIGNS)}"
        if names(sign) and not names(of):
            yield ("columns",), f"there is '{sign}' and no '{of}': say what it is done to"
    for key, allowed in _ONE_OF.items():
        if mapping.constants.get(key, allowed[0]) not in allowed:
            yield ("constants", key), f"'{mapping.constants[key]}' is none of {', '.join(allowed)}"
    if names("by") and not names("outcome") and not names("does"):
        yield ("columns",), "an agent (by) needs an outcome with its sign, or 'does', for example 'less vesicle'"
    if not names("by") and not names("outcome") and not names("cargo"):
        yield ("columns",), "nothing is said of the vesicle: name the column of its cargo, or of the outcome"
    for slot, needs in (
        ("amount", "cargo"),
        ("does", "by"),
        *((f"{one}_state", one) for one in ("from", "vesicle", "to", "versus")),
    ):
        if names(slot) and not names(needs):
            yield ("columns",), f"there is '{slot}' and no '{needs}'"
    if names("target") and not names("cargo") and not names("by"):
        yield ("columns",), "there is a 'target' and neither a 'cargo' nor an agent (by) that acts on it"
    if not any(names(key) for key in (*STUDY, "nct", "uncited")):
        yield (
            ("columns",),
            f"no study: name a column as {', '.join(STUDY)}, or write constants: {{uncited: why there is none}}",
        )
    for key, one in mapping.columns.items():
        if one.optional and key not in OUTSIDE and key in SLOTS and not SLOTS[key].needed:
            yield ("columns", key), f"'{key}' may always be empty; leave 'optional' out"
    if mapping.join and mapping.join.read.header < 1:
        yield ("join", "read"), "a header stands at row 1 or below"


def unknown_columns(mapping: Mapping, header: Collection[str], file: str) -> list[Problem]:
    """The columns that a mapping names and a table does not have."""
    return [
        Problem(file, 0, f"columns, {key}", f"the table has no column '{name}'{_near(name, header)}")
        for name, key in mapping.wanted().items()
        if name not in header
    ]


def _near(name: str, header: Collection[str]) -> str:
    folded = {one.casefold(): one for one in header}
    if name.casefold() in folded:
        return f"; it has '{folded[name.casefold()]}'"
    shown = ", ".join(list(header)[:20])
    return f"; its columns: {shown}{', ...' if len(header) > 20 else ''}"
