"""What the names of a table mean: each distinct one is read once, by the normaliser that records have too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from bevo.curation.records import LEVELS
from bevo.finding.ground import thing_of
from bevo.ingest.cells import no_name
from bevo.ingest.slots import SLOTS
from bevo.ontology.terms import NameProblem, Term, Vocabulary
from bevo.rdf.names import expand
from bevo.vocabulary.index import Resolution
from bevo.vocabulary.pack import Pack

__all__ = ["Name", "Reader", "name_reader"]

_VESICLES = (("exosom", "exosome"), ("sev", "small extracellular vesicle"))


@dataclass(frozen=True)
class Name:
    """What a name means in a place of a finding.

    :param status: as in :class:`bevo.vocabulary.index.Resolution`; ``damaged`` where it cannot be a name.
    :param text: what to write in the record; empty where there is a fault.
    :param changes: what rules changed.
    :param species: the label of the species that it says.
    :param slots: what else it says, by key.
    :param fault: why it cannot be taken, as a clause or two.
    :param read: what the normaliser made of it.
    """

    key: str
    name: str
    status: Literal["exact", "rule", "ambiguous", "absent", "damaged"]
    text: str = ""
    changes: tuple[str, ...] = ()
    species: str = ""
    slots: tuple[tuple[str, str], ...] = ()
    fault: str = ""
    read: Resolution[Term] | None = None


Reader = Callable[[str, str], Name]
"""From the key of a slot, and a name, to what it means there."""


def name_reader(vocabulary: Vocabulary, pack: Pack | None) -> Reader:
    """A reader that reads each distinct name once."""

    @cache
    def read(key: str, name: str) -> Name:
        return _read(key, name, vocabulary, pack)

    return read


def _read(key: str, name: str, vocabulary: Vocabulary, pack: Pack | None) -> Name:
    kinds = SLOTS[key].kinds
    if key == "evidence" and name.casefold() in LEVELS:
        return Name(key, name, "exact", name.casefold())
    wrong = no_name(name, pack)
    if wrong:
        return Name(key, name, "damaged", fault=wrong)
    read = vocabulary.read(name, kinds)
    if read.disguised:
        meant = f"; write '{read.term.label}'" if read.term else ""
        return Name(key, name, "damaged", fault=f"'{name}' holds {' and '.join(read.disguised)}{meant}", read=read)
    if read.term is None:
        return _compound(key, name, read, vocabulary)
    if read.slots and key not in ("from", "vesicle", "cargo"):
        # "osteoblast-derived exosomes" as a recipient or an agent: which of the two acts is not for us to say.
        return Name(key, name, "ambiguous", fault=_why_not(name, kinds, vocabulary), read=read)
    species = ""
    if read.species:
        term = vocabulary.terms.get(expand(read.species))
        if term is None:
            fault = f"'{name}' says a species that BEVO does not have: bevo term add {read.species}"
            return Name(key, name, "absent", fault=fault, read=read)
        species = term.label
    slots = tuple((slot, _vesicle(said) if slot == "vesicle" else said) for slot, said in read.slots)
    status: Literal["exact", "rule"] = "exact" if read.status == "exact" else "rule"
    return Name(key, name, status, _written(read.term, kinds, vocabulary), read.changes, species, slots, read=read)


def _vesicle(said: str) -> str:
    """The vesicle that an adjective says: "exosomal" is of an exosome."""
    start = said.casefold()
    known = next((vesicle for beginning, vesicle in _VESICLES if start.startswith(beginning)), None)
    adjective = start.endswith(("al", "ar", "derived"))
    return (known or "extracellular vesicle") if adjective else said


def _written(term: Term, kinds: tuple[str, ...], vocabulary: Vocabulary) -> str:
    try:
        return term.label if vocabulary.exactly(term.label, kinds) == term else term.curie
    except NameProblem:
        return term.curie


def _compound(key: str, name: str, read: Resolution[Term], vocabulary: Vocabulary) -> Name:
    """A name that is no term: perhaps a process and its cell, a condition and its molecule, or one of several."""
    kinds, text = SLOTS[key].kinds, " ".join(name.split())
    if read.status == "absent" and (" " in text) and {"processes", "conditions", "molecules"} & set(kinds):
        try:
            thing = thing_of(text, kinds, vocabulary)
        except NameProblem:
            pass
        else:
            parts = [one.label for one in (thing.cell, thing.molecule) if one]
            changes = (f"{thing.term.label} of {parts[0]}",) if parts else (thing.term.label,)
            return Name(key, name, "rule", text, changes, read=read)
    status: Literal["ambiguous", "absent"] = "ambiguous" if read.status == "ambiguous" else "absent"
    return Name(key, name, status, fault=_why_not(name, kinds, vocabulary), read=read)


def _why_not(name: str, kinds: tuple[str, ...], vocabulary: Vocabulary) -> str:
    """What the vocabulary says of a name that it does not take, without the list of kinds."""
    try:
        vocabulary.find(name, kinds)
    except NameProblem as problem:
        return str(problem).replace(f" in {' or '.join(kinds)}", "", 1)
    return f"'{name}' cannot be taken"
