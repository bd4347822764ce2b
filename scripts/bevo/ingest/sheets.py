"""XLSX, a row at a time."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from bevo.ingest.mapping import Reading
from bevo.ingest.tables import Row, Table, fault_of, headed

__all__ = ["open_sheet"]


def open_sheet(path: Path, reading: Reading) -> Table:
    """A sheet of a workbook; formulas stay formulas, and dates become ISO dates, so that both can be told.

    :raises InputError: if it cannot be read, or it is open which sheet is meant.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(path, read_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise fault_of(
            path, f"cannot be read as XLSX: {error}; an old .xls, or one with a password, must be saved anew"
        ) from error
    try:
        names = [sheet.title for sheet in book.worksheets]
    finally:
        book.close()
    if reading.sheet and reading.sheet not in names:
        raise fault_of(path, f"there is no sheet '{reading.sheet}'; sheets: {', '.join(names)}")
    if not names or (not reading.sheet and len(names) > 1):
        raise fault_of(
            path,
            f"has {len(names)} sheets, {', '.join(names)}: name one in the mapping, read: {{sheet: NAME}}",
        )
    chosen = reading.sheet or names[0]

    def rows() -> Iterator[Row]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            opened = load_workbook(path, read_only=True)
            try:
                sheet = opened[chosen]
                sheet.reset_dimensions()
                for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
                    yield Row(number, [_text(value) for value in values])
            except (BadZipFile, KeyError, SyntaxError, EOFError) as error:
                raise fault_of(path, f"the sheet '{chosen}' is damaged: {error}") from error
            finally:
                opened.close()

    header: tuple[str, ...] = ()
    widest = 0
    for row in rows():
        widest = max(widest, len(row.cells))
        if row.number > reading.header + 1:
            break
        if row.number == reading.header:
            header_cells = list(row.cells)
    if widest and row.number >= reading.header:
        header = headed(path, reading.header, header_cells + [""] * (widest - len(header_cells)))
    if not header:
        raise fault_of(path, f"the sheet '{chosen}' has no row {reading.header}, which should hold the header")
    return Table(path, header, lambda: _below(rows(), reading.header, len(header)))


def _below(rows: Iterator[Row], header: int, width: int) -> Iterator[Row]:
    for row in rows:
        if row.number <= header:
            continue
        cells = list(row.cells)
        if not any(cells):
            yield Row(row.number, ())
        elif any(cells[width:]):
            last = max(i for i, cell in enumerate(cells) if cell)
            yield Row(row.number, cells[: last + 1], f"has {last + 1} cells where the header has {width}")
        else:
            yield Row(row.number, [*cells[:width], *[""] * (width - len(cells))])


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return f"={getattr(value, 'text', None) or getattr(value, 'ref', '')}"  # formulas that go over several cells
