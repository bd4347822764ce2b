"""The tools, resources and prompts of a release, as a server of the Model Context Protocol."""

from __future__ import annotations

import asyncio
import functools
import json
from collections.abc import Awaitable, Callable
from inspect import iscoroutinefunction
from typing import Annotated, Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.prompts import Prompt
from mcp.server.mcpserver.tools import Tool
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field, ValidationError

from bevo import __version__
from bevo.agents import queries, tools
from bevo.agents.arguments import Form, Ids, wrong
from bevo.agents.bounds import MOST_ROWS
from bevo.agents.prompts import INSTRUCTIONS, PROMPTS
from bevo.agents.release import Release
from bevo.problems import BevoError
from bevo.search.search import LONGEST
from bevo.serve.guard import Refused
from bevo.serve.pool import Pool

__all__ = ["mcp_server"]

Answer = dict[str, Any]
Limit = Annotated[int, Field(ge=1, le=MOST_ROWS, description="How many rows or results at most.")]
Offset = Annotated[int, Field(ge=0, description="How many rows to leave out at the start.")]
Id = Annotated[str, Field(max_length=300, description="The id of a finding, such as F0026, or its IRI.")]
Value = str | int | float
Telling = Callable[..., Awaitable[CallToolResult]]
READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


def mcp_server(release: Release, pool: Pool) -> MCPServer:
    """A server over a release; it changes nothing and reaches nothing outside.

    :param pool: the processes that answer queries over the same release.
    """
    server = MCPServer(
        "bevo",
        title="BEVO: extracellular vesicles in bone",
        version=__version__,
        instructions=INSTRUCTIONS,
        website_url="https://w3id.org/bevo/",
        log_level="WARNING",
        subscriptions=False,
        tools=_tools(release, pool),
    )
    _add_resources(server, release)
    for prompt in PROMPTS:
        server.add_prompt(Prompt.from_function(prompt))
    return server


def _tools(release: Release, pool: Pool) -> list[Tool]:
    made = []

    def tool(title: str) -> Callable[[Telling], Telling]:
        def add(function: Telling) -> Telling:
            made.append(_strict(_Plain.from_function(function, title=title, annotations=READS)))
            return function

        return add

    @tool(title="Search")
    @_in_a_sentence
    async def search(
        text: Annotated[str, Field(max_length=LONGEST, description="Names, ids or several of these together.")],
        limit: Limit = 20,
    ) -> Answer:
        """Find cells, molecules, processes, studies and findings.

        Takes names in any spelling, ids (DOI, PMID, CURIE, IRI), author and year, or several of these: "osteoclast
        miR-214 osteoblast" gives the findings that hold all three. A role can be said: source:osteoclast
        recipient:"MC3T3-E1".
        """
        return tools.searched(release, text, limit)

    @tool(title="One finding")
    @_in_a_sentence
    async def get_finding(id: Id) -> Answer:
        """Tell one finding: who does what to whom, verdict, review, studies, checks, discrepancies, who disagrees."""
        return tools.finding(release, id)

    @tool(title="One term")
    @_in_a_sentence
    def get_term(
        name: Annotated[str, Field(max_length=300, description="A label, a synonym, a CURIE or an IRI.")],
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Answer:
        """Tell one cell, molecule, process, disease, class or property, and the findings that name it."""
        return tools.term(release, name, limit, offset)

    @tool(title="One study or review")
    @_in_a_sentence
    def get_study(
        name: Annotated[
            str, Field(max_length=300, description="An id (study:li-2016), a DOI, a PMID, or 'Li et al. 2016'.")
        ],
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> Answer:
        """Tell one study or review, and the findings that rest on it."""
        return tools.study(release, name, limit, offset)

    @tool(title="List the ready questions")
    @_in_a_sentence
    async def list_questions(
        group: Annotated[
            str, Field(description="One group alone, such as cells, cargo or conflicts; empty for all.")
        ] = "",
    ) -> Answer:
        """List the ready questions with their typed parameters."""
        return tools.questions(release, group)

    @tool(title="Ask a ready question")
    @_in_a_sentence
    async def ask_question(
        name: Annotated[str, Field(max_length=100, description="The name of a question, as list_questions has it.")],
        values: Annotated[
            dict[str, Value] | None,
            Field(
                description="Parameters by name. A term is a label, a synonym, a CURIE or an IRI, or 'any'; what is "
                "left out has its default."
            ),
        ] = None,
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> Answer:
        """Answer a ready question as a table, with IRIs, verdicts, studies, DOIs and PMIDs."""
        return await queries.ask(release, pool, name, values or {}, limit, offset)

    @tool(title="Ask in SPARQL")
    @_in_a_sentence
    async def sparql(
        query: Annotated[
            str, Field(description="SELECT, ASK, CONSTRUCT or DESCRIBE in SPARQL 1.1, with its prefixes.")
        ],
        limit: Limit = 100,
        offset: Offset = 0,
    ) -> Answer:
        """Ask the graph in SPARQL 1.1, for what no ready question answers; read bevo://schema first.

        Read-only; one graph, no SERVICE. A query may take 20 seconds.
        """
        return await queries.sparql(release, pool, query, limit, offset)

    @tool(title="Why a verdict")
    @_in_a_sentence
    async def explain(id: Id) -> Answer:
        """Say why a finding has its verdict, step by step with the reason of each axiom; or why it has none."""
        return tools.explain(release, id)

    @tool(title="Cite")
    @_in_a_sentence
    async def cite(
        ids: Ids,
        form: Form = "txt",
    ) -> Answer:
        """Cite findings, with the review and the studies that each rests on."""
        return tools.cite(release, ids, form)

    return made


class _Plain(Tool):
    """A tool that tells wrong arguments in a sentence: the SDK gives what pydantic says, with links."""

    async def run(self, arguments: dict[str, Any], *more: Any, **given: Any) -> Any:
        try:
            return await super().run(arguments, *more, **given)
        except ToolError as error:
            if type(error) is ToolError and isinstance(error.__cause__, ValidationError):
                raise ToolError(wrong(self.name, error.__cause__, self.fn_metadata.arg_model.model_fields)) from error
            raise


def _strict(tool: Tool) -> Tool:
    """The tool, which refuses arguments that it does not have: without them it would answer something else."""
    model = tool.fn_metadata.arg_model
    model.model_config["extra"] = "forbid"
    model.model_rebuild(force=True)
    return tool.model_copy(update={"parameters": model.model_json_schema(by_alias=True)})


def _in_a_sentence(tool: Callable[..., Answer | Awaitable[Answer]]) -> Callable[..., Awaitable[CallToolResult]]:
    """The tool, which tells what it cannot do in a sentence; one that is no coroutine runs in a thread."""

    @functools.wraps(tool)
    async def telling(**given: Any) -> CallToolResult:
        try:
            answer = tool(**given) if iscoroutinefunction(tool) else asyncio.to_thread(tool, **given)
            data = await answer
        except Refused as refusal:
            raise ToolError(refusal.sentence) from refusal
        except BevoError as error:
            raise ToolError(str(error)) from error
        text = json.dumps(data, ensure_ascii=False)  # in one line: a model reads each blank
        return CallToolResult(content=[TextContent(text=text)], structured_content=data)

    return telling


def _add_resources(server: MCPServer, release: Release) -> None:
    @server.resource("bevo://schema", title="Schema", mime_type="text/markdown")
    async def schema() -> str:
        """Classes, properties and prefixes with how often each is used (as VoID tells it), an example, a query."""
        return release.schema

    @server.resource("bevo://shapes", title="Shapes in short", mime_type="text/markdown")
    async def shapes() -> str:
        """What the data conforms to (SHACL), in sentences."""
        return release.shapes

    @server.resource("bevo://questions", title="The ready questions", mime_type="application/json")
    async def questions() -> str:
        """All ready questions with their parameters."""
        return json.dumps(tools.questions(release, ""), ensure_ascii=False, indent=1)
