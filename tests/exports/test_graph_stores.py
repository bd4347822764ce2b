"""The nodes and edges of KGX in the stores of graphs and tables that ``docs/exports.md`` names, by its own commands."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from bevo import __version__
from bevo.build.prepare import Checked, emit_by_source
from bevo.exports.kgx import EDGE_COLUMNS, NODE_COLUMNS, Values, kgx_rows, tsv
from bevo.exports.neo4j import neo4j
from bevo.exports.public_ids import human_micrornas, public_ids
from bevo.ontology.merge import with_metadata
from bevo.project import Project
from bevo.rdf.rdfio import sorted_triples
from bevo.vocabulary.pack import KEPT_WITH_THE_PRODUCT, Pack

Answer = list[tuple[str, ...]]
HEADING = re.compile(r"(?P<name>\w*):(?P<kind>ID|LABEL|START_ID|END_ID|TYPE|(?:string|boolean)(?:\[\])?)")


@pytest.fixture(scope="module")
def rows(checked: Checked) -> tuple[list[Values], list[Values]]:
    ontology = with_metadata(checked.ontology.triples(), __version__)
    public = public_ids(ontology, human_micrornas(ontology, Pack(KEPT_WITH_THE_PRODUCT)))
    return kgx_rows(
        sorted_triples(t for triples in emit_by_source(checked).values() for t in triples), ontology, public, {}
    )


@pytest.fixture
def folder(rows: tuple[list[Values], list[Values]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose ``dist/`` has the files, and which is where commands run."""
    (tmp_path / "dist" / "kgx").mkdir(parents=True)
    for name, columns, table in zip(("nodes", "edges"), (NODE_COLUMNS, EDGE_COLUMNS), rows, strict=True):
        (tmp_path / "dist" / "kgx" / f"{name}.tsv").write_bytes(tsv(columns, table))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def example(project: Project, language: str, word: str) -> str:
    """The example of the page in a language that has a word in it."""
    page = (project.root / "docs" / "exports.md").read_text(encoding="utf-8")
    (found,) = (text for text in re.findall(rf"```{language}\n(.*?)```", page, re.S) if word in text)
    return str(found)


def wanted(rows: tuple[list[Values], list[Values]]) -> Answer:
    """MicroRNAs that go directly to osteoblast differentiation."""
    about = {row["id"]: row for row in rows[0]}
    return sorted(
        (about[e["subject"]]["name"], e.get("object_direction_qualifier", ""), e["finding"], e["publications"])
        for e in rows[1]
        if about[e["subject"]]["category"] == "biolink:MicroRNA" and e["edge_role"] == "finding"
        if about[e["object"]]["name"] == "osteoblast differentiation" and e["reported_result"] == "true"
    )


def plain(answer: list[tuple[str | None, ...]] | list[list[str | None]]) -> Answer:
    return sorted(tuple(cell or "" for cell in row) for row in answer)


@pytest.mark.usefixtures("folder")
def test_duckdb_answers_which_micrornas_go_to_a_process(
    rows: tuple[list[Values], list[Values]], project: Project
) -> None:
    duckdb = pytest.importorskip("duckdb", reason="needs the package duckdb")
    answer = plain(duckdb.sql(example(project, "sql", "osteoblast differentiation")).fetchall())
    assert answer == wanted(rows)
    assert ("miR-214", "decreased", "bevo:finding/F0026") in [row[:3] for row in answer]
    assert duckdb.sql(example(project, "sql", "mirbase:MI0000290")).fetchall()


@pytest.mark.usefixtures("folder")
def test_ladybug_gives_the_same_rows(rows: tuple[list[Values], list[Values]], project: Project) -> None:
    pytest.importorskip("ladybug", reason="needs the package ladybug")
    pytest.importorskip("pandas", reason="needs the package pandas")
    names: dict[str, list[list[str | None]]] = {}
    exec(example(project, "python", "import ladybug"), names)  # the page's own code
    assert plain(names["rows"]) == wanted(rows)


def read_for_neo4j(data: bytes) -> tuple[list[re.Match[str]], list[dict[str, str]]]:
    """Headings and rows as ``neo4j-admin database import`` reads them, with tabs between."""
    headings, *lines = csv.reader(io.StringIO(data.decode("utf-8"), newline=""), delimiter="\t")
    read = [HEADING.fullmatch(heading) for heading in headings]
    assert all(read)
    assert all(len(line) == len(headings) for line in lines)
    known = [match for match in read if match]
    keys = [match["name"] or match["kind"] for match in known]
    assert len(keys) == len(set(keys))
    return known, [dict(zip(keys, line, strict=True)) for line in lines]


def test_neo4j_finds_its_headings_and_every_end_of_an_edge(rows: tuple[list[Values], list[Values]]) -> None:
    files = dict(neo4j(*rows))
    headings, nodes = read_for_neo4j(files["neo4j/nodes.tsv"])
    assert [match["kind"] for match in headings if match["kind"].isupper()] == ["ID", "LABEL"]
    ids = [row["id"] for row in nodes]
    assert len(ids) == len(set(ids)) == len(rows[0])
    headings, edges = read_for_neo4j(files["neo4j/edges.tsv"])
    assert [match["kind"] for match in headings if match["kind"].isupper()] == ["START_ID", "TYPE", "END_ID"]
    assert {row[end] for row in edges for end in ("START_ID", "END_ID")} == set(ids)
    assert all(row["TYPE"].replace("_", "").isalpha() for row in edges)
    assert all(row["LABEL"].isalpha() for row in nodes)
    flags = [match["name"] for match in headings if match["kind"] == "boolean"]
    assert {row[flag] for row in edges for flag in flags} == {"true", "false", ""}
    by_id = {row["id"]: row for row in rows[1]}
    for row in edges:
        assert row["publications"].split("|") == by_id[row["id"]]["publications"].split("|")
        assert row["description"] == by_id[row["id"]]["description"]


def test_neo4j_reads_quotes_and_tabs() -> None:
    hostile = 'a "b"\tc | d\\'
    node = {**dict.fromkeys(NODE_COLUMNS, ""), "id": "a:1", "category": "biolink:Cell", "name": hostile}
    _, (read,) = read_for_neo4j(dict(neo4j([node], []))["neo4j/nodes.tsv"])
    assert (read["name"], read["LABEL"]) == (hostile, "Cell")
