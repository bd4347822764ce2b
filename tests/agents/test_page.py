"""``docs/agents.md`` names the tools, resources, prompts and limits that there are."""

from __future__ import annotations

import re
import sys

import pytest
from typer.testing import CliRunner

from bevo.agents.bounds import LIMITS, MOST_CHARACTERS, MOST_ROWS
from bevo.agents.prompts import PROMPTS
from bevo.cli.main import app
from checkout import ROOT

PAGE = (ROOT / "docs" / "agents.md").read_text(encoding="utf-8")
SERVER = (ROOT / "scripts" / "bevo" / "agents" / "server.py").read_text(encoding="utf-8")


def test_the_table_of_tools_is_that_of_the_server() -> None:
    table = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    assert table == re.findall(r"@_in_a_sentence\n    (?:async )?def (\w+)\(", SERVER)


def test_resources_prompts_and_limits_are_told() -> None:
    assert re.findall(r"bevo://\w+", SERVER)[-3:] == ["bevo://schema", "bevo://shapes", "bevo://questions"]
    named = [
        *(f"`{prompt.__name__}`" for prompt in PROMPTS),
        "`bevo://schema`",
        "`bevo://shapes`",
        "`bevo://questions`",
    ]
    figures = (MOST_ROWS, MOST_CHARACTERS, LIMITS.rows, LIMITS.query_bytes, LIMITS.query_bytes * 5)
    assert [part for part in (*named, *(f"{figure:,}" for figure in figures)) if part not in PAGE] == []


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("mcp.", "bevo.agents")) or name == "mcp"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mcp", None)
    result = CliRunner().invoke(app, ["mcp"])
    assert result.exit_code == 1 and "pip install 'mcp>=2.3'" in result.stderr
