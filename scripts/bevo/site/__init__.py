"""The publication: a static site made from the graph alone."""

from __future__ import annotations

import csv
import gzip
import io
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bevo.problems import BevoError

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from bevo.queries import Answer, Query
    from bevo.site.lists import Download

__all__ = ["write_site"]

HERE = Path(__file__).parent
RELEASE = (
    ("bevo-kg.ttl", "text/turtle", "Everything in one graph: what you load and what the questions expect"),
    ("bevo-kg.nq.gz", "application/n-quads", "The same in named graphs: ontology, findings, provenance, inferred"),
    ("findings.csv", "text/csv", "One row a finding, in labels, for a spreadsheet"),
    ("findings.ttl", "text/turtle", "The findings as curated"),
    ("inferred.ttl", "text/turtle", "What HermiT added"),
    ("bevo.owl", "application/rdf+xml", "The ontology with its borrowed terms, for Protégé"),
    ("bevo.ttl", "text/turtle", "The same in Turtle"),
    ("bevo-base.ttl", "text/turtle", "The ontology's own axioms alone"),
    (
        "mappings.sssom.tsv",
        "text/tab-separated-values",
        "Our terms mapped to HGNC, miRBase, ChEBI, GO and others (SSSOM)",
    ),
    ("nanopubs.trig", "application/trig", "One nanopublication a finding"),
    ("kgx/nodes.tsv", "text/tab-separated-values", "Nodes for Biolink tools (KGX)"),
    ("kgx/edges.tsv", "text/tab-separated-values", "Edges for Biolink tools (KGX)"),
    ("void.ttl", "text/turtle", "Description of the release (VoID, DCAT, PROV)"),
    ("queries.ttl", "text/turtle", "The ready questions as SHACL SPARQL executables"),
    ("finding.schema.json", "application/schema+json", "JSON Schema of a file of findings, for editors"),
)
"""The files beside the graph that the site offers, where they are there."""


def write_site(graph_path: Path, queries: Path, assets: Path, out: Path, version: str) -> None:
    """Write the whole site; it works from any host, under any path, and without scripts.

    :param graph_path: the release, ``bevo-kg.ttl``; files of the release beside it are offered for download.
    :param queries: the folder of canned questions; those that need the network are told, not answered.
    :param assets: the folder of built scripts and what they load; a page leaves out a script that is not there.
    :param out: the folder to write; what was there is replaced once everything is made.
    :raises BevoError: if the graph is missing or is no Turtle, or if two things would have the same page.
    """
    from bevo import rdfio
    from bevo.queries import read_queries, run
    from bevo.store import load_graph

    store = load_graph(graph_path)
    triples = rdfio.read_turtle(graph_path)
    questions = read_queries(queries)
    answers = {name: run(query.text, store) for name, query in questions.items() if not query.federated}
    part = out.with_name(f".{out.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        for path, data in _files(triples, questions, answers, graph_path.parent, assets, version):
            target = part / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        shutil.rmtree(out, ignore_errors=True)
        part.rename(out)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _files(
    triples: list[Triple],
    questions: Mapping[str, Query],
    answers: Mapping[str, Answer],
    release: Path,
    assets: Path,
    version: str,
) -> Iterator[tuple[str, bytes]]:
    """Every file of the site: path and bytes."""
    from pyoxigraph import BlankNode, NamedNode

    from bevo import rdfio
    from bevo.conflicts import found_conflicts
    from bevo.manchester import Graph
    from bevo.site import data
    from bevo.site.addresses import linker, shared_pages
    from bevo.site.jsonld import context, context_file, jsonld
    from bevo.site.lists import list_pages
    from bevo.site.model import Clash
    from bevo.site.pages import record_pages
    from bevo.site.reading import read_site
    from bevo.site.render import renderer
    from bevo.site.slices import slices, wholes
    from bevo.site.term_pages import term_pages

    clashes = [Clash(*c.key, c.promotes, c.inhibits) for c in found_conflicts(answers["conflicts"])]
    site = read_site(Graph(triples), clashes)
    cut, parts = slices(triples), wholes(triples)
    things = {t.subject.value for t in triples if isinstance(t.subject, NamedNode)} - set(parts)
    if shared := shared_pages(things):
        raise BevoError(f"several things would have the same page: {', '.join(shared)}")
    href = linker(things, parts)

    pictures = {
        "network": data.network(site, href),
        "matrix": data.matrix(site, href),
        "mechanism": data.mechanisms(site),
    }
    downloads = _downloads(release)
    render = renderer(HERE / "templates", version, {p.name for p in assets.glob("*.js")} if assets.is_dir() else set())
    lists = list_pages(site, href, questions, answers, downloads, pictures, version)
    for page in (*record_pages(site, cut, href), *term_pages(site, href), *lists):
        yield f"{page.path}.html", render(page)

    shared_context = context(triples)
    yield "context.jsonld", context_file(shared_context)
    for path, own in cut.items():
        nested = any(isinstance(t.subject, BlankNode) for t in own)
        yield f"{path}.ttl", rdfio.pretty_turtle(own) if nested else rdfio.turtle(own)
        yield f"{path}.jsonld", jsonld(own, shared_context)

    yield "data/findings.json", data.as_json(data.findings(site))
    yield "data/network.json", data.as_json(pictures["network"])
    yield "data/matrix.json", data.as_json(pictures["matrix"])
    yield "data/mechanisms.json", data.as_json(pictures["mechanism"])
    yield "data/questions.json", data.as_json(data.questions(questions.values()))
    yield "data/search.json", data.as_json(data.search(site, questions.values(), href))
    yield "data/bevo-kg.ttl.gz", gzip.compress(rdfio.turtle(triples), mtime=0)
    for name, answer in answers.items():
        yield f"question/{name}.csv", _csv(answer)
    for download in downloads:
        yield download.path, (release / download.path.removeprefix("download/")).read_bytes()
    for folder in (HERE / "static", assets):
        for asset in sorted(p for p in folder.rglob("*") if p.is_file()):
            yield f"assets/{asset.relative_to(folder).as_posix()}", asset.read_bytes()


def _downloads(release: Path) -> list[Download]:
    from bevo.site.lists import Download

    there = ((name, form, about, release / name) for name, form, about in RELEASE)
    return [
        Download(f"download/{name}", form, about, p.stat().st_size) for name, form, about, p in there if p.is_file()
    ]


def _csv(answer: Answer) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([answer.columns, *answer.plain()])
    return text.getvalue().encode("utf-8")
