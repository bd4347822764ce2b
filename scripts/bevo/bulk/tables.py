"""The tables of a bulk build as Parquet: what SQL engines read, on one machine or on many.

A task reads some parts of the build and writes, for each table and bucket, one file; so tasks need nothing of each
other, and one that died is done again. Files of references (terms, studies) are small, and are written once.
"""

from __future__ import annotations

import csv
import multiprocessing
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import RdfFormat, Triple, parse

from bevo.bulk.reuse import MANIFEST
from bevo.bulk.rows import Row, bucket_of, finding_rows, reference_rows
from bevo.bulk.schema import OF_FINDINGS, REFERENCE, SCHEMA_VERSION, Table, as_json
from bevo.bulk.views import duckdb_tables, read_views, spark_tables, statements
from bevo.files import new_folder
from bevo.problems import BevoError

if TYPE_CHECKING:
    from pyarrow import Table as ArrowTable

__all__ = ["BUCKETS", "PARTS", "Group", "Runner", "make_group", "on_this_machine", "write_tables"]

BUCKETS = 8
"""Folders that the findings are spread over."""
PARTS = 50
"""Parts that one task reads: some 50,000 findings, 6,000 in a file."""


class Group(NamedTuple):
    """Parts that one task makes into files."""

    number: int
    parts: tuple[str, ...]


Say = Callable[[str], None]
Runner = Callable[[Callable[[Group], int], list[Group]], Iterable[int]]
"""Runs a function over groups, in processes or on a cluster, in any order."""


def write_tables(
    build: Path,
    out: Path,
    runner: Runner,
    views: Path,
    say: Say = lambda _: None,
    buckets: int = BUCKETS,
    parts: int = PARTS,
) -> int:
    """Write the tables of a bulk build.

    :param build: its folder; see :func:`bevo.bulk.build.bulk_build`.
    :param out: folder to make: ``finding/bucket=0/group-00000.parquet`` and so on, ``term/term.parquet`` and so on,
        ``schema.json``, and ``views.sql`` with what names the tables before it: ``duckdb.sql`` or ``spark.sql``.
    :param views: the folder of the views.
    :returns: how many findings.
    :raises BevoError: if ``build`` is no such folder, ``out`` is there already, pyarrow is missing, or a task fails.
    """
    _pyarrow()
    files = _parts(build)
    with new_folder(out, lambda: say(f"another process is writing {out}; waiting for it")) as folder:
        for table in OF_FINDINGS:
            for bucket in range(buckets):
                (folder / table.name / f"bucket={bucket}").mkdir(parents=True)
        rows = reference_rows(_triples(build / "ontology.nq"), _triples(build / "sources.nq"))
        for table in REFERENCE:
            (folder / table.name).mkdir()
            _write([_arrow(table, rows.get(table.name, []))], folder / table.name / f"{table.name}.parquet")
        starts = range(0, len(files), parts)
        groups = [Group(number, tuple(files[i : i + parts])) for number, i in enumerate(starts)]
        count = 0
        task = partial(make_group, build=build.resolve(), folder=folder.resolve(), buckets=buckets)
        for done, findings in enumerate(runner(task, groups), start=1):
            count += findings
            say(f"tables: {done} of {len(groups)} tasks, {count} findings")
        (folder / "schema.json").write_bytes(as_json(buckets))
        here = Path()
        scripts = {"duckdb": duckdb_tables(here), "spark": spark_tables(here), "views": statements(read_views(views))}
        for name, told in scripts.items():
            (folder / f"{name}.sql").write_text("".join(f"{one};\n" for one in told), encoding="utf-8")
    return count


def _parts(build: Path) -> list[str]:
    try:
        with (build / MANIFEST).open(encoding="utf-8", newline="") as file:
            return [
                row["file"] for row in csv.DictReader(file, dialect="excel-tab") if row["file"].startswith("quads/")
            ]
    except (OSError, KeyError, TypeError) as error:
        raise BevoError(
            f"{build} is no bulk build: it has no {MANIFEST}; make one with 'bevo build --findings'"
        ) from error


def make_group(group: Group, build: Path, folder: Path, buckets: int) -> int:
    """Write the files of a group; the same bytes each time.

    :returns: how many findings.
    """
    made: defaultdict[tuple[str, int], list[ArrowTable]] = defaultdict(list)
    count = 0
    for part in group.parts:
        rows: defaultdict[tuple[str, int], list[Row]] = defaultdict(list)
        for finding, found in finding_rows(_triples(build / part)):
            bucket = bucket_of(finding, buckets)
            count += len(found.get("finding", ()))
            for name, some in found.items():
                rows[name, bucket] += some
        for table in OF_FINDINGS:
            for bucket in range(buckets):
                made[table.name, bucket].append(_arrow(table, rows[table.name, bucket]))
    for (name, bucket), tables in made.items():
        _write(tables, folder / name / f"bucket={bucket}" / f"group-{group.number:05}.parquet")
    return count


def _triples(path: Path) -> Iterator[Triple]:
    try:
        yield from (quad.triple for quad in parse(path=str(path), format=RdfFormat.N_QUADS))
    except (SyntaxError, OSError) as error:
        raise BevoError(f"cannot read {path}, which {MANIFEST} names: {error}") from error


def _arrow(table: Table, rows: list[Row]) -> ArrowTable:
    pyarrow = _pyarrow()
    types = {"text": pyarrow.string(), "number": pyarrow.int64(), "flag": pyarrow.bool_()}
    fields = [pyarrow.field(c.name, types[c.type], c.empty, {"about": c.about}) for c in table.columns]
    schema = pyarrow.schema(fields, {"bevo.schema": str(SCHEMA_VERSION), "row": table.row})
    columns = zip(*rows, strict=True) if rows else [[] for _ in fields]
    arrays = [pyarrow.array(cells, field.type) for cells, field in zip(columns, fields, strict=True)]
    return pyarrow.Table.from_arrays(arrays, schema=schema)


def _write(tables: list[ArrowTable], path: Path) -> None:
    from pyarrow import concat_tables
    from pyarrow import parquet as files

    part = path.with_name(f".{path.name}.part")  # so that a task which dies leaves no half of a file
    files.write_table(concat_tables(tables), part, compression="zstd")
    part.replace(path)


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise BevoError("tables need pyarrow: pip install pyarrow") from error
    return pyarrow


def on_this_machine(jobs: int) -> Runner:
    """A runner of so many processes."""

    def run(task: Callable[[Group], int], groups: list[Group]) -> Iterator[int]:
        try:
            with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
                yield from pool.map(task, groups)
        except BrokenProcessPool as error:
            raise BevoError("a worker was killed, perhaps because memory ran out; try fewer --jobs") from error

    return run
