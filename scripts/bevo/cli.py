"""The command ``bevo``."""

from __future__ import annotations

import csv
import json
import signal
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bevo.problems import BevoError, InputError, Problem, errors
from bevo.project import GRAPH, Project

if TYPE_CHECKING:
    from bevo.compare import Engine
    from bevo.queries import Answer, Query

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)
query_app = typer.Typer(no_args_is_help=True, help="The canned questions: list them, read one, ask one.")
app.add_typer(query_app, name="query")

ROOT = Project().root
Root = Annotated[Path, typer.Option("--root", help="The checkout to work on.", show_default="where bevo comes from")]
Limit = Annotated[float, typer.Option("--limit", help="Seconds after which HermiT is stopped.", min=1)]


@app.callback()
def main() -> None:
    """Build, check and question BEVO, the knowledge graph of extracellular vesicles in bone.

    Exit codes: 0 all is well; 1 the input has faults or the build failed; 2 the command was misused.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a reasoner under way is stopped as well


class Format(StrEnum):
    """How a table is printed."""

    table = "table"
    csv = "csv"
    json = "json"


class By(StrEnum):
    """How a store is written to."""

    gsp = "gsp"
    update = "update"


class Processes(StrEnum):
    """What a bulk build runs on."""

    embedded = "embedded"
    spark = "spark"


class Kind(StrEnum):
    """A store with a loader of its own."""

    virtuoso = "virtuoso"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _fail(error: BevoError) -> NoReturn:
    if isinstance(error, InputError):
        _report(error.problems)
    else:
        _say(f"bevo: {error}")
    raise typer.Exit(1)


def _report(problems: Iterable[Problem]) -> None:
    problems = list(problems)
    for problem in problems:
        _say(str(problem))
    faults = len(errors(problems))
    if problems:
        _say(f"{faults} fault(s), {len(problems) - faults} warning(s)")


@app.command()
def build(
    root: Root = ROOT,
    limit: Limit = 1800,
    findings: Annotated[
        Path | None,
        typer.Option(help="Build these findings (JSON Lines) into --out, in bulk, in place of the release."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="The folder that a bulk build makes.")] = None,
    engine: Annotated[Processes, typer.Option(help="What a bulk build runs on.")] = Processes.embedded,
    master: Annotated[str, typer.Option(help="Spark's master, for example spark://host:7077.")] = "local[*,4]",
    jobs: Annotated[
        int | None, typer.Option(help="Processes of a bulk build.", show_default="one a core", min=1)
    ] = None,
) -> None:
    """Build the release into dist/ and write instances/<review>.ttl.

    Reads the ontology and the curated records, turns them into RDF, checks them with SHACL, reasons over them with
    HermiT and publishes the result. The former dist/ is replaced only when everything went well. At the end the
    friend-or-foe table is printed.

    With --findings (or --engine spark, which without it takes the curated findings) it is a bulk build into --out: the
    shapes are asked as SPARQL and rules reason in place of HermiT, shard by shard. A line with a fault is set aside in
    rejects.jsonl and the rest goes on; the exit code is then 1, and the output is there. See docs/scaling.md.
    """
    if findings or out or engine is Processes.spark:
        return _bulk(Project(root.resolve()), findings, out, engine, master, jobs)
    from bevo import build as building

    project = Project(root.resolve())
    try:
        release = building.build(project, lambda step: _say(f"bevo: {step} ..."), limit)
    except BevoError as error:
        _fail(error)
    _report(release.checked.problems)
    times = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in release.seconds.items())
    _say(
        f"bevo: {len(release.checked.findings)} findings; triples: "
        + ", ".join(f"{name} {count}" for name, count in release.triples.items())
        + f"; {times}"
    )
    _ask(project, "friend-or-foe", {}, Format.table)


def _bulk(
    project: Project, findings: Path | None, out: Path | None, engine: Processes, master: str, jobs: int | None
) -> None:
    import os
    import tempfile

    from bevo.bulk import findings_jsonl, read_setting
    from bevo.bulk_build import bulk_build, on_this_machine
    from bevo.load import read_instances
    from bevo.spark import on_spark

    if out is None or (findings is None and engine is Processes.embedded):
        _say("bevo: a bulk build needs --out, and --findings or --engine spark")
        raise typer.Exit(2)
    made_on = on_spark(master) if engine is Processes.spark else on_this_machine(jobs or os.cpu_count() or 1)
    try:
        setting = read_setting(project)
        with tempfile.TemporaryDirectory(prefix=".findings-", dir=out.absolute().parent) as folder:
            if findings is None:
                findings = Path(folder, "findings.jsonl")
                findings.write_bytes(findings_jsonl(read_instances(project.instances)[0]))
            built = bulk_build(findings, out, setting, made_on, lambda text: _say(f"bevo: {text}"))
    except BevoError as error:
        _fail(error)
    except OSError as error:
        _fail(BevoError(f"cannot read or write: {error}"))
    print(f"{built.findings} findings in {out}; {built.rejects} lines set aside")
    if built.rejects:
        _say(f"bevo: {out / 'rejects.jsonl'} says what is wrong with each")
        raise typer.Exit(1)


@app.command()
def synthetic(
    count: Annotated[int, typer.Argument(help="How many.", min=0)],
    seed: Annotated[int, typer.Option(help="Another seed, other findings.")] = 0,
    root: Root = ROOT,
) -> None:
    """Print findings that nobody made, as JSON Lines, to measure a bulk build with."""
    from bevo.synthetic import synthetic as lines

    try:
        for line in lines(Project(root.resolve()), count, seed):
            print(line)
    except BevoError as error:
        _fail(error)


@app.command()
def check(
    files: Annotated[list[Path] | None, typer.Argument(help="Files or folders of records; all if none.")] = None,
    root: Root = ROOT,
) -> None:
    """Check the records alone, in a second or two: for curators, while they write.

    Finds what is no YAML, misses a part, names an unknown term or study, or contradicts itself; says file and line.
    """
    from bevo.build import check as check_records
    from bevo.load import files_below

    try:
        checked = check_records(Project(root.resolve()), files_below(files) if files else None)
    except BevoError as error:
        _fail(error)
    _report(checked.problems)
    if errors(checked.problems):
        raise typer.Exit(1)
    print(f"{len(checked.findings)} findings are well formed")


@app.command()
def validate(root: Root = ROOT) -> None:
    """Check the records and the graph made from them with the SHACL shapes; write nothing."""
    from bevo import build as building

    project = Project(root.resolve())
    try:
        checked = building.check(project)
        if errors(checked.problems):
            raise InputError(checked.problems)
        triples = [t for part in building.emit_reviews(checked).values() for t in part]
        problems = [*checked.problems, *building.shacl(project, checked, triples)]
    except BevoError as error:
        _fail(error)
    _report(problems)
    if errors(problems):
        raise typer.Exit(1)
    print(f"{len(checked.findings)} findings conform to the shapes")


@app.command()
def reason(
    root: Root = ROOT,
    limit: Limit = 1800,
    fast: Annotated[
        bool, typer.Option("--fast", help="By rules (OWL 2 RL); contradictions are not looked for.")
    ] = False,
) -> None:
    """Reason over ontology and findings with HermiT; print how many statements follow, by property; write nothing.

    A class that can have no member, or a contradiction, ends the command with the names of the classes or findings.
    """
    from collections import Counter

    from bevo import build as building
    from bevo.iris import compact

    try:
        checked = building.check(Project(root.resolve()))
        if errors(checked.problems):
            raise InputError(checked.problems)
        inferred = building.infer(checked, limit, fast)
    except BevoError as error:
        _fail(error)
    for predicate, count in sorted(Counter(compact(t.predicate.value) for t in inferred).items()):
        print(f"{count:7d}  {predicate}")


@app.command()
def explain(
    finding: Annotated[str, typer.Argument(help="A finding, for example F0026.")],
    cls: Annotated[str | None, typer.Argument(metavar="[CLASS]", help="A class, for example BoneLossFinding.")] = None,
    part: Annotated[str, typer.Option(help="A participant in place of the finding, for example vesicle.")] = "",
    root: Root = ROOT,
) -> None:
    """Say why a finding, or a participant of it, is of an inferred class: in words, then as Turtle.

    The statements and axioms suffice, and none can be left out. Without a class it says why a finding contradicts the
    ontology.
    """
    from bevo.explain import as_turtle, explain_finding, in_words

    try:
        explanation = explain_finding(Project(root.resolve()), finding, cls, part)
    except BevoError as error:
        _fail(error)
    print(in_words(explanation))
    print()
    print(as_turtle(explanation))


@app.command()
def load(
    url: Annotated[str, typer.Argument(metavar="URL", help="Where the store is written to; see below.")],
    file: Annotated[
        Path | None, typer.Argument(help="A Turtle file.", show_default="bevo-kg.ttl of the release")
    ] = None,
    graph: Annotated[str, typer.Option(help="The graph that the file takes the place of.")] = GRAPH,
    by: Annotated[By, typer.Option(help="The protocol: Graph Store Protocol, or SPARQL Update.")] = By.gsp,
    store: Annotated[Kind | None, typer.Option(help="Use this store's own bulk loader.")] = None,
    endpoint: Annotated[
        str | None, typer.Option(help="Where queries go, to look.", show_default="URL, or Virtuoso's usual one")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option(help="A folder that Virtuoso may read (DirsAllowed).", show_default="the file's")
    ] = None,
    timeout: Annotated[int, typer.Option(help="Seconds for each request.", min=1)] = 600,
    root: Root = ROOT,
) -> None:
    """Load the release into one graph of a triple store, in place of what the graph held, and verify it.

    URL is the address of the Graph Store Protocol (Oxigraph: http://localhost:7878/store); with --by update that of
    SPARQL Update (http://localhost:7878/update, with --endpoint http://localhost:7878/query); with --store virtuoso
    host and SQL port (localhost:1111). README names those of other stores.

    The graph is replaced by one request: a PUT, or a MOVE of a graph NAME-loading that was filled and verified before.
    So a failed load leaves the former data; what the graph holds is said in any case. Verified are the count of all
    triples, and each triple without blank nodes. Loading twice changes nothing.

    Credentials are taken from the environment: BEVO_USER and BEVO_PASSWORD, or BEVO_TOKEN.
    """
    import time

    from bevo import upload
    from bevo.virtuoso import by_bulk_loader

    file = file or Project(root.resolve()).dist / "bevo-kg.ttl"
    if store is Kind.virtuoso:
        endpoint = endpoint or f"http://{url.partition(':')[0]}:8890/sparql"
        way = by_bulk_loader(url, folder or file.parent, endpoint, timeout)
    elif by is By.update:
        way = upload.by_update(url, endpoint or url, timeout)
    else:
        way = upload.by_protocol(url, timeout)
    start = time.monotonic()
    try:
        held = upload.load(file, graph, way)
    except BevoError as error:
        _fail(error)
    print(
        f"<{graph}> holds {held.count} triples, as many as the file; the {len(held.lines)} without blank nodes are the "
        f"same ({time.monotonic() - start:.1f} s)"
    )


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="A release: its folder, or its bevo-kg.nq.gz.")],
    new: Annotated[Path, typer.Argument(help="The later one.")],
) -> None:
    """Say in words what changed between two releases: signs, findings, inferences, terms, studies, discrepancies."""
    from bevo.diff import differences, read_archive

    try:
        lines = list(differences(read_archive(old), read_archive(new)))
    except BevoError as error:
        _fail(error)
    print("\n".join(lines).strip() or "Nothing changed.")


@app.command()
def release(
    version: Annotated[str, typer.Argument(help="Three numbers, for example 0.2.0.")],
    root: Root = ROOT,
) -> None:
    """Copy the built release to releases/VERSION with checksums and what changed since the release before.

    The version must stand in scripts/bevo/__init__.py, CITATION.cff and CHANGELOG.md. A release is never written over.
    """
    from bevo.release import make_release

    try:
        folder = make_release(root.resolve(), version)
    except BevoError as error:
        _fail(error)
    print(f"{folder.relative_to(root.resolve())}: verify with 'sha256sum --check SHA256SUMS' in it")


@query_app.command("list")
def list_queries(root: Root = ROOT) -> None:
    """List the canned questions by group."""
    from bevo.query_rdf import by_group

    for group, queries in by_group(_queries(root).values()):
        print(f"{group}:")
        for query in queries:
            print(f"  {query.name:24}  {query.title}")


@query_app.command("check")
def check_queries(
    update: Annotated[bool, typer.Option("--update", help="Take the answers of today as reviewed.")] = False,
    root: Root = ROOT,
) -> None:
    """Check that each question parses, uses only what the release has, and answers as reviewed (queries/answers/).

    Prints where answers differ. Read the difference before you take it with --update.
    """
    from bevo.describe import used_terms
    from bevo.publish import write_whole
    from bevo.query_check import differences, faults
    from bevo.rdfio import read_turtle
    from bevo.store import load_graph

    project = Project(root.resolve())
    queries = _queries(root)
    try:
        store = load_graph(project.dist / "bevo-kg.ttl")
        used = used_terms(read_turtle(project.dist / "void.ttl"))
    except BevoError as error:
        _fail(error)
    problems = [p for q in queries.values() for p in faults(q, store, used, f"queries/{q.name}.rq")]
    _report(problems)
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
    endpoint: Annotated[
        str | None, typer.Option(help="Ask this SPARQL endpoint in place of the built release.")
    ] = None,
    graph: Annotated[
        str, typer.Option(help="The graph of the endpoint to ask; 'default' leaves it to the endpoint.")
    ] = GRAPH,
    timeout: Annotated[int, typer.Option(help="Seconds to wait for an endpoint.", min=1)] = 60,
) -> None:
    """Ask a question of the built release, in the embedded store, or of an endpoint that has it loaded.

    Parameters are given as options: bevo query run cargo-profile --cargo miR-21. A term is an IRI, a CURIE, a label or
    a synonym of the built release; 'any' leaves it open. 'bevo query show NAME' tells the parameters.
    """
    _ask(
        Project(root.resolve()),
        name,
        _options(context.args),
        form,
        _engine(endpoint, graph, timeout) if endpoint else None,
    )


@query_app.command("compare")
def compare_engines(
    endpoints: Annotated[list[str] | None, typer.Option("--endpoint", help="Ask this endpoint as well.")] = None,
    names: Annotated[list[str] | None, typer.Argument(help="Questions; all if none.")] = None,
    graph: Annotated[
        str, typer.Option(help="The graph of the endpoints to ask; 'default' leaves it to the endpoint.")
    ] = GRAPH,
    timeout: Annotated[int, typer.Option(help="Seconds to wait for an endpoint.", min=1)] = 60,
    root: Root = ROOT,
) -> None:
    """Ask the questions of the embedded Oxigraph, of rdflib and of endpoints: do they agree, how long does each take.

    Prints the rows and each engine's milliseconds, separated by tabs. Questions that ask other stores (tag federated)
    are left out. Exit code 1 where one differs.
    """
    from rdflib import Graph

    from bevo.compare import ask_rdflib, compare, embedded
    from bevo.store import load_graph

    file = Project(root.resolve()).dist / "bevo-kg.ttl"
    queries = [_query(name, root) for name in names] if names else list(_queries(root).values())
    queries = [query for query in queries if not query.federated]
    differs = False
    try:
        engines = {"Oxigraph": embedded(load_graph(file)), "rdflib": ask_rdflib(Graph().parse(file))}
        engines |= {url: _engine(url, graph, timeout) for url in endpoints or []}
        print("question", "rows", *(f"{name} ms" for name in engines), "answers", sep="\t")
        for one in compare(queries, engines):
            times = [f"{one.milliseconds[name]:.0f}" if name in one.milliseconds else "" for name in engines]
            print(one.name, one.rows, *times, "differ" if one.differences else "same", sep="\t", flush=True)
            for name, difference in one.differences.items():
                _say(f"{one.name}: {name}: {difference}")
            differs |= bool(one.differences)
    except BevoError as error:
        _fail(error)
    if differs:
        raise typer.Exit(1)


def _engine(endpoint: str, graph: str, timeout: int) -> Engine:
    from functools import partial

    from bevo.remote import ask

    return partial(ask, endpoint, timeout=timeout, graph=None if graph == "default" else graph)


def _options(words: list[str]) -> dict[str, str]:
    values = {}
    rest = list(words)
    while rest:
        option, equals, value = rest.pop(0).partition("=")
        if not option.startswith("--") or (not equals and not rest):
            _say(f"bevo: '{option}' is not --parameter value")
            raise typer.Exit(2)
        values[option[2:]] = value if equals else rest.pop(0)
    return values


def _queries(root: Path) -> dict[str, Query]:
    from bevo.queries import read_queries

    try:
        return read_queries(Project(root.resolve()).queries)
    except BevoError as error:
        _fail(error)


def _query(name: str, root: Path) -> Query:
    from bevo.problems import nearest

    queries = _queries(root)
    if name not in queries:
        _say(f"bevo: there is no question '{name}'{nearest(name, queries)}; 'bevo query list' names them")
        raise typer.Exit(2)
    return queries[name]


def _ask(
    project: Project,
    name: str,
    values: dict[str, str],
    form: Format,
    remote: Engine | None = None,
) -> None:
    from bevo.queries import run, with_values
    from bevo.store import load_graph

    query = _query(name, project.root)
    try:
        if remote and not values:
            answer = remote(query.text)
        else:
            store = load_graph(project.dist / "bevo-kg.ttl")
            text = with_values(query, values, store)
            answer = remote(text) if remote else run(text, store)
    except BevoError as error:
        _fail(error)
    _print(answer, query.title, form)


def _print(answer: Answer, title: str, form: Format) -> None:
    rows = answer.plain()
    if form is Format.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([answer.columns, *rows])
    elif form is Format.json:
        print(json.dumps([dict(zip(answer.columns, row, strict=True)) for row in rows], indent=2, ensure_ascii=False))
    else:
        from rich.console import Console
        from rich.table import Table

        table = Table(title=title, title_justify="left")
        for column in answer.columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*row)
        # Piped output is not cut to a terminal's width.
        Console(width=None if sys.stdout.isatty() else 200).print(table)


if __name__ == "__main__":
    app()
