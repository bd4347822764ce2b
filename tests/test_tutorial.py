"""Every command of docs/tutorial.md runs, one after the other, in a folder of its own."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bevo.build.build import Release
from bevo.project import Project
from checkout import ROOT

PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ (.+)$", PAGE, re.MULTILINE)
(FINDING,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
REJECTING = "ingest rows.tsv --out"
"""Ends with 1, for some rows are rejected."""


@pytest.mark.slow
def test_the_tutorial_works_from_its_first_command_to_its_last(
    built: tuple[Project, Release], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = str(built[0].root)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    told = []
    for command in COMMANDS:
        line = (
            command.replace("bevo ", f"{shlex.quote(sys.executable)} -m bevo ", 1)
            if command[:5] == "bevo "
            else command
        )
        line += f" --root {root}" if re.match(r"bevo (build|check|explain|query)", command) else ""
        line += " --no-site" if "build --with" in command else ""
        done = subprocess.run(line, shell=True, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == (1 if REJECTING in command else 0), f"{command}\n{done.stdout}\n{done.stderr}"
        told.append(done.stdout)
        if "bevo init" in command:
            folder = tmp_path / "mylab" / "instances" / "findings" / "li-2016"
            folder.mkdir()
            (folder / "abstract.yaml").write_text(FINDING, encoding="utf-8")
    assert any("https://example.org/mylab/finding/mylab_F0002" in out for out in told)
    assert int(told[-1].split()[-1]) > 100
