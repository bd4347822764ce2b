"""What an earlier bulk build made, taken over where nothing that it was made of has changed: parts, and findings."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from bevo.cache import digest_of_much, link_or_copy
from bevo.files import below
from bevo.problems import BevoError
from bevo.rdf.names import PREFIXES

__all__ = [
    "MANIFEST",
    "SHARED",
    "Done",
    "Earlier",
    "Row",
    "earlier",
    "findings_of",
    "made",
    "manifest",
    "rejects_file",
    "rows_file",
    "taken_over",
    "told_again",
    "told_of",
]

MANIFEST = "made.tsv"
ONTOLOGY = "ontology.nq"
SHARED = (ONTOLOGY, "sources.nq")
"""What the findings of all parts share."""
LINE = rb"^<%b(%%b)[->].*\n" % re.escape(PREFIXES["finding"]).encode()
"""A line of a part: all it says is of a finding, or of a thing in one, whose name starts with that of the finding."""
LINES = re.compile(LINE % rb"F\d+", re.MULTILINE)


class Done(NamedTuple):
    """A file that a bulk build made.

    :param key: a hash of what it was made of.
    :param content: a hash of what it holds, with the lines that were set aside and the rows of its findings.
    """

    file: str
    key: str
    findings: int
    rejects: int
    content: str


class Row(NamedTuple):
    """A finding of a part.

    :param key: a hash of what it was made of: its line, and the setting.
    """

    id: str
    key: str


class Earlier(NamedTuple):
    """A file of an earlier bulk build.

    :param former: the folder of that build.
    :param start: where the lines that were set aside in making it start in ``rejects.jsonl``, in bytes.
    :param length: how many bytes they are.
    """

    former: Path
    done: Done
    start: int
    length: int

    @property
    def path(self) -> Path:
        """Where it is."""
        return below(self.former, self.done.file)

    def rejects(self) -> bytes:
        """The lines that were set aside."""
        with (self.former / "rejects.jsonl").open("rb") as file:
            file.seek(self.start)
            return file.read(self.length)

    def rows(self) -> bytes:
        """Its findings, see :func:`rows_file`."""
        return below(self.former, rows_file(self.done.file)).read_bytes() if self.done.findings else b""

    def is_whole(self) -> bool:
        """Whether all is there as it was made."""
        with suppress(FileNotFoundError):
            return digest_of_much(self.path.read_bytes(), self.rejects(), self.rows()) == self.done.content
        return False


def rejects_file(file: str) -> str:
    """Where the lines stand that were set aside in making a file, until all files are made."""
    return f"rejects/{Path(file).stem}.jsonl"


def rows_file(file: str) -> str:
    """Where the findings of a file stand, a :class:`Row` a line; there is none if it has no finding."""
    return f"findings/{Path(file).stem}.tsv"


def _rows(data: bytes) -> Iterator[Row]:
    """What such a file holds."""
    return (Row(*line.split("\t")) for line in data.decode("utf-8").splitlines())


def manifest(folder: Path, made: Iterable[Done]) -> None:
    """Write down what each file was made of, in the order of their names."""
    with (folder / MANIFEST).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, "excel-tab", lineterminator="\n")
        writer.writerow(Done._fields)
        writer.writerows(sorted(made))


def made(former: Path) -> list[Done]:
    """What a bulk build wrote down of its files.

    :raises BevoError: if the folder is of no bulk build.
    """
    try:
        with (former / MANIFEST).open(encoding="utf-8", newline="") as file:
            return [
                Done(row["file"], row["key"], int(row["findings"]), int(row["rejects"]), row["content"])
                for row in csv.DictReader(file, dialect="excel-tab")
            ]
    except (FileNotFoundError, NotADirectoryError) as error:
        raise BevoError(f"{former} is no bulk build: it has no {MANIFEST}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise BevoError(f"{former / MANIFEST} is not what a bulk build writes: {error}") from error


def earlier(former: Path, setting_key: str) -> list[Earlier]:
    """The files of an earlier build that may be of use for another: all that are whole, if it had the same setting.

    :param setting_key: see :class:`bevo.bulk.shard.Setting`.
    :raises BevoError: if the folder is of no bulk build.
    """
    files: list[Earlier] = []
    start, written = 0, made(former)
    with (former / "rejects.jsonl").open("rb") as lines:
        for done in written:
            length = sum(len(lines.readline()) for _ in range(done.rejects))
            files.append(Earlier(former, done, start, length))
            start += length
    if not any(one.done.file == ONTOLOGY and one.done.key == setting_key for one in files):
        return []
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # to hash a file lets other threads go on
        return [one for one, whole in zip(files, pool.map(Earlier.is_whole, files), strict=True) if whole]


def taken_over(files: Iterable[Earlier], folder: Path, keys: Mapping[str, str]) -> Iterator[Done]:
    """Put those files of an earlier build in place that a new one would make again.

    :param folder: of the new one; holds ``quads``, ``findings`` and ``rejects``.
    :param keys: for each file that is wanted, the hash of what it is made of.
    """
    for one in files:
        file = one.done.file
        if keys.get(file) == one.done.key:
            link_or_copy(one.path, below(folder, file))
            for name, beside in ((rejects_file(file), one.rejects()), (rows_file(file), one.rows())):
                if beside:
                    below(folder, name).write_bytes(beside)
            yield one.done


def told_again(near: Iterable[Earlier], keys: Collection[str]) -> Iterator[tuple[str, list[bytes]]]:
    """What an earlier build made of some lines: the key of each that is found, and its N-Quads, sorted.

    :param near: the parts to look in.
    :param keys: of the lines, see :class:`Row`.
    """
    for one in near:
        found = {row.id.encode(): row.key for row in _rows(one.rows()) if row.key in keys}
        told: dict[bytes, list[bytes]] = {finding: [] for finding in found}
        for line in LINES.finditer(one.path.read_bytes()) if found else ():
            if line[1] in told:
                told[line[1]].append(line[0])
        yield from ((found[finding], lines) for finding, lines in told.items())


def told_of(finding: str, quads: bytes) -> bytes:
    """What a part tells of one finding.

    :param quads: what the part holds.
    """
    lines = re.compile(LINE % finding.encode(), re.MULTILINE)
    return b"".join(line[0] for line in lines.finditer(quads))


def findings_of(build: Path) -> dict[str, str]:
    """The findings of a bulk build by id, with the file that tells of each, in the order of the files.

    :raises BevoError: if it is no bulk build, or one of an earlier version, which wrote no list of them.
    """
    found: dict[str, str] = {}
    try:
        for done in made(build):
            if done.findings:
                rows = _rows(below(build, rows_file(done.file)).read_bytes())
                found |= dict.fromkeys((row.id for row in rows), done.file)
    except FileNotFoundError as error:
        raise BevoError(f"{error.filename} is not there; an earlier version made {build}: build it again") from error
    return found
