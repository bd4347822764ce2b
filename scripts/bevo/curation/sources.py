"""What findings are curated from: reviews, primary studies, records of trials, datasets.

A finding stands in the folder ``instances/findings/<id>/`` of its source. A primary study tells of itself, so a finding
from it cites it without saying so. A trial or a dataset is cited likewise by a finding that cites nothing else, or in
its place the study that published it: so each study counts once, whoever tells it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from bevo.curation.records import Deposit, Review, Study

__all__ = ["Citable", "Told", "implied", "sources", "with_implied"]

Citable: TypeAlias = Study | Deposit
"""What a finding may cite."""
Told: TypeAlias = Review | Study | Deposit
"""What a finding may be curated from."""


def sources(
    studies: Mapping[str, Study], deposits: Mapping[str, Deposit], reviews: Mapping[str, Review]
) -> dict[str, Told]:
    """Everything that findings may be curated from, by the name of its folder.

    A review stands before a study of the same id, which another review cites.
    """
    return {**studies, **deposits, **reviews}


def implied(source: Told | None) -> str:
    """The id of the study that each finding of a source cites without saying so; nothing for a review."""
    if source is None or isinstance(source, Review):
        return ""
    return source.id if isinstance(source, Study) else source.study or source.id


def with_implied(data: Any, source: Told | None) -> Any:
    """A finding as it is written, with the citation that its source implies.

    :param data: the keys and values of its record; anything else is returned as it is.
    """
    study = implied(source)
    if not study or not isinstance(data, dict) or "uncited" in data:
        return data
    if "cites" in data and not isinstance(source, Study):
        return data
    written = data.get("cites", [])
    cites = written if isinstance(written, list) else [written]
    return {**data, "cites": [study, *(one for one in cites if one != study)]}
