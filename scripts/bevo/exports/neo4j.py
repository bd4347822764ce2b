"""The nodes and edges of KGX for ``neo4j-admin database import``, which wants its own headings.

Source: https://neo4j.com/docs/operations-manual/current/import/ (header format, quotes doubled, types of properties).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from bevo.exports.kgx import EDGE_COLUMNS, NODE_COLUMNS, Values
from bevo.exports.tables import EDGE_LISTS, FLAGS, NODE_LISTS

__all__ = ["neo4j"]

NODE_HEADINGS = {"id": "id:ID", "category": ":LABEL"}
EDGE_HEADINGS = {"subject": ":START_ID", "predicate": ":TYPE", "object": ":END_ID"}
NAMES = frozenset(("category", "predicate"))
"""Columns that become names of labels and types, which the prefix ``biolink:`` would have to be quoted in."""


def neo4j(nodes: Sequence[Values], edges: Sequence[Values]) -> list[tuple[str, bytes]]:
    """``neo4j/nodes.tsv`` and ``neo4j/edges.tsv``: cells parted by tabs, members of a list by ``|``.

    :param nodes: what :func:`bevo.exports.kgx.kgx_rows` gave.
    :param edges: likewise.
    """
    return [
        ("neo4j/nodes.tsv", _table(NODE_COLUMNS, NODE_HEADINGS, NODE_LISTS, nodes)),
        ("neo4j/edges.tsv", _table(EDGE_COLUMNS, EDGE_HEADINGS, EDGE_LISTS, edges)),
    ]


def _table(columns: Sequence[str], headings: Mapping[str, str], lists: frozenset[str], rows: Iterable[Values]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, "excel-tab", lineterminator="\n")
    writer.writerow(headings.get(name, f"{name}{_type(name, lists)}") for name in columns)
    for row in rows:
        cells = ((name, row.get(name, "")) for name in columns)
        writer.writerow(cell.rpartition(":")[2] if name in NAMES else cell for name, cell in cells)
    return text.getvalue().encode("utf-8")


def _type(name: str, lists: frozenset[str]) -> str:
    return ":string[]" if name in lists else ":boolean" if name in FLAGS else ":string"
