"""The parts of a bulk build: so many lines of a file of findings, each made into files of its own."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from bevo.bulk.shard import Setting, make_shard
from bevo.cache import digest
from bevo.curation.jsonl import identifier
from bevo.files import below, write_whole

__all__ = ["SIZE", "Done", "Part", "make_part", "parts_of", "rejects_file"]

SIZE = 1000
"""Lines of a part: some 10 MB of N-Quads."""
LONGEST = 100_000
"""Bytes of a line; what is longer is no finding, and is not read into memory."""
DIGITS = range(4, 8)
"""Digits that an id may have, see :class:`bevo.curation.records.Finding`."""


class Part(NamedTuple):
    """So many lines of a file.

    :param offset: where the first of them starts, in bytes.
    :param first: its number, from 1.
    :param again: lines that repeat an id, and where it stands first.
    :param key: a hash of all that is made of it: the lines, their numbers, and the setting.
    """

    number: int
    offset: int
    first: int
    lines: int
    again: dict[int, int]
    key: str

    @property
    def file(self) -> str:
        """What it makes, below the folder of the build."""
        return f"quads/part-{self.number:05}.nq"


class Done(NamedTuple):
    """A file that a bulk build made.

    :param key: a hash of what it was made of.
    :param content: a hash of what it holds, with the lines that were set aside.
    """

    file: str
    key: str
    findings: int
    rejects: int
    content: str


def rejects_file(file: str) -> str:
    """Where the lines stand that were set aside in making a file."""
    return f"rejects/{Path(file).stem}.jsonl"


def parts_of(source: Path, setting_key: str, size: int = SIZE) -> list[Part]:
    """The parts of a file, read once from end to end; memory does not grow with the ids.

    :param setting_key: see :class:`bevo.bulk.shard.Setting`.
    """
    first_lines = [array("I", bytes(array("I").itemsize * 10**digits)) for digits in DIGITS]
    lines = enumerate(_lines(source, 0), start=1)
    parts: list[Part] = []
    while chunk := list(islice(lines, size)):
        first, (offset, _) = chunk[0]
        again: dict[int, int] = {}
        for number, (_, text) in chunk:
            digits = identifier(text).removeprefix("F")
            if len(digits) in DIGITS and digits.isascii() and digits.isdigit():
                seen = first_lines[len(digits) - DIGITS.start]
                if seen[int(digits)]:
                    again[number] = seen[int(digits)]
                else:
                    seen[int(digits)] = number
        texts = (text.encode("utf-8", "surrogateescape") for _, (_, text) in chunk)
        key = digest(setting_key, str(first), json.dumps(again), *texts)
        parts.append(Part(len(parts), offset, first, len(chunk), again, key))
    return parts


def _lines(source: Path, offset: int) -> Iterator[tuple[int, str]]:
    """Lines and where they start; bytes that are no UTF-8 stay as surrogates, which no record may hold."""
    with source.open("rb") as file:
        file.seek(offset)
        while line := file.readline(LONGEST):
            yield offset, line.decode("utf-8", "surrogateescape").strip()
            offset += len(line)
            while not line.endswith(b"\n") and (line := file.readline(LONGEST)):
                offset += len(line)


def make_part(part: Part, source: Path, folder: Path, setting: Setting) -> Done:
    """Make the files of a part; the same bytes each time.

    :param folder: holds ``quads`` and ``rejects``.
    """
    texts = (text for _, text in islice(_lines(source, part.offset), part.lines))
    made = make_shard([(n, text) for n, text in enumerate(texts, part.first) if text], setting, part.again)
    rejects = "".join(f"{json.dumps(reject._asdict())}\n" for reject in made.rejects).encode()
    write_whole(below(folder, part.file), made.quads)
    if rejects:
        write_whole(below(folder, rejects_file(part.file)), rejects)
    return Done(part.file, part.key, made.findings, len(made.rejects), digest(made.quads, rejects))
