"""What else our terms are called: names that registers and habits give them, as the normaliser of names reads them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from bevo.cache import Keep, digest
from bevo.rdf.names import compact
from bevo.search.index import name_keys
from bevo.site.read.model import Term
from bevo.vocabulary.index import Bare, Index
from bevo.vocabulary.pack import Pack
from bevo.vocabulary.resolve import resolve
from bevo.vocabulary.rules import abbreviations

__all__ = ["kept_names", "other_names"]

_RELATIONS = {"same as": "exact", "close to": "close", "wider than": "narrow"}


def _as_bare(terms: Iterable[Term]) -> dict[str, Bare]:
    """Terms as the normaliser reads them, by IRI."""
    return {
        term.iri: Bare(
            term.iri,
            compact(term.iri),
            term.label,
            term.synonyms,
            term.parents,
            tuple((_RELATIONS[m.words], compact(m.iri)) for m in term.matches if m.words in _RELATIONS),
        )
        for term in terms
    }


def other_names(terms: Iterable[Term], pack: Pack | None) -> dict[str, list[str]]:
    """For each term, by IRI, the ids of the same thing elsewhere, and what the normaliser reads as it.

    A name that is read as several terms, or as something that we have no term for, is no name of any.

    :param pack: public vocabularies; None for none.
    """
    terms = list(terms)
    bare = _as_bare(terms)
    index = Index(bare.values())
    taken = {one for term in terms for name in (term.label, *term.synonyms) for one in name_keys(name)}
    ours = {curie for mine in bare.values() for _, curie in mine.mappings}
    rodents = _rodent_genes(pack, ours) if pack else {}
    found = {}
    for term in terms:
        mine = bare[term.iri]
        ids = [curie for predicate, curie in mine.mappings if predicate != "narrow" or curie.startswith("mirbase")]
        names: dict[str, tuple[str, ...]] = {curie: (curie,) for curie in ids}
        for name in _candidates(term, mine, pack, rodents):
            one = name_keys(name)
            if taken.isdisjoint(one) and one not in names.values():
                read = resolve(name, None, index, pack)
                if read.term is mine and not read.slots:
                    names[name] = one
        found[term.iri] = list(names)
    for iri, more in _with_abbreviations(terms).items():
        found[iri] += [name for name in more if taken.isdisjoint(name_keys(name))]
    return found


def _with_abbreviations(terms: list[Term]) -> dict[str, list[str]]:
    """Names of cells in which the name of a wider cell is short: ``bone marrow MSC``; none that several would have."""
    by_iri = {term.iri: term for term in terms if term.group == "cells"}
    named: dict[str, set[str]] = defaultdict(set)
    for term in by_iri.values():
        for wider in (by_iri[iri] for iri in sorted(term.above) if iri in by_iri):
            whole = re.compile(rf"(?<!\w){re.escape(wider.label)}(?!\w)")
            for short in (name for name in wider.synonyms if re.fullmatch("[A-Z]{2,}", name)):
                for name in (term.label, *term.synonyms):
                    if whole.search(name):
                        named[whole.sub(short, name)].add(term.iri)
    found: dict[str, list[str]] = defaultdict(list)
    for name, iris in sorted(named.items()):
        if len(iris) == 1:
            found[min(iris)].append(name)
    return found


def kept_names(terms: Iterable[Term], pack: Pack | None, keep: Keep) -> dict[str, list[str]]:
    """The same, from a former build where neither terms nor vocabularies have changed since."""
    terms = list(terms)
    bare = repr(list(_as_bare(terms).values()))
    known = digest(bare, pack.digest if pack else "")
    kept = keep("names", {"names": known}, lambda _: {"names": json.dumps(other_names(terms, pack))})
    found: dict[str, list[str]] = json.loads(kept["names"])
    return found


def _candidates(term: Term, bare: Bare, pack: Pack | None, rodents: dict[str, list[str]]) -> Iterator[str]:
    """Names that may be those of a term."""
    names = (term.label, *term.synonyms)
    if term.group == "cells":
        yield from (letter + name for name in names if re.match("[A-Z]{2}", name) for letter in "hmr")
    for short, long in abbreviations():
        if long in names:
            yield short
    for _, curie in (("exact", bare.curie), *bare.mappings):
        entry = pack.entry(curie) if pack else None
        if entry:
            yield from (entry.label, *entry.synonyms)
            yield from rodents.get(curie, ())


def _rodent_genes(pack: Pack, human: set[str]) -> dict[str, list[str]]:
    """The symbols of the genes of mouse and rat, by the human gene where it is the only one."""
    symbols: dict[str, list[str]] = defaultdict(list)
    for entry in pack.linked(("mgi", "rgd"), human):
        if len(entry.links) == 1:
            symbols[entry.links[0]].append(entry.label)
    return symbols
