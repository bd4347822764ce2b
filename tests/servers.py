"""Real servers on ports of this machine alone, for as long as a test needs them."""

from __future__ import annotations

import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from bevo_bench.virtuoso import Virtuoso, free_port, running
from checkout import ROOT


def _wait_for(url: str, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(URLError, ConnectionError):
            urlopen(url, timeout=1).close()
            return
        time.sleep(0.1)
    raise TimeoutError(url)


@contextmanager
def oxigraph(folder: Path | None = None) -> Iterator[str]:
    """``oxigraph serve`` in memory, or ``serve-read-only`` of a folder.

    :returns: its address, below which are ``/store``, ``/query`` and ``/update``.
    """
    program = shutil.which("oxigraph", path=str(ROOT / ".venv" / "bin")) or shutil.which("oxigraph")
    if program is None:
        pytest.skip("the program oxigraph is not installed (PyPI: oxigraph)")
    port = free_port()
    words = [program, *(["serve-read-only", "--location", str(folder)] if folder else ["serve"])]
    words += ["--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


@contextmanager
def virtuoso(folder: Path, readable: Path, rows: int = 100_000) -> Iterator[Virtuoso]:
    """Virtuoso 7 with its database in a folder; the test is skipped where it is not installed.

    :param readable: the folder that its loader may read from.
    :param rows: it cuts answers after so many.
    """
    if shutil.which("virtuoso-t") is None or shutil.which("isql-vt") is None:
        pytest.skip("virtuoso-t and isql-vt are not installed (Debian: virtuoso-opensource-7-bin)")
    with running(folder, readable, rows, 20_000) as server:
        yield server


Reply = tuple[int, dict[str, str], bytes]
Answering = Callable[[BaseHTTPRequestHandler, bytes], Reply | None]
"""Takes a request and its body; None where it wrote to the socket itself, or hangs up."""


@contextmanager
def answering(answer: Answering) -> Iterator[str]:
    """A server that answers every request as a function says."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            self.close_connection = True
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            reply = answer(self, body)
            if reply is None:
                return
            status, headers, content = reply
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(ConnectionError):
                self.wfile.write(content)

        do_GET = do_POST = do_PUT = _answer

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def passed_on(handler: BaseHTTPRequestHandler, body: bytes, to: str) -> Reply:
    """What another server answers to the same request."""
    headers = {name: handler.headers[name] for name in ("Accept", "Content-Type") if name in handler.headers}
    request = Request(to + handler.path, data=body or None, headers=headers, method=handler.command)
    with urlopen(request, timeout=60) as response:
        return response.status, {"Content-Type": response.headers.get("Content-Type", "")}, response.read()
