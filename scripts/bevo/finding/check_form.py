"""A form for a curator who reads a study: its findings as recorded, what was found before, and what is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date

from bevo.curation.records import Check, Study
from bevo.curation.registers import read_id
from bevo.finding.evidence_level import evidence_levels
from bevo.finding.ground import Grounded
from bevo.finding.wording import sentence, steps_in_words
from bevo.problems import BevoError, nearest

__all__ = ["check_form", "find_study"]

FORM = """- finding: {finding}
  study: {study}
  verdict:  # agrees, partly, contradicts or silent
  # differs: what the study says otherwise, in own words; needed with partly and contradicts
  # facts: what it says beyond the finding
  # level: [in vitro, animal, patients]
  seen:  # abstract, full text or page
  at:  # the address of what you read
  date: '{today}'
  identity:  # certain or probable: whether what you read is the cited study
"""


def find_study(name: str, studies: Mapping[str, Study]) -> Study:
    """The study of an id, a DOI or a PMID, each also as an address.

    :raises BevoError: if there is none.
    """
    wanted = name.strip().casefold().removeprefix("study:").strip()
    for register in ("doi", "pmid"):
        with suppress(BevoError):
            wanted = read_id(register, name).value.casefold()
    for study in studies.values():
        if wanted in (study.id, (study.doi or "").casefold(), study.pmid or ""):
            return study
    bare = sum(not (study.doi or study.pmid) for study in studies.values())
    raise BevoError(
        f"no study of studies.yaml has the id, DOI or PMID '{name}'{nearest(wanted, studies)}; {bare} of "
        f"{len(studies)} have neither DOI nor PMID and others only one, so look by author and year too: "
        "bevo search 'Li 2016'"
    )


def check_form(study: Study, findings: Iterable[Grounded], checks: Iterable[Check], today: date) -> str:
    """YAML to paste below ``instances/checks``: a record to fill for each finding not yet checked against the study.

    What is recorded, and what was found before, stands in comments.

    :param findings: all; those that cite the study are taken.
    :raises BevoError: if no finding cites it.
    """
    done = {check.finding: check for check in checks if check.study == study.id}
    by_review: dict[str, list[Grounded]] = defaultdict(list)
    for finding in findings:
        if study.id in finding.record.cites and not finding.record.deprecated:
            by_review[finding.review].append(finding)
    if not by_review:
        raise BevoError(f"no finding cites {study.id}")
    lines = [f"# {line}" for line in _told(study)]
    for review, cited in sorted(by_review.items()):
        lines.append(f"\n# ---- for instances/checks/{review}.yaml")
        for finding in cited:
            lines += [f"# {line}" for line in _recorded(finding)]
            if finding.id in done:
                lines += [f"# {line}" for line in _found(done[finding.id])]
            else:
                lines.append(FORM.format(finding=finding.id, study=study.id, today=today.isoformat()))
    return "\n".join(lines)


def _told(study: Study) -> Iterator[str]:
    year = str(study.year) if study.year else None
    yield "; ".join(filter(None, (study.id, study.first_author, year, study.title, study.journal)))
    yield f"resolution: {study.resolution}; doi: {study.doi or 'unknown'}; pmid: {study.pmid or 'unknown'}"


def _recorded(finding: Grounded) -> Iterator[str]:
    record = finding.record
    yield f"{finding.id} ({finding.kind}): {sentence(finding)}"
    levels = (f"{told.level} (by {told.by.lower()})" for told in evidence_levels(finding, ()))
    for what, value in (
        ("at", "; ".join(record.at)),
        ("mechanism", steps_in_words(finding)),
        ("level", ", ".join(levels)),
        ("certainty", record.certainty),
        ("printed", record.printed),
        ("note", record.note),
    ):
        if value:
            yield f"  {what}: {value}"


def _found(check: Check) -> Iterator[str]:
    yield f"  checked {check.date} ({check.seen}, identity {check.identity}): {check.verdict}; {check.at}"
    if check.differs:
        yield f"  differs: {check.differs}"
