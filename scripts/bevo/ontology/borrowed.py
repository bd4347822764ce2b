"""Whether the ids in the term tables are what they say: each is looked up in the vocabularies that come along."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple

from bevo.cache import Keep, digest
from bevo.ontology.terms import Term, Vocabulary
from bevo.problems import Problem
from bevo.rdf.names import BASE, compact
from bevo.vocabulary.micrornas import read_microrna
from bevo.vocabulary.molecules import same_microrna
from bevo.vocabulary.pack import Entry, Pack

__all__ = ["HOMES", "faults_of_borrowed", "home_of", "kept_faults"]

HOMES: dict[str, tuple[str, ...]] = {
    "cells": ("CL",),
    "cell_lines": ("cellosaurus",),
    "tissues": ("UBERON", "PO"),
    "fluids": ("UBERON",),
    "vesicles": ("GO",),
    "processes": ("GO",),
    "pathways": ("GO",),
    "diseases": ("MONDO",),
    "evidence": ("ECO",),
    "species": ("NCBITaxon",),
    "routes": ("OBI",),
    "units": ("UO",),
    "molecules": (),
}
"""The vocabularies that a table borrows from; molecules are own terms that are mapped to others."""

_MAPPED_TO = {
    "molecules": (
        *("hgnc", "MGI", "rgd", "mirbase", "mirbase.mature", "CHEBI", "fplx"),
        *("mesh", "GO", "PR", "SO", "uniprot"),
    )
}
_NAMESPACES = {
    "vesicles": "cellular_component",
    "processes": "biological_process",
    "pathways": "biological_process",
}


def home_of(entry: Entry) -> tuple[str, ...]:
    """The tables that a term of a public vocabulary may be borrowed into, or mapped from in the case of molecules."""
    prefix = entry.curie.partition(":")[0]
    homes = tuple(kind for kind, prefixes in HOMES.items() if prefix in prefixes)
    if prefix == "GO":
        return tuple(kind for kind in homes if _NAMESPACES[kind] == entry.about)
    return homes or (("molecules",) if prefix in _MAPPED_TO["molecules"] else ())


def faults_of_borrowed(vocabulary: Vocabulary, pack: Pack | None) -> list[Problem]:
    """What is wrong with the ids of the tables: file, line, and what was meant.

    :param pack: without one it is told, once, that nothing was verified.
    """
    rows = [term for term in vocabulary.terms.values() if term.file]
    if pack is None:
        message = "the ids were not verified: the vocabularies are not there; 'bevo term update' fetches them"
        return [Problem(min((term.file for term in rows), default=""), 0, "", message, warning=True)]
    entries = {curie: pack.entry(curie) for curie in sorted(_named(rows, vocabulary)) if _known_prefix(curie, pack)}
    return [
        Problem(term.file, term.line, term.curie, message)
        for term in rows
        for message in (
            *_of_row(term, entries, pack),
            *_of_links(term, vocabulary, entries),
            *_of_arm(term, vocabulary),
        )
    ]


def kept_faults(vocabulary: Vocabulary, pack: Pack | None, keep: Keep) -> list[Problem]:
    """The same, from a former build where neither terms nor vocabularies have changed since."""
    key = digest(repr(list(vocabulary.terms.values())), pack.digest if pack else "")

    def make(_: list[str]) -> dict[str, str]:
        return {"faults": json.dumps([astuple(fault) for fault in faults_of_borrowed(vocabulary, pack)])}

    return [Problem(*fault) for fault in json.loads(keep("borrowed", {"faults": key}, make)["faults"])]


def _known_prefix(curie: str, pack: Pack) -> bool:
    return curie.partition(":")[0] in pack.prefixes


def _named(rows: Iterable[Term], vocabulary: Vocabulary) -> set[str]:
    found = set()
    for term in rows:
        found |= {term.curie, *(curie for _, curie in term.mappings), *_other_parents(term, vocabulary)}
    return found


def _other_parents(term: Term, vocabulary: Vocabulary) -> list[str]:
    """What a row names as parent or whole that is no row itself."""
    strangers = (iri for iri in (*term.parents, *term.part_of) if iri not in vocabulary.terms)
    return [compact(iri) for iri in strangers if not iri.startswith(BASE)]


def _of_row(term: Term, entries: dict[str, Entry | None], pack: Pack) -> Iterator[str]:
    prefix = term.curie.partition(":")[0]
    homes = HOMES.get(term.kind)
    if prefix != "bevo" and homes is not None and prefix not in homes:
        other = ", ".join(kind for kind, prefixes in HOMES.items() if prefix in prefixes)
        meant = f"; it belongs in {other}.tsv" if other else ""
        needed = f"from {' or '.join(homes)}" if homes else "as bevo:molecule/NAME, mapped to it in xrefs"
        yield f"'{term.curie}' is no id for {term.kind}: those are taken {needed}{meant}"
        return
    if term.curie not in entries:
        return
    entry = entries[term.curie]
    if entry is None or entry.obsolete:
        yield _gone(term, entry, pack)
        return
    if entry.label != term.label:
        owner = _owner(term.label, term.curie, pack)
        meant = f"; that is {owner}" if owner else ""
        yield f"the label of {term.curie} is '{entry.label}', not '{term.label}'{meant}"
    namespace = _NAMESPACES.get(term.kind)
    if namespace and entry.about and entry.about != namespace:
        yield f"{term.curie} '{entry.label}' is a {entry.about.replace('_', ' ')}, not one of {term.kind}"


def _gone(term: Term, entry: Entry | None, pack: Pack) -> str:
    if entry is None:
        owner = _owner(term.label, term.curie, pack)
        return f"there is no {term.curie}" + (f"; '{term.label}' is {owner}" if owner else "")
    successor = pack.entry(entry.replaced_by) if entry.replaced_by else None
    use = f"; use {successor.curie} '{successor.label}'" if successor else "; nothing is said to replace it"
    return f"{term.curie} is obsolete{use}"


def _owner(label: str, curie: str, pack: Pack) -> str:
    """Which term of the vocabulary of a CURIE has that very label."""
    prefix = curie.partition(":")[0]
    same = [vocabulary for vocabulary in pack.vocabularies if prefix in pack.prefixes_of(vocabulary)]
    return ", ".join(entry.curie for entry in pack.named(label, same) if entry.label == label)


def _of_links(term: Term, vocabulary: Vocabulary, entries: dict[str, Entry | None]) -> Iterator[str]:
    mine = read_microrna(term.label) if term.kind == "molecules" else None
    for predicate, curie in term.mappings:
        prefix = curie.partition(":")[0]
        allowed = _MAPPED_TO.get(term.kind)
        if allowed is not None and prefix not in (*allowed, "bevo"):
            yield f"xref '{predicate} {curie}' is no id for {term.kind}: those are mapped to {', '.join(allowed)}"
            continue
        if prefix == "NCBITaxon" and term.kind != "species":
            yield f"xref '{predicate} {curie}' is an organism, not one of {term.kind}"
            continue
        if curie not in entries:
            continue
        entry = entries[curie]
        if entry is None:
            yield f"xref '{predicate} {curie}': there is no {curie}"
        elif entry.obsolete:
            use = f"; use {entry.replaced_by}" if entry.replaced_by else ""
            yield f"xref '{predicate} {curie}': it is obsolete{use}"
        elif mine and prefix.startswith("mirbase") and not _of_microrna(entry, term):
            yield f"xref '{predicate} {curie}': it is {entry.label}, not {term.label}"
    for curie in _other_parents(term, vocabulary):
        if curie in entries and entries[curie] is None:
            yield f"parent '{curie}': there is no {curie}"


def _of_microrna(entry: Entry, term: Term) -> bool:
    mine, other = read_microrna(term.label), read_microrna(entry.label)
    if mine is None or other is None:
        return False
    if mine.stem == mine.family:  # a family holds the members with a letter; an only arm has no name in miRBase
        return mine.family == other.family and other.arm in (mine.arm, "")
    return same_microrna(entry, term)


def _of_arm(term: Term, vocabulary: Vocabulary) -> Iterator[str]:
    mine = read_microrna(term.label) if term.kind == "molecules" else None
    if mine is None or not mine.arm:
        return
    parents = [vocabulary.terms[iri] for iri in term.parents if iri in vocabulary.terms]
    if not any(parent.label in (mine.bare, mine.stem) for parent in parents):
        yield f"an arm stands below its microRNA: parent bevo:molecule/{mine.stem}"
