"""The publication: a static site made from the graph alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bevo.cache import Keep, afresh, digest
from bevo.catalogue import ARCHIVE, CATALOGUE, SITE
from bevo.files import replaced_folder
from bevo.problems import BevoError
from bevo.rdf import rdfio
from bevo.rdf.formats import as_json, as_tsv, csv_file
from bevo.rdf.wholes import wholes
from bevo.site.archive import write_archive
from bevo.site.writing import by_path_of, write_files

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Store, Triple

    from bevo.questions.complete import Rests
    from bevo.questions.questions import Query
    from bevo.rdf.answer import Answer
    from bevo.site.data.addresses import Href
    from bevo.site.data.compare import Comparable
    from bevo.site.pages.drafts import Draft, Page
    from bevo.site.pages.lists import Download
    from bevo.site.read.model import Site

__all__ = ["STATIC", "index_of", "some_pages", "write_pages", "write_site"]

MOST_FINDINGS = 20_000
"""Findings up to which each has a page, Turtle and JSON-LD as files of its own: some 80,000 files."""
HERE = Path(__file__).parent
STATIC = HERE / "static"

Make = Callable[[], bytes]
File = tuple[str, str, Make]
"""A path, a hash of what the file is made of or nothing, and what makes it."""
Files = Mapping[str, tuple[str, Make]]


class _Files(NamedTuple):
    """The files of the site.

    :param of_things: pages and data of one thing each, and of questions.
    :param of_graph: what else is made from the graph.
    :param of_release: gives what is made from the files in the folder of the release, and lists of those.
    """

    of_things: Iterator[File]
    of_graph: Iterator[File]
    of_release: Callable[[Path], Iterator[File]]


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
    from bevo.site.data.sitemap import crawling

    def ask() -> dict[str, Answer]:
        return {name: run(query.text, store) for name, query in questions.items() if not query.federated}

    known = rests_on(triples) if rests is None else rests, terms_by_label(store)
    with ThreadPoolExecutor(1) as aside:  # the store answers without the lock of the interpreter
        answers = aside.submit(ask)
        files = _files(triples, questions, answers.result, known, assets, version, keep)
    with replaced_folder(out) as folder:
        first = by_path_of(chain(files.of_things, files.of_graph))
        many = sum(path.startswith("finding/") and path.endswith(".html") for path in first)
        archived: dict[str, Make] = {}

        def write(step: str, files: Files) -> None:
            if many > most:
                archived.update((path, make) for path, (_, make) in files.items() if _told(path))
                files = {path: file for path, file in files.items() if not _told(path)}
            write_files(step, files, folder, former, keep)

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

    makes: dict[str, Make] = {}
    files = _files(triples, {}, lambda: {"conflicts": Answer([])}, ({}, {}), assets, version, afresh, alone)
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
    from bevo.site.data.addresses import linker
    from bevo.site.data.names import other_names
    from bevo.site.data.search import search_index
    from bevo.site.read.reading import read_site
    from bevo.vocabulary.pack import default_pack

    triples = rdfio.read_turtle(graph_path)
    site = read_site(Index(triples), [])
    href = linker(_things(triples), _by_iri(wholes(triples)))
    return search_index(site, questions.values(), href, other_names(site.terms.values(), default_pack()))


def _by_iri(whole: Mapping[NamedNode, NamedNode]) -> dict[str, str]:
    return {part.value: one.value for part, one in whole.items()}


def _things(triples: list[Triple]) -> set[str]:
    """The IRIs of all that is told of."""
    from pyoxigraph import NamedNode

    return {t.subject.value for t in triples if isinstance(t.subject, NamedNode)}


def _files(
    triples: list[Triple],
    questions: Mapping[str, Query],
    asked: Callable[[], Mapping[str, Answer]],
    known: tuple[Mapping[str, Rests], Mapping[str, str]],
    assets: Path,
    version: str,
    keep: Keep,
    alone: bool = False,
) -> _Files:
    """Every file of the site.

    :param asked: gives the answers of the questions by name, and is called late.
    :param known: what findings rest on, and the classes by their labels, for the answers that readers keep.
    :param alone: whether there are no other findings and no lists to lead to.
    """
    from markupsafe import Markup

    from bevo.questions.complete import completed
    from bevo.questions.conflicts import found_conflicts
    from bevo.rdf.index import Index
    from bevo.site.data import feeds as data
    from bevo.site.data import pictures
    from bevo.site.data.addresses import linker, page, shared_pages
    from bevo.site.data.companions import with_companions
    from bevo.site.data.compare import comparables, listed
    from bevo.site.data.documents import nanopub_files, read_documents, version_files
    from bevo.site.data.jsonld import context, context_file
    from bevo.site.data.leaving import leaving
    from bevo.site.data.llms import llms
    from bevo.site.data.names import kept_names
    from bevo.site.data.search import search_files, search_index
    from bevo.site.data.slices import slices
    from bevo.site.pages.documents import document_pages, section_pages
    from bevo.site.pages.drafts import drafter
    from bevo.site.pages.list_tables import standing_findings
    from bevo.site.pages.lists import MOST_LISTED, list_pages, question_pages
    from bevo.site.pages.records import record_pages
    from bevo.site.pages.render import renderer
    from bevo.site.pages.terms import term_pages
    from bevo.site.read.model import Clash
    from bevo.site.read.reading import read_site
    from bevo.vocabulary.pack import default_pack

    graph = Index(triples)
    whole = wholes(triples)
    cut, parts = slices(triples, whole), _by_iri(whole)
    things = _things(triples) - set(parts)
    if twice := shared_pages(things):
        raise BevoError(f"several things would have the same page: {', '.join(twice)}")
    said = {path: digest(rdfio.ntriples(own)) for path, own in cut.items()}
    told = {path: subject for path, own in cut.items() if (subject := _finding(path, own))}
    # What stands beside a finding, on its page and in its files, is of no finding.
    other = digest(*(key for path, key in said.items() if path not in told))
    said |= {path: digest(said[path], other) for path in told}
    shared = context(triples)
    shared_key = digest(repr(shared))
    site = read_site(graph, [], keep, {iri: said[path] for path, iri in told.items()})
    answers = asked()
    clashes = [Clash(*c.key, c.promotes, c.inhibits) for c in found_conflicts(answers["conflicts"])]
    site = replace(site, clashes=clashes)
    href = linker(things, parts)

    scripts = {p.name for p in assets.glob("*.js")} if assets.is_dir() else set()
    render = renderer(HERE / "templates", version, scripts, alone)
    draft = drafter(site, href, things, parts)
    look = digest(version, *sorted(scripts))

    drawn: dict[str, object] = {
        "network": pictures.network(site, href),
        "matrix": pictures.matrix(site, href),
        "mechanism": pictures.mechanisms(site, href),
    }
    things_compared = comparables(site)

    def of_things() -> Iterator[File]:
        for sketch in (
            *record_pages(site, cut, draft),
            *term_pages(site, draft),
            *question_pages(questions, answers, draft),
        ):
            yield f"{sketch.path}.html", digest(look, sketch.key), partial(_rendered, render, sketch)
        yield "context.jsonld", "", partial(context_file, shared)
        for path, triples_of_it in cut.items():
            iri, key = told.get(path), said[path]
            own = partial(with_companions, iri, triples_of_it, graph) if iri else partial(list, triples_of_it)
            yield f"{path}.ttl", key, partial(_turtle, own)
            yield f"{path}.jsonld", digest(key, shared_key), partial(_jsonld, own, shared)

    def of_graph() -> Iterator[File]:
        for made in section_pages(site):
            yield f"{made.path}.html", "", partial(render, made)
        listed_ids = {finding.id for finding in standing_findings(site)[:MOST_LISTED]}
        for name, feed in (
            ("findings", [row for row in data.findings(site) if row["id"] in listed_ids]),
            ("network", drawn["network"]),
            ("matrix", drawn["matrix"]),
            ("mechanisms", drawn["mechanism"]),
            ("questions", data.questions(questions.values())),
            ("compare", listed(things_compared)),
            ("leaving", leaving(site)),
        ):
            yield f"data/{name}.json", "", partial(data.as_json, feed)
        for thing in things_compared:
            yield f"data/compare/{page(thing.term.iri)}.json", "", partial(_slice, thing, site, href)
        index = search_index(site, questions.values(), href, kept_names(site.terms.values(), default_pack(), keep))
        yield from ((path, "", partial(bytes, content)) for path, content in search_files(index).items())
        yield "data/bevo-kg.ttl.gz", "", lambda: rdfio.compressed(rdfio.turtle(triples))
        for name, answer in answers.items():
            full = completed(answer, *known)
            table = full.columns, full.plain()
            key = digest(repr(table))
            for ending, form in (("csv", csv_file), ("tsv", as_tsv), ("json", as_json)):
                yield f"question/{name}.{ending}", key, partial(_encoded, form, *table)
        for folder in (STATIC, assets):
            for asset in sorted(p for p in folder.rglob("*") if p.is_file()):
                yield f"assets/{asset.relative_to(folder).as_posix()}", "", asset.read_bytes

    def of_release(release: Path) -> Iterator[File]:
        downloads = _downloads(release)
        documents = read_documents(release, graph)
        style = Markup((STATIC / "site.css").read_text(encoding="utf-8"))
        for made in (
            *list_pages(site, href, questions, answers, downloads, drawn, things_compared, version, style),
            *document_pages(documents),
        ):
            yield f"{made.path}.html", "", partial(render, made)
        for path, (about, prefixes) in documents.items():
            key = digest(rdfio.ntriples(about), *prefixes)
            yield f"{path}.ttl", key, partial(_turtle, partial(list, about), *prefixes)
            yield f"{path}.jsonld", digest(key, shared_key), partial(_jsonld, partial(list, about), shared)
        yield from ((path, digest(text), partial(bytes, text)) for path, text in nanopub_files(release).items())
        yield from ((path, "", file.read_bytes) for path, file in version_files(release, version))
        for_models = llms(graph, site, questions.values(), downloads)
        yield from ((path, "", partial(bytes, content)) for path, content in for_models.items())
        for download in downloads:
            yield download.path, "", (release / download.path.removeprefix("download/")).read_bytes

    return _Files(of_things(), of_graph(), of_release)


def _finding(path: str, triples: list[Triple]) -> str:
    """The IRI of the finding whose page a path is, or nothing."""
    return triples[0].subject.value if path.startswith("finding/") else ""  # type: ignore[union-attr]  # it is named


def _rendered(render: Callable[[Page], bytes], sketch: Draft) -> bytes:
    return render(sketch.make())


def _slice(thing: Comparable, site: Site, href: Href) -> bytes:
    from bevo.site.data.compare import compared
    from bevo.site.data.feeds import as_json

    return as_json(compared(thing, site, href))


def _jsonld(own: Callable[[], list[Triple]], shared: Mapping[str, object]) -> bytes:
    from bevo.site.data.jsonld import jsonld

    return jsonld(own(), shared)


def _turtle(own: Callable[[], list[Triple]], *prefixes: str) -> bytes:
    from pyoxigraph import BlankNode

    triples = own()
    nested = any(isinstance(triple.subject, BlankNode) for triple in triples)
    return rdfio.pretty_turtle(triples, *prefixes) if nested else rdfio.turtle(triples, *prefixes)


def _downloads(release: Path) -> list[Download]:
    """The files of the release that are there."""
    from bevo.site.pages.lists import Download

    return [
        Download(f"download/{entry.path}", entry.media, entry.about, (release / entry.path).stat().st_size)
        for entry in CATALOGUE
        if (release / entry.path).is_file()
    ]


def _encoded(
    form: Callable[[list[str], list[list[str]]], str | bytes], columns: list[str], rows: list[list[str]]
) -> bytes:
    made = form(columns, rows)
    return made if isinstance(made, bytes) else made.encode("utf-8")
