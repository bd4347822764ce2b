"""The parts of a bulk build on Apache Spark: the same function over the same lines, so the same bytes.

Each task writes the files of its part, whole or not at all; so a task that dies, or runs twice, changes nothing.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from bevo.bulk.build import Engine
from bevo.bulk.parts import Done, Part, make_part
from bevo.bulk.shard import Setting
from bevo.problems import BevoError
from bevo.reasoning.hermit import java_executable

__all__ = ["MASTER", "on_spark"]

MASTER = "local[*,4]"
"""All cores of this machine; a task is tried four times, as on a cluster."""


def on_spark(master: str = MASTER) -> Engine:
    """An engine on a cluster; source and folder must be where every worker sees them under the same path.

    :param master: for example ``local[2,4]`` or ``spark://host:7077``; all else is set in ``spark-defaults.conf``.
    """

    def make(parts: list[Part], source: Path, folder: Path, setting: Setting) -> Iterator[Done]:
        try:
            from py4j.protocol import Py4JError
            from pyspark.errors import PySparkException
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise BevoError("PySpark is missing; run: .venv/bin/python -m pip install 'pyspark>=4'") from error
        if "JAVA_HOME" not in os.environ and not shutil.which("java"):
            os.environ["JAVA_HOME"] = str(Path(java_executable()).parents[1])
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        source, folder = source.resolve(), folder.resolve()
        try:
            session = (
                SparkSession.builder.master(master).appName("bevo").config("spark.ui.enabled", "false").getOrCreate()
            )
            try:
                context = session.sparkContext
                shared = context.broadcast(setting)
                tasks = context.parallelize(parts, max(len(parts), 1))
                yield from tasks.map(lambda part: make_part(part, source, folder, shared.value)).collect()
            finally:
                session.stop()
        except (Py4JError, PySparkException) as error:
            raise BevoError(f"the Spark job failed: {str(error).strip().splitlines()[0]}") from error

    return make
