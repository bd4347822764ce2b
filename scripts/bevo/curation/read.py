"""Read everything under ``instances/`` and check it as far as records alone can be checked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from bevo.curation.locators import check_locator
from bevo.curation.marked_yaml import Marked, read_yaml
from bevo.curation.records import Check, Dataset, Deposit, Discrepancy, Finding, Review, Study, Trial
from bevo.curation.sources import Citable, Told, sources, with_implied
from bevo.problems import InputError, Problem, nearest, relative

__all__ = [
    "Curated",
    "Fault",
    "Instances",
    "Origin",
    "Read",
    "ReadFinding",
    "check_finding",
    "files_below",
    "parsed",
    "read_deposit",
    "read_finding",
    "read_findings",
    "read_instances",
    "read_list",
    "unique",
]


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


M = TypeVar("M", bound=BaseModel)
T = TypeVar("T", bound=_HasId)
R = TypeVar("R")


@dataclass(frozen=True)
class Origin:
    """Where a record was written."""

    document: Marked
    index: int

    def line(self, *path: str | int) -> int:
        """The line of a key of the record."""
        return self.document.line(self.index, *path)


class Read(NamedTuple, Generic[R]):
    """A record, and where it was written."""

    record: R
    origin: Origin


class ReadFinding(NamedTuple):
    """A finding, where it was written, and the id of its source."""

    record: Finding
    origin: Origin
    review: str


class Curated(NamedTuple):
    """A finding, and the id of the source it was curated from, which is most often a review."""

    finding: Finding
    review: str


@dataclass(frozen=True)
class Instances:
    """The curated records.

    :param findings: in the order of their ids.
    :param origins: where each record was written, by id; a study as ``study:ID``, a review, a check, a trial or a
        dataset likewise.
    :param checks: what the cited studies say themselves, in the order of ids.
    :param deposits: the trials and datasets of ``sources.yaml``.
    """

    findings: list[Curated]
    studies: dict[str, Study]
    reviews: dict[str, Review]
    discrepancies: list[Discrepancy]
    origins: dict[str, Origin]
    checks: list[Check] = field(default_factory=list)
    deposits: dict[str, Deposit] = field(default_factory=dict)

    @property
    def sources(self) -> dict[str, Told]:
        """Everything that findings may be curated from, by id."""
        return sources(self.studies, self.deposits, self.reviews)

    @property
    def citable(self) -> dict[str, Citable]:
        """Everything that findings may cite, by id."""
        return {**self.studies, **self.deposits}


NOTHING = Instances([], {}, {}, [], {})
"""No records."""


class Fault(NamedTuple):
    """What is wrong with a record.

    :param path: the place in the record, as keys and indexes.
    """

    path: tuple[str | int, ...]
    message: str


def parsed(data: Any, model: type[M]) -> tuple[M | None, list[Fault]]:
    """A record by its model, or None and what is wrong with it."""
    keys = data.items() if isinstance(data, dict) else ()
    empty = [Fault((key,), f"the key '{key}' has no value") for key, value in keys if value is None]
    if empty:
        return None, empty
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, [Fault(fault["loc"], _in_words(fault, model)) for fault in error.errors()]


def _in_words(error: Any, model: type[BaseModel]) -> str:
    """A pydantic error in our words."""
    message = str(error["msg"]).removeprefix("Value error, ")
    where = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        known = [f.alias or name for name, f in model.model_fields.items()]
        return f"'{where}' is no key of a record{nearest(where, known)}"
    if error["type"] == "missing":
        return f"the key '{where}' is missing"
    if error["type"] == "string_pattern_mismatch":
        return f"{where}: '{error['input']}' does not fit the pattern {error['ctx']['pattern']}"
    return f"{where}: {message}" if where else message


def read_list(path: Path, model: type[M], problems: list[Problem]) -> list[Read[M]]:
    """The records of one file; what is wrong is added to the problems."""
    return _records(path, lambda data: parsed(data, model), problems)


def _records(path: Path, read: Callable[[Any], tuple[M | None, list[Fault]]], problems: list[Problem]) -> list[Read[M]]:
    try:
        document = read_yaml(path)
    except InputError as error:
        problems += error.problems
        return []
    if not isinstance(document.data, list):
        problems.append(Problem(document.file, 1, "", "must be a list of records, each starting with '- id:'"))
        return []
    found = []
    for i, data in enumerate(document.data):
        about = str(data.get("id", data.get("finding", ""))) if isinstance(data, dict) else ""
        record, faults = read(data)
        problems += [Problem(document.file, document.line(i, *f.path), about, f.message) for f in faults]
        if record:
            found.append(Read(record, Origin(document, i)))
    return found


def unique(records: Iterable[Read[T]], problems: list[Problem], key: str = "id") -> dict[str, Read[T]]:
    """Records by id; an id that stands twice is added to the problems.

    :param key: the key of a record that gives it its id.
    """
    by_id: dict[str, Read[T]] = {}
    for record, origin in records:
        if record.id in by_id:
            first = by_id[record.id].origin
            message = f"the id stands already at {first.document.file}:{first.line(key)}"
            problems.append(Problem(origin.document.file, origin.line(key), record.id, message))
        else:
            by_id[record.id] = Read(record, origin)
    return by_id


def read_findings(
    paths: Iterable[Path], problems: list[Problem], told: Mapping[str, Told] = MappingProxyType({})
) -> list[ReadFinding]:
    """Findings of some files; the folder of a file names its source.

    :param told: the sources by id.
    """
    found = []
    for path in paths:
        source = path.parent.name
        read = _records(path, partial(read_finding, source=told.get(source)), problems)
        found += [ReadFinding(*one, source) for one in read]
    return found


def read_finding(data: Any, source: Told | None) -> tuple[Finding | None, list[Fault]]:
    """A finding of a source, or None and what is wrong with it."""
    if isinstance(data, dict) and "uncited" in data and isinstance(source, Study):
        message = f"a finding of {source.id} cites it without saying so; leave 'uncited' out"
        return None, [Fault(("uncited",), message)]
    record, faults = parsed(with_implied(data, source), Finding)
    if source and source.sections and isinstance(data, dict) and "at" not in data:
        message = f"the key 'at' is missing: {source.id} has an outline, so say where it stands there"
        return None, [Fault(("at",), message), *faults]
    return record, faults


def read_deposit(data: Any) -> tuple[Deposit | None, list[Fault]]:
    """A trial or a dataset, or None and what is wrong with it."""
    kind = data.get("kind") if isinstance(data, dict) else None
    if kind in ("study", "review"):
        home = "studies.yaml" if kind == "study" else "reviews.yaml"
        return None, [Fault(("kind",), f"a {kind} stands in {home}")]
    if isinstance(data, dict) and kind not in ("trial", "dataset"):
        return None, [Fault(("kind",), f"the kind of a source here is trial or dataset, not {kind!r}")]
    return parsed(data, Trial) if kind == "trial" else parsed(data, Dataset)


def read_instances(
    folder: Path, more: Iterable[Path] = (), beside: Instances = NOTHING, prefix: str = ""
) -> tuple[Instances, list[Problem]]:
    """All records below a folder, cross-checked.

    :param more: files of findings that are elsewhere, each in a folder with the name of its source.
    :param beside: the records that those of an overlay may refer to; they are not among the result.
    :param prefix: what the ids of an overlay start with, before ``_``.
    :returns: the records that could be read, and the problems.
    """
    problems: list[Problem] = []
    of_studies, of_reviews, ofread_deposits = (folder / f"{name}.yaml" for name in ("studies", "reviews", "sources"))
    needed = [path for path in (of_studies, of_reviews) if not prefix or path.exists()]
    studies = unique(read_list(of_studies, Study, problems) if of_studies in needed else [], problems)
    reviews = unique(read_list(of_reviews, Review, problems) if of_reviews in needed else [], problems)
    deposits = unique(_records(ofread_deposits, read_deposit, problems) if ofread_deposits.exists() else [], problems)
    files = sorted((folder / "discrepancies").glob("*.yaml"))
    discrepancies = unique([pair for path in files for pair in read_list(path, Discrepancy, problems)], problems)
    files = sorted((folder / "checks").glob("*.yaml"))
    checks = unique([pair for path in files for pair in read_list(path, Check, problems)], problems, "finding")
    paths = sorted((folder / "findings").glob("*/*.yaml"))
    below = {path.resolve() for path in folder.rglob("*.yaml")}
    paths += [path for path in more if path.resolve() not in below]
    told = beside.sources | sources(_plain(studies), _plain(deposits), _plain(reviews))
    read = read_findings(paths, problems, told)
    for stray in sorted({p for p in (folder / "findings").rglob("*") if p.is_file()} - set(paths)):
        message = "is not read: put findings into findings/<source>/<name>.yaml"
        problems.append(Problem(relative(stray), 0, "", message))
    source_of = {id(finding): source for finding, _, source in read}
    findings = unique([Read(finding, origin) for finding, origin, _ in read], problems)
    result = Instances(
        findings=sorted((Curated(f, source_of[id(f)]) for f, _ in findings.values()), key=lambda c: c.finding.id),
        studies=_plain(studies),
        reviews=_plain(reviews),
        discrepancies=sorted((d for d, _ in discrepancies.values()), key=lambda d: d.id),
        origins={
            **{f"study:{key}": origin for key, (_, origin) in studies.items()},
            **{f"{one.kind}:{key}": origin for key, (one, origin) in deposits.items()},
            **{f"review:{key}": origin for key, (_, origin) in reviews.items()},
            **{f"check:{key}": origin for key, (_, origin) in checks.items()},
            **{key: origin for key, (_, origin) in findings.items()},
            **{key: origin for key, (_, origin) in discrepancies.items()},
        },
        checks=sorted((c for c, _ in checks.values()), key=lambda c: c.id),
        deposits=_plain(deposits),
    )
    problems += _cross_check(result, beside)
    problems += _checkread_deposits(result, beside)
    problems += _double_dois(studies, beside)
    problems += _check_checks(result, beside)
    problems += _check_prefixes(result.origins, prefix)
    return result, problems


def _check_prefixes(origins: Mapping[str, Origin], prefix: str) -> Iterator[Problem]:
    """Whether each id has the prefix of its overlay, and none that of another."""
    for key, origin in origins.items():
        name = key.rpartition(":")[2]
        start = name.rpartition("_")[0] if not key.startswith("check:") else name.partition("_")[0] if prefix else ""
        if start != prefix:
            message = f"ids of this overlay start with '{prefix}_'" if prefix else "no id of the release has a '_'"
            yield Problem(origin.document.file, origin.line("id"), name, message)


def _plain(read: Mapping[str, Read[T]]) -> dict[str, T]:
    return {key: one.record for key, one in read.items()}


def _double_dois(studies: dict[str, Read[Study]], beside: Instances) -> list[Problem]:
    problems = []
    for name in ("doi", "pmid"):
        seen = {value.casefold(): key for key, study in beside.studies.items() if (value := getattr(study, name))}
        for key, (study, origin) in studies.items():
            value = (getattr(study, name) or "").casefold()
            if value and seen.setdefault(value, key) != key:
                message = f"the {name.upper()} is already that of {seen[value]}; use one record for one study"
                problems.append(Problem(origin.document.file, origin.line(name), key, message))
    return problems


def check_finding(finding: Finding, source: Told, studies: Collection[str]) -> Iterator[Fault]:
    """Whether what a finding refers to is there: the places in its source, and the studies."""
    if isinstance(source, Study) and source.type == "review":
        yield Fault(("id",), f"studies.yaml calls {source.id} a review; to curate it, put it into reviews.yaml")
    yield from (Fault(("at",), wrong) for at in finding.at if (wrong := check_locator(at, source)))
    yield from (Fault(("cites",), _unknown(study, studies)) for study in finding.cites if study not in studies)


def _unknown(study: str, studies: Collection[str]) -> str:
    return f"'{study}' is no study of studies.yaml{nearest(study, studies)}"


def _cross_check(instances: Instances, beside: Instances) -> list[Problem]:
    problems: list[Problem] = []
    own = {finding.id for finding, _ in instances.findings}
    known = own | {finding.id for finding, _ in beside.findings}

    def fault(key: str, path: str, message: str) -> None:
        origin = instances.origins[key]
        problems.append(Problem(origin.document.file, origin.line(path), key, message))

    told, citable = beside.sources | instances.sources, beside.citable | instances.citable
    for finding, source_id in instances.findings:
        source = told.get(source_id)
        if source is None:
            fault(finding.id, "id", _no_source(source_id, told))
            continue
        for wrong in check_finding(finding, source, citable):
            fault(finding.id, str(wrong.path[0]), wrong.message)
    for study_record in instances.studies.values():
        for review_id in study_record.cited_as:
            if review_id not in {**beside.reviews, **instances.reviews}:
                fault(f"study:{study_record.id}", "cited_as", f"there is no review '{review_id}' in reviews.yaml")
    for discrepancy in instances.discrepancies:
        for finding_id in discrepancy.findings:
            if finding_id not in known:
                fault(discrepancy.id, "findings", f"'{finding_id}' is no finding")
        for finding_id in discrepancy.does_not_count:
            if finding_id in known - own:
                message = f"'{finding_id}' is a finding of the release, and an overlay changes nothing there"
                fault(discrepancy.id, "does_not_count", message)
            elif finding_id not in discrepancy.findings:
                fault(discrepancy.id, "does_not_count", f"'{finding_id}' is not among its findings; list it there too")
        for study in discrepancy.cites:
            if study not in citable:
                fault(discrepancy.id, "cites", _unknown(study, citable))
        for source_id, locators in discrepancy.at.items():
            source = told.get(source_id)
            if source is None:
                fault(discrepancy.id, "at", f"there is no review '{source_id}' in reviews.yaml")
                continue
            for said in filter(None, (check_locator(at, source) for at in locators)):
                fault(discrepancy.id, "at", said)
    return problems


def _no_source(folder: str, told: Collection[str]) -> str:
    return (
        f"its folder is '{folder}', but reviews.yaml has no such review, nor is it a study of studies.yaml or a trial "
        f"or dataset of sources.yaml{nearest(folder, told)}; 'bevo source add' writes one"
    )


def _checkread_deposits(instances: Instances, beside: Instances) -> Iterator[Problem]:
    """Whether a trial or dataset has an id of its own, and the study that tells it is there."""
    for deposit in instances.deposits.values():
        key = "id"
        if deposit.id in instances.studies or deposit.id in instances.reviews:
            home = "studies.yaml" if deposit.id in instances.studies else "reviews.yaml"
            message = f"the id stands already in {home}"
        elif deposit.study and deposit.study not in (studies := {**beside.studies, **instances.studies}):
            key, message = "study", _unknown(deposit.study, studies)
        else:
            continue
        origin = instances.origins[f"{deposit.kind}:{deposit.id}"]
        yield Problem(origin.document.file, origin.line(key), deposit.id, message)


def _check_checks(instances: Instances, beside: Instances) -> Iterator[Problem]:
    """Whether each check is of a finding that stands, and of a study that it cites."""
    findings = {finding.id: finding for finding, _ in instances.findings}
    for check in instances.checks:
        finding = findings.get(check.finding)
        if finding is None:
            key, message = "finding", f"'{check.finding}' is no finding"
        elif finding.deprecated:
            key, message = "finding", f"{check.finding} is withdrawn; there is nothing to check"
        elif check.study not in (citable := {**beside.citable, **instances.citable}):
            key, message = "study", _unknown(check.study, citable)
        elif check.study not in finding.cites:
            key, message = (
                "study",
                f"{check.finding} does not cite '{check.study}'{nearest(check.study, finding.cites)}",
            )
        else:
            continue
        origin = instances.origins[f"check:{check.id}"]
        yield Problem(origin.document.file, origin.line(key), check.id, message)


def files_below(paths: Iterable[Path]) -> list[Path]:
    """The YAML files that some files and folders name.

    :raises InputError: if one does not exist.
    """
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise InputError([Problem(relative(path), 0, "", "does not exist")])
        found += sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
    return found
