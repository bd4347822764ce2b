"""The unit of systemd and the container file: what a machine without systemd and containers can check of them."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from bevo.cli.main import app
from bevo.serve.limits import Limits
from checkout import ROOT
from served import Served, served, write_named_release

UNIT = (ROOT / "deploy" / "bevo.service").read_text(encoding="utf-8")
CONTAINERFILE = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
systemd_analyze = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(not systemd_analyze, reason="needs systemd-analyze")


def setting(name: str) -> str:
    (value,) = re.findall(rf"(?m)^{name}=(.*)$", UNIT)
    return str(value)


def instruction(name: str) -> str:
    (value,) = re.findall(rf"(?m)^{name} +(.*)$", CONTAINERFILE)
    return str(value)


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unit with a program that is there."""
    folder = tmp_path_factory.mktemp("unit")
    bevo = folder / "bevo"
    bevo.write_text("#!/bin/sh\n", encoding="utf-8")
    bevo.chmod(0o755)
    (folder / "bevo.service").write_text(UNIT.replace("/opt/bevo/.venv/bin/bevo", str(bevo)), encoding="utf-8")
    return folder / "bevo.service"


def analyzed(*words: str | Path) -> subprocess.CompletedProcess[str]:
    assert systemd_analyze
    return subprocess.run([systemd_analyze, *words], capture_output=True, text=True)


@needs_systemd
def test_the_unit_is_valid(unit: Path) -> None:
    done = analyzed("verify", "--man=no", unit)
    assert (done.returncode, done.stderr) == (0, "")


@needs_systemd
def test_the_unit_leaves_the_server_few_rights(unit: Path) -> None:
    """Exposure by systemd's own measure, in tenths: 96 is a service without limits."""
    done = analyzed("security", "--offline=yes", "--threshold=15", unit)
    assert done.returncode == 0, done.stdout[-300:]


def test_the_unit_gives_the_server_what_its_limits_need() -> None:
    limits = Limits()
    both = 2 * limits.workers * limits.memory_bytes + limits.held_bytes + 400_000_000
    assert int(setting("MemoryMax").removesuffix("G")) << 30 > both
    assert int(setting("LimitNOFILE")) > 3 * limits.connections
    assert int(setting("TimeoutStopSec")) > limits.stop_seconds
    assert setting("SuccessExitStatus") == "143" and setting("ExecReload") == "/bin/kill -HUP $MAINPID"


@pytest.mark.parametrize("command", [shlex.split(setting("ExecStart")), json.loads(instruction("ENTRYPOINT"))])
def test_the_command_that_is_started_is_one(command: list[str]) -> None:
    assert command[0].endswith(".venv/bin/bevo")
    serve = get_command(app).commands["serve"]  # type: ignore[attr-defined]
    assert command[1] == "serve" and serve.make_context("serve", command[2:]).params["root"] == Path("/srv/bevo")


def test_the_image_copies_what_is_there_and_what_is_let_through() -> None:
    ignored = (ROOT / "deploy" / "Containerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    sources = [word for line in re.findall(r"(?m)^COPY (.*) \S+$", CONTAINERFILE) for word in line.split()]
    assert "requirements.lock" in sources and "scripts" in sources
    for source in sources:
        assert (ROOT / source).exists() and f"!{source}" in ignored


def test_the_image_is_not_run_by_root_and_installs_by_hash() -> None:
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", instruction("USER"))
    installs = [line for line in CONTAINERFILE.splitlines() if "pip install" in line]
    assert installs and all("--require-hashes" in line or "--no-deps" in line for line in installs)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("deploy")
    write_named_release(folder / "dist", "one")
    with served(folder, folder / "log", "--workers", "1") as running:
        yield running


@pytest.mark.slow
def test_the_health_check_of_the_image_tells_a_server_from_none(server: Served) -> None:
    command = json.loads(instruction("HEALTHCHECK").partition(" CMD ")[2])
    for address, code in ((server.address, 0), ("http://127.0.0.1:9/", 1)):
        words = [sys.executable, *(word.replace("http://127.0.0.1:8000/", address) for word in command[1:])]
        assert subprocess.run(words, capture_output=True).returncode == code
