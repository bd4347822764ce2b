"""What the Biolink Model (https://biolink.github.io/biolink-model/) calls our classes and relations."""

from __future__ import annotations

from dataclasses import dataclass

from bevo.rdf.names import bevo
from bevo.rdf.vocabulary import OCCURS_IN, PARTICIPATES_IN
from bevo.signs import AMOUNTS, VERBS, Amount, Verb

__all__ = ["CATEGORIES", "CHANGES", "MOLECULES", "QUALIFYING", "RELATIONS", "Relation"]

MOLECULES = {
    "bevo:MicroRNA": "MicroRNA",
    "bevo:SmallInterferingRNA": "SiRNA",
    "bevo:NonCodingRNA": "NoncodingRNAProduct",
    "bevo:MessengerRNA": "Transcript",
    "bevo:NucleicAcid": "NucleicAcidEntity",
    "bevo:Protein": "Protein",
    "bevo:SmallMolecule": "SmallMolecule",
    "bevo:Lipid": "MolecularEntity",
    "bevo:Glycan": "MolecularEntity",
    "bevo:Molecule": "ChemicalEntity",
}
CATEGORIES = {
    **MOLECULES,
    "obo:GO_0007165": "Pathway",
    "obo:GO_0008150": "BiologicalProcess",
    "obo:MONDO_0000001": "Disease",
    "bevo:Trait": "PhenotypicFeature",
    "obo:GO_1903561": "CellularComponent",
    "obo:CL_0000000": "Cell",
    "bevo:ConditionedMedium": "PhysicalEntity",
    "bevo:Tissue": "AnatomicalEntity",
    "bevo:Bacterium": "Bacterium",
    "bevo:Plant": "Plant",
    "bevo:CellOrTissue": "AnatomicalEntity",
    "bevo:Fluid": "AnatomicalEntity",
}
"""The Biolink category below each of our roots; the nearest root counts, of equally near ones the first here.

Biolink has no category for a condition or a contrast: they are named things. Proteins stand for their genes too.
"""


@dataclass(frozen=True)
class Relation:
    """How Biolink says one of our relations.

    :param qualifiers: columns that every edge of the relation has.
    :param inverse: whether our object is Biolink's subject, for Biolink wants its canonical direction.
    """

    predicate: str
    qualifiers: tuple[tuple[str, str], ...] = ()
    inverse: bool = False


DIRECTIONS = {1: "increased", -1: "decreased"}


def _verb(verb: Verb) -> Relation:
    qualifiers: tuple[tuple[str, str], ...] = ()
    if verb.sign:
        qualifiers = (("qualified_predicate", "biolink:causes"), ("object_direction_qualifier", DIRECTIONS[verb.sign]))
    elif verb.sign == 0:
        qualifiers = (("negated", "true"),)
    return Relation(verb.biolink, qualifiers)


def _amount(amount: Amount) -> Relation:
    """An amount that differs goes along with a vesicle or agent; that it is contained or caused is not said."""
    direction = (("subject_direction_qualifier", DIRECTIONS[amount.sign]),) if amount.sign else ()
    return Relation("associated_with", (("subject_aspect_qualifier", "abundance"), *direction))


RELATIONS = {
    **{bevo(verb.property): _verb(verb) for verb in VERBS.values()},
    **{bevo(amount.property): _amount(amount) for amount in AMOUNTS.values()},
    bevo("releasedBy"): Relation("produces", inverse=True),
    bevo("foundIn"): Relation("located_in"),
    bevo("entersFluid"): Relation("located_in"),
    bevo("carries"): Relation("has_part"),
    bevo("actsOn"): Relation("physically_interacts_with"),
    PARTICIPATES_IN: Relation("has_participant", inverse=True),
}
"""The relations that are edges."""

QUALIFYING = (*map(bevo, ("hasState", "concerns", "test", "reference", "referenceArm")), OCCURS_IN)
"""The relations that say more of an end of an edge, and so are columns of it."""

CHANGES = {
    bevo("Overexpression"): "increased",
    bevo("Knockout"): "decreased",
    bevo("Knockdown"): "decreased",
    bevo("Inhibition"): "decreased",
    bevo("Antagonist"): "decreased",
}
"""How a condition that concerns a molecule changes it; of a condition below one of these the same holds."""
