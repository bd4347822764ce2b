"""A table of RDF terms: as an engine answers a question, as people read it, and without what stores do to terms."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from pyoxigraph import BlankNode, Literal, NamedNode

from bevo.rdf.formats import as_csv
from bevo.rdf.names import PREFIXES, compact

__all__ = ["LIST", "Answer", "answer_csv", "normal"]

LIST = "; "
"""Stands between the members of a list in a cell."""

NUMBERS = frozenset(PREFIXES["xsd"] + name for name in ("integer", "decimal", "double", "float", "int", "long"))


@dataclass(frozen=True)
class Answer:
    """A table: names of columns, and rows of RDF terms or None."""

    columns: list[str]
    rows: list[list[NamedNode | Literal | BlankNode | None]] = field(default_factory=list)

    def plain(self) -> list[list[str]]:
        """The rows as people read them: CURIEs and lexical forms."""
        return [[_plain(term) for term in row] for row in self.rows]


def _plain(term: object) -> str:
    if term is None:
        return ""
    return compact(term.value) if isinstance(term, NamedNode) else str(getattr(term, "value", term))


def answer_csv(answer: Answer) -> str:
    """An answer as CSV, as people read it."""
    return as_csv(answer.columns, answer.plain())


def normal(term: object) -> Literal | NamedNode | BlankNode | None:
    """A term without what stores do to it: ``0.80`` comes back as ``0.8``, language tags in small letters."""
    if isinstance(term, Literal):
        if term.language:
            return Literal(term.value, language=term.language.lower())
        if term.datatype.value in NUMBERS:
            return Literal(_number(term.value), datatype=term.datatype)
    return term  # type: ignore[return-value]  # a cell of an answer is a term or None


def _number(lexical: str) -> str:
    """By value, to the fifteen digits that a store may keep."""
    try:
        return f"{Decimal(format(Decimal(lexical), '.15g')).normalize():f}"
    except (InvalidOperation, ValueError):
        return lexical
