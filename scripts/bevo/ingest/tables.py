"""Tables as rows of texts: CSV, TSV, XLSX, Parquet, JSON and JSON Lines, a row at a time.

A row has the number that a spreadsheet shows (the header is row 1), so a person finds it again; in JSON and Parquet,
which have no header, the first row is 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from bevo.ingest.mapping import Reading
from bevo.problems import InputError, Problem, relative

__all__ = ["Row", "Table", "fault_of", "file_hash", "headed", "letter", "open_table"]


class Row(NamedTuple):
    """A row.

    :param cells: as many as the header has, unless there is a fault.
    :param fault: why it cannot be read; empty where it can.
    """

    number: int
    cells: Sequence[str]
    fault: str = ""


@dataclass(frozen=True)
class Table:
    """A table.

    :param header: the names of the columns.
    :param rows: goes through the rows anew each time; a row of which all cells are empty has no cells.
    :param open_header: whether rows may have columns beyond the header, which are then not read.
    """

    path: Path
    header: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    open_header: bool = False


def fault_of(path: Path, message: str, row: int = 0, column: str = "") -> InputError:
    """A fault of a table as a whole."""
    about = ", ".join(filter(None, (f"row {row}" if row else "", f"column {column}" if column else "")))
    return InputError([Problem(relative(path), 0, about, message)])


def letter(index: int) -> str:
    """The letters by which a spreadsheet calls a column.

    :param index: from 0.
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def headed(path: Path, number: int, cells: Sequence[str]) -> tuple[str, ...]:
    """The header of a table, checked.

    :raises InputError: if it is empty, has gaps, as merged cells leave them, or a name twice.
    """
    names = [" ".join(cell.replace("\ufeff", "").split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise fault_of(
            path, "the header is empty; name the row that holds it in the mapping, read: {header: 3}", number
        )
    filled = [i for i, name in enumerate(names) if name]
    if len(cells) > 2 and filled == [0]:
        raise fault_of(
            path,
            f"one cell alone is filled, '{names[0][:60]}', as by a title merged over the table; "
            "name the row of the header in the mapping, read: {header: 3}",
            number,
        )
    if filled[0] == 1 and len(filled) == len(names) - 1:
        names[0] = "(first column)"  # the index that pandas writes
    gaps = [i for i, name in enumerate(names) if not name]
    if gaps:
        raise fault_of(
            path,
            "the header has no name here, as where cells are merged; write one name above each column",
            number,
            ", ".join(letter(i) for i in gaps[:5]),
        )
    first: dict[str, int] = {}
    for i, name in enumerate(names):
        if name in first:
            raise fault_of(
                path, f"the header says '{name}' twice, in {letter(first[name])} too; rename one", number, letter(i)
            )
        first[name] = i
    return tuple(names)


def open_table(path: Path, reading: Reading, optional: Sequence[str] = ()) -> Table:
    """A table, by the ending of its name.

    :param optional: columns that rows of JSON may have, if not the first ones.
    :raises InputError: if it is empty, cannot be read, or its header has faults.
    """
    from bevo.ingest.objects import open_json, open_lines, open_parquet
    from bevo.ingest.sheets import open_sheet
    from bevo.ingest.text import open_text

    if not path.is_file():
        raise fault_of(path, "there is no such file")
    if not path.stat().st_size:
        raise fault_of(path, "the file is empty")
    ending = path.suffix.lower()
    if ending in (".csv", ".tsv", ".tab", ".txt"):
        return open_text(path, reading)
    if ending in (".xlsx", ".xlsm"):
        return open_sheet(path, reading)
    if ending == ".parquet":
        return open_parquet(path, optional)
    if ending == ".json":
        return open_json(path, reading, optional)
    if ending in (".jsonl", ".ndjson"):
        return open_lines(path, reading, optional)
    hint = "; save it as .xlsx" if ending == ".xls" else ""
    raise fault_of(path, f"tables end in .csv, .tsv, .txt, .xlsx, .parquet, .json or .jsonl{hint}")


def file_hash(path: Path) -> str:
    """A hash of what a file holds."""
    whole = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            whole.update(block)
    return whole.hexdigest()
