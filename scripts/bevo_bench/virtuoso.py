"""A Virtuoso 7 of its own for a measurement, with its database in a folder that goes away."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bevo.problems import BevoError

__all__ = ["virtuoso"]

INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 20
DirsAllowed = {data}
NumberOfBuffers = 340000
MaxDirtyBuffers = 250000
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000000
"""
"""Buffers for 4 GB, as Virtuoso's manual has it (8 kB each)."""


@contextmanager
def virtuoso(data: Path, graph: str) -> Iterator[str]:
    """A server that has a file of N-Triples loaded.

    :returns: the address of its SPARQL endpoint.
    :raises BevoError: if it is not installed, or does not load the file.
    """
    if shutil.which("virtuoso-t") is None or shutil.which("isql-vt") is None:
        raise BevoError("not installed")
    with tempfile.TemporaryDirectory(dir=data.parent, prefix="virtuoso-") as name:
        folder, sql, http, password = Path(name), _free_port(), _free_port(), secrets.token_hex(8)
        ini = folder / "virtuoso.ini"
        ini.write_text(INI.format(folder=folder, data=data.parent, sql=sql, http=http), encoding="utf-8")
        subprocess.run(["virtuoso-t", "+configfile", str(ini), "+wait"], check=True, capture_output=True, timeout=120)
        found = re.search(r"VIRT_PID=(\d+)", (folder / "virtuoso.lck").read_text())
        assert found  # virtuoso-t +wait has written it
        try:
            _isql(sql, "dba", f'SET PASSWORD "dba" "{password}"')
            _isql(sql, password, f"ld_dir('{data.parent}', '{data.name}', '{graph}'); rdf_loader_run(); CHECKPOINT")
            told = _isql(sql, password, "SELECT ll_state, ll_error FROM DB.DBA.load_list")
            if told.split() != ["2", "NULL"]:
                raise BevoError(f"Virtuoso did not load the graph: {told.strip()[:200]}")
            yield f"http://127.0.0.1:{http}/sparql"
        finally:
            _stop(int(found[1]))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _isql(port: int, password: str, statements: str) -> str:
    words = ["isql-vt", f"127.0.0.1:{port}", "dba", password, "VERBOSE=OFF", "BANNER=OFF", f"EXEC={statements};"]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def _stop(process: int) -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.kill(process, sign)
        for _ in range(100):
            if not Path(f"/proc/{process}").exists():
                return
            time.sleep(0.1)
