"""A new source, from an id to the lines of its record: which file, which id, refused where it is there already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml

from bevo.curation.read import Instances, parsed
from bevo.curation.records import Dataset, Review, Source, Study, Trial
from bevo.curation.registers import Record, new_id
from bevo.files import write_whole
from bevo.problems import BevoError

__all__ = ["Kind", "Written", "append", "new_source", "standing"]

Kind = Literal["study", "review", "trial", "dataset"]

_MODELS: Mapping[Kind, tuple[type[Source], str]] = {
    "study": (Study, "studies.yaml"),
    "review": (Review, "reviews.yaml"),
    "trial": (Trial, "sources.yaml"),
    "dataset": (Dataset, "sources.yaml"),
}


class Written(NamedTuple):
    """A record to be written.

    :param file: the file of ``instances`` that it belongs into.
    :param text: its lines, YAML.
    """

    id: str
    file: str
    text: str


def standing(record: Record, instances: Instances) -> str:
    """Where a DOI, PMID or NCT number stands already, or nothing."""
    everything: list[tuple[str, Any]] = [
        *((f"study:{key}", one) for key, one in instances.studies.items()),
        *((f"{one.kind}:{key}", one) for key, one in instances.deposits.items()),
        *((f"review:{key}", one) for key, one in instances.reviews.items()),
    ]
    for register in ("doi", "pmid", "nct"):
        value = str(record.get(register, "")).casefold()
        for key, one in everything if value else ():
            if str(getattr(one, register, None) or "").casefold() == value:
                origin = instances.origins[key]
                return (
                    f"{key.partition(':')[2]} has that {register.upper()} ({origin.document.file}:{origin.line('id')})"
                )
    return ""


def new_source(record: Record, kind: Kind, instances: Instances, sure: bool, prefix: str = "") -> Written:
    """The lines of a new source.

    :param record: as :mod:`bevo.curation.registers` makes it.
    :param instances: what is there.
    :param sure: whether a register told it.
    :param prefix: how the ids of an overlay start.
    :raises BevoError: if it is there already, or misses what its kind needs.
    """
    if there := standing(record, instances):
        raise BevoError(f"it is there already: {there}")
    model, file = _MODELS[kind]
    resolution = "resolved" if sure else "probable"
    own = {"kind": kind, "resolution": resolution, "type": "review" if record.get("is_review") else None}
    made = {"id": new_id(record, instances.sources, prefix), **{k: v for k, v in own.items() if v}, **record}
    kept = {key: made[key] for key in _in_order(model) if key in made}
    _, faults = parsed(kept, model)
    if faults:
        raise BevoError(f"a {kind} needs more than the id tells: {faults[0].message}; name it with --title")
    return Written(kept["id"], file, yaml.safe_dump([kept], sort_keys=False, allow_unicode=True, width=1_000_000))


def _in_order(model: type[Source]) -> Iterator[str]:
    first = ("id", "kind", "title", "first_author", "authors", "year", "journal", "doi", "pmid", "pmcid", "nct")
    yield from (name for name in (*first, "type", "resolution") if name in model.model_fields)


def append(written: Written, instances: Path) -> Path:
    """Add a record at the end of its file, which is made if need be.

    :param instances: the folder.
    :raises BevoError: if it cannot be written; the file is then as it was.
    """
    path = instances / written.file
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        write_whole(path, (before + ("\n" if before and not before.endswith("\n") else "") + written.text).encode())
    except (OSError, UnicodeDecodeError) as error:
        raise BevoError(f"{path} cannot be written: {error}") from error
    return path
