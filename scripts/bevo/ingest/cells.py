"""What spreadsheets, PDF files and wrong encodings do to a cell, told in words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bevo.vocabulary.molecules import gene
from bevo.vocabulary.pack import Pack

__all__ = ["EMPTY", "damage", "no_name"]

EMPTY = ("-", "NA", "N/A", "NaN", "nan", "null", "NULL", "None")
"""What stands in a cell that says nothing, where the mapping does not tell otherwise."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_ERROR = re.compile(r"#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_MONTH = re.compile(rf"(\d{{1,2}})[-/. ]({'|'.join(_MONTHS)}|sept)\.?", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"({'|'.join(_MONTHS)})[-/. ](\d{{1,2}})", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-(\d{2})-(\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_WESTERN = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](?:\d{2}|\d{4})")
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?(e[-+]?\d+)?", re.IGNORECASE)
_SYMBOLS = {"mar": ("MARCH", "MARC"), "sep": ("SEPT",), "dec": ("DEC",), "oct": ("OCT",), "feb": ("FEB",)}


def damage(text: str) -> str:
    """What happened to a cell, as a clause that starts with a verb; nothing where it is whole."""
    if text.isascii() and text.isprintable() and text[:1] not in ("=", "#"):
        return ""
    found = _CONTROL.search(text)
    if found:
        code = ord(found[0])
        hint = "; the file may be Windows-1252: --encoding cp1252" if 0x80 <= code <= 0x9F else ""
        return f"holds a control character (U+{code:04X}){hint}"
    if "\ufffd" in text:
        return "holds U+FFFD, which stands for a character that was lost when the file was saved"
    if text.startswith("=") and len(text) > 1:
        return f"holds a formula, '{text[:60]}'; paste its value in its place"
    if _ERROR.fullmatch(text):
        return f"holds an error of the spreadsheet, {text}"
    return ""


@lru_cache(maxsize=1 << 14)
def no_name(text: str, pack: Pack | None) -> str:
    """Why a text cannot be a name: a date or a number that a spreadsheet made of one; nothing where it may be one.

    :param pack: where the symbols are looked up that a date may have been.
    """
    day = _date(text)
    if day is not None:
        month, number = day
        symbols = [f"{start}{number}" for start in _SYMBOLS.get(month, ())]
        meant = [f"{e.label} (once {symbol})" for symbol in symbols for e in gene(symbol, pack)] if pack else []
        perhaps = f"; perhaps {' or '.join(meant)}" if meant else ""
        return f"holds a date, '{text}', which a spreadsheet may have made of a gene symbol{perhaps}; write the symbol"
    found = _NUMBER.fullmatch(text)
    if found:
        what = "a number in scientific form" if found[1] else "a number"
        return f"holds {what}, '{text}', where a name is needed; for ids say their vocabulary, as in prefix: 'hgnc:'"
    if not any(unicodedata.category(char)[0] in "LN" for char in text):
        return f"holds '{text}', which is no name"
    return ""


def _date(text: str) -> tuple[str, int] | None:
    """Month and number of a date; None if the text is none."""
    found = _DAY_MONTH.fullmatch(text)
    if found:
        return found[2][:3].lower(), int(found[1])
    found = _MONTH_DAY.fullmatch(text)
    if found:
        return found[1].lower(), int(found[2])
    found = _ISO.fullmatch(text)
    if found and 1 <= int(found[1]) <= 12:
        return _MONTHS[int(found[1]) - 1], int(found[2])
    return ("", 0) if _WESTERN.fullmatch(text) else None
