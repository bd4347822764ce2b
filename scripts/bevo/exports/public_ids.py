"""Which of our terms other graphs know by an id of theirs: the id that a node has where graphs are joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from pyoxigraph import NamedNode, Triple

from bevo.rdf.names import BASE, compact, node
from bevo.vocabulary.pack import Pack

__all__ = ["human_micrornas", "public_ids"]

HUMAN = "NCBITaxon:9606"
EXACT, CLOSE, NARROW = (node(f"skos:{kind}Match") for kind in ("exact", "close", "narrow"))
MOLECULE = f"{BASE}molecule/"
MIRBASE = ("mirbase", "mirbase.mature")
PREFERRED = ("hgnc", *MIRBASE, "CHEBI", "PR", "uniprot", "fplx", "MGI", "rgd", "GO", "SO", "mesh")
"""Prefixes in the order in which they are taken; a term that is mapped to none of them keeps its own id."""


def human_micrornas(ontology: Iterable[Triple], pack: Pack) -> set[NamedNode]:
    """The entries of miRBase that our microRNAs are mapped to and that are human.

    :param pack: tells the species of an entry.
    """
    mapped = {t.object for t in ontology if t.predicate == NARROW and isinstance(t.object, NamedNode)}
    entries = {term: pack.entry(compact(term.value)) for term in mapped if _prefix(term) in MIRBASE}
    return {term for term, entry in entries.items() if entry and entry.about == HUMAN}


def public_ids(ontology: Iterable[Triple], human: Collection[NamedNode]) -> dict[NamedNode, NamedNode]:
    """The public id of each own term that has one.

    A term is known by what it exactly matches. A molecule, which stands for all species, is known by the human gene
    that it closely matches, or by the one human entry of miRBase that is narrower than it. What is ambiguous, or is a
    term of the ontology already, gives no id; so no two terms get the same.

    :param human: what :func:`human_micrornas` found.
    """
    triples = list(ontology)
    terms = {t.subject for t in triples}
    found: dict[NamedNode, dict[str, set[NamedNode]]] = {}
    for term, target in _candidates(triples, human):
        if target not in terms:
            found.setdefault(term, {}).setdefault(_prefix(target), set()).add(target)
    chosen = {}
    for term, by_prefix in found.items():
        prefix = next((p for p in PREFERRED if len(by_prefix.get(p, ())) == 1), None)
        if prefix:
            (chosen[term],) = by_prefix[prefix]
    often = Counter(chosen.values())
    return {term: target for term, target in chosen.items() if often[target] == 1}


def _candidates(triples: list[Triple], human: Collection[NamedNode]) -> Iterator[tuple[NamedNode, NamedNode]]:
    for t in triples:
        if not isinstance(t.subject, NamedNode) or not isinstance(t.object, NamedNode):
            continue
        if not t.subject.value.startswith(BASE):
            continue
        molecule = t.subject.value.startswith(MOLECULE)
        known = t.predicate == EXACT or (molecule and t.predicate == CLOSE)
        if known or (molecule and t.predicate == NARROW and t.object in human):
            yield t.subject, t.object


def _prefix(term: NamedNode) -> str:
    return compact(term.value).partition(":")[0]
