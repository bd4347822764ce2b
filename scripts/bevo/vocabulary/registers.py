"""Registers in their release formats: HGNC, MGI, RGD, miRBase, Cellosaurus, FamPlex, MeSH."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator

from bevo.problems import BevoError
from bevo.vocabulary.micrornas import SPECIES_CODES
from bevo.vocabulary.pack import Entry

__all__ = [
    "read_cellosaurus",
    "read_famplex",
    "read_gene_ids",
    "read_hgnc",
    "read_mesh",
    "read_mgi",
    "read_mirbase",
    "read_rgd",
]

CODES = ("hsa", "mmu", "rno")
"""The species of miRBase that are kept."""
TAXA = {"9606", "10090", "10116", "9986", "9823", "9615", "9913", "9940", "7955"}
"""The species of Cellosaurus that are kept: those of bone research."""


def _rows(lines: Iterable[str], what: str, needed: Iterable[str]) -> Iterator[dict[str, str]]:
    """The rows of a tab separated table with a header, without the quotes that some sources put around cells.

    :raises BevoError: if a column is missing.
    """
    reader = csv.DictReader(
        (line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    missing = [column for column in needed if column not in (reader.fieldnames or ())]
    if missing:
        raise BevoError(f"{what}: the table has no column {', '.join(missing)}")
    for row in reader:
        yield {name: (value or "").strip('" ') for name, value in row.items() if name is not None}


def _parted(cell: str, by: str = "|") -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (part.strip() for part in cell.split(by)))))


def read_hgnc(complete: Iterable[str], withdrawn: Iterable[str] = ()) -> list[Entry]:
    """Human genes: ``hgnc_complete_set.txt``, and ``withdrawn.txt`` for ids that were withdrawn or merged.

    Symbols in use come before former and other ones, the name last.
    """
    entries = []
    needed = ("hgnc_id", "symbol", "name", "locus_type", "alias_symbol", "prev_symbol", "status")
    for row in _rows(complete, "hgnc", needed):
        names = (*_parted(row["prev_symbol"]), *_parted(row["alias_symbol"]), row["name"])
        names = tuple(dict.fromkeys(name for name in names if name != row["symbol"]))
        entries.append(Entry("hgnc", _lower(row["hgnc_id"]), row["symbol"], names, about=row["locus_type"]))
    for row in _rows(withdrawn, "hgnc", ("HGNC_ID", "WITHDRAWN_SYMBOL")) if withdrawn else ():
        merged = next((value for name, value in row.items() if name.startswith("MERGED_INTO")), "")
        successors = re.findall(r"HGNC:\d+", merged)
        successor = _lower(successors[0]) if len(successors) == 1 else ""
        entries.append(
            Entry("hgnc", _lower(row["HGNC_ID"]), row["WITHDRAWN_SYMBOL"], obsolete=True, replaced_by=successor)
        )
    return entries


def read_gene_ids(complete: Iterable[str]) -> Iterator[dict[str, str]]:
    """The ids that other registers have of each human gene: ``hgnc_complete_set.txt``.

    :returns: ids without prefix, several separated by ``|``, by the prefix of their CURIEs.
    :raises BevoError: if a column is missing.
    """
    columns = {
        "hgnc": "hgnc_id",
        "hgnc.symbol": "symbol",
        "ncbigene": "entrez_id",
        "ensembl": "ensembl_gene_id",
        "uniprot": "uniprot_ids",
        "MGI": "mgd_id",
        "rgd": "rgd_id",
        "mirbase": "mirbase",
    }
    for row in _rows(complete, "hgnc", columns.values()):
        yield {
            prefix: "|".join(one.rpartition(":")[2] for one in _parted(row[column]))
            for prefix, column in columns.items()
        }


def _lower(curie: str) -> str:
    prefix, _, local = curie.partition(":")
    return f"{prefix.lower()}:{local}"


def read_mgi(markers: Iterable[str], homology: Iterable[str] = ()) -> list[Entry]:
    """Mouse genes: ``MRK_List2.rpt``, and ``HGNC_AllianceHomology.rpt`` for the human ones they belong to."""
    human = {}
    for row in _rows(homology, "mgi", ("MGI Accession ID", "HGNC ID")) if homology else ():
        human[row["MGI Accession ID"].strip()] = tuple(_lower(i) for i in re.findall(r"HGNC:\d+", row["HGNC ID"]))
    entries = []
    needed = ("MGI Accession ID", "Marker Symbol", "Marker Type", "Marker Synonyms (pipe-separated)")
    for row in _rows(markers, "mgi", needed):
        if row["Marker Type"] in ("Gene", "Pseudogene"):
            curie = row["MGI Accession ID"].strip()
            synonyms = _parted(row["Marker Synonyms (pipe-separated)"])
            entries.append(Entry("mgi", curie, row["Marker Symbol"], synonyms, links=human.get(curie, ())))
    return entries


def read_rgd(genes: Iterable[str]) -> list[Entry]:
    """Rat genes: ``GENES_RAT.txt``."""
    return [
        Entry(
            "rgd",
            f"rgd:{row['GENE_RGD_ID']}",
            row["SYMBOL"],
            _parted(row["OLD_SYMBOL"], ";"),
            links=tuple(_lower(i) for i in re.findall(r"HGNC:\d+", row.get("HGNC_ID", ""))),
        )
        for row in _rows(genes, "rgd", ("GENE_RGD_ID", "SYMBOL", "OLD_SYMBOL"))
    ]


def read_mirbase(dat: Iterable[str], aliases: Iterable[str] = ()) -> tuple[list[Entry], list[Entry]]:
    """MicroRNAs of man, mouse and rat: ``miRNA.dat`` (EMBL format), and ``aliases.txt`` for the names of all releases.

    :returns: hairpins and mature sequences.
    """
    former = {}
    for line in aliases:
        accession, _, names = line.strip().partition("\t")
        former[accession] = _parted(names, ";")
    hairpins: list[Entry] = []
    mature: dict[str, tuple[str, list[str], str]] = {}
    name = accession = ""
    arm = ""
    for line in dat:
        code, value = line[:2], line[5:].rstrip()
        if code == "ID":
            name, accession = value.split()[0], ""
        elif code == "AC" and not accession:
            accession = value.rstrip(";")
            if name[:3] in CODES:
                taxon = SPECIES_CODES[name[:3]]
                hairpins.append(
                    Entry("mirbase_hairpin", f"mirbase:{accession}", name, _other(former, accession, name), about=taxon)
                )
        elif code == "FT" and name[:3] in CODES:
            found = re.match(r'\s*/(accession|product)="([^"]+)"', value)
            if found and found[1] == "accession":
                arm = found[2]
            elif found:
                held = mature.setdefault(arm, (found[2], [], SPECIES_CODES[name[:3]]))
                held[1].append(f"mirbase:{accession}")
    arms = [
        Entry(
            "mirbase_mature",
            f"mirbase.mature:{key}",
            label,
            _other(former, key, label),
            links=tuple(links),
            about=taxon,
        )
        for key, (label, links, taxon) in mature.items()
    ]
    if not hairpins or not arms:
        raise BevoError("mirbase: the file has no entry of man, mouse or rat in EMBL format")
    return hairpins, arms


def _other(former: dict[str, tuple[str, ...]], accession: str, label: str) -> tuple[str, ...]:
    """Names of other releases, and all without the species."""
    names = [name for name in former.get(accession, ()) if name != label]
    return tuple(dict.fromkeys([*names, *(name[4:] for name in [label, *names] if name[3:4] == "-")]))


def read_cellosaurus(text: Iterable[str]) -> tuple[str, list[Entry]]:
    """Cell lines of the species of bone research: ``cellosaurus.txt``.

    :returns: the version and the lines.
    """
    version, entries = "", []
    held: dict[str, list[str]] = {}
    for line in text:
        release = re.match(r"\s*Version:\s*(\S+)", line)
        version = version or (release[1] if release else "")
        if line.startswith("//"):
            species = [found for ox in held.get("OX", ()) for found in re.findall(r"NCBI_TaxID=(\d+)", ox)]
            if held.get("AC") and TAXA & set(species):
                synonyms = _parted("; ".join(held.get("SY", ())), ";")
                taxa = "|".join(f"NCBITaxon:{one}" for one in species)
                entries.append(
                    Entry("cellosaurus", f"cellosaurus:{held['AC'][0]}", held["ID"][0], synonyms, about=taxa)
                )
            held = {}
        elif re.match(r"[A-Z]{2}   ", line):
            held.setdefault(line[:2], []).append(line[5:].strip())
    if not entries:
        raise BevoError("cellosaurus: the file has no cell line of man, mouse or rat")
    return version, entries


def read_famplex(entities: Iterable[str], relations: Iterable[str] = ()) -> list[Entry]:
    """Families and complexes: ``entities.csv`` and ``relations.csv``."""
    parents: dict[str, list[str]] = {}
    for row in csv.reader(relations):
        if len(row) == 5 and row[0] == row[3] == "FPLX" and row[2] == "isa":
            parents.setdefault(row[1], []).append(f"fplx:{row[4]}")
    names = [line.strip() for line in entities if line.strip()]
    return [Entry("famplex", f"fplx:{name}", name, parents=tuple(parents.get(name, ()))) for name in names]


def read_mesh(records: Iterable[str]) -> list[Entry]:
    """Descriptors: ``dYEAR.bin`` (ASCII MeSH)."""
    entries, label = [], ""
    for line in records:
        tag, _, value = line.strip().partition(" = ")
        if tag == "MH":
            label = value
        elif tag == "UI" and label:
            entries.append(Entry("mesh", f"mesh:{value}", label))
            label = ""
    if not entries:
        raise BevoError("mesh: the file has no descriptor in ASCII format")
    return entries
