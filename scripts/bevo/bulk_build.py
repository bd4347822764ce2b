"""A bulk build: a file of findings to a folder that a triple store can load, in bounded memory.

The file is cut into parts of so many lines; each part becomes a file of its own, written whole or not at all. So parts
may be made by any process, in any order, and twice.
"""

from __future__ import annotations

import json
import multiprocessing
import shutil
from array import array
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import NamedNode

from bevo import rdfio
from bevo.bulk import Setting, identifier, in_graph, make_shard
from bevo.problems import BevoError
from bevo.publish import write_whole
from bevo.reason import reason

__all__ = ["SIZE", "Built", "Engine", "Part", "bulk_build", "make_part", "on_this_machine", "parts_of"]

SIZE = 1000
"""Lines of a part: some 10 MB of N-Quads."""
LONGEST = 100_000
"""Bytes of a line; what is longer is no finding, and is not read into memory."""
DIGITS = range(4, 8)
"""Digits that an id may have, see :class:`bevo.records.Finding`."""


class Part(NamedTuple):
    """So many lines of a file.

    :param offset: where the first of them starts, in bytes.
    :param first: its number, from 1.
    :param again: lines that repeat an id, and where it stands first.
    """

    number: int
    offset: int
    first: int
    lines: int
    again: dict[int, int]


class Built(NamedTuple):
    """How many findings were made, and how many lines were set aside."""

    findings: int
    rejects: int


Say = Callable[[str], None]
Engine = Callable[[list[Part], Path, Path, Setting], Iterable[Built]]
"""Makes all parts of a file into a folder, by :func:`make_part`; tells of each as it is done."""


def bulk_build(
    source: Path, out: Path, setting: Setting, engine: Engine, say: Say = lambda _: None, size: int = SIZE
) -> Built:
    """Build the findings of a file.

    :param source: JSON Lines.
    :param out: folder to make: ``ontology.nq``, ``sources.nq``, ``quads/part-00000.nq`` and so on, ``rejects.jsonl``.
    :param engine: :func:`on_this_machine`, or :func:`bevo.spark.on_spark`.
    :param say: is told how far it is.
    :param size: lines of a part.
    :raises BevoError: if the folder is there already, a file cannot be read or written, or a worker fails; then there
        is no folder.
    """
    with _new_folder(out) as folder:
        say("ontology and sources")
        for name, data in _shared(setting):
            (folder / name).write_bytes(data)
        say("looking for ids that stand twice")
        parts = parts_of(source, size)
        for name in ("quads", "rejects"):
            (folder / name).mkdir()
        findings = rejects = 0
        for done, built in enumerate(engine(parts, source, folder, setting), start=1):
            findings, rejects = findings + built.findings, rejects + built.rejects
            say(f"{done} of {len(parts)} parts, {findings} findings, {rejects} lines set aside")
        _join(folder / "rejects", folder / "rejects.jsonl")
    return Built(findings, rejects)


def _shared(setting: Setting) -> Iterator[tuple[str, bytes]]:
    inferred = [t for t in reason(setting.logic, {}) if isinstance(t.subject, NamedNode)]
    ontology = in_graph("ontology", rdfio.canonical(setting.ontology))
    yield "ontology.nq", rdfio.sorted_lines([*ontology, *in_graph("inferred", inferred)])
    yield "sources.nq", rdfio.sorted_lines(in_graph("provenance", setting.sources))


@contextmanager
def _new_folder(out: Path) -> Iterator[Path]:
    """A folder to write into that gets its name when all went well."""
    if out.exists():
        raise BevoError(f"{out} is there already; remove it, or name another folder")
    part = out.with_name(f".{out.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        yield part
        part.rename(out)
    except OSError as error:
        raise BevoError(f"cannot read or write: {error}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _join(folder: Path, target: Path) -> None:
    """One file of the files of a folder, in the order of their names, in place of the folder."""
    with target.open("wb") as joined:
        for path in sorted(folder.iterdir()):
            with path.open("rb") as piece:
                shutil.copyfileobj(piece, joined)
    shutil.rmtree(folder)


def parts_of(source: Path, size: int = SIZE) -> list[Part]:
    """The parts of a file, read once from end to end; memory does not grow with the ids."""
    first_lines = [array("I", bytes(array("I").itemsize * 10**digits)) for digits in DIGITS]
    parts: list[Part] = []
    number = 0
    for number, (offset, text) in enumerate(_lines(source, 0), start=1):
        if (number - 1) % size == 0:
            parts.append(Part(len(parts), offset, number, size, {}))
        digits = identifier(text).removeprefix("F")
        if len(digits) in DIGITS and digits.isascii() and digits.isdigit():
            seen = first_lines[len(digits) - DIGITS.start]
            if seen[int(digits)]:
                parts[-1].again[number] = seen[int(digits)]
            else:
                seen[int(digits)] = number
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


def make_part(part: Part, source: Path, folder: Path, setting: Setting) -> Built:
    """Make the files of a part; the same bytes each time.

    :param folder: holds ``quads`` and ``rejects``.
    """
    texts = (text for _, text in islice(_lines(source, part.offset), part.lines))
    made = make_shard([(n, text) for n, text in enumerate(texts, part.first) if text], setting, part.again)
    write_whole(folder / "quads" / f"part-{part.number:05}.nq", made.quads)
    if made.rejects:
        rejects = "".join(f"{json.dumps(reject._asdict())}\n" for reject in made.rejects)
        write_whole(folder / "rejects" / f"part-{part.number:05}.jsonl", rejects.encode())
    return Built(made.findings, len(made.rejects))


def on_this_machine(jobs: int) -> Engine:
    """An engine of so many processes; few parts are under way at a time, so that memory does not grow with the file."""

    def make(parts: list[Part], source: Path, folder: Path, setting: Setting) -> Iterator[Built]:
        context = multiprocessing.get_context("spawn")
        rest = iter(parts)
        try:
            with ProcessPoolExecutor(jobs, context, _keep, ((source, folder, setting),)) as pool:
                running: set[Future[Built]] = {pool.submit(_make_kept, part) for part in islice(rest, 2 * jobs)}
                while running:
                    done, running = wait(running, return_when=FIRST_COMPLETED)
                    running |= {pool.submit(_make_kept, part) for part in islice(rest, len(done))}
                    yield from (future.result() for future in done)
        except BrokenProcessPool as error:
            raise BevoError("a worker was killed, perhaps for want of memory; try fewer --jobs") from error

    return make


_kept: list[tuple[Path, Path, Setting]] = []
"""What a worker was given when it started, so that not each task brings it."""


def _keep(given: tuple[Path, Path, Setting]) -> None:
    _kept.append(given)


def _make_kept(part: Part) -> Built:
    return make_part(part, *_kept[0])
