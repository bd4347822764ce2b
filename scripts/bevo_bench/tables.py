"""The tables for SQL of a case, of the very graph that the other engines load."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

from bevo.bulk.parts import Done
from bevo.bulk.reuse import manifest
from bevo.bulk.tables import on_this_machine, write_tables
from bevo.files import new_folder
from bevo_bench.case import Case, make

__all__ = ["tables"]

OF_FINDING = re.compile(rb"<https://w3id\.org/bevo/(?:finding|check)/F(\d+)")


def tables(case: Case, jobs: int = 2) -> Path:
    """The folder of the tables of a case, made if it is not there."""
    out = case.path("tables")
    if not out.exists():
        make(case, "graph.nt")
        build = case.path("parts")
        if not build.exists():
            _cut(case.path("graph.nt"), build)
        write_tables(build, out, on_this_machine(jobs), case.project.queries / "sql")
    return out


def _cut(graph: Path, out: Path) -> None:
    """A graph as the parts of a bulk build: a thousand ids a part, the rest as what findings share."""
    with new_folder(out) as folder:
        (folder / "quads").mkdir()
        (folder / "sources.nq").touch()
        names = set()
        with graph.open("rb") as lines:
            for name, some in groupby(lines, _file):
                names.add(name)
                with (folder / name).open("ab") as file:
                    file.writelines(some)
        (folder / "sources.nq").write_bytes((folder / "ontology.nq").read_bytes())
        manifest(folder, (Done(name, "", 0, 0, "") for name in names))


def _file(line: bytes) -> str:
    found = OF_FINDING.match(line)
    return f"quads/part-{int(found[1]) // 1000:05}.nq" if found else "ontology.nq"
