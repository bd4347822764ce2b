"""``findings.parquet`` and ``edges.parquet``: the findings and the edges of KGX with typed columns, for data frames."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import NamedNode, Triple

from bevo.exports.kgx import EDGE_COLUMNS, Values
from bevo.exports.spreadsheet import COLUMNS
from bevo.rdf.names import PREFIXES, bevo, local_name
from bevo.rdf.vocabulary import TYPE

__all__ = [
    "EDGE_LISTS",
    "FINDING_LISTS",
    "FLAGS",
    "MECHANISM",
    "NODE_LISTS",
    "edges_parquet",
    "findings_parquet",
    "mechanisms",
]

FINDING_LISTS = frozenset(
    [
        "locator",
        "cites",
        "source",
        "cargo",
        "cargo_change",
        "recipient",
        "model",
        "discrepancy",
        "evidence_level",
        "verdict",
        "evidence",
        "source_id",
        "cargo_id",
        "recipient_id",
        "outcome_id",
        "study",
        "doi",
        "pmid",
    ]
)
"""Columns of findings that hold lists of text; ``collective`` is true or false, all others are text."""

EDGE_LISTS = frozenset(
    [
        "anatomical_context_qualifier",
        "publications",
        "has_evidence",
        "finding_kind",
        "verdict",
        "vesicle",
        "source",
        "cargo",
        "recipient",
    ]
)
"""Columns of edges that hold lists of text; ``negated``, ``reported_result`` and ``collective`` are true or false."""

NODE_LISTS = frozenset(("synonym", "equivalent_identifiers", "xref"))
"""Columns of nodes that hold lists of text."""

MECHANISM = {"ExplainedFinding": "explained", "CounterMechanism": "contradicted", "DividedMechanism": "divided"}
"""What background makes of a finding: its mechanism gives its sign, the opposite, or both by two ways."""

FLAGS = frozenset(("collective", "negated", "reported_result"))


def mechanisms(inferred: Iterable[Triple]) -> dict[str, str]:
    """What background makes of each finding that it speaks of, by id, in the words of :data:`MECHANISM`."""
    words = {bevo(cls): word for cls, word in MECHANISM.items()}
    ranks = list(MECHANISM.values())
    found: dict[str, str] = {}
    for t in inferred:
        if t.predicate == TYPE and isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode):
            id, word = local_name(t.subject.value), words.get(t.object)
            if word and t.subject.value.startswith(PREFIXES["finding"]):
                found[id] = max(found.get(id, word), word, key=ranks.index)
    return found


def findings_parquet(rows: Sequence[Values], mechanism: Mapping[str, str]) -> bytes:
    """The findings with the columns of ``findings.csv``, and ``mechanism_verdict`` behind them.

    :param rows: what :func:`bevo.exports.spreadsheet.findings_rows` gave.
    :param mechanism: what :func:`mechanisms` gave.
    :raises ImportError: if pyarrow is not installed.
    """
    more = [{**row, "mechanism_verdict": mechanism.get(row["id"], "")} for row in rows]
    return _parquet((*COLUMNS, "mechanism_verdict"), more, FINDING_LISTS, "; ")


def edges_parquet(edges: Sequence[Values]) -> bytes:
    """The edges with the columns of ``kgx/edges.tsv``.

    :param edges: what :func:`bevo.exports.kgx.kgx_rows` gave.
    :raises ImportError: if pyarrow is not installed.
    """
    return _parquet(EDGE_COLUMNS, edges, EDGE_LISTS, "|")


def _parquet(columns: Sequence[str], rows: Sequence[Values], lists: frozenset[str], between: str) -> bytes:
    import pyarrow
    from pyarrow import parquet

    arrays = {}
    for name in columns:
        cells = [row.get(name, "") for row in rows]
        if name in lists:
            split = [cell.split(between) if cell else [] for cell in cells]
            arrays[name] = pyarrow.array(split, pyarrow.list_(pyarrow.string()))
        elif name in FLAGS:
            arrays[name] = pyarrow.array([cell in ("yes", "true") for cell in cells], pyarrow.bool_())
        else:
            arrays[name] = pyarrow.array([cell or None for cell in cells], pyarrow.string())
    out = pyarrow.BufferOutputStream()
    parquet.write_table(pyarrow.table(arrays), out)
    return bytes(out.getvalue().to_pybytes())
