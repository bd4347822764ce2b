"""Rows in the formats that people and programs take away, read back."""

from __future__ import annotations

import csv
import io
import json

from pyarrow import BufferReader, parquet

from bevo.rdf.formats import as_csv, as_json, as_jsonl, as_markdown, as_parquet, as_tsv

COLUMNS = ["name", "says"]
ROWS = [["miR-21", 'a "b", c'], ["a|b\\<i>", "two\nlines\tand a tab"], ["TNF-α", ""]]
OBJECTS = [dict(zip(COLUMNS, row, strict=True)) for row in ROWS]


def test_what_is_written_is_read_back() -> None:
    assert list(csv.DictReader(io.StringIO(as_csv(COLUMNS, ROWS), newline=""))) == OBJECTS
    assert json.loads(as_json(COLUMNS, ROWS)) == OBJECTS
    assert [json.loads(line) for line in as_jsonl(COLUMNS, ROWS).splitlines()] == OBJECTS
    assert parquet.read_table(BufferReader(as_parquet(COLUMNS, ROWS))).to_pylist() == OBJECTS


def test_a_row_is_a_line_of_as_many_cells() -> None:
    lines = as_tsv(COLUMNS, ROWS).splitlines()
    assert [line.count("\t") for line in lines] == [1, 1, 1, 1]
    assert lines[2] == "a|b\\<i>\ttwo lines and a tab"


def test_nothing_in_a_cell_ends_a_cell_of_markdown() -> None:
    assert as_markdown(COLUMNS, ROWS).splitlines()[2:4] == [
        '| miR-21 | a "b", c |',
        "| a\\|b\\\\\\<i> | two lines and a tab |",
    ]


def test_no_rows_are_a_table_as_well() -> None:
    assert as_csv(COLUMNS, []) == "name,says\n" and as_json(COLUMNS, []) == "[]\n" and as_jsonl(COLUMNS, []) == ""
    assert parquet.read_table(BufferReader(as_parquet(COLUMNS, []))).column_names == COLUMNS
