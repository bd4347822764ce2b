"""What else a name may mean: the rules by which people's ways of writing are read, each saying what it changed.

A rule never touches a number or an arm of a microRNA, nor a letter of a gene's symbol. What it takes away (a species,
the vesicle in "exosomes derived from ...") it hands back, so that nothing is lost.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from bevo.vocabulary.spelling import key, plain

__all__ = ["ABBREVIATIONS", "SPECIES", "Reading", "abbreviations", "readings", "singular"]

ABBREVIATIONS = Path(__file__).resolve().parent / "data" / "abbreviations.tsv"

SPECIES = {
    "human": "NCBITaxon:9606",
    "mouse": "NCBITaxon:10090",
    "murine": "NCBITaxon:10090",
    "rat": "NCBITaxon:10116",
    "rabbit": "NCBITaxon:9986",
    "zebrafish": "NCBITaxon:7955",
    "porcine": "NCBITaxon:9823",
    "pig": "NCBITaxon:9823",
    "canine": "NCBITaxon:9615",
    "dog": "NCBITaxon:9615",
    "ovine": "NCBITaxon:9940",
    "sheep": "NCBITaxon:9940",
    "bovine": "NCBITaxon:9913",
}
_LETTERS = {"h": "human", "m": "mouse", "r": "rat"}
_CODES = {"hsa": "human", "mmu": "mouse", "rno": "rat"}

CELLS = frozenset({"cells", "cell_lines"})
SOURCES = frozenset({"cells", "cell_lines", "tissues", "fluids", "organisms"})
MOLECULES = frozenset({"molecules"})
VESICLES = frozenset({"vesicles"})
OTHERS = frozenset({"processes", "traits", "diseases", "conditions", "tissues", "cells", "pathways"})

_DERIVED = "derived|isolated|secreted|released|obtained|purified"
_VESICLE = (
    r"(?:small |large |extracellular |apoptotic |matrix |micro)*"
    r"(?:exosomes?|vesicles?|exos?|s?evs?|microvesicles?|mvs?|bodies)"
)
_CLASSES = {
    "lncrna": "bevo:LongNonCodingRNA",
    "long non-coding rna": "bevo:LongNonCodingRNA",
    "long noncoding rna": "bevo:LongNonCodingRNA",
    "circrna": "bevo:CircularRNA",
    "circular rna": "bevo:CircularRNA",
}


@dataclass(frozen=True)
class Reading:
    """One way to read a name.

    :param text: what to look up.
    :param changes: what was changed to get there, a clause each.
    :param species: CURIE of the species that the name says.
    :param slots: what else the name says, by the key of a record: ``("vesicle", "exosomes")``.
    :param kinds: the kinds of terms that it may mean; None for all.
    :param below: CURIE of the class that the term must stand below.
    :param same: another name that must lead to the same term, or (with ``line``) to a cell above it.
    :param source: another name that must lead to a source of vesicles.
    :param whole: whether the words are those of the name, so that other vocabularies may be asked for them.
    :param unsure: whether the words may stand for other things as well, which makes what they lead to a mere choice.
    :param plural: whether a plural was undone, which a symbol of a gene may only look like.
    """

    text: str
    changes: tuple[str, ...] = ()
    species: str = ""
    slots: tuple[tuple[str, str], ...] = field(default=())
    kinds: frozenset[str] | None = None
    below: str = ""
    same: str = ""
    line: bool = False
    source: str = ""
    whole: bool = True
    plural: bool = False
    unsure: bool = False

    def then(self, text: str, change: str, **more: object) -> Reading | None:
        """The reading changed once more; None if no kind is left."""
        kinds = more.pop("kinds", None)
        if isinstance(kinds, frozenset):
            kinds = kinds if self.kinds is None else self.kinds & kinds
            if not kinds:
                return None
            more["kinds"] = kinds
        more.setdefault("whole", False)
        more["whole"] = bool(more["whole"]) and self.whole
        return replace(self, text=text, changes=(*self.changes, change), **more)  # type: ignore[arg-type]


def readings(name: str, depth: int = 4) -> list[list[Reading]]:
    """The ways to read a name, by the number of rules that it takes; the first list holds the name itself."""
    levels = [[Reading(plain(name))]]
    seen = {levels[0][0].text}
    while len(levels) <= depth:
        level = []
        for reading in levels[-1]:
            for found in _rules(reading):
                place = f"{found.text}\t{found.kinds}\t{found.same}"
                if found.text and place not in seen:
                    seen.add(place)
                    level.append(found)
        if not level:
            break
        levels.append(level)
    return levels


def _rules(reading: Reading) -> Iterator[Reading]:
    for rule in (_trimmed, _species, _plural, _vesicle, _cell, _molecule, _turned, _spelt_out, _brackets):
        for found in rule(reading):
            if found is not None:
                yield found


def _trimmed(r: Reading) -> Iterator[Reading | None]:
    text = re.sub(r"^(?:the|an?)\s+", "", r.text.strip(" \"'“”‘’.,;:"), flags=re.IGNORECASE)
    if text != r.text:
        yield r.then(text, f"'{text}' without what is around it", whole=True)


def _species(r: Reading) -> Iterator[Reading | None]:
    if r.species:
        return
    words = re.match(rf"({'|'.join(SPECIES)})(?:[- ]derived)?[ -]+(?=\S)", r.text, re.IGNORECASE)
    if words:
        yield _of_species(r, r.text[words.end() :], words[1].lower())
    letter = re.match(r"([hmr])-?(?=[A-Z]{2})", r.text)
    if letter:
        yield _of_species(r, r.text[letter.end() :], _LETTERS[letter[1]], kinds=CELLS)
    code = re.match(r"(hsa|mmu|rno)[-_ ](?=circ|let|mir)", r.text, re.IGNORECASE)
    if code:
        yield _of_species(r, r.text[code.end() :], _CODES[code[1].lower()], kinds=MOLECULES)
    after = re.fullmatch(rf"(.+?) \(({'|'.join(SPECIES)})\)", r.text, re.IGNORECASE)
    if after:
        yield _of_species(r, after[1], after[2].lower())


def _of_species(r: Reading, text: str, species: str, **more: object) -> Reading | None:
    return r.then(text, f"species: {species}", species=SPECIES[species], whole=True, **more)


def singular(text: str) -> str | None:
    """The singular of a name whose last word looks like a plural; None if it does not."""
    head, _, word = text.rpartition(" ")
    code = re.search(r"[A-Z].*[A-Z]|\d", word)
    if not word.endswith("s") or len(word) < (3 if code else 4) or re.search(r"(ss|us|is)$", word):
        return None
    for plural, one in (("ies", "y"), ("oses", "osis"), ("eses", "esis")):
        if word.endswith(plural) and not code:
            return f"{head} {word.removesuffix(plural)}{one}".strip()
    return f"{head} {word[:-1]}".strip()


def _plural(r: Reading) -> Iterator[Reading | None]:
    head, of, rest = r.text.partition(" of ")
    one = singular(head)
    if one:
        yield r.then(one + of + rest, "plural", whole=True, plural=True)
    if not of:
        inner = [singular(word) or word for word in r.text.split(" ")]
        if " ".join(inner) not in (r.text, one):
            yield r.then(" ".join(inner), "plural", kinds=OTHERS)


def _vesicle(r: Reading) -> Iterator[Reading | None]:
    if r.slots:
        return
    after = re.fullmatch(rf"({_VESICLE})(?: (?:{_DERIVED}))? (?:from|of|by) (.+)", r.text, re.IGNORECASE)
    before = re.fullmatch(rf"(.+?)[- ]((?:{_DERIVED})[- ])?({_VESICLE})", r.text, re.IGNORECASE)
    pairs = [(after[1], after[2], True)] if after else []
    pairs += [(before[3], before[1], bool(before[2]))] if before else []
    for vesicle, source, said in pairs:
        vesicle, source = singular(vesicle) or vesicle, singular(source) or source
        yield r.then(source, f"vesicle: {vesicle}", slots=(("vesicle", vesicle),), kinds=SOURCES)
        more = {} if said else {"source": source}
        yield r.then(vesicle, f"from: {source}", slots=(("from", source),), kinds=VESICLES, **more)


def _cell(r: Reading) -> Iterator[Reading | None]:
    bare = re.sub(r"[- ](?:cell lines?|cells?)$", "", r.text, flags=re.IGNORECASE)
    if bare != r.text:
        yield r.then(bare, "without the word cell", kinds=CELLS)
    words = r.text.split(" ")
    for cut in range(1, len(words)):
        if re.search(r"\d", words[cut - 1]):
            line, cell = " ".join(words[:cut]), " ".join(words[cut:])
            yield r.then(line, f"{cell}: what the line is", kinds=frozenset({"cell_lines"}), same=cell, line=True)


def _molecule(r: Reading) -> Iterator[Reading | None]:
    if r.kinds is not None and "molecules" not in r.kinds:
        return
    exosomal = re.match(r"(exosom(?:al|e-derived)|(?:s?EV|vesicle)-derived|vesicular)[ -](?=\S)", r.text, re.IGNORECASE)
    if exosomal and not r.slots:
        text = r.text[exosomal.end() :]
        yield r.then(text, f"vesicle: {exosomal[1]}", slots=(("vesicle", exosomal[1]),), kinds=MOLECULES, whole=True)
    product = re.sub(r" (?:gene|protein)s?$", "", r.text, flags=re.IGNORECASE)
    if product != r.text:
        yield r.then(product, "gene and protein are one class", kinds=MOLECULES, whole=True)
    for word, cls in _CLASSES.items():
        if r.text.lower().startswith(word) and r.text[len(word) : len(word) + 1] in (" ", "-"):
            text = r.text[len(word) + 1 :]
            yield r.then(text, f"without the word {r.text[: len(word)]}", kinds=MOLECULES, below=cls, whole=True)
    latin = r.text.translate(str.maketrans("αβγδκ", "abgdk"))
    if latin != r.text:
        yield r.then(latin, "Greek as Latin letters", kinds=MOLECULES, whole=True)


def _turned(r: Reading) -> Iterator[Reading | None]:
    found = re.fullmatch(r"([\w -]+?) of (?:the )?([\w -]+)", r.text)
    if found:
        yield r.then(f"{singular(found[2]) or found[2]} {found[1]}", "turned: 'X of Y' is 'Y X'", kinds=OTHERS)


def abbreviations() -> list[tuple[str, str]]:
    """Pairs of a usual abbreviation and a name that it is short for."""
    with ABBREVIATIONS.open(encoding="utf-8", newline="") as stream:
        return [(row["abbreviation"], row["name"]) for row in csv.DictReader(stream, delimiter="\t")]


@cache
def _abbreviations() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for short, name in abbreviations():
        table.setdefault(key(short), []).append(name)
    return table


def _spelt_out(r: Reading) -> Iterator[Reading | None]:
    names = _abbreviations().get(key(r.text), [])
    for name in names:
        change, kinds = f"{r.text} is short for {name}", CELLS | VESICLES | {"diseases"}
        yield r.then(name, change, kinds=kinds, whole=True, unsure=len(names) > 1)


def _brackets(r: Reading) -> Iterator[Reading | None]:
    found = re.fullmatch(r"(.+?) ?\(([^()]+)\)", r.text)
    if found and not r.same and found[2].lower() not in SPECIES:
        yield r.then(found[1], f"({found[2]}) is the same", same=found[2])
