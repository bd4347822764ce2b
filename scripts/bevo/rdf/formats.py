"""Rows as a person or a program takes them away: CSV, TSV, JSON, JSON Lines, Markdown, Parquet."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence

from bevo.problems import BevoError

__all__ = ["CSV_FILE", "as_csv", "as_json", "as_jsonl", "as_markdown", "as_parquet", "as_tsv", "csv_file"]

CSV_FILE = "utf-8-sig"
"""How :func:`csv_file` is encoded: UTF-8 with a byte order mark."""

Rows = Sequence[Sequence[str]]
_SPACE = re.compile(r"\s")
_FORMULA = re.compile(r"[=+@\t\r]|-(?![\d.])")


def as_csv(columns: Sequence[str], rows: Rows, line_end: str = "\n") -> str:
    """CSV.

    :param line_end: a line feed for files that are compared line by line; RFC 4180 wants a carriage return before it.
    """
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=line_end).writerows([columns, *rows])
    return out.getvalue()


def csv_file(columns: Sequence[str], rows: Rows) -> bytes:
    """A CSV file that people open, by the one rule of ``docs/tables.md``.

    It begins with a byte order mark, without which spreadsheets read UTF-8 as another encoding. Its lines end as in
    RFC 4180. What a spreadsheet would take for a formula has a quote in front, as by ``harmless`` in
    ``web/src/lib/save.js``.
    """
    cells = [[f"'{cell}" if _FORMULA.match(cell) else cell for cell in row] for row in rows]
    return as_csv(columns, cells, "\r\n").encode(CSV_FILE)


def as_tsv(columns: Sequence[str], rows: Rows) -> str:
    """Text with tabs, as IANA's ``text/tab-separated-values`` has it: a cell holds no tab and no line end."""
    return "".join("\t".join(_SPACE.sub(" ", cell) for cell in row) + "\n" for row in [columns, *rows])


def _objects(columns: Sequence[str], rows: Rows) -> list[dict[str, str]]:
    return [dict(zip(columns, row, strict=True)) for row in rows]


def as_json(columns: Sequence[str], rows: Rows) -> str:
    """A list of objects."""
    return json.dumps(_objects(columns, rows), indent=2, ensure_ascii=False) + "\n"


def as_jsonl(columns: Sequence[str], rows: Rows) -> str:
    """An object a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in _objects(columns, rows))


def as_markdown(columns: Sequence[str], rows: Rows) -> str:
    """A table as GitHub reads it."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join("| " + " | ".join(map(_in_a_cell, line)) + " |\n" for line in lines)


def _in_a_cell(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"([\\|<])", r"\\\1", text))


def as_parquet(columns: Sequence[str], rows: Rows) -> bytes:
    """A Parquet file, each column text.

    :raises BevoError: if pyarrow is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise BevoError("Parquet needs pyarrow: pip install pyarrow") from error
    out = pyarrow.BufferOutputStream()
    table = {name: pyarrow.array([row[at] for row in rows], pyarrow.string()) for at, name in enumerate(columns)}
    parquet.write_table(pyarrow.table(table), out)
    return bytes(out.getvalue().to_pybytes())
