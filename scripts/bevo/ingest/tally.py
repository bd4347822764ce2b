"""What an ingestion counts, to be summed over its parts and told in the report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bevo.ingest.rows import Made

__all__ = ["Tally"]


@dataclass
class Tally:
    """Counts.

    :param last: the number of the last row that was read.
    :param names: rows by key and name.
    :param reasons: rejected rows by column and sort of reason.
    :param missing: rows by key whose cell says nothing, of those that became findings.
    """

    rows: int = 0
    blank: int = 0
    findings: int = 0
    last: int = 0
    names: Counter[tuple[str, str]] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)

    @property
    def rejects(self) -> int:
        """How many rows were rejected."""
        return self.rows - self.findings

    def count(self, made: Made) -> None:
        """Count a row that is not blank."""
        self.rows += 1
        self.names.update(set(made.names))
        self.reasons.update({(fault.column, fault.sort) for fault in made.faults})
        if made.finding is not None:
            self.findings += 1
            self.missing.update(made.empty)

    def add(self, other: Tally) -> None:
        """Add what a later part counted."""
        self.rows += other.rows
        self.blank += other.blank
        self.findings += other.findings
        self.last = max(self.last, other.last)
        self.names.update(other.names)
        self.reasons.update(other.reasons)
        self.missing.update(other.missing)

    def as_json(self) -> dict[str, Any]:
        """The counts, to be kept in a file."""
        return {
            **{key: getattr(self, key) for key in ("rows", "blank", "findings", "last")},
            "names": [[*pair, count] for pair, count in self.names.items()],
            "reasons": [[*pair, count] for pair, count in self.reasons.items()],
            "missing": dict(self.missing),
        }

    @classmethod
    def of_json(cls, data: dict[str, Any]) -> Tally:
        """The counts of a file."""
        return cls(
            **{key: data[key] for key in ("rows", "blank", "findings", "last")},
            names=Counter({(key, name): count for key, name, count in data["names"]}),
            reasons=Counter({(column, sort): count for column, sort, count in data["reasons"]}),
            missing=Counter(data["missing"]),
        )
