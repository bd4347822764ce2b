"""Twenty plain questions, each answered by the calls that stand beside it in ``twenty.yaml``."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import yaml
from mcp import Client

from agents.given import text
from bevo.agents.bounds import LIMITS, MOST_CHARACTERS
from bevo.agents.release import read_release
from bevo.agents.server import mcp_server
from bevo.build.build import Release as Built
from bevo.project import Project
from bevo.serve.pool import Pool

pytestmark = pytest.mark.slow

PLANS = yaml.safe_load(Path(__file__).with_name("twenty.yaml").read_text(encoding="utf-8"))


async def answered(project: Project) -> dict[str, list[Any]]:
    graph = project.dist / "bevo-kg.ttl"
    async with Pool(graph, LIMITS) as pool, Client(mcp_server(read_release(project, graph, print), pool)) as client:
        return {
            plan["question"]: [
                await client.call_tool(tool, arguments) for call in plan["calls"] for tool, arguments in call.items()
            ]
            for plan in PLANS
        }


@pytest.fixture(scope="module")
def answers(sample: tuple[Project, Built]) -> dict[str, list[Any]]:
    return asyncio.run(answered(sample[0]))


def test_there_are_twenty_and_every_tool_is_called() -> None:
    assert len({plan["question"] for plan in PLANS}) == 20
    called = {tool for plan in PLANS for call in plan["calls"] for tool in call}
    assert called >= {"search", "get_finding", "get_term", "get_study", "ask_question", "sparql", "explain", "cite"}


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan["question"])
def test_the_calls_give_what_the_question_asks_for(plan: dict[str, Any], answers: dict[str, list[Any]]) -> None:
    given = answers[plan["question"]]
    assert not any(answer.is_error for answer in given), text(given[-1])
    told = "\n".join(map(text, given))
    assert [part for part in plan["expect"] if part not in told] == []


def test_each_answer_says_what_it_is_and_is_short(answers: dict[str, list[Any]]) -> None:
    for given in answers.values():
        for answer in given:
            data = answer.structured_content
            assert "reported by reviews, not a fact" in data["standing"] and data["release"].startswith("BEVO ")
            assert "https://w3id.org/bevo/" in text(answer) or "http://purl.obolibrary.org/obo/" in text(answer)
            assert len(text(answer)) < MOST_CHARACTERS + 5_000
