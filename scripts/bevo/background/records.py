"""Background statements as they are kept: read from ``instances/background/`` and checked against the terms.

A statement says that a molecule, or a process, promotes or inhibits a process. It is no finding: nobody reported it of
vesicles, and nothing counts it as one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bevo.curation.locators import check_locator
from bevo.curation.read import Instances, read_list, unique
from bevo.curation.records import ADDRESS, Slug, Text
from bevo.curation.tables import read_table
from bevo.ontology.terms import NameProblem, Term, Vocabulary
from bevo.problems import Problem, nearest, relative
from bevo.rdf.names import expand, local_name, slug

__all__ = ["GO_COLUMNS", "TIERS", "Knowledge", "Process", "Source", "Statement", "Tier", "read_knowledge"]

Tier = Literal["experimental", "inferred", "reviews", "terms"]
TIERS: tuple[Tier, ...] = ("experimental", "inferred", "reviews", "terms")
"""Where a statement comes from: seen in an experiment, inferred or said by an author (both from GO), told by a review
as settled, or our own reading of how two processes hang together."""

PROCESS_COLUMNS = ("process", "classes", "cell", "go", "reason")
GO_COLUMNS = ("molecule", "label", "sign", "process", "tier", "evidence", "go", "go_label", "source")
SUBJECTS = ("molecules", "processes", "pathways", "traits")
SIGNS: Mapping[str, Literal[1, -1]] = {"promotes": 1, "inhibits": -1}


@dataclass(frozen=True)
class Process:
    """What background is about: one process under all its classes, such as a process, its parts and its read-outs.

    :param name: its name in plain words; no two have one.
    :param classes: IRIs of the classes of outcomes that it stands for.
    :param cell: IRI of the cell that it takes place in, where its classes leave that open.
    :param go: GO ids whose regulation is knowledge of it, with what lies below them; with ``=`` that id alone.
    :param reason: why its classes are taken together.
    """

    name: str
    classes: tuple[str, ...]
    cell: str
    go: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Source:
    """Where statements of GO come from.

    :param date: of the release of the annotations.
    """

    id: str
    title: str
    date: str
    licence: str
    url: str


@dataclass(frozen=True)
class Statement:
    """One background statement.

    :param subject: IRI of a molecule, or of a class of processes; or the name of a background process.
    :param sign: 1 if it promotes, -1 if it inhibits.
    :param process: the name of a background process.
    :param evidence: evidence codes of GO.
    :param go: the annotated GO terms, by id and label.
    :param source: the id of a source, for GO.
    :param at: places as ``review: locator``.
    :param told_in: findings that state it as a step of their mechanism.
    """

    subject: str
    label: str
    sign: Literal[1, -1]
    process: str
    tier: Tier
    evidence: tuple[str, ...] = ()
    go: tuple[str, ...] = ()
    source: str = ""
    at: tuple[str, ...] = ()
    told_in: tuple[str, ...] = ()
    note: str = ""

    @property
    def verb(self) -> str:
        """The sign as a verb."""
        return "promotes" if self.sign > 0 else "inhibits"

    @property
    def id(self) -> str:
        """Tells what it says and from which tier; the same in every release."""
        name = local_name(self.subject) if ":" in self.subject else slug(self.subject)
        return f"{name}-{self.verb}-{slug(self.process)}-{self.tier}"

    def __str__(self) -> str:
        return f"{self.label} {self.verb} {self.process}"


class Reading(BaseModel):
    """What a curator makes of background that speaks against a finding."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    finding: Annotated[str, Field(pattern=r"^F[0-9]{4,7}$")]
    cause: Literal["slip", "context", "background"]
    reading: Text

    @property
    def id(self) -> str:
        """The finding that it is on."""
        return self.finding


@dataclass(frozen=True)
class Knowledge:
    """All background.

    :param readings: by the id of the finding.
    """

    processes: Mapping[str, Process]
    sources: Mapping[str, Source]
    statements: Sequence[Statement]
    readings: Mapping[str, Reading] = field(default_factory=dict)

    def of(self, tiers: Collection[str], without: Collection[str] = ()) -> Knowledge:
        """That of some tiers; the tier ``terms`` is always in it.

        :param without: findings, and places as ``review: locator``; what only they tell is left out.
        """

        def kept(statement: Statement) -> Statement | None:
            if statement.tier not in (*tiers, "terms"):
                return None
            told = tuple(f for f in statement.told_in if f not in without)
            at = tuple(place for place in statement.at if place not in without)
            gone = (statement.told_in or statement.at) and not told and not at
            return None if gone else replace(statement, told_in=told, at=at)

        return replace(self, statements=[k for s in self.statements if (k := kept(s))])

    def conflicting(self) -> set[Statement]:
        """The statements whose subject is said to promote and to inhibit one process: they decide nothing."""
        signs: dict[tuple[str, str], set[int]] = {}
        for s in self.statements:
            signs.setdefault((s.subject, s.process), set()).add(s.sign)
        return {s for s in self.statements if len(signs[s.subject, s.process]) > 1}


class _Record(BaseModel):
    """A statement as curators write it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    subject: str
    promotes: str | None = None
    inhibits: str | None = None
    told_in: Annotated[tuple[Annotated[str, Field(pattern=r"^F[0-9]{4,7}$")], ...], Field(default=())]
    at: tuple[str, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _one_sign(self) -> _Record:
        if bool(self.promotes) == bool(self.inhibits):
            raise ValueError("a background statement needs one of 'promotes' and 'inhibits'")
        return self


class _SourceRecord(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    title: Text
    date: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$")]
    licence: Annotated[str, Field(pattern=ADDRESS)]
    url: Annotated[str, Field(pattern=ADDRESS)]


def read_knowledge(folder: Path, vocabulary: Vocabulary, instances: Instances, problems: list[Problem]) -> Knowledge:
    """Read ``instances/background/``; without the folder there is no background.

    :param problems: what is wrong is added here.
    """
    processes = _processes(folder / "processes.tsv", vocabulary, problems)
    path = folder / "sources.yaml"
    read = read_list(path, _SourceRecord, problems) if path.exists() else []
    sources = {r.record.id: Source(**r.record.model_dump()) for r in read}
    statements = list(_annotated(folder / "go.tsv", processes, sources, vocabulary, problems))
    for tier in ("reviews", "terms"):
        statements += _told(folder / f"{tier}.yaml", tier, processes, vocabulary, instances, problems)
    return Knowledge(
        processes,
        sources,
        sorted(statements, key=lambda s: s.id),
        _readings(folder / "readings.yaml", instances, problems),
    )


def _readings(path: Path, instances: Instances, problems: list[Problem]) -> dict[str, Reading]:
    known = {f.finding.id for f in instances.findings}
    read = unique(read_list(path, Reading, problems) if path.exists() else (), problems, "finding")
    for record, origin in read.values():
        if record.finding not in known:
            message = f"there is no finding {record.finding}"
            problems.append(Problem(origin.document.file, origin.line("finding"), record.finding, message))
    return {name: record for name, (record, _) in read.items()}


def _cells(text: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in text.split("|") if cell.strip())


def _processes(path: Path, vocabulary: Vocabulary, problems: list[Problem]) -> dict[str, Process]:
    found: dict[str, Process] = {}
    for line, row in enumerate(read_table(path, PROCESS_COLUMNS, problems), start=2):
        curies = (*_cells(row["classes"]), *_cells(row["cell"]))
        unknown = [c for c in curies if expand(c) not in vocabulary.terms]
        if unknown or not row["classes"] or row["process"] in found:
            what = (
                f"{', '.join(unknown)} is no term of the tables" if unknown else "needs a name of its own and classes"
            )
            problems.append(Problem(relative(path), line, row["process"], what))
            continue
        classes = tuple(map(expand, _cells(row["classes"])))
        cell = expand(row["cell"]) if row["cell"] else ""
        found[row["process"]] = Process(row["process"], classes, cell, _cells(row["go"]), row["reason"])
    return found


def _annotated(
    path: Path,
    processes: Mapping[str, Process],
    sources: Mapping[str, Source],
    vocabulary: Vocabulary,
    problems: list[Problem],
) -> Iterator[Statement]:
    """The statements of a table that ``bevo background update`` made."""
    for line, row in enumerate(read_table(path, GO_COLUMNS, problems), start=2):
        iri = expand(row["molecule"])
        wrong = [
            f"{column}: '{row[column]}' is not known"
            for column, known in (("sign", SIGNS), ("process", processes), ("tier", TIERS), ("source", sources))
            if row[column] not in known
        ]
        if iri not in vocabulary.terms:
            wrong.append(f"{row['molecule']} is no term of the tables")
        if wrong:
            problems.append(Problem(relative(path), line, row["label"], "; ".join(wrong)))
            continue
        yield Statement(
            iri,
            vocabulary.terms[iri].label,
            SIGNS[row["sign"]],
            row["process"],
            "experimental" if row["tier"] == "experimental" else "inferred",
            _cells(row["evidence"]),
            tuple(f"{go} {label}" for go, label in zip(_cells(row["go"]), _cells(row["go_label"]), strict=False)),
            row["source"],
        )


def _told(
    path: Path,
    tier: Tier,
    processes: Mapping[str, Process],
    vocabulary: Vocabulary,
    instances: Instances,
    problems: list[Problem],
) -> Iterator[Statement]:
    """The statements that curators wrote."""
    findings = {f.finding.id for f in instances.findings}
    disowned = [
        (finding, d.id)
        for d in instances.discrepancies
        for finding, aspects in d.does_not_count.items()
        if {"finding", "step"} & set(aspects)
    ]
    for record, origin in read_list(path, _Record, problems) if path.exists() else ():
        target = record.promotes or record.inhibits or ""
        faults = [] if target in processes else [f"'{target}' is no background process{nearest(target, processes)}"]
        faults += [f"there is no finding {f}" for f in record.told_in if f not in findings]
        faults += [
            f"{f} does not count as told ({d}): it gives no background" for f, d in disowned if f in record.told_in
        ]
        faults += _unplaced(record.at, instances)
        if tier == "reviews" and not record.told_in and not record.at:
            faults.append("say where a review tells it: 'told_in' (findings) or 'at' (review: place)")
        if tier == "terms" and not record.note:
            faults.append("our own reading needs its reason as 'note'")
        term: Term | None = None
        if record.subject not in processes:
            try:
                term = vocabulary.find(record.subject, SUBJECTS)
            except NameProblem as error:
                faults.append(str(error))
        if faults:
            where = origin.document.file, origin.line()
            problems += [Problem(*where, record.subject, fault) for fault in faults]
            continue
        yield Statement(
            term.iri if term else record.subject,
            term.label if term else record.subject,
            1 if record.promotes else -1,
            target,
            tier,
            at=record.at,
            told_in=record.told_in,
            note=record.note,
        )


def _unplaced(places: Iterable[str], instances: Instances) -> Iterator[str]:
    for place in places:
        review, _, locator = place.partition(": ")
        if review not in instances.reviews:
            yield f"'{review}' is no review{nearest(review, instances.reviews)}"
        elif wrong := check_locator(locator, instances.reviews[review]):
            yield wrong
