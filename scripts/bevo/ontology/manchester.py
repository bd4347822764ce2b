"""Class and property expressions as people read them: labels for names, in Manchester syntax."""

from __future__ import annotations

from pyoxigraph import NamedNode

from bevo.problems import BevoError
from bevo.rdf.index import Index, Node
from bevo.rdf.names import compact
from bevo.rdf.vocabulary import COMPLEMENT, HAS_VALUE, INTERSECTION, INVERSE, ON, ONLY, SOME, UNION

__all__ = ["manchester"]

JUNCTIONS = {"and": INTERSECTION, "or": UNION}
QUANTIFIERS = {"some": SOME, "only": ONLY, "value": HAS_VALUE}
PREFIXED = {"not": COMPLEMENT, "inverse": INVERSE}


def manchester(index: Index, expression: Node, inner: bool = False) -> str:
    """A class or property expression in Manchester syntax.

    :param index: an ontology; labels of more than one word are quoted.
    :param inner: put parentheses around what is more than a name.
    :raises BevoError: for a construct that has no form here, such as a cardinality.
    """
    if isinstance(expression, NamedNode):
        label = index.label(expression)
        return label if label.replace("-", "").isalnum() else f"'{label}'"
    text = ""
    for word, predicate in JUNCTIONS.items():
        for head in index.objects(expression, predicate):
            text = f" {word} ".join(manchester(index, member, True) for member in index.members(head))
    for on in index.objects(expression, ON):
        for word, predicate in QUANTIFIERS.items():
            for filler in index.objects(expression, predicate):
                text = f"{manchester(index, on, True)} {word} {manchester(index, filler, True)}"
    for word, predicate in PREFIXED.items():
        for other in index.objects(expression, predicate):
            text = f"{word} {manchester(index, other, True)}"
    if not text:
        used = ", ".join(sorted(compact(p.value) for p in index.about.get(expression, {})))
        raise BevoError(f"no Manchester form is known for an expression with {used or 'nothing'}")
    return f"({text})" if inner else text
