"""Faults that somebody wrote by hand who had not read the shapes: each is seen."""

from __future__ import annotations

from collections import Counter
from itertools import chain

import pytest

from bevo.build.prepare import Checked, emit_by_source
from bevo.ontology.merge import with_metadata
from bevo.project import Project
from bevo.shacl.validate import read_shapes
from experiments import triples
from shacl.adversary import FAULTS
from shacl.mutations import ONTOLOGY_SHAPES, Judge, few


@pytest.fixture(scope="module")
def judge(sample_checked: Checked, project: Project) -> Judge:
    made_up = triples(sample_checked.ontology.vocabulary)
    graph = few([*chain.from_iterable(emit_by_source(sample_checked).values()), *made_up])
    ontology = with_metadata(sample_checked.ontology.triples(), "0.0.0")
    return Judge(graph, ontology, read_shapes(project.shapes, ONTOLOGY_SHAPES))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_by_hand_is_seen(judge: Judge, fault: str) -> None:
    before = [set(store) for store, _ in judge.parts]
    try:
        for store, _ in judge.parts:
            store.update(FAULTS[fault])
        assert [set(store) for store, _ in judge.parts] != before, "nothing was broken"
        assert judge.seen(Counter())
    finally:
        for (store, _), sound in zip(judge.parts, before, strict=True):
            store.clear()
            store.extend(sound)
