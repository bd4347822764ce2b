"""BEVO, the Bone Extracellular Vesicle Ontology and knowledge graph.

>>> import bevo
>>> store = bevo.open_graph()  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Store

__all__ = ["__version__", "open_graph"]

__version__ = "0.1.0"


def open_graph(path: Path | None = None) -> Store:
    """The graph of the built release, in memory.

    :param path: a Turtle file to open in place of ``dist/bevo-kg.ttl``.
    :returns: a pyoxigraph store with everything in its default graph.
    :raises bevo.problems.BevoError: if the release was not built yet.
    """
    from bevo.project import Project
    from bevo.rdf.store import load_graph

    return load_graph(path or Project().dist / "bevo-kg.ttl")
