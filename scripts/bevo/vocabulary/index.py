"""Terms laid out for the rules that look for them, and what a search for one comes to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from bevo.rdf.names import expand
from bevo.vocabulary.micrornas import read_microrna
from bevo.vocabulary.pack import Entry
from bevo.vocabulary.rules import Reading
from bevo.vocabulary.spelling import keys

__all__ = ["Bare", "Hit", "Index", "Named", "Resolution", "T"]


class Named(Protocol):
    """What a term must tell to be found: see :class:`bevo.ontology.terms.Term`."""

    @property
    def iri(self) -> str:
        """Its IRI."""

    @property
    def curie(self) -> str:
        """Its CURIE."""

    @property
    def label(self) -> str:
        """Its label."""

    @property
    def kind(self) -> str:
        """Its table; empty where that is not known."""

    @property
    def synonyms(self) -> tuple[str, ...]:
        """Its other names."""

    @property
    def parents(self) -> tuple[str, ...]:
        """IRIs of its superclasses."""

    @property
    def mappings(self) -> tuple[tuple[str, str], ...]:
        """Pairs of predicate and CURIE."""


T = TypeVar("T", bound=Named)


@dataclass(frozen=True)
class Bare:
    """A term as a graph tells it, without the table that it stands in."""

    iri: str
    curie: str
    label: str
    synonyms: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    mappings: tuple[tuple[str, str], ...] = ()
    kind: str = ""


@dataclass(frozen=True)
class Resolution(Generic[T]):
    """What a name means.

    :param status: ``exact``: it is a name of the term, but for case and spaces; ``rule``: rules lead to one term alone;
        ``ambiguous``: to several; ``absent``: to none.
    :param changes: what the rules changed, a clause each.
    :param species: CURIE of the species that the name says beside the term.
    :param slots: what else it says, by the key of a record.
    :param choices: the terms that an ambiguous name may mean.
    :param elsewhere: what it means exactly in the public vocabularies, where BEVO has no term for that.
    :param disguised: characters of the name that look like others, or like nothing.
    :param hint: what else is known about the name.
    """

    name: str
    status: Literal["exact", "rule", "ambiguous", "absent"]
    term: T | None = None
    changes: tuple[str, ...] = ()
    species: str = ""
    slots: tuple[tuple[str, str], ...] = ()
    choices: tuple[T, ...] = ()
    elsewhere: tuple[Entry, ...] = ()
    disguised: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class Hit(Generic[T]):
    """A term that a reading leads to.

    :param why: how, where it is not by the very words of the reading.
    """

    term: T
    reading: Reading
    why: tuple[str, ...]
    species: str = ""


class Index(Generic[T]):
    """Terms by all that rules look for."""

    def __init__(self, terms: Iterable[T]) -> None:
        self.by_iri: dict[str, T] = {}
        self.by_key: dict[str, list[T]] = defaultdict(list)
        self.by_curie: dict[str, T] = {}
        self.by_mapping: dict[str, list[tuple[str, T]]] = defaultdict(list)
        self.by_microrna: dict[str, list[T]] = defaultdict(list)
        for term in terms:
            self.by_iri[term.iri] = term
            self.by_curie[term.curie] = term
            for predicate, curie in term.mappings:
                self.by_mapping[curie].append((predicate, term))
            names = (term.label, *term.synonyms)
            for one in dict.fromkeys(k for name in names for k in keys(name)):
                self.by_key[one].append(term)
            micrornas = (read_microrna(name) for name in names) if term.kind in ("molecules", "") else ()
            for name in dict.fromkeys(m.name for m in micrornas if m):
                self.by_microrna[name].append(term)

    def below(self, term: T, curie: str) -> bool:
        """Whether a term is, or stands below, the class of a CURIE."""
        wanted, todo, seen = expand(curie), [term.iri], set()
        while todo:
            iri = todo.pop()
            if iri == wanted:
                return True
            if iri not in seen:
                seen.add(iri)
                todo.extend(self.by_iri[iri].parents if iri in self.by_iri else ())
        return False

    def same_as(self, curie: str) -> list[T]:
        """The terms that are the thing of a CURIE: by their own, or mapped to it as exact or close."""
        own = [self.by_curie[curie]] if curie in self.by_curie else []
        return own or [term for predicate, term in self.by_mapping.get(curie, ()) if predicate in ("exact", "close")]
