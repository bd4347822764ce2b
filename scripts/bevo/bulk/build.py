"""A bulk build: a file of findings to a folder that a triple store can load, in bounded memory.

The file is cut into parts of so many lines; each part becomes a file of its own, written whole or not at all. So parts
may be made by any process, in any order, and twice, and need not be made again when their lines are as they were.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from pyoxigraph import NamedNode

from bevo.bulk.parts import SIZE, Part, make_part, part_file, parts_of
from bevo.bulk.reuse import SHARED, Done, Earlier, earlier, manifest, taken_over
from bevo.bulk.shard import Setting, in_graph
from bevo.cache import Keep, afresh, digest_of_much
from bevo.files import new_folder
from bevo.problems import BevoError
from bevo.rdf import rdfio
from bevo.reasoning.infer import infer

__all__ = ["Built", "Engine", "bulk_build", "on_this_machine"]

GIVEN = "given.jsonl"
"""Holds lines that come from no file, while they are read."""


class Built(NamedTuple):
    """How many findings were made, and how many lines were set aside."""

    findings: int
    rejects: int


Say = Callable[[str], None]
Engine = Callable[[list[Part], Path, Path, Setting], Iterable[Done]]
"""Makes some parts of a file into a folder, by :func:`bevo.bulk.parts.make_part`; tells of each as it is done."""


def bulk_build(
    source: Path | bytes,
    out: Path,
    setting: Setting,
    engine: Engine,
    say: Say = lambda _: None,
    size: int = SIZE,
    former: Path | None = None,
    keep: Keep = afresh,
) -> Built:
    """Build the findings of a file.

    :param source: JSON Lines; a file, or the lines themselves.
    :param out: folder to make: ``ontology.nq``, ``sources.nq``, ``quads/part-00000.nq`` and so on, the findings of each
        in ``findings/part-00000.tsv``, ``rejects.jsonl``, and ``made.tsv``, what each file was made of.
    :param engine: :func:`on_this_machine`, or :func:`bevo.bulk.spark.on_spark`.
    :param say: is told how far it is.
    :param size: lines of a part.
    :param former: the folder of an earlier build; what would be the same is taken over from there.
    :param keep: keeps what HermiT says of the ontology.
    :raises BevoError: if the folder is there already, a file cannot be read or written, or a worker fails; then there
        is no folder.
    """
    wait_for = f"another build is writing {out}; waiting for it"
    with _reading_and_writing(), new_folder(out, lambda: say(wait_for)) as folder:
        if isinstance(source, bytes):
            (folder / GIVEN).write_bytes(source)
            source = folder / GIVEN
        for name in ("quads", "findings", "rejects"):
            (folder / name).mkdir()
        say("looking for repeated ids")
        with ThreadPoolExecutor(1) as beside:
            reading = beside.submit(parts_of, source, setting.key, size)
            files = earlier(former.resolve(), setting.key) if former else []
            parts = reading.result()
        keys = dict.fromkeys(SHARED, setting.key) | {part.file: part.key for part in parts}
        made = {one.file: one for one in taken_over(files, folder, keys)}
        if former:
            say(f"{sum(part.file in made for part in parts)} of {len(parts)} parts are as they were in {former}")
        if not made.keys() >= set(SHARED):
            say("ontology and sources")
            made |= {one.file: one for one in _shared(folder, setting, keep)}
        by_name = {one.done.file: one for one in files}
        left = [_with_those_near(part, by_name) for part in parts if part.file not in made]
        for count, one in enumerate(engine(left, source, folder, setting) if left else (), start=1):
            made[one.file] = one
            built = _sum(made.values())
            say(f"{count} of {len(left)} parts, {built.findings} findings, {built.rejects} lines set aside")
        _join(folder / "rejects", folder / "rejects.jsonl")
        manifest(folder, made.values())
        (folder / GIVEN).unlink(missing_ok=True)
    return _sum(made.values())


def _with_those_near(part: Part, files: Mapping[str, Earlier]) -> Part:
    """A part with those of an earlier build that have its lines, even where some lines before were added or removed."""
    near = (part_file(number) for number in range(part.number - 1, part.number + 2))
    return part._replace(near=tuple(files[name] for name in near if name in files))


def _sum(made: Collection[Done]) -> Built:
    return Built(sum(one.findings for one in made), sum(one.rejects for one in made))


def _shared(folder: Path, setting: Setting, keep: Keep) -> Iterator[Done]:
    known = infer(rdfio.canonical(setting.logic), {}, keep=keep)
    inferred = [t for t in known if isinstance(t.subject, NamedNode)]
    ontology = in_graph("ontology", rdfio.canonical(setting.ontology))
    data = (
        rdfio.sorted_lines([*ontology, *in_graph("inferred", inferred)]),
        rdfio.sorted_lines(in_graph("provenance", setting.sources)),
    )
    for file, lines in zip(SHARED, data, strict=True):
        (folder / file).write_bytes(lines)
        yield Done(file, setting.key, 0, 0, digest_of_much(lines, b"", b""))


@contextmanager
def _reading_and_writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BevoError(f"cannot read or write: {error}") from error


def _join(folder: Path, target: Path) -> None:
    """One file of the files of a folder, in the order of their names, in place of the folder."""
    with target.open("wb") as joined:
        for path in sorted(folder.iterdir()):
            with path.open("rb") as piece:
                shutil.copyfileobj(piece, joined)
    shutil.rmtree(folder)


def on_this_machine(jobs: int) -> Engine:
    """An engine of so many processes; few parts are under way at a time, so that memory does not grow with the file."""

    def make(parts: list[Part], source: Path, folder: Path, setting: Setting) -> Iterator[Done]:
        if len(parts) == 1:  # another process takes a second or two to start
            yield from (make_part(part, source, folder, setting) for part in parts)
            return
        context = multiprocessing.get_context("spawn")
        rest = iter(parts)
        try:
            with ProcessPoolExecutor(jobs, context, _keep, ((source, folder, setting),)) as pool:
                running: set[Future[Done]] = {pool.submit(_make_kept, part) for part in islice(rest, 2 * jobs)}
                while running:
                    done, running = wait(running, return_when=FIRST_COMPLETED)
                    running |= {pool.submit(_make_kept, part) for part in islice(rest, len(done))}
                    yield from (future.result() for future in done)
        except BrokenProcessPool as error:
            raise BevoError("a worker was killed, perhaps because memory ran out; try fewer --jobs") from error

    return make


_kept: list[tuple[Path, Path, Setting]] = []
"""What a worker was given when it started, so that not each task brings it."""


def _keep(given: tuple[Path, Path, Setting]) -> None:
    Thread(target=_end_with_the_parent, daemon=True).start()
    _kept.append(given)


def _end_with_the_parent() -> None:
    """A worker waits for tasks without end, for it holds both ends of their pipe, even when nobody sends any more."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _make_kept(part: Part) -> Done:
    return make_part(part, *_kept[0])
