"""A Virtuoso 7 of its own, for a measurement or a test: started on free ports of this machine, stopped at the end."""

from __future__ import annotations

import csv
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
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from pyoxigraph import Literal

from bevo.files import new_folder
from bevo.problems import BevoError
from bevo.rdf.answer import Answer

__all__ = ["Virtuoso", "ask_csv", "free_port", "running", "unsorted", "virtuoso"]

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
DirsAllowed = {readable}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
CheckpointInterval = 0
{more}[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = {rows}
"""
FOUR_GIGABYTES, EIGHT_GIGABYTES = 340_000, 680_000
"""Buffers of 8 kB, as Virtuoso's manual has it for so much memory."""
TUNED = """
ThreadsPerQuery = 2
AsyncQueueMaxThreads = 4
AdjustVectorSize = 1
MaxQueryMem = 3G
HashJoinSpace = 2G
StopCompilerWhenXOverRunTime = 1
MaxMemPoolSize = 0
"""
"""Parameters for few and long questions: both cores for one, room for hash joins, a compiler that may search."""


@dataclass(frozen=True)
class Virtuoso:
    """A server that runs.

    :param sql: host and port of its SQL interface.
    :param sparql: the address of its SPARQL endpoint.
    """

    sql: str
    sparql: str
    password: str

    def idle(self) -> None:
        """End what it still works at for those who no longer listen."""
        self.isql("txn_killall(1)")

    def isql(self, statements: str) -> str:
        """What its client prints for some SQL."""
        words = ["isql-vt", self.sql, "dba", self.password, "VERBOSE=OFF", "BANNER=OFF", f"EXEC={statements};"]
        return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path, readable: Path, rows: int, buffers: int, more: str = "") -> Iterator[Virtuoso]:
    """A server with its database in a folder, and a password of its own, which the folder keeps.

    :param readable: the folder that its loader may read from.
    :param rows: it cuts answers after so many.
    :param buffers: of 8 kB each.
    :param more: lines for the section of parameters.
    :raises BevoError: if it is not installed.
    """
    if shutil.which("virtuoso-t") is None or shutil.which("isql-vt") is None:
        raise BevoError("not installed")
    sql, http = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    places = {"folder": folder, "readable": readable, "sql": sql, "http": http}
    text = INI.format(**places, rows=rows, buffers=buffers, dirty=buffers * 3 // 4, more=more)
    ini.write_text(text, encoding="utf-8")
    subprocess.run(["virtuoso-t", "+configfile", str(ini), "+wait"], check=True, capture_output=True, timeout=120)
    found = re.search(r"VIRT_PID=(\d+)", (folder / "virtuoso.lck").read_text())
    assert found  # virtuoso-t +wait has written it
    try:
        kept = folder / "password"
        if not kept.exists():
            password = secrets.token_hex(8)
            Virtuoso(f"127.0.0.1:{sql}", "", "dba").isql(f'SET PASSWORD "dba" "{password}"')
            kept.write_text(password, encoding="utf-8")
        yield Virtuoso(f"127.0.0.1:{sql}", f"http://127.0.0.1:{http}/sparql", kept.read_text(encoding="utf-8"))
    finally:
        _stop(int(found[1]))


@contextmanager
def virtuoso(data: Path, graph: str, buffers: int = FOUR_GIGABYTES, more: str = "") -> Iterator[Virtuoso]:
    """A server that has a file of N-Triples loaded; its database is kept beside the file.

    :raises BevoError: if it is not installed, or does not load the file.
    """
    kept = data.with_name("virtuoso")
    if not kept.exists():
        with new_folder(kept) as folder, running(folder, folder, 1, buffers, more) as server:
            _load(server, data, folder, graph)
    with running(kept, data.parent, 10_000_000, buffers, more) as server:
        yield server


def _load(server: Virtuoso, data: Path, folder: Path, graph: str) -> None:
    """One loader a core, each with its part of the file."""
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory(dir=folder) as name:
        subprocess.run(["split", "-n", f"l/{cores}", "--additional-suffix=.nt", data, f"{name}/"], check=True)
        server.isql(f"ld_dir('{name}', '*.nt', '{graph}')")
        with ThreadPoolExecutor(cores) as loaders:
            list(loaders.map(server.isql, ["rdf_loader_run()"] * cores))
    server.isql("CHECKPOINT")
    if faults := server.isql(
        "SELECT ll_error FROM DB.DBA.load_list WHERE ll_state <> 2 OR ll_error IS NOT NULL"
    ).strip():
        raise BevoError(f"Virtuoso did not load the graph: {faults[:200]}")


def unsorted(text: str) -> str:
    """A question without the ORDER BY of its whole answer."""
    return re.sub(r"^ORDER BY .*\Z", "", text, flags=re.MULTILINE | re.DOTALL)


def ask_csv(endpoint: str, text: str, graph: str) -> Answer:
    """Ask a SELECT for a table of text, which Virtuoso writes eight times as fast as JSON; all cells are literals.

    It refuses to sort rows that are longer than half a page. Such a question is asked again without its order.

    :raises BevoError: if it refuses, or cannot be reached.
    """
    try:
        return _csv(endpoint, text, graph)
    except BevoError as error:
        if "SR319" not in str(error):
            raise
        return _csv(endpoint, unsorted(text), graph)


def _csv(endpoint: str, text: str, graph: str) -> Answer:
    form = urlencode({"query": text, "default-graph-uri": graph}).encode()
    try:
        with urlopen(Request(endpoint, form, {"Accept": "text/csv"}), timeout=3600) as response:
            rows = csv.reader(TextIOWrapper(response, encoding="utf-8", newline=""))
            return Answer(next(rows), [[Literal(cell) if cell else None for cell in row] for row in rows])
    except HTTPError as error:
        raise BevoError(error.read().decode(errors="replace")[:300]) from error
    except (OSError, StopIteration) as error:
        raise BevoError(f"Virtuoso broke off: {error}") from error


def _stop(process: int) -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.kill(process, sign)
        for _ in range(100):
            if not Path(f"/proc/{process}").exists():
                return
            time.sleep(0.1)
