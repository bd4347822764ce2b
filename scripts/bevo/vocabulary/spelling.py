"""One spelling of a name: which characters are meant, and the key under which all its spellings meet.

What a PDF or a keyboard does to a name (hyphens, spaces, Greek letters, a Cyrillic letter that looks Latin) is undone
here. Nothing here changes which thing a name means; that is for :mod:`bevo.vocabulary.rules`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["disguised", "key", "keys", "plain"]

_HYPHENS = dict.fromkeys(
    map(ord, "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d"),
    "-",
)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_LOOKALIKES = dict(
    zip(
        "аеорсухіјѕһԁԛԝАВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
        "aeopcyxijshdqwABEKMHOPCTYXIJSABEZHIKMNOPTYXo",
        strict=True,
    )
)
_GREEK = {chr(code): unicodedata.name(chr(code)).split()[-1].lower() for code in range(0x3B1, 0x3CA) if code != 0x3C2}
_AS_LATIN = {"α": "a", "β": "b", "γ": "g", "δ": "d", "κ": "k"}
_AMERICAN = (
    (re.compile(r"is(ation|ations|ed|ing|e|es)\b"), r"iz\1"),
    (re.compile(r"tumour"), "tumor"),
    (re.compile(r"haem"), "hem"),
    (re.compile(r"oestr"), "estr"),
    (re.compile(r"oedem"), "edem"),
    (re.compile(r"ageing"), "aging"),
    (re.compile(r"signalling"), "signaling"),
    (re.compile(r"fibre"), "fiber"),
)


def plain(name: str) -> str:
    """A name in the characters that are meant: one hyphen, single spaces, no ligature, no look-alike.

    The sharp s that copied text has in place of beta becomes beta.
    """
    if name.isascii():
        return " ".join(name.split())
    text = name.translate(_HYPHENS).translate(_INVISIBLE)
    text = unicodedata.normalize("NFKC", text).replace("ß", "β").replace("ϕ", "φ")
    text = re.sub(r"[^\W_]+", _latin, text)
    return " ".join(text.split())


def _latin(word: re.Match[str]) -> str:
    """A word whose letters all are, or look, Latin, in Latin letters; a word of Greek or Cyrillic as it stands."""
    text = word[0]
    if len(text) == 1 or not any(char in _LOOKALIKES for char in text):
        return text
    if not all(char.isascii() or char in _LOOKALIKES or char in _GREEK for char in text):
        return text
    return "".join(_LOOKALIKES.get(char, char) for char in text)


def disguised(name: str) -> tuple[str, ...]:
    """What a name holds that no eye sees: characters without width, and letters of another script that look Latin.

    :returns: a clause for each, for example ``Cyrillic і (U+0456) in place of i``.
    """
    if name.isascii():
        return ()
    found = []
    for char in dict.fromkeys(name):
        title = unicodedata.name(char, "a character without a name").lower()
        if ord(char) in _INVISIBLE:
            found.append(f"an invisible character, {title} (U+{ord(char):04X})")
        elif char in _LOOKALIKES and plain(name) != name and char not in plain(name):
            script = title.split()[0].title()
            found.append(f"{script} {char} (U+{ord(char):04X}) in place of {_LOOKALIKES[char]}")
    return tuple(found)


@lru_cache(maxsize=1 << 16)
def key(name: str) -> str:
    """What all spellings of a name have in common: no case, hyphens, spaces or "the", Greek by name, American.

    Between two digits something stays, so that ``1-2`` is not 12. Signs that carry meaning (``/ + . ( )``) stay.
    """
    text = plain(name).casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", "".join(_GREEK.get(char, char) for char in text))
        text = "".join(char for char in text if not unicodedata.combining(char))
    for british, american in _AMERICAN:
        text = british.sub(american, text)
    text = re.sub(r"\bthe\b", " ", text)
    text = re.sub(r"(?<=\d)[\s\-_,'’]+(?=\d)", "-", text)
    return re.sub(r"(?<!\d)[\s\-_,'’]+|[\s\-_,'’]+(?!\d)", "", text)


def keys(name: str) -> tuple[str, ...]:
    """The keys under which to keep a name: its own, and the one with Latin letters for Greek (``TNF-a``)."""
    text = plain(name)
    if text.isascii():
        return (key(text),)
    latin = "".join(_AS_LATIN.get(char, char) for char in text)
    return tuple(dict.fromkeys((key(text), key(latin))))
