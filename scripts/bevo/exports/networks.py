"""The edges of KGX for programs that draw and measure networks: GraphML, and CX2 for Cytoscape and NDEx.

Sources: http://graphml.graphdrawing.org/specification.html, https://cytoscape.org/cx/cx2/specification/.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from bevo.exports.kgx import EDGE_COLUMNS, NODE_COLUMNS, Values

__all__ = ["ABOUT", "cx2", "graphml"]

ABOUT = {
    "name": "BEVO",
    "description": "Findings that reviews report on extracellular vesicles in bone; not facts.",
    "rights": "https://creativecommons.org/licenses/by/4.0/",
    "reference": "https://w3id.org/bevo/",
}
ENDS = ("subject", "object")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def graphml(nodes: Sequence[Values], edges: Sequence[Values]) -> bytes:
    """A directed graph; all attributes are text, lists separated by ``|``.

    :param nodes: what :func:`bevo.exports.kgx.kgx_rows` gave.
    :param edges: likewise.
    """
    node_columns, edge_columns = _columns(NODE_COLUMNS, ("id",)), _columns(EDGE_COLUMNS, ("id", *ENDS))
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        *(_key("node", name) for name in node_columns),
        *(_key("edge", name) for name in edge_columns),
        '<graph id="BEVO" edgedefault="directed">',
    ]
    for row in nodes:
        lines += [f"<node id={_quoted(row['id'])}>", *_data("node", row, node_columns), "</node>"]
    for row in edges:
        ends = f"source={_quoted(row['subject'])} target={_quoted(row['object'])}"
        lines += [f"<edge id={_quoted(row['id'])} {ends}>", *_data("edge", row, edge_columns), "</edge>"]
    return "".join(f"{line}\n" for line in (*lines, "</graph>", "</graphml>")).encode("utf-8")


def _columns(columns: Sequence[str], without: Sequence[str]) -> list[str]:
    return [name for name in columns if name not in without]


def _key(of: str, name: str) -> str:
    return f'<key id="{of}-{name}" for="{of}" attr.name="{name}" attr.type="string"/>'


def _data(of: str, row: Values, columns: Sequence[str]) -> list[str]:
    told = ((name, row.get(name, "")) for name in columns)
    return [f'<data key="{of}-{name}">{escape(UNPRINTABLE.sub(" ", value))}</data>' for name, value in told if value]


def _quoted(text: str) -> str:
    return quoteattr(UNPRINTABLE.sub(" ", text))


def cx2(nodes: Sequence[Values], edges: Sequence[Values]) -> bytes:
    """The same as CX2; nodes and edges are numbered, their own ids are the attribute ``id``.

    :param nodes: what :func:`bevo.exports.kgx.kgx_rows` gave.
    :param edges: likewise.
    """
    numbers = {row["id"]: number for number, row in enumerate(nodes)}
    edge_columns = _columns(EDGE_COLUMNS, ENDS)
    told_nodes = [{"id": numbers[row["id"]], "v": _told(row, NODE_COLUMNS)} for row in nodes]
    told_edges = [
        {
            "id": number,
            "s": numbers[row["subject"]],
            "t": numbers[row["object"]],
            "v": {**_told(row, edge_columns), "interaction": row["predicate"].partition(":")[2]},
        }
        for number, row in enumerate(edges)
    ]
    text = {"d": "string"}
    declared = {
        "networkAttributes": dict.fromkeys(ABOUT, text),
        "nodes": dict.fromkeys(NODE_COLUMNS, text),
        "edges": dict.fromkeys((*edge_columns, "interaction"), text),
    }
    counts = {"attributeDeclarations": 1, "networkAttributes": 1, "nodes": len(nodes), "edges": len(edges)}
    document = [
        {"CXVersion": "2.0", "hasFragments": False},
        {"metaData": [{"name": name, "elementCount": count} for name, count in counts.items()]},
        {"attributeDeclarations": [declared]},
        {"networkAttributes": [ABOUT]},
        {"nodes": told_nodes},
        {"edges": told_edges},
        {"status": [{"success": True}]},
    ]
    return (json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8")


def _told(row: Values, columns: Sequence[str]) -> Values:
    return {name: row[name] for name in columns if row.get(name)}
