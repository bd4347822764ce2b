"""A release from wherever it is: the installed one, a folder, a file, or the web."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.request import Request

from pyoxigraph import Store

from bevo.problems import BevoError, relative
from bevo.project import Project
from bevo.rdf.store import load_graph, read_graph
from bevo.stores.http_client import address, fetch, shown

__all__ = ["open_release"]

GRAPH_FILE = "bevo-kg.ttl"
LIMIT_SECONDS = 300


def open_release(release: str | Path | None = None, sha256: str | None = None) -> Store:
    """The graph of a release in memory.

    :param release: a folder that holds ``bevo-kg.ttl``, a Turtle file, or an address; None for the release at hand.
    :param sha256: the checksum that the file must have.
    :raises BevoError: if there is none, it is not Turtle, or its checksum is another.
    """
    if isinstance(release, str) and release.lower().startswith(("http:", "https:")):
        address(release)
        answer = fetch(Request(release, headers={"Accept": "text/turtle"}), LIMIT_SECONDS, repeat=True)
        if answer.status != 200:
            raise BevoError(f"{shown(release)} answers with status {answer.status}, not with a release")
        _verify(answer.body, sha256, shown(release))
        return read_graph(answer.body, shown(release))
    path = Path(release) if release is not None else Project().dist
    path = path / GRAPH_FILE if path.is_dir() or release is None else path
    if sha256:
        try:
            _verify(path.read_bytes(), sha256, relative(path))
        except OSError as error:
            raise BevoError(f"{relative(path)} cannot be read: {error.strerror}") from error
    return load_graph(path)


def _verify(data: bytes, sha256: str | None, name: str) -> None:
    found = hashlib.sha256(data).hexdigest()
    if sha256 and found != sha256.strip().lower():
        raise BevoError(f"{name} has the checksum {found}, not {sha256}: it is damaged, or another release")
