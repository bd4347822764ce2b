"""Every file of tests/ingest/bad is a table with one fault, and says what must be told of it.

``file`` is its name; ``text`` (in ``encoding``) or ``cells`` of a sheet (``date:`` starts a date cell) what it holds.
``mapping`` is added to the usual one. ``expect`` is told, in this order; ``rejected`` are the numbers of the rows that
are in rejects.csv, and without it there is no output at all.
"""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import Workbook
from typer.testing import CliRunner

from bevo.cli.main import app
from checkout import ROOT

CASES = sorted((ROOT / "tests" / "ingest" / "bad").glob("*.yaml"))
USUAL = {
    "source": {"id": "made-up", "title": "Made up"},
    "columns": {"pmid": "PMID", "from": "Source", "cargo": "Cargo", "sign": "Effect", "outcome": "Process"},
    "constants": {"vesicle": "exosome"},
    "verbs": {"promotes": "promotes", "inhibits": "inhibits"},
}


def write(case: dict[str, Any], path: Path) -> None:
    if "cells" not in case:
        path.write_bytes(case["text"].encode(case.get("encoding", "utf-8")))
        return
    book = Workbook()
    for name, rows in case["cells"].items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([datetime.fromisoformat(c[5:]) if str(c).startswith("date:") else c for c in row])
    del book["Sheet"]
    book.save(path)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_bad_table_is_told(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    monkeypatch.chdir(tmp_path)
    write(case, Path(case["file"]))
    Path("m.yaml").write_text(yaml.safe_dump(USUAL | case.get("mapping", {})), encoding="utf-8")
    words = ["ingest", case["file"], "--mapping", "m.yaml", "--out", "out", *case.get("options", [])]
    result = CliRunner().invoke(app, words)
    told = result.stdout + result.stderr
    assert result.exit_code == case.get("exit", 1), told
    at = 0
    for expected in case["expect"]:
        assert expected in told[at:], told
        at = told.index(expected, at)
    assert not list(tmp_path.glob(".*")), "something is left over"
    if "rejected" not in case:
        assert not Path("out").exists()
        return
    with Path("out/rejects.csv").open(encoding="utf-8", newline="") as stream:
        assert [int(row["row"]) for row in csv.DictReader(stream)] == case["rejected"]


def test_there_are_cases() -> None:
    assert len(CASES) >= 25
