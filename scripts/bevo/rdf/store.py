"""The embedded triple store."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import RdfFormat, Store

from bevo.problems import BevoError, relative
from bevo.project import built

__all__ = ["load_graph"]


def load_graph(path: Path) -> Store:
    """A Turtle file in a store in memory.

    :raises BevoError: if the file is not there or is not Turtle.
    """
    store = Store()
    try:
        store.bulk_load(path=str(built(path)), format=RdfFormat.TURTLE)
    except SyntaxError as error:
        raise BevoError(f"{relative(path)} is not Turtle: {error}") from error
    return store
