from __future__ import annotations

import csv
from pathlib import Path

import pytest
from pyoxigraph import Literal, Triple

from bevo import __version__
from bevo.build.prepare import Checked
from bevo.exports.sssom import COLUMNS, PREDICATES, sssom
from bevo.ontology.merge import with_metadata
from bevo.rdf.names import bevo, expand, node


@pytest.fixture(scope="module")
def ontology(checked: Checked) -> list[Triple]:
    return with_metadata(checked.ontology.triples(), __version__)


@pytest.fixture(scope="module")
def lines(ontology: list[Triple]) -> list[str]:
    return sssom(ontology).decode().splitlines()


@pytest.fixture(scope="module")
def rows(lines: list[str]) -> list[dict[str, str]]:
    return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))


def test_every_prefix_is_declared(lines: list[str], rows: list[dict[str, str]]) -> None:
    declared = {line[3:].partition(":")[0] for line in lines if line.startswith("#  ")}
    columns = ("subject_id", "predicate_id", "object_id", "mapping_justification")
    used = {row[column].partition(":")[0] for row in rows for column in columns}
    assert tuple(rows[0]) == COLUMNS
    assert declared == used


def test_a_protein_a_microrna_arm_a_minted_process_a_kind_and_a_relation_are_mapped(rows: list[dict[str, str]]) -> None:
    mapped = {(row["subject_id"], row["predicate_id"], row["object_id"]) for row in rows}
    assert ("bevo:molecule/RUNX2", "skos:closeMatch", "HGNC:10472") in mapped
    assert ("bevo:molecule/miR-214-3p", "skos:narrowMatch", "mirbase.mature:MIMAT0000271") in mapped
    assert ("bevo:RNA", "skos:exactMatch", "CHEBI:33697") in mapped
    assert ("bevo:promotes", "skos:broadMatch", "RO:0004047") in mapped
    assert "bevo:FractureHealing" in {row["subject_id"] for row in rows}


def test_the_rows_are_the_mappings_of_the_graph_and_nothing_else(
    ontology: list[Triple], rows: list[dict[str, str]]
) -> None:
    graph = {(t.subject, t.predicate, t.object) for t in ontology if t.predicate in PREDICATES}
    read = {tuple(node(row[column]) for column in ("subject_id", "predicate_id", "object_id")) for row in rows}
    assert read == graph
    assert len(rows) == len(read) > 800


def test_the_bytes_do_not_depend_on_the_order_of_the_triples(ontology: list[Triple], lines: list[str]) -> None:
    assert sssom(reversed(ontology)).decode().splitlines() == lines


def test_a_label_with_tab_quote_or_line_break_stays_one_cell(ontology: list[Triple]) -> None:
    hostile = 'a\tb "c"\nd'
    term = bevo("Hostile")
    more = [
        Triple(term, node("rdfs:label"), Literal(hostile)),
        Triple(term, node("skos:exactMatch"), node("mesh:D000001")),
    ]
    text = sssom([*ontology, *more]).decode()
    table = text[text.index("subject_id") :]
    read = list(csv.DictReader(table.splitlines(keepends=True), delimiter="\t"))
    assert [row["subject_label"] for row in read if row["subject_id"] == "bevo:Hostile"] == [hostile]


def test_the_sssom_library_reads_every_row_and_finds_nothing_wrong(
    ontology: list[Triple], rows: list[dict[str, str]], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    parsers = pytest.importorskip("sssom.parsers", reason="needs the package sssom")
    from sssom.validators import validate

    path = tmp_path / "mappings.sssom.tsv"
    path.write_bytes(sssom(ontology))
    parsed = parsers.parse_sssom_table(
        path
    )  # its strict mode refuses every file in 0.4: it takes "regular" for a fault
    assert caplog.messages == []
    for kind, report in validate(parsed, fail_on_error=False).items():
        assert [result.message for result in report.results] == [], kind
    assert parsed.metadata["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert parsed.metadata["mapping_set_version"] == __version__
    columns = ["subject_id", "predicate_id", "object_id"]
    assert {tuple(row) for row in parsed.df[columns].values} == {tuple(row[c] for c in columns) for row in rows}
    assert all(expand(row["object_id"]) == parsed.converter.expand(row["object_id"]) for row in rows)


def test_the_sssom_library_would_find_a_faulty_row(ontology: list[Triple], tmp_path: Path) -> None:
    parsers = pytest.importorskip("sssom.parsers", reason="needs the package sssom")
    from sssom.validators import validate

    path = tmp_path / "mappings.sssom.tsv"
    path.write_bytes(sssom(ontology).replace(b"bevo:molecule/RUNX2\t", b"nowhere:RUNX2\t"))
    reports = validate(parsers.parse_sssom_table(path), fail_on_error=False).values()
    assert any(result.message for report in reports for result in report.results)
