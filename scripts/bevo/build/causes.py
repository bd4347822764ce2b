"""Which of the findings that changed an answer comes from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from pyoxigraph import NamedNode, Quad, Triple

from bevo.build.today import Today
from bevo.questions.questions import Query, run
from bevo.rdf.answer import answer_csv
from bevo.rdf.names import local_name

__all__ = ["Causes"]

TRIED = 12
"""So many findings are left out of the store in turn; a question may take a second, and there are sixty."""


class Causes:
    """Finds out by leaving findings out of the store.

    :param changed: what became of each finding that is not as it was.
    """

    def __init__(self, now: Today, changed: Mapping[str, str]) -> None:
        self._now, self._changed = now, changed
        present = [finding for finding, became in changed.items() if became in ("new", "changed")]
        self._tried = present if len(present) <= TRIED else []
        self._owned: dict[str, list[Triple]] = defaultdict(list)
        for triple in now.inferred:
            if isinstance(triple.subject, NamedNode):
                self._owned[local_name(triple.subject.value).partition("-")[0]].append(triple)

    @property
    def left_open(self) -> list[str]:
        """The findings whose part in an answer cannot be tried: they no longer say anything, or too many changed."""
        return [self._told(finding) for finding in self._changed if finding not in self._tried]

    def of(self, query: Query, reviewed: str, answer: str) -> list[str]:
        """The findings that an answer changed by, each with what became of it.

        They are named in a row that came or went, or today's answer would be another without them.
        """
        old, new = set(reviewed.splitlines()), set(answer.splitlines())
        named = set(re.findall(r"\bF\d{4,}\b", "\n".join(old ^ new)))
        found = []
        for finding in self._changed:
            if finding in named:
                found.append(finding)
            elif finding in self._tried:
                with self._without(finding):
                    if answer_csv(run(query.text, self._now.store)) != answer:
                        found.append(finding)
        return [self._told(finding) for finding in found]

    def _told(self, finding: str) -> str:
        return f"{finding} ({self._changed[finding]})"

    @contextmanager
    def _without(self, finding: str) -> Iterator[None]:
        emitted = self._now.checked.emitted[finding]
        triples = [*emitted.logic, *emitted.record, *self._owned[finding]]
        quads = [Quad(t.subject, t.predicate, t.object) for t in triples]
        for quad in quads:
            self._now.store.remove(quad)
        try:
            yield
        finally:
            self._now.store.extend(quads)
