"""A release is opened from wherever it is."""

from __future__ import annotations

import hashlib
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

import bevo
from bevo.build.build import Release
from bevo.problems import BevoError
from bevo.project import Project


def test_a_release_is_opened_by_folder_file_and_address(built: tuple[Project, Release]) -> None:
    graph = built[0].dist / "bevo-kg.ttl"
    checksum = hashlib.sha256(graph.read_bytes()).hexdigest()
    size = len(bevo.open_graph(built[0].dist, checksum))
    assert size == len(bevo.open_graph(graph))
    with pytest.raises(BevoError, match=r"has the checksum [0-9a-f]{64}, not 00"):
        bevo.open_graph(graph, "00")
    handler = partial(SimpleHTTPRequestHandler, directory=str(built[0].dist))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        assert len(bevo.open_graph(f"{address}/bevo-kg.ttl", checksum)) == size
        with pytest.raises(BevoError, match="answers with status 404, not with a release"):
            bevo.open_graph(f"{address}/nothing.ttl")
        with pytest.raises(BevoError, match="is not Turtle"):
            bevo.open_graph(f"{address}/findings.csv")
        server.shutdown()
