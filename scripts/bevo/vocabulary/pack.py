"""The pack: public vocabularies in one file of compressed blocks that is searched where it lies.

A ZIP archive. ``index.json`` names for each vocabulary the first id of every block of terms and the first key of
every block of names; a block is tab separated text, sorted. So one id or one name costs one or two blocks, nothing is
unpacked to disk, and nobody who never asks pays anything.
"""

from __future__ import annotations

import json
import os
import zipfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import BytesIO
from lzma import LZMAError
from pathlib import Path

from platformdirs import user_data_path

from bevo.cache import digest
from bevo.problems import BevoError
from bevo.vocabulary.spelling import key, keys

__all__ = ["KEPT_WITH_THE_PRODUCT", "Entry", "Pack", "default_pack", "pack_bytes", "renewed_pack"]

KEPT_WITH_THE_PRODUCT = Path(__file__).resolve().parent / "data" / "vocabulary.zip"
_TERMS, _NAMES = 64 << 10, 128 << 10
"""Bytes of a block: small where single ids are looked up, larger where smallness on disk counts."""


@dataclass(frozen=True)
class Entry:
    """A term of a public vocabulary.

    :param vocabulary: its name in the pack, for example ``hgnc``.
    :param label: empty for an id that was merged into another.
    :param synonyms: exact ones, or all where the source gives no scope.
    :param replaced_by: where an obsolete term points, if known.
    :param links: CURIEs of what it belongs to elsewhere: the human gene of a mouse gene, the hairpin of an arm.
    :param about: what else its kind is told from: the namespace in GO, the type of locus in HGNC, the species.
    """

    vocabulary: str
    curie: str
    label: str
    synonyms: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    obsolete: bool = False
    replaced_by: str = ""
    links: tuple[str, ...] = ()
    about: str = ""


class Pack:
    """A pack on disk.

    :raises BevoError: if it is not there or damaged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._archive = zipfile.ZipFile(path)
            self._index: dict[str, dict[str, list[str]]] = json.loads(self._archive.read("index.json"))
        except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
            raise BevoError(
                f"the vocabularies cannot be read from {path}: {error}; 'bevo term update' renews them"
            ) from error
        self._of_prefix = {prefix: name for name, part in self._index.items() for prefix in part["prefixes"]}
        self.block = lru_cache(maxsize=512)(self._block)

    @cached_property
    def digest(self) -> str:
        """A hash of all that it holds."""
        return digest(self.path.read_bytes())

    @property
    def vocabularies(self) -> list[str]:
        """Their names, sorted."""
        return sorted(self._index)

    @property
    def prefixes(self) -> set[str]:
        """The prefixes of CURIEs that the pack can verify."""
        return set(self._of_prefix)

    def _block(self, vocabulary: str, sort: str, number: int) -> str:
        """The text of a block, between line ends."""
        try:
            return "\n" + self._archive.read(f"{vocabulary}/{sort}/{number:04d}").decode("utf-8")
        except (OSError, zipfile.BadZipFile, EOFError, RuntimeError, LZMAError) as error:
            raise BevoError(f"the vocabularies in {self.path} are damaged: {error}") from error

    def prefixes_of(self, vocabulary: str) -> list[str]:
        """The prefixes of the ids of a vocabulary."""
        return self._index[vocabulary]["prefixes"]

    def entry(self, curie: str) -> Entry | None:
        """The term of a CURIE, in exactly this writing; None if the pack does not hold it."""
        vocabulary = self._of_prefix.get(curie.partition(":")[0])
        if vocabulary is None:
            return None
        part = self._index[vocabulary]
        local = _local(curie, part["prefixes"][0])
        number = bisect_right(part["terms"], _order(local), key=_order) - 1
        line = _line(self.block(vocabulary, "terms", number), local) if number >= 0 else None
        return _entry(vocabulary, part["prefixes"][0], line) if line else None

    def named(self, name: str, vocabularies: Iterable[str]) -> list[Entry]:
        """The current terms that bear a name, in any spelling, as label or synonym."""
        wanted, found = key(name), []
        for vocabulary in vocabularies:
            part = self._index.get(vocabulary)
            number = bisect_right(part["names"], wanted) - 1 if part else -1
            line = _line(self.block(vocabulary, "names", number), wanted) if part and number >= 0 else None
            for local in line.split("\t")[1].split(" ") if part and line else ():
                entry = self.entry(_curie(local, part["prefixes"][0] if part else ""))
                if entry:
                    found.append(entry)
        return found

    def names(self, vocabulary: str) -> Iterator[str]:
        """Blocks of the lines ``key, tab, ids`` of a vocabulary, in the order of keys."""
        numbers = range(len(self._index[vocabulary]["names"]))
        with ThreadPoolExecutor() as threads:  # unpacking is done outside of the interpreter's lock
            yield from threads.map(lambda number: self._block(vocabulary, "names", number), numbers)

    def starting(self, beginning: str, vocabulary: str) -> list[str]:
        """The lines of a vocabulary whose key starts so, as far as one block of them goes."""
        number = max(bisect_right(self._index[vocabulary]["names"], beginning) - 1, 0)
        lines = self.block(vocabulary, "names", number).split("\n")
        return [line for line in lines if line.startswith(beginning)] if beginning else []

    def of_line(self, vocabulary: str, line: str) -> list[Entry]:
        """The terms of a line of :meth:`names`."""
        prefix = self._index[vocabulary]["prefixes"][0]
        return [e for local in line.split("\t")[1].split(" ") if (e := self.entry(_curie(local, prefix)))]

    def linked(self, vocabularies: Iterable[str], to: Set[str]) -> Iterator[Entry]:
        """The current terms of vocabularies that belong to one of some CURIEs, as a mouse gene to its human one."""
        for vocabulary in vocabularies:
            part = self._index.get(vocabulary, {"prefixes": [""], "terms": []})
            for number in range(len(part["terms"])):
                for line in self._block(vocabulary, "terms", number).split("\n"):
                    if line and not to.isdisjoint(line.rsplit("\t", 2)[1].split("|")):
                        entry = _entry(vocabulary, part["prefixes"][0], line)
                        if not entry.obsolete:
                            yield entry

    @property
    def sources(self) -> str:
        """The table of sources: version, origin, licence, counts."""
        return self._archive.read("SOURCES.tsv").decode("utf-8")


def _order(local: str) -> tuple[int, str]:
    return len(local), local


def _local(curie: str, prefix: str) -> str:
    return curie.removeprefix(f"{prefix}:")


def _curie(local: str, prefix: str) -> str:
    return local if ":" in local else f"{prefix}:{local}"


def _line(block: str, first_cell: str) -> str | None:
    start = block.find(f"\n{first_cell}\t")
    return block[start + 1 : block.index("\n", start + 1)] if start >= 0 else None


def _entry(vocabulary: str, prefix: str, line: str) -> Entry:
    local, label, synonyms, parents, part_of, status, replaced_by, links, about = line.split("\t")

    def curies(cell: str) -> tuple[str, ...]:
        return tuple(_curie(part, prefix) for part in cell.split("|") if part)

    return Entry(
        vocabulary,
        _curie(local, prefix),
        label,
        tuple(filter(None, synonyms.split("|"))),
        curies(parents),
        curies(part_of),
        status == "obsolete",
        _curie(replaced_by, prefix) if replaced_by else "",
        curies(links),
        about,
    )


def _row(entry: Entry, prefix: str) -> str:
    def short(curies: Iterable[str]) -> str:
        return "|".join(_local(curie, prefix) for curie in curies)

    cells = (
        _local(entry.curie, prefix),
        entry.label,
        "|".join(entry.synonyms),
        short(entry.parents),
        short(entry.part_of),
        "obsolete" if entry.obsolete else "",
        _local(entry.replaced_by, prefix),
        short(entry.links),
        entry.about,
    )
    return "\t".join(" ".join(cell.split()) for cell in cells) + "\n"


def pack_bytes(entries: dict[str, list[Entry]], sources: str) -> bytes:
    """A pack of these terms: the same bytes for the same terms.

    :param entries: by vocabulary, at least one each; the first term's prefix is the one left out in the file.
    :param sources: the table that goes with them.
    """
    index: dict[str, dict[str, list[str]]] = {}
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as archive:

        def put(name: str, text: str) -> None:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_LZMA
            archive.writestr(info, text.encode("utf-8"))

        for vocabulary, terms in sorted(entries.items()):
            prefixes = list(dict.fromkeys(entry.curie.partition(":")[0] for entry in terms))
            main = prefixes[0]
            rows = sorted(((_local(e.curie, main), _row(e, main)) for e in terms), key=lambda row: _order(row[0]))
            named: dict[str, dict[str, None]] = {}
            for entry in terms:
                if not entry.obsolete:
                    for one in dict.fromkeys(k for name in (entry.label, *entry.synonyms) for k in keys(name) if k):
                        named.setdefault(one, {})[_local(entry.curie, main)] = None
            lines = [
                (one, f"{one}\t{' '.join(sorted(locals_, key=_order))}\n") for one, locals_ in sorted(named.items())
            ]
            index[vocabulary] = {"prefixes": prefixes}
            for sort, pairs, size in (("terms", rows, _TERMS), ("names", lines, _NAMES)):
                blocks = list(_blocks(pairs, size))
                index[vocabulary][sort] = [first for first, _ in blocks]
                for number, (_, text) in enumerate(blocks):
                    put(f"{vocabulary}/{sort}/{number:04d}", text)
        put("SOURCES.tsv", sources)
        put("index.json", json.dumps(index, ensure_ascii=False))
    return stream.getvalue()


def _blocks(pairs: list[tuple[str, str]], size: int) -> Iterator[tuple[str, str]]:
    first, length = "", 0
    held: list[str] = []
    for start, line in pairs:
        if not held:
            first = start
        held.append(line)
        length += len(line)
        if length >= size:
            yield first, "".join(held)
            held, length = [], 0
    if held:
        yield first, "".join(held)


def renewed_pack() -> Path:
    """Where ``bevo term update`` puts a newer pack, which is then used in place of the one that comes along."""
    return user_data_path("bevo", appauthor=False) / KEPT_WITH_THE_PRODUCT.name


def default_pack() -> Pack | None:
    """The pack to use: the user's renewed one, else the one that came along; None if there is neither.

    :raises BevoError: if it is damaged.
    """
    path = next((p for p in (renewed_pack(), KEPT_WITH_THE_PRODUCT) if p.exists()), None)
    return _opened(path, path.stat().st_mtime_ns, os.getpid()) if path else None


@lru_cache(maxsize=1)
def _opened(path: Path, _changed: int, _process: int) -> Pack:
    """A pack that is open in this process: what was copied from another would share its place in the file."""
    return Pack(path)
