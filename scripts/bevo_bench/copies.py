"""A graph of a million findings to ask questions of, without the hours that building one takes.

``python -m bevo_bench.copies BUILD 10`` takes the findings of a bulk build of ``bevo synthetic`` ten times, each time
under other ids, and writes them with the release as the graph of a case of ``bevo bench``, whose size it prints. Every
count of synthetic findings is ten times that of the build. What a finding names (terms, studies, sections) is shared,
as it is in a longer synthetic file; so combinations that one in ten of such a file would have alone do not come up.
With ``--tables FOLDER``, where ``bevo tables BUILD --out FOLDER`` put the tables of that build, the tables of the case
are made in place of its graph: all that DuckDB needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from pyoxigraph import RdfFormat, parse

from bevo.bulk.reuse import made
from bevo.curation.read import read_instances
from bevo.files import writing
from bevo.problems import BevoError
from bevo.project import Project, built
from bevo.rdf import rdfio
from bevo_bench.case import place
from bevo_bench.copied_tables import copied_tables
from bevo_bench.synthetic import FIRST_ID, MOST
from bevo_bench.tables import tables as tables_of

__all__ = ["copies", "main", "renamed", "triples"]

ID = re.compile(rb"(?<=F)[1-9]\d{6}\b")
"""The number of a synthetic finding; those of curated ones have fewer digits."""
GRAPH = re.compile(rb" <[^<>]*> \.$", re.MULTILINE)


def triples(quads: bytes) -> bytes:
    """N-Quads that all have a graph, as N-Triples."""
    return GRAPH.sub(b" .", quads)


def renamed(text: bytes, by: int) -> bytes:
    """N-Triples or N-Quads with a number added to that of each synthetic finding, wherever it stands."""
    return ID.sub(lambda number: b"%d" % (int(number[0]) + by), text)


def copies(build: Path, times: int) -> Iterator[bytes]:
    """The findings of a bulk build so many times, as N-Triples, piece by piece.

    :param build: its folder; made of what ``bevo synthetic`` prints.
    :raises BevoError: if it is no bulk build, or there are not as many ids.
    """
    step = _ids(build)
    if step * times > MOST:
        raise BevoError(f"there are ids for at most {MOST} synthetic findings")
    for part in (done for done in made(build) if done.file.startswith("quads/")):
        text = triples((build / part.file).read_bytes())
        numbers = {int(number) for number in ID.findall(text)}
        if len(numbers) != part.findings or max(numbers) >= FIRST_ID + step:
            raise BevoError(f"{build / part.file} is not made of what 'bevo synthetic' prints")
        yield from (renamed(text, step * number) for number in range(times))


def _ids(build: Path) -> int:
    """How many ids its findings have, those of rejected lines too."""
    return sum(done.findings + done.rejects for done in made(build))


def main(build: Path, times: int, seed: int = 1, tables: Annotated[Path | None, typer.Option()] = None) -> None:
    """Write the graph, or the tables, of the release and so many copies of a build; print the size of their case."""
    project = Project()
    curated = len(read_instances(project.instances)[0].findings)
    findings = curated + sum(done.findings for done in made(build)) * times
    case = place(project, round(findings / curated), seed)
    if tables:
        written = case.path("tables")
        copied_tables(tables_of(place(project, 1, seed)), tables, _ids(build), times, written)
    else:
        written = case.path("graph.nt")
        release = parse(path=str(built(project.dist / "bevo-kg.ttl")), format=RdfFormat.TURTLE)
        with writing(written) as file:
            file.write(rdfio.ntriples(quad.triple for quad in release))
            file.writelines(copies(build, times))
    typer.echo(f"{written}: {findings} findings, ask with --sizes {case.size}")


if __name__ == "__main__":
    typer.run(main)
