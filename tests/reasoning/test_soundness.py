"""The axioms that forbid something do forbid it, each by itself, and two reasoners agree on what follows.

``negative/examples.tsv`` holds the negative examples, one a row: ``is`` classes that the thing is of; ``has`` relations
to some member of a class, or to the one thing ``it``; ``needs`` axioms, without any one of which it would pass.
``negative/profile.yaml`` holds what would put the release outside OWL 2 DL.
"""

from __future__ import annotations

import csv
import os
import subprocess
from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

import owlready2
import pytest
import yaml
from pyoxigraph import BlankNode, NamedNode, Quad, QuerySolutions, RdfFormat, Store, Triple, parse

from bevo.build.prepare import Checked, emit_by_source
from bevo.ontology.merge import logical, with_metadata
from bevo.problems import BevoError
from bevo.rdf.names import PREFIXES, bevo, compact, node, slug
from bevo.rdf.rdfio import ntriples, read_turtle
from bevo.rdf.vocabulary import TYPE
from bevo.reasoning.hermit import Inconsistent, classify, java_executable
from bevo.reasoning.infer import closed
from checkout import ROOT

CLASS, SUBCLASS, RESTRICTION = node("owl:Class"), node("rdfs:subClassOf"), node("owl:Restriction")
DISJOINT, PROPERTY_DISJOINT = node("owl:disjointWith"), node("owl:propertyDisjointWith")
DOMAIN, RANGE = node("rdfs:domain"), node("rdfs:range")
FIRST, REST, MEMBERS = node("rdf:first"), node("rdf:rest"), node("owl:members")
IT = bevo("it")


class Example:
    """A negative example: a class that can have no member, and the axioms to blame."""

    def __init__(self, row: dict[str, str]) -> None:
        self.name = row["example"]
        self.iri = bevo(f"negative/{slug(self.name)}")
        self.needs = [_axiom(text) for text in row["needs"].split("|")]
        self.triples = [Triple(self.iri, TYPE, CLASS), Triple(IT, TYPE, node("owl:NamedIndividual"))]
        self.triples += [Triple(self.iri, SUBCLASS, node(c)) for c in row["is"].split("|") if c]
        for number, has in enumerate(h for h in row["has"].split("|") if h):
            prop, filler = has.split()
            some = BlankNode(f"{slug(self.name)}{number}".replace(".", ""))
            value = (node("owl:hasValue"), IT) if filler == "it" else (node("owl:someValuesFrom"), node(filler))
            self.triples += [
                Triple(self.iri, SUBCLASS, some),
                Triple(some, TYPE, RESTRICTION),
                Triple(some, node("owl:onProperty"), node(prop)),
                Triple(some, *value),
            ]


def _axiom(text: str) -> Triple:
    subject, predicate, obj = map(node, text.split())
    if predicate == DISJOINT:
        subject, obj = sorted((subject, obj), key=str)
    return Triple(subject, predicate, obj)


def _examples() -> list[Example]:
    with (ROOT / "tests" / "negative" / "examples.tsv").open(encoding="utf-8", newline="") as stream:
        return [Example(row) for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)]


def _named(term: object) -> NamedNode:
    assert isinstance(term, NamedNode)
    return term


def _items(triples: list[Triple], head: object) -> list[NamedNode]:
    """The items of an RDF list of IRIs."""
    first: dict[object, object] = {t.subject: t.object for t in triples if t.predicate == FIRST}
    rest: dict[object, object] = {t.subject: t.object for t in triples if t.predicate == REST}
    items = []
    while head in first:
        items.append(_named(first[head]))
        head = rest[head]
    return items


def _disjoint_lists(triples: list[Triple]) -> list[list[NamedNode]]:
    return [_items(triples, t.object) for t in triples if t.predicate == MEMBERS]


def _pairwise(triples: list[Triple]) -> list[Triple]:
    """The same axioms with each AllDisjointClasses told as pairs, so that one pair can be dropped."""
    sets = {t.subject for t in triples if t.predicate == MEMBERS}
    kept = [t for t in triples if t.subject not in sets and t.predicate != DISJOINT]
    pairs = [p for members in _disjoint_lists(triples) for p in combinations(members, 2)]
    pairs += [(_named(t.subject), _named(t.object)) for t in triples if t.predicate == DISJOINT]
    return [*kept, *{Triple(a, DISJOINT, b) for a, b in (sorted(pair, key=str) for pair in pairs)}]


def _forbidding(triples: list[Triple]) -> list[tuple[str, set[Triple]]]:
    """The axioms that can make a contradiction: a name for each, and the triples of which an example must need one."""
    found: list[tuple[str, set[Triple]]] = []
    guarded: set[object] = set()
    for members in _disjoint_lists(triples):
        guarded.update(members)
        for m in members:
            pairs = {_axiom(f"{_curie(m)} owl:disjointWith {_curie(n)}") for n in members if n != m}
            found.append((f"{_curie(m)} among disjoint classes", pairs))
    guarded.update(end for t in triples if t.predicate == DISJOINT for end in (t.subject, t.object))
    for t in triples:
        clashes = t.predicate in (DISJOINT, PROPERTY_DISJOINT)
        if t.predicate in (DOMAIN, RANGE):
            clashes = _curie(t.object).startswith("xsd:") or not guarded.isdisjoint(_above(triples, t.object))
        if clashes:
            text = " ".join(map(_curie, t))
            found.append((text, {_axiom(text)}))
    return found


def _curie(term: object) -> str:
    return compact(term.value) if isinstance(term, NamedNode) else str(term)


def _above(triples: list[Triple], cls: object) -> set[object]:
    """A class and all above it."""
    seen, todo = set(), [cls]
    while todo:
        current = todo.pop()
        seen.add(current)
        todo += [t.object for t in triples if t.subject == current and t.predicate == SUBCLASS and t.object not in seen]
    return seen


def _unsatisfiable(graphs: list[list[Triple]], folder: Path) -> list[set[str]]:
    """For each graph the IRIs of the classes that HermiT finds empty; one Java for all."""
    files = [folder / f"{number}.nt" for number in range(len(graphs))]
    for file, graph in zip(files, graphs, strict=True):
        file.write_bytes(ntriples(graph))
    hermit = Path(owlready2.__file__).with_name("hermit")
    command = [java_executable(), "-cp", os.pathsep.join([str(hermit), str(hermit / "HermiT.jar")])]
    command += [
        "org.semanticweb.HermiT.cli.CommandLine",
        "--no-prefixes",
        "--unsatisfiable",
        *(f.as_uri() for f in files),
    ]
    printed = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    blocks = printed.split("Classes equivalent to ")[1:]
    return [{line.strip() for line in block.splitlines()[1:]} - {node("owl:Nothing").value} for block in blocks]


EXAMPLES = _examples()


@pytest.fixture(scope="module")
def axioms() -> list[Triple]:
    """``bevo.ttl`` without the tables: all that the examples speak of, and small."""
    return logical(read_turtle(ROOT / "ontology" / "bevo.ttl"))


@pytest.fixture(scope="module")
def without(axioms: list[Triple], tmp_path_factory: pytest.TempPathFactory) -> dict[Triple, set[str]]:
    """For each axiom that examples need: those of them that HermiT still refuses when that axiom is dropped."""
    whole = _pairwise(axioms)
    dropped = sorted({axiom for example in EXAMPLES for axiom in example.needs}, key=str)
    assert [str(axiom) for axiom in dropped if axiom not in whole] == []
    graphs = [
        [*(t for t in whole if t != axiom), *(t for e in EXAMPLES if axiom in e.needs for t in e.triples)]
        for axiom in dropped
    ]
    return dict(zip(dropped, _unsatisfiable(graphs, tmp_path_factory.mktemp("mutants")), strict=True))


def test_hermit_refuses_the_negative_examples_and_nothing_else(
    checked: Checked, axioms: list[Triple], tmp_path: Path
) -> None:
    ontologies = [logical(checked.ontology.triples()), axioms, _pairwise(axioms)]
    graphs = [[*ontology, *(t for example in EXAMPLES for t in example.triples)] for ontology in ontologies]
    assert _unsatisfiable(graphs, tmp_path) == [{example.iri.value for example in EXAMPLES}] * 3


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_the_example_passes_unnoticed_without_its_axiom(example: Example, without: dict[Triple, set[str]]) -> None:
    assert [str(axiom) for axiom in example.needs if example.iri.value in without[axiom]] == []


def test_every_axiom_that_forbids_something_has_an_example(axioms: list[Triple]) -> None:
    needed = {axiom for example in EXAMPLES for axiom in example.needs}
    forbidding = _forbidding(axioms)
    assert len(forbidding) > 50
    assert [name for name, triples in forbidding if not triples & needed] == []


# ------------------------------------------------------------------------------------------------ a second reasoner


def _sample(checked: Checked) -> list[Triple]:
    """The logic of some findings of every kind, sign, bearer and length of mechanism."""
    seen: Counter[tuple[object, ...]] = Counter()
    triples = []
    for finding in checked.findings:
        key = finding.kind, finding.record.sign, bool(finding.agent), bool(finding.reference), bool(finding.steps)
        seen[key] += 1
        if seen[key] == 1:
            triples += checked.emitted[finding.id].logic
    assert len(seen) >= 40
    return triples


def test_pellet_infers_the_same(checked: Checked) -> None:
    graph = [*logical([*checked.ontology.triples(), *checked.axioms]), *_sample(checked)]
    by_hermit, by_pellet = (closed(graph, added) for added in (classify(graph), classify(graph, reasoner="Pellet")))
    assert by_hermit == by_pellet
    told = {t.object for t in by_hermit - closed(graph, []) if t.predicate == TYPE}
    assert told >= {bevo(c) for c in ("BoneGainFinding", "BoneLossFinding", "ForOutcome", "AgainstOutcome")}


def test_pellet_refuses_what_hermit_refuses(axioms: list[Triple]) -> None:
    member = [Triple(IT, TYPE, node(cls)) for cls in ("obo:GO_0070062", "obo:GO_0097189")]
    with pytest.raises(Inconsistent):
        classify([*axioms, *member], reasoner="Pellet")


def test_pellet_is_stopped_after_its_time(axioms: list[Triple]) -> None:
    with pytest.raises(BevoError, match=r"Pellet was stopped after 0\.3 seconds"):
        classify(axioms, limit=0.3, reasoner="Pellet")


# ------------------------------------------------------------------------------------------------ OWL 2 DL

FAULTS = yaml.safe_load((ROOT / "tests" / "negative" / "profile.yaml").read_text("utf-8"))
PROPERTIES = "owl:ObjectProperty, owl:DatatypeProperty, owl:AnnotationProperty"
WORDS = {
    "$KINDS": f"owl:Class, owl:NamedIndividual, {PROPERTIES}",
    "$PROPERTIES": PROPERTIES,
    "$DATATYPES": "xsd:string, xsd:integer, xsd:decimal, xsd:boolean, xsd:dateTime, xsd:anyURI",
}
INDIVIDUALS = """INSERT { ?x a owl:NamedIndividual } WHERE {
  { ?x a ?class FILTER(!STRSTARTS(STR(?class), STR(owl:))) }
  UNION { ?p a owl:ObjectProperty { ?x ?p ?o } UNION { ?s ?p ?x } }
  UNION { ?p a owl:DatatypeProperty . ?x ?p ?o }
  FILTER(isIRI(?x)) }"""


def _store(triples: Iterable[Triple]) -> Store:
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in triples)
    store.update(INDIVIDUALS, prefixes=PREFIXES)
    return store


def _guilty(store: Store, query: str) -> set[str]:
    for word, names in WORDS.items():
        query = query.replace(word, names)
    rows = store.query(f"SELECT DISTINCT ?x {{ {query} }}", prefixes=PREFIXES)
    assert isinstance(rows, QuerySolutions)
    return {str(row["x"]) for row in rows}


@pytest.fixture(scope="module")
def release(checked: Checked) -> Store:
    records = emit_by_source(checked).values()
    return _store([*with_metadata(checked.ontology.triples(), "0.0.0"), *(t for review in records for t in review)])


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["fault"])
def test_nothing_in_the_release_is_outside_owl_dl(fault: dict[str, Any], release: Store) -> None:
    assert _guilty(release, fault["query"]) == set()


@pytest.mark.parametrize(
    ("query", "example"),
    [pytest.param(f["query"], example, id=example) for f in FAULTS for example in f["examples"]],
)
def test_what_is_outside_owl_dl_is_found(query: str, example: str, checked: Checked) -> None:
    prefixes = "".join(f"@prefix {prefix}: <{base}> .\n" for prefix, base in PREFIXES.items())
    wrong = [quad.triple for quad in parse(f"{prefixes}{example}", format=RdfFormat.TURTLE)]
    assert _guilty(_store([*checked.ontology.triples(), *wrong]), query) != set()
