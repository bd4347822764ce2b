"""From a name as people write it to the one term that it certainly means, or to the choices, or to nothing."""

from __future__ import annotations

from collections.abc import Sequence

from bevo.vocabulary.identifiers import as_curie
from bevo.vocabulary.index import Hit, Index, Named, Resolution, T
from bevo.vocabulary.micrornas import read_microrna
from bevo.vocabulary.molecules import gene, is_other_gene, look_up_microrna, same_microrna
from bevo.vocabulary.pack import Entry, Pack
from bevo.vocabulary.rules import Reading, readings
from bevo.vocabulary.spelling import disguised, key, keys, plain

__all__ = ["VOCABULARIES", "resolve"]

VOCABULARIES: dict[str, tuple[str, ...]] = {
    "cells": ("cl",),
    "cell_lines": ("cellosaurus",),
    "tissues": ("uberon",),
    "fluids": ("uberon",),
    "vesicles": ("go",),
    "processes": ("go",),
    "pathways": ("go",),
    "diseases": ("mondo",),
    "evidence": ("eco",),
    "species": ("ncbitaxon",),
    "routes": ("obi",),
    "molecules": ("hgnc", "mgi", "rgd", "mirbase_hairpin", "mirbase_mature", "chebi", "famplex"),
}
"""Where names of each kind of term are looked up."""

_SOURCES = ("cells", "cell_lines", "tissues", "fluids", "organisms")


def resolve(name: str, kinds: Sequence[str] | None, index: Index[T], pack: Pack | None) -> Resolution[T]:
    """What a name means that is no name of a term as it stands.

    :param kinds: the kinds of terms that it may mean; None for all.
    :param pack: public vocabularies to ask too; None asks none.
    :returns: never ``exact``, unless it is a CURIE; exact names are for the caller, who knows best.
    """
    curie = as_curie(name)
    if curie:
        return _of_curie(name, curie, kinds, index, pack)
    hidden = disguised(name)
    elsewhere: dict[str, Entry] = {}
    for level in readings(name):
        hits: dict[str, Hit[T]] = {}
        choices: dict[str, T] = {}
        for reading in level:
            found, known = _look_up(reading, kinds, index, pack)
            elsewhere.update({entry.curie: entry for entry in known if entry.curie not in elsewhere})
            certain = len(found) == 1 and not known and not reading.unsure
            choices.update({} if certain else {hit.term.iri: hit.term for hit in found})
            hits.update({hit.term.iri: hit for hit in found if certain and hit.term.iri not in hits})
        if len(hits) > 1:  # "exosomes of osteoclasts" is a vesicle first
            of_vesicle = {
                iri: hit for iri, hit in hits.items() if hit.reading.slots[:1] and hit.reading.slots[0][0] == "from"
            }
            hits = of_vesicle if len(of_vesicle) == 1 else hits
        if choices or len(hits) > 1:
            choices.update({iri: hit.term for iri, hit in hits.items()})
            known_as = tuple(elsewhere.values())
            return Resolution(name, "ambiguous", choices=tuple(choices.values()), elsewhere=known_as, disguised=hidden)
        if hits:
            hit = next(iter(hits.values()))
            spelt = (f"read as '{plain(name)}'",) if not hidden and plain(name) != " ".join(name.split()) else ()
            changes = (*hidden, *spelt, *hit.reading.changes, *hit.why)
            return Resolution(name, "rule", hit.term, changes, hit.species, hit.reading.slots, disguised=hidden)
        if elsewhere and all(entry.vocabulary in VOCABULARIES["molecules"] for entry in elsewhere.values()):
            break  # it has a name of its own elsewhere: no further rule may make another of it
    return Resolution(name, "absent", elsewhere=tuple(elsewhere.values()), disguised=hidden)


def _of_curie(name: str, curie: str, kinds: Sequence[str] | None, index: Index[T], pack: Pack | None) -> Resolution[T]:
    entry = pack.entry(curie) if pack else None
    terms = index.same_as(curie)
    narrow = []
    if not terms and curie.startswith("mirbase"):
        narrow = [term for predicate, term in index.by_mapping.get(curie, ()) if predicate == "narrow"]
        terms = [term for term in narrow if entry and same_microrna(entry, term)]
    fitting = [term for term in terms if kinds is None or not term.kind or term.kind in kinds]
    if len(fitting) == 1:
        term = fitting[0]
        if term.curie == curie:
            return Resolution(name, "exact", term)
        species = entry.about if entry and entry.about.startswith("NCBITaxon:") else ""
        return Resolution(name, "rule", term, (f"{curie} is mapped to {term.curie}",), species)
    if fitting:
        return Resolution(name, "ambiguous", choices=tuple(fitting))
    if terms:
        return Resolution(name, "absent", hint=f"it is in {', '.join(sorted({term.kind for term in terms}))}")
    if entry is None:
        known = pack is not None and curie.partition(":")[0] in pack.prefixes
        return Resolution(name, "absent", hint="no vocabulary has this id" if known else "")
    if entry.obsolete:
        use = f"; use {entry.replaced_by}" if entry.replaced_by else ""
        return Resolution(name, "absent", hint=f"{curie} is obsolete{use}")
    return Resolution(name, "absent", elsewhere=(entry,))


def _look_up(
    reading: Reading, kinds: Sequence[str] | None, index: Index[T], pack: Pack | None
) -> tuple[list[Hit[T]], list[Entry]]:
    """The terms that a reading leads to, and what it means elsewhere."""

    def fits(term: T) -> bool:
        if term.kind and (
            (kinds is not None and term.kind not in kinds) or term.kind not in (reading.kinds or (term.kind,))
        ):
            return False
        return not reading.below or index.below(term, reading.below)

    wanted = set(kinds or VOCABULARIES) & (reading.kinds or set(kinds or VOCABULARIES))
    microrna = read_microrna(reading.text)
    if microrna:
        return look_up_microrna(microrna, reading, index, pack) if "molecules" in wanted else ([], [])
    if not _company_agrees(reading, index):
        return [], []
    text = reading.text
    own = [term for term in index.by_key.get(key(text), ()) if fits(term) and _goes_with(reading, term, index)]
    spelt = [Hit(term, reading, _spelling(text, term), reading.species) for term in own]
    if pack is None or not reading.whole or reading.below or reading.same:
        return spelt, []
    genes = gene(text, pack) if "molecules" in wanted and not reading.plural else []
    if own:
        # A rule on letters must not turn the symbol of one gene into another gene.
        other = [e for e in genes if e.vocabulary == "hgnc" and key(e.label) == key(text)]
        return spelt, [e for e in other if any(t.kind in ("molecules", "") and is_other_gene(t, e) for t in own)]
    entries = [e for kind in sorted(wanted - {"molecules"}) for e in pack.named(text, VOCABULARIES.get(kind, ()))]
    if "molecules" in wanted and not genes:
        entries += pack.named(text, ("chebi", "famplex"))
    entries = [
        e for e in entries if e.vocabulary != "go" or key(e.label) == key(text)
    ]  # its synonyms come without scope
    found, known = {}, []
    for entry in {e.curie: e for e in [*genes, *entries]}.values():
        terms = index.same_as(entry.curie)
        why = f"a name of {entry.curie} {entry.label}"
        found.update({term.iri: Hit(term, reading, (why,), reading.species) for term in terms if fits(term)})
        known += [] if terms else [entry]
    # Where several genes have the name all are choices; a term of BEVO does not win by being there.
    return list(found.values()), known if len(genes) > 1 or not found else []


def _spelling(text: str, term: Named) -> tuple[str, ...]:
    """What tells a text from the name of a term that it is a spelling of; nothing where it is case alone."""
    names = [name for name in (term.label, *term.synonyms) if key(text) in keys(name)]
    if not names or any(name.casefold() == text.casefold() for name in names):
        return ()
    return (f"spelling of '{names[0]}'",)


def _company_agrees(reading: Reading, index: Index[T]) -> bool:
    """Whether the source that came along with a vesicle is one."""
    return not reading.source or any(t.kind in _SOURCES for t in _loosely(reading.source, index))


def _goes_with(reading: Reading, term: T, index: Index[T]) -> bool:
    """Whether the other name that came along leads to the term as well, or to a cell above it."""
    if not reading.same:
        return True
    others = _loosely(reading.same, index)
    if reading.line:
        return any(index.below(term, other.curie) for other in others if other.kind == "cells")
    return any(other.iri == term.iri for other in others)


def _loosely(name: str, index: Index[T]) -> list[T]:
    return [term for level in readings(name, 2) for r in level for term in index.by_key.get(key(r.text), ())]
