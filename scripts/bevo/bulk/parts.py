"""The parts of a bulk build: so many lines of a file of findings, each made into files of its own."""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from bevo.bulk.reuse import Done, Earlier, Row, rejects_file, rows_file, told_again
from bevo.bulk.shard import Setting, make_shard
from bevo.cache import digest, digest_of_much
from bevo.curation.jsonl import identifier
from bevo.files import below, write_whole

__all__ = ["SIZE", "Done", "Part", "make_part", "part_file", "parts_of"]

SIZE = 1000
"""Lines of a part: some 10 MB of N-Quads."""
LONGEST = 100_000
"""Bytes of a line; what is longer is no finding, and is not read into memory."""
ID = re.compile(rb'\{"id": "(F\d+)"')
"""How most lines start. To read each as JSON, just to find the ids that stand twice, would take three times as long."""
DIGITS = range(4, 8)
"""Digits that an id may have, see :class:`bevo.curation.records.Finding`."""


class Part(NamedTuple):
    """So many lines of a file.

    :param offset: where the first of them starts, in bytes.
    :param first: its number, from 1.
    :param again: lines that repeat an id, and where it stands first.
    :param key: a hash of all that it is made of: the lines, their numbers, and the setting.
    :param near: parts of an earlier build of the same setting, in which its lines may be found again.
    """

    number: int
    offset: int
    first: int
    lines: int
    again: dict[int, int]
    key: str
    near: tuple[Earlier, ...] = ()

    @property
    def file(self) -> str:
        """What it makes, below the folder of the build."""
        return part_file(self.number)


def part_file(number: int) -> str:
    """The N-Quads of a part, by its number, below the folder of a build."""
    return f"quads/part-{number:05}.nq"


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
        for number, (_, line) in chunk:
            starts = ID.match(line)
            digits = (starts[1].decode() if starts else identifier(_text(line))).removeprefix("F")
            if len(digits) in DIGITS and digits.isascii() and digits.isdigit():
                seen = first_lines[len(digits) - DIGITS.start]
                if seen[int(digits)]:
                    again[number] = seen[int(digits)]
                else:
                    seen[int(digits)] = number
        key = digest(setting_key, str(first), json.dumps(again), *(line for _, (_, line) in chunk))
        parts.append(Part(len(parts), offset, first, len(chunk), again, key))
    return parts


def _text(line: bytes) -> str:
    """A line as text; bytes that are no UTF-8 stay as surrogates, which no record may hold."""
    return line.decode("utf-8", "surrogateescape").strip()


def _lines(source: Path, offset: int) -> Iterator[tuple[int, bytes]]:
    """Lines and where they start."""
    with source.open("rb") as file:
        file.seek(offset)
        while line := file.readline(LONGEST):
            yield offset, line
            offset += len(line)
            while not line.endswith(b"\n") and (line := file.readline(LONGEST)):
                offset += len(line)


def make_part(part: Part, source: Path, folder: Path, setting: Setting) -> Done:
    """Make the files of a part; the same bytes each time.

    A line that an earlier build made a finding of is not made again: what becomes of it depends on no other line,
    but that its id may stand before.

    :param folder: holds ``quads``, ``findings`` and ``rejects``.
    """
    texts = (_text(line) for _, line in islice(_lines(source, part.offset), part.lines))
    lines = {number: text for number, text in enumerate(texts, part.first) if text}
    keys = {n: digest(setting.key, text.encode("utf-8", "surrogateescape")) for n, text in lines.items()}
    again = dict(told_again(part.near, {key for n, key in keys.items() if n not in part.again}))
    left = [(n, text) for n, text in lines.items() if n in part.again or keys[n] not in again]
    made = make_shard(left, setting, part.again)
    quads = b"".join(sorted(chain(made.quads.splitlines(keepends=True), *again.values())))
    rejects = "".join(f"{json.dumps(reject._asdict())}\n" for reject in made.rejects).encode()
    bad = {reject.line for reject in made.rejects}
    findings = [Row(identifier(text), keys[n]) for n, text in lines.items() if n not in bad]
    rows = "".join("\t".join(row) + "\n" for row in findings).encode()
    for name, data in ((part.file, quads), (rejects_file(part.file), rejects), (rows_file(part.file), rows)):
        if data or name == part.file:
            write_whole(below(folder, name), data)
    return Done(part.file, part.key, len(findings), len(made.rejects), digest_of_much(quads, rejects, rows))
