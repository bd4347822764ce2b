"""Which characters may stand in a text of ours, and which in a name."""

from __future__ import annotations

import unicodedata

from bevo.vocabulary.spelling import disguised

__all__ = ["not_in_a_name", "not_in_a_text", "not_readable", "says_something"]

_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SPACES = frozenset("\t\n")
_WITHOUT_SPACES = dict.fromkeys(map(ord, _SPACES))
_ALIKE = frozenset("\u0251\u0261\u0131\u01bd\u01c0\u2044\u2215")
"""Latin letters and signs that look like others: alpha, g, i, 5, l, slashes."""
LONGEST = 300
"""Characters of a name."""
_JOINERS = "\u200c\u200d"
"""Not seen, and letters of Persian and of India are joined or kept apart by them."""
_UNSEEN = frozenset(("Cf", "Cn", "Mc", "Me", "Mn", "Pd", "Zl", "Zp", "Zs"))
"""Kinds of characters that are not seen, or not told from another: marks apart from their letter, spaces, dashes."""


def not_in_a_text(text: str) -> str:
    """A clause about the first character that HTML, CSV or RDF cannot carry, or that turns round what a reader sees.

    :returns: for example ``the character U+0000``; empty if there is none.
    """
    if text.translate(_WITHOUT_SPACES).isprintable():  # nothing that is looked for below is printable
        return ""
    return next((f"the character {_named(char)}" for char in text if _is_no_text(char)), "")


def _is_no_text(char: str) -> bool:
    if char in _SPACES:
        return False
    code = ord(char)
    noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return noncharacter or char in _BIDI or unicodedata.category(char) in ("Cc", "Cs", "Co")


def says_something(text: str) -> bool:
    """Whether a text has a letter or a digit."""
    return any(map(str.isalnum, text))


def not_readable(text: str) -> str:
    """A clause on why a text is not for people to read, as a title, the name of an author or a note is.

    :returns: for example ``the invisible character U+200B``; empty if it is.
    """
    if not says_something(text):
        return "no letter and no digit"
    if text.isascii():
        return ""
    for char in text:
        kind = unicodedata.category(char)
        if kind == "Cf" and char not in _JOINERS:
            return f"the invisible character {_named(char)}; leave it out"
        if kind == "Nd" and not char.isascii():
            return f"the digit {_named(char)}; use 0 to 9"
        if kind[0] == "L" and unicodedata.decomposition(char).startswith("<wide>"):
            return f"the character {_named(char)}; use the plain letters"
    if not unicodedata.is_normalized("NFC", text):
        return "a letter and its accent apart; write them as one character (Unicode NFC)"
    return ""


def not_in_a_name(name: str) -> str:
    """A clause about the first character by which two names can look the same and differ, or that is no text at all.

    A name is written in Latin and Greek letters, with the digits 0 to 9.

    :returns: for example ``the Cyrillic letter U+0456``; empty if there is none.
    """
    if len(name) > LONGEST:
        return f"more than {LONGEST} characters"
    if name and not name.strip():
        return "nothing but spaces"
    if name.isascii() and name.isprintable():
        return ""
    for char in name:
        kind = unicodedata.category(char)
        script = unicodedata.name(char, "").partition(" ")[0]
        if char in _SPACES or _is_no_text(char) or (kind in _UNSEEN and not char.isascii()) or char == "\u2212":
            return f"the character {_named(char)}"
        if kind == "Nd" and not char.isascii():
            return f"the digit {_named(char)}; use 0 to 9"
        if kind[0] == "L" and script not in ("LATIN", "GREEK", "MICRO", "FEMININE", "MASCULINE"):
            return f"the {script.title()} letter {_named(char)}; use Latin or Greek letters"
        if char in _ALIKE or kind == "Nl" or (kind[0] == "L" and _is_written_otherwise(char)):
            return f"the character {_named(char)}; use the plain letters"
    return next(iter(disguised(name)), "")


def _is_written_otherwise(char: str) -> bool:
    """Whether it is a form of ASCII letters, such as a ligature."""
    plain = unicodedata.normalize("NFKC", char)
    return plain != char and plain.isascii() and char not in "ªº"


def _named(char: str) -> str:
    name = unicodedata.name(char, "").lower()
    return f"U+{ord(char):04X}" + (f" ({name})" if name else "")
