"""A real server for tests: ``bevo serve`` in a process of its own, on a free port, over a release and a small site."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

BASE = "https://w3id.org/bevo/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
"""Patterns that nobody waits for the end of."""

PAGES = {
    "index.html": "<h1>BEVO</h1>",
    "sparql.html": "<h1>SPARQL</h1>",
    "findings.html": "<h1>Findings</h1>",
    "ontology.html": "<h1>Ontology</h1>",
    "ontology.ttl": f"<{BASE}ontology> a <http://www.w3.org/2002/07/owl#Ontology> .",
    "dataset.html": "<h1>Data set</h1>",
    "dataset.ttl": f"<{BASE}dataset> a <http://rdfs.org/ns/void#Dataset> .",
    "BoneGainFinding.html": "<h1>Bone gain finding</h1>",
    "BoneGainFinding.ttl": f"<{BASE}BoneGainFinding> a <http://www.w3.org/2002/07/owl#Class> .",
    "finding/F0001.html": "<h1>A biomarker</h1>",
    "finding/F0001.ttl": f"<{BASE}finding/F0001> a <{BASE}Finding> .",
    "finding/F0026.html": "<h1>miR-214</h1>",
    "finding/F0026.ttl": f"<{BASE}finding/F0026> a <{BASE}Finding> ; <{BASE}vesicle> <{BASE}finding/F0026-vesicle> .",
    "finding/F0026.jsonld": f'{{"@id": "{BASE}finding/F0026", "@type": "{BASE}Finding"}}',
    "review/yang-2021.html": "<h1>Yang</h1>",
    "review/yang-2021.ttl": f"<{BASE}review/yang-2021> a <{BASE}Review> .",
    "molecule/miR-29a-3p.html": "<h1>miR-29a-3p</h1>",
    "molecule/miR-29a-3p.ttl": f"<{BASE}molecule/miR-29a-3p> a <{BASE}Molecule> .",
    "term/CL_0000092.html": "<h1>osteoclast</h1>",
    "term/CL_0000092.ttl": "<http://purl.obolibrary.org/obo/CL_0000092> a <http://www.w3.org/2002/07/owl#Class> .",
    "assets/search.js": "export {};",
    "assets/oxigraph.wasm": "\0asm",
    "assets/style.css": "main { margin: 0 }",
    "data/findings.json": "[]",
    ".hidden": "secret",
    ".git/config": "secret",
}


def write_site(dist: Path) -> None:
    """A site with the paths of the real one, and things in it that nobody may have."""
    for path, text in PAGES.items():
        file = dist / "site" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (dist.parent / "secret.txt").write_text("secret", encoding="utf-8")
    (dist / "site" / "leads-out.txt").symlink_to(dist.parent / "secret.txt")
    for name in ("void", "bevo"):
        (dist / f"{name}.ttl").write_text(
            f"<{BASE}{name}> <http://purl.org/dc/terms/title> '{name}' .", encoding="utf-8"
        )
    (dist / "bevo.owl").write_text(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>", encoding="utf-8"
    )


def write_release(graph: Path, root: Path) -> Path:
    """A checkout with nothing but a release of this graph, and a site."""
    (root / "dist").mkdir(parents=True)
    shutil.copy(graph, root / "dist" / "bevo-kg.ttl")
    write_site(root / "dist")
    return root


def write_small_release(folder: Path) -> Path:
    """A checkout with a release of 300 triples, each with a long text."""
    graph = folder / "graph.ttl"
    graph.write_text("".join(f'<a:{n}> <a:p> "{n} {"x" * 200}" .\n' for n in range(300)), encoding="utf-8")
    return write_release(graph, folder / "root")


def write_named_release(dist: Path, name: str) -> None:
    """A release that says its name in its graph, its pages and its search."""
    dist.mkdir(parents=True, exist_ok=True)
    finding = f"<{BASE}finding/F0026>"
    graph = f'{finding} a <{BASE}Finding> ; <http://www.w3.org/2000/01/rdf-schema#label> "{name}" .'
    (dist / "bevo-kg.ttl").write_text(graph, encoding="utf-8")
    write_site(dist)
    (dist / "site" / "findings.html").write_text(f"<h1>{name}</h1>", encoding="utf-8")
    thing = ["CL:0000092", name, 0, "term/CL_0000092.html", 1, [], ["a cell"], []]
    index = {"kinds": [["cell", "cells"]], "things": [thing], "findings": []}
    (dist / "site" / "data" / "search.json").write_text(json.dumps(index), encoding="utf-8")


@dataclass(frozen=True)
class Served:
    """A server at work."""

    address: str
    process: subprocess.Popen[str]
    log: Path

    def get(self, path: str, accept: str | None = None, **headers: str) -> httpx.Response:
        """What a GET gives; redirects are not followed."""
        sent = {"Accept": accept} if accept is not None else {}
        return httpx.get(self.address + path, headers={**sent, **headers}, timeout=60)

    def query(self, text: str, accept: str = "*/*") -> httpx.Response:
        """The answer to a query, sent by POST."""
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        return httpx.post(self.address + "sparql", content=text.encode(), headers=headers, timeout=60)

    def entries(self) -> list[dict[str, object]]:
        """The lines of the log that are JSON."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines() if line[:1] == "{"]


@contextmanager
def served(root: Path, log: Path, *options: str) -> Iterator[Served]:
    """``bevo serve`` over a checkout, until the end of the context."""
    command = [sys.executable, "-P", "-m", "bevo", "serve", "--root", str(root), "--port", "0", *options]
    with log.open("w") as stream, subprocess.Popen(command, stderr=stream, text=True) as process:
        try:
            yield Served(_ready(process, log), process, log)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.wait(30)


def _ready(process: subprocess.Popen[str], log: Path) -> str:
    while process.poll() is None:
        line, newline, _ = log.read_text(encoding="utf-8").partition("\n")
        if newline:
            return str(json.loads(line)["address"])
        try:
            process.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError(f"the server ended: {log.read_text(encoding='utf-8')}")


def workers(server: Served) -> set[int]:
    """The ids of the processes that answer queries, from /proc: children of those that have the graph."""
    return _children(_children({server.process.pid}))


def family(server: Served) -> set[int]:
    """The ids of all processes that the server started."""
    return _children({server.process.pid}) | workers(server)


def _children(parents: set[int]) -> set[int]:
    if not Path("/proc/self/stat").exists():
        pytest.skip("needs /proc")
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) in parents and fields[0] != "Z":
            found.add(int(stat.parent.name))
    return found


def settled(server: Served, number: int) -> bool:
    """Whether so many processes answer queries soon: one that was stopped ends before the next one starts."""
    for _ in range(100):
        assert len(workers(server)) <= number
        if len(workers(server)) == number:
            return True
        time.sleep(0.1)
    return False


def alive(pids: set[int]) -> set[int]:
    """Those that still are."""
    return {pid for pid in pids if Path(f"/proc/{pid}").exists()}
