"""Ids of studies as people write them, and the study that each belongs to, once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bevo.cache import digest
from bevo.curation.records import Study

__all__ = ["Ref", "Studies", "Wrong", "read_id"]


class Wrong(ValueError):
    """An id that is none, with what is wrong as a clause."""


class Ref(NamedTuple):
    """An id of a study, or of a trial.

    :param sort: ``pmid``, ``doi``, ``pmcid`` or ``nct``.
    """

    sort: str
    value: str


_NAMES = {
    "pmid": "a PubMed id",
    "doi": "a DOI",
    "pmcid": "an id of PubMed Central",
    "nct": "an id of ClinicalTrials.gov",
}
_FORMS = (
    ("doi", re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)),
    (
        "pmcid",
        re.compile(
            r"(?:https?://(?:www\.ncbi\.nlm\.nih\.gov/pmc/articles|pmc\.ncbi\.nlm\.nih\.gov/articles)/)?"
            r"(?:PMCID:?\s*)?(PMC[0-9]{1,9})/?",
            re.IGNORECASE,
        ),
    ),
    ("nct", re.compile(r"(?:https?://(?:www\.)?clinicaltrials\.gov/\S*/)?(NCT[ -]?\d*)", re.IGNORECASE)),
    (
        "pmid",
        re.compile(
            r"(?:https?://(?:pubmed\.ncbi\.nlm\.nih\.gov|www\.ncbi\.nlm\.nih\.gov/pubmed)/|(?:PMID|pubmed|MEDLINE)[:\s]*)?"
            r"(\d+)(?:\.0)?/?",
            re.IGNORECASE,
        ),
    ),
)


def read_id(text: str, sort: str = "") -> Ref:
    """The id that a text is.

    :param sort: the sort that it must be; any where none is said.
    :raises Wrong: if it is none, or one of another sort.
    """
    if not text.isascii():
        strange = next(char for char in text if not char.isascii())
        raise Wrong(f"'{text}' holds U+{ord(strange):04X}, which no id has")
    forms = ((name, form.fullmatch(text.strip())) for name, form in _FORMS)
    found_sort, found = next(((name, match) for name, match in forms if match), ("", None))
    if found is None:
        raise Wrong(f"'{text[:60]}' is no {_NAMES[sort].partition(' ')[2] if sort else 'id of a study'}{_hint(text)}")
    if sort and found_sort != sort:
        raise Wrong(
            f"'{text}' is {_NAMES[found_sort]}, and the column is of {_NAMES[sort].partition(' ')[2]}s; "
            f"put it where '{found_sort}' stands, or map the column to 'cites', which takes all sorts"
        )
    return Ref(found_sort, _exact(found_sort, found[1], text))


def _exact(sort: str, value: str, text: str) -> str:
    if sort == "doi":
        return value.rstrip(".,;").lower()
    if sort == "pmcid":
        return value.upper()
    if sort == "nct":
        digits = re.sub(r"\D", "", value)
        if len(digits) != 8:
            raise Wrong(f"'{text}' is no id of ClinicalTrials.gov: NCT and 8 digits, and this has {len(digits)}")
        return f"NCT{digits}"
    value = value.lstrip("0")
    if not 1 <= len(value) <= 8:
        raise Wrong(f"'{text}' is no PubMed id: it has {len(value)} digits, and a PubMed id has 1 to 8")
    return value


def _hint(text: str) -> str:
    if re.fullmatch(r"\d+(?:[.,]\d+)?e\+?\d+", text, re.IGNORECASE):
        return ": a spreadsheet cut its digits off"
    if re.search(r"\d[\s,;|/]+\d", text):
        return "; if the cell holds several, say with split what separates them"
    return ""


class Studies:
    """The studies that a table cites, by their ids.

    :param known: studies that there are already, by id.
    :param source: the id of the table as a source.

    ``made`` holds the records that are made, ``log`` how, ``twins`` pairs of two records that a later row says are one.
    """

    def __init__(self, known: Iterable[Study], source: str) -> None:
        self.source = source
        self.made: dict[str, dict[str, object]] = {}
        self.log: list[tuple[str, dict[str, str], dict[str, str]]] = []
        self.twins: dict[str, str] = {}
        self._of: dict[Ref, str] = {}
        self._refs: dict[str, dict[str, str]] = {}
        for study in known:
            for sort in ("pmid", "doi", "pmcid"):
                value = getattr(study, sort)
                if value:
                    self._link(study.id, sort, value.lower() if sort == "doi" else value)

    def cite(self, refs: Mapping[str, str], about: Mapping[str, str]) -> str:
        """The id of the study that some ids are of; it is made if there is none.

        :param refs: ids by sort, at least one.
        :param about: what else the row tells of it: ``title``, ``year`` and the like.
        :raises Wrong: if one id says another study than the other.
        """
        study = next((self._of[ref] for ref in map(Ref._make, refs.items()) if ref in self._of), "")
        known = self._refs.get(study, {})
        for sort, value in refs.items():
            if known.get(sort, value) != value:
                raise Wrong(
                    f"says {sort} {value}, and {study} has {sort} {known[sort]} elsewhere; one of them is wrong"
                )
        new = {sort: value for sort, value in refs.items() if Ref(sort, value) not in self._of}
        record = self.made.get(study, {})
        told = {key: value for key, value in about.items() if key not in record and (not study or record)}
        for ref in map(Ref._make, refs.items()):
            if study and self._of.get(ref, study) != study:
                self.twins[self._of[ref]] = study
        if new or told or not study:
            study = study or _slug(refs)
            self.log.append((study, new, told))
            self._add(study, new, told)
        return study

    def replay(self, log: Iterable[tuple[str, dict[str, str], dict[str, str]]]) -> None:
        """Make again what an earlier run made."""
        for study, new, told in log:
            self._add(study, new, told)

    def _add(self, study: str, new: Mapping[str, str], told: Mapping[str, str]) -> None:
        if study not in self._refs or study in self.made:
            record = self.made.setdefault(study, {"id": study, "resolution": "probable"})
            record.update(new)
            record.update({key: int(value) if key == "year" else value for key, value in told.items()})
            record.setdefault("cited_as", {self.source: [_shown(new)]})
        for sort, value in new.items():
            self._link(study, sort, value)

    def _link(self, study: str, sort: str, value: str) -> None:
        self._of.setdefault(Ref(sort, value), study)
        self._refs.setdefault(study, {}).setdefault(sort, value)


def _shown(refs: Mapping[str, str]) -> str:
    return ", ".join(f"{sort.upper()} {value}" for sort, value in refs.items())


def _slug(refs: Mapping[str, str]) -> str:
    if "pmid" in refs:
        return f"pmid-{refs['pmid']}"
    if "doi" in refs:
        doi = refs["doi"]
        slug = re.sub(r"[^a-z0-9]+", "-", doi).strip("-")
        exact = re.fullmatch(r"10\.\d{4,9}/(?:[a-z0-9]+\.)*[a-z0-9]+", doi)
        return f"doi-{slug}" if exact else f"doi-{slug}-{digest(doi)[:6]}"
    return refs["pmcid"].lower()
