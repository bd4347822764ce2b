"""The files for analysis, opened: a pandas frame of the findings, a networkx graph of the edges."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from bevo.exports.kgx import EDGE_COLUMNS, NODE_COLUMNS
from bevo.exports.tables import EDGE_LISTS, NODE_LISTS
from bevo.problems import BevoError, relative
from bevo.project import Project

if TYPE_CHECKING:
    from networkx import MultiDiGraph
    from pandas import DataFrame

__all__ = ["findings_frame", "network"]

WHY = {".parquet": ", or was built without pyarrow"}


def findings_frame(release: str | Path | None = None) -> DataFrame:
    """``findings.parquet`` of a release as a frame.

    :param release: its folder; None for the release at hand.
    :raises BevoError: if pandas or pyarrow is missing, or there is no such file.
    """
    pandas = _library("pandas")
    _library("pyarrow")
    path = _file(release, "findings.parquet")
    try:
        frame = pandas.read_parquet(path)
    except (OSError, ValueError) as error:
        raise BevoError(f"{relative(path)} is no Parquet file: {error}") from error
    lists = [name for name in frame.columns if frame[name].map(lambda cell: hasattr(cell, "tolist")).any()]
    for name in lists:  # arrays of numpy have no truth value, which trips every filter
        frame[name] = frame[name].map(list)
    return frame


def network(release: str | Path | None = None) -> MultiDiGraph:
    """The nodes and edges of KGX of a release as a graph; keys of edges are their ids.

    :param release: its folder; None for the release at hand.
    :raises BevoError: if networkx is missing, or the files are missing or no such tables.
    """
    graph = _library("networkx").MultiDiGraph(name="BEVO")
    for row in _rows(_file(release, "kgx/nodes.tsv"), NODE_COLUMNS):
        graph.add_node(row["id"], **_attributes(row, NODE_LISTS, ("id",)))
    for row in _rows(_file(release, "kgx/edges.tsv"), EDGE_COLUMNS):
        ends = row["subject"], row["object"]
        graph.add_edge(*ends, key=row["id"], **_attributes(row, EDGE_LISTS, ("id", "subject", "object")))
    return graph


def _library(name: str) -> ModuleType:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError as error:
        raise BevoError(f"this needs {name}: pip install {name}") from error


def _file(release: str | Path | None, name: str) -> Path:
    folder = Path(release) if release is not None else Project().dist
    path = folder / name
    if not path.is_file():
        raise BevoError(f"{relative(folder)} has no {name}: it is no folder of a release{WHY.get(path.suffix, '')}")
    return path


def _rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BevoError(f"{relative(path)} is no text in UTF-8: {error}") from error
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
    if missing := [name for name in columns if name not in (rows.fieldnames or ())]:
        raise BevoError(f"{relative(path)} is no such file of a release: it has no column {missing[0]}")
    return list(rows)


def _attributes(row: dict[str, str], lists: frozenset[str], without: tuple[str, ...]) -> dict[str, str | list[str]]:
    return {k: v.split("|") if k in lists else v for k, v in row.items() if v and k not in without}
