"""Answers of release and overlays together, each row told apart."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bevo.rdf.answer import Answer
from bevo.rdf.overlays import PREFIX

__all__ = ["CHANGED", "RELEASE", "graphs_of"]

RELEASE = "release"
"""The row of an answer that the release gives alone."""
CHANGED = "release + overlay"
"""A row that counts findings of overlays, or has other values because of them, without naming one."""
_OWN = re.compile(rf"(?:^|[/:; ])({PREFIX})_[A-Za-z0-9]")


def graphs_of(answer: Answer, released: Answer, prefixes: Iterable[str]) -> list[str]:
    """Whose each row of an answer is.

    :param answer: from release and overlays merged.
    :param released: to the same question, from the release alone.
    :param prefixes: those of the overlays.
    :returns: ``release``; the prefixes of the overlays whose things the row names; or that overlays changed the row.
    """
    alone, known = set(map(tuple, released.plain())), set(prefixes)

    def graph(row: tuple[str, ...]) -> str:
        if row in alone:
            return RELEASE
        return " + ".join(sorted(known & {name for cell in row for name in _OWN.findall(cell)})) or CHANGED

    return [graph(tuple(row)) for row in answer.plain()]
