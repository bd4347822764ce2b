"""HermiT as the OWL API runs it draws from the records what `bevo reason` draws."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest

from bevo.build.build import Release
from bevo.bulk.shard import read_setting
from bevo.finding.emit import emit_finding
from bevo.problems import BevoError
from bevo.project import Project
from bevo.reasoning.infer import infer
from bevo_bench.case import grounded_shards, place
from bevo_bench.owlapi import entailed
from bevo_bench.peers import PEERS
from checkout import ROOT


def test_it_draws_what_bevo_draws(built: tuple[Project, Release]) -> None:
    released = built[0]
    if not (ROOT / PEERS).is_dir():
        pytest.skip("the OWL API is not there; run 'make peers'")
    setting = read_setting(released)
    findings = [emit_finding(finding) for finding in chain(*grounded_shards(place(released, 1, 1), setting))]
    logic = {str(number): graph.logic for number, graph in enumerate(findings)}
    stated = set(chain(setting.logic, *logic.values()))
    of = {triple.subject for triples in logic.values() for triple in triples}
    theirs = {triple for triple in entailed(stated, ROOT / PEERS) - stated if triple.subject in of}
    ours = {triple for triple in infer(setting.logic, logic) if triple.subject in of}
    assert theirs == ours and len(ours) > 1000


def test_without_the_jars_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BevoError, match="make peers"):
        entailed([], tmp_path)
