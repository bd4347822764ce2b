"""What a column, or a constant, may say of a finding."""

from __future__ import annotations

from typing import NamedTuple

from bevo.finding.ground import AGENTS, MODELS, OUTCOMES, RECIPIENTS, SOURCES, STATES, STEPS

__all__ = ["OUTSIDE", "SLOTS", "STUDY", "TEXTS", "Slot"]


class Slot(NamedTuple):
    """A place in a finding, or in the record of a study.

    :param says: what it holds, for people.
    :param kinds: the kinds of terms that a name there may mean; none where it holds no name.
    :param needed: whether a row is rejected whose cell is empty, unless its column is ``optional``.
    :param mint: the table for a new term that a name there asks for.
    """

    says: str
    kinds: tuple[str, ...] = ()
    needed: bool = False
    mint: str = ""


SLOTS = {
    "from": Slot("the cell, tissue or fluid that the vesicle comes from", SOURCES, True, "cells"),
    "from_state": Slot("a state of it", STATES, False, "conditions"),
    "vesicle": Slot("the vesicle", ("vesicles",), True, "vesicles"),
    "vesicle_state": Slot("a state of it", STATES, False, "conditions"),
    "cargo": Slot("the molecule that the vesicle carries", ("molecules",), True, "molecules"),
    "amount": Slot("less, more or altered: how the amount of the cargo differs"),
    "to": Slot("the cell or tissue that the vesicle meets", RECIPIENTS, True, "cells"),
    "to_state": Slot("a state of it", STATES, False, "conditions"),
    "by": Slot("an agent that bears the sign in place of the vesicle", AGENTS, True, "molecules"),
    "does": Slot("what the agent makes less, more or altered, for example 'less vesicle'"),
    "versus": Slot("the reference of a comparison", SOURCES, True, "cells"),
    "versus_state": Slot("a state of it", STATES, False, "conditions"),
    "sign": Slot("the verb: what is done to the outcome", (), True),
    "outcome": Slot("the process, trait, disease or molecule that is acted on", OUTCOMES, True, "processes"),
    "target_sign": Slot("the verb: what the cargo, or the agent, does to its target", (), True),
    "target": Slot("what the cargo, or the agent, acts on on the way", STEPS, True, "molecules"),
    "species": Slot("the species", ("species",)),
    "model": Slot("cell line, species or disease model", MODELS),
    "evidence": Slot("in vitro, animal or patients; a method", ("evidence",)),
    "certainty": Slot("hedged or proposed"),
    "kind": Slot("therapy or summary"),
    "collective": Slot("true where a list is not apportioned"),
    "markers": Slot("read-outs"),
    "when": Slot("dose, time or stage"),
    "printed": Slot("the outcome as printed"),
    "pmid": Slot("PubMed ids"),
    "doi": Slot("DOIs"),
    "pmcid": Slot("ids of PubMed Central"),
    "cites": Slot("ids of studies of any of these sorts"),
    "nct": Slot("ids of ClinicalTrials.gov"),
    "title": Slot("the title of the study"),
    "first_author": Slot("its first author"),
    "year": Slot("its year"),
    "journal": Slot("its journal"),
    "uncited": Slot("why no study is cited"),
}
"""By the key of the mapping."""

OUTSIDE = ("species", "model", "evidence")
"""Names outside the logic: with ``optional`` an unknown one goes into the note, and the finding is made."""

STUDY = ("pmid", "doi", "pmcid", "cites")
"""Ids of studies."""

TEXTS = ("markers", "when", "printed", "certainty", "kind", "collective")
"""Keys of a finding that hold their text as it stands."""
