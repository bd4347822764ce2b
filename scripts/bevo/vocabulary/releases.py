"""The pack made of the sources' own releases: which files of which source, and what is made of them."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from bevo.problems import BevoError
from bevo.vocabulary.obo import read_obo, read_obograph
from bevo.vocabulary.pack import Entry
from bevo.vocabulary.registers import (
    read_cellosaurus,
    read_famplex,
    read_hgnc,
    read_mesh,
    read_mgi,
    read_mirbase,
    read_rgd,
)

__all__ = ["SOURCES", "Source", "read_releases"]

Read = dict[str, tuple[str, list[Entry]]]


@dataclass(frozen=True)
class Source:
    """A source of vocabularies.

    :param vocabularies: what it gives.
    :param licence: the terms of use.
    :param files: the name of each file in a folder of releases, with where it is published; ``.gz`` is unpacked.
    :param read: makes version and terms of the opened files, by vocabulary.
    """

    vocabularies: tuple[str, ...]
    licence: str
    files: dict[str, str]
    read: Callable[..., Read]


def _ontology(vocabulary: str, file: str, licence: str, *prefixes: str, url: str = "") -> Source:
    def read(stream: TextIO) -> Read:
        if file.endswith(".json"):
            return {vocabulary: read_obograph(stream.read(), vocabulary, prefixes)}
        return {vocabulary: read_obo(stream, vocabulary, prefixes)}

    return Source((vocabulary,), licence, {file: url or f"http://purl.obolibrary.org/obo/{file}"}, read)


def _mirbase(dat: TextIO, aliases: TextIO) -> Read:
    hairpins, mature = read_mirbase(dat, aliases)
    return {"mirbase_hairpin": ("", hairpins), "mirbase_mature": ("", mature)}


_HGNC = "https://storage.googleapis.com/public-download-files/hgnc/tsv/tsv"
_MGI = "https://www.informatics.jax.org/downloads/reports"
_FAMPLEX = "https://raw.githubusercontent.com/sorgerlab/famplex/master"

SOURCES: tuple[Source, ...] = (
    _ontology("cl", "cl.json", "CC-BY-4.0", "CL"),
    _ontology("uberon", "uberon.json", "CC-BY-3.0", "UBERON"),
    _ontology("go", "go.obo", "CC-BY-4.0", "GO"),
    _ontology("mondo", "mondo.json", "CC-BY-4.0", "MONDO"),
    _ontology("eco", "eco.obo", "CC0-1.0", "ECO"),
    _ontology("so", "so.obo", "CC-BY-4.0", "SO"),
    _ontology("pato", "pato.obo", "CC-BY-3.0", "PATO"),
    _ontology("obi", "obi.obo", "CC-BY-4.0", "OBI", "COB"),
    _ontology(
        "ncbitaxon",
        "taxslim.obo",
        "CC0-1.0",
        "NCBITaxon",
        url="http://purl.obolibrary.org/obo/ncbitaxon/subsets/taxslim.obo",
    ),
    _ontology(
        "chebi",
        "chebi.obo.gz",
        "CC-BY-4.0",
        "CHEBI",
        url="https://ftp.ebi.ac.uk/pub/databases/chebi/ontology/chebi.obo.gz",
    ),
    Source(
        ("hgnc",),
        "CC0-1.0",
        {"hgnc_complete_set.txt": f"{_HGNC}/hgnc_complete_set.txt", "withdrawn.txt": f"{_HGNC}/withdrawn.txt"},
        lambda complete, withdrawn: {"hgnc": ("", read_hgnc(complete, withdrawn))},
    ),
    Source(
        ("mgi",),
        "CC-BY-4.0",
        {name: f"{_MGI}/{name}" for name in ("MRK_List2.rpt", "HGNC_AllianceHomology.rpt")},
        lambda markers, homology: {"mgi": ("", read_mgi(markers, homology))},
    ),
    Source(
        ("rgd",),
        "CC-BY-4.0",
        {"GENES_RAT.txt": "https://download.rgd.mcw.edu/data_release/GENES_RAT.txt"},
        lambda genes: {"rgd": ("", read_rgd(genes))},
    ),
    Source(
        ("mirbase_hairpin", "mirbase_mature"),
        "public domain",
        {
            "miRNA.dat": "https://mirbase.org/download/miRNA.dat",
            "aliases.txt": "https://mirbase.org/download/aliases.txt",
        },
        _mirbase,
    ),
    Source(
        ("cellosaurus",),
        "CC-BY-4.0",
        {"cellosaurus.txt": "https://ftp.expasy.org/databases/cellosaurus/cellosaurus.txt"},
        lambda text: {"cellosaurus": read_cellosaurus(text)},
    ),
    Source(
        ("famplex",),
        "CC0-1.0",
        {name: f"{_FAMPLEX}/{name}" for name in ("entities.csv", "relations.csv")},
        lambda entities, relations: {"famplex": ("", read_famplex(entities, relations))},
    ),
    Source(
        ("mesh",),
        "free to use with credit to the U.S. National Library of Medicine",
        {"mesh.bin": "https://nlmpubs.nlm.nih.gov/projects/mesh/MESH_FILES/asciimesh/d2026.bin"},
        lambda records: {"mesh": ("", read_mesh(records))},
    ),
)


def read_releases(folder: Path, versions: dict[str, str] | None = None) -> tuple[dict[str, list[Entry]], str]:
    """The vocabularies of a folder of release files, and the table of their sources.

    :param versions: by vocabulary, for those whose files do not give one.
    :raises BevoError: if a file is missing or is not what its name says.
    """
    missing = [name for source in SOURCES for name in source.files if not (folder / name).exists()]
    if missing:
        raise BevoError(f"{folder} lacks {', '.join(missing)}")
    entries: dict[str, list[Entry]] = {}
    lines = ["vocabulary\tversion\tobtained_from\tlicence\tcurrent\tobsolete"]
    for source in SOURCES:
        streams = [_opened(folder / name) for name in source.files]
        try:
            read = source.read(*streams)
        except (UnicodeDecodeError, EOFError, OSError) as error:
            raise BevoError(f"{', '.join(source.files)}: cannot be read: {error}") from error
        finally:
            for stream in streams:
                stream.close()
        for vocabulary, (version, terms) in read.items():
            entries[vocabulary] = terms
            version = version or (versions or {}).get(vocabulary, "")
            obsolete = sum(term.obsolete for term in terms)
            cells = (vocabulary, version, "|".join(source.files.values()), source.licence)
            lines.append("\t".join((*cells, str(len(terms) - obsolete), str(obsolete))))
    return entries, "\n".join([lines[0], *sorted(lines[1:])]) + "\n"


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return TextIOWrapper(gzip.open(path), encoding="utf-8")
    return path.open(encoding="utf-8")
