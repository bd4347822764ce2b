"""Copies of tables: other ids in every column that holds one, and what is shared taken from the release."""

from __future__ import annotations

from pathlib import Path

import pytest

from bevo.bulk.schema import OF_FINDINGS
from bevo.problems import BevoError
from bevo_bench.copied_tables import copied_tables

duckdb = pytest.importorskip("duckdb")
pyarrow = pytest.importorskip("pyarrow")

TOLD = {"value": "Synthetic, after F1000001.", "class": "bevo:Finding", "label": "a finding"}


def cells(finding: str) -> tuple[str, str, str]:
    """What can stand in a cell of text: a finding, something of it, its check."""
    return f"finding:{finding}", f"finding:{finding}-vesicle", f"check:{finding}-li-2016"


def tables(folder: Path, finding: str) -> Path:
    """Tables of one finding, with three rows in each of two buckets."""
    from pyarrow import parquet

    def column(name: str, kind: str) -> list[object]:
        rows: dict[str, list[object]] = {"number": [3] * 3, "flag": [True] * 3, "text": [*cells(finding)]}
        return [TOLD[name]] * 3 if name in TOLD else rows[kind]

    for table in OF_FINDINGS:
        for bucket in (0, 1):
            (folder / table.name / f"bucket={bucket}").mkdir(parents=True)
            types = {"text": pyarrow.string(), "number": pyarrow.int64(), "flag": pyarrow.bool_()}
            row = {one.name: column(one.name, one.type) for one in table.columns}
            arrow = pyarrow.table(row, pyarrow.schema([(one.name, types[one.type]) for one in table.columns]))
            parquet.write_table(arrow, folder / table.name / f"bucket={bucket}" / "group-00000.parquet")
    (folder / "term").mkdir()
    (folder / "term" / "term.parquet").write_bytes(b"of " + finding.encode())
    return folder


def test_the_release_and_each_copy_are_there_once(tmp_path: Path) -> None:
    release, build = tables(tmp_path / "release", "F0026"), tables(tmp_path / "build", "F1000001")
    copied_tables(release, build, 20, 3, tmp_path / "out")
    there = {one for finding in ("F0026", "F1000001", "F1000021", "F1000041") for one in cells(finding)}
    for table in OF_FINDINGS:
        assert len(list((tmp_path / "out" / table.name).rglob("*.parquet"))) == 2 * (1 + 3)
        rows = duckdb.sql(f"SELECT * FROM read_parquet('{tmp_path}/out/{table.name}/*/*.parquet')").fetchall()
        assert len(rows) == 3 * 2 * (1 + 3)
        for column, found in zip(table.columns, zip(*rows, strict=False), strict=False):
            if column.type == "text":
                assert set(found) == ({TOLD[column.name]} if column.name in TOLD else there), (table.name, column.name)
    assert (tmp_path / "out" / "term" / "term.parquet").read_bytes() == b"of F0026"


def test_tables_of_findings_that_are_not_synthetic_are_refused(tmp_path: Path) -> None:
    release = tables(tmp_path / "release", "F0026")
    with pytest.raises(BevoError, match="is not made of what 'bevo synthetic' prints"):
        copied_tables(release, release, 20, 2, tmp_path / "out")
    assert not (tmp_path / "out").exists()
