"""Each defined class of findings has a named member, and a named finding that must not be one."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Quad, Store

from bevo.finding.emit import KIND_CLASS
from bevo.rdf.names import bevo, finding_iri, local_name, node
from bevo.rdf.vocabulary import TYPE

MEMBERS = {
    "AgedDonorFinding": ("F0030", "F0026"),
    "SenescentDonorFinding": ("F1797", "F0030"),
    "JointReliefFinding": ("F1150", "F1134"),  # F1134 has less inflammation as a step only
    "JointHarmFinding": ("F1766", "F1767"),  # F1767 is apoptosis of chondrocytes: loss of cartilage
    "DiseasedDonorFinding": ("F0001", "F0030"),
    "EngineeredDonorFinding": ("F0148", "F0061"),
    "StimulatedDonorFinding": ("F0061", "F0030"),
    "ImmuneRecipientFinding": (
        "F1152",
        "F0042",
    ),  # the osteoclast is no immune cell here, though CL's leukocyte holds it
    "ImmuneSourceFinding": ("F0062", "F0026"),
    "MesenchymalRecipientFinding": ("F0026", "F0031"),
    "MesenchymalSourceFinding": ("F0006", "F0062"),
    "MuscleSourceFinding": ("F0046", "F0047"),
    "NeuralSourceFinding": ("F1810", "F0006"),
    "NeuralRecipientFinding": ("F2096", "F1810"),
    "OsteoclastLineageRecipientFinding": ("F0031", "F0030"),
    "OsteoclastLineageSourceFinding": ("F0041", "F0062"),
    "TumourSourceFinding": ("F0137", "F0006"),
    "TumourRecipientFinding": ("F1301", "F0137"),
    "VascularSourceFinding": ("F0047", "F0020"),
    "VascularRecipientFinding": ("F0020", "F0047"),
    "VascularisingFinding": ("F0056", "F0055"),
    "BoneGainFinding": ("F0007", "F0026"),
    "BoneLossFinding": ("F0026", "F0242"),  # F0242 pools two sources, so it earns no verdict
    "CartilageGainFinding": ("F1134", "F1230"),
    "CartilageLossFinding": ("F1230", "F1134"),
}
EMPTY = {"MuscleRecipientFinding"}
"""Classes that the three reviews give no member yet."""


@pytest.fixture(scope="module")
def store(sample_store: Store) -> Store:
    return sample_store


def is_a(store: Store, finding: str, cls: str) -> bool:
    return Quad(finding_iri(finding), TYPE, bevo(cls)) in store


@pytest.mark.parametrize("cls", MEMBERS)
def test_a_named_finding_is_a_member_and_another_is_not(cls: str, store: Store) -> None:
    member, stranger = MEMBERS[cls]
    assert is_a(store, member, cls)
    assert is_a(store, stranger, "Finding") and not is_a(store, stranger, cls)


def test_every_defined_class_has_its_named_findings(store: Store) -> None:
    kinds = {*KIND_CLASS.values(), "ReportedResult"}
    below = store.quads_for_pattern(None, node("rdfs:subClassOf"), bevo("Finding"))
    defined = {
        local_name(q.subject.value)
        for q in below
        if isinstance(q.subject, NamedNode) and local_name(q.subject.value) not in kinds
    }
    assert defined == set(MEMBERS) | EMPTY


@pytest.mark.parametrize("cls", sorted(EMPTY))
def test_a_class_called_empty_is_empty(cls: str, store: Store) -> None:
    assert not list(store.quads_for_pattern(None, TYPE, bevo(cls)))
