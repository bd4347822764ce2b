"""Triples by subject and predicate, and walks upwards."""

from __future__ import annotations

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from bevo.rdf.index import Index, levels, upwards
from bevo.rdf.names import bevo, node
from bevo.rdf.vocabulary import TYPE


def test_ancestors_end_where_classes_go_in_a_ring() -> None:
    up = node("rdfs:subClassOf")
    ring = [Triple(bevo(a), up, bevo(b)) for a, b in (("A", "B"), ("B", "C"), ("C", "A"))]
    assert Index(ring).ancestors(bevo("A")) == {bevo(name) for name in "ABC"}


def test_of_two_labels_the_same_one_is_shown_whatever_their_order() -> None:
    labels = [quad.triple for quad in parse(b'<x:c> <x:l> "b" , "a" .', format=RdfFormat.TURTLE)]
    assert Index(labels).text(NamedNode("x:c"), NamedNode("x:l")) == "a"
    assert Index(labels[::-1]).text(NamedNode("x:c"), NamedNode("x:l")) == "a"
    assert Index([Triple(bevo("Cell"), TYPE, bevo("Finding"))]).label(bevo("Cell")) == "bevo:Cell"


def test_the_members_of_a_list_come_in_their_order_and_what_is_no_list_has_none() -> None:
    index = Index(quad.triple for quad in parse(b"<x:s> <x:p> ( 2 1 3 ) .", format=RdfFormat.TURTLE))
    (head,) = index.objects(NamedNode("x:s"), NamedNode("x:p"))
    assert [getattr(member, "value", "") for member in index.members(head)] == ["2", "1", "3"]
    assert list(index.members(NamedNode("x:s"))) == []


PARENTS = {"a": "bc", "b": "d", "c": "e", "e": "da"}


def test_the_nearest_come_first_and_each_once() -> None:
    assert list(levels("a", lambda name: PARENTS.get(name, ""))) == [["a"], ["b", "c"], ["d", "e"]]
    assert list(upwards("c", lambda name: PARENTS.get(name, ""))) == ["c", "e", "d", "a", "b"]
