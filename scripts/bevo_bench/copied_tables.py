"""The tables of a million findings from those of a bulk build of ``bevo synthetic``, as ``bevo_bench.copies`` makes a
graph; to make them from that graph takes some fifteen minutes.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from bevo.bulk.schema import OF_FINDINGS, Table
from bevo.files import new_folder
from bevo.problems import BevoError

__all__ = ["copied_tables"]


def copied_tables(release: Path, tables: Path, step: int, times: int, out: Path) -> None:
    """Write the tables of the release and so many copies of those of a build, with other ids.

    A copy stays in the bucket of what it copies, which is not that of its id: no view asks for buckets.

    :param release: the folder of the tables of the release, which also tells what findings share.
    :param tables: that of the build, see :func:`bevo.bulk.tables.write_tables`; its findings have ids of seven digits.
    :param step: what is added to each id from copy to copy.
    :raises BevoError: if the build has findings that are not synthetic.
    """
    import duckdb

    connection = duckdb.connect()
    with new_folder(out) as folder:
        shutil.copytree(release, folder, dirs_exist_ok=True)
        for table in OF_FINDINGS:
            for bucket in sorted((tables / table.name).iterdir()):
                for number in range(times):
                    target = folder / table.name / bucket.name / f"copy-{number:03}.parquet"
                    chosen = _renamed(table, bucket, step * number)
                    try:
                        connection.execute(f"COPY ({chosen}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
                    except duckdb.ConversionException as error:
                        raise BevoError(f"{bucket} is not made of what 'bevo synthetic' prints: {error}") from error


def _renamed(table: Table, bucket: Path, by: int) -> str:
    """A SELECT of the rows of a bucket with a number added to that of each finding, wherever it stands."""
    cells = (
        f'{_moved(column.name, by)} AS "{column.name}"' if column.type == "text" else column.name
        for column in table.columns
    )
    return f"SELECT {', '.join(cells)} FROM read_parquet('{bucket}/*.parquet')"


def _moved(column: str, by: int) -> str:
    """A cell with another id, if it is a finding, something of one, or its check."""
    cases = []
    for start in ("finding:F", "check:F"):
        number, rest = f'SUBSTRING("{column}", {len(start) + 1}, 7)', f'SUBSTRING("{column}", {len(start) + 8})'
        told = f"'{start}' || (CAST({number} AS BIGINT) + {by}) || {rest}"
        cases.append(f"WHEN \"{column}\" LIKE '{start}%' THEN {told}")
    return f'CASE {" ".join(cases)} ELSE "{column}" END'
