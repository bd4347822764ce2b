from __future__ import annotations

from pyoxigraph import NamedNode, Triple

from bevo.rdf.vocabulary import EQUIVALENT, SUBCLASS, TYPE
from bevo.reasoning.printed import printed_triples

PRINTED = """SubClassOf( <http://x/A> <http://x/B> )
EquivalentClasses( <http://x/C> <http://x/D> )

Type( <http://x/a> <http://x/A> )\r
<http://x/empty> (known instances:  | possible instances: )
<http://x/knows> (known instances: (<http://x/a>, <http://x/b>)(<http://x/b>, <http://x/c>) | possible instances: (<http://x/c>, <http://x/a>))
owl:topObjectProperty (known instances: (<http://x/a>, <http://x/a>) | possible instances: )
"""  # noqa: E501


def _x(name: str) -> NamedNode:
    return NamedNode(f"http://x/{name}")


def test_what_is_known_is_read_and_what_is_only_possible_is_not() -> None:
    assert list(printed_triples(PRINTED)) == [
        Triple(_x("A"), SUBCLASS, _x("B")),
        Triple(_x("C"), EQUIVALENT, _x("D")),
        Triple(_x("D"), EQUIVALENT, _x("C")),
        Triple(_x("a"), TYPE, _x("A")),
        Triple(_x("a"), _x("knows"), _x("b")),
        Triple(_x("b"), _x("knows"), _x("c")),
    ]
