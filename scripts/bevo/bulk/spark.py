"""The parts of a bulk build on Apache Spark: the same function over the same lines, so the same bytes.

Each task writes the files of its part, whole or not at all; so a task that dies, or runs twice, changes nothing.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bevo.bulk.build import Engine
from bevo.bulk.parts import Done, Part, make_part
from bevo.bulk.shard import Setting
from bevo.bulk.tables import Group, Runner
from bevo.problems import BevoError
from bevo.reasoning.hermit import java_executable

__all__ = ["MASTER", "on_spark", "tables_on_spark"]

MASTER = "local[*,4]"
"""All cores of this machine; a task is tried four times, as on a cluster."""


def on_spark(master: str = MASTER) -> Engine:
    """An engine on a cluster; source and folder must be where every worker sees them under the same path.

    :param master: for example ``local[2,4]`` or ``spark://host:7077``; all else is set in ``spark-defaults.conf``.
    """

    def make(parts: list[Part], source: Path, folder: Path, setting: Setting) -> Iterator[Done]:
        source, folder = source.resolve(), folder.resolve()
        with _context(master) as context:
            shared = context.broadcast(setting)
            tasks = context.parallelize(parts, max(len(parts), 1))
            yield from tasks.map(lambda part: make_part(part, source, folder, shared.value)).collect()

    return make


def tables_on_spark(master: str = MASTER) -> Runner:
    """A runner of the tasks that write tables, on a cluster; see :func:`bevo.bulk.tables.write_tables`."""

    def run(task: Callable[[Group], int], groups: list[Group]) -> Iterator[int]:
        with _context(master) as context:
            yield from context.parallelize(groups, max(len(groups), 1)).map(task).collect()

    return run


@contextmanager
def _context(master: str) -> Iterator[Any]:
    """A Spark that is stopped at the end.

    :raises BevoError: if there is none, or a task fails for good.
    """
    try:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise BevoError("PySpark is missing; run: .venv/bin/python -m pip install 'pyspark>=4'") from error
    if "JAVA_HOME" not in os.environ and not shutil.which("java"):
        os.environ["JAVA_HOME"] = str(Path(java_executable()).parents[1])
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        session = SparkSession.builder.master(master).appName("bevo").config("spark.ui.enabled", "false").getOrCreate()
        try:
            yield session.sparkContext
        finally:
            session.stop()
    except (Py4JError, PySparkException) as error:
        raise BevoError(f"the Spark job failed: {str(error).strip().splitlines()[0]}") from error
