"""The embedded triple store."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import RdfFormat, Store

from bevo.problems import BevoError, relative
from bevo.project import Project

__all__ = ["load_graph"]


def load_graph(path: Path | None = None) -> Store:
    """A Turtle file in a store in memory; by default the built release.

    :raises BevoError: if the file is not there or is not Turtle.
    """
    path = path or Project().dist / "bevo-kg.ttl"
    store = Store()
    try:
        store.bulk_load(path=str(path), format=RdfFormat.TURTLE)
    except FileNotFoundError as error:
        raise BevoError(f"{relative(path)} is not there; run 'make' (or 'bevo build') first") from error
    except SyntaxError as error:
        raise BevoError(f"{relative(path)} is not Turtle: {error}") from error
    return store
