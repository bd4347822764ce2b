from __future__ import annotations

import pytest

from bevo.ontology.merge import read_ontology
from bevo.ontology.terms import Vocabulary
from checkout import ROOT


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The names of the real ontology; it is read in half a second, without a build."""
    return read_ontology(ROOT / "ontology").vocabulary
