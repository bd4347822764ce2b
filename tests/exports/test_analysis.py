"""The files for analysis, read back: by the tools that they are for, where these are installed."""

from __future__ import annotations

import io
import json
import re
import shlex
import uuid
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pyoxigraph import Literal, NamedNode, Triple
from typer.testing import CliRunner

from bevo import __version__
from bevo.build.prepare import Checked, emit_by_source
from bevo.cli.main import app
from bevo.curation.records import Study, Trial
from bevo.exports.bibtex import et_al, studies_bib
from bevo.exports.gene_sets import SETS, gene_sets
from bevo.exports.indra import indra_statements
from bevo.exports.kgx import EDGE_COLUMNS, Values, kgx_rows
from bevo.exports.networks import cx2, graphml
from bevo.exports.public_ids import human_micrornas, public_ids
from bevo.exports.spreadsheet import COLUMNS, findings_csv, findings_rows
from bevo.exports.tables import EDGE_LISTS, FINDING_LISTS, edges_parquet, findings_parquet, mechanisms
from bevo.finding.emit_sources import emit_source
from bevo.ontology.merge import with_metadata
from bevo.project import Project
from bevo.rdf.names import bevo, node
from bevo.rdf.rdfio import sorted_triples
from bevo.rdf.vocabulary import TITLE, TYPE
from bevo.vocabulary.pack import KEPT_WITH_THE_PRODUCT, Pack

Rows = list[Values]
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


@pytest.fixture(scope="module")
def findings(checked: Checked) -> list[Triple]:
    return sorted_triples(t for triples in emit_by_source(checked).values() for t in triples)


@pytest.fixture(scope="module")
def rows(checked: Checked, findings: list[Triple]) -> tuple[Rows, Rows]:
    ontology = with_metadata(checked.ontology.triples(), __version__)
    public = public_ids(ontology, human_micrornas(ontology, Pack(KEPT_WITH_THE_PRODUCT)))
    return kgx_rows(findings, ontology, public, {"F0026": ("bone loss",)})


def hostile(value: str) -> tuple[Rows, Rows]:
    """Two nodes and an edge with one text in all that may hold any."""
    blank = dict.fromkeys(EDGE_COLUMNS, "")
    nodes = [
        {"id": name, "category": "biolink:MicroRNA", "name": value, "iri": f"urn:{name}", "equivalent_identifiers": ""}
        for name in ("a:1", "a:2")
    ]
    said = {"edge_role": "step", "predicate": "biolink:affects", "object_direction_qualifier": "decreased"}
    flags = {"reported_result": "true", "collective": "false", "publications": "PMID:1", "description": value}
    return nodes, [{**blank, **said, **flags, "id": "e", "subject": "a:1", "object": "a:2"}]


def test_graphml_has_every_node_and_edge_with_their_attributes(rows: tuple[Rows, Rows]) -> None:
    nodes, edges = rows
    root = ElementTree.fromstring(graphml(nodes, edges))
    keys = {key.get("id"): key.get("attr.name") for key in root.iter(f"{GRAPHML}key")}
    read = {one.get("id"): {keys[data.get("key")]: data.text for data in one} for one in root.iter(f"{GRAPHML}node")}
    assert read == {row["id"]: {k: v for k, v in row.items() if v and k != "id"} for row in nodes}
    ends = [(one.get("id"), one.get("source"), one.get("target")) for one in root.iter(f"{GRAPHML}edge")]
    assert ends == [(row["id"], row["subject"], row["object"]) for row in edges]


def test_graphml_holds_what_xml_cannot() -> None:
    root = ElementTree.fromstring(graphml(*hostile('<&>"\x00\x0b]]>')))
    assert {data.text for data in root.iter(f"{GRAPHML}data")} >= {'<&>"  ]]>'}


def test_networkx_reads_the_graphml(rows: tuple[Rows, Rows], tmp_path: Path) -> None:
    networkx = pytest.importorskip("networkx", reason="needs the package networkx")
    path = tmp_path / "network.graphml"
    path.write_bytes(graphml(*rows))
    read = networkx.read_graphml(path, force_multigraph=True)
    assert (read.number_of_nodes(), read.number_of_edges()) == tuple(map(len, rows))
    assert read.nodes["HGNC:10472"]["name"] == "RUNX2"


def test_cx2_has_every_node_and_edge_and_declares_their_attributes(rows: tuple[Rows, Rows]) -> None:
    document = json.loads(cx2(*rows))
    parts = {name: part for one in document for name, part in one.items()}
    assert parts["status"] == [{"success": True}]
    counts = {one["name"]: one["elementCount"] for one in parts["metaData"]}
    assert (counts["nodes"], counts["edges"]) == tuple(map(len, rows))
    ids = {one["id"]: one["v"]["id"] for one in parts["nodes"]}
    ends = [(ids[one["s"]], ids[one["t"]], one["v"]["id"]) for one in parts["edges"]]
    assert ends == [(row["subject"], row["object"], row["id"]) for row in rows[1]]
    (declared,) = parts["attributeDeclarations"]
    for kind in ("nodes", "edges"):
        assert {name for one in parts[kind] for name in one["v"]} <= declared[kind].keys()


def test_ndex2_reads_the_cx2(rows: tuple[Rows, Rows]) -> None:
    ndex2 = pytest.importorskip("ndex2.cx2", reason="needs the package ndex2")
    read = ndex2.RawCX2NetworkFactory().get_cx2network(json.loads(cx2(*rows)))
    assert (len(read.get_nodes()), len(read.get_edges())) == tuple(map(len, rows))
    assert read.get_name() == "BEVO"


def sets(data: bytes) -> dict[str, set[str]]:
    lines = [line.split("\t") for line in data.decode().splitlines()]
    assert len(lines) == len({line[0] for line in lines})
    assert all(line[1].startswith("http") and len(line) > 2 for line in lines)
    return {line[0]: set(line[2:]) for line in lines}


def test_sets_hold_what_findings_say_of_single_members(rows: tuple[Rows, Rows]) -> None:
    read = {name: sets(data) for name, data in gene_sets(*rows)}
    assert tuple(read) == SETS
    assert "ATF4" in read["sets/mirna-targets.gmt"]["miR-214-3p"]
    assert "miR-214" in read["sets/outcome-cargo.gmt"]["osteoblast differentiation, inhibited"]
    assert "osteoblast differentiation, inhibited" in read["sets/cargo-outcomes.gmt"]["miR-214"]
    assert "miR-214" in read["sets/source-cargo.gmt"]["osteoclast"]
    turned = {(cargo, outcome) for cargo, all_of in read["sets/cargo-outcomes.gmt"].items() for outcome in all_of}
    assert turned == {
        (cargo, outcome) for outcome, all_of in read["sets/outcome-cargo.gmt"].items() for cargo in all_of
    }


def test_a_list_that_is_told_as_a_whole_is_in_no_set(rows: tuple[Rows, Rows]) -> None:
    nodes, edges = rows
    pooled = [{**row, "collective": "true"} for row in edges]
    assert all(data == b"" for _, data in gene_sets(nodes, pooled))


def test_gseapy_reads_the_sets(rows: tuple[Rows, Rows], tmp_path: Path) -> None:
    parser = pytest.importorskip("gseapy.parser", reason="needs the package gseapy")
    for name, data in gene_sets(*rows):
        path = tmp_path / Path(name).name
        path.write_bytes(data)
        assert {key: set(members) for key, members in parser.read_gmt(str(path)).items()} == sets(data)


def test_names_are_turned_into_those_of_the_sets_as_the_page_shows(project: Project) -> None:
    page = (project.root / "docs" / "exports.md").read_text(encoding="utf-8")
    ((command, shown),) = re.findall(r"^\$ bevo (ground .+) \| cut -f1,2,4\n((?:.+\n)+?)```", page, re.MULTILINE)
    printed = CliRunner().invoke(app, shlex.split(command)).stdout.splitlines()
    assert ["\t".join(line.split("\t")[i] for i in (0, 1, 3)) for line in printed] == shown.splitlines()


def test_statements_say_what_the_edges_say(rows: tuple[Rows, Rows]) -> None:
    read = json.loads(indra_statements(*rows))
    by_id = {str(uuid.uuid5(uuid.NAMESPACE_URL, row["id"])): row for row in rows[1]}
    assert {one["type"] for one in read} == {"Activation", "Inhibition", "Complex"}
    assert len({one["id"] for one in read}) == len(read) > 400
    for one in read:
        edge = by_id[one["id"]]
        assert not edge["compared_with"]
        assert [e["annotations"]["publication"] for e in one["evidence"]] == edge["publications"].split("|")
        if one["type"] != "Complex":
            less = [edge.get(f"{end}_direction_qualifier") == "decreased" for end in ("subject", "object")]
            assert one["type"] == ("Inhibition" if less[0] != less[1] else "Activation")
    mir = next(one for one in read if one["subj"]["name"] == "miR-214" and one["obj"]["name"] == "ATF4")
    assert mir["subj"]["db_refs"] == {"TEXT": "miR-214", "MIRBASE": "MI0000290", "BEVO": "molecule/miR-214"}
    assert mir["obj"]["db_refs"] == {"TEXT": "ATF4", "HGNC": "786", "BEVO": "molecule/ATF4"}


def test_indra_reads_the_statements(rows: tuple[Rows, Rows]) -> None:
    statements = pytest.importorskip("indra.statements", reason="needs the package indra")
    said = json.loads(indra_statements(*rows))
    assert len(statements.stmts_from_json(said)) == len(said)


def test_every_study_with_a_title_is_an_entry(findings: list[Triple]) -> None:
    text = studies_bib(findings).decode()
    titled = {t.subject for t in findings if t.predicate == TITLE}
    studies = {t.subject for t in findings if t.predicate == TYPE and t.object in (bevo("Study"), bevo("Review"))}
    assert len(titled & studies) <= text.count("\n@") + 1 <= len(studies)
    keys = re.findall(r"^@\w+\{(.+),$", text, re.MULTILINE)
    assert len(keys) == len(set(keys)) and "review-yang-2021" in keys
    assert "@article{li-2016,\n  author = {Li, D.}" in text
    assert "doi = {10.1038/ncomms10872}" in text


def test_a_title_with_signs_of_tex_stays_in_its_field() -> None:
    this = node("study:x")
    title = "100% of {a} & b_c \\ ~ $5 #1\nnext"
    text = studies_bib([Triple(this, TYPE, bevo("Study")), Triple(this, TITLE, Literal(title))]).decode()
    told = r"100\% of \{a\} \& b\_c \textbackslash{} \textasciitilde{} \$5 \#1 next"
    assert text == f"@misc{{x,\n  title = {{{{{told}}}}},\n  url = {{https://w3id.org/bevo/study/x}}\n}}\n"


@pytest.mark.parametrize(
    ("name", "cited", "told"),
    [
        ("Li D", "Li et al., 2016", "Li, D. and others"),
        ("El-Jawhari JJ", "12", "El-Jawhari, J. J."),
        ("Abd Elmageed ZY", "12", "Abd Elmageed, Z. Y."),
        ("Lv", "Lv et al., 2020", "{Lv} and others"),
        ("Zhou", "Zhou and Hu, 2024", "{Zhou}"),
        ("Buck DW 2nd", "12", "{Buck DW 2nd}"),
        ("NIH AG", "12", "{NIH AG}"),
        (None, "Li et al., 2016", None),
    ],
)
def test_authors_that_a_review_leaves_out_are_others(name: str | None, cited: str, told: str | None) -> None:
    told_of = {"title": "Bone", "first_author": name, "cited_as": {"yang-2021": [cited]}}
    study = Study.model_validate({"id": "x", "resolution": "resolved", **told_of})
    text = studies_bib(emit_source(study), et_al([study])).decode()
    assert re.findall(r"author = \{(.*)\}", text) == ([told] if told else [])


def test_the_sponsor_of_a_trial_is_kept_whole() -> None:
    told_of = {"id": "x", "kind": "trial", "nct": "NCT01234567", "title": "Bone", "authors": ["Novartis AG"]}
    trial = Trial.model_validate(told_of)
    text = studies_bib(emit_source(trial)).decode()
    assert "author = {{Novartis AG}}" in text


def test_bibtexparser_reads_every_entry(findings: list[Triple], checked: Checked) -> None:
    bibtexparser = pytest.importorskip("bibtexparser", reason="needs the package bibtexparser")
    text = studies_bib(findings, et_al(checked.instances.studies.values())).decode()
    read = bibtexparser.parse_string(text)
    assert not read.failed_blocks
    assert len(read.entries) == Counter(line[:1] for line in text.splitlines())["@"]
    others = {entry.key for entry in read.entries if entry["author"].endswith(" and others")}
    assert others and "li-2016" not in others


def test_parquet_holds_the_table_and_the_edges_with_types(rows: tuple[Rows, Rows]) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs the package pyarrow")
    table = [{"id": "F0026", "cites": "a; b", "collective": "yes", "note": 'x\n"y"'}, {"id": "F0027"}]
    read = parquet.read_table(io.BytesIO(findings_parquet(table, {"F0026": "explained"}))).to_pylist()
    assert (read[0]["cites"], read[0]["collective"], read[0]["note"]) == (["a", "b"], True, 'x\n"y"')
    assert [row["mechanism_verdict"] for row in read] == ["explained", None]
    assert (read[1]["cites"], read[1]["collective"], read[1]["note"]) == ([], False, None)
    edges = parquet.read_table(io.BytesIO(edges_parquet(rows[1]))).to_pylist()
    assert [row["id"] for row in edges] == [row["id"] for row in rows[1]]
    assert [row["publications"] for row in edges] == [row["publications"].split("|") for row in rows[1]]
    assert sum(row["reported_result"] for row in edges) == sum(row["reported_result"] == "true" for row in rows[1])


def test_polars_reads_the_table_as_the_page_says(project: Project) -> None:
    polars = pytest.importorskip("polars", reason="needs the package polars")
    page = (project.root / "docs" / "tables.md").read_text(encoding="utf-8")
    (setting,) = re.findall(r"polars\.read_csv\(\"dist/findings\.csv\", (\w+)=None\)", page)
    pmids = [*["1"] * 500, "31119130; 37603279"]
    data = findings_csv({**dict.fromkeys(COLUMNS, ""), "pmid": pmid} for pmid in pmids)
    assert polars.read_csv(io.BytesIO(data), **{setting: None})["pmid"].to_list() == pmids


def test_withdrawn_findings_have_no_row_and_the_pages_say_so(project: Project, checked: Checked) -> None:
    withdrawn = [finding.id for finding in checked.findings if finding.record.deprecated]
    assert withdrawn
    table = findings_rows(checked.findings, checked.ontology.vocabulary, checked.instances.discrepancies, {}, {})
    assert len(table) == len(checked.findings) - len(withdrawn)
    for name in ("exports.md", "tables.md"):
        assert "withdrawn findings" in (project.root / "docs" / name).read_text(encoding="utf-8").lower()


def test_lists_are_columns() -> None:
    assert set(COLUMNS) >= FINDING_LISTS
    assert set(EDGE_COLUMNS) >= EDGE_LISTS


def test_a_finding_that_both_is_explained_and_speaks_against_itself_is_divided() -> None:
    this = NamedNode(node("finding:F0001").value)
    kinds = ("ExplainedFinding", "DividedMechanism", "CounterMechanism")
    assert mechanisms(Triple(this, TYPE, bevo(kind)) for kind in kinds) == {"F0001": "divided"}


def test_the_page_names_every_column(project: Project) -> None:
    page = (project.root / "docs" / "exports.md").read_text(encoding="utf-8")
    for name in {*COLUMNS, "mechanism_verdict", *EDGE_COLUMNS}:
        assert f"`{name}`" in page, name
