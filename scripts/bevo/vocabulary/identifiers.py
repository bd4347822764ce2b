"""CURIEs however they are written: as IRI, as bare accession, in any case."""

from __future__ import annotations

import re

from bevo.rdf.names import compact

__all__ = ["as_curie"]

_PREFIX = {
    name.lower(): name for name in ("CL", "GO", "UBERON", "MONDO", "CHEBI", "ECO", "SO", "PATO", "OBI", "PR", "MGI")
}
_PREFIX |= {
    "hgnc": "hgnc",
    "rgd": "rgd",
    "ncbitaxon": "NCBITaxon",
    "taxon": "NCBITaxon",
    "fplx": "fplx",
    "mesh": "mesh",
}
_PREFIX |= {"cellosaurus": "cellosaurus", "mirbase": "mirbase", "mirbase.mature": "mirbase.mature", "bevo": "bevo"}


def as_curie(text: str) -> str | None:
    """The CURIE that a CURIE in any case, an IRI or a bare accession stands for; None if it is none of these."""
    text = text.strip().strip("<>")
    if re.match(r"https?://", text):
        short = compact(text)
        if short != text and not short.startswith("obo:"):
            return short
        text = re.split(r"[/#]", text.rstrip("/"))[-1]
    text = re.sub(r"^obo:", "", text, flags=re.IGNORECASE)
    for pattern, prefix in (
        (r"CVCL_\w{4}", "cellosaurus:"),
        (r"MIMAT[0-9]{7}", "mirbase.mature:"),
        (r"MI[0-9]{7}", "mirbase:"),
    ):
        if re.fullmatch(rf"(?:[\w.]+:)?{pattern}", text, re.IGNORECASE):
            return prefix + text.rpartition(":")[2].upper()
    found = re.fullmatch(r"([A-Za-z.]+)[:_]([\w/.\-]+)", text)
    if found and found[1].lower() in _PREFIX and (":" in text or re.fullmatch(r"[0-9]{4,}", found[2])):
        return f"{_PREFIX[found[1].lower()]}:{found[2]}"
    return None
