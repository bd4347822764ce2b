"""Sets for enrichment, as GMT: a line a set, with name, description and members, separated by tabs.

Source: https://software.broadinstitute.org/cancer/software/gsea/wiki/index.php/Data_formats#GMT. Sets come from
reported results alone; what a list tells as a whole is left out, for no member is said to do it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bevo.exports.kgx import MOLECULAR, Values

__all__ = ["SETS", "gene_sets"]

SETS = ("sets/mirna-targets.gmt", "sets/cargo-outcomes.gmt", "sets/outcome-cargo.gmt", "sets/source-cargo.gmt")
SIGNS = {"increased": "promoted", "decreased": "inhibited"}
GENES = {"biolink:Protein", "biolink:Transcript", "biolink:NoncodingRNAProduct"}


def gene_sets(nodes: Sequence[Values], edges: Sequence[Values]) -> list[tuple[str, bytes]]:
    """The files that :data:`SETS` names.

    :param nodes: what :func:`bevo.exports.kgx.kgx_rows` gave.
    :param edges: likewise.
    """
    about = {row["id"]: row for row in nodes}
    told = [e for e in edges if e["reported_result"] == "true" and e["collective"] == "false"]
    targets, outcomes, cargo, sources = (set[tuple[str, str]]() for _ in SETS)
    for e in told:
        subject, obj = about[e["subject"]], about[e["object"]]
        if e["edge_role"] in ("step", "finding") and e["predicate"] == "biolink:affects":
            direction = e.get("object_direction_qualifier", "")
            changed = e.get("subject_direction_qualifier", "")
            plain = direction in SIGNS and not changed
            inhibited = plain and direction == "decreased"
            if subject["category"] == "biolink:MicroRNA" and obj["category"] in GENES and inhibited:
                targets.add((e["subject"], obj["name"]))
            if e["edge_role"] == "finding" and subject["category"] in MOLECULAR and plain and not e["compared_with"]:
                outcomes.add((e["subject"], f"{obj['name']}, {SIGNS[direction]}"))
                cargo.add((f"{e['object']} {SIGNS[direction]}", subject["name"]))
        if e["edge_role"] == "carries":
            sources |= {(source, obj["name"]) for source in e["source"].split("|") if source in about}
    names = {key: row["name"] for key, row in about.items()}
    names |= {f"{key} {sign}": f"{row['name']}, {sign}" for key, row in about.items() for sign in SIGNS.values()}
    iris = {key: about[key.partition(" ")[0]]["iri"] for key in names}
    return [
        (path, _gmt(pairs, names, iris)) for path, pairs in zip(SETS, (targets, outcomes, cargo, sources), strict=True)
    ]


def _gmt(pairs: Iterable[tuple[str, str]], names: Values, iris: Values) -> bytes:
    sets: dict[str, set[str]] = {}
    for key, member in pairs:
        sets.setdefault(key, set()).add(_cell(member))
    lines = sorted([_cell(names[key]), iris[key], *sorted(members)] for key, members in sets.items())
    return "".join("\t".join(line) + "\n" for line in lines).encode("utf-8")


def _cell(text: str) -> str:
    return " ".join(text.split())
