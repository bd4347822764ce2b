"""Findings that nobody made, to measure with: plausible and well formed, as many as asked for.

Each follows a curated finding, with source, cargo, recipient, outcome, studies and place taken from others of the same
kind, as often as they stand there. What it says is not true, and its note says so.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from bevo.curation.jsonl import findings_jsonl
from bevo.curation.read import Instances, read_instances
from bevo.curation.records import Finding
from bevo.finding.ground import ground
from bevo.finding.prepare import prepare
from bevo.ontology.merge import read_ontology
from bevo.ontology.terms import Vocabulary
from bevo.problems import BevoError, InputError, errors
from bevo.project import Project
from bevo.signs import SIGNS

__all__ = ["MOST", "synthetic"]

FIRST_ID = 1_000_000
MOST = 9_000_000
"""How many ids there are for them."""
Record = dict[str, Any]
Kinds = dict[str, str]
Pools = dict[tuple[str, ...], list[Any]]


def synthetic(project: Project, count: int, seed: int = 0) -> Iterator[str]:
    """Lines of a file of findings; the same for the same seed and release.

    :raises InputError: if the curated records have faults.
    :raises BevoError: if there are not as many ids.
    """
    if not 0 <= count <= MOST:
        raise BevoError(f"there are ids for at most {MOST} synthetic findings")
    vocabulary = read_ontology(project.ontology).vocabulary
    instances, problems = read_instances(project.instances)
    if errors(problems):
        raise InputError(problems)
    kinds, pools = _drawn_from(instances, vocabulary)
    records = {record["id"]: record for record in map(json.loads, findings_jsonl(instances).splitlines())}
    templates = [records[finding] for finding in kinds]
    chance = random.Random(seed)
    for number in range(count):
        template = chance.choice(templates)
        review, at = chance.choice(pools["place",])
        base = {
            **template,
            "id": f"F{FIRST_ID + number}",
            "review": review,
            "at": at,
            "note": f"Synthetic, after {template['id']}.",
        }
        if "cites" in base:
            base["cites"] = sorted({chance.choice(pools["study",]) for _ in base["cites"]})
        record = _swapped(base, kinds[template["id"]], pools, chance)
        yield json.dumps(record if _is_sound(record, vocabulary) else base, ensure_ascii=False)


def _drawn_from(instances: Instances, vocabulary: Vocabulary) -> tuple[dict[str, Kinds], Pools]:
    """Of each finding the kind of term in each role; and what each role is drawn from, as often as it stands."""
    kinds: dict[str, Kinds] = {}
    pools: defaultdict[tuple[str, ...], list[Any]] = defaultdict(list)
    records = {record["id"]: record for record in map(json.loads, findings_jsonl(instances).splitlines())}
    for finding, _ in prepare(instances.findings, vocabulary)[0].values():
        record = records[finding.id]
        if finding.record.deprecated:
            continue
        pools["place",].append((finding.review, record["at"]))
        pools["study",] += finding.record.cites
        kinds[finding.id] = {
            role: named[0].kind
            for role, named in (
                ("from", [p.term for p in finding.source]),
                ("to", [p.term for p in finding.to]),
                ("cargo", [cargo.term for cargo in finding.cargo]),
            )
            if len(named) == 1 and _name(record[role])
        }
        for role, kind in kinds[finding.id].items():
            pools[role, kind].append(record[role])
        outcome = finding.outcome
        if outcome and finding.record.outcome and not outcome.cell and not outcome.molecule:
            kinds[finding.id]["outcome"] = outcome.term.kind
            pools["outcome", outcome.term.kind].append(finding.record.outcome)
    return kinds, dict(pools)


def _name(value: Any) -> str:
    """The one name of a role, or nothing where it has several."""
    if isinstance(value, dict) and len(value) == 1:
        return str(next(iter(value)))
    return value if isinstance(value, str) else ""


def _swapped(record: Record, kinds: Kinds, pools: Pools, chance: random.Random) -> Record:
    """A record with other participants, told alike throughout its steps."""
    for role, kind in kinds.items():
        drawn = chance.choice(pools[role, kind])
        sign = next((sign for sign in SIGNS if sign in record), "")
        old = record[sign] if role == "outcome" else _name(record[role])
        record = _renamed(record, old, _name(drawn))
        if role in ("from", "to"):
            record = {**record, role: drawn}
    return record


def _renamed(record: Record, old: str, new: str) -> Record:
    """A record with a name put for another, also where the name starts a compound; unless it has that name already."""
    parts = {key: record[key] for key in ("cargo", "by", "via", *SIGNS) if key in record}
    if f'"{new}' in json.dumps(parts, ensure_ascii=False):
        return record

    def put(value: Any) -> Any:
        if isinstance(value, str):
            return new + value.removeprefix(old) if value == old or value.startswith(f"{old} ") else value
        if isinstance(value, list):
            return [put(item) for item in value]
        return {put(key): item for key, item in value.items()} if isinstance(value, dict) else value

    return {**record, **{key: put(value) for key, value in parts.items()}}


def _is_sound(record: Record, vocabulary: Vocabulary) -> bool:
    try:
        finding = Finding.model_validate({key: value for key, value in record.items() if key != "review"})
    except ValidationError:
        return False
    grounded, faults = ground(finding, record["review"], vocabulary)
    if grounded is None or faults:
        return False
    # An outcome may come to stand under two names, with two signs.
    return all(step.object != grounded.outcome or step.verb == finding.sign for step in grounded.steps)
