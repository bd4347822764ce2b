"""``bevo mcp``: the release as tools for programs that act for people."""

from __future__ import annotations

from typing import Annotated

import typer

from bevo.cli.common import ROOT, Root, fail, say
from bevo.problems import BevoError
from bevo.project import Project

__all__ = ["mcp"]


def mcp(
    root: Root = ROOT,
    http: Annotated[
        bool, typer.Option("--http", help="Serve over streamable HTTP, at /mcp, instead of standard input and output.")
    ] = False,
    host: Annotated[str, typer.Option(help="With --http: the address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(help="With --http: the port to listen on; 0 picks a free port.", min=0, max=65535)
    ] = 8001,
    timeout: Annotated[float, typer.Option(help="Seconds after which a query is stopped.", min=0.1)] = 20,
) -> None:
    """Offer the built release to language models, as tools of the Model Context Protocol (MCP).

    Tools: search, get_finding, get_term, get_study, list_questions, ask_question, sparql, explain, cite. They read
    alone. A client starts this command and speaks to it on standard input and output, or asks a server with --http. See
    docs/agents.md.
    """
    import asyncio
    from contextlib import suppress

    try:
        from bevo.agents.run import over_http, over_stdio
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "mcp":
            raise
        fail(BevoError("this needs the package mcp: pip install 'mcp>=2.3'"))
    project = Project(root.resolve())
    try:
        with suppress(KeyboardInterrupt):
            asyncio.run(over_http(project, timeout, host, port, say) if http else over_stdio(project, timeout, say))
    except BevoError as error:
        fail(error)
