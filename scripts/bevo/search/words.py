"""A text cut into what may be names, and the words in it that name nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bevo.vocabulary.micrornas import NAME as MICRORNA
from bevo.vocabulary.micrornas import SPECIES_CODES, read_microrna
from bevo.vocabulary.rules import singular
from bevo.vocabulary.spelling import key, plain

__all__ = [
    "DERIVED",
    "EMPTY",
    "FROM",
    "GENERIC",
    "TO",
    "VESICLE",
    "Atom",
    "atoms",
    "belongs_before",
    "cleaned",
    "folded_word",
    "forms",
    "words_of",
]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


VESICLE = _set("exosome exosomes exosomal exo exos ev evs sev sevs vesicle vesicles vesicular extracellular small")
"""What nearly every finding here is about: beside another name it adds nothing."""
FROM = _set("of from by")
TO = _set("to into on in onto towards toward upon")
DERIVED = _set("derived isolated secreted released obtained purified produced")
GENERIC = _set("cell cells line lines gene genes protein proteins pathway signaling signalling")
"""What people write behind a name without meaning another thing."""
EMPTY = (
    FROM
    | TO
    | DERIVED
    | _set(
        "the a an and or with via for at as is are do does did how what which that who whose can could may between "
        "about good bad this there act acts help helps harm harms work works donor donors "
        "loaded enriched containing carrying mediated "
        "effect effects role roles finding findings human mouse murine rat rabbit"
    )
)
"""Words that add nothing to a search."""

_ATOM = re.compile(r"[^\s\-,;:→>/()\[\]\"“”?!&|]+")
_MICRORNA = re.compile(
    rf"(?<![^\W_])(?!(?!{'|'.join(SPECIES_CODES)}|has|mir)[a-z]{{3}}[-_ ](?:mi|let))"
    rf"(?:{MICRORNA.pattern})(?![^\W_]|\*)",
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,3}[a-z]?|[35]p|[a-zαβγδκ]", re.IGNORECASE)
_YEAR = r"(?:19|20)\d\d"
_CLEAN = (
    (re.compile(r"\bet\.? al\b\.?|\band (?:colleagues|co-?workers|others)\b", re.IGNORECASE), " "),
    (re.compile(rf"([^\W\d_][\w'’-]+),? (?:and|&) [^\W\d_][\w'’-]+,? \(?({_YEAR})"), r"\1 \2"),
    (re.compile(rf"[\s,(]+({_YEAR})[a-h]?\)?(?!\w)"), r" \1"),
    (re.compile(r"\.(?=[\s,;)]|$)"), ""),
    (re.compile(r"\s+"), " "),
)
"""What is around the year and the first author of a study, and points that end something."""


class Atom(NamedTuple):
    """A piece of a text that is never cut further: its place, and what it says in lower case."""

    start: int
    end: int
    word: str


def cleaned(text: str) -> str:
    """A text in plain characters, and studies as ``Li 2016``."""
    text = plain(text)
    for pattern, replacement in _CLEAN:
        text = pattern.sub(replacement, text)
    return text.strip()


def atoms(text: str) -> list[Atom]:
    """The pieces of a cleaned text; the name of a microRNA is one piece."""
    found: list[Atom] = []
    at = 0
    for whole in _MICRORNA.finditer(text):
        found += _pieces(text, at, whole.start())
        found.append(Atom(whole.start(), whole.end(), whole[0].lower()))
        at = whole.end()
    return found + list(_pieces(text, at, len(text)))


def _pieces(text: str, start: int, end: int) -> Iterator[Atom]:
    for piece in _ATOM.finditer(text, start, end):
        yield Atom(piece.start(), piece.end(), piece[0].lower())


def belongs_before(atom: Atom) -> bool:
    """Whether a piece belongs to the name before it: a number, an arm, a letter."""
    return _NUMBER.fullmatch(atom.word) is not None


def forms(name: str) -> Iterator[str]:
    """The ways to look a name up: as it is, without a species, in the singular, and ``X of Y`` as ``Y X``."""
    yield name
    if without := re.match(r"(?:hsa|mmu|rno)[-_ ](?=circ)", name, re.IGNORECASE):
        yield name[without.end() :]
    if one := singular(name):
        yield one
    yield " ".join(singular(word) or word for word in name.split(" "))
    turned = re.fullmatch(r"([\w -]+?) (?:of|in) (?:the )?([\w -]+)", name)
    if turned:
        yield f"{singular(turned[2]) or turned[2]} {turned[1]}"


def words_of(name: str) -> list[str]:
    """The words of a name, folded: what stands between spaces as a whole, and its parts."""
    return list(dict.fromkeys(word for chunk in plain(name).casefold().split(" ") for word in _words_of_chunk(chunk)))


@lru_cache(maxsize=1 << 16)
def _words_of_chunk(chunk: str) -> tuple[str, ...]:
    parts = (chunk.strip("()[],;:.?!\"'"), *re.findall(r"[^\W_]+", chunk))
    return tuple(word for part in parts if (word := folded_word(part)))


def folded_word(word: str) -> str:
    """A word as it is looked for: folded, of a microRNA its name."""
    microrna = read_microrna(word)
    return key(microrna.name if microrna else word)
