"""Every command of docs/terms.md runs."""

from __future__ import annotations

import re
import shlex

import pytest
from typer.testing import CliRunner

from bevo.cli.main import app
from checkout import ROOT

PAGE = (ROOT / "docs" / "terms.md").read_text(encoding="utf-8")
COMMANDS = [line for line in re.findall(r"^\$ bevo (.+)$", PAGE, re.MULTILINE) if "FOLDER" not in line]


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_page_runs(line: str) -> None:
    result = CliRunner().invoke(app, shlex.split(line))
    assert result.stdout
    # A name that is ambiguous or absent is an exit code of its own.
    assert result.exit_code == (1 if line.startswith("ground") else 0), result.stderr


def test_the_page_has_commands() -> None:
    assert len(COMMANDS) >= 6
