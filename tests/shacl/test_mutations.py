"""Each kind of statement that the emitter writes, broken one at a time: a shape sees it, or a reason says why not."""

from __future__ import annotations

from collections import Counter
from itertools import chain

import pytest
from pyoxigraph import Triple

from bevo.build.prepare import Checked, emit_by_source
from bevo.ontology.merge import with_metadata
from bevo.project import Project
from bevo.shacl.validate import read_shapes
from experiments import triples
from shacl.mutations import ONTOLOGY_SHAPES, Judge, few, mutants
from shacl.survivors import reason


@pytest.fixture(scope="module")
def graph(sample_checked: Checked) -> list[Triple]:
    made_up = triples(sample_checked.ontology.vocabulary)
    return few([*chain.from_iterable(emit_by_source(sample_checked).values()), *made_up])


def test_no_fault_of_one_statement_goes_unseen_without_a_reason(
    graph: list[Triple], sample_checked: Checked, project: Project
) -> None:
    ontology = with_metadata(sample_checked.ontology.triples(), "0.0.0")
    judge = Judge(graph, ontology, read_shapes(project.shapes, ONTOLOGY_SHAPES))
    assert not judge.seen(Counter()), "the graph is sound before it is broken"
    every = list(mutants(graph, ontology))
    assert len(every) > 1500
    unseen = [m for m, shape in judge.judged(every) if not shape]
    without = [m for m in unseen if not reason(m.kind.of, m.kind.cls or m.kind.property, m.way)]
    assert not without, "\n".join(f"{m.kind.of} {m.kind}: {m.way}: {m.put or m.out}" for m in without)
