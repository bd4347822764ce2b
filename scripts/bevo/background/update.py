"""Background statements made from a file of GO annotations.

A row counts if it annotates a gene that a molecule of ours is mapped to with a term that positively or negatively
regulates a process of ``processes.tsv``, or one below it. GO itself says what a term regulates and in which direction.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from bevo.background.records import GO_COLUMNS, Process, Source
from bevo.ontology.terms import Term
from bevo.problems import BevoError

__all__ = ["EXPERIMENTAL", "Annotation", "Relations", "read_annotations", "read_relations", "table"]

EXPERIMENTAL = frozenset(["EXP", "IDA", "IPI", "IMP", "IGI", "IEP", "HTP", "HDA", "HMP", "HGI", "HEP"])
"""Evidence codes of GO for what was seen in an experiment; all others are inferred, or the word of an author."""
NO_DATA = "ND"
GENE_MAPPINGS = ("exact", "close")


class Annotation(NamedTuple):
    """A gene product and a term that GO annotates it with.

    :param gene: a symbol, and where the file has it an id such as ``hgnc:10472``.
    """

    gene: tuple[str, ...]
    go: str
    evidence: str


@dataclass
class Relations:
    """What GO says of its terms.

    :param labels: by id.
    :param above: ids that a term is_a or is part_of.
    :param is_a: ids that a term is_a.
    :param regulated: the ids that a term positively (1) or negatively (-1) regulates.
    """

    labels: dict[str, str] = field(default_factory=dict)
    above: dict[str, tuple[str, ...]] = field(default_factory=dict)
    is_a: dict[str, tuple[str, ...]] = field(default_factory=dict)
    regulated: dict[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)


def _text(path: Path) -> io.StringIO:
    try:
        data = path.read_bytes()
        return io.StringIO((gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8"))
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise BevoError(f"{path} cannot be read: {error}") from error


def read_relations(path: Path) -> Relations:
    """What regulates what, from ``go.obo`` or from a table with the columns ``positively_regulates`` and the like.

    :param path: may be gzipped.
    :raises BevoError: if it is neither.
    """
    stream = _text(path)
    first = stream.readline()
    stream.seek(0)
    found = Relations()
    if first.startswith("format-version"):
        for term in _obo(stream):
            _add(found, *term)
    elif {"curie", "positively_regulates"} <= set(first.rstrip("\n").split("\t")):
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            cells = {key: tuple(c for c in (row.get(key) or "").split("|") if c) for key in row}
            _add(
                found,
                row["curie"],
                row["label"],
                cells["parents"],
                cells.get("part_of", ()),
                cells["positively_regulates"],
                cells["negatively_regulates"],
            )
    else:
        raise BevoError(f"{path}: neither an OBO file nor a table with the columns curie and positively_regulates")
    if not found.regulated:
        raise BevoError(f"{path}: no term in it regulates another; take go.obo or go-basic.obo, not a subset")
    return found


def _add(
    found: Relations,
    go: str,
    label: str,
    parents: tuple[str, ...],
    wholes: tuple[str, ...],
    more: tuple[str, ...],
    less: tuple[str, ...],
) -> None:
    found.labels[go] = label
    found.is_a[go] = parents
    found.above[go] = (*parents, *wholes)
    if more or less:
        found.regulated[go] = (*((1, m) for m in more), *((-1, m) for m in less))


def _obo(
    stream: io.StringIO,
) -> Iterator[tuple[str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    for stanza in stream.read().split("\n[Term]\n")[1:]:
        tags: dict[str, list[str]] = defaultdict(list)
        for line in stanza.partition("\n[")[0].splitlines():
            tag, _, value = line.partition(": ")
            value = value.partition(" ! ")[0].split(" {")[0].strip()
            if tag == "relationship":
                tag, _, value = value.partition(" ")
            tags[tag].append(value)
        if tags["id"]:
            yield (
                tags["id"][0],
                tags["name"][0] if tags["name"] else "",
                tuple(tags["is_a"]),
                tuple(tags["part_of"]),
                tuple(tags["positively_regulates"]),
                tuple(tags["negatively_regulates"]),
            )


def read_annotations(path: Path) -> Iterator[Annotation]:
    """The annotations of a GAF file, a GPAD 1.x file, or a table with the columns hgnc, symbol, go and evidence_code.

    Rows with the qualifier NOT say that something was looked for and not found: they are left out.

    :param path: may be gzipped.
    :raises BevoError: if it is none of these.
    """
    lines = [line for line in _text(path).read().splitlines() if line]
    kind = next(
        (k for k in ("gaf-version", "gpa-version", "gpad-version") if lines and lines[0].startswith(f"!{k}")), ""
    )
    if kind:
        yield from _gaf_or_gpad(path, kind, (line.split("\t") for line in lines if not line.startswith("!")))
        return
    columns = lines[0].split("\t") if lines else []
    if not {"go", "evidence_code"} <= set(columns) or not {"hgnc", "symbol"} & set(columns):
        raise BevoError(
            f"{path}: no file of annotations: GAF and GPAD start with '!gaf-version' or '!gpa-version', "
            "a table with a header of hgnc, symbol, go, evidence_code"
        )
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        if "NOT" not in (row.get("qualifier") or "").split("|"):
            genes = tuple(g for g in (row.get("hgnc"), row.get("symbol")) if g)
            yield Annotation(genes, row["go"] or "", row["evidence_code"] or "")


def _gaf_or_gpad(path: Path, kind: str, rows: Iterable[list[str]]) -> Iterator[Annotation]:
    gaf = kind == "gaf-version"
    for number, row in enumerate(rows, start=1):
        if len(row) < (8 if gaf else 6):
            raise BevoError(f"{path}: row {number} has {len(row)} cells; it was cut off")
        if gaf:
            qualifier, go, evidence = row[3], row[4], row[6]
            genes: tuple[str, ...] = (row[2], row[1])
        else:
            # GPAD names evidence by ECO; without the table of codes it is taken as inferred.
            qualifier, go, evidence, genes = row[2], row[3], row[5], (row[1],)
        if "NOT" not in qualifier.split("|"):
            yield Annotation(genes, go, evidence)


def table(
    annotations: Iterable[Annotation],
    relations: Relations,
    processes: Mapping[str, Process],
    molecules: Iterable[Term],
    symbols: Mapping[str, str],
    source: Source,
) -> str:
    """The rows of ``instances/background/go.tsv``, sorted; one for a molecule, sign, process and tier.

    :param molecules: the terms of molecules; those mapped to a gene (exact or close) are looked for, the others not.
    :param symbols: the symbol of a gene by its id, for files that do not give the id.
    """
    of_gene: dict[str, list[Term]] = defaultdict(list)
    for molecule in molecules:
        for predicate, curie in molecule.mappings:
            if predicate in GENE_MAPPINGS and curie.startswith("hgnc:"):
                of_gene[curie].append(molecule)
    by_symbol = {symbols[gene]: ms for gene, ms in of_gene.items() if gene in symbols}
    targets = _Targets(relations, processes)
    found: dict[tuple[str, str, int, str, str], tuple[set[str], set[str]]] = {}
    for genes, go, evidence in annotations:
        meant = [m for g in genes for m in of_gene.get(g, ())] or [m for g in genes for m in by_symbol.get(g, ())]
        if evidence == NO_DATA or not meant:
            continue
        tier = "experimental" if evidence in EXPERIMENTAL else "inferred"
        for sign, process in targets.of(go):
            for m in meant:
                codes, terms = found.setdefault((m.curie, m.label, sign, process, tier), (set(), set()))
                codes.add(evidence)
                terms.add(go)
    rows = ["\t".join(GO_COLUMNS)]
    for (curie, label, sign, process, tier), (codes, terms) in sorted(found.items()):
        verb = "promotes" if sign > 0 else "inhibits"
        names = "|".join(relations.labels[t] for t in sorted(terms))
        cells = (curie, label, verb, process, tier, "|".join(sorted(codes)), "|".join(sorted(terms)), names, source.id)
        rows.append("\t".join(cells))
    return "\n".join(rows) + "\n"


class _Targets:
    """Which background processes a GO term regulates."""

    def __init__(self, relations: Relations, processes: Mapping[str, Process]) -> None:
        self.relations = relations
        self.exact: dict[str, list[str]] = defaultdict(list)
        self.below: dict[str, list[str]] = defaultdict(list)
        for process in processes.values():
            for go in process.go:
                (self.exact if go.startswith("=") else self.below)[go.lstrip("=")].append(process.name)
        self.known: dict[str, list[tuple[int, str]]] = {}

    def of(self, go: str) -> list[tuple[int, str]]:
        """Signs and names of processes, each once."""
        if go not in self.known:
            pairs = ((sign, name) for sign, target in self._regulated(go) for name in self._nearest(target))
            self.known[go] = list(dict.fromkeys(pairs))
        return self.known[go]

    def _regulated(self, go: str) -> Iterator[tuple[int, str]]:
        """What a term regulates; where it does not say so itself, what the terms that it is a kind of regulate."""
        todo, seen = [go], {go}
        while todo:
            level, todo = todo, []
            told = [pair for term in level for pair in self.relations.regulated.get(term, ())]
            if told:
                yield from told
                return
            for term in level:
                todo += [t for t in self.relations.is_a.get(term, ()) if t not in seen]
            seen.update(todo)

    def _nearest(self, target: str) -> Iterator[str]:
        """The background processes that a GO process belongs to: the nearest on every way up, no farther ones."""
        yield from self.exact.get(target, ())
        todo, seen = [target], {target}
        while todo:
            term = todo.pop()
            if term in self.below:
                yield from self.below[term]
                continue
            todo += [t for t in self.relations.above.get(term, ()) if t not in seen]
            seen.update(todo)
