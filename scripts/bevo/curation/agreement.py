"""How well two curators agree who read the same places without sight of each other's work.

Each wrote a row for a finding, and one for a place without any. To compare them on a column, the rows of a place are
paired one to one by what else they have in common, the most alike first (of equals the earlier); the column itself
has no say in it. What is left over has no partner, and is told beside. Cohen's kappa over the pairs is the share that
agrees, less what two curators would reach who gave out the same names as often but blindly, over what is left to
reach: 0 is chance, 1 is always. Whether a place has a finding at all is compared over the places.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import product
from operator import eq
from pathlib import Path
from typing import NamedTuple

from bevo.curation.tables import read_table
from bevo.problems import Problem

__all__ = ["COLUMNS", "COMPARED", "Agreement", "Row", "agreement", "kappa", "paired", "read_rows"]

COLUMNS = ("review", "locator", "source", "cargo", "recipient", "sign", "outcome", "certainty")
COMPARED = ("sign", "source", "recipient", "outcome")

Row = Mapping[str, str]
Normal = Callable[[str, str], str]
"""From a column and what stands in it to the name by which two curators are compared."""


class Agreement(NamedTuple):
    """How two curators agree on one column.

    :param pairs: how many places or pairs of rows were compared.
    :param same: the share of pairs that agree, 0 to 1.
    """

    column: str
    pairs: int
    same: float
    kappa: float


def read_rows(path: Path, problems: list[Problem]) -> list[Row]:
    """The rows of a curator; what is wrong with the table is added to the problems."""
    return read_table(path, COLUMNS, problems)


def paired(first: Iterable[Row], second: Iterable[Row], column: str, normal: Normal) -> list[tuple[Row, Row]]:
    """The rows of two curators, paired within each place by all columns but one, the most alike first."""
    others = [name for name in COLUMNS if name != column]
    pairs = []
    for mine, theirs in _places(first, second).values():
        named = [[[normal(name, row[name]) for name in others] for row in rows] for rows in (mine, theirs)]

        def unlike(ends: tuple[int, int], named: list[list[list[str]]] = named) -> tuple[int, int, int]:
            return -sum(map(eq, named[0][ends[0]], named[1][ends[1]])), *ends

        taken: tuple[set[int], set[int]] = (set(), set())
        for i, j in sorted(product(range(len(mine)), range(len(theirs))), key=unlike):
            if i not in taken[0] and j not in taken[1]:
                taken[0].add(i)
                taken[1].add(j)
                pairs.append((mine[i], theirs[j]))
    return pairs


def _places(first: Iterable[Row], second: Iterable[Row]) -> dict[tuple[str, str], tuple[list[Row], list[Row]]]:
    places: dict[tuple[str, str], tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for curator, rows in enumerate((first, second)):
        for row in rows:
            places[row["review"], row["locator"]][curator].append(row)
    return places


def kappa(pairs: Iterable[tuple[str, str]]) -> tuple[float, float]:
    """The share of pairs that agree, and Cohen's kappa; both are 1 where there is nothing to disagree on."""
    pairs = list(pairs)
    if not pairs:
        return 1.0, 1.0
    same = sum(one == other for one, other in pairs) / len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    by_chance = sum(number * second[name] for name, number in first.items()) / len(pairs) ** 2
    return same, 1.0 if by_chance == 1 else (same - by_chance) / (1 - by_chance)


def agreement(first: list[Row], second: list[Row], normal: Normal) -> list[Agreement]:
    """How the curators agree on whether a place has a finding, and on each of :data:`COMPARED`."""

    def found(rows: Iterable[Row]) -> str:
        return "none" if all(row["source"] == "none" for row in rows) else "some"

    told = [(found(mine), found(theirs)) for mine, theirs in _places(first, second).values()]
    result = [Agreement("a finding at all", len(told), *kappa(told))]
    for column in COMPARED:
        pairs = paired(first, second, column, normal)
        names = [(normal(column, one[column]), normal(column, other[column])) for one, other in pairs]
        result.append(Agreement(column, len(names), *kappa(names)))
    return result
