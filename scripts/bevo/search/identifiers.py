"""Identifiers however people paste them, in one writing."""

from __future__ import annotations

import re

from bevo.vocabulary.spelling import plain

__all__ = ["identifier"]

_PREFIXES = (
    "cl|go|uberon|mondo|chebi|eco|so|pato|obi|pr|mgi|hgnc|rgd|ncbitaxon|taxon|fplx|mesh|cellosaurus|mirbase|"
    "mirbase.mature|bevo|finding|study|review|molecule|discrepancy|question|uniprot|bfo|ro|iao"
)
_OWN = "finding|study|review|molecule|discrepancy|question"
_DOI = re.compile(r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi[: ]+)?(10\.\d{4,9}/\S+)")
_DOI_WITHIN = re.compile(
    r"https?://[^?#]*?/(10\.\d{4,9}/[^\s?#]+?)(?:/(?:full|fulltext|abstract|pdf|epdf|html|meta)|\.full|\.pdf|\.abstract)*/?(?:[?#].*)?"
)
"""The address of an article at its publisher, which holds its DOI."""
_NATURE = re.compile(r"https?://(?:www\.)?nature\.com/articles/([a-z0-9.\-]+?)(?:\.pdf)?/?(?:[?#].*)?")
"""The same where the DOI is cut to its last part."""
_PMID = re.compile(
    r"(?:(?:https?://)?(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/|"
    r"(?:pmid|pubmed(?: id)?)[:# ]*)(\d{1,8})/?|(\d{6,8})"
)
_PAGE = re.compile(rf"https?://[^?#]*?/(?:({_OWN}|term)/)?([^/?#]+?)(?:\.html|\.ttl|\.jsonld|\.nt)?(?:[?#].*)?")
_CURIE = re.compile(rf"(?:obo:)?({_PREFIXES})[:_]\s?([\w/.+\-]+)")
_ACCESSION = re.compile(r"(?:(?:cellosaurus|mirbase|mirbase\.mature)[:/])?(cvcl_\w{4}|mimat\d{7}|mi\d{7})")
_NUMBERED = re.compile(r"([fd])\d{4,}")
_PART = re.compile(r"(f\d{4,})-.+")


def identifier(text: str) -> str | None:
    """The one writing of a DOI, PMID, CURIE, IRI, accession or address of a page; None if a text is none of these.

    :returns: in lower case, for example ``doi:10.1038/ncomms10872``, ``cl:0000092``, ``finding:f0026``.
    """
    folded = plain(text).lower().strip("<>\"' ").rstrip(".,;")
    if found := _DOI.fullmatch(folded):
        return f"doi:{found[1].rstrip('.,;)')}"
    if found := _DOI_WITHIN.fullmatch(folded):
        return f"doi:{found[1]}"
    if found := _NATURE.fullmatch(folded):
        return f"doi:10.1038/{found[1]}"
    if found := _PMID.fullmatch(folded):
        return f"pmid:{int(found[1] or found[2])}"
    if found := _ACCESSION.fullmatch(folded):
        return found[1]
    if _NUMBERED.fullmatch(folded):
        return _own("finding" if folded[0] == "f" else "discrepancy", folded)
    if found := _CURIE.fullmatch(folded):
        prefix, name = found[1], found[2]
        if ":" not in folded and not re.fullmatch(r"\d{4,}", name):
            return None
        if prefix == "bevo" and (inner := re.fullmatch(rf"({_OWN})/(.+)", name)):
            return _own(inner[1], inner[2])
        return name if _ACCESSION.fullmatch(name) else _own("ncbitaxon" if prefix == "taxon" else prefix, name)
    if folded.startswith("http") and (found := _PAGE.fullmatch(folded.rstrip("/"))):
        if found[1] and found[1] != "term":
            return _own(found[1], found[2])
        return identifier(found[2]) or f"bevo:{found[2]}"
    return None


def _own(prefix: str, name: str) -> str:
    """A CURIE; a participant of a finding is in its finding."""
    part = _PART.fullmatch(name) if prefix == "finding" else None
    return f"{prefix}:{part[1] if part else name}"
