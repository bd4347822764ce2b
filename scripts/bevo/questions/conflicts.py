"""Reviewed conflicts: what findings disagree, what explains it, and how the curator reads it.

The canned question ``conflicts`` finds the disagreements; a record reviews each. The two must agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from bevo.curation.read import read_list, unique
from bevo.curation.records import Identified, Text
from bevo.problems import InputError, Problem
from bevo.rdf.answer import Answer

__all__ = ["Conflict", "Found", "Key", "conflicts_markdown", "disagreements", "found_conflicts", "read_conflicts"]

Key = tuple[str, str, str]
Cause = Literal["maturity", "age", "M1/M2", "disease", "recipient", "state", "cargo", "report", "none"]
FindingIds = Annotated[tuple[Annotated[str, Field(pattern=r"^F[0-9]{4,}$")], ...], Field(min_length=1)]


class Conflict(Identified):
    """A reviewed conflict: one key, findings on both sides, and the curator's reading.

    The sides are those of the vesicle or cargo, not of the sentence: a knock-out that promotes stands among the
    findings that inhibit. The cause ``report`` means that places tell one study differently, or misread it.
    """

    id: Annotated[str, Field(pattern=r"^C[0-9]{4,7}$")]
    cargo: str | None = None
    source: str | None = None
    outcome: str | None = None
    polarity: Literal["bone", "cartilage"] | None = None
    promotes: FindingIds
    inhibits: FindingIds
    explained_by: Annotated[tuple[Cause, ...], Field(min_length=1)]
    reading: Annotated[Text, Field(description="how the curator reads it, in own words")]

    @model_validator(mode="after")
    def _one_key(self) -> Conflict:
        if bool(self.cargo) == bool(self.source):
            raise ValueError("a conflict needs a cargo or a source, not both")
        if bool(self.outcome) == bool(self.polarity):
            raise ValueError("a conflict needs an outcome or a polarity, not both")
        if "none" in self.explained_by and len(self.explained_by) > 1:
            raise ValueError("'none' cannot be combined: either something explains the conflict, or nothing does")
        return self

    @property
    def key(self) -> Key:
        """Kind of the key, key and what the conflict is about, as the question answers them."""
        keyed = "cargo" if self.cargo else "source"
        return keyed, self.cargo or self.source or "", self.outcome or self.polarity or ""


@dataclass(frozen=True)
class Found:
    """A conflict as the canned question finds it.

    :param comparable: how much both sides have in common, 0 to 4.
    :param shared_studies: how many studies are cited on both sides.
    """

    key: Key
    comparable: int
    shared_studies: int
    promotes: tuple[str, ...]
    inhibits: tuple[str, ...]
    promoting_contexts: tuple[str, ...]
    inhibiting_contexts: tuple[str, ...]


def found_conflicts(answer: Answer) -> list[Found]:
    """The answer of the question ``conflicts``, in its order: the most comparable first."""

    def parts(cell: str) -> tuple[str, ...]:
        return tuple(sorted(cell.split("; ")))

    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.plain()]
    return [
        Found(
            key=(row["keyed"], row["key"], row["about"]),
            comparable=int(row["comparable"]),
            shared_studies=int(row["sharedStudies"]),
            promotes=parts(row["promotes"]),
            inhibits=parts(row["inhibits"]),
            promoting_contexts=parts(row["promotingContext"]),
            inhibiting_contexts=parts(row["inhibitingContext"]),
        )
        for row in rows
    ]


def read_conflicts(folder: Path) -> list[Conflict]:
    """The records of all files of a folder, by id.

    :raises InputError: for everything that is wrong, with file and line.
    """
    problems: list[Problem] = []
    read = [pair for path in sorted(folder.glob("*.yaml")) for pair in read_list(path, Conflict, problems)]
    records = unique(read, problems)
    if problems:
        raise InputError(problems)
    return [record for _, (record, _) in sorted(records.items())]


def disagreements(records: Iterable[Conflict], found: Iterable[Found]) -> list[str]:
    """Where reviewed and found conflicts differ, a sentence each; empty if they agree."""
    reviewed = {record.key: record for record in records}
    seen = {conflict.key: conflict for conflict in found}
    said = [f"no record reviews {' '.join(key)}" for key in seen.keys() - reviewed.keys()]
    said += [f"{reviewed[key].id} is not found by the question" for key in reviewed.keys() - seen.keys()]
    for key in reviewed.keys() & seen.keys():
        for side in ("promotes", "inhibits"):
            written, right = sorted(getattr(reviewed[key], side)), sorted(getattr(seen[key], side))
            if written != right:
                said.append(f"{reviewed[key].id} {side}: {', '.join(written)} written, {', '.join(right)} found")
    return sorted(said)


def conflicts_markdown(records: Iterable[Conflict], found: Iterable[Found], limit: int = 10) -> str:
    """A page on the strongest conflicts: both sides with their contexts, what explains them, and the reading.

    :param found: the conflicts that the question finds, strongest first; those without a record are left out.
    :param limit: how many are told.
    """
    reviewed = {record.key: record for record in records}
    told = [(reviewed[conflict.key], conflict) for conflict in found if conflict.key in reviewed][:limit]
    head = (
        "# The strongest conflicts\n\n"
        "Generated from `instances/conflicts/` in the order of the question `conflicts`: the same cargo before "
        "the same source, and among those the sides that have most in common (recipient, source, donor state, cargo). "
        "Do not edit.\n"
    )
    return "\n".join([head, *(_chapter(i, record, conflict) for i, (record, conflict) in enumerate(told, start=1))])


def _chapter(number: int, record: Conflict, conflict: Found) -> str:
    keyed, key, about = record.key
    studies = f"; studies cited on both sides: {conflict.shared_studies}" if conflict.shared_studies else ""
    return (
        f"## {number}. {key}: {about} ({record.id})\n\n"
        f"Same {keyed}; {conflict.comparable} of 4 traits in common{studies}.\n\n"
        f"{_side('Promotes', conflict.promotes, conflict.promoting_contexts)}"
        f"{_side('Inhibits', conflict.inhibits, conflict.inhibiting_contexts)}\n"
        f"**Explained by:** {', '.join(record.explained_by)}.\n\n{record.reading}\n"
    )


def _side(name: str, findings: tuple[str, ...], contexts: tuple[str, ...]) -> str:
    return f"- **{name}** ({', '.join(findings)}):\n" + "".join(f"  - {context}\n" for context in contexts)
