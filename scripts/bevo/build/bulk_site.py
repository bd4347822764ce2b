"""The pages of a bulk build, each made when it is asked for: to make those of 100,000 findings takes half an hour."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from threading import Lock

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from bevo import __version__
from bevo.bulk.reuse import SHARED, findings_of, told_of
from bevo.rdf.names import BASE
from bevo.rdf.rdfio import sorted_triples
from bevo.rdf.wholes import wholes
from bevo.serve.archive import Held
from bevo.serve.resources import Site, files_of
from bevo.serve.tags import tag_of
from bevo.site import some_pages
from bevo.site.contents import STATIC

__all__ = ["bulk_site"]

KEPT = 256
"""Findings, and pages of what they share, that are kept once they are made: some 10 MB."""
ENDINGS = (".html", ".ttl", ".jsonld")
HOME = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="assets/site.css"></head>
<body><main>
<h1>{title}</h1>
<p class="lead">{count} findings.</p>
<p>Each has a page at finding/ID.html, and its data at finding/ID.ttl and finding/ID.jsonld.
For example: {examples}.</p>
</main></body>
</html>
"""


def bulk_site(build: Path, assets: Path) -> Site:
    """What can be asked for of a bulk build: its findings, and the terms, studies and reviews that they name.

    :param build: its folder, which may be a link to it.
    :param assets: the folder of built scripts; it need not be there.
    :raises BevoError: if it is no bulk build, or an earlier version made it.
    """
    pages = _Pages(build.resolve(), assets)
    folders = [folder for folder in (STATIC, assets) if folder.is_dir()]
    files = {f"assets/{path}": file for folder in folders for path, file in files_of(folder).items()}
    return Site(files, pages.wholes, pages)


@lru_cache(1)
def _shared(quads: bytes, assets: Path) -> tuple[list[Triple], dict[str, Callable[[], bytes]], dict[str, str]]:
    """What findings share: triples, what makes their pages by path, and what is told with which; often as before."""
    base = sorted_triples(quad.triple for quad in parse(quads, format=RdfFormat.N_QUADS))
    pages = some_pages(base, assets, __version__, alone=True)
    for ending in ENDINGS:
        pages.pop(f"ontology{ending}", None)  # the release has it whole
    return base, pages, {_path(part): _path(whole) for part, whole in wholes(base).items()}


def _path(thing: NamedNode) -> str:
    return thing.value.removeprefix(BASE)


@dataclass(frozen=True)
class _Made:
    """A page that is made when it is read, and kept by whoever makes it."""

    make: Callable[[], bytes]
    size: int = 0

    def read(self) -> bytes:
        return self.make()

    @property
    def tag(self) -> str:
        return tag_of(self.make())


class _Pages(Mapping[str, Held]):
    """The pages and data of a bulk build, by path."""

    def __init__(self, build: Path, assets: Path) -> None:
        self.build, self.assets = build, assets
        self.parts = findings_of(build)
        quads = b"".join((build / name).read_bytes() for name in SHARED)
        self.base, shared, self.wholes = _shared(quads, assets)
        self.shared = {**shared, "index.html": self.home}
        self.turn = Lock()  # pages made side by side would take as long, and the memory of each
        self.of_finding = lru_cache(KEPT)(self._of_finding)
        self.of_shared = lru_cache(KEPT)(lambda path: self.shared[path]())

    def __getitem__(self, path: str) -> Held:
        if path not in self.shared and self._finding(path) not in self.parts:
            raise KeyError(path)
        return _Made(partial(self._read, path))

    def __iter__(self) -> Iterator[str]:
        yield from self.shared
        yield from (f"finding/{finding}{ending}" for finding in self.parts for ending in ENDINGS)

    def __len__(self) -> int:
        return len(self.shared) + len(self.parts) * len(ENDINGS)

    def _finding(self, path: str) -> str:
        """The finding that a path may be of, or nothing."""
        folder, _, name = path.partition("/")
        stem, dot, ending = name.partition(".")
        return stem if folder == "finding" and dot + ending in ENDINGS else ""

    def _read(self, path: str) -> bytes:
        with self.turn:
            return self.of_shared(path) if path in self.shared else self.of_finding(self._finding(path))[path]

    def _of_finding(self, finding: str) -> dict[str, bytes]:
        quads = told_of(finding, (self.build / self.parts[finding]).read_bytes())
        own = (quad.triple for quad in parse(quads, format=RdfFormat.N_QUADS))
        wanted = {f"finding/{finding}{ending}" for ending in ENDINGS}
        pages = some_pages(sorted_triples([*self.base, *own]), self.assets, __version__, wanted, alone=True)
        return {path: make() for path, make in pages.items()}

    def home(self) -> bytes:
        ids = list(self.parts)
        some = dict.fromkeys(ids[number] for number in (0, len(ids) // 2, -1)) if ids else {}
        examples = ", ".join(f'<a href="finding/{name}.html">{name}</a>' for name in some) or "there is none"
        title = html.escape(f"BEVO: {self.build.name}")
        return HOME.format(title=title, count=len(ids), examples=examples).encode()
