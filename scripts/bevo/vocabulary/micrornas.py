"""Names of microRNAs: read into their parts, for no rule on letters may touch a number or an arm."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bevo.vocabulary.spelling import plain

__all__ = ["NAME", "SPECIES_CODES", "MicroRNA", "read_microrna"]

SPECIES_CODES = {
    "hsa": "NCBITaxon:9606",
    "mmu": "NCBITaxon:10090",
    "rno": "NCBITaxon:10116",
    "ocu": "NCBITaxon:9986",
    "dre": "NCBITaxon:7955",
    "ssc": "NCBITaxon:9823",
    "cfa": "NCBITaxon:9615",
    "bta": "NCBITaxon:9913",
    "oar": "NCBITaxon:9940",
}
"""miRBase's codes of species; ``has`` is what spelling checkers make of ``hsa``."""

NAME = re.compile(
    r"""
    (?:(?P<species>(?!mir|let)[a-z]{3})[-_ ])?
    (?:
        (?:mir(?:na)?s?|micro[- ]?rna)[-_ ]?(?P<number>\d+)
        |
        (?:(?:mir(?:na)?|micro[- ]?rna)[-_ ]?)?let[-_ ]?(?P<let>7)
    )
    (?P<letter>[ab][a-z]|[a-z])?
    (?:(?:(?<=[a-z])|[-_ ])(?P<copy>\d{1,2})(?!\d|[-_ ]?p\b))?
    (?:[-_ ]?(?P<star>\*)|(?:[-_ ](?P<arm>[35])[-_ ]?p))?
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class MicroRNA:
    """A microRNA, its hairpin or one arm of it.

    :param name: as BEVO writes it, without a species: ``miR-21-5p``, ``let-7a``, ``miR-24-2``.
    :param family: number without letter, copy and arm: ``miR-21``, ``let-7``.
    :param stem: number and letter, without copy and arm: ``miR-146a``.
    :param arm: ``5p``, ``3p``, ``*`` for the passenger strand of older releases, or nothing.
    :param species: a CURIE, or nothing.
    """

    name: str
    family: str
    stem: str
    arm: str = ""
    species: str = ""

    @property
    def bare(self) -> str:
        """Without the arm."""
        return self.name.removesuffix(self.arm).rstrip("-") if self.arm else self.name


def read_microrna(text: str) -> MicroRNA | None:
    """The microRNA that a name means, in whatever form; None if it is no such name."""
    found = NAME.fullmatch(plain(text))
    if found is None:
        return None
    code = (found["species"] or "").lower()
    if code and code not in SPECIES_CODES and code != "has":
        return None
    family = "let-7" if found["let"] else f"miR-{int(found['number'])}"
    stem = family + (found["letter"] or "").lower()
    arm = f"{found['arm']}p" if found["arm"] else found["star"] or ""
    name = stem + (f"-{found['copy']}" if found["copy"] else "")
    name += arm if arm == "*" else f"-{arm}" if arm else ""
    species = SPECIES_CODES["hsa" if code == "has" else code] if code else ""
    return MicroRNA(name, family, stem, arm, species)
