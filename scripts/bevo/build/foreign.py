"""RDF of another lab that claims to be of BEVO, held against the shapes."""

from __future__ import annotations

from pathlib import Path

from bevo.build.prepare import shacl
from bevo.ontology.merge import read_ontology
from bevo.problems import Problem, relative
from bevo.project import Project
from bevo.rdf.rdfio import read_turtle
from bevo.shacl.validate import Engine

__all__ = ["validate_file"]


def validate_file(project: Project, path: Path, engine: Engine = "sparql") -> list[Problem]:
    """What the shapes find wrong with a file, the ontology beside it.

    :param path: Turtle or N-Triples, with all that it talks about but the ontology.
    :returns: the problems, each at the first line that names the thing at fault.
    :raises InputError: if it cannot be read, or the ontology has faults.
    """
    triples = read_turtle(path)
    lines = path.read_text(encoding="utf-8").split("\n")

    def where(name: str) -> tuple[str, int]:
        local = name.rpartition("/")[2].rpartition(":")[2]
        return relative(path), next((number for number, line in enumerate(lines, start=1) if local in line), 0)

    return shacl(project, read_ontology(project.ontology), triples, where, engine)
