"""The terms that people may name: rows of ``ontology/terms/*.tsv`` and the kinds declared in ``bevo.ttl``."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import NamedNode

from bevo.problems import InputError, Problem, nearest, relative
from bevo.rdf.index import upwards
from bevo.rdf.names import expand

__all__ = ["COLUMNS", "MAPPINGS", "NameProblem", "Term", "Vocabulary", "read_terms"]

COLUMNS = ("curie", "label", "synonyms", "parent", "part_of", "xrefs", "definition", "reason")
MAPPINGS = ("exact", "close", "narrow", "broad", "related")


@dataclass(frozen=True)
class Term:
    """A class that findings may name.

    :param kind: the table it stands in, for example ``cells``.
    :param parents: IRIs of its direct superclasses.
    :param mappings: pairs of predicate (one of :data:`MAPPINGS`) and CURIE.
    :param reason: why a parent is asserted, where that is not obvious.
    """

    iri: str
    curie: str
    label: str
    kind: str
    synonyms: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    mappings: tuple[tuple[str, str], ...] = ()
    definition: str = ""
    reason: str = ""
    file: str = ""
    line: int = 0


class NameProblem(ValueError):
    """A name that leads to no term, to several, or to one of the wrong kind."""


def _key(name: str) -> str:
    return " ".join(name.replace("\u2010", "-").replace("\u2011", "-").casefold().split())


@dataclass(frozen=True)
class Vocabulary:
    """All terms, found by IRI or by name.

    :param terms: the terms by IRI, in the order of the tables.
    """

    terms: dict[str, Term]
    _names: dict[str, list[Term]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, terms: Iterable[Term]) -> Vocabulary:
        """A vocabulary of these terms."""
        by_iri = {term.iri: term for term in terms}
        names: dict[str, list[Term]] = defaultdict(list)
        for term in by_iri.values():
            for name in dict.fromkeys(map(_key, (term.label, *term.synonyms))):
                names[name].append(term)
        return cls(by_iri, dict(names))

    def named(self, name: str, kinds: Iterable[str]) -> Term | None:
        """The term of that name among these kinds, or None.

        :raises NameProblem: if two terms bear the name.
        """
        kinds = tuple(kinds)
        hits = [term for term in self._names.get(_key(name), ()) if term.kind in kinds]
        for better in ([t for t in hits if t.label == name], [t for t in hits if name in t.synonyms]):
            if len(better) == 1:
                return better[0]
        if len(hits) > 1:
            choices = " or ".join(f"{term.label} ({term.curie}, {term.kind})" for term in hits)
            raise NameProblem(f"'{name}' is ambiguous: {choices}; write the label of the one meant")
        return hits[0] if hits else None

    def find(self, name: str, kinds: Iterable[str]) -> Term:
        """The term of that name among these kinds.

        :raises NameProblem: if there is none (with the nearest names) or several.
        """
        kinds = tuple(kinds)
        term = self.named(name, kinds)
        if term is not None:
            return term
        wanted = " or ".join(kinds)
        elsewhere = self._names.get(_key(name))
        if elsewhere:
            what = ", ".join(sorted({other.kind for other in elsewhere}))
            raise NameProblem(f"'{name}' is in {what}; a name from {wanted} is needed here")
        known = (known for known, terms in self._names.items() if any(t.kind in kinds for t in terms))
        raise NameProblem(f"'{name}' is not a known name in {wanted}{nearest(name, known)}")

    def ancestors(self, iri: str) -> set[str]:
        """A class and all its superclasses among the terms."""
        return set(upwards(iri, self.parents))

    def parents(self, iri: str) -> tuple[str, ...]:
        """The classes directly above one, as far as the terms tell."""
        return self.terms[iri].parents if iri in self.terms else ()

    def is_a(self, term: Term, iri: str) -> bool:
        """Whether a term is the class of that IRI or below it."""
        return iri in self.ancestors(term.iri)


def _cells(text: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in text.split("|") if cell.strip())


def _row(row: dict[str, str], kind: str, file: str, line: int) -> Term:
    mappings = []
    for cell in _cells(row["xrefs"]):
        predicate, _, curie = cell.partition(" ")
        if predicate not in MAPPINGS or not curie:
            raise ValueError(f"xref '{cell}' is not '<{'|'.join(MAPPINGS)}> <curie>'")
        expand(curie)
        mappings.append((predicate, curie))
    return Term(
        iri=NamedNode(expand(row["curie"])).value,
        curie=row["curie"],
        label=row["label"],
        kind=kind,
        synonyms=_cells(row["synonyms"]),
        parents=tuple(map(expand, _cells(row["parent"]))),
        part_of=tuple(map(expand, _cells(row["part_of"]))),
        mappings=tuple(mappings),
        definition=row["definition"],
        reason=row["reason"],
        file=file,
        line=line,
    )


def read_terms(folder: Path) -> list[Term]:
    """Every row of every table in a folder.

    :raises InputError: for a malformed table, an unknown prefix, an id or label given twice.
    """
    terms: list[Term] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.tsv")):
        file = relative(path)
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(file, 0, "", f"cannot be read: {error}"))
            continue
        with io.StringIO(text, newline="") as stream:
            reader = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                problems.append(Problem(file, 1, "", f"the columns must be {', '.join(COLUMNS)}"))
                continue
            for line, row in enumerate(reader, start=2):
                if None in row or None in row.values():
                    problems.append(Problem(file, line, "", f"a row must have {len(COLUMNS)} cells, separated by tabs"))
                    continue
                try:
                    if not row["label"]:
                        raise ValueError("a term needs a label")
                    terms.append(_row(row, path.stem, file, line))
                except ValueError as error:
                    problems.append(Problem(file, line, row["curie"], str(error)))
    problems += _duplicates(terms)
    if problems:
        raise InputError(problems)
    return terms


def _duplicates(terms: list[Term]) -> list[Problem]:
    problems = []
    first: dict[str, Term] = {}
    names: dict[tuple[str, str], Term] = {}
    for term in terms:
        if term.iri in first:
            other = first[term.iri]
            problems.append(Problem(term.file, term.line, term.curie, f"stands already at {other.file}:{other.line}"))
        first.setdefault(term.iri, term)
        for name in dict.fromkeys((term.label, *term.synonyms)):
            twin = names.setdefault((term.kind, name), term)
            if twin is not term:
                problems.append(
                    Problem(
                        term.file,
                        term.line,
                        term.curie,
                        f"the name '{name}' belongs already to {twin.curie} (line {twin.line})",
                    )
                )
    return problems
