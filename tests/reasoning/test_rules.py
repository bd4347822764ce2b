from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from bevo.build.build import Release
from bevo.build.prepare import Checked
from bevo.ontology.merge import logical
from bevo.project import Project
from bevo.rdf.names import PREFIXES, bevo, finding_iri, node
from bevo.rdf.vocabulary import TYPE
from bevo.reasoning.hermit import Inconsistent
from bevo.reasoning.infer import infer
from bevo.reasoning.rules import in_shards

SUBCLASS, ON_PROPERTY, SOME = node("rdfs:subClassOf"), node("owl:onProperty"), node("owl:someValuesFrom")
CONCLUSIONS = {SUBCLASS, node("rdfs:domain"), node("rdfs:range")}
KINDS = "Ontology Class Restriction ObjectProperty DatatypeProperty AnnotationProperty AllDisjointClasses"
AXIOMS = "onProperty someValuesFrom intersectionOf unionOf members disjointWith propertyDisjointWith"
READ_ALIKE = {node(f"owl:{name}") for name in f"{KINDS} {AXIOMS}".split()}
Term = NamedNode | BlankNode | Literal | Triple
Facts = dict[tuple[Term, NamedNode], Term]


@pytest.fixture(scope="module")
def ontology(checked: Checked) -> list[Triple]:
    return logical([*checked.ontology.triples(), *checked.axioms])


@pytest.fixture(scope="module")
def findings(checked: Checked) -> dict[str, list[Triple]]:
    return {finding: emitted.logic for finding, emitted in checked.emitted.items()}


@pytest.fixture(scope="module")
def by_rules(ontology: list[Triple], findings: dict[str, list[Triple]]) -> list[Triple]:
    return infer(ontology, findings, "rules")


def assert_same(by_rules: list[Triple], by_hermit: list[Triple]) -> None:
    rules, hermit = set(by_rules), set(by_hermit)
    differing = [("HermiT alone", t) for t in hermit - rules] + [("rules alone", t) for t in rules - hermit]
    assert not differing, f"{len(differing)} differ:\n" + "\n".join(sorted(f"{who}: {t}" for who, t in differing))
    assert by_rules == by_hermit  # the order too


def test_rules_and_hermit_agree_on_the_whole_release(built: tuple[Project, Release], by_rules: list[Triple]) -> None:
    by_hermit = built[1].inferred
    assert {t.predicate for t in by_hermit} >= {TYPE, bevo("affects"), bevo("alteredIn")}
    assert_same(by_rules, by_hermit)


def test_the_size_of_a_shard_changes_nothing(
    ontology: list[Triple], findings: dict[str, list[Triple]], by_rules: list[Triple]
) -> None:
    shards = list(in_shards(ontology, iter(findings.items()), size=100))
    assert len(shards) == -(-len(findings) // 100)
    assert {t for shard in shards for t in shard.inferred} == {t for t in by_rules if t.predicate != SUBCLASS}


def members(cell: Term, facts: Facts) -> Iterator[Term]:
    while cell != node("rdf:nil"):
        yield facts[cell, node("rdf:first")]
        cell = facts[cell, node("rdf:rest")]


def meeting(individual: NamedNode, condition: Term, facts: Facts) -> Iterator[Triple]:
    """An individual that meets a class expression and no more; of a union, its first member."""
    if isinstance(condition, NamedNode):
        yield Triple(individual, TYPE, condition)
    elif both := facts.get((condition, node("owl:intersectionOf"))):
        for member in members(both, facts):
            yield from meeting(individual, member, facts)
    elif either := facts.get((condition, node("owl:unionOf"))):
        yield from meeting(individual, next(members(either, facts)), facts)
    else:
        relation = facts[condition, ON_PROPERTY]
        assert isinstance(relation, NamedNode)
        filler = NamedNode(f"{individual.value}-{relation.value.rpartition('/')[2]}")
        yield Triple(individual, relation, filler)
        yield from meeting(filler, facts[condition, SOME], facts)


def test_every_one_way_axiom_fires_on_a_witness(ontology: list[Triple]) -> None:
    facts: Facts = {(t.subject, t.predicate): t.object for t in ontology if isinstance(t.subject, BlankNode)}
    axioms = [t for t in ontology if t.predicate == SUBCLASS and isinstance(t.subject, BlankNode)]
    witnesses = {f"F{i}": list(meeting(finding_iri(f"F{i}"), t.subject, facts)) for i, t in enumerate(axioms, 9001)}
    assert len(axioms) > 50
    by_rules = infer(ontology, witnesses, "rules")
    fired = set(by_rules)
    silent = [i for i, t in zip(witnesses, axioms, strict=True) if Triple(finding_iri(i), TYPE, t.object) not in fired]
    assert not silent, f"no conclusion from {[witnesses[i] for i in silent]}"
    assert_same(by_rules, infer(ontology, witnesses))


def test_the_ontology_says_nothing_that_rules_and_hermit_read_otherwise(ontology: list[Triple]) -> None:
    words = {t.object if t.predicate == TYPE else t.predicate for t in ontology}
    assert {w for w in words if isinstance(w, NamedNode) and w.value.startswith(PREFIXES["owl"])} <= READ_ALIKE
    concluded = {t.object for t in ontology if t.predicate in CONCLUSIONS and isinstance(t.object, BlankNode)}
    required = {t.object for t in ontology if t.predicate == ON_PROPERTY and t.subject in concluded}
    assert concluded <= {t.subject for t in ontology if t.predicate == SOME}
    # An individual that must exist matters to no other axiom as long as the relation to it occurs in none.
    assert not [t for t in ontology if t.subject in required and t.predicate != TYPE]
    assert not [
        t for t in ontology if t.predicate == ON_PROPERTY and t.object in required and t.subject not in concluded
    ]


def test_an_ontology_that_contradicts_itself_is_refused(ontology: list[Triple]) -> None:
    both = [Triple(bevo("Exosomal"), SUBCLASS, node(c)) for c in ("obo:GO_0070062", "obo:GO_0097189")]
    with pytest.raises(Inconsistent, match="bevo:Exosomal can have no member"):
        infer([*ontology, Triple(bevo("Exosomal"), TYPE, node("owl:Class")), *both], {}, "rules")
