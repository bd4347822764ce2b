"""Every command of docs/search.md runs, on the built release."""

from __future__ import annotations

import re
import shlex

import pytest
from typer.testing import CliRunner

from bevo.build.build import Release
from bevo.cli.main import app
from bevo.project import Project
from checkout import ROOT

PAGES = [(ROOT / path).read_text(encoding="utf-8") for path in ("docs/search.md", "README.md")]
COMMANDS = [
    line for page in PAGES for line in re.findall(r"^(?:\$ |    \.venv/bin/)bevo (search .+)$", page, re.MULTILINE)
]


@pytest.mark.slow
@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_page_finds_something(built: tuple[Project, Release], line: str) -> None:
    result = CliRunner().invoke(app, [*shlex.split(line), "--root", str(built[0].root)])
    assert result.exit_code == 0 and result.stdout, result.stderr


def test_the_pages_have_commands() -> None:
    assert len(COMMANDS) >= 7
