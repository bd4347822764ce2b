"""What the system refuses is told in a sentence by every command."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from checkout import ROOT

FULL = Path("/dev/full")
ADDRESSES = (
    "",
    "http://[",
    "http://a:99999/",
    "http://a:x/",
    "http://ä/",
    "http://a/ü",
    "x",
    "http://..a/",
    "http://a b/",
)


def bevo(*words: str, stdout: int | None = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bevo", *words]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, timeout=60)


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
@pytest.mark.parametrize("words", [("query", "list"), ("--help",), ("check", "--root", str(ROOT))], ids=" ".join)
def test_output_to_a_full_device_is_told(words: tuple[str, ...]) -> None:
    with FULL.open("w") as full:
        done = bevo(*words, stdout=full.fileno())
    assert done.returncode == 1
    assert done.stderr == "bevo: cannot read or write: [Errno 28] No space left on device\n"


def test_a_reader_that_has_seen_enough_is_no_fault() -> None:
    command = f"{sys.executable} -m bevo query list | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=60)
    assert done.stdout and not done.stderr


@pytest.mark.parametrize("way", ["gsp", "update"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_no_address_is_told(address: str, way: str, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<a:a> <a:b> <a:c> .")
    done = bevo("load", address, str(tmp_path / "a.ttl"), "--by", way)
    assert done.returncode == 1 and "is no address that starts with http" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "path",
    ["instances/skipped/yang-2021.tsv", "instances/findings/yang-2021/table-2.yaml", "ontology/terms/cells.tsv"],
)
def test_a_file_that_is_not_utf8_is_told(path: str, tmp_path: Path) -> None:
    for folder in ("instances", "ontology", "shapes", "queries"):
        copytree(ROOT / folder, tmp_path / folder)
    with (tmp_path / path).open("ab") as file:
        file.write(b"\xff\n")
    done = bevo("check", "--root", str(tmp_path))
    assert done.returncode == 1 and path in done.stderr and "Traceback" not in done.stderr


def test_no_behaviour_stands_in_an_assert() -> None:
    """``python -O`` drops them: what they say is about types, and is only looked at."""
    for path in (ROOT / "scripts" / "bevo").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assert):
                calls = [ast.unparse(call.func) for call in ast.walk(node.test) if isinstance(call, ast.Call)]
                assert set(calls) <= {"isinstance"}, f"{path}:{node.lineno}"
