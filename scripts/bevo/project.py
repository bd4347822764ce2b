"""Where things are: in a checkout, or in the data that an installed package brings along."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bevo.problems import BevoError, relative

__all__ = ["GRAPH", "Project", "built"]

GRAPH = "https://w3id.org/bevo/graph/kg"
"""The graph of a triple store that ``bevo load`` writes to and that endpoints are asked about."""

_CHECKOUT = Path(__file__).resolve().parents[2]
_INSTALLED = Path(__file__).resolve().parent / "data"
"""Written by ``scripts/hatch_build.py``, in the layout of a checkout."""


@dataclass(frozen=True)
class Project:
    """The folders of a checkout.

    :param root: the folder that holds ``ontology/``, ``instances/`` and the rest.
    """

    root: Path = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT

    @property
    def installed(self) -> bool:
        """Whether it is the data of an installed package, which nothing may write to."""
        return self.root == _INSTALLED

    @property
    def ontology(self) -> Path:
        """``bevo.ttl`` and the term tables."""
        return self.root / "ontology"

    @property
    def instances(self) -> Path:
        """The curated records."""
        return self.root / "instances"

    @property
    def shapes(self) -> Path:
        """The SHACL shapes."""
        return self.root / "shapes"

    @property
    def queries(self) -> Path:
        """The canned queries."""
        return self.root / "queries"

    @property
    def dist(self) -> Path:
        """The built release."""
        return self.root / "dist"

    @property
    def build(self) -> Path:
        """Work in progress of a build."""
        return self.root / "build"

    @property
    def assets(self) -> Path:
        """The scripts of the site, built from ``web/``."""
        return self.build / "web"


def built(path: Path) -> Path:
    """A file of the built release.

    :raises BevoError: if it is not there.
    """
    if not path.is_file():
        raise BevoError(f"{relative(path)} is not there; run 'make' (or 'bevo build') first")
    return path
