"""The most used questions as SQL views over the tables of a bulk build: the same text for DuckDB and Spark SQL.

Views stand in ``queries/sql``. A view of a canned question names it in its first line; one without is a step that
others share. What a question takes as a parameter is a condition on the view.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pyoxigraph import Literal, NamedNode

from bevo.bulk.schema import OF_FINDINGS, REFERENCE
from bevo.problems import BevoError
from bevo.questions.questions import Query
from bevo.rdf.answer import Answer
from bevo.rdf.names import PREFIXES, compact, expand

__all__ = ["ASKED", "View", "as_answer", "condition", "duckdb_tables", "read_views", "spark_tables", "statements"]

ASKED = "asked"
"""The last column of a view whose question takes what it does not show: a condition on it asks; it is no part of the
answer."""
FINDINGS = PREFIXES["finding"]
FINDING = re.compile(r"finding:F\d+[-\w.]*")
ANY = "UNDEF"
"""What a question has in place of a term where it asks of all."""


class View(NamedTuple):
    """A view.

    :param question: the canned question that it answers; empty for a step that other views share.
    :param where: its condition, with the names of parameters in braces.
    :param text: the SELECT.
    """

    name: str
    question: str
    where: str
    text: str


def read_views(folder: Path) -> list[View]:
    """The views of a folder, those that others build on first.

    :raises BevoError: if there is none.
    """
    found = {path.stem: _view(path) for path in sorted(folder.glob("*.sql"))}
    if not found:
        raise BevoError(f"there are no views (*.sql) in {folder}")
    ordered: dict[str, View] = {}

    def take(view: View) -> None:
        for name in re.findall(r"(?:FROM|JOIN) (\w+)", view.text):
            if name in found and name not in ordered and name != view.name:
                take(found[name])
        ordered.setdefault(view.name, view)

    for view in found.values():
        take(view)
    return list(ordered.values())


def _view(path: Path) -> View:
    lines = path.read_text(encoding="utf-8").splitlines()
    head = dict(line.removeprefix("--+ ").split(": ", 1) for line in lines if line.startswith("--+ "))
    text = "\n".join(line for line in lines if not line.startswith("--"))
    return View(path.stem, head.get("question", ""), head.get("where", ""), text)


def statements(views: list[View]) -> Iterator[str]:
    """What makes the views, in DuckDB and in Spark SQL."""
    yield from (f"CREATE OR REPLACE TEMPORARY VIEW {view.name} AS\n{view.text}" for view in views)


def condition(view: View, query: Query) -> str:
    """The SELECT that asks a view what its question asks as it stands; without a condition where that is any."""
    told = {name: p.serialised for name, p in query.parameters.items() if f"{{{name}}}" in view.where}
    if not told or ANY in told.values():
        return f"SELECT * FROM {view.name}"
    return f"SELECT * FROM {view.name} WHERE {view.where.format(**{name: _value(s) for name, s in told.items()})}"


def _value(serialised: str) -> str:
    """A term or number of SPARQL as one of SQL."""
    if re.fullmatch(r"\d+", serialised):
        return serialised
    if serialised.startswith("<"):
        return f"'{compact(serialised[1:-1])}'"
    return f"'{compact(expand(serialised))}'"


def as_answer(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Answer:
    """What an engine answered as an answer to the question: CURIEs as names, and without :data:`ASKED`."""
    kept = len(columns) - (columns[-1] == ASKED)
    return Answer(list(columns[:kept]), [[_term(cell) for cell in row[:kept]] for row in rows])


def _term(cell: Any) -> NamedNode | Literal | None:
    if not isinstance(cell, str):
        return None if cell is None else Literal(cell)
    if " " in cell:
        return Literal(cell)
    # Findings differ from row to row, and are too many to look up the prefix of each.
    return NamedNode(FINDINGS + cell[8:]) if FINDING.fullmatch(cell) else _told(cell)


@lru_cache(maxsize=65_536)
def _told(text: str) -> NamedNode | Literal:
    return NamedNode(expand(text)) if _is_curie(text) else Literal(text)


def _is_curie(text: str) -> bool:
    if not re.fullmatch(r"[\w.]+:\S+", text):
        return False
    with suppress(ValueError):
        return compact(expand(text)) == text
    return False


def duckdb_tables(folder: Path) -> Iterator[str]:
    """What names the tables of a folder in DuckDB."""
    yield from _tables(folder, lambda path, glob: f"SELECT * FROM read_parquet('{path}/{glob}')")


def spark_tables(folder: Path) -> Iterator[str]:
    """What names the tables of a folder in Spark SQL."""
    yield from _tables(folder, lambda path, _: f"SELECT * FROM parquet.`{path}`")


def _tables(folder: Path, read: Callable[[Path, str], str]) -> Iterator[str]:
    for table in (*OF_FINDINGS, *REFERENCE):
        glob = "*/*.parquet" if table in OF_FINDINGS else "*.parquet"
        yield f"CREATE OR REPLACE TEMPORARY VIEW {table.name} AS {read(folder / table.name, glob)}"
