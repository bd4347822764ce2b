"""Vocabularies as gzipped tables: curie, label, synonyms, parents, status, replaced_by, and what else a source has."""

from __future__ import annotations

import gzip
from pathlib import Path

from bevo.problems import InputError, Problem, relative
from bevo.vocabulary.pack import Entry

__all__ = ["KEPT", "read_table", "read_tables"]

COLUMNS = ("curie", "label", "synonyms", "parents", "status", "replaced_by")
KEPT = (
    "cellosaurus",
    "chebi",
    "cl",
    "eco",
    "famplex",
    "go",
    "hgnc",
    "mesh",
    "mgi",
    "mirbase_hairpin",
    "mirbase_mature",
    "mondo",
    "ncbitaxon",
    "obi",
    "pato",
    "rgd",
    "so",
    "uberon",
)
"""The vocabularies that BEVO's kinds of terms draw on."""
_LABELS_ONLY = {"mesh"}
"""Verified, but not a place to look names up in: its terms are mapped to, never borrowed."""


def _cells(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(str.strip, text.split("|")))))


def read_table(path: Path, vocabulary: str) -> list[Entry]:
    """The terms of one table.

    :raises InputError: if a column is missing or a row is too short.
    """
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as stream:
        head = stream.readline().rstrip("\n").split("\t")
        missing = [column for column in COLUMNS if column not in head]
        if missing:
            raise InputError([Problem(relative(path), 1, "", f"has no column {', '.join(missing)}")])
        entries = []
        for number, line in enumerate(stream, start=2):
            cells = line.rstrip("\n").split("\t")
            if len(cells) != len(head):
                raise InputError(
                    [Problem(relative(path), number, cells[0], f"has {len(cells)} cells, not {len(head)}")]
                )
            row = dict(zip(head, cells, strict=True))
            obsolete = row["status"] == "obsolete"
            silent = obsolete or vocabulary in _LABELS_ONLY or row.get("namespace") == "molecular_function"
            synonyms = () if silent else _cells(row["synonyms"])
            entries.append(
                Entry(
                    vocabulary,
                    row["curie"],
                    row["label"],
                    tuple(s for s in synonyms if s != row["label"]),
                    _cells(row["parents"]),
                    _cells(row.get("part_of", "")),
                    obsolete,
                    row["replaced_by"],
                    _cells("|".join(row.get(column, "") for column in ("hgnc", "hairpin", "gene"))),
                    row.get("namespace") or row.get("locus_type") or row.get("taxon", ""),
                )
            )
    return entries


def read_tables(folder: Path) -> tuple[dict[str, list[Entry]], str]:
    """The vocabularies of a folder that BEVO can use, and the table of their sources (``SOURCES.tsv``).

    :raises InputError: if one is missing or malformed.
    """
    absent = [name for name in (*(f"{v}.tsv.gz" for v in KEPT), "SOURCES.tsv") if not (folder / name).exists()]
    if absent:
        raise InputError([Problem(relative(folder / name), 0, "", "does not exist") for name in absent])
    lines = (folder / "SOURCES.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    kept = [n for n, column in enumerate(rows[0]) if column != "file"]
    sources = [row for row in rows if row[0] in (*KEPT, "vocabulary")]
    table = "\n".join("\t".join(row[n] for n in kept) for row in sources) + "\n"
    return {name: read_table(folder / f"{name}.tsv.gz", name) for name in KEPT}, table
