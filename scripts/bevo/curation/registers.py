"""Bibliographic records of public registers: what Crossref, PubMed and ClinicalTrials.gov say of an id.

Nothing is asked of a network here: an answer comes in as it was sent, a record of ``instances`` goes out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

from bevo.curation.records import PMID
from bevo.problems import BevoError

__all__ = ["ADDRESSES", "Id", "Record", "address", "new_id", "read_answer", "read_id", "skeleton"]

Record = dict[str, Any]
"""The keys of a study, review, trial or dataset, in the order in which they are written."""

ADDRESSES = {
    "doi": "https://api.crossref.org/works/{id}",
    "pmid": "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esummary.fcgi?db=pubmed&retmode=json&tool=bevo&id={id}",
    "nct": "https://clinicaltrials.gov/api/v2/studies/{id}?format=json",
}
"""Where each kind of id is looked up: https://api.crossref.org, https://www.ncbi.nlm.nih.gov/books/NBK25499/,
https://clinicaltrials.gov/data-api/api."""

_FORMS = {
    "doi": (
        re.compile(r"10\.[0-9]{4,9}/\S+"),
        "a DOI starts with 10., a number and a slash, for example 10.1038/ncomms10872",
    ),
    "pmid": (re.compile(PMID), "a PMID is a number, for example 26947250"),
    "nct": (
        re.compile(r"NCT[0-9]{8}"),
        "a ClinicalTrials.gov number is NCT and eight digits, for example NCT04388982",
    ),
}
_STARTS = {
    "doi": ("https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi.org/", "doi:"),
    "pmid": ("https://pubmed.ncbi.nlm.nih.gov/", "https://www.ncbi.nlm.nih.gov/pubmed/", "pmid:"),
    "nct": ("https://clinicaltrials.gov/study/", "https://clinicaltrials.gov/ct2/show/", "clinicaltrials.gov:"),
}


class Id(NamedTuple):
    """An id of a register: ``doi``, ``pmid`` or ``nct``."""

    register: str
    value: str


def read_id(register: str, text: str) -> Id:
    """An id as people write it, also as an address.

    :raises BevoError: if it has not the form of its register; it says which form another register's id has.
    """
    value = unicodedata.normalize("NFKC", text).strip()
    if strange := [c for c in text if unicodedata.category(c) == "Cf"]:
        raise BevoError(f"'{text}' holds an invisible character (U+{ord(strange[0]):04X}); type the id anew")
    for start in _STARTS[register]:
        if value.casefold().startswith(start):
            value = value[len(start) :].strip()
            if register == "doi" and "/" in start:
                value = unquote(value)
    value = value.rstrip("/") if register != "doi" else value.rstrip(".,;")
    value = value.upper() if register == "nct" else value
    form, told = _FORMS[register]
    if form.fullmatch(value) and value.isascii():
        return Id(register, value)
    other = next((name for name, (pattern, _) in _FORMS.items() if name != register and pattern.fullmatch(value)), "")
    hint = f"; it looks like one for --{other}" if other else ""
    raise BevoError(f"'{text}' is no {register.upper()}: {told}{hint}")


def address(wanted: Id, addresses: Mapping[str, str] = ADDRESSES) -> str:
    """Where an id is looked up."""
    return addresses[wanted.register].format(id=quote(wanted.value, safe=""))


def read_answer(wanted: Id, answer: Any) -> Record:
    """The record that a register's answer (its JSON) makes.

    :raises BevoError: if the answer is not what that register sends, or is about another id.
    """
    try:
        record = {"doi": _of_crossref, "pmid": _of_pubmed, "nct": _of_trials}[wanted.register](answer)
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        raise BevoError(f"the answer on {wanted.value} is not in the form that is known: {error!r}") from error
    told = str(record.get(wanted.register, ""))
    if told.casefold() != wanted.value.casefold():
        raise BevoError(f"the answer is about '{told}', not about {wanted.value}")
    return record


def skeleton(wanted: Id) -> Record:
    """What the id alone tells; the title of a trial is to be filled in."""
    record: Record = {wanted.register: wanted.value}
    if wanted.register == "nct":
        return {"title": f"Trial {wanted.value}", **record}
    return record


def new_id(record: Record, taken: Collection[str], prefix: str = "") -> str:
    """An id for a record: first author and year, as those of ``studies.yaml``; a letter behind where it is taken.

    :param prefix: how the ids of an overlay start.
    """
    if "nct" in record:
        name = str(record["nct"]).lower()
    else:
        first = str(record.get("first_author") or "")
        author = _ascii(first.rpartition(" ")[0] or first)
        number = f"pmid-{record['pmid']}" if "pmid" in record else f"doi-{_ascii(str(record.get('doi', '')))}"
        name = f"{author}-{record['year']}" if author and record.get("year") else number
    letters = ("", *(f"-{letter}" for letter in "bcdefghijklmnopqrstuvwxyz"))
    return next(one for letter in letters if (one := f"{prefix}{name}{letter}") not in taken)


def _ascii(text: str) -> str:
    plain = text.casefold().translate({ord("ø"): "o", ord("ł"): "l", ord("đ"): "d", ord("æ"): "ae"})
    letters = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def _plain(text: str) -> str:
    """A title without its marks, in one line."""
    return " ".join(re.sub(r"</?[A-Za-z][^>]*>", "", text).split()).rstrip(".")


def _of_crossref(answer: Any) -> Record:
    work = answer["message"]
    authors = [
        f"{a['family']} {_initials(a.get('given', ''))}".strip() for a in work.get("author", []) if "family" in a
    ]
    dates = (work.get(key) for key in ("published-print", "published", "issued", "published-online"))
    year = next((parts[0][0] for date in dates if date and (parts := date.get("date-parts")) and parts[0]), None)
    return _without_none(
        {
            "title": _plain(work["title"][0]) if work.get("title") else None,
            "first_author": authors[0] if authors else None,
            "authors": authors,
            "year": int(year) if year else None,
            "journal": _plain(work["container-title"][0]) if work.get("container-title") else None,
            "doi": work["DOI"],
            "is_dataset": True if work.get("type") == "dataset" else None,
        }
    )


def _initials(given: str) -> str:
    return "".join(part[0] for part in re.split(r"[\s.-]+", given) if part)


def _of_pubmed(answer: Any) -> Record:
    (uid,) = answer["result"]["uids"]
    work = answer["result"][uid]
    if "error" in work:
        raise BevoError(f"PubMed has no {uid}: {work['error']}")
    ids = {one["idtype"]: one["value"] for one in work.get("articleids", [])}
    authors = [a["name"] for a in work.get("authors", []) if a.get("authtype", "Author") == "Author"]
    year = re.match(r"[0-9]{4}", work.get("pubdate", ""))
    return _without_none(
        {
            "title": _plain(work["title"]),
            "first_author": authors[0] if authors else None,
            "authors": authors,
            "year": int(year[0]) if year else None,
            "journal": work.get("source") or None,
            "doi": ids.get("doi"),
            "pmid": uid,
            "pmcid": ids.get("pmc"),
            "is_review": True if "Review" in work.get("pubtype", []) else None,
        }
    )


def _of_trials(answer: Any) -> Record:
    protocol = answer["protocolSection"]
    identity = protocol["identificationModule"]
    sponsor = protocol.get("sponsorCollaboratorsModule", {}).get("leadSponsor", {}).get("name")
    start = protocol.get("statusModule", {}).get("startDateStruct", {}).get("date", "")
    return _without_none(
        {
            "title": _plain(identity.get("officialTitle") or identity["briefTitle"]),
            "authors": [sponsor] if sponsor else [],
            "year": int(start[:4]) if start[:4].isdigit() else None,
            "nct": identity["nctId"],
        }
    )


def _without_none(record: Record) -> Record:
    return {key: _composed(value) for key, value in record.items() if value not in (None, [])}


def _composed(value: Any) -> Any:
    """A text, or several, with each accent in one character with its letter: Crossref has them apart."""
    if isinstance(value, list):
        return [_composed(one) for one in value]
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value
