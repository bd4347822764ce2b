"""The frame and the graph that ``import bevo`` gives."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import bevo
from bevo.build.build import Release
from bevo.exports.kgx import NODE_COLUMNS
from bevo.problems import BevoError
from bevo.project import Project


def test_the_frame_has_a_row_for_each_finding_with_lists_to_filter_by(built: tuple[Project, Release]) -> None:
    pytest.importorskip("pandas", reason="needs the package pandas")
    frame = bevo.findings(built[0].dist).set_index("id")
    live = [finding.id for finding in built[1].checked.findings if not finding.record.deprecated]
    assert list(frame.index) == live
    row = frame.loc["F0026"]
    assert (row["cargo_id"], row["verdict"], row["doi"]) == (
        ["bevo:molecule/miR-214"],
        ["bone loss"],
        ["10.1038/ncomms10872"],
    )
    assert "F0026" in frame[frame.cargo.map(lambda names: "miR-214" in names)].index


def test_the_graph_leads_from_a_microrna_to_what_it_does(built: tuple[Project, Release]) -> None:
    networkx = pytest.importorskip("networkx", reason="needs the package networkx")
    graph = bevo.network(built[0].dist)
    (edge,) = (data for data in graph["mirbase:MI0000290"]["GO:0001649"].values() if "F0026" in data["finding"])
    assert (edge["object_direction_qualifier"], edge["source"]) == ("decreased", ["CL:0000092"])
    assert networkx.has_path(graph, "CL:0000092", "GO:0001649")


@pytest.mark.parametrize(("library", "opened"), [("pandas", bevo.findings), ("networkx", bevo.network)])
def test_a_missing_library_is_named(library: str, opened, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(BevoError, match=rf"needs {library}: pip install {library}"):
        opened(tmp_path)


def test_a_folder_without_a_release_is_told(tmp_path: Path) -> None:
    pytest.importorskip("pandas", reason="needs the package pandas")
    with pytest.raises(BevoError, match=r"has no findings\.parquet"):
        bevo.findings(tmp_path)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("kgx/nodes.tsv", b"\xff\xfe", r"nodes\.tsv is no text in UTF-8"),
        ("kgx/nodes.tsv", b"", r"nodes\.tsv is no such file of a release: it has no column id"),
        ("kgx/edges.tsv", b"id\tobject\n", r"edges\.tsv is no such file of a release: it has no column category"),
    ],
)
def test_a_broken_table_is_told(name: str, data: bytes, says: str, tmp_path: Path) -> None:
    pytest.importorskip("networkx", reason="needs the package networkx")
    (tmp_path / "kgx").mkdir()
    (tmp_path / "kgx" / "nodes.tsv").write_text("\t".join(NODE_COLUMNS) + "\n", encoding="utf-8")
    (tmp_path / name).write_bytes(data)
    with pytest.raises(BevoError, match=says):
        bevo.network(tmp_path)


def test_a_broken_parquet_file_is_told(tmp_path: Path) -> None:
    pytest.importorskip("pandas", reason="needs the package pandas")
    (tmp_path / "findings.parquet").write_bytes(b"PAR1")
    with pytest.raises(BevoError, match=r"findings\.parquet is no Parquet file"):
        bevo.findings(tmp_path)
