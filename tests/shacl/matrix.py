# ruff: noqa: T201 -- a command
"""Print the table of faults: each kind of statement, each way to break it, and the shape that sees it, if any."""

from __future__ import annotations

import tempfile
from itertools import chain
from pathlib import Path

from bevo.build.prepare import check, emit_by_source
from bevo.ontology.merge import with_metadata
from bevo.shacl.validate import read_shapes
from checkout import ROOT, SAMPLE, copy_project
from experiments import triples
from shacl.mutations import ONTOLOGY_SHAPES, WAYS, Judge, few, mutants
from shacl.survivors import reason

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        checked = check(copy_project(Path(folder), SAMPLE / "instances"))
    graph = few([*chain.from_iterable(emit_by_source(checked).values()), *triples(checked.ontology.vocabulary)])
    ontology = with_metadata(checked.ontology.triples(), "0.0.0")
    judge = Judge(graph, ontology, read_shapes(ROOT / "shapes", ONTOLOGY_SHAPES))
    rows: dict[tuple[str, str], dict[str, set[str]]] = {}
    for mutant, shape in judge.judged(mutants(graph, ontology)):
        why = reason(mutant.kind.of, mutant.kind.cls or mutant.kind.property, mutant.way)
        seen = shape.removeprefix("bevo:").removesuffix("Shape") or f"*{why or 'SURVIVES'}*"
        rows.setdefault((mutant.kind.of, str(mutant.kind)), {}).setdefault(mutant.way, set()).add(seen)
    print("| of | statement |", " | ".join(WAYS), "|")
    print("| --- " * (len(WAYS) + 2) + "|")
    for (of, statement), ways in sorted(rows.items()):
        print(f"| {of} | `{statement}` |", " | ".join("; ".join(sorted(ways.get(way, ()))) for way in WAYS), "|")
