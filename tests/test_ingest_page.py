"""Every command of docs/ingest.md runs, and its example of a mapping is one."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from bevo.cli.main import app
from bevo.ingest.guess import LAYOUTS
from bevo.ingest.mapping import read_mapping
from bevo.ingest.slots import SLOTS
from checkout import ROOT

PAGE = (ROOT / "docs" / "ingest.md").read_text(encoding="utf-8")
INGEST = [
    line
    for line in re.findall(r"^\$ bevo (ingest .+)$", PAGE, re.MULTILINE)
    if "big.tsv" not in line and "rows.tsv" not in line
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the examples, as the working directory."""
    shutil.copytree(ROOT / "docs" / "ingest", tmp_path / "ingest")
    monkeypatch.chdir(tmp_path / "ingest")
    return tmp_path


@pytest.mark.parametrize("line", INGEST)
def test_a_command_of_the_page_runs(line: str, folder: Path) -> None:
    result = CliRunner().invoke(app, shlex.split(line.replace("/tmp/", f"{folder}/")))
    # Each example has rows that are rejected, which is an exit code of its own.
    assert result.exit_code == (0 if "--guess" in line else 1), result.stderr
    assert result.stdout


@pytest.mark.slow
def test_the_findings_of_the_page_are_built(folder: Path) -> None:
    ingest, build = (
        shlex.split(line.replace("/tmp/", f"{folder}/"))
        for line in re.findall(r"^\$ bevo (.+/mined.*)$", PAGE, re.MULTILINE)
    )
    CliRunner().invoke(app, ingest)
    result = CliRunner().invoke(app, [*build, "--jobs", "1"])
    assert result.exit_code == 0, result.stderr
    assert "4 findings" in result.stdout
    studies = (folder / "mined-graph" / "sources.nq").read_text(encoding="utf-8")
    assert "<https://w3id.org/bevo/study/pmid-30000001>" in studies


def test_the_example_of_a_mapping_is_read(tmp_path: Path) -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    path = tmp_path / "m.yaml"
    path.write_text(text, encoding="utf-8")
    mapping = read_mapping(path)
    assert mapping.columns["from_state"].values == {"OP": "osteoporosis", "healthy": None}
    assert mapping.columns["by"].prefix == "hgnc:"


def test_the_page_tells_every_key() -> None:
    told = set(re.findall(r"`(\w+)`", PAGE))
    assert not SLOTS.keys() - told


def test_each_layout_is_a_mapping(tmp_path: Path) -> None:
    layouts = sorted(LAYOUTS.glob("*.yaml"))
    assert len(layouts) == 4
    for layout in layouts:
        data = yaml.safe_load(layout.read_text(encoding="utf-8"))
        del data["recognised_by"]
        (tmp_path / "m.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
        read_mapping(tmp_path / "m.yaml")
