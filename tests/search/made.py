"""A small index for tests, and the queries that everyone asks."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bevo.search.index import ROLES, Index

QUERIES = Path(__file__).with_name("queries.tsv")

SOURCE, CARGO, RECIPIENT, OUTCOME = (1 << ROLES.index(role) for role in ("source", "cargo", "recipient", "outcome"))
STUDY = 1 << ROLES.index("study")

CELL, MICRORNA, PROTEIN, PROCESS, CITED, VESICLE = range(6)
NUMBERS = {"osteoclast": 0, "osteoblast": 1, "BMSC": 2, "miR-21": 3, "miR-214": 4, "miR-21-5p": 5, "ossification": 8}

DATA: dict[str, Any] = {
    "kinds": [
        ["cell", "cells"],
        ["microRNA", "molecules"],
        ["protein", "molecules"],
        ["process", "processes"],
        ["study", "study"],
        ["vesicle class", "vesicles"],
    ],
    "things": [
        ["CL:0000092", "osteoclast", CELL, "term/CL_0000092.html", 3, [], ["OC"], []],
        ["CL:0000062", "osteoblast", CELL, "term/CL_0000062.html", 2, [], [], []],
        [
            "CL:0002540",
            "mesenchymal stem cell of the bone marrow",
            CELL,
            "term/CL_0002540.html",
            1,
            [],
            ["BMSC"],
            ["hBMSC"],
        ],
        ["molecule:miR-21", "miR-21", MICRORNA, "molecule/miR-21.html", 1, [], ["miRNA-21"], ["mirbase:MI0000077"]],
        ["molecule:miR-214", "miR-214", MICRORNA, "molecule/miR-214.html", 2, [], [], []],
        ["molecule:miR-21-5p", "miR-21-5p", MICRORNA, "molecule/miR-21-5p.html", 1, [3], [], []],
        ["molecule:RUNX2", "RUNX2", PROTEIN, "molecule/RUNX2.html", 0, [], [], ["CBFA1"]],
        ["molecule:TGFB", "TGF-β", PROTEIN, "molecule/TGFB.html", 0, [], [], []],
        ["GO:0001503", "ossification", PROCESS, "term/GO_0001503.html", 1, [], ["bone formation"], []],
        [
            "study:li-2016",
            "Li D 2016: A title",
            CITED,
            "study/li-2016.html",
            1,
            [],
            [],
            ["Li 2016", "Li D 2016", "doi:10.1038/NComms10872", "pmid:26947250"],
        ],
        ["study:li-2016-b", "Li 2016", CITED, "study/li-2016-b.html", 0, [], [], []],
        ["GO:0070062", "extracellular exosome", VESICLE, "term/GO_0070062.html", 3, [], ["exosome"], []],
    ],
    "findings": [
        [
            "finding:F0001",
            "Exosome of osteoclast, carrying miR-214, inhibits ossification in osteoblast",
            [0, SOURCE, 1, RECIPIENT, 4, CARGO, 8, OUTCOME, 9, STUDY],
        ],
        [
            "finding:F0002",
            "Exosome of osteoblast, carrying miR-214, reaches osteoclast in hydrogel",
            [1, SOURCE, 0, RECIPIENT, 4, CARGO],
        ],
        [
            "finding:F0003",
            "Exosome of mesenchymal stem cell of the bone marrow, carrying miR-21-5p, reaches osteoclast",
            [2, SOURCE, 0, RECIPIENT, 5, CARGO],
        ],
    ],
}


@dataclass(frozen=True)
class Asked:
    """A query of the table, the id that must come first, and whether Enter opens it."""

    query: str
    first: str
    opens: bool


def small_index() -> Index:
    return Index(DATA)


def queries() -> list[Asked]:
    with QUERIES.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Asked(row["query"], row["first"], row["enter"] == "opens") for row in rows]
