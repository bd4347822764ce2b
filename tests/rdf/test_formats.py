"""Rows in the formats that people and programs take away, read back."""

from __future__ import annotations

import csv
import io
import json
import tempfile

import pytest
from pyarrow import BufferReader, parquet

from bevo.rdf.formats import CSV_FILE, as_csv, as_json, as_jsonl, as_markdown, as_parquet, as_tsv, csv_file

COLUMNS = ["name", "says"]
ROWS = [["miR-21", 'a "b", c'], ["a|b\\<i>", "two\nlines\tand a tab"], ["TNF-α", ""]]
OBJECTS = [dict(zip(COLUMNS, row, strict=True)) for row in ROWS]

FORMULAS = ["=1+1", "@x", "+x", "-x", "\tx"]
PLAIN = ["-3.2", "miR-21", "SEPT2", "1-2", "", "'x"]


def test_a_file_for_spreadsheets_has_a_byte_order_mark_and_no_formulas() -> None:
    data = csv_file(["TGF-β1"], [[cell] for cell in (*FORMULAS, *PLAIN)])
    assert data.startswith(b"\xef\xbb\xbfTGF-\xce\xb21\r\n")
    rows = list(csv.reader(io.StringIO(data.decode(CSV_FILE), newline="")))
    assert rows == [["TGF-β1"], *([f"'{cell}"] for cell in FORMULAS), *([cell] for cell in PLAIN)]
    assert csv_file(["TGF-β1"], rows[1:]) == data  # what is guarded is not guarded twice


def test_pandas_reads_the_first_name_of_a_csv_file_as_it_is() -> None:
    pandas = pytest.importorskip("pandas", reason="needs the package pandas")
    read = pandas.read_csv(io.BytesIO(csv_file(COLUMNS, ROWS)), keep_default_na=False)
    assert read.to_dict("records") == OBJECTS
    duckdb = pytest.importorskip("duckdb", reason="needs the package duckdb")
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(csv_file(COLUMNS, ROWS))
        file.flush()
        assert duckdb.read_csv(file.name, header=True).columns == COLUMNS


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
