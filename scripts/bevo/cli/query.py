"""``bevo query``: the canned questions."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bevo.cli.common import ROOT, Root, fail, report, say
from bevo.cli.overlay import With, overlays_of, released_beside
from bevo.cli.tables import print_table
from bevo.problems import BevoError
from bevo.project import GRAPH, Project, built

if TYPE_CHECKING:
    from pyoxigraph import Store

    from bevo.questions.compare import Engine
    from bevo.questions.questions import Query
    from bevo.rdf.answer import Answer

__all__ = ["Format", "ask", "query_app"]

query_app = typer.Typer(no_args_is_help=True, help="The canned questions: list them, read one, ask one.")


class Format(StrEnum):
    """How a table is printed."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    jsonl = "jsonl"
    parquet = "parquet"
    md = "md"


@query_app.command("list")
def list_queries(root: Root = ROOT) -> None:
    """List the canned questions by group."""
    from bevo.exports.questions import by_group

    for group, queries in by_group(_queries(root).values()):
        print(f"{group}:")
        for query in queries:
            print(f"  {query.name:24}  {query.title}")


@query_app.command("check")
def check_queries(
    update: Annotated[bool, typer.Option("--update", help="Accept the current answers as reviewed.")] = False,
    root: Root = ROOT,
) -> None:
    """Check that each question parses, uses only what the release has, and answers as reviewed (queries/answers/).

    Prints the differences. Read them before you accept them with --update.
    """
    from bevo.exports.void import used_terms
    from bevo.files import write_whole
    from bevo.questions.review import differences, faults
    from bevo.rdf.rdfio import read_turtle
    from bevo.rdf.store import load_graph

    project = Project(root.resolve())
    queries = _queries(root)
    try:
        store = load_graph(project.dist / "bevo-kg.ttl")
        used = used_terms(read_turtle(built(project.dist / "void.ttl")))
    except BevoError as error:
        fail(error)
    problems = [p for q in queries.values() for p in faults(q, store, used, f"queries/{q.name}.rq")]
    report(problems)
    changed = 0
    for name, difference, today in differences(queries.values(), store, project.queries / "answers"):
        changed += 1
        print(difference)
        if update:
            write_whole(project.queries / "answers" / f"{name}.csv", today.encode("utf-8"))
    print(f"{len(queries)} questions, {changed} answer(s) {'updated' if update else 'changed'}")
    if problems or (changed and not update):
        raise typer.Exit(1)


@query_app.command("show")
def show(name: str, root: Root = ROOT) -> None:
    """Print a question: what it asks, its parameters, its SPARQL."""
    query = _query(name, root)
    print(f"{query.title}\n\n{query.question}\n")
    for parameter in query.parameters.values():
        print(f"  --{parameter.name} ({parameter.type}): {parameter.about}; default {parameter.default}")
    print(f"\n{query.text}", end="")


@query_app.command("run", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def run_query(
    context: typer.Context,
    name: str,
    root: Root = ROOT,
    form: Annotated[Format, typer.Option("--format", help="How to print the rows.")] = Format.table,
    endpoint: Annotated[str | None, typer.Option(help="Ask this SPARQL endpoint instead of the built release.")] = None,
    graph: Annotated[
        str, typer.Option(help="The graph of the endpoint to ask; 'default' is the endpoint's default graph.")
    ] = GRAPH,
    timeout: Annotated[int, typer.Option(help="Seconds to wait for an endpoint.", min=1)] = 60,
    beside: With = None,
    out: Annotated[Path | None, typer.Option(help="The folder that several overlays were built into.")] = None,
) -> None:
    """Ask a question of the built release, in the embedded store, or of an endpoint that has it loaded.

    With --with DIR the overlay as it was built is asked together with the release; the column 'graph' says whose a row
    is.

    Parameters are given as options: bevo query run cargo-profile --cargo miR-21. A term is an IRI, a CURIE, a label or
    a synonym of the built release; 'any' leaves it open. A study is also its DOI, its PMID, or 'Li et al. 2016'.
    'bevo query show NAME' tells the parameters.

    csv, tsv, json, jsonl and parquet add columns that programs need: the IRIs, and of each finding the verdict, the
    evidence, the studies, DOI and PMID. table and md have what the question asks. Parquet goes into a file: > FILE.
    """
    project, values = Project(root.resolve()), _options(context.args)
    if beside:
        ask_beside(project, beside, out, name, values, form)
        return
    ask(project, name, values, form, _engine(endpoint, graph, timeout) if endpoint else None)


@query_app.command("compare")
def compare_engines(
    endpoints: Annotated[list[str] | None, typer.Option("--endpoint", help="Ask this endpoint as well.")] = None,
    names: Annotated[list[str] | None, typer.Argument(help="Questions to ask. Without any, all questions.")] = None,
    graph: Annotated[
        str, typer.Option(help="The graph of the endpoints to ask; 'default' is the default graph of each endpoint.")
    ] = GRAPH,
    timeout: Annotated[int, typer.Option(help="Seconds to wait for an endpoint.", min=1)] = 60,
    root: Root = ROOT,
) -> None:
    """Ask embedded Oxigraph, rdflib and endpoints the same questions; compare their answers and times.

    Prints the rows and each engine's milliseconds, separated by tabs. Questions that ask other stores (tag federated)
    are left out. The exit code is 1 if an answer differs.
    """
    from bevo.questions.compare import as_rdflib, ask_rdflib, compare, embedded
    from bevo.rdf.store import load_graph

    file = Project(root.resolve()).dist / "bevo-kg.ttl"
    queries = [_query(name, root) for name in names] if names else list(_queries(root).values())
    queries = [query for query in queries if not query.federated]
    differs = False
    try:
        store = load_graph(file)
        engines = {"Oxigraph": embedded(store), "rdflib": ask_rdflib(as_rdflib(store))}
        engines |= {url: _engine(url, graph, timeout) for url in endpoints or []}
        print("question", "rows", *(f"{name} ms" for name in engines), "answers", sep="\t")
        for one in compare(queries, engines):
            times = [f"{one.milliseconds[name]:.0f}" if name in one.milliseconds else "" for name in engines]
            print(one.name, one.rows, *times, "differ" if one.differences else "same", sep="\t", flush=True)
            for name, difference in one.differences.items():
                say(f"{one.name}: {name}: {difference}")
            differs |= bool(one.differences)
    except BevoError as error:
        fail(error)
    if differs:
        raise typer.Exit(1)


def _engine(endpoint: str, graph: str, timeout: int) -> Engine:
    from functools import partial

    from bevo.stores.endpoint import ask

    return partial(ask, endpoint, timeout=timeout, graph=None if graph == "default" else graph)


def _options(words: list[str]) -> dict[str, str]:
    values = {}
    rest = list(words)
    while rest:
        option, equals, value = rest.pop(0).partition("=")
        if not option.startswith("--") or (not equals and not rest):
            say(f"bevo: '{option}' is not --parameter value")
            raise typer.Exit(2)
        values[option[2:]] = value if equals else rest.pop(0)
    return values


def _queries(root: Path) -> dict[str, Query]:
    from bevo.questions.questions import read_queries

    try:
        return read_queries(Project(root.resolve()).queries)
    except BevoError as error:
        fail(error)


def _query(name: str, root: Path) -> Query:
    from bevo.questions.questions import named

    queries = _queries(root)
    try:
        return named(name, queries)
    except BevoError as error:
        say(f"bevo: {error}")
        raise typer.Exit(2) from error


def ask(
    project: Project,
    name: str,
    values: dict[str, str],
    form: Format,
    remote: Engine | None = None,
    store: Store | None = None,
) -> None:
    """Ask a question and print its answer.

    :param remote: asks an endpoint; the built release in the embedded store answers if it is left out.
    :param store: the release, where it is at hand.
    """
    from bevo.questions.questions import run, with_values
    from bevo.rdf.store import load_graph

    query = _query(name, project.root)
    try:
        if remote and not values:
            answer = remote(query.text)
        else:
            store = store or load_graph(project.dist / "bevo-kg.ttl")
            text = with_values(query, values, store)
            answer = remote(text) if remote else run(text, store)
        _print(answer, query.title, form, remote or store)
    except BevoError as error:
        fail(error)


def ask_beside(
    project: Project, folders: list[Path], out: Path | None, name: str, values: dict[str, str], form: Format
) -> None:
    """Ask a question of release and overlays as they were built, and print the answer with whose each row is."""
    from pyoxigraph import Literal

    from bevo.questions.beside import graphs_of
    from bevo.questions.questions import run, with_values
    from bevo.rdf.answer import Answer
    from bevo.rdf.store import load_graph

    query = _query(name, project.root)
    prefixes = [overlay.prefix for overlay in overlays_of(folders)]
    graph = released_beside(folders, out) / "bevo-kg.ttl"
    if not graph.is_file():
        given = " ".join(f"--with {folder}" for folder in folders) + (f" --out {out}" if out else "")
        fail(BevoError(f"{graph} is not there; run 'bevo build {given}' first"))
    try:
        store, alone = load_graph(graph), load_graph(project.dist / "bevo-kg.ttl")
        text = with_values(query, values, store)
        answer = run(text, store)
        whose = graphs_of(answer, run(text, alone), prefixes)
        rows = [[Literal(graph), *row] for graph, row in zip(whose, answer.rows, strict=True)]
        _print(Answer(["graph", *answer.columns], rows), query.title, form, store)
    except BevoError as error:
        fail(error)


def _print(answer: Answer, title: str, form: Format, asked: Store | Engine | None) -> None:
    """Print an answer; what programs read has more columns than what people read.

    :param asked: the graph or the endpoint that was asked; it says what findings rest on.
    """
    from pyoxigraph import Store

    from bevo.questions.complete import completed, rests_on, terms_by_label
    from bevo.questions.elsewhere import completed_by
    from bevo.rdf import formats

    if form is Format.table:
        print_table(title, answer.columns, answer.plain())
        return
    if form is Format.md:
        print(formats.as_markdown(answer.columns, answer.plain()), end="")
        return
    if isinstance(asked, Store):
        answer = completed(answer, rests_on(asked), terms_by_label(asked))
    elif asked is not None:
        answer = completed_by(asked, answer)
    if form is Format.parquet:
        _print_parquet(formats.as_parquet(answer.columns, answer.plain()))
        return
    made = {
        Format.csv: formats.as_csv,
        Format.tsv: formats.as_tsv,
        Format.json: formats.as_json,
        Format.jsonl: formats.as_jsonl,
    }
    print(made[form](answer.columns, answer.plain()), end="")


def _print_parquet(data: bytes) -> None:
    if sys.stdout.isatty():
        say("bevo: Parquet is no text; write it to a file: --format parquet > FILE")
        raise typer.Exit(2)
    sys.stdout.buffer.write(data)
    sys.stdout.flush()
