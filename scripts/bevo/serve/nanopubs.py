"""One nanopublication out of the file of all: it is what its IRI stands for."""

from __future__ import annotations

import re
from mmap import ACCESS_READ, mmap
from pathlib import Path

__all__ = ["MEDIA", "one_nanopub"]

MEDIA = "application/trig"
_ID = re.compile(r"(?:[a-z][a-z0-9]*_)?F\d{4,}")
_HEAD = b"\\#Head {\n"


def one_nanopub(path: Path, finding_id: str) -> bytes | None:
    """The four graphs of a finding's nanopublication as TriG, with the prefixes of the whole file.

    :param path: ``nanopubs.trig`` as :func:`bevo.exports.nanopubs.nanopubs` writes it: one after the other, each
        beginning with its head.
    :returns: None if there is none, as of a finding that was withdrawn.
    :raises OSError: if the file cannot be read.
    """
    if not _ID.fullmatch(finding_id) or not path.stat().st_size:
        return None
    with path.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as text:
        start = text.find(f"\nnanopub:{finding_id}".encode() + _HEAD)
        if start < 0:
            return None
        prefixes = text[: text.find(b"\nnanopub:")]
        following = text.find(_HEAD, start + len(finding_id) + len(_HEAD) + 10)
        end = text.rfind(b"\nnanopub:", start + 1, following) if following >= 0 else len(text)
        return prefixes + text[start:end].rstrip(b"\n") + b"\n"
