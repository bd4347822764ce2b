# ruff: noqa: T201 -- a command
"""What an agent's calls come to: the twenty questions and some awkward calls, by the client of the SDK, printed.

python tests/agents/transcript.py                                   # starts 'bevo mcp' on standard input and output
python tests/agents/transcript.py --url http://127.0.0.1:8001/mcp   # asks a server that runs
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import yaml
from mcp import Client, StdioServerParameters
from mcp.types import TextContent

HERE = Path(__file__).parent
LONGEST = 300
"""Characters of an answer that are printed."""
AWKWARD: list[tuple[str, dict[str, Any]]] = [
    ("get_finding", {"id": "F99999"}),
    ("get_finding", {"id": 26}),
    ("get_finding", {}),
    ("get_finding", {"id": "F0026", "colour": "blue"}),
    ("no_such_tool", {}),
    ("get_term", {"name": "osteoblst"}),
    ("get_term", {"name": "CL_0000062"}),
    ("get_term", {"name": "osteoblast\u00a0"}),
    ("get_study", {"name": "PMID:27040505"}),
    ("search", {"text": "\x00'; DROP ALL"}),
    ("search", {"text": "miR-21", "limit": "five"}),
    ("search", {"text": "osteoblast", "limit": 1000}),
    ("ask_question", {"name": "cargo-profile", "values": "miR-21"}),
    ("ask_question", {"name": "cargo-profile", "values": {"cargo": "hgnc:11766"}}),
    ("ask_question", {"name": "cargo-profile", "values": {"cargo": "any"}, "limit": 1000}),
    ("ask_question", {"name": "friend-or-foe", "offset": 10_000}),
    ("sparql", {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"}),
    ("sparql", {"query": "SELECT * { ?s ?p ?o }", "limit": 1000}),
    ("sparql", {"query": "SELECT * { GRAPH <https://w3id.org/bevo/graph/findings> { ?s ?p ?o } }"}),
    ("sparql", {"query": "INSERT DATA { <a:a> <a:a> <a:a> }"}),
    ("sparql", {"query": "SELECT ?n { SERVICE <http://169.254.169.254/> { ?s ?p ?n } }"}),
    ("cite", {"ids": ["F0026"] * 101}),
    ("cite", {"ids": ["F0026", "nonsense"]}),
    ("explain", {"id": "https://w3id.org/bevo/finding/F0026-vesicle"}),
]


def main() -> None:
    """Print the transcript; the exit code is 1 if a question was not answered as it should be."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--url", help="a server that runs")
    url = parser.parse_args().url
    arguments = ["-m", "bevo", "mcp", "--timeout", "5"]
    server = url or StdioServerParameters(command=sys.executable, args=arguments, env={**os.environ})
    sys.exit(asyncio.run(_told(server)))


async def _told(server: Any) -> int:
    plans = yaml.safe_load((HERE / "twenty.yaml").read_text(encoding="utf-8"))
    missing = 0
    async with Client(server) as client:
        for plan in plans:
            print(f"\n# {plan['question']}")
            given = [await _call(client, *pair) for call in plan["calls"] for pair in call.items()]
            lost = [part for part in plan["expect"] if not any(part in text for text in given)]
            missing += bool(lost)
            print(f"  {'MISSING: ' + ', '.join(lost) if lost else 'has: ' + ', '.join(plan['expect'])}")
        print("\n# Awkward calls")
        for tool, arguments in AWKWARD:
            await _call(client, tool, arguments)
    return int(missing > 0)


async def _call(client: Client, tool: str, arguments: dict[str, Any]) -> str:
    start = time.monotonic()
    try:
        answer = await client.call_tool(tool, arguments)
        text = "".join(part.text for part in answer.content if isinstance(part, TextContent))
        said = "refused" if answer.is_error else "answered"
    except Exception as error:  # of the protocol: what the SDK raises is what an agent is shown
        text, said = str(error), f"raised {type(error).__name__}"
    seconds = time.monotonic() - start
    asked = json.dumps(arguments, ensure_ascii=False)
    print(f"> {tool} {asked if len(asked) < LONGEST else asked[:LONGEST] + '...'}")
    print(f"  {said} in {seconds:.2f} s, {len(text)} characters: {' '.join(text.split())[:LONGEST]}")
    return text


if __name__ == "__main__":
    main()
