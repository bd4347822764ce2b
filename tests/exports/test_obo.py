"""The names of OBO in the files of the ontology, ``bevo.obo`` and ``bevo.json``, read back by other code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from bevo import __version__
from bevo.build.prepare import Checked
from bevo.exports.obo import obo, obographs
from bevo.exports.oboinowl import annotated
from bevo.ontology.merge import with_metadata
from bevo.rdf.index import Index
from bevo.rdf.names import BASE, bevo, node, registered
from bevo.rdf.rdfio import rdf_xml
from bevo.rdf.vocabulary import CLASS, DOMAIN, LABEL, OBJECT_PROPERTY, RANGE, SUBCLASS, SUBPROPERTY, SYNONYM, TYPE
from bevo.vocabulary.obo import read_obo, read_obograph

EXACT, RELATED = node("oboInOwl:hasExactSynonym"), node("oboInOwl:hasRelatedSynonym")


@pytest.fixture(scope="module")
def ontology(checked: Checked) -> list[Triple]:
    return with_metadata(checked.ontology.triples(), __version__)


@pytest.fixture(scope="module")
def whole(ontology: list[Triple]) -> list[Triple]:
    return annotated(ontology)


@pytest.fixture(scope="module")
def graph(whole: list[Triple]) -> Index:
    return Index(whole)


def test_nothing_is_lost_and_only_annotations_are_added(ontology: list[Triple], whole: list[Triple]) -> None:
    added = set(whole) - set(ontology)
    assert set(ontology) < set(whole)
    names = {registered(t.predicate.value) for t in added if t.predicate not in (TYPE, LABEL)}
    assert names == {
        "oboInOwl:id", "oboInOwl:hasExactSynonym", "oboInOwl:hasRelatedSynonym", "oboInOwl:hasDbXref",
        "oboInOwl:hasOBONamespace", "rdfs:isDefinedBy",
    }  # fmt: skip


def test_each_synonym_of_skos_is_one_of_obo(whole: list[Triple], graph: Index) -> None:
    ours = {(t.subject, t.object) for t in whole if t.predicate == SYNONYM}
    told = {(t.subject, t.object) for t in whole if t.predicate in (EXACT, RELATED)}
    same = {(s, o) for s, o in ours if o in graph.objects(s, LABEL)}
    assert told == ours - same
    assert len(told) > 2000
    assert Literal("thrombocyte") in graph.objects(node("CL:0000233"), EXACT)


def test_a_name_of_two_terms_is_an_exact_synonym_of_neither(whole: list[Triple], graph: Index) -> None:
    bearers: dict[str, set[object]] = {}
    for t in whole:
        if t.predicate in (LABEL, EXACT) and CLASS in graph.objects(t.subject, TYPE) and isinstance(t.object, Literal):
            bearers.setdefault(t.object.value.casefold(), set()).add(t.subject)
    assert {name: terms for name, terms in bearers.items() if len(terms) > 1} == {}
    assert graph.texts(bevo("Patient"), RELATED) == ["patients"]
    assert "siRNA" in graph.texts(bevo("Knockdown"), RELATED)


def test_a_borrowed_class_is_linked_to_what_defines_it(graph: Index) -> None:
    for term in graph.named(CLASS):
        homes = graph.nodes(term, node("rdfs:isDefinedBy"))
        assert len(homes) == 1, term
        assert (homes == [node("bevo:ontology")]) == term.value.startswith(BASE)
    assert graph.nodes(node("CL:0000233"), node("rdfs:isDefinedBy")) == [NamedNode(f"{node('obo:cl.owl').value}")]


def test_no_two_terms_have_one_label(graph: Index) -> None:
    labels: dict[str, list[object]] = {}
    for term in graph.about:
        for label in graph.texts(term, LABEL):
            labels.setdefault(label, []).append(term)
    assert {label: terms for label, terms in labels.items() if len(terms) > 1} == {}


def test_a_property_has_domain_and_range_or_says_why_not(graph: Index) -> None:
    def has(term: NamedNode, what: NamedNode) -> bool:
        return bool(graph.objects(term, what)) or any(has(p, what) for p in graph.nodes(term, SUBPROPERTY))

    def why(term: NamedNode) -> str:
        comment = graph.text(term, node("rdfs:comment"))
        return comment or next((why(p) for p in graph.nodes(term, SUBPROPERTY)), "")

    for term in (*graph.named(OBJECT_PROPERTY), *graph.named(node("owl:DatatypeProperty"))):
        missing = [word for word, what in (("domain", DOMAIN), ("range", RANGE)) if not has(term, what)]
        said = why(term).partition(":")[0]
        assert said == (f"No {' or '.join(missing)}" if missing else said), term
        assert missing or not graph.text(term, node("rdfs:comment")).startswith("No "), term


def test_both_files_tell_the_classes_names_and_hierarchy_of_the_graph(whole: list[Triple], graph: Index) -> None:
    prefixes = {registered(term.value).partition(":")[0] for term in graph.named(CLASS)}
    _, of_obo = read_obo(obo(whole).decode().splitlines(), "bevo", prefixes)
    by_id = {entry.curie: entry for entry in of_obo}
    assert by_id.keys() == {registered(term.value) for term in graph.named(CLASS)}
    for term in graph.named(CLASS):
        entry = by_id[registered(term.value)]
        assert entry.label == graph.text(term, LABEL)
        assert sorted(entry.synonyms) == graph.texts(term, EXACT)
        assert set(entry.parents) == {registered(parent.value) for parent in graph.nodes(term, SUBCLASS)}
    assert by_id["UBERON:0002481"].part_of or any(entry.part_of for entry in of_obo)
    read = json.loads(obographs(whole))["graphs"][0]
    nodes = {one["id"]: one for one in read["nodes"] if one["type"] == "CLASS"}
    assert nodes.keys() == {term.value for term in graph.named(CLASS)}
    above = {(one["sub"], one["obj"]) for one in read["edges"] if one["pred"] == "is_a"}
    assert above == {(t.value, p.value) for t in graph.named(CLASS) for p in graph.nodes(t, SUBCLASS)}
    _, of_json = read_obograph(obographs(whole).decode(), "bevo", ["CL"])
    assert {(e.label, e.synonyms, e.part_of) for e in of_json} == {
        (e.label, e.synonyms, e.part_of) for e in of_obo if e.curie.startswith("CL:")
    }


def test_hostile_names_stay_in_their_tag(ontology: list[Triple]) -> None:
    hostile = bevo("Hostile")
    name = 'a "b" \\ c ! d {e} \n[Term]'
    more = [
        Triple(hostile, TYPE, CLASS),
        Triple(hostile, LABEL, Literal("x")),
        Triple(hostile, SYNONYM, Literal(name)),
        Triple(hostile, node("skos:definition"), Literal(name)),
    ]
    _, entries = read_obo(obo(annotated([*ontology, *more])).decode().splitlines(), "bevo", ["bevo"])
    (entry,) = (e for e in entries if e.curie == "bevo:Hostile")
    assert entry.synonyms == (" ".join(name.split()),)


def test_the_bytes_do_not_depend_on_the_order_of_the_triples(ontology: list[Triple], whole: list[Triple]) -> None:
    other = annotated(reversed(ontology))
    assert (obo(other), obographs(other)) == (obo(whole), obographs(whole))


def owl(whole: list[Triple]) -> bytes:
    return rdf_xml(whole, "oboInOwl")


@pytest.mark.filterwarnings("error:unsound encoding", "ignore:.*(element|axiom|process)")
@pytest.mark.parametrize(("name", "make"), [("bevo.obo", obo), ("bevo.json", obographs), ("bevo.owl", owl)])
def test_pronto_finds_a_cell_by_its_synonym(name: str, make, whole: list[Triple], tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    pronto = pytest.importorskip("pronto", reason="needs the package pronto")
    (tmp_path / name).write_bytes(make(whole))
    read = pronto.Ontology(str(tmp_path / name), encoding="utf-8")
    found = [t.id for t in read.terms() if any(s.description == "thrombocyte" for s in t.synonyms)]
    assert found == ["CL:0000233"]
    assert "leukocyte" in {t.name for t in read["CL:0000092"].superclasses()}
