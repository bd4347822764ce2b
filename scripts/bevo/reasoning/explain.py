"""Why a verdict follows: the fewest asserted statements and axioms that entail it, in words and as Turtle.

The rule engine ``reasonable`` answers the many questions of the search in milliseconds; HermiT confirms the answer,
and takes over the search where the rules do not see the inference (a second for each question). What is told is a
*justification*: without any one of its statements the inference is lost. There may be others, for a thing can follow
in several ways; one that rests on types and the taxonomy is preferred to one that rests on domains and ranges.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from bevo.problems import BevoError
from bevo.rdf.names import compact
from bevo.rdf.rdfio import canonical, pretty_turtle
from bevo.rdf.vocabulary import TYPE
from bevo.reasoning.english import Words
from bevo.reasoning.entailment import RANGE_OR_DOMAIN, TAXONOMY, Axiom, Entailment, axioms_of, declares, terms_of
from bevo.reasoning.hermit import Inconsistent

__all__ = ["Explanation", "as_turtle", "explain", "in_words"]

BACKGROUND = "Background: "
"""How the reason of an axiom begins that was made from a background statement."""


@dataclass(frozen=True)
class Explanation:
    """Why an individual is of a class, or why there is a contradiction.

    :param individual: what is explained.
    :param cls: the class it is inferred to be of; None for a contradiction.
    :param axioms: the statements and axioms that suffice, none of them superfluous.
    :param ontology: the ontology with labels and reasons, for the wording.
    """

    individual: NamedNode
    cls: NamedNode | None
    axioms: list[Axiom]
    ontology: Sequence[Triple]


def in_words(explanation: Explanation) -> str:
    """The explanation as plain sentences, one a line, the conclusion first."""
    words = Words(explanation.ontology)
    if explanation.cls is None:
        conclusion = "These cannot all hold:"
    else:
        conclusion = f"{words.sentence((Triple(explanation.individual, TYPE, explanation.cls),))}, because"
    told = map(words.sentence, explanation.axioms)
    return "\n".join([conclusion, *(f"- {_marked(sentence)}" for sentence in told)]) + "\n"


def _marked(sentence: str) -> str:
    """A sentence that rests on background with a mark in front: no review says it of this finding."""
    return f"[background] {sentence}" if f"({BACKGROUND}" in sentence else sentence


def as_turtle(explanation: Explanation) -> str:
    """The explanation as Turtle that stands by itself: its terms are declared."""
    triples = [t for axiom in explanation.axioms for t in axiom]
    used = {term for axiom in explanation.axioms for term in terms_of(axiom)}
    declared = [t for t in explanation.ontology if declares(t) and t.subject in used]
    return pretty_turtle(canonical([*declared, *triples])).decode("utf-8")


def explain(
    ontology: Sequence[Triple], finding: Sequence[Triple], individual: NamedNode, cls: NamedNode | None
) -> list[Axiom]:
    """The statements and axioms that suffice for an individual to be of a class, none of them superfluous.

    An unsatisfiable class is explained by the contradiction of a finding that has a member of it.

    :param ontology: the logical part of the ontology.
    :param finding: the logical triples of one finding.
    :param cls: None asks for a contradiction.
    :returns: statements first, then axioms. Declarations are left out.
    :raises Inconsistent: if a class is asked for and there is a contradiction, from which anything follows.
    :raises BevoError: if it does not follow.
    """
    goal = cls and Triple(individual, TYPE, cls)
    facts, rules = axioms_of(finding), axioms_of(ontology)
    search = Entailment([t for t in ontology if declares(t)], goal)
    module = [*facts, *_reachable(rules, facts)]
    if goal and search.clashes(module):
        raise Inconsistent(f"{compact(individual.value)} contradicts the ontology, so that anything would follow")
    if search.by_rules(module):
        found = _smallest([], module, search.by_rules)
        if search.confirmed(found):
            return found
    if not search.by_hermit([*facts, *rules]):
        if cls is None:
            raise BevoError(f"{compact(individual.value)} does not contradict the ontology")
        members = " and ".join(compact(iri) for iri in search.members(module))
        hint = f", but {members} is" if members else ""
        raise BevoError(f"{compact(individual.value)} is not inferred to be {compact(cls.value)}{hint}")
    return _smallest([], module if search.by_hermit(module) else [*facts, *rules], search.by_hermit)


def _reachable(rules: Sequence[Axiom], facts: Sequence[Axiom]) -> list[Axiom]:
    """The axioms that can bear on some facts, in their order: upwards in the taxonomy, any way through the others."""
    using: dict[NamedNode, list[int]] = defaultdict(list)
    for number, axiom in enumerate(rules):
        upward = len(axiom) == 1 and axiom[0].predicate in (*TAXONOMY, *RANGE_OR_DOMAIN)
        for term in [axiom[0].subject] if upward else terms_of(axiom):
            if isinstance(term, NamedNode):
                using[term].append(number)
    found: set[int] = set()
    todo = [term for fact in facts for term in terms_of(fact)]
    while todo:
        for number in using.pop(todo.pop(), ()):
            if number not in found:
                found.add(number)
                todo.extend(terms_of(rules[number]))
    return [rules[number] for number in sorted(found)]


def _smallest(given: list[Axiom], axioms: list[Axiom], holds: Callable[[list[Axiom]], bool]) -> list[Axiom]:
    """The axioms, none superfluous, that have to be added to those given; found by halving, the first ones preferred.

    :param holds: true of the given and all the axioms together.
    """
    if len(axioms) == 1:
        return axioms
    first, last = axioms[: len(axioms) // 2], axioms[len(axioms) // 2 :]
    if holds([*given, *first]):
        return _smallest(given, first, holds)
    needed = _smallest([*given, *first], last, holds)
    if holds([*given, *needed]):
        return needed
    return [*_smallest([*given, *needed], first, holds), *needed]
