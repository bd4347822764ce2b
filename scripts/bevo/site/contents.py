"""Every file of the site: its path, what it is made of, and what makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup
from pyoxigraph import BlankNode, NamedNode, Triple

from bevo.cache import Keep, digest
from bevo.catalogue import CATALOGUE
from bevo.problems import BevoError
from bevo.questions.complete import Rests, completed
from bevo.questions.conflicts import found_conflicts
from bevo.questions.questions import Query
from bevo.rdf import rdfio
from bevo.rdf.answer import Answer
from bevo.rdf.formats import as_json, as_tsv, csv_file
from bevo.rdf.index import Index
from bevo.rdf.wholes import wholes
from bevo.site.data import feeds as data
from bevo.site.data import pictures
from bevo.site.data.addresses import Href, linker, page, shared_pages
from bevo.site.data.companions import with_companions
from bevo.site.data.compare import Comparable, comparables, compared, listed
from bevo.site.data.documents import nanopub_files, read_documents, version_files
from bevo.site.data.jsonld import context, context_file, jsonld
from bevo.site.data.leaving import leaving
from bevo.site.data.llms import llms
from bevo.site.data.names import kept_names
from bevo.site.data.search import search_files, search_index
from bevo.site.data.slices import slices
from bevo.site.pages import lists
from bevo.site.pages.documents import document_pages, section_pages
from bevo.site.pages.drafts import Draft, Page, drafter
from bevo.site.pages.list_tables import standing_findings
from bevo.site.pages.lists import Download, list_pages, question_pages
from bevo.site.pages.records import record_pages
from bevo.site.pages.render import renderer
from bevo.site.pages.terms import term_pages
from bevo.site.read.model import Clash, Site
from bevo.site.read.reading import read_site
from bevo.site.writing import File
from bevo.vocabulary.pack import default_pack

__all__ = ["STATIC", "Files", "all_things", "by_iri", "files_of"]

HERE = Path(__file__).parent
STATIC = HERE / "static"


class Files(NamedTuple):
    """The files of the site.

    :param of_things: pages and data of one thing each, and of questions.
    :param of_graph: what else is made from the graph.
    :param of_release: gives what is made from the files in the folder of the release, and lists of those.
    """

    of_things: Iterator[File]
    of_graph: Iterator[File]
    of_release: Callable[[Path], Iterator[File]]


def by_iri(whole: Mapping[NamedNode, NamedNode]) -> dict[str, str]:
    """Parts and their wholes by their IRIs."""
    return {part.value: one.value for part, one in whole.items()}


def all_things(triples: list[Triple]) -> set[str]:
    """The IRIs of all that is told of."""
    return {t.subject.value for t in triples if isinstance(t.subject, NamedNode)}


def files_of(
    triples: list[Triple],
    questions: Mapping[str, Query],
    asked: Callable[[], Mapping[str, Answer]],
    known: tuple[Mapping[str, Rests], Mapping[str, str]],
    assets: Path,
    version: str,
    keep: Keep,
    alone: bool = False,
) -> Files:
    """Every file of the site.

    :param asked: gives the answers of the questions by name, and is called late.
    :param known: what findings rest on, and the classes by their labels, for the answers that readers keep.
    :param alone: whether there are no other findings and no lists to lead to.
    """
    graph = Index(triples)
    whole = wholes(triples)
    cut, parts = slices(triples, whole), by_iri(whole)
    things = all_things(triples) - set(parts)
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
        listed_ids = {finding.id for finding in standing_findings(site)[: lists.MOST_LISTED]}
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

    return Files(of_things(), of_graph(), of_release)


def _finding(path: str, triples: list[Triple]) -> str:
    """The IRI of the finding whose page a path is, or nothing."""
    return triples[0].subject.value if path.startswith("finding/") else ""  # type: ignore[union-attr]  # it is named


def _rendered(render: Callable[[Page], bytes], sketch: Draft) -> bytes:
    return render(sketch.make())


def _slice(thing: Comparable, site: Site, href: Href) -> bytes:
    return data.as_json(compared(thing, site, href))


def _jsonld(own: Callable[[], list[Triple]], shared: Mapping[str, object]) -> bytes:
    return jsonld(own(), shared)


def _turtle(own: Callable[[], list[Triple]], *prefixes: str) -> bytes:
    triples = own()
    nested = any(isinstance(triple.subject, BlankNode) for triple in triples)
    return rdfio.pretty_turtle(triples, *prefixes) if nested else rdfio.turtle(triples, *prefixes)


def _downloads(release: Path) -> list[Download]:
    """The files of the release that are there."""
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
