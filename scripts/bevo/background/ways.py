"""The ways by which a finding's mechanism reaches a background process: its stated steps, then background statements.

A reasoner says that something works for a process; this says how, by the shortest way. Both come from the same steps
and statements, and a test holds them to the same result.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from bevo.background.axioms import kinds_of
from bevo.background.records import Knowledge, Process, Statement
from bevo.ontology.terms import Vocabulary
from bevo.rdf.index import Node
from bevo.rdf.names import bevo
from bevo.rdf.vocabulary import OCCURS_IN, TYPE

__all__ = ["Map", "Way"]

FACTORS = {bevo("promotes"): 1, bevo("inhibits"): -1, bevo("carries"): 1}

State = tuple[str | Node, int]
"""A node of a finding or the name of a background process, and the sign of the way so far."""


@dataclass(frozen=True)
class Way:
    """How a participant reaches a background process.

    :param steps: stated steps, in order; to carry a cargo is one.
    :param statements: background statements, in order.
    :param sign: their product.
    """

    start: Node
    steps: tuple[Triple, ...]
    statements: tuple[Statement, ...]
    process: str
    sign: int

    @property
    def depth(self) -> int:
        """How many steps and statements it takes."""
        return len(self.steps) + len(self.statements)


class Map:
    """All background, ready to be walked; conflicting statements are no ways.

    :param knowledge: of the tiers that are used.
    """

    def __init__(self, knowledge: Knowledge, vocabulary: Vocabulary) -> None:
        self.knowledge, self.vocabulary = knowledge, vocabulary
        self.of_subject: dict[str, list[Statement]] = defaultdict(list)
        conflicting = knowledge.conflicting()
        for statement in knowledge.statements:
            if statement not in conflicting:
                self.of_subject[statement.subject].append(statement)
        self.wider: dict[str, list[str]] = defaultdict(list)
        for narrow, broad in kinds_of(knowledge, vocabulary):
            self.wider[narrow].append(broad)
        self._ancestors: dict[str, set[str]] = {}

    def leads_to(self, process: str) -> set[str]:
        """The processes that one leads to, by any number of statements."""
        found: set[str] = set()
        todo = [process]
        while todo:
            name = todo.pop()
            further = {s.process for s in self.of_subject.get(name, ())} | set(self.wider.get(name, ()))
            todo += further - found
            found |= further
        return found

    def stands_for(self, node: Node, logic: Sequence[Triple]) -> list[Process]:
        """The background processes that a node of a finding is one of."""
        classes = self._classes(node, logic)
        cells = {
            c for t in logic if t.subject == node and t.predicate == OCCURS_IN for c in self._classes(t.object, logic)
        }
        return [
            process
            for process in self.knowledge.processes.values()
            if classes & set(process.classes) and (not process.cell or process.cell in cells)
        ]

    def ways(self, start: Node, logic: Sequence[Triple]) -> dict[tuple[str, int], Way]:
        """The shortest way to each process and sign that a participant reaches.

        :param logic: the logical triples of its finding.
        """
        steps: dict[Node, list[Triple]] = defaultdict(list)
        for t in logic:
            if t.predicate in FACTORS:
                steps[t.subject].append(t)
        seen: set[State] = {(start, 1)}
        todo = [Way(start, (), (), "", 1)]
        at: list[str | Node] = [start]
        found: dict[tuple[str, int], Way] = {}
        while todo:
            level, places, todo, at = todo, at, [], []
            for way, place in zip(level, places, strict=True):
                if isinstance(place, str):
                    found.setdefault((place, way.sign), way)
                moves = (
                    self._in_background(way, place) if isinstance(place, str) else self._from(way, place, steps, logic)
                )
                for target, longer in moves:
                    if (target, longer.sign) not in seen:
                        seen.add((target, longer.sign))
                        todo.append(longer)
                        at.append(target)
        return found

    def _from(
        self, way: Way, place: Node, steps: dict[Node, list[Triple]], logic: Sequence[Triple]
    ) -> Iterator[tuple[str | Node, Way]]:
        for t in steps.get(place, ()):
            assert not isinstance(t.object, str)
            yield t.object, Way(way.start, (*way.steps, t), way.statements, "", way.sign * FACTORS[t.predicate])
        subjects = [*sorted(self._classes(place, logic)), *(p.name for p in self.stands_for(place, logic))]
        for subject in subjects:
            yield from self._told(way, subject)

    def _in_background(self, way: Way, place: str) -> Iterator[tuple[str | Node, Way]]:
        for broad in self.wider.get(place, ()):
            yield broad, Way(way.start, way.steps, way.statements, broad, way.sign)
        yield from self._told(way, place)

    def _told(self, way: Way, subject: str) -> Iterator[tuple[str | Node, Way]]:
        for s in self.of_subject.get(subject, ()):
            yield s.process, Way(way.start, way.steps, (*way.statements, s), s.process, way.sign * s.sign)

    def _classes(self, node: object, logic: Iterable[Triple]) -> set[str]:
        found: set[str] = set()
        for t in logic:
            if t.subject == node and t.predicate == TYPE and isinstance(t.object, NamedNode):
                iri = t.object.value
                if iri not in self._ancestors:
                    self._ancestors[iri] = self.vocabulary.ancestors(iri)
                found |= self._ancestors[iri]
        return found
