"""The built site as a server sees it: which file, which format, or which other address a path stands for."""

from __future__ import annotations

import hashlib
import os
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import NamedNode

from bevo.catalogue import ARCHIVE, media_type
from bevo.project import GRAPH, built
from bevo.rdf.names import BASE
from bevo.rdf.overlays import at_home
from bevo.rdf.rdfio import ntriples, parsed_turtle, read_turtle
from bevo.rdf.vocabulary import VERSION_IRI
from bevo.rdf.wholes import wholes
from bevo.serve.archive import Held, read_archive
from bevo.serve.formats import graph
from bevo.serve.guard import Refused
from bevo.serve.negotiate import best

__all__ = ["Converted", "File", "SeeOther", "Site", "convert", "etag", "files_of", "read_site", "resolve"]

FORMATS = {
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
"""The formats of an IRI, by the ending of its address, the server's favourite first."""

RDF = ("ttl", "jsonld", "nt", "rdf")
CONVERTED_BYTES = 2_000_000
"""Length of a Turtle file up to which other formats are made of it while a client waits."""

ONTOLOGY = "ontology"
DATASET = "dataset"
SHAPES = "shapes"
_VERSION = re.compile(rf"{ONTOLOGY}/([0-9]+(?:\.[0-9]+)*)")
TRIG = "application/trig"

_OF_VERSION = {FORMATS["rdf"]: "owl", FORMATS["ttl"]: "ttl"}

MEDIA = {
    **FORMATS,
    "css": "text/css",
    "csv": "text/csv",
    "gz": "application/gzip",
    "ico": "image/x-icon",
    "js": "text/javascript",
    "json": "application/json",
    "md": "text/markdown",
    "mjs": "text/javascript",
    "owl": FORMATS["rdf"],
    "pdf": "application/pdf",
    "png": "image/png",
    "rq": "application/sparql-query",
    "svg": "image/svg+xml",
    "trig": TRIG,
    "txt": "text/plain",
    "wasm": "application/wasm",
    "webmanifest": "application/manifest+json",
    "woff2": "font/woff2",
    "xml": "application/xml",
}
"""By the ending of a path, for what is no file of the release."""


@dataclass(frozen=True)
class Site:
    """What can be asked for.

    :param files: files by path; nothing else is ever opened.
    :param wholes: for each IRI without a page of its own, as a path, the one whose page tells of it.
    :param packed: what is no file of its own, by path.
    """

    files: Mapping[str, Path]
    wholes: Mapping[str, str]
    packed: Mapping[str, Held] = field(default_factory=dict)

    def find(self, path: str) -> Path | Held | None:
        """What stands at a path."""
        return self.files.get(path) or self.packed.get(path)


@dataclass(frozen=True)
class File:
    """A file as it is."""

    path: Path | Held
    media: str


@dataclass(frozen=True)
class Converted:
    """The triples of a Turtle file in another format."""

    path: Path | Held
    media: str


@dataclass(frozen=True)
class SeeOther:
    """Another address, relative to the one asked."""

    location: str


def read_site(dist: Path) -> Site:
    """What a release and its site hold, without hidden files and without what links lead out of it.

    The pages are at the root, the files of the release under ``download/``.

    :raises BevoError: if one of them is not built.
    """
    site, release = dist / "site", dist / "bevo-kg.ttl"
    built(site / "index.html")
    downloads = {f"download/{path}": file for path, file in files_of(dist, without="site").items()}
    files = {**downloads, **files_of(site)}
    void = dict.fromkeys(("void", ".well-known/void", _path(NamedNode(GRAPH))), DATASET)
    wholes = {
        **_wholes(release),
        **void,
        **_named_in(dist / "void.ttl", DATASET),
        **_named_in(dist / "shapes.ttl", SHAPES),
    }
    return Site(files, wholes, read_archive(files.get(ARCHIVE)))


def files_of(folder: Path, without: str = "") -> dict[str, Path]:
    """Files by their paths below a folder, without hidden ones and without what links lead out of it."""
    root = folder.resolve()
    files = {}
    for place, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != without)
        for file in (Path(place, name) for name in names if not name.startswith(".")):
            if file.resolve().is_relative_to(root):
                files[file.relative_to(root).as_posix()] = file
    return files


def _path(thing: NamedNode) -> str:
    return at_home(thing.value).removeprefix(BASE)


def _named_in(file: Path, document: str) -> dict[str, str]:
    """The things of ours that a file of the release tells of, each with the document that has them all."""
    if not file.is_file():
        return {}
    named = {t.subject for t in read_turtle(file) if isinstance(t.subject, NamedNode)}
    paths = {_path(thing).partition("#")[0] for thing in named if thing.value.startswith(BASE)}
    return dict.fromkeys(paths - {document}, document)


def _wholes(release: Path) -> dict[str, str]:
    triples = read_turtle(release)
    versions = {
        t.object: t.subject
        for t in triples
        if t.predicate == VERSION_IRI and isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode)
    }
    return {_path(part): _path(whole) for part, whole in {**wholes(triples), **versions}.items()}


def resolve(site: Site, path: str, accept: str | None) -> File | Converted | SeeOther:
    """What a path stands for.

    :param path: without the leading ``/``, decoded.
    :raises Refused: 404 if it stands for nothing, 406 if for nothing that the client accepts.
    """
    if found := site.find(path):
        return File(found, _media(path))
    stem, _, ending = path.rpartition(".")
    if ending in RDF and _convertible(site, stem) and (turtle := site.find(f"{stem}.ttl")):
        return Converted(turtle, FORMATS[ending])
    for own in (path, f"property/{path}"):
        if _offers(site, own):
            return SeeOther(_relative(_wanted(site, own, accept), path))
    whole = site.wholes.get(path, "")
    if _offers(site, whole):
        target = _wanted(site, whole, accept)
        anchor = f"#{quote(path.rpartition('/')[2])}" if target.endswith(".html") else ""
        return SeeOther(_relative(target, path) + anchor)
    if path == "":
        return _home(site, accept)
    bare = path.rstrip("/")
    if bare != path and _known(site, bare):
        return SeeOther("../" * (len(path) - len(bare)) + quote(bare.rpartition("/")[2]))
    raise Refused(404, f"There is nothing at /{path}.")


def _known(site: Site, path: str) -> bool:
    return any((site.find(path), _offers(site, path), _offers(site, f"property/{path}"), path in site.wholes))


def _media(path: str) -> str:
    ending = path.rpartition(".")[2]
    released = media_type(path.removeprefix("download/")) if ending != "gz" else None  # it is sent as it is, compressed
    return released or MEDIA.get(ending, "application/octet-stream")


def _home(site: Site, accept: str | None) -> File | SeeOther:
    """The front page; for who wants RDF, the ontology, whose namespace this is."""
    target = _wanted(site, ONTOLOGY, accept) if _offers(site, ONTOLOGY) else "index.html"
    front = site.find("index.html")
    if target.endswith(".html") and front:
        return File(front, FORMATS["html"])
    return SeeOther(_relative(target, ""))


def _offers(site: Site, stem: str) -> dict[str, str]:
    """Media types of what an IRI names, with their paths; what is there as Turtle is there as all RDF."""
    offers = {
        media: f"{stem}.{ending}"
        for ending, media in FORMATS.items()
        if site.find(f"{stem}.{ending}") or (ending in RDF and _convertible(site, stem))
    }
    if stem == ONTOLOGY:  # its page is about its terms; as RDF it is the whole of it
        offers |= {media: path for media, path in _offers(site, "download/bevo").items() if media in offers}
        if "download/bevo.owl" in site.files:
            offers[_media("download/bevo.owl")] = "download/bevo.owl"
    if version := _VERSION.fullmatch(stem):  # its page is that of the present one
        kept = {media: f"releases/{version[1]}/bevo.{ending}" for media, ending in _OF_VERSION.items()}
        offers = {media: path for media, path in kept.items() if site.find(path)}
        if offers and stem in site.wholes:
            offers = {**_offers(site, ONTOLOGY), **offers}
    if site.find(f"{stem}.trig"):  # a nanopublication; what has no form for four graphs tells of its finding
        offers = {**_offers(site, stem.replace("np/", "finding/", 1)), TRIG: f"{stem}.trig"}
    return offers


def _convertible(site: Site, stem: str) -> bool:
    file = site.find(f"{stem}.ttl")
    size = file.stat().st_size if isinstance(file, Path) else file.size if file else 0
    return file is not None and size <= CONVERTED_BYTES


def _wanted(site: Site, stem: str, accept: str | None) -> str:
    offers = _offers(site, stem)
    if accept is None and stem.startswith(ONTOLOGY) and FORMATS["rdf"] in offers:
        return offers[FORMATS["rdf"]]  # owlready2 and others load an ontology without a word on the format
    media = best(accept, tuple(offers))
    if media is None:
        listed = ", ".join(f"/{path} ({media})" for media, path in offers.items())
        raise Refused(406, f"This server does not offer any format that you accept. It offers: {listed}.")
    return offers[media]


def _relative(target: str, path: str) -> str:
    """One address as seen from another; so it holds behind a proxy that serves the site below a folder."""
    return quote(posixpath.relpath(f"/{target}", posixpath.dirname(f"/{path}")))


def convert(path: Path | Held, media: str) -> bytes:
    """The triples of a Turtle file as N-Triples, sorted, as JSON-LD, or as RDF/XML."""
    triples = read_turtle(path) if isinstance(path, Path) else parsed_turtle(path.read())
    if media == FORMATS["nt"]:
        return b"".join(sorted(ntriples(triples).splitlines(keepends=True)))
    return graph(triples, media)


def etag(path: Path | Held) -> str:
    """A strong entity tag: a hash of the content."""
    if not isinstance(path, Path):
        return path.tag
    stat = path.stat()
    return _hash(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=100_000)
def _hash(path: Path, changed: int, size: int) -> str:
    with path.open("rb") as stream:
        return f'"{hashlib.file_digest(stream, "sha256").hexdigest()[:32]}"'
