"""From a table to a folder of findings: part by part, so that a run that was stopped goes on where it was.

A part is so many rows. What becomes of it is put into a folder beside the target, whole or not at all; when the last
part is there, all are joined and the target appears. What a part needs of those before it, the studies that they made,
is kept with them.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bevo.cache import digest, digest_of_code, digest_of_files
from bevo.curation.read import read_list
from bevo.curation.records import Review, Study
from bevo.curation.sources_jsonl import SOURCES, STUDIES, json_lines
from bevo.files import locked, new_folder, write_whole
from bevo.ingest.mapping import Mapping, unknown_columns
from bevo.ingest.names import Reader, name_reader
from bevo.ingest.report import Report, commands, names_table, report
from bevo.ingest.rows import SECTION, Made, make_finding
from bevo.ingest.slots import SLOTS
from bevo.ingest.studies import Studies
from bevo.ingest.tables import Row, Table, file_hash, open_table
from bevo.ingest.tally import Tally
from bevo.ingest.values import Fault, Plan, plan
from bevo.ontology.merge import read_ontology
from bevo.ontology.terms import Vocabulary
from bevo.problems import BevoError, InputError, Problem, relative
from bevo.project import Project
from bevo.vocabulary.pack import default_pack

__all__ = ["FINDINGS", "PART", "Ingested", "ingest", "unfinished"]

PART = 5000
"""Rows of a part."""
FINDINGS, REJECTS = "findings.jsonl", "rejects.csv"
_BEYOND = "(beyond the header)"

Say = Callable[[str], None]


@dataclass(frozen=True)
class Ingested:
    """What became of a table.

    :param shown: the first rejected rows, as sentences.
    """

    tally: Tally
    report: Report
    shown: list[str]


@dataclass(frozen=True)
class _Setting:
    """All that a row depends on."""

    table: Table
    plan: Plan
    read: Reader
    studies: Studies
    vocabulary: Vocabulary


def unfinished(out: Path) -> Path:
    """Where the parts of an ingestion are until it is complete."""
    return out.with_name(f".{out.name}.unfinished")


def ingest(
    path: Path,
    mapping: Mapping,
    base: Path,
    out: Path,
    project: Project,
    say: Say = lambda _: None,
    resume: bool = False,
    size: int = PART,
) -> Ingested:
    """Make the findings of a table.

    :param base: the folder from which the mapping names a second table.
    :param out: the folder to make: ``findings.jsonl``, ``sources.jsonl``, ``studies.jsonl``, ``rejects.csv``,
        ``names.tsv``, ``terms-to-add.sh``, ``report.txt``.
    :param say: is told how far it is.
    :param resume: whether to go on with what an earlier run left.
    :param size: rows of a part.
    :raises BevoError: if the table as a whole cannot be read, the mapping does not fit it, or ``out`` is there.
    """
    if out.exists():
        raise BevoError(f"{relative(out)} exists already; remove it, or name another folder with --out")
    state = unfinished(out)
    known = _known(project, mapping)
    pack = default_pack()
    vocabulary = read_ontology(project.ontology).vocabulary
    table = _with_join(open_table(path, mapping.read, mapping.optional()), mapping, base)
    problems = unknown_columns(mapping, table.header, relative(path))
    if problems:
        raise InputError(problems)
    read = name_reader(vocabulary, pack)
    _check_constants(mapping, read)
    setting = _Setting(
        table,
        plan(mapping, table.header),
        read,
        Studies(known, mapping.source.id),
        vocabulary,
    )
    try:
        key = digest(
            *(file_hash(one) for one in (path, *([base / mapping.join.table] if mapping.join else []))),
            mapping.model_dump_json(),
            digest_of_files([*project.ontology.rglob("*"), project.instances / "studies.yaml"], project.root),
            digest_of_code(),
            str(size),
        )
        out.absolute().parent.mkdir(parents=True, exist_ok=True)
        with locked(state):
            _start(state, key, resume)
            tally, parts = _parts(setting, state, size, say)
            if not tally.rows:
                raise InputError([Problem(relative(path), 0, "", "the table has a header and no rows")])
            told = report(tally, setting.read, vocabulary, pack, setting.studies)
            with new_folder(out) as folder:
                _finish(folder, state, parts, setting, told)
            shown = _shown(out / REJECTS, path)
            shutil.rmtree(state, ignore_errors=True)
    except InputError:
        shutil.rmtree(state, ignore_errors=True)  # the table must be mended first: nothing to go on with
        raise
    except OSError as error:
        raise BevoError(f"cannot read or write: {error}") from error
    return Ingested(tally, told, shown)


def _check_constants(mapping: Mapping, read: Reader) -> None:
    """Find out at once what would reject every row.

    :raises InputError: if a name that the mapping gives for all rows is not known.
    """
    names = [read(key, name) for key, name in mapping.constants.items() if SLOTS[key].kinds]
    problems = [Problem("the mapping", 0, f"constants, {name.key}", name.fault) for name in names if name.fault]
    if problems:
        raise InputError(problems)


def _known(project: Project, mapping: Mapping) -> list[Study]:
    problems: list[Problem] = []
    studies = [study for study, _ in read_list(project.instances / "studies.yaml", Study, problems)]
    reviews = [review for review, _ in read_list(project.instances / "reviews.yaml", Review, problems)]
    if problems:
        raise InputError(problems)
    if mapping.source.id in [review.id for review in reviews]:
        raise BevoError(f"source: '{mapping.source.id}' is a review of BEVO already; give the table an id of its own")
    return studies


def _with_join(table: Table, mapping: Mapping, base: Path) -> Table:
    """A table whose rows go on with those that a second table has for them."""
    join = mapping.join
    if join is None:
        return table
    second = open_table(base / join.table, join.read)
    for one in (table, second):
        if join.on not in one.header:
            raise InputError([Problem(relative(one.path), 0, "join, on", f"the table has no column '{join.on}'")])
    mine, theirs = table.header.index(join.on), second.header.index(join.on)
    found: dict[str, Sequence[str]] = {}
    for row in second.rows():
        name = row.cells[theirs].strip() if row.cells and not row.fault else ""
        if row.fault or name in found:
            fault = row.fault or f"'{name}' stands twice in column {join.on}: which row is meant cannot be told"
            raise InputError([Problem(relative(second.path), 0, f"row {row.number}", fault)])
        if name:
            found[name] = row.cells

    def rows() -> Iterator[Row]:
        for row in table.rows():
            if row.fault or not row.cells:
                yield row
            elif row.cells[mine].strip() in found:
                yield Row(row.number, [*row.cells, *found[row.cells[mine].strip()]])
            else:
                fault = f"column {join.on}: no row of {second.path.name} has '{row.cells[mine].strip()}'"
                yield Row(row.number, row.cells, fault)

    more = tuple(f"{join.name}.{name}" for name in second.header)
    return Table(table.path, (*table.header, *more), rows, table.open_header)


def _start(state: Path, key: str, resume: bool) -> None:
    mark = state / "of"
    if state.exists() and not resume:
        raise BevoError(
            f"an earlier run was stopped before its end: --resume goes on; to start anew remove {relative(state)}"
        )
    if resume and not state.exists():
        raise BevoError("there is nothing to go on with; leave --resume out")
    if resume and mark.is_file() and mark.read_text(encoding="utf-8") != key:
        raise BevoError(
            "the table, the mapping, the terms or the program changed since the earlier run; "
            f"remove {relative(state)} and start without --resume"
        )
    write_whole(mark, key.encode())


def _parts(setting: _Setting, state: Path, size: int, say: Say) -> tuple[Tally, int]:
    """Make the parts that are not there, and sum what all count."""
    tally, number = Tally(), 0
    while (done := state / f"{number:05}.json").is_file():
        data = json.loads(done.read_bytes())
        tally.add(Tally.of_json(data))
        setting.studies.replay(data["log"])
        setting.studies.twins.update(data["twins"])
        number += 1
    if number:
        say(f"{tally.rows} rows are there from the earlier run")
    rows = (row for row in setting.table.rows() if row.number > tally.last)
    while part := list(islice(rows, size)):
        _make_part(part, number, setting, state, tally)
        number += 1
        say(f"{tally.rows} rows, {tally.findings} findings, {tally.rejects} rejected")
    return tally, number


def _make_part(part: list[Row], number: int, setting: _Setting, state: Path, whole: Tally) -> None:
    tally = Tally(last=part[-1].number)
    findings: list[str] = []
    rejects = io.StringIO(newline="")
    writer = csv.writer(rejects)
    setting.studies.log.clear()
    for row in part:
        if not row.cells and not row.fault:
            tally.blank += 1
            continue
        made = _made(row, setting)
        tally.count(made)
        if made.finding is not None:
            findings.append(f"{json.dumps(made.finding, ensure_ascii=False)}\n")
        else:
            writer.writerow(_rejected(row, made.faults, len(setting.table.header)))
    write_whole(state / f"{number:05}.{FINDINGS}", "".join(findings).encode())
    write_whole(state / f"{number:05}.{REJECTS}", rejects.getvalue().encode("utf-8", "surrogatepass"))
    kept = {**tally.as_json(), "log": setting.studies.log, "twins": setting.studies.twins}
    write_whole(state / f"{number:05}.json", json.dumps(kept).encode())  # last: with it the part is there
    whole.add(tally)


def _made(row: Row, setting: _Setting) -> Made:
    if row.fault:
        return Made(None, [Fault("", row.fault, re.sub(r"'.*?'|\d+", "...", row.fault))], [], [])
    return make_finding(row.number, row.cells, setting.plan, setting.read, setting.studies, setting.vocabulary)


def _rejected(row: Row, faults: list[Fault], width: int) -> list[str]:
    columns = "; ".join(dict.fromkeys(fault.column for fault in faults if fault.column))
    reasons = "; ".join(f"column {fault.column}: {fault.reason}" if fault.column else fault.reason for fault in faults)
    cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
    return [str(row.number), columns, reasons, *cells, " | ".join(row.cells[width:])]


def _finish(folder: Path, state: Path, parts: int, setting: _Setting, told: Report) -> None:
    source = setting.plan.mapping.source
    header = io.StringIO(newline="")
    csv.writer(header).writerow(["row", "column", "reason", *setting.table.header, _BEYOND])
    for name, start in ((FINDINGS, b""), (REJECTS, header.getvalue().encode())):
        with (folder / name).open("wb") as joined:
            joined.write(start)
            for number in range(parts):
                with (state / f"{number:05}.{name}").open("rb") as piece:
                    shutil.copyfileobj(piece, joined)
    dataset = {"kind": "dataset", "sections": [{"name": SECTION, "rows": told.last}]}
    (folder / SOURCES).write_bytes(json_lines([source.model_dump(exclude_defaults=True) | dataset]))
    (folder / STUDIES).write_bytes(json_lines(setting.studies.made.values()))
    (folder / "names.tsv").write_text(names_table(told), encoding="utf-8")
    (folder / "terms-to-add.sh").write_text(commands(told), encoding="utf-8")
    (folder / "report.txt").write_text(told.text, encoding="utf-8")


def _shown(rejects: Path, table: Path, most: int = 20) -> list[str]:
    csv.field_size_limit(1 << 24)
    with rejects.open(encoding="utf-8", errors="replace", newline="") as stream:
        rows = islice(csv.DictReader(stream), most)
        return [f"{relative(table)}: row {row['row']}: {row['reason']}" for row in rows]
