"""The DOI of a release, in the two files that people edit and from which every built file takes it."""

from __future__ import annotations

import re
from pathlib import Path

from bevo.files import write_whole
from bevo.problems import InputError, Problem

__all__ = ["write_doi"]

DOI = re.compile(r"10\.\d{4,9}/[A-Za-z0-9._;()/:-]+", re.ASCII)
SLOTS = (
    ("CITATION.cff", re.compile(r"^(doi: .*\n)?(?=date-released:)", re.M), "doi: {}\n"),
    ("ontology/bevo.ttl", re.compile(r"^( {4}bibo:doi .*\n)?(?= {4}bibo:status )", re.M), '    bibo:doi "{}" ;\n'),
)


def write_doi(root: Path, doi: str) -> None:
    """Put a DOI in place of the former one, or where none is yet; both files or neither.

    :param root: the checkout.
    :param doi: without a resolver, as ISO 26324 has it.
    :raises InputError: if it is no DOI, or a file has no place for it.
    """
    if not DOI.fullmatch(doi):
        raise InputError(
            [Problem("DOI", 0, doi, "is no DOI; it looks like 10.5281/zenodo.N, without https://doi.org/")]
        )
    texts = {}
    for file, slot, line in SLOTS:
        before = (root / file).read_text(encoding="utf-8")
        texts[file], count = slot.subn(line.format(doi), before, count=1)
        if not count:
            raise InputError(
                [Problem(file, 0, "", "has no place for the DOI: 'date-released' or bibo:status is missing")]
            )
    for file, text in texts.items():
        write_whole(root / file, text.encode("utf-8"))
