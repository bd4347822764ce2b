"""New rows for the term tables: borrowed from a public vocabulary, or minted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bevo.files import write_whole
from bevo.ontology.borrowed import HOMES, home_of
from bevo.ontology.ids import id_fault
from bevo.ontology.terms import COLUMNS, MAPPINGS, Term, Vocabulary
from bevo.problems import BevoError
from bevo.rdf.names import expand, slug
from bevo.vocabulary.characters import not_in_a_name
from bevo.vocabulary.identifiers import as_curie
from bevo.vocabulary.micrornas import MicroRNA, read_microrna
from bevo.vocabulary.pack import Entry, Pack

__all__ = ["Row", "append", "borrowed_rows", "minted_row", "of_overlay"]

ROOTS = {
    "cells": "CL:0000000",
    "tissues": "bevo:Tissue",
    "fluids": "bevo:Fluid",
    "vesicles": "GO:1903561",
    "processes": "GO:0008150",
    "pathways": "GO:0007165",
    "diseases": "MONDO:0000001",
    "evidence": "ECO:0000000",
    "species": "NCBITaxon:33208",
    "traits": "bevo:Trait",
    "conditions": "bevo:Condition",
    "molecules": "bevo:Molecule",
    "organisms": "bevo:SourceOrganism",
    "arms": "bevo:ReferenceArm",
    "isolation": "bevo:IsolationMethod",
    "routes": "bevo:AdministrationRoute",
    "safety": "bevo:SafetyOutcome",
    "trials": "bevo:TrialStatus",
    "units": "UO:0000000",
}
"""Below what a row stands whose vocabulary has no nearer parent in the tables."""

_DECIDES = (
    ("fluids", "UBERON:0000463"),
    ("pathways", "GO:0007165"),
    ("processes", "GO:0008150"),
    ("vesicles", "GO:1903561"),
    ("tissues", "UBERON:0000465"),
    ("routes", "OBI:0600007"),
)
"""Where a vocabulary serves two tables: what stands below this class goes into that one."""

_GENE_CLASSES = {"gene with protein product": "bevo:Protein", "RNA, long non-coding": "bevo:LongNonCodingRNA"}
_COPIES = ("", *(f"-{number}" for number in range(1, 13)))


@dataclass(frozen=True)
class Row:
    """A row of ``ontology/terms/<kind>.tsv``; lists as the table has them."""

    kind: str
    curie: str
    label: str
    synonyms: tuple[str, ...] = ()
    parent: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    xrefs: tuple[str, ...] = ()
    definition: str = ""
    reason: str = ""

    def line(self) -> str:
        """The line as the table has it."""
        cells = []
        for column in COLUMNS:
            value = getattr(self, column)
            cells.append(" ".join(value.split()) if isinstance(value, str) else "|".join(value))
        return "\t".join(cells)


def append(row: Row, folder: Path, new: bool = False) -> Path:
    """Add a row to its table.

    :param new: whether the table is made if it is not there.
    :returns: the table.
    :raises BevoError: if there is no such table or it cannot be written.
    """
    path = folder / f"{row.kind}.tsv"
    try:
        if new:
            folder.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8") if path.exists() or not new else "\t".join(COLUMNS) + "\n"
        text += ("" if text.endswith("\n") else "\n") + row.line() + "\n"
        write_whole(path, text.encode("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BevoError(f"{path} cannot be written: {error}") from error
    return path


def of_overlay(rows: Sequence[Row], prefix: str) -> list[Row]:
    """Rows for the tables of an overlay: what they mint is the overlay's, ``kiel:Name``."""
    minted = {row.curie: row.curie.replace("bevo:", f"{prefix}:", 1) for row in rows if row.curie.startswith("bevo:")}
    return [
        replace(
            row,
            curie=minted.get(row.curie, row.curie),
            parent=tuple(minted.get(parent, parent) for parent in row.parent),
        )
        for row in rows
    ]


def borrowed_rows(
    text: str, vocabulary: Vocabulary, pack: Pack, kind: str | None = None, below: Sequence[str] = ()
) -> list[Row]:
    """The row for a term of a public vocabulary, after that of a microRNA whose arm it is where that is missing.

    :param text: a CURIE, IRI or accession.
    :param kind: its table; told from the term where it can be.
    :param below: CURIEs of its parents in place of those that the vocabulary gives.
    :raises BevoError: if it is unknown, obsolete, there already, or its table cannot be told.
    """
    curie = as_curie(text) or text
    entry = pack.entry(curie)
    if entry is None:
        known = curie.partition(":")[0] in pack.prefixes
        reason = "no vocabulary has it" if known else f"only these can be added: {', '.join(sorted(pack.prefixes))}"
        raise BevoError(f"'{text}': {reason}; 'bevo term find' looks for a name")
    if entry.obsolete:
        successor = pack.entry(entry.replaced_by) if entry.replaced_by else None
        use = f"it was replaced by {successor.curie} '{successor.label}'" if successor else "nothing replaced it"
        raise BevoError(f"{entry.curie} is obsolete: {use}")
    if entry.vocabulary in ("mgi", "rgd") and len(entry.links) == 1:
        entry = pack.entry(entry.links[0]) or entry
    there = _there(entry, vocabulary)
    if there:
        raise BevoError(f"{entry.curie} '{entry.label}' is there already: {there.curie} '{there.label}' ({there.kind})")
    for parent in below:
        _known(parent, vocabulary)
    microrna = (
        read_microrna(entry.label) if entry.vocabulary.startswith("mirbase") or entry.about == "RNA, micro" else None
    )
    if microrna:
        return _microrna_rows(microrna, vocabulary, pack)
    table = kind or _table(entry, pack)
    if table == "molecules":
        return [_checked(_molecule(entry, tuple(below)), vocabulary)]
    if table not in HOMES or entry.curie.partition(":")[0] not in HOMES[table]:
        raise BevoError(
            f"{entry.curie} '{entry.label}' is not for {table}; its tables: {', '.join(home_of(entry)) or 'none'}"
        )
    return [_checked(_plain_row(entry, table, tuple(below), vocabulary, pack), vocabulary)]


def _there(entry: Entry, vocabulary: Vocabulary) -> Term | None:
    for term in vocabulary.terms.values():
        if term.curie == entry.curie or any(p in ("exact", "close") and c == entry.curie for p, c in term.mappings):
            return term
    return None


def _known(curie: str, vocabulary: Vocabulary) -> Term:
    try:
        return vocabulary.terms[expand(curie)]
    except (KeyError, ValueError) as error:
        raise BevoError(f"the parent '{curie}' is no term of BEVO") from error


def _table(entry: Entry, pack: Pack) -> str:
    homes = home_of(entry)
    if len(homes) == 1 and homes[0] not in ("vesicles", "routes"):
        return homes[0]
    above = _above(entry, pack)
    for kind, root in _DECIDES:
        if kind in homes and (root == entry.curie or root in above):
            return kind
    raise BevoError(f"for which table {entry.curie} '{entry.label}' is cannot be told; say --as KIND")


def _above(entry: Entry, pack: Pack) -> set[str]:
    """The ids of all superclasses."""
    seen: set[str] = set()
    todo = list(entry.parents)
    while todo:
        curie = todo.pop()
        if curie not in seen:
            seen.add(curie)
            found = pack.entry(curie)
            todo.extend(found.parents if found else ())
    return seen


def _plain_row(entry: Entry, kind: str, below: tuple[str, ...], vocabulary: Vocabulary, pack: Pack) -> Row:
    own = {term.curie: term for term in vocabulary.terms.values()}
    if kind == "cell_lines" and not below:
        raise BevoError(f"say of which cell the line {entry.label} is: --below CL:...; that is not what it can become")
    parents = below or tuple(_nearest_above(entry, own, vocabulary, pack)) or (ROOTS[kind],)
    taken = {
        name.casefold()
        for term in vocabulary.terms.values()
        if term.kind == kind
        for name in (term.label, *term.synonyms)
    }
    synonyms = () if entry.vocabulary == "go" else entry.synonyms  # those of GO come without scope
    return Row(
        kind,
        entry.curie,
        entry.label,
        tuple(name for name in synonyms if name.casefold() not in taken and "\t" not in name),
        parents,
        tuple(curie for curie in entry.part_of if curie in own),
    )


def _nearest_above(entry: Entry, own: dict[str, Term], vocabulary: Vocabulary, pack: Pack) -> list[str]:
    """The nearest superclasses that BEVO has, without those above others of them."""
    found: dict[str, None] = {}
    level, seen = list(entry.parents), set(entry.parents)
    while level:
        found.update({curie: None for curie in level if curie in own})
        above = [p for curie in level if curie not in own for p in getattr(pack.entry(curie), "parents", ())]
        level = [curie for curie in dict.fromkeys(above) if curie not in seen]
        seen.update(level)
    higher = {iri for curie in found for iri in vocabulary.ancestors(own[curie].iri) - {own[curie].iri}}
    return [curie for curie in found if own[curie].iri not in higher]


def _molecule(entry: Entry, below: tuple[str, ...]) -> Row:
    curie = f"bevo:molecule/{slug(entry.label)}"
    if entry.vocabulary == "chebi":
        return Row(
            "molecules",
            curie,
            entry.label,
            entry.synonyms,
            below or ("bevo:SmallMolecule",),
            xrefs=(f"exact {entry.curie}",),
        )
    if entry.vocabulary in ("mesh", "famplex"):
        label = entry.label.replace("_", " ")
        return Row("molecules", curie, label, (), below or ("bevo:Protein",), xrefs=(f"close {entry.curie}",))
    cls = _GENE_CLASSES.get(entry.about, "bevo:Molecule" if entry.vocabulary == "hgnc" else "bevo:Protein")
    return Row("molecules", curie, entry.label, (), below or (cls,), xrefs=(f"close {entry.curie}",))


def _microrna_rows(microrna: MicroRNA, vocabulary: Vocabulary, pack: Pack) -> list[Row]:
    """The row of a microRNA of any species, and of its arm if it is one, mapped to the entries of all species."""
    bare = MicroRNA(microrna.stem, microrna.family, microrna.stem)
    rows = []
    for one in dict.fromkeys((bare, replace(microrna, species=""))):
        curie = f"bevo:molecule/{one.name}"
        if expand(curie) in vocabulary.terms or (not one.arm and one != bare):
            continue
        source, copies = ("mirbase_mature", ("",)) if one.arm else ("mirbase_hairpin", _COPIES)
        names = [f"{code}-{one.name}{copy}" for code in ("hsa", "mmu", "rno") for copy in copies]
        entries = {e.curie: e for name in names for e in pack.named(name, (source,)) if _is(e, one)}
        long = "microRNA " if one.family == "let-7" else "microRNA-"
        synonyms = [long + one.name.removeprefix("miR-")]
        synonyms += [] if one.family == "let-7" else [f"miRNA-{one.name.removeprefix('miR-')}"]
        parent = f"bevo:molecule/{one.stem}" if one.arm else _family(one, vocabulary)
        xrefs = tuple(f"narrow {curie}" for curie in entries)
        rows.append(_checked(Row("molecules", curie, one.name, tuple(synonyms), (parent,), xrefs=xrefs), vocabulary))
    if not rows:
        raise BevoError(f"{microrna.name} is there already")
    return rows


def _family(microrna: MicroRNA, vocabulary: Vocabulary) -> str:
    family = f"bevo:molecule/{microrna.family}"
    return family if microrna.stem != microrna.family and expand(family) in vocabulary.terms else "bevo:MicroRNA"


def _is(entry: Entry, wanted: MicroRNA) -> bool:
    label = read_microrna(entry.label)
    return label is not None and (label.stem, label.arm) == (wanted.stem, wanted.arm)


def _checked(row: Row, vocabulary: Vocabulary) -> Row:
    """The row.

    :raises BevoError: if its id or its label is taken, or may not stand in a table.
    """
    fault = id_fault(row.curie)
    clause = "" if fault else not_in_a_name(row.label)
    if fault or clause:
        raise BevoError(fault or f"the name {row.label!a} holds {clause}")
    if expand(row.curie) in vocabulary.terms:
        raise BevoError(f"{row.curie} is there already")
    for term in vocabulary.terms.values():
        names = {name.casefold() for name in (term.label, *term.synonyms)}
        if term.kind == row.kind and row.label.casefold() in names:
            raise BevoError(
                f"'{row.label}' is a name of {term.curie} already; add a mapping there, or choose another name"
            )
    return row


def minted_row(
    name: str, kind: str, definition: str, vocabulary: Vocabulary, below: Sequence[str] = (), xrefs: Sequence[str] = ()
) -> Row:
    """The row of an own term.

    :param xrefs: mappings, each ``predicate curie``.
    :raises BevoError: if there is no such table, no definition, or the name or the id is taken.
    """
    if kind not in ROOTS and kind != "cell_lines":
        raise BevoError(f"there is no table '{kind}'; tables: {', '.join(sorted([*ROOTS, 'cell_lines']))}")
    if kind != "molecules" and not definition.strip():
        raise BevoError("an own term needs a definition, in own words: --definition")
    for mapping in xrefs:
        predicate, _, curie = mapping.partition(" ")
        if predicate not in MAPPINGS or ":" not in curie:
            raise BevoError(f"the mapping '{mapping}' is not '<{'|'.join(MAPPINGS)}> <curie>'")
    parents = tuple(_known(parent, vocabulary).curie for parent in below) or ((ROOTS[kind],) if kind in ROOTS else ())
    if not parents:
        raise BevoError("say of which cell the line is: --below CL:...")
    words = re.findall(r"[A-Za-z0-9]+", slug(name))
    camel = "".join(word[:1].upper() + word[1:] for word in words)
    if not camel:
        raise BevoError(f"'{name}' has no letter or digit to make an id of")
    curie = f"bevo:molecule/{slug(name)}" if kind == "molecules" else f"bevo:{camel}"
    return _checked(Row(kind, curie, name, (), parents, (), tuple(xrefs), definition), vocabulary)
