"""What journals published on studies after them: retractions, corrections, doubts; and what follows for the counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bevo.curation.read import Instances
from bevo.curation.records import Notice
from bevo.problems import Problem

__all__ = ["RETRACTED", "notice_of", "resting_on_retracted", "words"]

RETRACTED = "retracted"
_CROSSREF = {
    **dict.fromkeys(("retraction", "removal", "withdrawal"), RETRACTED),
    **dict.fromkeys(("expression_of_concern", "expression-of-concern"), "in doubt"),
    **dict.fromkeys(("correction", "erratum", "corrigendum"), "corrected"),
}
"""The types of updates at Crossref, https://www.crossref.org/documentation/crossmark/participating-in-crossmark/."""
_WEIGHT = (RETRACTED, "in doubt", "corrected")


def words(notice: Notice) -> str:
    """A notice as a sentence, such as "Retracted (2024-03-01, doi:10.1000/1)."."""
    told = ", ".join(filter(None, (notice.date or "", f"doi:{notice.doi}" if notice.doi else "")))
    return f"{notice.kind.capitalize()}{f' ({told})' if told else ''}."


def notice_of(answer: Any) -> Notice | None:
    """The weightiest notice that Crossref knows of a work; None if it knows none.

    :param answer: the JSON of https://api.crossref.org/works/DOI.
    """
    updates = answer.get("message", {}).get("updated-by", []) if isinstance(answer, dict) else []
    found = [
        Notice(kind=_CROSSREF[update["type"]], doi=update.get("DOI"), date=_day(update))  # type: ignore[arg-type]  # those that a notice may be
        for update in updates
        if update.get("type") in _CROSSREF
    ]
    return min(found, key=lambda notice: _WEIGHT.index(notice.kind), default=None)


def _day(update: Any) -> str | None:
    parts = [*update.get("updated", {}).get("date-parts", []), []][0]
    return "-".join(f"{part:02d}" for part in parts) if len(parts) == 3 else None


def resting_on_retracted(instances: Instances) -> Iterator[Problem]:
    """A fault for each finding that counts although all that it cites is retracted.

    It stops counting by a discrepancy, which says so to readers as for any other reason.
    """
    retracted = {s.id for s in instances.studies.values() if s.notice and s.notice.kind == RETRACTED}
    disowned = {
        finding
        for discrepancy in instances.discrepancies
        for finding, aspects in discrepancy.does_not_count.items()
        if "finding" in aspects
    }
    for finding, _ in instances.findings:
        if (
            finding.cites
            and retracted.issuperset(finding.cites)
            and finding.id not in disowned
            and not finding.deprecated
        ):
            origin = instances.origins[finding.id]
            message = (
                f"all that it cites is retracted ({', '.join(finding.cites)}); write a discrepancy with "
                f"'does_not_count: {{{finding.id}: [finding]}}', or cite what bears it out"
            )
            yield Problem(origin.document.file, origin.line("cites"), finding.id, message)
