"""The answer to a search: its results, the best first, and what was understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from bevo.search.index import ANYWHERE, LABEL, ROLES, SPELLING, Index, Thing, goes_on, name_keys
from bevo.search.slips import corrections
from bevo.search.understand import Part, Understood, lookup, understand, written
from bevo.search.words import atoms, cleaned, folded_word, words_of
from bevo.vocabulary.micrornas import read_microrna
from bevo.vocabulary.spelling import key

__all__ = ["LONGEST", "Answer", "Result", "as_data", "search"]

LONGEST = 500
"""Characters of a text that are read."""

NAMED = (100, 95, 90)
"""Things that the whole text names: by label or id, by a synonym, by another spelling."""
ALL = 80
"""Findings that hold all that was asked for, where that is more than one thing."""
PART = 70
"""Things that a part of the text names."""
BEGINS = 50
"""Names that begin as the text does; up to ten points more for the findings behind them, as for the next."""
NEARLY = 9
"""What is added where no more than two letters are missing."""
WORDS = 30
"""Names with all the words of the text."""
HOLDS = 20
"""Findings about the one thing that was asked for, or with its words."""
COMPLETES = 10
"""While someone types: names whose number may still go on."""
SLIP = 5
"""What is taken away where a word was read as another."""

_RANKED_LOWER = {"discrepancy": 8, "question": 8, "finding": 10, "annotation": 8, "relation to a value": 8}
_ABOUT = ("bone", "bones")
"""What everything here is about."""
_USUAL = {"molecules": "cargo", "processes": "outcome", "vesicles": "vesicle", "study": "study", "review": "review"}


@dataclass(frozen=True)
class Result:
    """A thing that answers, with its score and the name by which it was found."""

    thing: Thing
    score: int
    name: str


@dataclass(frozen=True)
class Answer:
    """What a search comes to.

    :param results: the best first; all of them.
    :param findings: the numbers of the findings that hold all that was asked for, in the order of the release.
    :param read_as: the text that was searched for in place of the one given, where a word was a slip.
    :param did_you_mean: texts that may have been meant, where that is not certain.
    :param opens: the one thing that the whole text names.
    """

    text: str
    understood: Understood
    results: list[Result]
    findings: list[int]
    read_as: str = ""
    did_you_mean: tuple[str, ...] = ()
    opens: Thing | None = None


def search(text: str, index: Index, typing: bool = False) -> Answer:
    """Search a release.

    :param typing: whether the text is still being typed, so that a number at its end may go on.
    """
    text = text[:LONGEST]
    understood = understand(text, index)
    meant = _once(_meant(text, understood, index), index)
    if len(meant) == 1:
        answer = search(meant[0], index)
        results = [replace(result, score=result.score - SLIP) for result in answer.results]
        return replace(answer, text=text, results=results, read_as=meant[0], opens=None)
    understood, findings = _with_roles(understood, index)
    results = list(_ranked(cleaned(text), understood, findings, index, typing))
    return Answer(text, understood, results, findings, "", tuple(meant), _opened(understood, index))


def _opened(understood: Understood, index: Index) -> Thing | None:
    """The one thing that a text names, all of it: beside a cell or a molecule words that add nothing do no harm."""
    parts = understood.parts
    if len(parts) != 1 or understood.words or parts[0].said or len(parts[0].things) != 1:
        return None
    thing = index.things[next(iter(parts[0].things))]
    return thing if not understood.ignored or thing.group in ("cells", "molecules") else None


def _meant(text: str, understood: Understood, index: Index) -> list[str]:
    """The text without its slips; several where it is not certain, none where nothing looks like one."""
    texts = [cleaned(text)]
    for atom in reversed(atoms(texts[0])):
        if key(atom.word) in understood.words:
            words = corrections(texts[0][atom.start : atom.end], index)
            if words:
                texts = [one[: atom.start] + word + one[atom.end :] for one in texts for word in words]
    return texts if texts != [cleaned(text)] and len(texts) <= 6 else []


def _once(texts: list[str], index: Index) -> list[str]:
    """The first of texts that name the same: a slip may be one of the singular and of the plural."""
    named = [lookup(text, index) for text in texts]
    return texts[:1] if texts and all(found and found.keys() == named[0].keys() for found in named) else texts


def _with_roles(understood: Understood, index: Index) -> tuple[Understood, list[int]]:
    """The parts with the roles that they usually have, if findings fit so, else anywhere; and the findings."""
    usual = replace(understood, parts=tuple(_usual(understood.parts, index)))
    for one in (usual, understood):
        found = _findings(one, index)
        if found:
            return one, found
    less = _less(understood)
    again = _with_roles(less, index) if less else (usual, [])
    return again if again[1] else (usual, [])


def _less(understood: Understood) -> Understood | None:
    """A text that nothing holds without its words that name nothing, or else without "bone"."""
    if len(understood.parts) < 2:
        return None
    parts, words = understood.parts, understood.words
    kept = parts if words else tuple(part for part in parts if part.said or part.text.lower() not in _ABOUT)
    left = (*words, *(part.text for part in parts if part not in kept))
    return Understood(kept, (), tuple(dict.fromkeys((*understood.ignored, *left)))) if left and kept else None


def _usual(parts: tuple[Part, ...], index: Index) -> Iterator[Part]:
    """Each part in its usual role: of two cells the first sends and the second receives; one alone may do either."""
    groups = [{index.things[number].group for number in part.things} for part in parts]
    cells = [at for at, group in enumerate(groups) if group == {"cells"}]
    said = {parts[at].role for at in cells if parts[at].said}
    free = [at for at in cells if not parts[at].said]
    roles = {}
    if len(cells) == 2 and len(said) < 2:
        left = [role for role in ("source", "recipient") if role not in said]
        roles = dict(zip(free, left[-len(free) :] if said else left, strict=False))
    for at, part in enumerate(parts):
        role = roles.get(at, _USUAL.get(next(iter(groups[at])), "") if len(groups[at]) == 1 else "")
        yield replace(part, role=role) if role and not part.said and len(parts) > 1 else part


def _findings(understood: Understood, index: Index) -> list[int]:
    """The findings that hold all parts in their roles, and all words."""
    sets: list[set[int]] = []
    for part in understood.parts:
        mask = ANYWHERE if part.role == "anywhere" else 1 << ROLES.index(part.role)
        found = {number for number in part.things if number >= index.first_finding}
        for number in index.family(part.things):
            found.update(finding for finding, bits in index.told.get(number, {}).items() if bits & mask)
        sets.append(found)
    sets += [{n for n in index.with_word(word) if n >= index.first_finding} for word in understood.words]
    return sorted(set.intersection(*sets)) if sets else []


def _ranked(text: str, understood: Understood, findings: list[int], index: Index, typing: bool) -> Iterator[Result]:
    best: dict[int, tuple[int, str]] = {}

    def offer(number: int, score: int, name: str = "") -> None:
        so_far, called = best.get(number, (0, ""))
        if score > so_far or (score == so_far and called and not name):  # of two names the label tells more
            best[number] = (score, name)

    parts, words = understood.parts, understood.words
    single = len(parts) == 1 and not words
    for at, part in enumerate(parts):
        for number, how in part.things.items():
            score = NAMED[how] if single else max(PART - at, PART - 9)
            offer(number, score, _shown(index.things[number], part.text, how))
    if text:
        _offer_names(text, index, typing, offer)
    several = len(parts) + len(words) > 1
    for number in findings:
        offer(number, ALL if several and parts else HOLDS)
    for number, (score, name) in sorted(best.items(), key=lambda pair: (-pair[1][0], pair[0])):
        yield Result(index.things[number], score, name)


def _offer_names(text: str, index: Index, typing: bool, offer: Any) -> None:
    """Offer the things with a name that begins as the text does, or that has all its words."""
    for start in dict.fromkeys(name_keys(text)):
        for one, number, name in index.beginning(start):
            thing = index.things[number]
            whole = goes_on(one, start)
            if whole or typing:
                score = (BEGINS if whole else COMPLETES) + _weight(thing) + NEARLY * (len(one) - len(start) <= 2)
                offer(number, score, "" if name == thing.label else name)
    wanted = _words(text)
    if wanted:
        holding = set.intersection(*(index.with_word(word) for word in wanted))
        for number in holding:
            thing = index.things[number]
            if number < index.first_finding:
                bearing = _with_all(thing, wanted)
                if bearing is not None:
                    offer(number, WORDS + _weight(thing), bearing)
    for atom in atoms(text):  # the arm that is not there stands below a microRNA that may be
        microrna = read_microrna(atom.word)
        if microrna and microrna.arm and key(microrna.name) not in index.by_key:
            for number in index.by_key.get(key(microrna.bare), ()):
                offer(number, BEGINS)


def _words(text: str) -> list[str]:
    return [word for word in dict.fromkeys(folded_word(atom.word) for atom in atoms(text)) if word]


def _with_all(thing: Thing, wanted: Iterable[str]) -> str | None:
    """The name of a thing that has all the words; nothing for its label."""
    for name in (thing.label, *thing.synonyms):
        words = words_of(name)
        if all(any(word.startswith(one) and goes_on(word, one) for word in words) for one in wanted):
            return "" if name == thing.label else name
    return None


def _weight(thing: Thing) -> int:
    """More for what more findings speak of, less for what few people look for; from 0 to 10 and from -10 to 2."""
    return min(10, thing.count.bit_length()) - _RANKED_LOWER.get(thing.kind, 0)


def _shown(thing: Thing, text: str, how: int) -> str:
    """The name of a thing that a text is, as it is to be shown; nothing for its label."""
    if how == LABEL or thing.group == "finding":
        return ""
    wanted = set(name_keys(text))
    names = thing.also if how == SPELLING else thing.synonyms
    return next((name for name in names if wanted & set(name_keys(name))), "")


def as_data(answer: Answer, index: Index, most: int) -> dict[str, Any]:
    """An answer as JSON holds it.

    :param most: how many results, and how many ids of findings, to give.
    """
    return {
        "query": answer.text,
        "read_as": answer.read_as,
        "did_you_mean": list(answer.did_you_mean),
        "understood": [
            {
                "text": part.text,
                "role": part.role,
                "means": [{"id": index.things[n].id, "label": index.things[n].label} for n in part.things],
                "write": written(part, index),
            }
            for part in answer.understood.parts
        ],
        "words": list(answer.understood.words),
        "ignored": list(answer.understood.ignored),
        "opens": answer.opens.page if answer.opens else None,
        "findings": len(answer.findings),
        "finding_ids": [index.things[number].id for number in answer.findings[:most]],
        "count": len(answer.results),
        "results": [
            {
                "id": result.thing.id,
                "label": result.thing.label,
                "kind": result.thing.kind,
                "score": result.score,
                "page": result.thing.page,
                "name": result.name,
                "findings": result.thing.count,
            }
            for result in answer.results[:most]
        ],
    }
