"""A release in memory, as the tools read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from bevo.agents.shapes import shapes_md
from bevo.project import Project, built
from bevo.questions.complete import Rests, rests_on, terms_by_label
from bevo.questions.conflicts import found_conflicts
from bevo.questions.questions import Query, read_queries, run
from bevo.rdf import rdfio
from bevo.rdf.index import Index
from bevo.rdf.store import load_graph
from bevo.search.index import Index as SearchIndex
from bevo.site.data.llms import schema_md
from bevo.site.installed import search_index_of
from bevo.site.read.model import Clash, Site
from bevo.site.read.reading import read_site

__all__ = ["Release", "read_release"]


@dataclass(frozen=True)
class Release:
    """A release, read once.

    :param graph: its Turtle file, for the processes that answer queries.
    :param store: the same in memory, in which names are looked up.
    :param rests: what each finding and each study rests on, by id.
    :param labels: the IRIs of classes by their labels.
    :param schema: classes, properties, prefixes and questions, as Markdown.
    :param shapes: what data must conform to, as Markdown.
    """

    graph: Path
    site: Site
    index: SearchIndex
    questions: Mapping[str, Query]
    store: Store
    rests: Mapping[str, Rests]
    labels: Mapping[str, str]
    schema: str
    shapes: str

    @property
    def name(self) -> str:
        """What answers call it."""
        return f"BEVO {self.site.about['version']}"


def read_release(project: Project, graph: Path, say: Callable[[str], None]) -> Release:
    """Read a release; takes some seconds.

    :param graph: its ``bevo-kg.ttl``, or a copy that nothing changes.
    :param say: is told what takes long.
    :raises BevoError: if nothing is built, or it cannot be read.
    """
    store = load_graph(built(graph))
    triples = Index(rdfio.read_turtle(graph))
    questions = read_queries(project.queries)
    clashes = []
    if "conflicts" in questions:
        found = found_conflicts(run(questions["conflicts"].text, store))
        clashes = [Clash(*conflict.key, conflict.promotes, conflict.inhibits) for conflict in found]
    site = read_site(triples, clashes)
    return Release(
        graph=graph,
        site=site,
        index=search_index_of(project, say),
        questions=questions,
        store=store,
        rests=rests_on(store),
        labels=terms_by_label(store),
        schema=schema_md(triples, site, questions.values()),
        shapes=shapes_md(project.shapes),
    )
