from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from bevo import __version__
from bevo.build.prepare import Checked, emit_by_source
from bevo.exports.nanopubs import PROVENANCE, nanopub_iri, nanopubs
from bevo.ontology.merge import with_metadata
from bevo.project import Project
from bevo.rdf.names import BASE, PREFIXES, bevo, local_name, node
from bevo.rdf.rdfio import sorted_triples

CURATORS = NamedNode("https://w3id.org/bevo/about#developers")
PARTS = ("Head", "assertion", "provenance", "pubinfo")
Nanopubs = dict[str, dict[str, set[Triple]]]


@pytest.fixture(scope="module")
def ontology(checked: Checked) -> list[Triple]:
    return with_metadata(checked.ontology.triples(), __version__)


@pytest.fixture(scope="module")
def findings(checked: Checked) -> list[Triple]:
    return sorted_triples(t for triples in emit_by_source(checked).values() for t in triples)


@pytest.fixture(scope="module")
def data(findings: list[Triple], ontology: list[Triple]) -> bytes:
    return nanopubs(findings, ontology)


def read(data: bytes) -> Nanopubs:
    """The triples by nanopublication and graph."""
    found: Nanopubs = defaultdict(lambda: defaultdict(set))
    for quad in parse(data, format=RdfFormat.TRIG):
        assert isinstance(quad.graph_name, NamedNode)
        this, _, part = quad.graph_name.value.partition("#")
        found[local_name(this)][part].add(quad.triple)
    return found


@pytest.fixture(scope="module")
def published(data: bytes) -> Nanopubs:
    return read(data)


def of(finding: str, triples: set[Triple] | list[Triple]) -> set[Triple]:
    """What is said of a finding and its participants."""
    this = PREFIXES["finding"] + finding
    return {
        t
        for t in triples
        if isinstance(t.subject, NamedNode) and (t.subject.value == this or t.subject.value.startswith(f"{this}-"))
    }


def test_each_finding_that_is_not_withdrawn_is_one_nanopublication(checked: Checked, published: Nanopubs) -> None:
    assert set(published) == {f.id for f in checked.findings if not f.record.deprecated}
    assert {f.kind for f in checked.findings if f.id in published} >= {"effect", "knowledge gap", "definition"}
    assert any(f.record.deprecated for f in checked.findings)


def test_an_assertion_holds_the_logic_of_its_finding_and_nothing_of_another(
    checked: Checked, published: Nanopubs
) -> None:
    for finding, graphs in published.items():
        assert set(checked.emitted[finding].logic) <= graphs["assertion"]
        assert graphs["assertion"] == of(finding, graphs["assertion"])


def test_assertion_and_provenance_together_are_what_the_graph_says_of_a_finding(
    findings: list[Triple], published: Nanopubs
) -> None:
    by_finding = defaultdict(set)
    for triple in findings:
        if isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(PREFIXES["finding"]):
            by_finding[local_name(triple.subject.value).partition("-")[0]].add(triple)
    for finding, graphs in published.items():
        assert graphs["assertion"] | of(finding, graphs["provenance"]) == by_finding[finding]
        assert not any(t.predicate in PROVENANCE for t in graphs["assertion"])


def test_a_doubt_stands_in_the_assertion_that_it_is_about(checked: Checked, published: Nanopubs) -> None:
    hedged = {f.id: f.record.certainty for f in checked.findings if f.record.certainty and not f.record.deprecated}
    assert hedged
    for finding, certainty in hedged.items():
        doubt = Triple(node(f"finding:{finding}"), bevo("certainty"), Literal(certainty))
        assert doubt in published[finding]["assertion"]


def test_an_assertion_is_derived_from_each_section_and_study_of_its_finding(
    findings: list[Triple], published: Nanopubs
) -> None:
    facts, sources = set(findings), defaultdict(set)
    for triple in findings:
        if triple.predicate in (bevo("cites"), bevo("reportedIn")):
            sources[triple.subject].add(triple.object)
    for finding, graphs in published.items():
        derived = {t for t in graphs["provenance"] if t.predicate == node("prov:wasDerivedFrom")}
        assert {t.object for t in derived} == sources[node(f"finding:{finding}")] != set()
        assert {t.subject for t in derived} == {nanopub_iri(finding, "assertion")}
        described = graphs["provenance"] - of(finding, graphs["provenance"]) - derived
        assert {t for t in described if t.subject != nanopub_iri(finding, "assertion")} <= facts


def test_publication_info_is_that_of_the_release_and_not_of_the_clock(
    ontology: list[Triple], published: Nanopubs
) -> None:
    release = {t.predicate: t.object for t in ontology if t.subject == node("bevo:ontology")}
    for finding, graphs in published.items():
        info = {t.predicate: t.object for t in graphs["pubinfo"] if t.subject == nanopub_iri(finding)}
        assert info[node("dcterms:created")] == release[node("dcterms:issued")]
        assert info[node("dcterms:license")] == release[node("dcterms:license")]
        assert info[node("dcterms:creator")] == CURATORS
        assert info[node("pav:version")] == Literal(__version__)
        assert info[node("npx:introduces")] == node(f"finding:{finding}")
        assert Triple(CURATORS, node("rdfs:label"), release[node("dcterms:creator")]) in graphs["pubinfo"]


def test_no_blank_nodes_and_four_graphs_each(data: bytes, published: Nanopubs) -> None:
    assert all(set(graphs) == set(PARTS) for graphs in published.values())
    for quad in parse(data, format=RdfFormat.TRIG):
        assert not any(isinstance(term, BlankNode) for term in (quad.subject, quad.object, quad.graph_name))


def test_a_label_full_of_syntax_comes_back_as_it_was(ontology: list[Triple]) -> None:
    hostile = 'a "quoted" } . \\ \n@prefix x: <http://e/> . é 𝄞'
    this = node("finding:F9999")
    triples = [Triple(this, node("rdf:type"), bevo("Finding")), Triple(this, node("rdfs:label"), Literal(hostile))]
    found = read(nanopubs(triples, ontology))
    assert Triple(this, node("rdfs:label"), Literal(hostile)) in found["F9999"]["assertion"]
    assert Triple(nanopub_iri("F9999"), node("rdfs:label"), Literal(hostile)) in found["F9999"]["pubinfo"]


def test_the_bytes_depend_neither_on_the_order_of_triples_nor_on_the_hash_seed(
    data: bytes, findings: list[Triple], ontology: list[Triple], project: Project
) -> None:
    assert nanopubs(reversed(findings), reversed(ontology)) == data
    script = """
import hashlib
from bevo.build.prepare import check, emit_by_source
from bevo.exports.nanopubs import nanopubs
from bevo.ontology.merge import with_metadata
from bevo.project import Project
checked = check(Project())
findings = {t for triples in emit_by_source(checked).values() for t in triples}
print(hashlib.sha256(nanopubs(findings, with_metadata(checked.ontology.triples(), "0.1.0"))).hexdigest())
"""
    hashes = {
        subprocess.run(
            [sys.executable, "-c", script.replace("0.1.0", __version__)],
            capture_output=True, text=True, check=True, cwd=project.root, env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(hashes) == 1


def as_nanopub(trig: bytes) -> Any:
    """A nanopublication as the library reads it."""
    import rdflib
    from nanopub.nanopub import Nanopub

    dataset = rdflib.ConjunctiveGraph()
    dataset.parse(data=trig, format="trig")
    return Nanopub(rdf=dataset)


def each(data: bytes) -> Iterator[bytes]:
    """The file cut into files of one nanopublication."""
    prefixes, *heads = re.split(rb"^(?=<[^>]*/np/F\d+#Head> \{)", data, flags=re.M)
    return (prefixes + head for head in heads)


@pytest.fixture
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library asks one question twice of each nanopublication: have rdflib parse its text once, not each time."""
    from rdflib import Graph
    from rdflib.plugins.sparql import prepareQuery
    from rdflib.plugins.sparql.sparql import Query

    query, prepared = Graph.query, dict[str, Query]()

    def prepared_query(graph: Graph, text: str) -> Any:
        if text not in prepared:
            prepared[text] = prepareQuery(text, initNs=dict(graph.namespaces()))
        return query(graph, prepared[text])

    monkeypatch.setattr(Graph, "query", prepared_query)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.usefixtures("read_once")
def test_the_nanopub_library_finds_every_one_valid(data: bytes, published: Nanopubs) -> None:
    pytest.importorskip("nanopub", reason="needs the package nanopub")
    valid = set()
    for trig in each(data):
        nanopub = as_nanopub(trig)
        assert nanopub.is_valid
        valid.add(local_name(str(nanopub.metadata.np_uri)))
    assert valid == set(published)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("part", PARTS)
def test_the_nanopub_library_would_refuse_one_that_lacks_a_graph(data: bytes, part: str) -> None:
    pytest.importorskip("nanopub", reason="needs the package nanopub")
    from nanopub.utils import MalformedNanopubError

    whole = next(each(data))
    lacking = re.sub(rb"^<[^>]*/np/F\d+#" + part.encode() + rb"> \{.*?^\}\n", b"", whole, flags=re.M | re.S)
    assert as_nanopub(whole).is_valid
    with pytest.raises(MalformedNanopubError):
        assert as_nanopub(lacking).is_valid


def test_the_example_in_the_docs_is_what_the_export_says(
    sample_checked: Checked, ontology: list[Triple], project: Project
) -> None:
    triples = sorted_triples(t for review in emit_by_source(sample_checked).values() for t in review)
    page = (project.root / "docs" / "exports.md").read_text(encoding="utf-8")
    example = page.partition("```trig\n")[2].partition("```")[0]
    assert example.startswith(f"<{BASE}np/F0026#assertion> {{")
    assert f"\n{example}<{BASE}np/" in nanopubs(triples, ontology).decode()
