"""``bevo mcp`` as its clients meet it, by the client of the SDK: over standard input and output, and over HTTP."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import Client, StdioServerParameters
from mcp.types import TextContent, TextResourceContents

from agents.given import sentence, text
from bevo.build.build import Release
from bevo.project import Project
from checkout import ROOT

pytestmark = pytest.mark.slow

TOOLS = [
    "search",
    "get_finding",
    "get_term",
    "get_study",
    "list_questions",
    "ask_question",
    "sparql",
    "explain",
    "cite",
]
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ENVIRONMENT = {"PYTHONPATH": str(ROOT / "scripts")}


def command(project: Project, *more: str) -> list[str]:
    return [sys.executable, "-P", "-m", "bevo", "mcp", "--root", str(project.root), *more]


@contextmanager
def started(project: Project, log: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command(project, "--http", "--port", "0", "--timeout", "1"),
            stderr=stream,
            env={**os.environ, **ENVIRONMENT},
        )
    try:
        for _ in range(600):
            if found := re.search(r"http://\S+/mcp", log.read_text(encoding="utf-8")):
                yield found[0], process
                break
            assert process.poll() is None, log.read_text(encoding="utf-8")
            time.sleep(0.1)
        else:
            pytest.fail("it does not start")
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def address(sample: tuple[Project, Release], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with started(sample[0], tmp_path_factory.mktemp("mcp") / "log") as (address, _):
        yield address


async def tour(client: Client) -> None:
    """What every client may do, whatever it is connected by."""
    assert [tool.name for tool in (await client.list_tools()).tools] == TOOLS
    found = await client.call_tool("search", {"text": "osteoclast miR-214 osteoblast", "limit": 1})
    assert found.structured_content == json.loads(text(found))
    assert found.structured_content["results"][0]["id"] == "finding:F0026"
    assert found.structured_content["cut"].startswith("Cut: 1 of")
    assert "https://doi.org/10.1038/ncomms10872" in text(await client.call_tool("get_finding", {"id": "F0026"}))
    asked = await client.call_tool(
        "ask_question", {"name": "cargo-profile", "values": {"cargo": "miR-214"}, "limit": 1}
    )
    assert len(asked.structured_content["rows"]) == 1 and "go on from offset 1" in asked.structured_content["cut"]
    uris = [str(resource.uri) for resource in (await client.list_resources()).resources]
    assert uris == ["bevo://schema", "bevo://shapes", "bevo://questions"]
    for uri, words in zip(uris, ("PREFIX bevo:", "An effect needs an outcome", '"cargo-profile"'), strict=True):
        (content,) = (await client.read_resource(uri)).contents
        assert isinstance(content, TextResourceContents) and words in content.text
    names = [prompt.name for prompt in (await client.list_prompts()).prompts]
    assert names == ["friend_or_foe", "cargo", "check_claim", "conflicts", "gaps"]
    (message,) = (await client.get_prompt("friend_or_foe", {"source": "osteocyte"})).messages
    assert isinstance(message.content, TextContent) and "osteocyte" in message.content.text


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_over_standard_input_and_output(sample: tuple[Project, Release], mode: str) -> None:
    async def visit() -> None:
        name, *arguments = command(sample[0])
        async with Client(StdioServerParameters(command=name, args=arguments, env=ENVIRONMENT), mode=mode) as client:
            await tour(client)

    asyncio.run(visit())


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_over_http(address: str, mode: str) -> None:
    async def visit() -> None:
        async with Client(address, mode=mode) as client:
            await tour(client)

    asyncio.run(visit())


def calls(address: str, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    async def visit() -> list[Any]:
        async with Client(address) as client:
            return [await client.call_tool(tool, arguments) for tool, arguments in calls]

    return asyncio.run(visit())


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("search", {"text": " "}, "say what to search for"),
        ("search", {"text": "x" * 501}, "at most 500 characters"),
        ("search", {"text": "miR-214", "limit": 0}, "'limit' should be at least 1"),
        ("get_finding", {"id": "F99999"}, "there is no finding 'F99999'"),
        ("get_finding", {"id": ""}, "there is no finding ''"),
        ("get_finding", {}, "get_finding needs 'id'"),
        ("get_finding", {"id": 26}, "'id' should be a text, not 26"),
        ("get_finding", {"id": "F0026", "limit": 3}, "get_finding has no argument 'limit'; it has: id"),
        (
            "ask_question",
            {"name": "cargo-profile", "value": {"cargo": "miR-21"}},
            "has no argument 'value'; nearest: values; it has: name, values, limit, offset",
        ),
        (
            "ask_question",
            {"name": "cargo-profile", "values": "miR-21"},
            "'values' should be an object of names and values, not 'miR-21'",
        ),
        ("search", {"text": "miR-21", "limit": "five"}, "'limit' should be a whole number, not 'five'"),
        ("get_everything", {}, "Unknown tool"),
        ("get_term", {"name": "miR-99999"}, "'miR-99999' is no term of the graph; search for a part of the name"),
        ("get_term", {"name": "Li et al. 2016"}, "study:li-2016, which is no term; ask get_study"),
        ("get_study", {"name": "osteoclast"}, "CL:0000092, which is no study; ask get_term"),
        ("get_study", {"name": "  "}, "in 1 to 300 characters"),
        ("list_questions", {"group": "cell"}, "there is no group 'cell'; there are: cells"),
        ("ask_question", {"name": "cargo-profil"}, "nearest: cargo-profile"),
        ("ask_question", {"name": "cargo-profile", "values": {"cell": "x"}}, "it has: --cargo"),
        ("ask_question", {"name": "cargo-profile", "values": {"cargo": ""}}, "1 to 300 characters"),
        ("ask_question", {"name": "cargo-profile", "values": {"cargo": "x } . DROP ALL"}}, "is no term of the graph"),
        ("ask_question", {"name": "corroboration", "values": {"minimum": "many"}}, "takes a number"),
        ("ask_question", {"name": "uniprot-proteins"}, "asks other endpoints too"),
        ("sparql", {"query": "SELECT"}, "This is not a SPARQL 1.1 query"),
        ("sparql", {"query": "ASK { ?s a bevo:Finding }"}, "add 'PREFIX bevo: <https://w3id.org/bevo/>'"),
        ("sparql", {}, "sparql needs 'query'"),
        ("sparql", {"query": "DROP ALL"}, "read-only"),
        ("sparql", {"query": "SELECT * { SERVICE <http://localhost/> { ?a ?b ?c } }"}, "SERVICE is not allowed"),
        ("sparql", {"query": "SELECT * FROM <http://localhost/> { ?a ?b ?c }"}, "FROM is not allowed"),
        ("sparql", {"query": "SELECT * { GRAPH <http://localhost/> { ?a ?b ?c } }"}, "GRAPH is not allowed"),
        ("sparql", {"query": f"ASK {{}} #{'x' * 20_000}"}, "longer than 20000 bytes"),
        ("sparql", {"query": CROSS}, "took longer than 1 seconds"),
        ("cite", {"ids": []}, "'ids' should hold at least 1"),
        ("cite", {"ids": ["F0026"], "form": "pdf"}, "'form' should be one of 'txt', 'bib', 'ris' or 'json', not 'pdf'"),
    ],
)
def test_what_cannot_be_answered_is_told(address: str, tool: str, arguments: dict[str, Any], said: str) -> None:
    (answer,) = calls(address, (tool, arguments))
    told = sentence(answer)
    assert said in told and "pydantic" not in told and "\n" not in told


def test_after_a_query_that_was_stopped_the_next_one_is_answered(address: str) -> None:
    stopped, asked = calls(address, ("sparql", {"query": CROSS}), ("sparql", {"query": "ASK { ?a ?b ?c }"}))
    assert stopped.is_error and asked.structured_content["boolean"] is True


def test_an_answer_is_cut_in_rows_and_in_length_and_says_so(address: str) -> None:
    rows, characters, triples = calls(
        address,
        ("sparql", {"query": "SELECT * { ?a ?b ?c }", "limit": 3}),
        ("sparql", {"query": "SELECT * { ?a ?b ?c }", "limit": 1000}),
        ("sparql", {"query": "CONSTRUCT WHERE { ?a ?b ?c }", "limit": 2, "offset": 2}),
    )
    assert rows.structured_content["cut"].startswith("Cut: rows 1 to 3 of more than 20000.")
    assert "too long" in characters.structured_content["cut"] and len(text(characters)) < 70_000
    assert len(triples.structured_content["triples"]) == 2
    assert triples.structured_content["cut"].startswith("Cut: rows 3 to 4 of")


def test_a_question_that_constructs_gives_a_table(address: str) -> None:
    (asked,) = calls(address, ("ask_question", {"name": "cell-network-triples", "limit": 3}))
    assert asked.structured_content["columns"][:3] == ["subject", "predicate", "object"]


def test_a_page_of_another_site_may_not_ask(address: str) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    headers = {"Accept": "application/json, text/event-stream"}
    for header, value in (("Origin", "https://evil.example"), ("Host", "evil.example")):
        assert httpx.post(address, json=body, headers={**headers, header: value}).status_code in (403, 421)
    assert httpx.post(address, content=b"x" * 200_000, headers=headers).status_code == 413


def test_told_to_stop_it_ends_and_leaves_nothing(sample: tuple[Project, Release], tmp_path: Path) -> None:
    with started(sample[0], tmp_path / "log") as (_, process):
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        process.send_signal(signal.SIGTERM)
        process.wait(10)
    assert children and not any(Path(f"/proc/{child}").exists() for child in children)


def test_stdio_told_to_stop_with_its_input_open_ends(sample: tuple[Project, Release]) -> None:
    process = subprocess.Popen(
        command(sample[0]), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **ENVIRONMENT}
    )
    assert process.stdin and process.stdout
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    message = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}
    process.stdin.write(json.dumps(message).encode() + b"\n")
    process.stdin.flush()
    assert "not a fact" in json.loads(process.stdout.readline())["result"]["instructions"]
    process.send_signal(signal.SIGTERM)
    try:
        assert process.wait(10) == 128 + signal.SIGTERM
    finally:
        process.kill()


def test_without_a_release_it_says_so(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-P", "-m", "bevo", "mcp", "--root", str(tmp_path)],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **ENVIRONMENT},
        text=True,
    )
    assert told.returncode == 1 and "run 'make'" in told.stderr and not told.stdout
