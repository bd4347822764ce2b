from __future__ import annotations

import csv
import importlib.metadata
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from pyoxigraph import Literal, NamedNode, Triple

from bevo import __version__
from bevo.build.prepare import Checked, emit_by_source
from bevo.exports.biolink import QUALIFYING
from bevo.exports.kgx import EDGE_COLUMNS, NODE_COLUMNS, kgx
from bevo.exports.public_ids import human_micrornas, public_ids
from bevo.exports.sssom import sssom
from bevo.ontology.merge import with_metadata
from bevo.project import Project
from bevo.rdf.names import BASE, PREFIXES, bevo, expand, node
from bevo.rdf.rdfio import sorted_triples
from bevo.rdf.vocabulary import TYPE
from bevo.vocabulary.pack import KEPT_WITH_THE_PRODUCT, Pack

Rows = list[dict[str, str]]
LOWER = {"HGNC": "hgnc", "MESH": "mesh"}
OURS = {
    "finding", "finding_kind", "edge_role", "verdict", "reported_result", "certainty", "collective",
    "vesicle", "source", "cargo", "recipient", "subject_state", "object_state", "compared_with", "review",
}  # fmt: skip
"""Columns that Biolink has no slot for."""


def table(data: bytes) -> Rows:
    """A table as KGX reads it: no quotes, every line as wide as the first."""
    lines = data.decode().split("\n")
    assert lines.pop() == ""
    assert {line.count("\t") for line in lines} == {lines[0].count("\t")}
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def iri(curie: str) -> NamedNode:
    """What an id of the export stands for."""
    prefix, _, name = curie.partition(":")
    return NamedNode(BASE + name) if prefix == "bevo" else node(f"{LOWER.get(prefix, prefix)}:{name}")


@pytest.fixture(scope="module")
def ontology(checked: Checked) -> list[Triple]:
    return with_metadata(checked.ontology.triples(), __version__)


@pytest.fixture(scope="module")
def findings(checked: Checked) -> list[Triple]:
    return sorted_triples(t for triples in emit_by_source(checked).values() for t in triples)


@pytest.fixture(scope="module")
def public(ontology: list[Triple]) -> dict[NamedNode, NamedNode]:
    return public_ids(ontology, human_micrornas(ontology, Pack(KEPT_WITH_THE_PRODUCT)))


@pytest.fixture(scope="module")
def files(findings: list[Triple], ontology: list[Triple], public: dict[NamedNode, NamedNode]) -> dict[str, bytes]:
    return dict(kgx(findings, ontology, public, {"F0026": ("bone loss",)}))


@pytest.fixture(scope="module")
def own(public: dict[NamedNode, NamedNode]) -> dict[NamedNode, NamedNode]:
    """Our term of each public id."""
    return {target: term for term, target in public.items()}


@pytest.fixture(scope="module")
def example(sample_checked: Checked, ontology: list[Triple], public: dict[NamedNode, NamedNode]) -> tuple[Rows, Rows]:
    """The nodes of the sample, and the edges of its F0026."""
    findings = sorted_triples(t for triples in emit_by_source(sample_checked).values() for t in triples)
    files = dict(kgx(findings, ontology, public, {}))
    edges = [edge for edge in table(files["kgx/edges.tsv"]) if edge["finding"] == "bevo:finding/F0026"]
    return table(files["kgx/nodes.tsv"]), edges


@pytest.fixture(scope="module")
def nodes(files: dict[str, bytes]) -> Rows:
    return table(files["kgx/nodes.tsv"])


@pytest.fixture(scope="module")
def edges(files: dict[str, bytes]) -> Rows:
    return table(files["kgx/edges.tsv"])


@pytest.fixture(scope="module")
def said(findings: list[Triple]) -> dict[Any, dict[Any, set[Any]]]:
    """The emitted graph: objects by subject and predicate."""
    found: dict[Any, dict[Any, set[Any]]] = defaultdict(lambda: defaultdict(set))
    for triple in findings:
        found[triple.subject][triple.predicate].add(triple.object)
    return found


def relations(findings: list[Triple]) -> set[tuple[object, ...]]:
    """Every relation between two participants that the graph states, without those that qualify one of them."""
    participants = {t.subject for t in findings if t.predicate == bevo("participantOf")}
    references = {t.object for t in findings if t.predicate == bevo("reference")}
    return {
        (t.subject, t.predicate, t.object)
        for t in findings
        if {t.subject, t.object} <= participants and t.predicate not in QUALIFYING and t.subject not in references
    }


def sign(edge: dict[str, str]) -> str | None:
    """The sign that an edge states in terms of Biolink, in our words; of our columns the role alone counts."""
    if edge["predicate"] == "biolink:associated_with" and edge["edge_role"] in ("finding", "step"):
        return "is associated with"
    if edge["predicate"] != "biolink:affects":
        return None
    if edge["negated"] == "true":
        return "has no effect on"
    assert (edge["qualified_predicate"] == "biolink:causes") == bool(edge["object_direction_qualifier"])
    return {"increased": "promotes", "decreased": "inhibits", "": "affects"}[edge["object_direction_qualifier"]]


def test_the_edges_are_the_relations_of_the_graph_and_nothing_else(findings: list[Triple], edges: Rows) -> None:
    told = [tuple(iri(e[f"original_{end}"]) for end in ("subject", "predicate", "object")) for e in edges]
    assert len(told) == len(set(told)) == len({e["id"] for e in edges})
    assert set(told) == relations(findings)


def test_each_sign_of_a_finding_is_one_edge_and_told_as_it_is(
    said: dict[Any, dict[Any, set[Any]]], edges: Rows
) -> None:
    told = defaultdict(list)
    for edge in edges:
        if edge["edge_role"] != "finding":
            continue
        told[iri(edge["original_subject"]), iri(edge["original_object"])].append(sign(edge))
    signed = 0
    for about in said.values():
        for value in about[bevo("sign")]:
            (bearer,), (outcome,) = about[bevo("signBearer")], about[bevo("outcome")]
            assert told[bearer, outcome] == [value.value]
            signed += 1
    assert signed == sum(map(len, told.values())) > 600


def test_the_sign_of_every_step_can_be_read_from_the_qualifiers_alone(edges: Rows) -> None:
    ours = {
        "bevo:promotes": "promotes",
        "bevo:inhibits": "inhibits",
        "bevo:affects": "affects",
        "bevo:hasNoEffectOn": "has no effect on",
        "bevo:associatedWith": "is associated with",
    }
    assert {edge["original_predicate"] for edge in edges} > set(ours)
    for edge in edges:
        assert sign(edge) == ours.get(edge["original_predicate"]), edge["id"]


def test_the_direction_of_an_amount_is_that_of_the_graph(edges: Rows) -> None:
    ours = {"bevo:moreIn": "increased", "bevo:lessIn": "decreased", "bevo:alteredIn": ""}
    amounts = [edge for edge in edges if edge["original_predicate"] in ours]
    assert {edge["subject_aspect_qualifier"] for edge in amounts} == {"abundance"}
    assert {edge["original_predicate"] for edge in amounts} == set(ours)
    assert all(edge["subject_direction_qualifier"] == ours[edge["original_predicate"]] for edge in amounts)


def test_an_edge_leads_between_terms_that_its_finding_names(
    said: dict[Any, dict[Any, set[Any]]], edges: Rows, own: dict[NamedNode, NamedNode]
) -> None:
    named: dict[Any, set[Any]] = defaultdict(set)
    for about in said.values():
        for finding in about[bevo("participantOf")]:
            named[finding] |= about[bevo("term")]
    for edge in edges:
        for end in ("subject", "object"):
            term = own.get(iri(edge[end]), iri(edge[end]))
            assert term in named[iri(edge["finding"])], edge["id"]
            assert said[iri(edge[f"original_{end}"])][bevo("participantOf")] == {iri(edge["finding"])}


def test_the_other_end_of_a_sign_is_the_outcome_itself(
    said: dict[Any, dict[Any, set[Any]]], edges: Rows, own: dict[NamedNode, NamedNode]
) -> None:
    for edge in edges:
        if edge["edge_role"] == "finding":
            (outcome,) = said[iri(edge["finding"])][bevo("outcome")]
            assert {own.get(iri(edge["object"]), iri(edge["object"]))} == said[outcome][bevo("term")]


def test_a_vesicle_with_one_cargo_speaks_by_it_and_a_pool_by_none(
    said: dict[Any, dict[Any, set[Any]]], edges: Rows, own: dict[NamedNode, NamedNode]
) -> None:
    seen = set()
    amounts = defaultdict(set)
    for participant, about in said.items():
        for amount in ("moreIn", "lessIn", "alteredIn"):
            for vesicle in about[bevo(amount)]:
                amounts[vesicle].add(participant)
    for edge in edges:
        about = said[iri(edge["finding"])]
        if edge["edge_role"] != "finding" or about[bevo("signBearer")] != about[bevo("vesicle")]:
            continue
        (vesicle,) = about[bevo("vesicle")]
        subject = own.get(iri(edge["subject"]), iri(edge["subject"]))
        held = said[vesicle][bevo("carries")] | amounts[vesicle]
        sources = {*said[vesicle][bevo("releasedBy")], *said[vesicle][bevo("foundIn")]}
        terms = {t for p in held for t in said[p][bevo("term")]}
        if len(held) == 1 and terms != said[next(iter(about[bevo("outcome")]))][bevo("term")]:
            assert {subject} == terms
            seen.add("cargo")
        elif not about[bevo("cargo")] and len(sources) == 1:
            assert {subject} == {t for p in sources for t in said[p][bevo("term")]}
            assert edge["subject_part_qualifier"] == edge["vesicle"]
            seen.add("source")
        elif len(held) > 1 and len(sources) != 1:
            assert edge["subject"] == edge["vesicle"]
            seen.add("pool")
    assert seen == {"cargo", "source", "pool"}


def test_doubt_pool_kind_evidence_and_sources_are_those_of_the_finding(
    said: dict[Any, dict[Any, set[Any]]], edges: Rows
) -> None:
    levels = set()
    for edge in edges:
        about = said[iri(edge["finding"])]
        assert {Literal(edge["certainty"])} - {Literal("")} == about[bevo("certainty")]
        assert edge["knowledge_level"] == ("prediction" if about[bevo("certainty")] else "knowledge_assertion")
        assert (edge["collective"] == "true") == bool(about[bevo("collective")])
        assert (edge["reported_result"] == "true") == (bevo("ReportedResult") in about[TYPE])
        assert set(map(iri, edge["has_evidence"].split("|"))) == about[bevo("evidence")]
        reviews = {r for section in about[bevo("reportedIn")] for r in said[section][bevo("sectionOf")]}
        names, told_by = [], set()
        for source in about[bevo("cites")] | reviews:
            pmid, doi = said[source][node("bibo:pmid")], said[source][node("bibo:doi")]
            plain = source.value.replace(BASE, "bevo:")
            names.append(next((f"PMID:{p.value}" for p in pmid), next((f"doi:{d.value}" for d in doi), plain)))
            told_by |= {names[-1]} if source in reviews else set()
        assert sorted(set(names)) == edge["publications"].split("|")
        assert told_by == {edge["review"]} - {""}
        levels.add(edge["knowledge_level"])
    assert levels == {"prediction", "knowledge_assertion"}


def test_findings_without_edges_are_those_that_relate_no_participants(checked: Checked, edges: Rows) -> None:
    told = {edge["finding"].removeprefix("bevo:finding/") for edge in edges}
    for finding in checked.findings:
        lacking = finding.record.deprecated or finding.unknown or finding.defines
        assert (finding.id in told) == (not lacking), finding.id


def test_nodes_are_the_ends_of_edges_each_once_with_name_and_iri(nodes: Rows, edges: Rows) -> None:
    ids = [row["id"] for row in nodes]
    assert len(ids) == len(set(ids))
    assert set(ids) == {edge[end] for edge in edges for end in ("subject", "object")}
    assert all(row["name"] and row["iri"] == iri(row["id"]).value for row in nodes)
    assert {t for edge in edges for t in edge["anatomical_context_qualifier"].split("|")} - {""}
    assert not [name for name in ids if name.startswith("bevo:finding/")]


def test_a_node_is_known_by_its_public_id_and_has_ours_as_equivalent(
    nodes: Rows, public: dict[NamedNode, NamedNode]
) -> None:
    by_id = {row["id"]: row for row in nodes}
    assert by_id["mirbase:MI0000290"]["equivalent_identifiers"] == "bevo:molecule/miR-214"
    assert by_id["mirbase.mature:MIMAT0000271"]["name"] == "miR-214-3p"
    assert by_id["HGNC:10472"]["equivalent_identifiers"] == "bevo:molecule/RUNX2"
    for row in nodes:
        if equivalent := row["equivalent_identifiers"]:
            assert public[iri(equivalent)] == iri(row["id"])
        else:
            assert iri(row["id"]) not in public
    assert sum(not row["id"].startswith("bevo:") for row in nodes) > len(nodes) / 2


def test_the_verdict_is_an_attribute_of_all_edges_of_its_finding(edges: Rows) -> None:
    assert {e["verdict"] for e in edges if e["finding"] == "bevo:finding/F0026"} == {"bone loss"}
    assert {e["verdict"] for e in edges if e["finding"] != "bevo:finding/F0026"} == {""}


def test_mappings_have_the_same_ids(nodes: Rows, ontology: list[Triple]) -> None:
    lines = sssom(ontology).decode().splitlines()
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
    ends = {(row["subject_id"], row["object_id"]) for row in rows}
    mapped = {subject for subject, _ in ends}
    assert {(row["equivalent_identifiers"], row["id"]) for row in nodes if row["equivalent_identifiers"]} <= ends
    assert {row["id"] for row in nodes if row["id"].startswith("bevo:") and row["xref"]} <= mapped


def test_a_step_is_told_as_an_edge_and_is_no_node(findings: list[Triple], nodes: Rows, edges: Rows) -> None:
    said = {(t.subject, t.predicate): t.object for t in findings}
    steps = [t.subject for t in findings if t.predicate == TYPE and t.object == bevo("Step")]
    told = {tuple(iri(edge[f"original_{end}"]) for end in ("subject", "predicate", "object")) for edge in edges}
    assert len(steps) > 500
    assert {tuple(said[s, bevo(f"step{end}")] for end in ("Subject", "Verb", "Object")) for s in steps} <= told
    assert not any("-step-" in row["id"] for row in nodes)


def test_cross_references_are_mappings_of_the_ontology(
    ontology: list[Triple], nodes: Rows, own: dict[NamedNode, NamedNode]
) -> None:
    mapped = defaultdict(set)
    for triple in ontology:
        if triple.predicate in [node(f"skos:{kind}Match") for kind in ("exact", "close", "narrow")]:
            mapped[triple.subject].add(triple.object)
    for row in nodes:
        read = {node(x.replace("HGNC:", "hgnc:").replace("MESH:", "mesh:")) for x in row["xref"].split("|") if x}
        this = NamedNode(row["iri"])
        assert read == mapped[own.get(this, this)] - {this}


def test_the_osteoclast_exosome_of_f0026_reads_as_the_review_has_it(example: tuple[Rows, Rows]) -> None:
    nodes, edges = example
    of = {(edge["subject"], edge["predicate"], edge["object_direction_qualifier"], edge["object"]) for edge in edges}
    assert of == {
        ("CL:0000092", "biolink:produces", "", "GO:0070062"),
        ("GO:0070062", "biolink:has_part", "", "mirbase:MI0000290"),
        ("CL:0000092", "biolink:physically_interacts_with", "", "CL:0000062"),
        ("mirbase:MI0000290", "biolink:affects", "decreased", "GO:0001649"),
        ("mirbase:MI0000290", "biolink:affects", "decreased", "HGNC:786"),
    }
    category = {row["id"]: row["category"] for row in nodes}
    assert [category[n] for n in ("mirbase:MI0000290", "HGNC:786", "CL:0000062", "GO:0001649")] == [
        "biolink:MicroRNA", "biolink:Protein", "biolink:Cell", "biolink:BiologicalProcess",
    ]  # fmt: skip


def test_a_label_with_tab_line_break_bar_and_quote_keeps_to_its_cell(ontology: list[Triple]) -> None:
    finding, vesicle, outcome = (node(f"finding:F9999{part}") for part in ("", "-vesicle", "-outcome"))
    hostile = Literal('a\tb\n"c" | d\r\u2028e')
    more = [
        Triple(finding, TYPE, bevo("Finding")),
        Triple(finding, node("rdfs:label"), hostile),
        Triple(finding, bevo("vesicle"), vesicle),
        Triple(vesicle, bevo("term"), node("GO:0070062")),
        Triple(vesicle, bevo("promotes"), outcome),
        Triple(outcome, bevo("term"), bevo("Hostile")),
        Triple(bevo("Hostile"), node("rdfs:label"), hostile),
        Triple(bevo("Hostile"), node("skos:altLabel"), hostile),
        *(Triple(part, bevo("participantOf"), finding) for part in (vesicle, outcome)),
    ]
    read = dict(kgx(more, ontology, {}, {}))
    (edge,) = table(read["kgx/edges.tsv"])
    assert (edge["description"], edge["object"]) == ('a b "c" | d e', "bevo:Hostile")
    (row,) = (row for row in table(read["kgx/nodes.tsv"]) if row["id"] == "bevo:Hostile")
    assert (row["name"], row["synonym"]) == ('a b "c" | d e', 'a b "c" / d e')


def test_the_bytes_do_not_depend_on_the_order_of_the_triples(
    files: dict[str, bytes],
    findings: list[Triple],
    ontology: list[Triple],
    public: dict[NamedNode, NamedNode],
) -> None:
    assert dict(kgx(reversed(findings), reversed(ontology), public, {"F0026": ("bone loss",)})) == files


def test_the_example_in_the_docs_is_what_the_export_says(project: Project, example: tuple[Rows, Rows]) -> None:
    page = (project.root / "docs" / "exports.md").read_text(encoding="utf-8")
    columns = "subject", "predicate", "object", "object_direction_qualifier", "anatomical_context_qualifier"
    table = [f"| {' | '.join(e[c] for c in columns)} |" for e in example[1]]
    assert "\n".join([f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}", *table]) in page


# ------------------------------------------------------------------------ against the model


@pytest.fixture(scope="module")
def model_folder() -> Path:
    try:
        found = importlib.metadata.distribution("biolink-model").locate_file("biolink_model")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("needs the package biolink-model")
    return Path(str(found))


@pytest.fixture(scope="module")
def model(model_folder: Path) -> dict[str, Any]:
    """The model as its YAML has it; names of classes and slots as data writes them."""
    text = (model_folder / "schema" / "biolink_model.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    attributes = yaml.safe_load((model_folder / "schema" / "attributes.yaml").read_text(encoding="utf-8"))
    read["slots"] = {**attributes.get("slots", {}), **read["slots"]}
    return read


def ancestors(kinds: dict[str, Any], name: str) -> list[str]:
    found = [name]
    while parent := kinds[found[-1]].get("is_a"):
        found.append(parent)
    return found


def test_categories_are_concrete_classes_of_things_in_the_model(
    model: dict[str, Any], nodes: Rows, edges: Rows
) -> None:
    classes = {"".join(word[0].upper() + word[1:] for word in name.split()): name for name in model["classes"]}
    for rows, root in ((nodes, "named thing"), (edges, "association")):
        for category in {row["category"] for row in rows}:
            name = classes[category.removeprefix("biolink:")]
            assert root in ancestors(model["classes"], name)
            assert not any(model["classes"][name].get(flag) for flag in ("abstract", "mixin", "deprecated"))


def test_predicates_are_those_of_the_model_in_their_canonical_direction(model: dict[str, Any], edges: Rows) -> None:
    used = {edge["predicate"] for edge in edges} | {edge["qualified_predicate"] for edge in edges} - {""}
    inverses = {slot.get("inverse") for slot in model["slots"].values()}
    for predicate in used:
        name = predicate.removeprefix("biolink:").replace("_", " ")
        slot = model["slots"][name]
        assert ancestors(model["slots"], name)[-1] == "related to"
        assert not slot.get("deprecated")
        assert not slot.get("mixin") and not slot.get("abstract")
        canonical = (slot.get("annotations") or {}).get("canonical_predicate")
        assert canonical or (not slot.get("inverse") and name not in inverses), predicate


def test_columns_are_slots_of_the_model_and_their_values_are_permitted(
    model: dict[str, Any], nodes: Rows, edges: Rows
) -> None:
    assert (*nodes[0],) == NODE_COLUMNS
    assert (*edges[0],) == EDGE_COLUMNS
    checked = set()
    for rows in (nodes, edges):
        for column in set(rows[0]) - OURS:
            name = column.replace("_", " ")
            slot = model["slots"][name]
            assert not slot.get("deprecated")
            values = {row[column] for row in rows} - {""}
            permitted = model["enums"].get(slot.get("range") or "", {}).get("permissible_values")
            if permitted:
                assert values <= set(permitted), column
                checked.add(column)
            single = slot.get("multivalued") is not True and column not in ("id", "description", "name", "category")
            if single and column != "finding":
                assert not any("|" in value for value in values), column
    assert checked >= {
        "knowledge_level", "agent_type", "object_direction_qualifier", "subject_direction_qualifier",
        "object_aspect_qualifier", "subject_aspect_qualifier",
    }  # fmt: skip


def test_prefixes_are_those_of_the_model_but_for_four(model_folder: Path, model: dict[str, Any], nodes: Rows) -> None:
    prefixes = json.loads((model_folder / "prefixmaps" / "biolink-model-prefix-map.json").read_text(encoding="utf-8"))
    used = {row["id"].partition(":")[0] for row in nodes}
    assert used - {"bevo", "cellosaurus", "fplx", "mirbase.mature"} <= set(prefixes)
    for row in nodes:
        prefix, _, name = row["id"].partition(":")
        if prefix in prefixes and prefixes[prefix].startswith(PREFIXES["obo"]):
            assert prefixes[prefix] + name == row["iri"] == expand(row["id"])
