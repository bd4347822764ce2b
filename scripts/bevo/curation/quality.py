"""What is kept on how the records were curated: double readings, a blind sample, and studies looked for in vain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bevo.curation.agreement import Row, read_rows
from bevo.curation.tables import read_table
from bevo.problems import Problem, relative

__all__ = ["Quality", "read_quality"]

READINGS = ("reading", "date", "records", "changed", "added", "withdrawn", "note")
NOT_FOUND = ("study", "date", "tried")


@dataclass(frozen=True)
class Quality:
    """The tables.

    :param readings: each reading of all records, with how many it changed.
    :param first: the blind sample as one curator read it; ``second`` as the other did.
    :param not_found: studies of which not even an abstract was found, with what was tried.
    """

    readings: list[Mapping[str, str]]
    first: list[Row]
    second: list[Row]
    not_found: list[Mapping[str, str]]


def read_quality(folder: Path, problems: list[Problem]) -> Quality:
    """The tables below a folder of instances.

    :param problems: what is wrong with them is added here.
    """
    tables = folder / "curation"
    readings = read_table(tables / "readings.tsv", READINGS, problems)
    for number, row in enumerate(readings, start=2):
        for column in ("records", "changed", "added", "withdrawn"):
            if not (row[column].isascii() and row[column].isdecimal()):
                message = f"{column}: '{row[column]}' is no number"
                problems.append(Problem(relative(tables / "readings.tsv"), number, row["reading"], message))
    return Quality(
        readings,
        read_rows(tables / "agreement-1.tsv", problems),
        read_rows(tables / "agreement-2.tsv", problems),
        read_table(folder / "checks" / "not-found.tsv", NOT_FOUND, problems),
    )
