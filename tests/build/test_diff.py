"""``bevo diff`` tells in words what changed between two releases."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from typer.testing import CliRunner

from bevo.build.build import Release
from bevo.build.diff import differences, read_archive
from bevo.cli.main import app
from bevo.project import Project
from bevo.rdf.names import bevo, node
from bevo.rdf.rdfio import compressed, sorted_lines
from bevo.rdf.vocabulary import integer

RUNNER = CliRunner()
FINDING = node("finding:F0026")
INHIBITS = Quad(
    node("finding:F0026-vesicle"), bevo("inhibits"), node("finding:F0026-outcome"), node("bevo:graph/findings")
)


@pytest.fixture(scope="module")
def built(sample: tuple[Project, Release]) -> tuple[Project, Release]:
    return sample


@pytest.fixture(scope="module")
def quads(built: tuple[Project, Release]) -> set[Quad]:
    return set(parse(gzip.decompress((built[0].dist / "bevo-kg.nq.gz").read_bytes()), format=RdfFormat.N_QUADS))


def _in(graph: str, subject: NamedNode, predicate: NamedNode, obj: NamedNode | Literal) -> Quad:
    return Quad(subject, predicate, obj, node(f"bevo:graph/{graph}"))


def _changed(quads: set[Quad], without: set[Quad], more: set[Quad], folder: Path) -> Path:
    assert without <= quads and not more & quads
    path = folder / "later.nq.gz"
    path.write_bytes(compressed(sorted_lines(f"{quad} .\n" for quad in (quads - without) | more)))
    return path


def test_a_release_differs_in_nothing_from_itself(built: tuple[Project, Release]) -> None:
    result = RUNNER.invoke(app, ["diff", str(built[0].dist), str(built[0].dist / "bevo-kg.nq.gz")])
    assert (result.exit_code, result.output) == (0, "Nothing changed.\n")


def test_a_changed_sign_tells_the_sign_the_statement_and_the_inference(
    built: tuple[Project, Release], quads: set[Quad], tmp_path: Path
) -> None:
    loss = _in("inferred", FINDING, node("rdf:type"), bevo("BoneLossFinding"))
    gain = _in("inferred", FINDING, node("rdf:type"), bevo("BoneGainFinding"))
    sign = _in("provenance", FINDING, bevo("sign"), Literal("inhibits"))
    promotes = Quad(INHIBITS.subject, bevo("promotes"), INHIBITS.object, INHIBITS.graph_name)
    better = _in("provenance", FINDING, bevo("sign"), Literal("promotes"))
    later = _changed(quads, {INHIBITS, loss, sign}, {promotes, gain, better}, tmp_path)
    lines = list(differences(read_archive(built[0].dist), read_archive(later)))
    assert [line for line in lines if line] == [
        "## Signs",
        "- finding:F0026",
        "  - no longer: inhibits",
        "  - now: promotes",
        "## Findings",
        "- finding:F0026",
        "  - no longer: extracellular exosome inhibits osteoblast differentiation",
        "  - now: extracellular exosome promotes osteoblast differentiation",
        "## Inferences",
        "- is bone gain finding: +1",
        "  - + finding:F0026",
        "- is bone loss finding: −1",
        "  - − finding:F0026",
    ]


def test_a_new_term_and_a_finding_that_is_gone_are_told(
    built: tuple[Project, Release], quads: set[Quad], tmp_path: Path
) -> None:
    gone = {quad for quad in quads if str(quad.subject).startswith(f"<{FINDING.value}")}
    term = _in("ontology", bevo("NewThing"), node("rdfs:label"), Literal("new thing"))
    lines = list(differences(read_archive(built[0].dist), read_archive(_changed(quads, gone, {term}, tmp_path))))
    assert "- finding:F0026 (gone)" in lines
    assert "- new thing (bevo:NewThing) (new)" in lines
    assert "  - now: rdfs:label new thing" in lines


def test_labels_and_links_that_repeat_the_logic_are_not_told(
    built: tuple[Project, Release], quads: set[Quad], tmp_path: Path
) -> None:
    label = next(q for q in quads if q.subject == FINDING and q.predicate == node("rdfs:label"))
    other = _in("provenance", FINDING, node("rdfs:label"), Literal("put otherwise"))
    later = _changed(quads, {label}, {other}, tmp_path)
    assert list(differences(read_archive(built[0].dist), read_archive(later))) == []


def test_steps_in_another_order_are_told_by_their_numbers(
    built: tuple[Project, Release], quads: set[Quad], tmp_path: Path
) -> None:
    first, second = (node(f"finding:F1325-step-{number}") for number in (1, 2))

    def numbered(*steps: NamedNode) -> set[Quad]:
        return {_in("provenance", step, bevo("stepNumber"), integer(n)) for n, step in enumerate(steps, start=1)}

    later = _changed(quads, numbered(first, second), numbered(second, first), tmp_path)
    assert [line for line in differences(read_archive(built[0].dist), read_archive(later)) if line] == [
        "## Findings",
        "- finding:F1325",
        "  - no longer: circ_0008542 binds miR-185-5p step number 1",
        "  - no longer: circ_0008542 inhibits miR-185-5p step number 2",
        "  - now: circ_0008542 binds miR-185-5p step number 2",
        "  - now: circ_0008542 inhibits miR-185-5p step number 1",
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [("gone", None, "is not there; a release has bevo-kg.nq.gz"), ("x", b"no archive", "is no archive of a release")],
)
def test_what_is_no_release_is_told(
    name: str, content: bytes | None, message: str, tmp_path: Path, built: tuple[Project, Release]
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    result = RUNNER.invoke(app, ["diff", str(path), str(built[0].dist)])
    assert result.exit_code == 1
    assert message in result.output
