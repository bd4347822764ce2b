"""What a text says: the things that it names, in which role, and the words that are left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bevo.search.identifiers import identifier
from bevo.search.index import ROLES, Index, name_keys
from bevo.search.words import (
    DERIVED,
    EMPTY,
    FROM,
    GENERIC,
    TO,
    VESICLE,
    Atom,
    atoms,
    belongs_before,
    cleaned,
    folded_word,
    forms,
)
from bevo.vocabulary.spelling import key, plain

__all__ = ["Part", "Understood", "understand", "written"]

_LONGEST = 10
"""How many pieces a name may have."""
_NO_PARTS = frozenset(("relation between things", "relation to a value", "annotation", "question"))
"""Kinds of things that a longer text does not speak of: ``X inhibits Y`` is no search for the relation."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_MARKED = re.compile(rf"(?:\b({'|'.join(ROLES)}|anywhere):\s*)?\"([^\"]*)\"|\b({'|'.join(ROLES)}|anywhere):\s*(\S+)")


@dataclass(frozen=True)
class Part:
    """A piece of the text that names something.

    :param text: as it was written.
    :param things: the things that it may mean, by their numbers, with how the name leads there.
    :param role: one of :data:`bevo.search.index.ROLES`, or ``anywhere``.
    :param said: whether the text itself says the role.
    :param generic: whether it adds nothing beside other parts, as ``exosomes`` does.
    """

    text: str
    things: Mapping[int, int]
    role: str = "anywhere"
    said: bool = False
    generic: bool = False


@dataclass(frozen=True)
class Understood:
    """A text, read.

    :param parts: what it names.
    :param words: folded words that name nothing, and are looked for as words.
    :param ignored: what adds nothing.
    """

    parts: tuple[Part, ...]
    words: tuple[str, ...]
    ignored: tuple[str, ...]


def understand(text: str, index: Index) -> Understood:
    """Read a text: names, ``role:name``, ``role:"a longer name"``, ``"a name in quotes"``, and plain words."""
    whole = lookup(text, index)
    if whole:
        return Understood((Part(plain(text), whole),), (), ())
    text = cleaned(text)
    parts: list[Part] = []
    words: list[str] = []
    ignored: list[str] = []
    at = 0
    for marked in (*_MARKED.finditer(text), None):
        free = text[at : marked.start()] if marked else text[at:]
        for piece in _segments(free, index):
            _keep(piece, parts, words, ignored)
        if marked:
            at = marked.end()
            role, name = marked[1] or marked[3], marked[2] if marked[2] is not None else marked[4]
            found = lookup(name, index)
            if found:
                parts.append(Part(name, found, role or "anywhere", bool(role)))
            else:
                words += [w for w in (key(chunk) for chunk in name.split(" ")) if w]
    if study := _referred(words, index):
        parts.append(study)
        ignored += [word for word in words if word not in study.text.split(" ")]
        words = []
    told = _distinct(_telling(parts, index))
    ignored += [part.text for part in parts if all(part.things != other.things for other in told)]
    return Understood(tuple(told), tuple(dict.fromkeys(words)), tuple(dict.fromkeys(ignored)))


def _keep(piece: Part | Atom, parts: list[Part], words: list[str], ignored: list[str]) -> None:
    if isinstance(piece, Part):
        parts.append(piece)
    elif piece.word in EMPTY or piece.word in VESICLE or (piece.word in GENERIC and parts):
        ignored.append(piece.word)
    elif word := folded_word(piece.word):
        words.append(word)


def _referred(words: list[str], index: Index) -> Part | None:
    """The study that words name beside others, as a reference does: its first author first, its year somewhere."""
    year = next((word for word in words if _YEAR.fullmatch(word)), "")
    for name in (" ".join(words[:2]), words[0]) if year and words[0] != year else ():
        found = lookup(f"{name} {year}", index)
        if found and all(index.things[number].group == "study" for number in found):
            return Part(f"{name} {year}", found)
    return None


def _telling(parts: list[Part], index: Index) -> list[Part]:
    """The parts without those that add nothing: vesicles, and what a line or molecule beside it is anyway."""
    kept = [part for part in parts if not part.generic] or parts
    return [
        part
        for at, part in enumerate(kept)
        if part.said or not any(_is_kind_of(other, part, index) for other in kept[max(at - 1, 0) : at + 2])
    ]


def _is_kind_of(part: Part, other: Part, index: Index) -> bool:
    """Whether a part names a molecule or a cell line that stands below what another part names."""
    things = [index.things[number] for number in part.things]
    special = all(thing.group == "molecules" or thing.id.startswith("cellosaurus:") for thing in things)
    return special and part.things != other.things and set(part.things) <= index.family(other.things)


def _distinct(parts: list[Part]) -> list[Part]:
    """Each part once."""
    kept: list[Part] = []
    for part in parts:
        if all(part.things != other.things or part.role != other.role for other in kept):
            kept.append(part)
    return kept


def lookup(name: str, index: Index) -> dict[int, int]:
    """The things that a name may mean, by the best way that leads to any."""
    for form in forms(cleaned(name)) if identifier(name) is None else (name,):
        found: dict[int, int] = {}
        for one in name_keys(form)[:1]:
            found.update(index.by_key.get(one, {}) if one else {})
        if found:
            best = min(found.values())
            return {number: how for number, how in found.items() if how == best}
    return {}


def _segments(text: str, index: Index) -> Iterator[Part | Atom]:
    """A text as names, the longest first, and what is between them."""
    pieces = atoms(text)
    at = 0
    before: list[str] = []
    while at < len(pieces):
        end, found = _longest(text, pieces, at, index)
        if end == at and pieces[at].word in GENERIC and "*" in before:
            found = {}
        if not found:
            before.append(pieces[at].word)
            yield pieces[at]
            at += 1
            continue
        name = text[pieces[at].start : pieces[end].end]
        generic = all(piece.word in VESICLE for piece in pieces[at : end + 1])
        cells = {index.things[number].group for number in found} == {"cells"}
        role = _said(before, [piece.word for piece in pieces[end + 1 : end + 2]]) if cells else ""
        yield Part(name, found, role or "anywhere", bool(role), generic)
        before += [piece.word for piece in pieces[at : end + 1]] if generic else ["*"]
        at = end + 1


def _longest(text: str, pieces: list[Atom], at: int, index: Index) -> tuple[int, dict[int, int]]:
    """The last piece of the longest name that begins here, and what it means."""
    for end in range(min(at + _LONGEST, len(pieces)) - 1, at - 1, -1):
        cut = end + 1 < len(pieces) and belongs_before(pieces[end + 1])
        lone = end == at and (pieces[at].word in EMPTY or len(pieces[at].word) == 1)
        found = {} if cut or lone else lookup(text[pieces[at].start : pieces[end].end], index)
        if any(index.things[number].kind not in _NO_PARTS for number in found):
            return end, found
    return at, {}


def _said(before: list[str], after: list[str]) -> str:
    """The role that the words around a name give it: ``source`` in "exosomes of X" and "X-derived", ``recipient``."""
    if after[:1] and (after[0] in VESICLE or after[0] in DERIVED):
        return "source"
    if before[-1:] and before[-1] in FROM:
        rest = [word for word in before[:-1] if word not in EMPTY]
        return "source" if rest[-1:] and rest[-1] in VESICLE else ""
    return "recipient" if before[-1:] and before[-1] in TO else ""


def written(part: Part, index: Index) -> str:
    """A part as it can be written in a search so that it means the same again."""
    name = part.text if len(part.things) != 1 else index.things[next(iter(part.things))].label
    return f'{part.role}:"{name}"' if part.role != "anywhere" else f'"{name}"'
