"""The index of the site's search: names of all things, and what each finding holds."""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from bevo.questions.questions import Query
from bevo.rdf.names import BASE, compact
from bevo.search.index import ROLES
from bevo.search.opensearch import opensearch
from bevo.search.studies import study_names
from bevo.signs import VERDICTS
from bevo.site.data.addresses import Href
from bevo.site.data.feeds import as_json
from bevo.site.pages.list_tables import standing_findings
from bevo.site.pages.tables import sentence
from bevo.site.read.model import Finding, Site, Study, Term

__all__ = ["MOST_BYTES", "search_files", "search_index"]

MOST_BYTES = 400_000
"""How large an index may be, compressed, that a page loads."""

_BIT = {role: 1 << at for at, role in enumerate(ROLES)}
_UNTOLD = {"evidence"}
"""Roles that say nothing of what a finding is about."""

Data = dict[str, object]
Names = tuple[str, ...]
Entry = tuple[str, str, str, str, str, int, Names, Names, Names]
"""Id, label, kind, group, page, count of findings, ids of parents, synonyms, further names."""


def search_index(site: Site, queries: Iterable[Query], href: Href, names: Mapping[str, list[str]]) -> Data:
    """The index, as :class:`bevo.search.index.Index` reads it.

    :param names: what else each term is called, by IRI: see :func:`bevo.site.data.names.other_names`.
    """
    standing = standing_findings(site)
    entries = sorted(_entries(site, queries, href, names, standing), key=lambda e: (len(e[1]), e[1].casefold(), e[0]))
    number = {entry[0]: at for at, entry in enumerate(entries)}
    said = _verdicts(site)
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
        "findings": [[f"finding:{f.id}", sentence(f.says), _uses(f, number, said)] for f in standing],
    }


def search_files(index: Data) -> dict[str, bytes]:
    """The files of the site that hold the index, by path.

    ``data/search.json`` is what pages load. Where the whole is too large for that, it is ``data/search-all.json``, for
    the server and the command line, and pages by themselves find only terms and questions.
    """
    files = {"opensearch.xml": opensearch(BASE)}
    whole = as_json(index)
    if len(gzip.compress(whole, mtime=0)) <= MOST_BYTES:
        return {**files, "data/search.json": whole}
    return {**files, "data/search.json": as_json(_without_findings(index)), "data/search-all.json": whole}


def _without_findings(index: Data) -> Data:
    """The index of a release with too many findings to look through in a page: its terms and questions alone."""
    kinds: list[list[str]] = index["kinds"]  # type: ignore[assignment]  # as search_index makes it
    things: list[list[object]] = index["things"]  # type: ignore[assignment]  # the same
    left_out = {"study", "discrepancy"}
    kept = [at for at, thing in enumerate(things) if kinds[int(str(thing[2]))][0] not in left_out]
    number = {old: new for new, old in enumerate(kept)}
    rows = [
        [*things[at][:5], [number[p] for p in things[at][5] if p in number], *things[at][6:]]  # type: ignore[attr-defined]
        for at in kept
    ]
    return {"partial": True, "kinds": kinds, "things": rows, "findings": []}


def _verdicts(site: Site) -> dict[str, tuple[str, str]]:
    """By verdict the id of what its words name, and the role of that: a process that is called so, or the verdict."""
    processes = {term.label: compact(term.iri) for term in site.terms.values() if term.group == "processes"}
    return {
        words: (processes[words], "outcome") if words in processes else (f"bevo:{name}", "other")
        for name, words in VERDICTS.items()
    }


def _uses(finding: Finding, number: dict[str, int], said: Mapping[str, tuple[str, str]]) -> list[int]:
    """The things in a finding, each with the bits of its roles; its kind and its verdicts are among them."""
    bits: dict[int, int] = defaultdict(int)

    def add(id: str, role: str) -> None:
        if id in number:
            bits[number[id]] |= _BIT.get(role, _BIT["other"])

    for use in finding.uses:
        for role in set(use.roles) - _UNTOLD:
            add(compact(use.term), role)
    add(compact(finding.kind_iri), "other")
    for verdict in finding.verdicts:
        add(*said[verdict])
    for study in finding.studies:
        add(f"study:{study}", "study")
    for discrepancy in finding.discrepancies:
        add(f"discrepancy:{discrepancy}", "other")
    add(f"review:{finding.review}", "review")
    return [value for pair in sorted(bits.items()) for value in pair]


def _entries(
    site: Site, queries: Iterable[Query], href: Href, names: Mapping[str, list[str]], standing: list[Finding]
) -> Iterator[Entry]:
    cited: dict[str, int] = defaultdict(int)
    told: dict[str, int] = defaultdict(int)
    for finding in standing:
        told[finding.review] += 1
        for study in finding.studies:
            cited[study] += 1
    kinds = {finding.kind_iri for finding in standing}
    for term in site.terms.values():
        count = len(site.mentions.get(term.iri, ()))
        id = compact(term.iri)
        names_of = (term.synonyms, (*names[term.iri], *_short(term, term.iri in kinds)))
        yield id, term.label, term.kind, term.group, href(term.iri), count, tuple(map(compact, term.parents)), *names_of
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


def _short(term: Term, kind: bool) -> Iterator[str]:
    """A kind of finding as people name it: ``biomarker``; a verdict by its words: ``bone gain``."""
    if kind and term.label.endswith(" finding"):
        yield term.label.removesuffix(" finding")
        yield f"{term.label.removesuffix(' finding')}s"
    elif (name := term.iri.removeprefix(BASE)) in VERDICTS:
        yield VERDICTS[name]


def _of_review(id: str) -> Iterator[str]:
    """A review named as people name studies: ``yang-2021`` as Yang 2021."""
    named = re.fullmatch(r"([a-z]+)-(\d{4})", id)
    if named:
        yield f"{named[1].title()} {named[2]}"


def _names_of(study: Study) -> tuple[str, ...]:
    return study_names(study.id, study.short, study.year, study.title, study.doi, study.pmid)
