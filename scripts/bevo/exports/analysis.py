"""The files for analysis together: what is made of nodes and edges of KGX, of the table and of the studies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from pyoxigraph import Triple

from bevo.exports.bibtex import studies_bib
from bevo.exports.gene_sets import gene_sets
from bevo.exports.indra import indra_statements
from bevo.exports.kgx import EDGE_COLUMNS, NODE_COLUMNS, Values, tsv
from bevo.exports.neo4j import neo4j
from bevo.exports.networks import cx2, graphml
from bevo.exports.tables import edges_parquet, findings_parquet, mechanisms

__all__ = ["PARQUET", "analysis_files"]

PARQUET = ("findings.parquet", "edges.parquet")
"""The files that need pyarrow."""


def analysis_files(
    nodes: Sequence[Values],
    edges: Sequence[Values],
    table: Sequence[Values],
    findings: Iterable[Triple],
    inferred: Iterable[Triple],
    more_authors: Collection[str] = (),
) -> Iterator[tuple[str, bytes]]:
    """Files by name; those of :data:`PARQUET` only where pyarrow is installed.

    :param nodes: what :func:`bevo.exports.kgx.kgx_rows` gave.
    :param edges: likewise.
    :param table: the rows of ``findings.csv``, what :func:`bevo.exports.spreadsheet.findings_rows` gave.
    :param findings: the emitted triples.
    :param inferred: what HermiT added.
    :param more_authors: what :func:`bevo.exports.bibtex.et_al` gave.
    """
    yield "kgx/nodes.tsv", tsv(NODE_COLUMNS, nodes)
    yield "kgx/edges.tsv", tsv(EDGE_COLUMNS, edges)
    yield from neo4j(nodes, edges)
    yield from gene_sets(nodes, edges)
    yield "network.graphml", graphml(nodes, edges)
    yield "network.cx2", cx2(nodes, edges)
    yield "statements.indra.json", indra_statements(nodes, edges)
    yield "studies.bib", studies_bib(findings, more_authors)
    try:
        made = findings_parquet(table, mechanisms(inferred)), edges_parquet(edges)
    except ImportError:
        return
    yield from zip(PARQUET, made, strict=True)
