"""Copies of a bulk build: other ids and nothing else, and no copy of what is not synthetic."""

from __future__ import annotations

from pathlib import Path

import pytest

from bevo.bulk.parts import Done
from bevo.bulk.reuse import manifest
from bevo.problems import BevoError
from bevo_bench.copies import copies, renamed, triples
from bevo_bench.virtuoso import unsorted

QUADS = b"""\
<https://w3id.org/bevo/finding/F1000001-cargo> <label> "miR-214 (cargo of F1000001)" <https://w3id.org/bevo/graph/x> .
<https://w3id.org/bevo/finding/F1000001> <note> "After F2028 <in> F12345678 ." <https://w3id.org/bevo/graph/y> .
"""


def build(folder: Path, quads: bytes = QUADS, findings: int = 1, rejects: int = 1) -> Path:
    (folder / "quads").mkdir(parents=True)
    (folder / "quads" / "part-00000.nq").write_bytes(quads)
    manifest(folder, [Done("quads/part-00000.nq", "", findings, rejects, ""), Done("ontology.nq", "", 0, 0, "")])
    return folder


def test_the_graph_is_taken_off_and_a_bracket_in_a_text_is_no_graph() -> None:
    assert triples(QUADS).splitlines() == [line.rsplit(b" <", 1)[0] + b" ." for line in QUADS.splitlines()]


def test_every_id_of_a_synthetic_finding_moves_and_no_other_number() -> None:
    assert renamed(QUADS, 20) == QUADS.replace(b"F1000001", b"F1000021")


def test_copies_say_the_same_of_other_findings(tmp_path: Path) -> None:
    lines = b"".join(copies(build(tmp_path / "b"), 3)).splitlines()
    assert len(set(lines)) == 3 * len(QUADS.splitlines())
    # A rejected line has an id too, so the copies are two ids apart.
    assert [sum(id in line for line in lines) for id in (b"F1000001", b"F1000003", b"F1000005")] == [2, 2, 2]


@pytest.mark.parametrize(
    ("quads", "times", "told"),
    [
        (QUADS.replace(b"F1000001", b"F0026"), 2, "is not made of what 'bevo synthetic' prints"),
        (QUADS.replace(b"F1000001", b"F1000002"), 2, "is not made of what 'bevo synthetic' prints"),
        (QUADS, 5_000_000, "there are ids for at most 9000000"),
    ],
)
def test_what_cannot_be_copied_is_refused(tmp_path: Path, quads: bytes, times: int, told: str) -> None:
    with pytest.raises(BevoError, match=told):
        list(copies(build(tmp_path / "b", quads), times))


def test_a_folder_that_is_no_build_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BevoError, match="is no bulk build"):
        list(copies(tmp_path, 2))


def test_only_the_order_of_the_whole_answer_is_taken_off() -> None:
    text = "SELECT ?a\nWHERE {\n  { SELECT ?a WHERE { ?a ?b ?c }\n    ORDER BY ?a LIMIT 2 }\n}\nORDER BY DESC(?a)\n"
    assert unsorted(text) == text.removesuffix("ORDER BY DESC(?a)\n")
