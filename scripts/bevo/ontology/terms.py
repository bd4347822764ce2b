"""The terms that people may name: rows of ``ontology/terms/*.tsv`` and the kinds declared in ``bevo.ttl``."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from bevo.ontology.ids import id_fault
from bevo.problems import InputError, Problem, relative
from bevo.rdf.index import upwards
from bevo.rdf.names import expand
from bevo.vocabulary.characters import not_in_a_name, not_in_a_text
from bevo.vocabulary.index import Index, Resolution
from bevo.vocabulary.pack import default_pack
from bevo.vocabulary.resolve import resolve
from bevo.vocabulary.suggest import slips

__all__ = ["COLUMNS", "FACTS", "MAPPINGS", "NameProblem", "Term", "Vocabulary", "read_terms"]

COLUMNS = ("curie", "label", "synonyms", "parent", "part_of", "xrefs", "definition", "reason")
MAPPINGS = ("exact", "close", "narrow", "broad", "related")
FACTS = ("arms", "isolation", "routes", "safety", "trials", "units")
"""Tables of the facts of an experiment: their short names, such as HR, mean nothing elsewhere."""


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


def _choices(terms: Iterable[Term]) -> str:
    return " or ".join(f"{term.label} ({term.curie}, {term.kind})" for term in terms)


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

    def exactly(self, name: str, kinds: Iterable[str]) -> Term | None:
        """The term that bears that very name among these kinds, or None.

        :raises NameProblem: if two terms bear the name.
        """
        kinds = tuple(kinds)
        hits = [term for term in self._names.get(_key(name), ()) if term.kind in kinds]
        for better in ([t for t in hits if t.label == name], [t for t in hits if name in t.synonyms]):
            if len(better) == 1:
                return better[0]
        if len(hits) > 1:
            raise NameProblem(f"'{name}' is ambiguous: {_choices(hits)}; write the label of the one meant")
        return hits[0] if hits else None

    def read(self, name: str, kinds: Iterable[str]) -> Resolution[Term]:
        """What a name means among these kinds, exactly or by the rules of :mod:`bevo.vocabulary`."""
        kinds = tuple(kinds)
        try:
            term = self.exactly(name, kinds)
        except NameProblem:
            hits = [term for term in self._names[_key(name)] if term.kind in kinds]
            return Resolution(name, "ambiguous", choices=tuple(hits))
        if term is not None:
            return Resolution(name, "exact", term)
        known = self._read.get((name, kinds))
        if known is None:
            known = self._read[name, kinds] = resolve(name, kinds, self._index, default_pack())
        return known

    def named(self, name: str, kinds: Iterable[str]) -> Term | None:
        """The term that a name certainly means among these kinds, exactly or by rule, or None.

        :raises NameProblem: if two terms bear the name.
        """
        kinds = tuple(kinds)
        term = self.exactly(name, kinds)
        if term is not None:
            return term
        read = self.read(name, kinds)
        return None if read.slots or read.disguised else read.term

    def find(self, name: str, kinds: Iterable[str]) -> Term:
        """The term of that name among these kinds.

        :raises NameProblem: if there is none (with what was meant, where that is a matter of spelling) or several.
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
        raise NameProblem(self._why_not(self.read(name, kinds), kinds))

    def suggestions(self, read: Resolution[Term], kinds: Iterable[str]) -> list[str]:
        """Names that an absent one may have been meant to be: slips of the finger, nothing that is another thing."""
        if read.status != "absent" or read.elsewhere:
            return []
        kinds = tuple(kinds)
        return slips(read.name, (k for k, terms in self._names.items() if any(t.kind in kinds for t in terms)))

    def _why_not(self, read: Resolution[Term], kinds: tuple[str, ...]) -> str:
        name = read.name
        if read.term and read.disguised:
            return f"'{name}' holds {' and '.join(read.disguised)}; write '{read.term.label}'"
        if read.term:
            said = ", ".join(f"'{key}: {value}'" for key, value in read.slots)
            return f"'{name}' says more than one thing: write '{read.term.label}' here, and {said}"
        if read.status == "ambiguous":
            others = [f"{entry.label} ({entry.curie})" for entry in read.elsewhere]
            choices = " or ".join([_choices(read.choices), *others])
            return f"'{name}' is ambiguous: {choices}; write the label of the one meant"
        message = f"'{name}' is not a known name in {' or '.join(kinds)}"
        if read.hint:
            return f"{message}: {read.hint}"
        if len(read.elsewhere) == 1:
            entry = read.elsewhere[0]
            return f"{message}; it is {entry.curie} '{entry.label}': 'bevo term add {entry.curie}' adds it"
        if read.elsewhere:
            entries = " or ".join(f"{entry.curie} '{entry.label}'" for entry in read.elsewhere[:5])
            return f"{message}; it may be {entries}: 'bevo term add CURIE' adds one"
        near = self.suggestions(read, kinds)
        return f"{message}; nearest: {', '.join(near)}" if near else message

    @cached_property
    def _index(self) -> Index[Term]:
        return Index(self.terms.values())

    @cached_property
    def _read(self) -> dict[tuple[str, tuple[str, ...]], Resolution[Term]]:
        return {}

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


def _inside(row: dict[str, str], prefix: str) -> dict[str, str]:
    """A row of an overlay's table as the build reads it: ``kiel:Name`` is ``bevo:kiel_Name``.

    :raises ValueError: for a new term that is neither the overlay's nor borrowed.
    """
    if row["curie"].startswith("bevo:") and not row["curie"].startswith(f"bevo:{prefix}_"):
        raise ValueError(f"an own term of an overlay is named '{prefix}:Name'; 'bevo:' is the release's")
    own = re.compile(rf"(?<![^|\s]){prefix}:(molecule/)?(?=\S)")
    return {**row, **{key: own.sub(rf"bevo:\1{prefix}_", row[key]) for key in ("curie", "parent", "part_of")}}


def _iri(curie: str, overlay: str) -> str:
    """The IRI of a CURIE that may stand in a table of the release, or of an overlay.

    :raises ValueError: if it may not.
    """
    iri = expand(curie)
    if fault := id_fault(curie, overlay):
        raise ValueError(fault)
    return iri


def _check_characters(row: dict[str, str]) -> None:
    for name in (row["label"], *_cells(row["synonyms"])):
        if clause := not_in_a_name(name):
            raise ValueError(f"the name {name!a} holds {clause}")
    for column in ("definition", "reason"):
        if clause := not_in_a_text(row[column]):
            raise ValueError(f"the {column} holds {clause}")


def _row(row: dict[str, str], kind: str, file: str, line: int, overlay: str) -> Term:
    mappings = []
    for cell in _cells(row["xrefs"]):
        predicate, _, curie = cell.partition(" ")
        if predicate not in MAPPINGS or not curie:
            raise ValueError(f"xref '{cell}' is not '<{'|'.join(MAPPINGS)}> <curie>'")
        _iri(curie, overlay)
        mappings.append((predicate, curie))
    return Term(
        iri=_iri(row["curie"], overlay),
        curie=row["curie"],
        label=row["label"],
        kind=kind,
        synonyms=_cells(row["synonyms"]),
        parents=tuple(_iri(curie, overlay) for curie in _cells(row["parent"])),
        part_of=tuple(_iri(curie, overlay) for curie in _cells(row["part_of"])),
        mappings=tuple(mappings),
        definition=row["definition"],
        reason=row["reason"],
        file=file,
        line=line,
    )


def read_terms(folder: Path, more: Mapping[str, Path] = MappingProxyType({})) -> list[Term]:
    """Every row of every table in a folder.

    :param more: folders of overlays, by the prefix of what they mint: ``kiel:Name`` in their tables.
    :raises InputError: for a malformed table, an unknown prefix, an id or label given twice.
    """
    terms: list[Term] = []
    problems: list[Problem] = []
    tables = [("", path) for path in sorted(folder.glob("*.tsv"))]
    tables += [(prefix, path) for prefix, other in more.items() for path in sorted(other.glob("*.tsv"))]
    borrowed: dict[str, str] = {}
    for prefix, path in tables:
        file = relative(path)
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(file, 0, "", f"cannot be read: {error}"))
            continue
        with io.StringIO(text, newline="") as stream:
            reader = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
            try:
                columns, rows = tuple(reader.fieldnames or ()), list(reader)
            except csv.Error as error:  # a cell without end
                problems.append(Problem(file, reader.line_num + 1, "", f"cannot be read: {error}"))
                continue
            if columns != COLUMNS:
                problems.append(Problem(file, 1, "", f"the columns must be {', '.join(COLUMNS)}"))
                continue
            for line, row in enumerate(rows, start=2):
                if None in row or None in row.values():
                    problems.append(Problem(file, line, "", f"a row must have {len(COLUMNS)} cells, separated by tabs"))
                    continue
                try:
                    if not row["label"]:
                        raise ValueError("a term needs a label")
                    _check_characters(row)
                    term = _row(_inside(row, prefix) if prefix else row, path.stem, file, line, prefix)
                    if prefix and borrowed.setdefault(term.iri, prefix) != prefix:
                        continue  # two overlays may borrow one term
                    terms.append(term)
                except ValueError as error:
                    problems.append(Problem(file, line, row["curie"], str(error)))
    problems += _duplicates(terms)
    if problems:
        raise InputError(problems)
    return terms


def _duplicates(terms: list[Term]) -> list[Problem]:
    problems = []
    first: dict[str, Term] = {}
    names: dict[tuple[str, str], dict[str, Term]] = {}
    for term in terms:
        if term.iri in first:
            other = first[term.iri]
            problems.append(Problem(term.file, term.line, term.curie, f"stands already at {other.file}:{other.line}"))
        first.setdefault(term.iri, term)
        for name in dict.fromkeys((term.label, *term.synonyms)):
            others = names.setdefault((term.kind, _key(name)), {})
            for spelt, twin in others.items():
                if twin is not term and (spelt == name or name == term.label or spelt == twin.label):
                    same = f"the name '{name}' belongs already to {twin.curie} (line {twin.line})"
                    message = same if spelt == name else f"{same}, there spelt '{spelt}'"
                    problems.append(Problem(term.file, term.line, term.curie, message))
                    break
            others.setdefault(name, term)
    return problems
