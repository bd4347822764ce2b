"""Answers to questions, and what the pictures show, as tables."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from bevo.questions.complete import FINDING_IDS
from bevo.questions.questions import Query
from bevo.rdf.answer import Answer
from bevo.rdf.names import BASE, compact
from bevo.rdf.overlays import at_home
from bevo.site.data.addresses import Href, page
from bevo.site.pages.tables import Cell, Item, Table, count, number
from bevo.site.read.model import Site

__all__ = ["answer_table", "picture_table"]

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


def picture_table(name: str, data: object, site: Site, href: Href) -> Table:
    """What a picture shows, as a table for those who do not see it or run no scripts."""
    assert isinstance(data, dict)

    def links(ids: Iterable[str]) -> Cell:
        return Cell(tuple(Item(i, href(site.findings[i].iri)) for i in ids))

    if name == "mechanism":
        chains = [
            (
                Cell((Item(cargo["label"]),)),
                links([told["id"]]),
                Cell(tuple(Item(f"{s['subject']} {s['verb']} {s['object']}") for s in told["steps"])),
                Cell((Item(f"{told['sign']} {told['outcome']}".strip()),)),
                Cell((Item(told["source"]),)),
                Cell((Item(told["recipient"]),)),
            )
            for cargo in data["cargo"]
            for told in cargo["findings"]
        ]
        return Table(name, "Mechanisms by cargo", ("Cargo", "Finding", "Steps", "Outcome", "From", "To"), tuple(chains))

    def end(axis: str, key: str) -> Cell:
        thing = next(n for n in data[axis] if n["id"] == key)
        return Cell((Item(thing["label"], thing["page"]),))

    if name == "network":
        edges = [
            (
                end("nodes", e["source"]),
                end("nodes", e["target"]),
                count(e["gain"], "gain"),
                count(e["loss"], "loss"),
                number(e["other"]),
                links(e["findings"]),
            )
            for e in sorted(data["edges"], key=lambda e: -len(e["findings"]))
        ]
        return Table(
            name, "Who sends vesicles to whom", ("From", "To", "Gain", "Loss", "Other", "Findings"), tuple(edges)
        )
    cells = [
        (
            end("rows", c["row"]),
            end("columns", c["column"]),
            links(c["promotes"]),
            links(c["inhibits"]),
            links(c["other"]),
        )
        for c in data["cells"]
    ]
    return Table(name, "Outcomes by source", ("Source", "Outcome", "Promotes", "Inhibits", "Other"), tuple(cells))
