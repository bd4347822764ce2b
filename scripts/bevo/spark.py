"""The shards of :mod:`bevo.bulk` on Apache Spark: the same function over the same lines, so the same bytes.

Source of the numbering: the position of a line in its file, which Spark's ``zipWithIndex`` keeps. A task that dies is
made again by Spark from its lines; what it had written is thrown away by the committer of ``saveAsTextFile``.
"""

from __future__ import annotations

import json
from pathlib import Path

from bevo.bulk import Setting, make_shard
from bevo.problems import BevoError

__all__ = ["make_on_spark"]


def make_on_spark(source: Path, out: Path, setting: Setting, size: int, master: str) -> tuple[int, int]:
    """Make all shards of a file on a cluster.

    :param source: JSON Lines, where every worker can read it.
    :param out: folder for the partitions ``quads/part-00000`` and so on, one a shard, and ``rejects/``.
    :param master: Spark's master, for example ``local[2]`` or ``spark://host:7077``.
    :returns: how many findings were made, and how many lines were set aside.
    :raises BevoError: if PySpark is not installed, or the job fails.
    """
    try:
        from py4j.protocol import Py4JJavaError
        from pyspark import StorageLevel
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise BevoError("PySpark is not installed; run: .venv/bin/python -m pip install 'pyspark>=4'") from error
    session = SparkSession.builder.master(master).appName("bevo").config("spark.ui.enabled", "false").getOrCreate()
    try:
        context = session.sparkContext
        shared = context.broadcast(setting)
        lines = context.textFile(str(source)).zipWithIndex().map(_numbered)
        count = -(-lines.count() // size)
        again = context.broadcast(dict(lines.keyBy(_identifier).groupByKey().flatMap(_repeats).collect()))
        made = (
            lines.keyBy(lambda line: (line[0] - 1) // size)
            .groupByKey(count, int)
            .mapValues(lambda shard: make_shard(sorted(shard), shared.value, again.value))
            .values()
            .persist(StorageLevel.DISK_ONLY)
        )
        made.flatMap(lambda shard: shard.quads.decode("utf-8").splitlines()).saveAsTextFile(str(out / "quads"))
        made.flatMap(lambda shard: map(json.dumps, shard.rejects)).saveAsTextFile(str(out / "rejects"))
        return made.map(lambda shard: (shard.findings, len(shard.rejects))).reduce(
            lambda a, b: (a[0] + b[0], a[1] + b[1])
        )
    except Py4JJavaError as error:
        raise BevoError(f"the Spark job failed: {str(error.java_exception).splitlines()[0]}") from error
    finally:
        session.stop()
