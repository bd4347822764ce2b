"""Answers to questions as tables."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from bevo.questions.complete import FINDING_IDS
from bevo.questions.questions import Query
from bevo.rdf.answer import Answer
from bevo.rdf.names import BASE, compact
from bevo.rdf.overlays import at_home
from bevo.site.data.addresses import Href, page
from bevo.site.pages.tables import Cell, Item, Table

__all__ = ["answer_table"]

MOST_ROWS = 500


def answer_table(query: Query, answer: Answer, href: Href, most: int | None = MOST_ROWS) -> Table:
    """The answer to a question, each IRI as a link.

    :param most: rows to show.
    """

    def cell(term: object) -> Cell:
        if isinstance(term, NamedNode):
            home = at_home(term.value)
            name = compact(home)
            own = name.partition(":")[2] if home.startswith(BASE) else name
            return Cell((Item(own, href(term.value)),))
        if isinstance(term, Literal) and FINDING_IDS.match(term.value):
            return Cell(tuple(Item(i, f"{page(f'{BASE}finding/{i}')}.html") for i in term.value.split("; ")))
        if isinstance(term, Literal):
            return Cell((Item(term.value),), number=term.datatype.value.endswith(("integer", "decimal", "double")))
        return Cell()

    rows = tuple(tuple(map(cell, row)) for row in answer.rows[:most])
    return Table(query.name, query.title, tuple(map(_spaced, answer.columns)), rows)


def _spaced(name: str) -> str:
    """A column's name in words: ``gainFindings`` as ``Gain findings``."""
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in name)
    return words[:1].upper() + words[1:]
