"""Commands about a built release: load it into a store, serve it, compare it with another, number it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bevo.cli.common import ROOT, Root, checkout, fail, say
from bevo.cli.overlay import With, released_beside
from bevo.problems import BevoError
from bevo.project import GRAPH, Project, built

__all__ = ["release_app"]

release_app = typer.Typer()


class By(StrEnum):
    """How a store is written to."""

    gsp = "gsp"
    update = "update"


class Kind(StrEnum):
    """A store with a loader of its own."""

    virtuoso = "virtuoso"


@release_app.command()
def load(
    url: Annotated[str, typer.Argument(metavar="URL", help="The address to write to; see below.")],
    file: Annotated[
        Path | None, typer.Argument(help="A Turtle file.", show_default="bevo-kg.ttl of the release")
    ] = None,
    graph: Annotated[str, typer.Option(help="The graph to replace with the file.")] = GRAPH,
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
    """Load the release into one graph of a triple store, replacing what the graph held, and verify it.

    URL is the address of the Graph Store Protocol (Oxigraph: http://localhost:7878/store); with --by update that of
    SPARQL Update (http://localhost:7878/update, with --endpoint http://localhost:7878/query); with --store virtuoso
    host and SQL port (localhost:1111). README names those of other stores.

    The graph is replaced by one request: a PUT, or a MOVE of a graph NAME-loading that was filled and verified before.
    So a failed load leaves the former data; what the graph holds is said in any case. Verified are the count of all
    triples, and each triple without blank nodes. Loading twice changes nothing.

    Credentials are taken from the environment: BEVO_USER and BEVO_PASSWORD, or BEVO_TOKEN.
    """
    import time

    from bevo.stores import load as upload
    from bevo.stores.virtuoso import by_bulk_loader

    try:
        file = file or built(Project(root.resolve()).dist / "bevo-kg.ttl")
    except BevoError as error:
        fail(error)
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
        fail(error)
    print(
        f"<{graph}> holds {held.count} triples, as many as the file; the {len(held.lines)} without blank nodes are the "
        f"same ({time.monotonic() - start:.1f} s)"
    )


@release_app.command()
def serve(
    root: Root = ROOT,
    host: Annotated[
        str, typer.Option(help="Address to listen on; 0.0.0.0 means all addresses of this machine.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 picks a free port.", min=0, max=65535)] = 8000,
    timeout: Annotated[float, typer.Option(help="Seconds after which a query is stopped.", min=0.1)] = 20,
    max_rows: Annotated[int, typer.Option(help="Rows after which an answer is cut.", min=1)] = 100_000,
    workers: Annotated[
        int, typer.Option(help="Processes that answer queries; half of them are for short ones.", min=1)
    ] = 4,
    metrics_port: Annotated[
        int | None, typer.Option(help="Port for figures in the format of Prometheus, at /metrics.", min=1, max=65535)
    ] = None,
    metrics_host: Annotated[
        str, typer.Option(help="Address to give the figures on; they are for the operators alone.")
    ] = "127.0.0.1",
    beside: With = None,
    out: Annotated[Path | None, typer.Option(help="The folder that several overlays were built into.")] = None,
    build: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Serve the findings of this bulk build instead, each page made when asked for."
        ),
    ] = None,
) -> None:
    """Serve the built site and a read-only SPARQL endpoint until stopped; log each request as a line of JSON.

    SIGHUP makes it serve what dist/ holds by then; requests at work are ended on the former release. Outside a checkout
    the site is made of the installed release once, in the user's cache folder. With --with DIR the
    overlay is served as it was built, together with the release.

    With --build DIR the findings of a bulk build are served, as pages, Turtle and JSON-LD, with the terms, studies and
    reviews that they name; no lists and no queries. When another build is in the place of DIR it is served at once.
    """
    from contextlib import suppress

    from bevo.serve.limits import Limits
    from bevo.serve.server import serve as run

    project = Project(root.resolve())
    limits = Limits(seconds=timeout, rows=max_rows, workers=workers)
    figures = (metrics_host, metrics_port) if metrics_port else None
    if build and (beside or out or metrics_port):
        fail(BevoError("--build goes with no overlay and no metrics; it serves the findings of a bulk build alone"))
    try:
        if build:
            _serve_bulk(project, build, host, port)
            return
        with suppress(KeyboardInterrupt):
            run(_served(project, beside, out), host, port, limits, figures)
    except BevoError as error:
        fail(error)


def _serve_bulk(project: Project, build: Path, host: str, port: int) -> None:
    from contextlib import suppress
    from functools import partial

    from bevo.build.bulk_site import bulk_site
    from bevo.bulk.reuse import MANIFEST
    from bevo.serve.limits import Limits
    from bevo.serve.made import serve_made

    with suppress(KeyboardInterrupt):
        serve_made(partial(bulk_site, build, project.assets), build / MANIFEST, host, port, Limits())


def _served(project: Project, beside: list[Path] | None, out: Path | None) -> Path:
    from bevo.site.installed import installed_site

    if beside:
        return released_beside(beside, out)
    return installed_site(project, say) if project.installed else project.dist


@release_app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="A release: its folder, or its bevo-kg.nq.gz.")],
    new: Annotated[Path, typer.Argument(help="The later release: its folder, or its bevo-kg.nq.gz.")],
    kgcl: Annotated[
        bool, typer.Option("--kgcl", help="Print the changes of classes as KGCL, for programs, a line each.")
    ] = False,
) -> None:
    """Say in words what changed between two releases: signs, findings, inferences, terms, studies, discrepancies."""
    from bevo.build.diff import differences, quads_of, read_archive
    from bevo.build.kgcl import changes

    try:
        if kgcl:
            print("".join(f"{line}\n" for line in changes(quads_of(old), quads_of(new))), end="")
            return
        lines = list(differences(read_archive(old), read_archive(new)))
    except BevoError as error:
        fail(error)
    print("\n".join(lines).strip() or "Nothing changed.")


@release_app.command()
def doi(
    doi: Annotated[str, typer.Argument(help="Such as the register gave it: 10.5281/zenodo.N.")], root: Root = ROOT
) -> None:
    """Write the DOI of the next release into CITATION.cff and ontology/bevo.ttl, from which the build takes it."""
    from bevo.build.doi import write_doi

    try:
        write_doi(checkout(root).root, doi)
    except BevoError as error:
        fail(error)
    print(f"CITATION.cff, ontology/bevo.ttl: {doi}")


@release_app.command()
def release(
    version: Annotated[str, typer.Argument(help="Three numbers, for example 0.2.0.")],
    sign: Annotated[
        Path | None, typer.Option(metavar="KEY", help="A key of SSH that signs the checksums: SHA256SUMS.sig.")
    ] = None,
    root: Root = ROOT,
) -> None:
    """Copy the built release to releases/VERSION with checksums and what changed since the release before.

    bom.cdx.json lists the packages that it is made with (CycloneDX). docs/deployment.md says how a release is verified.
    The version must be set in scripts/bevo/__init__.py, CITATION.cff and CHANGELOG.md. A release is never written over.
    """
    from bevo.build.release import make_release

    project = checkout(root)
    try:
        folder = make_release(project.root, version, sign)
    except BevoError as error:
        fail(error)
    print(f"{folder.relative_to(project.root)}: verify with 'sha256sum --check SHA256SUMS' in it")
