"""Load into Virtuoso 7 by its bulk loader, driven through its SQL client ``isql-vt``."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import PIPE
from tempfile import NamedTemporaryFile, TemporaryFile
from threading import Timer

from pyoxigraph import Triple

from bevo.problems import BevoError, relative
from bevo.rdf.rdfio import ntriples
from bevo.stores.load import Holding, Way, look_by_queries, staged

__all__ = ["by_bulk_loader"]

SAFE = re.compile(r"(?!.*--)[A-Za-z0-9/:._~+ -]+")
"""What stands between quotes in a statement; isql has its own meaning for ``$``, ``;``, ``--`` and others."""


def by_bulk_loader(address: str, folder: Path, endpoint: str, timeout: float) -> Way:
    r"""The way into a Virtuoso on this machine: into a graph beside the other, which is looked at and moved.

    The data are handed over as N-Triples, for Virtuoso 7 keeps the backslash of ``status\/draft`` in a Turtle name. The
    loader keeps no log, so a checkpoint follows it; the move is logged and one transaction. User and password are taken
    from ``BEVO_USER`` (or dba) and ``BEVO_PASSWORD``.

    :param address: host and SQL port, for example ``localhost:1111``.
    :param folder: where the server may read (``DirsAllowed`` in its ini file) and this user may write.
    :param endpoint: where queries go, to look.
    """

    def sql(*statements: str) -> list[str]:
        return _isql(_safe(address, "address"), statements, timeout)

    def look(graph: str) -> Holding:
        return look_by_queries(endpoint, graph, timeout)

    def update(text: str) -> None:
        _safe(text.replace("<", "").replace(">", ""), "graph")
        sql("log_enable(1)", f"SPARQL {text}")

    def fill(graph: str, triples: list[Triple]) -> None:
        with _handed_over(triples, folder) as file:
            bulk_load(_safe(str(file), "file"), _safe(graph, "graph"))

    def bulk_load(file: str, graph: str) -> None:
        # The loader takes all that waits in its list, so nothing of others may wait there.
        waiting = sql("SELECT ll_file FROM DB.DBA.load_list WHERE ll_state <> 2")
        if waiting:
            raise BevoError(f"other files wait in Virtuoso's load list, for example {waiting[0]}")
        try:
            sql(
                f"INSERT INTO DB.DBA.load_list (ll_file, ll_graph) VALUES ('{file}', '{graph}')",
                "rdf_loader_run()",
                "CHECKPOINT",
            )
            told = sql(f"SELECT ll_state, ll_error FROM DB.DBA.load_list WHERE ll_file = '{file}'")
        finally:
            sql(f"DELETE FROM DB.DBA.load_list WHERE ll_file = '{file}'")
        state, _, fault = " ".join(told).partition(" ")
        if state != "2" or fault.strip() != "NULL":
            why = fault.strip() if state == "2" else "check that DirsAllowed in its ini file includes the folder"
            raise BevoError(f"Virtuoso did not load {file}: {why}")

    return Way(look, staged(look, update, fill))


@contextmanager
def _handed_over(triples: list[Triple], folder: Path) -> Iterator[Path]:
    """A file that the server, which runs as another user, may read."""
    try:
        with NamedTemporaryFile(dir=folder.resolve(), prefix="bevo-", suffix=".nt", delete=False) as stream:
            file = Path(stream.name)
            stream.write(ntriples(triples))
        file.chmod(0o644)
    except OSError as error:
        raise BevoError(f"{relative(folder)} cannot be written to: {error.strerror}") from error
    try:
        yield file
    finally:
        file.unlink()


def _safe(text: str, what: str) -> str:
    if not SAFE.fullmatch(text):
        raise BevoError(
            f"Virtuoso's client cannot be given the {what} '{text}': letters, digits and / : . _ ~ + - only"
        )
    return text


def _isql(address: str, statements: tuple[str, ...], timeout: float) -> list[str]:
    """Run SQL statements, each a transaction.

    The password goes by standard input, where other users of the machine cannot read it. Without a terminal isql asks
    for it there, but only when its own guess, the user's name, was wrong.

    :returns: the lines printed.
    """
    program = shutil.which("isql-vt") or shutil.which("isql-v")
    if program is None:
        raise BevoError("Virtuoso's client isql-vt is not installed (Debian: virtuoso-opensource-7-bin)")
    user, password = _safe(os.environ.get("BEVO_USER", "dba"), "user"), os.environ.get("BEVO_PASSWORD", "")
    if not password or not password.isprintable():
        raise BevoError(
            "set BEVO_PASSWORD to the password of Virtuoso's user; it is not set, or has unprintable characters"
        )
    options = ["VERBOSE=OFF", "BANNER=OFF", "PROMPT=OFF", "BLOBS=ON"]
    words = [program, address, user, *options, f"EXEC={'; '.join(statements)};"]
    code, printed, said = _run(words, password, timeout)
    *guess, faults = said.split(f"Enter password for {user} :")
    fault = re.search(r"\*\*\* Error (\w+): (?:\[[^\]]*\])*(.*)", faults)
    if len(guess) > 1 or (fault and fault[1] == "28000"):
        raise BevoError(
            f"Virtuoso at {address} does not accept the user {user} with the password of BEVO_PASSWORD (after several "
            "after several wrong passwords it refuses also the right one for a minute)"
        )
    if code < 0:
        raise BevoError(f"Virtuoso at {address} did not finish within {timeout:g} seconds")
    if fault or code:
        raise BevoError(f"Virtuoso at {address}: {fault[2].strip() if fault else faults.strip()[:300]}")
    return [line.strip() for line in printed.splitlines() if line.strip()]


def _run(words: list[str], password: str, timeout: float) -> tuple[int, str, str]:
    """Run isql, and end it when it is too slow or asks for a password again: four wrong ones lock the machine out.

    :returns: its exit code (negative where it was ended), what it printed, and what it said of errors.
    """
    said = b""
    with (
        TemporaryFile() as printed,
        subprocess.Popen(words, bufsize=0, stdin=PIPE, stdout=printed, stderr=PIPE, start_new_session=True) as process,
    ):
        assert process.stdin and process.stderr
        timer = Timer(timeout, process.kill)
        timer.start()
        with suppress(BrokenPipeError):
            process.stdin.write(f"{password}\n".encode())
        while part := process.stderr.read(65536):
            said += part
            if said.count(b"Enter password for") > 1:
                process.kill()
        code = process.wait()
        timer.cancel()
        printed.seek(0)
        return code, printed.read().decode("utf-8", "replace"), said.decode("utf-8", "replace")
