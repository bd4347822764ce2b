"""BEVO, the Bone Extracellular Vesicle Ontology and knowledge graph.

Open the release, ask it one of the canned questions, and see why a verdict follows:

>>> import bevo
>>> graph = bevo.open_graph()
>>> answer = bevo.ask("cargo-profile", graph, cargo="miR-214-3p")
>>> answer.columns[:2]
['finding', 'cargoName']
>>> print(bevo.explain("F0026", "BoneLossFinding").splitlines()[0])
F0026 is a bone loss finding, because

Check records of your own before you send them:

>>> bevo.check("instances/findings/yang-2021/table-3.yaml")  # doctest: +SKIP
[]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from networkx import MultiDiGraph
    from pandas import DataFrame
    from pyoxigraph import Store

    from bevo.problems import Problem
    from bevo.rdf.answer import Answer

__all__ = ["__version__", "ask", "check", "explain", "findings", "network", "open_graph"]

__version__ = "0.1.0"


def open_graph(release: str | Path | None = None, sha256: str | None = None) -> Store:
    """A release in memory.

    :param release: the folder of a release, a Turtle file, or the http(s) address of one; by default the release that
        this package brings along, or in a checkout the one that was built there.
    :param sha256: the checksum that the file must have, in hexadecimal.
    :returns: a pyoxigraph store with everything in its default graph.
    :raises bevo.problems.BevoError: if there is no release, it cannot be read, or its checksum is another.
    """
    from bevo.stores.release import open_release

    return open_release(release, sha256)


def ask(question: str, graph: Store | None = None, /, **values: str) -> Answer:
    """The answer to a canned question.

    :param question: its name; ``bevo query list`` names them.
    :param graph: what :func:`open_graph` gave; it is opened for this question alone if it is left out.
    :param values: parameters of the question: a label, a synonym, a CURIE or an IRI, or ``any``.
    :returns: a table: ``columns`` are names, ``rows`` are lists of RDF terms or None, ``plain()`` are lists of text.
    :raises bevo.problems.BevoError: if there is no such question or parameter, or a value is no term of the graph.
    """
    from bevo.project import Project
    from bevo.questions.questions import named, read_queries, run, with_values

    query = named(question, read_queries(Project().queries))
    store = open_graph() if graph is None else graph
    return run(with_values(query, values, store), store)


def explain(finding: str, verdict: str | None = None, part: str = "") -> str:
    """Why a verdict on a finding follows: the statements and axioms that suffice, a line each.

    :param finding: its id, such as ``F0026``.
    :param verdict: a class by name, CURIE or label, such as ``BoneLossFinding``; None asks why the finding contradicts
        the ontology.
    :param part: a participant in place of the finding, such as ``vesicle``.
    :raises bevo.problems.BevoError: if there is no such finding, part or class, or if it does not follow.
    """
    from bevo.build.explain import explain_finding
    from bevo.project import Project
    from bevo.reasoning.explain import in_words

    return in_words(explain_finding(Project(), finding, verdict, part))


def check(*files: str | Path) -> list[Problem]:
    """What is wrong with some files of records.

    :param files: YAML files, or folders of them; the records of the checkout if none is given.
    :returns: faults and warnings, each with file, line and message; none if all is well.
    :raises bevo.problems.InputError: if a file is missing.
    """
    from pathlib import Path

    from bevo.build.prepare import check as check_records
    from bevo.curation.read import files_below
    from bevo.project import Project

    return check_records(Project(), files_below(map(Path, files)) if files else None).problems


def findings(release: str | Path | None = None) -> DataFrame:
    """The findings as a pandas frame, one row a finding; ``docs/exports.md`` tells its columns.

    :param release: the folder of a release; by default the one at hand, as for :func:`open_graph`.
    :raises bevo.problems.BevoError: if pandas or pyarrow is missing, or the folder
        has no ``findings.parquet``.
    """
    from bevo.exports.frames import findings_frame

    return findings_frame(release)


def network(release: str | Path | None = None) -> MultiDiGraph:
    """The network of KGX as a networkx graph: nodes are terms by their ids, edges are what findings say.

    :param release: the folder of a release; by default the one at hand, as for :func:`open_graph`.
    :raises bevo.problems.BevoError: if networkx is missing, or the folder has no
        ``kgx/``.
    """
    from bevo.exports.frames import network as opened

    return opened(release)
