from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bevo.problems import BevoError
from bevo.vocabulary.pack import Pack
from bevo.vocabulary.releases import SOURCES
from bevo.vocabulary.update import update
from vocabulary.releases import write_releases


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    """A folder of releases, and the addresses at which a server has them."""
    folder = tmp_path / "releases"
    folder.mkdir()
    write_releases(folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}"
        yield folder, {name: f"{base}/{name}" for source in SOURCES for name in source.files}
        server.shutdown()


def test_all_sources_are_fetched_into_a_new_pack(tmp_path: Path, served: tuple[Path, dict[str, str]]) -> None:
    _, addresses = served
    told: list[str] = []
    target = update(told.append, 10, addresses, tmp_path / "data" / "vocabulary.zip")
    entry = Pack(target).entry("hgnc:5")
    assert entry and entry.label == "AAA1"
    assert sorted(told) == sorted(addresses.values())


def test_a_source_that_fails_leaves_the_former_pack(tmp_path: Path, served: tuple[Path, dict[str, str]]) -> None:
    folder, addresses = served
    target = tmp_path / "vocabulary.zip"
    target.write_bytes(b"former")
    (folder / "go.obo").unlink()
    with pytest.raises(BevoError, match=r"go.obo answers 404 .*; the vocabularies stay as they are"):
        update(lambda _: None, 10, addresses, target)
    assert target.read_bytes() == b"former"


def test_without_a_network_it_is_told(tmp_path: Path) -> None:
    nowhere = {name: "http://127.0.0.1:1/x" for source in SOURCES for name in source.files}
    with pytest.raises(BevoError, match=r"cannot be reached: .*refused; the vocabularies stay as they are"):
        update(lambda _: None, 2, nowhere, tmp_path / "vocabulary.zip")
    assert not (tmp_path / "vocabulary.zip").exists()
