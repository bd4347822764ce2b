"""What follows finding by finding, each with the axioms that bear on it, is what follows from all at once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Triple

from bevo import __version__
from bevo.build.build import Release
from bevo.build.prepare import Checked
from bevo.cache import keeper
from bevo.ontology.merge import logical, with_metadata
from bevo.project import Project
from bevo.rdf.names import bevo
from bevo.rdf.rdfio import canonical, sorted_triples
from bevo.rdf.vocabulary import SUBCLASS
from bevo.reasoning.hermit import Inconsistent
from bevo.reasoning.infer import infer
from bevo.reasoning.module import module


@pytest.fixture(scope="module")
def checked(sample_checked: Checked) -> Checked:
    return sample_checked


@pytest.fixture(scope="module")
def built(sample: tuple[Project, Release]) -> tuple[Project, Release]:
    return sample


@pytest.fixture(scope="module")
def ontology(checked: Checked) -> list[Triple]:
    return logical(canonical(with_metadata(checked.ontology.triples(), __version__)))


@pytest.fixture(scope="module")
def logic(checked: Checked) -> dict[str, list[Triple]]:
    return {finding.id: checked.emitted[finding.id].logic for finding in checked.findings}


def individuals(triples: Iterable[Triple]) -> list[Triple]:
    return [t for t in triples if t.predicate != SUBCLASS]


@pytest.mark.parametrize("shard", range(6))
def test_shards_of_findings_with_the_axioms_they_need_give_what_one_run_over_all_gives(
    shard: int, ontology: list[Triple], logic: dict[str, list[Triple]], built: tuple[Project, Release]
) -> None:
    chosen = {i: triples for n, (i, triples) in enumerate(logic.items()) if n % 6 == shard}
    needed = module(ontology, (t for triples in chosen.values() for t in triples))
    assert len(needed) < len(ontology)
    own = {t.subject for triples in chosen.values() for t in triples}
    expected = [t for t in individuals(built[1].inferred) if t.subject in own]
    assert individuals(infer(needed, chosen)) == expected


@pytest.mark.parametrize("finding", ["F0001", "F0007", "F0026", "F0042", "F0060", "F0101"])
def test_one_finding_with_the_axioms_it_needs_gives_what_one_run_over_all_gives(
    finding: str, ontology: list[Triple], logic: dict[str, list[Triple]], built: tuple[Project, Release]
) -> None:
    needed = module(ontology, logic[finding])
    assert len(needed) < len(ontology) / 2
    own = {t.subject for t in logic[finding]}
    assert individuals(infer(needed, {finding: logic[finding]})) == [
        t for t in individuals(built[1].inferred) if t.subject in own
    ]


def test_a_changed_finding_that_contradicts_the_ontology_is_named_by_a_rebuild(
    ontology: list[Triple], logic: dict[str, list[Triple]], tmp_path: Path
) -> None:
    few = {i: logic[i] for i in ("F0007", "F0026")}
    keep = keeper(tmp_path / "kept")
    sound = infer(ontology, few, keep=keep)
    vesicle = next(t.object for t in few["F0026"] if t.predicate == bevo("vesicle"))
    assert isinstance(vesicle, NamedNode)
    wrong = Triple(vesicle, bevo("carries"), next(t.object for t in few["F0026"] if t.predicate == bevo("actsOn")))
    with pytest.raises(Inconsistent, match="F0026"):
        infer(ontology, {**few, "F0026": [*few["F0026"], wrong]}, keep=keep)
    assert infer(ontology, few, keep=keep) == sound


def test_shards_are_put_together_in_the_order_of_the_release(
    ontology: list[Triple], logic: dict[str, list[Triple]], built: tuple[Project, Release], tmp_path: Path
) -> None:
    keep = keeper(tmp_path)
    some = dict(list(logic.items())[:40])
    infer(ontology, dict(list(some.items())[:20]), keep=keep)
    together = infer(ontology, some, keep=keep)
    own = {t.subject for triples in some.values() for t in triples}
    assert together == sorted_triples(together)
    assert individuals(together) == [t for t in individuals(built[1].inferred) if t.subject in own]
