"""The command ``bevo``."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from bevo.cli.background import background_app
from bevo.cli.bench import bench_app
from bevo.cli.bulk import Processes, build_in_bulk, synthetic
from bevo.cli.common import ROOT, Root, Told, checkout, fail, report, repository, say
from bevo.cli.ground import ground
from bevo.cli.ingest import ingest
from bevo.cli.licences import licences
from bevo.cli.mcp import mcp
from bevo.cli.overlay import With, build_beside, check_beside, init
from bevo.cli.query import Format, ask, query_app
from bevo.cli.release import release_app
from bevo.cli.renew import renew
from bevo.cli.search import search
from bevo.cli.source import source_app
from bevo.cli.term import term_app
from bevo.cli.warehouse import tables
from bevo.cli.watch import watch
from bevo.problems import BevoError, InputError, errors

__all__ = ["app"]

app = typer.Typer(
    cls=Told,
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Limit = Annotated[float, typer.Option("--limit", help="Seconds after which HermiT is stopped.", min=1)]


@app.callback()
def main() -> None:
    """Build, check and question BEVO, the knowledge graph of extracellular vesicles in bone.

    Exit codes: 0 all is well; 1 the input has faults or the build failed; 2 the command was misused.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a reasoner under way is stopped as well


@app.command()
def build(
    root: Root = ROOT,
    limit: Limit = 1800,
    afresh: Annotated[bool, typer.Option("--afresh", help="Ignore build/cache and make everything again.")] = False,
    findings: Annotated[
        Path | None,
        typer.Option(help="Build these findings (JSON Lines) in bulk into --out, instead of the release."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="The folder that a bulk build writes (it must not exist), or one with --with.")
    ] = None,
    sources: Annotated[
        Path | None,
        typer.Option(
            help="A folder with sources.jsonl and studies.jsonl that --findings names, as 'bevo ingest' makes."
        ),
    ] = None,
    engine: Annotated[Processes, typer.Option(help="What a bulk build runs on.")] = Processes.embedded,
    master: Annotated[str, typer.Option(help="Spark's master, for example spark://host:7077.")] = "local[*,4]",
    jobs: Annotated[
        int | None, typer.Option(help="Number of processes of a bulk build.", show_default="one a core", min=1)
    ] = None,
    former: Annotated[
        Path | None, typer.Option(help="The folder of an earlier bulk build; what did not change is reused.")
    ] = None,
    beside: With = None,
    no_site: Annotated[bool, typer.Option("--no-site", help="With --with: make no pages.")] = False,
) -> None:
    """Build the release into dist/ and write instances/<review>.ttl.

    Reads the ontology and the curated records, turns them into RDF, checks them with SHACL, reasons over them with
    HermiT and publishes the result. The former dist/ is replaced only when everything went well. At the end the
    friend-or-foe table is printed.

    With --findings (or --engine spark, which without it takes the curated findings) it is a bulk build into --out: the
    shapes are asked as SPARQL and rules reason in place of HermiT, shard by shard. A line with a fault is set aside in
    rejects.jsonl and the rest goes on; the exit code is then 1, and the output is there. With --former only lines
    that changed are made again. See docs/scaling.md.

    With --with DIR it is a build of an overlay beside the release, which stays as it is, into DIR/dist (or --out). See
    docs/overlay.md.
    """
    if beside:
        if findings or former or sources or engine is Processes.spark:
            fail(BevoError("--with goes with no bulk build; build the findings of an overlay from its records"))
        build_beside(checkout(root), beside, out, limit, not no_site)
        return
    if findings or out or former or sources or engine is Processes.spark:
        build_in_bulk(checkout(root), findings, out, engine, master, jobs, former, sources)
        return
    import gc

    from bevo.build.build import build as build_release

    project = repository(root, "a build")
    gc.disable()  # a build makes millions of things and few cycles: looking for those takes a sixth of a rebuild
    try:
        release = build_release(project, lambda step: say(f"bevo: {step} ..."), limit, afresh)
    except BevoError as error:
        fail(error)
    report(release.checked.problems)
    times = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in release.seconds.items())
    say(
        f"bevo: {len(release.checked.findings)} findings; triples: "
        + ", ".join(f"{name} {count}" for name, count in release.triples.items())
        + f"; {times}"
    )
    ask(project, "friend-or-foe", {}, Format.table, store=release.store)


@app.command()
def check(
    files: Annotated[list[Path] | None, typer.Argument(help="Files or folders of records; all if none.")] = None,
    root: Root = ROOT,
    beside: With = None,
) -> None:
    """Check the records alone, in a second or two: for curators, while they write.

    Finds what is no YAML, misses a part, names an unknown term or study, or contradicts itself; says file and line.
    """
    from bevo.build.prepare import check as check_records
    from bevo.curation.overlay import CONFIG
    from bevo.curation.read import files_below

    overlays = [*(beside or []), *(path for path in files or [] if (path / CONFIG).is_file())]
    if overlays:
        if rest := [path for path in files or [] if path not in overlays]:
            fail(BevoError(f"{rest[0]} is no overlay; check it by itself"))
        check_beside(checkout(root), overlays)
        return
    try:
        checked = check_records(checkout(root), files_below(files) if files else None)
    except BevoError as error:
        fail(error)
    report(checked.problems)
    if errors(checked.problems):
        raise typer.Exit(1)
    print(f"{len(checked.findings)} findings are well formed")


@app.command("check-study")
def check_study(
    study: Annotated[str, typer.Argument(help="A DOI, a PMID, or an id of instances/studies.yaml.")],
    root: Root = ROOT,
) -> None:
    """List the findings that cite a study, and print a form to fill while you read it.

    Each finding stands as it is recorded, with what a check found before. The form is YAML, to paste into
    instances/checks/REVIEW.yaml and fill; what still has no value there is told by 'bevo check'.
    """
    from datetime import date

    from bevo.build.prepare import check as check_records
    from bevo.finding.check_form import check_form, find_study

    try:
        checked = check_records(checkout(root))
        if errors(checked.problems):
            raise InputError(checked.problems)
        instances = checked.instances
        one = find_study(study, instances.studies)
        print(check_form(one, checked.findings, instances.checks, date.today()), end="")
    except BevoError as error:
        fail(error)


@app.command()
def validate(
    file: Annotated[
        Path | None, typer.Argument(help="RDF from elsewhere to check in place of the records: Turtle or N-Triples.")
    ] = None,
    root: Root = ROOT,
    pyshacl: Annotated[
        bool,
        typer.Option("--pyshacl", help="Use pyshacl, as before a release: slower, finds the same problems."),
    ] = False,
) -> None:
    """Check the records and the graph made from them, or RDF from elsewhere, with the SHACL shapes; write nothing."""
    from bevo.build import prepare as checking
    from bevo.build.foreign import validate_file
    from bevo.shacl.validate import Engine

    project = checkout(root)
    engine: Engine = "pyshacl" if pyshacl else "sparql"
    try:
        if file:
            problems, what = validate_file(project, file, engine), f"{file} conforms"
        else:
            checked = checking.check(project)
            if errors(checked.problems):
                raise InputError(checked.problems)
            triples = [t for part in checking.emit_by_source(checked).values() for t in part]
            faults = checking.shacl(project, checked.ontology, triples, checking.places(checked), engine)
            problems = [*checked.problems, *faults]
            what = f"{len(checked.findings)} findings conform"
    except BevoError as error:
        fail(error)
    report(problems)
    if errors(problems):
        raise typer.Exit(1)
    print(f"{what} to the shapes")


@app.command()
def reason(
    root: Root = ROOT,
    limit: Limit = 1800,
    fast: Annotated[
        bool,
        typer.Option("--fast", help="By rules (OWL 2 RL), sooner; of contradictions they see those of disjoint terms."),
    ] = False,
) -> None:
    """Reason over ontology and findings with HermiT; print how many statements follow, by property; write nothing.

    If a class can have no member, or a finding contradicts the ontology, the command names it and exits with 1.
    """
    from collections import Counter

    from bevo.build.prepare import check as check_records
    from bevo.ontology.merge import logical
    from bevo.rdf.names import compact
    from bevo.reasoning.infer import infer

    try:
        checked = check_records(checkout(root))
        if errors(checked.problems):
            raise InputError(checked.problems)
        axioms = logical([*checked.ontology.triples(), *checked.axioms])
        inferred = infer(axioms, checked.logic, "rules" if fast else "hermit", limit)
    except BevoError as error:
        fail(error)
    for predicate, count in sorted(Counter(compact(t.predicate.value) for t in inferred).items()):
        print(f"{count:7d}  {predicate}")


@app.command()
def explain(
    finding: Annotated[str, typer.Argument(help="A finding, for example F0026.")],
    cls: Annotated[str | None, typer.Argument(metavar="[CLASS]", help="A class, for example BoneLossFinding.")] = None,
    part: Annotated[str, typer.Option(help="Explain a participant instead of the finding, for example vesicle.")] = "",
    root: Root = ROOT,
) -> None:
    """Say why a finding, or a participant of it, is of an inferred class: in words, then as Turtle.

    The statements and axioms suffice, and none can be left out. Without a class it says why a finding contradicts the
    ontology.
    """
    from bevo.build.explain import explain_finding
    from bevo.reasoning.explain import as_turtle, in_words

    try:
        explanation = explain_finding(checkout(root), finding, cls, part)
    except BevoError as error:
        fail(error)
    print(in_words(explanation))
    print()
    print(as_turtle(explanation))


app.command()(synthetic)
app.command()(ground)
app.command()(init)
app.command()(ingest)
app.command()(renew)
app.command()(licences)
app.command()(mcp)
app.command()(search)
app.command()(tables)
app.command()(watch)
app.add_typer(term_app, name="term")
app.add_typer(source_app, name="source")
app.add_typer(release_app)
app.add_typer(background_app, name="background")
app.add_typer(bench_app)
app.add_typer(query_app, name="query")
