"""What symbols of genes and names of microRNAs mean in HGNC, MGI, RGD and miRBase."""

from __future__ import annotations

import re

from bevo.vocabulary.index import Hit, Index, Named, T
from bevo.vocabulary.micrornas import MicroRNA, read_microrna
from bevo.vocabulary.pack import Entry, Pack
from bevo.vocabulary.rules import Reading
from bevo.vocabulary.spelling import key, plain

__all__ = ["gene", "is_other_gene", "look_up_microrna", "same_microrna"]

_CODES = {"NCBITaxon:9606": "hsa", "NCBITaxon:10090": "mmu", "NCBITaxon:10116": "rno"}


def is_other_gene(term: Named, gene: Entry) -> bool:
    """Whether a term is mapped to genes, and not to this one."""
    mapped = [
        curie for predicate, curie in term.mappings if predicate in ("exact", "close") and curie.startswith("hgnc:")
    ]
    return bool(mapped) and gene.curie not in mapped


def gene(name: str, pack: Pack) -> list[Entry]:
    """The genes of a symbol, human where known: the approved symbol alone, else rodent, former and other symbols."""
    if not re.fullmatch(r"[\w\-./+ αβγδκ]{2,60}", plain(name)):
        return []
    wanted = key(name)
    human, rodent = pack.named(name, ("hgnc",)), pack.named(name, ("mgi", "rgd"))
    approved = [e for e in human if wanted == key(e.label)]
    if approved:
        return approved
    orthologues = [_human(e, pack) for e in rodent if wanted == key(e.label)]
    found = orthologues or [*human, *(_human(e, pack) for e in rodent)]
    return list({e.curie: e for e in found}.values())


def _human(gene: Entry, pack: Pack) -> Entry:
    """The human gene of a rodent one, where exactly one is known."""
    links = [link for link in gene.links if link.startswith("hgnc:")]
    human = pack.entry(links[0]) if len(links) == 1 else None
    return human if human and not human.obsolete else gene


def look_up_microrna(
    wanted: MicroRNA, reading: Reading, index: Index[T], pack: Pack | None
) -> tuple[list[Hit[T]], list[Entry]]:
    """The term of a microRNA, else that of the same molecule in miRBase, else what miRBase has of the name."""
    species = wanted.species or reading.species
    said = (f"species: {_CODES.get(species, species)}",) if wanted.species else ()
    own = index.by_microrna.get(wanted.name, ())
    if own or pack is None:
        return [Hit(term, reading, (*said, f"a form of '{wanted.name}'"), species) for term in own], []
    vocabulary = "mirbase_mature" if wanted.arm else "mirbase_hairpin"
    codes = [_CODES[species]] if species in _CODES else list(_CODES.values())
    names = [f"{code}-{wanted.name}" for code in codes]
    named = [entry for name in names for entry in pack.named(name, (vocabulary,))]
    entries = [e for e in named if (m := read_microrna(e.label)) and m.name == wanted.name]
    if wanted.arm:
        entries = entries or [*named, *pack.named(wanted.name, (vocabulary,))]
    else:
        entries = entries or [e for name in names for e in pack.named(f"{name}-1", (vocabulary,))]
    entries = list({entry.curie: entry for entry in entries}.values())
    hits = {
        term.iri: Hit(term, reading, (*said, f"miRBase's {entry.label}, {entry.curie}"), species)
        for entry in entries
        for _, term in index.by_mapping.get(entry.curie, ())
        if same_microrna(entry, term)
    }
    return list(hits.values()), [] if hits else entries


def same_microrna(entry: Entry, term: Named) -> bool:
    """Whether miRBase itself gives a term's name to an entry, in some release, the arm being the same."""
    label = read_microrna(entry.label)
    mine = read_microrna(term.label)
    if label is None or mine is None or label.arm != mine.arm:
        return False
    names = {m.name for name in (entry.label, *entry.synonyms) if (m := read_microrna(name))}
    return mine.name in names or (not mine.arm and mine.name == mine.stem == label.stem)
