"""From which findings the reviewed answers were made: a table of their hashes, ``queries/answers/findings.tsv``."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path

from bevo.build.prepare import Checked
from bevo.cache import digest
from bevo.curation.jsonl import findings_jsonl
from bevo.finding.standing import Reading
from bevo.problems import InputError, Problem, relative

__all__ = ["FINDINGS", "changed_findings", "digests", "findings_tsv", "read_digests"]

FINDINGS = "findings.tsv"
HEAD = "finding\thash"


def digests(checked: Checked) -> dict[str, str]:
    """A short hash of each record as curated, with what checks and discrepancies say of it; by id, in their order."""
    found = {}
    for line in findings_jsonl(checked.instances).splitlines():  # of bytes, for U+2028 ends no line
        finding = json.loads(line)["id"]
        reading = checked.readings.get(finding, Reading())
        checks = [check.model_dump_json() for check in reading.checks]
        found[finding] = digest(line, *sorted(reading.disowned), *checks)[:10]
    return found


def findings_tsv(found: Mapping[str, str]) -> bytes:
    """The table as it is committed."""
    return "".join(f"{line}\n" for line in (HEAD, *map("\t".join, found.items()))).encode("utf-8")


def read_digests(path: Path) -> dict[str, str] | None:
    """The committed table; None if there is none.

    :raises InputError: if it is no such table.
    """
    if not path.exists():
        return None
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        finding, tab, value = line.partition("\t")
        if number == 1:
            continue
        if not tab or not finding or not value:
            message = (
                f"must be an id, a tab and a hash; 'bevo renew --yes' writes the table anew: remove {path.name} first"
            )
            raise InputError([Problem(relative(path), number, finding, message)])
        found[finding] = value
    return found


def changed_findings(reviewed: Mapping[str, str], now: Mapping[str, str], withdrawn: Collection[str]) -> dict[str, str]:
    """What became of each finding that is not as it was: ``new``, ``changed``, ``withdrawn`` or ``gone``."""

    def became(finding: str) -> str:
        if finding not in now:
            return "gone"
        return "withdrawn" if finding in withdrawn else "changed" if finding in reviewed else "new"

    every = sorted({*reviewed, *now})
    return {finding: became(finding) for finding in every if reviewed.get(finding) != now.get(finding)}
