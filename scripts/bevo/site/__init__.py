"""The publication: a static site made from the graph alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from bevo.cache import Keep, afresh
from bevo.catalogue import ARCHIVE, SITE
from bevo.files import replaced_folder
from bevo.rdf import rdfio
from bevo.rdf.wholes import wholes
from bevo.site.archive import write_archive
from bevo.site.writing import ByPath, Make, by_path_of, write_files

if TYPE_CHECKING:
    from pyoxigraph import Store, Triple

    from bevo.questions.complete import Rests
    from bevo.questions.questions import Query
    from bevo.rdf.answer import Answer

__all__ = ["index_of", "some_pages", "write_pages", "write_site"]

MOST_FINDINGS = 20_000
"""Findings up to which each has a page, Turtle and JSON-LD as files of its own: some 80,000 files."""


def write_site(graph_path: Path, queries: Path, assets: Path, out: Path, version: str) -> None:
    """Write the whole site; it works from any host, under any path, and without scripts.

    :param graph_path: the release, ``bevo-kg.ttl``; files of the release beside it are offered for download.
    :param queries: the folder of canned questions; those that need the network are told, not answered.
    :param assets: the folder of built scripts and what they load; a page leaves out a script that is not there.
    :param out: the folder to write; what was there is replaced once everything is made.
    :raises BevoError: if the graph is missing or is no Turtle, or if two things would have the same page.
    """
    from bevo.questions.questions import read_queries
    from bevo.rdf.store import load_graph

    store = load_graph(graph_path)
    triples = rdfio.sorted_triples(rdfio.read_turtle(graph_path))
    write_pages(store, triples, read_queries(queries), graph_path.parent, assets, out, version)


def write_pages(
    store: Store,
    triples: list[Triple],
    questions: Mapping[str, Query],
    release: Path,
    assets: Path,
    out: Path,
    version: str,
    former: Path | None = None,
    keep: Keep = afresh,
    most: int = MOST_FINDINGS,
    rests: Mapping[str, Rests] | None = None,
    ready: Callable[[], object] = lambda: None,
) -> str:
    """Write the site of a graph that is at hand.

    :param store: the graph, to ask it.
    :param triples: the same as a list, sorted.
    :param release: the folder of the files that are offered for download.
    :param former: a site that was written before; what would be the same is taken over from there.
    :param most: findings up to which each has files of its own; those of more are in one archive, for the server.
    :param rests: what findings and studies rest on, where it is known (:func:`bevo.questions.complete.rests_on`).
    :param ready: is called before the folder of the release is read, and comes back when that is whole; what is not
        made of its files is written before.
    :returns: what whoever built it has to know, in a sentence; empty if nothing.
    """
    from bevo.questions.complete import rests_on, terms_by_label
    from bevo.questions.questions import run
    from bevo.rdf.names import BASE
    from bevo.site.contents import files_of
    from bevo.site.data.sitemap import crawling

    def ask() -> dict[str, Answer]:
        return {name: run(query.text, store) for name, query in questions.items() if not query.federated}

    known = rests_on(triples) if rests is None else rests, terms_by_label(store)
    with ThreadPoolExecutor(1) as aside:  # the store answers without the lock of the interpreter
        answers = aside.submit(ask)
        files = files_of(triples, questions, answers.result, known, assets, version, keep)
    with replaced_folder(out) as folder:
        first = by_path_of(chain(files.of_things, files.of_graph))
        many = sum(path.startswith("finding/") and path.endswith(".html") for path in first)
        archived: dict[str, Make] = {}

        def write(step: str, by_path: ByPath) -> None:
            if many > most:
                archived.update((path, make) for path, (_, make) in by_path.items() if _told(path))
                by_path = {path: file for path, file in by_path.items() if not _told(path)}
            write_files(step, by_path, folder, former, keep)

        write("site-things", first)
        ready()
        rest = by_path_of(files.of_release(release), first)
        pages = (path for path in (*first, *rest) if path.endswith(".html"))
        rest |= {path: ("", partial(bytes, content)) for path, content in crawling(pages, BASE).items()}
        write("site-release", rest)
        if not archived:
            return ""
        write_archive(folder / ARCHIVE, archived)
    return (
        f"the site has {many} findings, more than {most}: their pages are in {SITE}{ARCHIVE}, which "
        "'bevo serve' reads; a host of files alone shows the other pages"
    )


def _told(path: str) -> bool:
    """Whether a file is about one finding."""
    return path.startswith(("finding/", "np/"))


def some_pages(
    triples: list[Triple], assets: Path, version: str, wanted: Collection[str] | None = None, alone: bool = False
) -> dict[str, Make]:
    """What makes some pages of a small graph, by path, without what questions answer.

    :param triples: sorted.
    :param wanted: paths of findings, terms or studies, with their ending; those that the graph has no page of are
        left out. By default all pages of these, with their data.
    :param alone: whether there are no other findings and no lists to lead to; then the pages do not tell of them.
    """
    from bevo.rdf.answer import Answer
    from bevo.site.contents import files_of

    makes: dict[str, Make] = {}
    files = files_of(triples, {}, lambda: {"conflicts": Answer([])}, ({}, {}), assets, version, afresh, alone)
    for path, _, make in files.of_things:
        if wanted is None or path in wanted:
            makes[path] = make
        if wanted is not None and len(makes) == len(wanted):
            break
    return makes


def index_of(graph_path: Path, questions: Mapping[str, Query]) -> dict[str, object]:
    """What the search of a release looks through, made from its graph.

    :raises BevoError: if the graph is missing or is no Turtle.
    """
    from bevo.rdf.index import Index
    from bevo.site.contents import all_things, by_iri
    from bevo.site.data.addresses import linker
    from bevo.site.data.names import other_names
    from bevo.site.data.search import search_index
    from bevo.site.read.reading import read_site
    from bevo.vocabulary.pack import default_pack

    triples = rdfio.read_turtle(graph_path)
    site = read_site(Index(triples), [])
    href = linker(all_things(triples), by_iri(wholes(triples)))
    return search_index(site, questions.values(), href, other_names(site.terms.values(), default_pack()))
