"""Where in the body a cell, tissue or fluid belongs, and its short name: how pictures place and call it."""

from __future__ import annotations

from bevo.rdf.names import compact
from bevo.site.read.model import Term

__all__ = ["LINEAGES", "lineage", "short"]

LINEAGES: dict[str, tuple[str, ...]] = {
    "Bone marrow": ("CL:0002540", "CL:0010001", "UBERON:0002371", "bevo:SkeletalStemProgenitorCell"),
    "Bone surface": (
        "bevo:OsteoblastLineageCell",
        "bevo:OsteoclastLineageOrigin",
        "bevo:BoneFormingCell",
        "bevo:BoneResorbingCell",
        "bevo:BoneExtracellularMatrix",
        "bevo:FractureSite",
        "UBERON:0002481",
    ),
    "Cartilage and joint": ("bevo:JointCell", "bevo:CartilageFormingCell", "UBERON:0002418", "UBERON:0000982"),
    "Vessel": ("bevo:VascularOrigin",),
    "Muscle and nerve": ("bevo:MuscleOrigin", "bevo:NeuralOrigin"),
    "Immune system": ("bevo:ImmuneOrigin", "CL:0000738", "CL:0000233"),
    "Tumour": ("bevo:TumourOrigin",),
    "Fluid": ("bevo:Fluid",),
    "Other stem cells": ("CL:0000134", "CL:0000034"),
    "Other": (),
}
"""The places in the order in which pictures show them, each with what is above the cells that belong there.

The first that fits counts; a tumour of bone and a fluid of bone belong to tumours and fluids.
"""

_FIRST = ("Fluid", "Tumour")

SHORT = {
    "CL:0002540": "BMSC",
    "CL:0002570": "ADSC",
    "CL:0002569": "UC-MSC",
    "CL:0000134": "MSC",
    "CL:0000863": "M1 macrophage",
    "CL:0000890": "M2 macrophage",
    "CL:0000115": "endothelial cell",
    "CL:0002139": "vascular EC",
    "CL:0002619": "EPC",
    "CL:0002618": "HUVEC",
    "CL:0000359": "VSMC",
    "bevo:SynovialMesenchymalStemCell": "SMSC",
    "bevo:PeriodontalLigamentStemCell": "PDLSC",
    "bevo:IPSCDerivedMesenchymalStemCell": "iPSC-MSC",
    "bevo:EmbryonicStemCellDerivedMesenchymalStemCell": "ESC-MSC",
    "bevo:SkeletalStemProgenitorCell": "SSPC",
    "bevo:BoneMarrowDerivedMacrophage": "BMDM",
    "bevo:OsteoclastPrecursor": "preosteoclast",
    "bevo:OsteoblastLineageCell": "osteoblast lineage",
    "bevo:BoneExtracellularMatrix": "bone matrix",
    "bevo:BreastCancerCell": "breast cancer",
    "bevo:ProstateCancerCell": "prostate cancer",
    "bevo:LungAdenocarcinomaCell": "lung cancer",
    "bevo:GlioblastomaCell": "glioblastoma",
    "bevo:OsteosarcomaCell": "osteosarcoma",
    "UBERON:0010996": "articular cartilage",
    "UBERON:0000982": "joint",
    "UBERON:0001485": "knee",
    "UBERON:0002481": "bone",
    "UBERON:0002385": "muscle",
    "UBERON:0002418": "cartilage",
    "UBERON:0001977": "serum",
    "UBERON:0001969": "plasma",
    "UBERON:0001359": "CSF",
}
"""The names that people in the field write in figures, where they are shorter than the label."""


def lineage(term: Term) -> str:
    """The place of :data:`LINEAGES` that a cell, tissue or fluid belongs to."""
    kinds = {compact(iri) for iri in (term.iri, *term.above)}
    order = (*_FIRST, *LINEAGES)
    return next((place for place in order if kinds & {*LINEAGES[place]}), "Other")


def short(term: Term) -> str:
    """The name of a term in a picture: that of :data:`SHORT`, or its label."""
    return SHORT.get(compact(term.iri), term.label)
