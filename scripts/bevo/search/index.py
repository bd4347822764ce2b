"""What a search looks through: the things of a release by name and id, its findings by what they hold."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

from bevo.problems import BevoError
from bevo.search.identifiers import identifier
from bevo.search.words import words_of
from bevo.vocabulary.micrornas import read_microrna
from bevo.vocabulary.spelling import key, keys

__all__ = [
    "ANYWHERE",
    "CODE",
    "LABEL",
    "LONG",
    "ROLES",
    "SPELLING",
    "SYNONYM",
    "Index",
    "Thing",
    "goes_on",
    "name_keys",
    "read_index",
]

ROLES = ("source", "cargo", "recipient", "outcome", "vesicle", "mechanism", "other", "study", "review")
"""What a thing may be to a finding; its place here is its bit in an index."""
ANYWHERE = (1 << len(ROLES)) - 1

CODE = re.compile(r"\d|[A-Z]{2}|[a-z][A-Z]")
"""Symbols and abbreviations: there another letter is another thing."""
LONG = re.compile(r"[^\W\d_]{6,}")
"""Words that are long enough for a slip to be seen as one."""

LABEL, SYNONYM, SPELLING = 0, 1, 2
"""How a name leads to a thing: as its label or id, as another name, as a name that registers or habits give it."""


@dataclass(frozen=True)
class Thing:
    """Something with a page.

    :param id: its CURIE.
    :param group: ``cells``, ``molecules``, ``processes``, ``vesicles``, ``study``, ``review``, ``finding`` or empty.
    :param page: the address of its page, from the root of the site.
    :param count: how many findings speak of it.
    :param parents: the numbers of what it stands below.
    :param synonyms: names that may be shown.
    :param also: ids, and names that are understood but not shown.
    :param uses: of a finding: the bits of the roles of each thing in it, by its number.
    """

    id: str
    label: str
    kind: str
    group: str
    page: str
    count: int
    parents: tuple[int, ...] = ()
    synonyms: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    uses: Mapping[int, int] | None = None


class Index:
    """Things by their names, from the JSON that ``data/search.json`` of the site holds."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        kinds = data["kinds"]
        self.things = [_thing(row, kinds) for row in data["things"]]
        self.first_finding = len(self.things)
        for id, label, uses in data["findings"]:
            pairs = dict(zip(uses[::2], uses[1::2], strict=True))
            self.things.append(Thing(id, label, "finding", "finding", _page(id), 1, uses=pairs))
        self.partial = bool(data.get("partial"))
        self.by_key: dict[str, dict[int, int]] = defaultdict(dict)
        for number, thing in enumerate(self.things):
            if thing.group == "finding":
                self.by_key[thing.id.lower()][number] = LABEL
                continue
            self._name(number, thing.id, LABEL)
            # Li 2021 may be the label of one study and is what people call many.
            self._name(number, thing.label, SPELLING if thing.group == "study" else LABEL)
            for how, names in ((SYNONYM, thing.synonyms), (SPELLING, thing.also)):
                for name in names:
                    self._name(number, name, how)

    def _name(self, number: int, name: str, how: int) -> None:
        for one in name_keys(name):
            self.by_key[one].setdefault(number, how)

    @cached_property
    def below(self) -> list[list[int]]:
        """For each thing the numbers of those that stand right below it."""
        children: list[list[int]] = [[] for _ in self.things]
        for number, thing in enumerate(self.things):
            for parent in thing.parents:
                children[parent].append(number)
        return children

    @cached_property
    def told(self) -> dict[int, dict[int, int]]:
        """For each thing the findings that hold it, with the bits of its roles there."""
        told: dict[int, dict[int, int]] = defaultdict(dict)
        for number in range(self.first_finding, len(self.things)):
            for used, bits in (self.things[number].uses or {}).items():
                told[used][number] = bits
        return told

    @cached_property
    def words(self) -> dict[str, list[int]]:
        """The words of labels and synonyms, sorted, with the numbers of the things that have them."""
        found: dict[str, dict[int, None]] = defaultdict(dict)
        for number, thing in enumerate(self.things):
            for name in (thing.label, *thing.synonyms):
                for word in words_of(name):
                    found[word][number] = None
        return {word: list(numbers) for word, numbers in sorted(found.items())}

    @cached_property
    def names(self) -> list[tuple[str, int, str]]:
        """The keys of all names that may be shown, sorted, with the number of the thing and the name; no findings."""
        return sorted(
            (one, number, name)
            for number, thing in enumerate(self.things[: self.first_finding])
            for name in (thing.label, *thing.synonyms)
            for one in keys(name)
        )

    @cached_property
    def plain_words(self) -> list[str]:
        """The long words of names that are no symbols or abbreviations, sorted: what a slip may stand for."""
        names = (name for thing in self.things for name in (thing.label, *thing.synonyms))
        chunks = {chunk for name in names for chunk in re.split(r"\W+", name)}
        chunks = {chunk for chunk in chunks if not CODE.search(chunk)}
        return sorted({word for chunk in chunks for word in words_of(chunk) if LONG.fullmatch(word)})

    @cached_property
    def _sorted(self) -> list[str]:
        return list(self.words)

    def with_word(self, word: str) -> set[int]:
        """The things that have a word that begins so; a number in the end must end there."""
        start = bisect_left(self._sorted, word)
        starting = takewhile(lambda found: found.startswith(word), islice(self._sorted, start, None))
        return {number for found in starting if goes_on(found, word) for number in self.words[found]}

    def beginning(self, start: str) -> Iterator[tuple[str, int, str]]:
        """What :attr:`names` has of keys that begin so."""
        place = bisect_left(self.names, (start,))
        return takewhile(lambda name: name[0].startswith(start), islice(self.names, place, None))

    def family(self, numbers: Iterable[int]) -> set[int]:
        """Things with all that stands below them."""
        seen: set[int] = set()
        todo = list(numbers)
        while todo:
            number = todo.pop()
            if number not in seen:
                seen.add(number)
                todo.extend(self.below[number])
        return seen


def _thing(row: list[Any], kinds: list[list[str]]) -> Thing:
    id, label, kind, page, count, parents, synonyms, also = row
    name, group = kinds[kind]
    return Thing(id, label, name, group, page, count, tuple(parents), tuple(synonyms), tuple(also))


def name_keys(name: str) -> tuple[str, ...]:
    """The keys under which a name is found: of an id its one writing, of a microRNA its name without the species."""
    if known := identifier(name):
        return (known,)
    microrna = read_microrna(name)
    return (key(microrna.name),) if microrna else keys(name)


def goes_on(name: str, beginning: str) -> bool:
    """Whether a name that begins so goes on as the same name may: miR-21 is no beginning of miR-214."""
    return not (beginning[-1:].isdigit() and name[len(beginning) : len(beginning) + 1].isdigit())


def _page(id: str) -> str:
    return f"{id.replace(':', '/', 1)}.html"


def read_index(path: Path) -> Index:
    """The index of a built site.

    :raises BevoError: if the file is not there or is no index.
    """
    try:
        return Index(json.loads(path.read_bytes()))
    except OSError as error:
        raise BevoError(f"cannot read {path}: {error.strerror}; 'bevo build' makes it") from error
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise BevoError(f"{path} is no search index of this version; 'bevo build' makes it anew") from error
