"""The two sides that each reviewed conflict lists, kept in step with those that the question finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from bevo.curation.read import Read, read_list
from bevo.problems import InputError, Problem
from bevo.questions.conflicts import Conflict, Found

__all__ = ["with_sides"]

SIDES = ("promotes", "inhibits")


def with_sides(folder: Path, found: Sequence[Found]) -> tuple[dict[str, bytes], list[str]]:
    """The files of a folder with the lists of both sides as found, and what a person must write.

    The text of a file stays as it is but for those lists. What a person wrote of a conflict is theirs to change, so
    nothing is written for a conflict without a record, or for a record without a conflict.

    :param found: the conflicts that the question finds.
    :returns: each file whose lists change, by its name; and a text for each record that is to be written or removed.
    :raises InputError: if the records have faults.
    """
    problems: list[Problem] = []
    read = {path: read_list(path, Conflict, problems) for path in sorted(folder.glob("*.yaml"))}
    if problems:
        raise InputError(problems)
    by_key = {conflict.key: conflict for conflict in found}
    files = {path.name: _renewed(path.read_text(encoding="utf-8"), records, by_key) for path, records in read.items()}
    changed = {path.name: files[path.name].encode("utf-8") for path in read}
    records = [one.record for some in read.values() for one in some]
    reviewed = {record.key for record in records}
    unread = [
        f"{record.id}: its conflict is no longer found; if that is right, remove the record"
        for record in records
        if record.key not in by_key
    ]
    last = max((int(record.id[1:]) for record in records), default=0)
    new = [conflict for conflict in found if conflict.key not in reviewed]
    unread += [_form(f"C{number:04}", conflict) for number, conflict in enumerate(new, start=last + 1)]
    return changed, unread


def _renewed(text: str, records: Iterable[Read[Conflict]], found: dict[tuple[str, str, str], Found]) -> str:
    lines = text.split("\n")
    for record, origin in records:
        conflict = found.get(record.key)
        for side in SIDES if conflict else ():
            right = getattr(conflict, side)
            if sorted(getattr(record, side)) != sorted(right):
                first = origin.line(side) - 1
                indent = len(lines[first]) - len(lines[first].lstrip(" -"))
                last = first + 1
                while last < len(lines) and len(lines[last]) - len(lines[last].lstrip(" ")) > indent:
                    last += 1
                kept = lines[first][: lines[first].index(side)]
                lines[first:last] = [f"{kept}{side}: [{', '.join(right)}]", *[GONE] * (last - first - 1)]
    return "\n".join(line for line in lines if line != GONE)


GONE = "\0"
"""Stands for a line that goes, so that the numbers of the others stay."""


def _form(number: str, conflict: Found) -> str:
    keyed, key, about = conflict.key
    what = "polarity" if about in ("bone", "cartilage") else "outcome"
    sides = "".join(f"  {side}: [{', '.join(getattr(conflict, side))}]\n" for side in SIDES)
    return (
        f"no record reviews {' '.join(conflict.key)}; read the findings, fill this in, and add it to "
        f"instances/conflicts:\n- id: {number}\n  {keyed}: {key}\n  {what}: {about}\n{sides}"
        "  explained_by: []\n  reading:"
    )
