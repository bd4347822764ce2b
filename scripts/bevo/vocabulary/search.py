"""A look through the vocabularies for a text: the names that are it, the names that hold its words, its near misses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bevo.vocabulary.micrornas import read_microrna
from bevo.vocabulary.pack import Entry, Pack
from bevo.vocabulary.rules import readings
from bevo.vocabulary.spelling import key, plain

__all__ = ["Match", "search"]

_WORDY = ("cl", "eco", "go", "mondo", "ncbitaxon", "obi", "pato", "so", "uberon")
"""Vocabularies whose names are words, where a slip of the finger can be told from another thing."""

_SYMBOLS = ("cellosaurus", "hgnc", "mgi", "mirbase_hairpin", "mirbase_mature", "rgd")
"""Vocabularies of symbols, where only the beginning of a name is looked for."""


@dataclass(frozen=True)
class Match:
    """A term that a text may mean.

    :param how: ``label``, ``synonym``, ``spelling``, ``rule: what it changed``, ``words`` or ``similar``, best first.
    """

    entry: Entry
    how: str


def search(text: str, pack: Pack, vocabularies: Iterable[str], most: int = 25) -> list[Match]:
    """Terms for a text, the surest first; each once.

    :param most: how many to give of those that merely hold the words or are similar.
    """
    vocabularies = sorted(set(vocabularies) & set(pack.vocabularies))
    found: dict[str, Match] = {}
    for match in _certain(text, pack, vocabularies):
        found.setdefault(match.entry.curie, match)
    loose = 0
    for match in _loose(text, pack, vocabularies, bool(found), most):
        if loose < most and match.entry.curie not in found:
            loose += 1
            found[match.entry.curie] = match
    return list(found.values())


def _certain(text: str, pack: Pack, vocabularies: list[str]) -> Iterator[Match]:
    named = [Match(entry, _how(text, entry)) for entry in pack.named(text, vocabularies)]
    yield from sorted(named, key=_rank)
    for level in readings(text)[1:]:
        for reading in (r for r in level if not r.slots and not r.same):
            for entry in pack.named(reading.text, vocabularies):
                yield Match(entry, f"rule: {', '.join(reading.changes)}")
    microrna = read_microrna(text)
    if microrna:
        for code in ("hsa", "mmu", "rno"):
            for entry in pack.named(f"{code}-{microrna.name}", vocabularies):
                yield Match(entry, f"rule: {code}-{microrna.name}")


def _rank(match: Match) -> tuple[int, bool, str]:
    """Labels before synonyms before other spellings, the genes of man before those of rodents."""
    return (
        ("label", "synonym", "spelling").index(match.how),
        match.entry.vocabulary in ("mgi", "rgd"),
        match.entry.curie,
    )


def _how(text: str, entry: Entry) -> str:
    folded = plain(text).casefold()
    if entry.label.casefold() == folded:
        return "label"
    return "synonym" if folded in (name.casefold() for name in entry.synonyms) else "spelling"


def _loose(text: str, pack: Pack, vocabularies: list[str], known: bool, most: int) -> Iterator[Match]:
    from rapidfuzz import fuzz, process

    words = sorted((w for w in (key(word) for word in text.split()) if len(w) > 2), key=len, reverse=True)
    whole = key(text)
    holding: list[tuple[int, str, str]] = []
    similar: list[tuple[float, str, str]] = []
    for vocabulary in vocabularies:
        if vocabulary in _SYMBOLS:
            holding += ((len(line), line, vocabulary) for line in pack.starting(whole, vocabulary))
            continue
        if known and vocabulary not in _WORDY:
            continue  # chemicals are by far the most, and are looked through only where nothing bears the name
        for block in pack.names(vocabulary):
            if words:
                holding += ((len(line), line, vocabulary) for line in _lines_with(block, words))
            if vocabulary in _WORDY and not known and not read_microrna(text):
                lines = block[1:].split("\n")
                near = process.extract(whole, lines, processor=_key_of, scorer=fuzz.ratio, score_cutoff=88, limit=most)
                similar += ((-score, line, vocabulary) for line, score, _ in near)
    for pairs, how in ((holding, "words"), (similar, "similar")):
        for _, line, vocabulary in sorted(pairs)[: 4 * most]:
            for entry in pack.of_line(vocabulary, line):
                yield Match(entry, how)


def _key_of(line: str) -> str:
    return line.partition("\t")[0]


def _lines_with(block: str, words: list[str]) -> Iterator[str]:
    """The lines whose key holds all the words."""
    place = block.find(words[0])
    while place >= 0:
        start, end = block.rfind("\n", 0, place) + 1, block.find("\n", place)
        line = block[start:end]
        if all(word in _key_of(line) for word in words):
            yield line
        place = block.find(words[0], end)
