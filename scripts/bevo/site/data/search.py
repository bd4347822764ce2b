"""The index of the site's search: names of all things, and what each finding holds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from bevo.questions.questions import Query
from bevo.rdf.names import compact
from bevo.search.index import ROLES, name_keys
from bevo.site.data.addresses import Href
from bevo.site.pages.tables import natural, sentence
from bevo.site.read.model import Finding, Site, Study, Term
from bevo.vocabulary.index import Bare, Index
from bevo.vocabulary.pack import Pack
from bevo.vocabulary.resolve import resolve
from bevo.vocabulary.rules import abbreviations

__all__ = ["search_index", "without_findings"]

_RELATIONS = {"same as": "exact", "close to": "close", "wider than": "narrow"}
_BIT = {role: 1 << at for at, role in enumerate(ROLES)}
_UNTOLD = {"evidence"}
"""Roles that say nothing of what a finding is about."""

Data = dict[str, object]
Names = tuple[str, ...]
Entry = tuple[str, str, str, str, str, int, Names, Names, Names]
"""Id, label, kind, group, page, count of findings, ids of parents, synonyms, further names."""


def search_index(site: Site, queries: Iterable[Query], href: Href, pack: Pack | None) -> Data:
    """The index, as :class:`bevo.search.index.Index` reads it.

    :param pack: public vocabularies, for symbols and other names that they give to our terms; None for none.
    """
    standing = [f for f in sorted(site.findings.values(), key=lambda f: natural(f.id)) if not f.withdrawn]
    entries = sorted(_entries(site, queries, href, pack, standing), key=lambda e: (len(e[1]), e[1].casefold(), e[0]))
    number = {entry[0]: at for at, entry in enumerate(entries)}
    kinds = sorted({entry[2:4] for entry in entries})
    return {
        "kinds": [list(kind) for kind in kinds],
        "things": [
            [
                entry[0],
                entry[1],
                kinds.index(entry[2:4]),
                entry[4],
                entry[5],
                sorted(number[parent] for parent in entry[6] if parent in number),
                list(entry[7]),
                list(entry[8]),
            ]
            for entry in entries
        ],
        "findings": [[f"finding:{f.id}", sentence(f.says), _uses(f, number)] for f in standing],
    }


def without_findings(index: Data) -> Data:
    """The index of a release with too many findings to look through in a page: its terms and questions alone.

    What stands at the end of the list has the highest numbers, so that the other numbers stay.
    """
    kinds: list[list[str]] = index["kinds"]  # type: ignore[assignment]
    things: list[list[object]] = index["things"]  # type: ignore[assignment]
    left_out = {"study", "discrepancy"}
    kept = [at for at, thing in enumerate(things) if kinds[int(str(thing[2]))][0] not in left_out]
    number = {old: new for new, old in enumerate(kept)}
    rows = [
        [*things[at][:5], [number[p] for p in things[at][5] if p in number], *things[at][6:]]  # type: ignore[attr-defined]
        for at in kept
    ]
    return {"partial": True, "kinds": kinds, "things": rows, "findings": []}


def _uses(finding: Finding, number: dict[str, int]) -> list[int]:
    """The things in a finding, each with the bits of its roles."""
    bits: dict[int, int] = defaultdict(int)

    def add(id: str, role: str) -> None:
        if id in number:
            bits[number[id]] |= _BIT.get(role, _BIT["other"])

    for use in finding.uses:
        for role in set(use.roles) - _UNTOLD:
            add(compact(use.term), role)
    for study in finding.studies:
        add(f"study:{study}", "study")
    for discrepancy in finding.discrepancies:
        add(f"discrepancy:{discrepancy}", "other")
    add(f"review:{finding.review}", "review")
    return [value for pair in sorted(bits.items()) for value in pair]


def _entries(
    site: Site, queries: Iterable[Query], href: Href, pack: Pack | None, standing: list[Finding]
) -> Iterator[Entry]:
    cited: dict[str, int] = defaultdict(int)
    told: dict[str, int] = defaultdict(int)
    for finding in standing:
        told[finding.review] += 1
        for study in finding.studies:
            cited[study] += 1
    for term, also in _with_other_names(list(site.terms.values()), pack):
        count = len(site.mentions.get(term.iri, ()))
        parents = tuple(compact(parent) for parent in term.parents)
        yield compact(term.iri), term.label, term.kind, term.group, href(term.iri), count, parents, term.synonyms, also
    for s in site.studies.values():
        yield f"study:{s.id}", s.label, "study", "study", href(s.iri), cited[s.id], (), (), _names_of(s)
    for r in site.reviews.values():
        also = (r.id, *([f"doi:{r.doi}"] if r.doi else []), *_of_review(r.id))
        yield f"review:{r.id}", r.title, "review", "review", href(r.iri), told[r.id], (), (), also
    for d in site.discrepancies.values():
        label = f"{d.id}: {d.says}"
        yield f"discrepancy:{d.id}", label, "discrepancy", "", href(d.iri), len(d.findings), (), (), (d.id,)
    for q in queries:
        yield f"question:{q.name}", q.title, "question", "", f"question/{q.name}.html", 0, (), (q.question,), (q.name,)


def _of_review(id: str) -> Iterator[str]:
    """A review named as people name studies: ``yang-2021`` as Yang 2021."""
    named = re.fullmatch(r"([a-z]+)-(\d{4})", id)
    if named:
        yield f"{named[1].title()} {named[2]}"


def _names_of(study: Study) -> tuple[str, ...]:
    """Author and year in their usual forms, the title, DOI and PMID."""
    first = study.short.removesuffix(study.year).strip()
    surname = re.sub(r"(?: [A-Z]{1,3})+$", "", first)
    initials = first.removeprefix(surname).strip()
    names = [study.title, study.short, study.id, f"{surname} {study.year}"]
    names += [f"{initials} {surname} {study.year}"] if initials else []
    names += [f"doi:{study.doi}"] if study.doi else []
    names += [f"pmid:{study.pmid}"] if study.pmid else []
    return tuple(dict.fromkeys(name for name in names if name.strip()))


def _with_other_names(terms: list[Term], pack: Pack | None) -> Iterator[tuple[Term, tuple[str, ...]]]:
    """Each term with the ids of the same thing elsewhere, and with what the normaliser of names reads as it."""
    bare = {
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
    index = Index(bare.values())
    taken = {one for term in terms for name in (term.label, *term.synonyms) for one in name_keys(name)}
    rodents = _rodent_genes(pack) if pack else {}
    for term in terms:
        mine = bare[term.iri]
        also = []
        for name in dict.fromkeys(_candidates(term, mine, pack, rodents)):
            if taken.isdisjoint(name_keys(name)):
                read = resolve(name, None, index, pack)
                if read.term is mine and not read.slots:
                    also.append(name)
        ids = [curie for predicate, curie in mine.mappings if predicate != "narrow" or curie.startswith("mirbase")]
        yield term, tuple(dict.fromkeys((*ids, *_one_each(also))))


def _one_each(names: list[str]) -> Iterator[str]:
    """One name for each key."""
    seen: set[tuple[str, ...]] = set()
    for name in names:
        if name_keys(name) not in seen:
            seen.add(name_keys(name))
            yield name


def _candidates(term: Term, bare: Bare, pack: Pack | None, rodents: dict[str, list[str]]) -> Iterator[str]:
    """Names that may be those of a term: of registers and habits."""
    names = (term.label, *term.synonyms)
    if term.group == "cells":
        yield from (letter + name for name in names if re.match("[A-Z]{2}", name) for letter in "hmr")
    for short, long in abbreviations():
        if long in names:
            yield short
    for predicate, curie in (("exact", bare.curie), *bare.mappings):
        entry = pack.entry(curie) if pack and predicate != "broad" else None
        if entry:
            yield from (entry.label, *entry.synonyms)
            yield from rodents.get(curie, ())


def _rodent_genes(pack: Pack) -> dict[str, list[str]]:
    """The symbols of the genes of mouse and rat, by the human gene."""
    symbols: dict[str, list[str]] = defaultdict(list)
    for entry in pack.linked(("mgi", "rgd")):
        if len(entry.links) == 1:
            symbols[entry.links[0]].append(entry.label)
    return symbols
