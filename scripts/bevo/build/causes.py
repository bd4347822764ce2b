"""Which of the findings that changed an answer comes from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

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

    def of(self, query: Query, reviewed: str, answer: str) -> tuple[list[str], list[str]]:
        """The findings that an answer changed by, and those that it may have changed by; each with what became of it.

        It did by those that a row names which came or went, and by new ones without which it would be another. It may
        have by changed ones without which it would be another, and by those that cannot be left out: they no longer
        say anything, or too many changed.
        """
        old, new = set(reviewed.splitlines()), set(answer.splitlines())
        named = set(re.findall(r"\bF\d{4,}\b", "\n".join(old ^ new)))
        sure, perhaps = [], []
        for finding, became in self._changed.items():
            if finding in named:
                sure.append(finding)
            elif finding not in self._tried:
                perhaps.append(finding)
            elif self._matters(finding, query, answer):
                (sure if became == "new" else perhaps).append(finding)
        return [self._told(finding) for finding in sure], [self._told(finding) for finding in perhaps]

    def _told(self, finding: str) -> str:
        return f"{finding} ({self._changed[finding]})"

    def _matters(self, finding: str, query: Query, answer: str) -> bool:
        """Whether an answer is another one without a finding."""
        emitted = self._now.checked.emitted[finding]
        triples = [*emitted.logic, *emitted.record, *self._owned[finding]]
        quads = [Quad(t.subject, t.predicate, t.object) for t in triples]
        for quad in quads:
            self._now.store.remove(quad)
        try:
            return answer_csv(run(query.text, self._now.store)) != answer
        finally:
            self._now.store.extend(quads)
