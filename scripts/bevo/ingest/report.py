"""What an ingestion found, grouped by distinct name: for people, as a table, and as commands to run."""

from __future__ import annotations

import csv
import io
import shlex
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bevo.ingest.names import Name, Reader
from bevo.ingest.slots import SLOTS
from bevo.ingest.studies import Studies
from bevo.ingest.tally import Tally
from bevo.ontology.borrowed import home_of
from bevo.ontology.rows import Row, borrowed_rows
from bevo.ontology.terms import Vocabulary
from bevo.problems import BevoError
from bevo.vocabulary import spelling
from bevo.vocabulary.micrornas import read_microrna
from bevo.vocabulary.pack import Entry, Pack

__all__ = ["STATUSES", "Counted", "Report", "commands", "names_table", "report"]

STATUSES = {"exact": "known", "rule": "by rule", "ambiguous": "ambiguous", "absent": "absent", "damaged": "damaged"}
"""How each status of a name is told."""


@dataclass(frozen=True)
class Counted:
    """A distinct name with the number of its rows, and what to do about it.

    :param command: a line for the shell, or nothing.
    :param remark: why there is no command, or what to choose from.
    """

    name: Name
    rows: int
    command: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Report:
    """A report.

    :param last: the number of the last row.
    """

    text: str
    names: list[Counted]
    last: int


def report(tally: Tally, read: Reader, vocabulary: Vocabulary, pack: Pack | None, studies: Studies) -> Report:
    """The report of an ingestion.

    :param read: knows each name already.
    """
    adviser = _Adviser(vocabulary, pack)
    order = sorted(tally.names.items(), key=lambda item: (_place(item[0][0]), -item[1], item[0][1]))
    names = [adviser.advice(read(key, name), rows) for (key, name), rows in order]
    return Report("\n".join([*_lines(tally, names, studies), ""]), names, tally.last)


def _place(key: str) -> int:
    return list(SLOTS).index(key)


class _Adviser:
    """Tells which command adds a term; a term that two names need is added once."""

    def __init__(self, vocabulary: Vocabulary, pack: Pack | None) -> None:
        self.vocabulary = vocabulary
        self.pack = pack
        self.of_row: dict[str, str] = {}

    def advice(self, name: Name, rows: int) -> Counted:
        if name.status in ("exact", "rule", "damaged"):
            return Counted(name, rows, remark=name.fault)
        read = name.read
        elsewhere = read.elsewhere if read else ()
        if name.status == "ambiguous" and read and read.term:
            return Counted(name, rows, remark=name.fault)
        if name.status == "ambiguous" and read:
            choices = [f"{term.curie} {term.label}" for term in read.choices]
            choices += [f"{entry.curie} {entry.label}" for entry in elsewhere]
            return Counted(name, rows, remark=f"choose under 'values': {' or '.join(choices)}")
        if read and read.species and name.fault.endswith(read.species):
            return Counted(name, rows, f"bevo term add {read.species} --as species")
        fitting = [entry for entry in elsewhere if set(home_of(entry)) & set(SLOTS[name.key].kinds)]
        if self._same_molecule(fitting):
            added = self._add(name, rows, fitting[0])
            label = fitting[0].label
            if not added.command or spelling.key(name.name) in map(spelling.key, (label, f"{label}s")):
                return added
            # A synonym may be another thing's everyday name: a gene is called DANCE, a plant tissue callus.
            return Counted(name, rows, remark=f"is it '{label}'? If so: {added.command}")
        if fitting:
            choices = [f"{entry.curie} {entry.label}" for entry in fitting]
            return Counted(
                name, rows, remark=f"several have the name, add one with 'bevo term add': {', '.join(choices)}"
            )
        if read and read.hint:
            return Counted(name, rows, remark=read.hint)
        return self._mint(name, rows)

    def _same_molecule(self, entries: list[Entry]) -> bool:
        """Whether all are one thing: one entry, or the same microRNA in several species."""
        micrornas = {m.name if (m := read_microrna(entry.label)) else entry.curie for entry in entries}
        return len(micrornas) == 1

    def _add(self, name: Name, rows: int, entry: Entry) -> Counted:
        homes = [kind for kind in home_of(entry) if kind in SLOTS[name.key].kinds]
        assert self.pack is not None  # an entry came from there
        made: list[Row] = []
        fault = ""
        for kind in (None, *homes):
            try:
                made = borrowed_rows(entry.curie, self.vocabulary, self.pack, kind)
                break
            except BevoError as error:
                fault = str(error)
        if not made:
            below = " --below CL:..." if entry.curie.startswith("cellosaurus:") else ""
            return Counted(name, rows, remark=f"bevo term add {entry.curie}{below}: {fault}")
        line = f"bevo term add {entry.curie} --as {made[-1].kind}"
        line = self.of_row.setdefault(made[-1].curie, line)
        return Counted(name, rows, line, f"{entry.label}")

    def _mint(self, name: Name, rows: int) -> Counted:
        table = SLOTS[name.key].mint
        if read_microrna(name.name):
            return Counted(name, rows, remark="miRBase has no such microRNA; is it spelt right?")
        if not table:
            return Counted(name, rows, remark="no vocabulary has the name; say under 'values' what it stands for")
        define = "" if table == "molecules" else " --definition 'WRITE WHAT IT IS'"
        line = f"bevo term mint {shlex.quote(' '.join(name.name.split()))} --kind {table}{define}"
        return Counted(name, rows, line, "no vocabulary has the name: is it spelt right, and is it one thing?")


def _lines(tally: Tally, names: list[Counted], studies: Studies) -> Iterable[str]:
    yield f"{tally.rows} rows: {tally.findings} findings, {tally.rejects} rejected"
    if tally.blank:
        yield f"{tally.blank} rows are empty and were passed over"
    yield f"{len(studies.made)} studies were made from their ids"
    for twin, study in sorted(studies.twins.items()):
        yield f"{twin} and {study} are one study, as a row says that has the ids of both; they were made as two"
    yield ""
    yield from _by_status(names)
    if tally.reasons:
        yield ""
        yield "Why rows were rejected (a row may have several reasons):"
        for (column, sort), rows in sorted(tally.reasons.items(), key=lambda one: (-one[1], one[0])):
            yield f"{rows:9}  {f'{column}: ' if column else ''}{sort}"
    if tally.missing:
        yield ""
        yield "What findings do not say, because the cell is empty:"
        for key, rows in sorted(tally.missing.items(), key=lambda one: (-one[1], one[0])):
            yield f"{rows:9}  {key}"
    unknown = [one for one in names if one.name.status in ("ambiguous", "absent", "damaged")]
    if unknown:
        yield ""
        yield "Names that are not taken, those of most rows first (names.tsv has all):"
        for one in sorted(unknown, key=lambda one: -one.rows)[:30]:
            said = one.command or one.remark
            yield f"{one.rows:9}  {one.name.key} '{one.name.name}', {STATUSES[one.name.status]}: {said}"


def _by_status(names: list[Counted]) -> Iterable[str]:
    yield "Distinct names, and rows that have them:"
    cells = [["", *STATUSES.values()]]
    for key in dict.fromkeys(one.name.key for one in names):
        line = [key]
        for status in STATUSES:
            of = [one.rows for one in names if (one.name.key, one.name.status) == (key, status)]
            line.append(f"{len(of)} ({sum(of)})" if of else "-")
        cells.append(line)
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    for row in cells:
        yield "  " + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()


def names_table(told: Report) -> str:
    """All distinct names, as a table."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, "excel-tab", lineterminator="\n")
    writer.writerow(["key", "name", "rows", "status", "term", "changed", "command", "remark"])
    for one in told.names:
        name = one.name
        changed = "; ".join(name.changes)
        writer.writerow(
            [name.key, name.name, one.rows, STATUSES[name.status], name.text, changed, one.command, one.remark]
        )
    return stream.getvalue()


def commands(told: Report) -> str:
    """The commands that add what is absent, each once, those of most rows first; what needs a decision is a comment."""
    add, mint = _grouped(told, "bevo term add"), _grouped(told, "bevo term mint")
    lines = [
        "#!/bin/sh",
        "# Terms that the names of the table ask for. Read each line, remove what you do not mean; then ingest again.",
        "",
        *(f"{line}  # {said}" for line, said in add),
    ]
    if mint:
        lines += ["", "# No vocabulary has these. Take the # away where the name is right and one thing:"]
        lines += [f"# {line}  # {said}" for line, said in mint]
    open_ = [one for one in told.names if one.name.status in ("ambiguous", "absent") and not one.command]
    if open_:
        lines += ["", "# These need a decision:"]
        lines += [f"# {_plain(one.name.name)}, {one.rows} rows: {_plain(one.remark)}" for one in open_]
    return "\n".join(lines) + "\n"


def _grouped(told: Report, start: str) -> list[tuple[str, str]]:
    rows: Counter[str] = Counter()
    names: dict[str, dict[str, None]] = {}
    for one in told.names:
        if one.command.startswith(start):
            rows[one.command] += one.rows
            names.setdefault(one.command, {})[_plain(one.name.name)] = None
    return [(line, f"{count} rows: {', '.join(list(names[line])[:4])}") for line, count in _ordered(rows)]


def _ordered(rows: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(rows.items(), key=lambda item: (-item[1], item[0]))


def _plain(text: str) -> str:
    """A text that stays within a comment of a shell script."""
    return " ".join(text.split())
