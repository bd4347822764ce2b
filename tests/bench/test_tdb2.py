"""Jena on disk: loaded once, opened again, the rows of the embedded store."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from bevo.build.build import Release
from bevo.problems import BevoError
from bevo.project import Project
from bevo.questions.compare import compare, embedded
from bevo.questions.questions import read_queries
from bevo_bench.peers import PEERS, tdb2
from checkout import ROOT


def test_it_answers_as_the_embedded_store(sample: tuple[Project, Release], sample_store: Store, tmp_path: Path) -> None:
    if not (ROOT / PEERS).is_dir():
        pytest.skip("Jena is not there; run 'make peers'")
    known = read_queries(ROOT / "queries")
    asked = [known[name] for name in ("friend-or-foe", "cell-network", "recipients")]
    for graph in (sample[0].dist / "bevo-kg.ttl", Path("not read again")):
        with tdb2(graph, tmp_path, ROOT / PEERS) as engine:
            compared = compare(asked, {"Oxigraph": embedded(sample_store), "TDB2": engine})
            assert [one.differences for one in compared] == [{}, {}, {}]


def test_without_the_jars_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BevoError, match="make peers"), tdb2(tmp_path, tmp_path, tmp_path):
        pass
