"""Quantities as people write them: ``100 ug/mL``, ``50-100 ug/mL of protein``, ``1.5 x 10^9 particles per mouse``.

Names of units are looked up later, in the table ``units``; here a text becomes numbers and the text of a unit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

__all__ = ["Dose", "P", "Quantity", "as_number", "read_dose", "read_interval", "read_p", "read_quantity", "unit_name"]

_SIGNS = str.maketrans("−‐‑–／∕", "----//")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_POWER = re.compile(r"(?:(?P<factor>[0-9]+(?:\.[0-9]+)?)\s*[x×*·]\s*)?10\^(?P<exponent>-?[0-9]{1,3})(?![0-9.])")
_AMOUNT = re.compile(
    rf"(?P<low>{_NUMBER.pattern})(?:\s*(?:-|to)\s*(?P<high>{_NUMBER.pattern}))?\s*(?P<unit>[^0-9\s,.].*)?$"
)
_P = re.compile(rf"(?P<sign>[<>]=?|[≤≥=])?\s*(?P<value>{_NUMBER.pattern})$")
_SMALLEST, _LARGEST = Decimal("1e-15"), Decimal("1e18")
"""What every store keeps exactly as an xsd:decimal."""

_VESICLES = re.compile(r"(?:\bof )?\b(?:s?EVs?|exosomes?|vesicles?|exos?)\b(?! protein)")
"""What is given, which goes without saying; a number of them is one of particles."""
OF = {"protein": "protein", "proteins": "protein", "lipid": "lipid", "lipids": "lipid", "RNA": "RNA", "drug": "drug"}
"""What a mass may be the mass of; a number of particles says it by its unit."""
PER = {
    **dict.fromkeys(("animal", "mouse", "rat", "rabbit", "animals", "mice", "rats", "rabbits"), "animal"),
    **dict.fromkeys(("person", "patient", "subject"), "person"),
    **dict.fromkeys(("injection", "dose", "administration"), "administration"),
    **dict.fromkeys(("joint", "knee"), "joint"),
    **dict.fromkeys(("defect", "scaffold", "implant", "well"), ""),
}
PER = {word: kind or word for word, kind in PER.items()}
"""For what an amount was given once."""


class Quantity(NamedTuple):
    """A number with the text of its unit; of a range the smallest and the largest.

    :param unit: as written, see :func:`unit_name`; empty where there is none.
    """

    low: Decimal
    high: Decimal
    unit: str


class Dose(NamedTuple):
    """How much was given.

    :param of: what the amount is of: ``protein``, ``particles``, ``lipid``, ``RNA``, ``drug``, or empty.
    :param per: for what it was given once, for example ``animal``; empty where that is not told.
    """

    amount: Quantity
    of: str = ""
    per: str = ""


class P(NamedTuple):
    """A p-value: ``=``, ``<``, ``<=``, ``>`` or ``>=`` of a number from 0 to 1."""

    sign: str
    value: Decimal


def as_number(value: Any, what: str) -> Decimal:
    """A number from YAML (text) or JSON.

    :param what: how the error names it.
    :raises ValueError: if it is none, or too large or small to be kept exactly.
    """
    text = "" if isinstance(value, bool) else _plain(str(value))
    if not _NUMBER.fullmatch(text):
        hint = "; write 1000, or 1.5 for one and a half" if "," in text else ""
        raise ValueError(f"{what} must be a number, not {str(value)!r}{hint}")
    return _within(Decimal(text), str(value))


def _within(number: Decimal, text: str) -> Decimal:
    if number and not _SMALLEST <= abs(number) <= _LARGEST:
        raise ValueError(f"{text!r} is out of range: numbers lie between {_SMALLEST:e} and {_LARGEST:e}")
    if -int(number.normalize().as_tuple().exponent) > 15:
        raise ValueError(f"{text!r} has more than 15 decimal places")
    return number


def _level(text: str) -> str:
    """A text with raised digits after ``^``, and one kind of hyphen."""
    return re.sub(r"[⁰¹²³⁴-⁹⁻]+", lambda found: f"^{found[0].translate(_RAISED)}", text.translate(_SIGNS))


def _plain(text: str) -> str:
    """A text with powers of ten as ``1.5e9`` and one kind of hyphen."""
    text = _level(text).strip()
    return _POWER.sub(lambda found: f"{found['factor'] or 1}e{found['exponent']}", text)


def read_quantity(value: Any, what: str) -> Quantity:
    """A number and a unit, or a range and a unit.

    :param what: how the error names it.
    :raises ValueError: if the text does not start with a number, or the range is turned round.
    """
    found = _AMOUNT.fullmatch(_plain(str(value)))
    if isinstance(value, bool | list | Mapping) or not found:
        hint = "; a number has no comma" if re.search(r"[0-9],[0-9]", str(value)) else ""
        raise ValueError(f"{what} is a number and a unit, not {value!r}{hint}")
    low = _within(Decimal(found["low"]), found["low"])
    high = _within(Decimal(found["high"]), found["high"]) if found["high"] else low
    if low > high:
        raise ValueError(f"{what}: the smaller number stands first, not {value!r}")
    return Quantity(low, high, (found["unit"] or "").strip())


def unit_name(text: str) -> str:
    """The text of a unit in the spelling of the table: ``µg · mL-1``, ``ug per mL`` and ``μg/mL`` are ``ug/mL``."""
    text = _level(text).replace("µ", "u").replace("μ", "u")
    text = re.sub(r"\bmcg\b", "ug", text)
    text = re.sub(r"\s*[·. ]\s*(mL|ml|L|l|kg|cm2|cm3)\^?-1\b", r"/\1", text)
    text = re.sub(r"\s+per\s+", "/", text)
    return " ".join(re.sub(r"\s*/\s*", "/", text).split())


def read_dose(value: Any) -> Dose:
    """A dose from a text or from ``{amount: 100, unit: ug/mL, of: protein, per: animal}``.

    :raises ValueError: with what a dose looks like.
    """
    told: dict[str, str] = {}
    if isinstance(value, Mapping):
        for key in value:
            if key not in ("amount", "unit", "of", "per"):
                raise ValueError(f"'{key}' is no key of a dose; one of amount, unit, of, per")
        told = {
            key: _word(value, key, words) for key, words in (("of", {**OF, "particles": "particles"}), ("per", PER))
        }
        value = f"{value.get('amount', '')} {value.get('unit', '')}"
    example = "; write 100 ug/mL, or 1e9 particles per animal"
    try:
        low, high, unit = read_quantity(value, "a dose")
    except ValueError as error:
        raise ValueError(f"{error}{example}") from None
    if low <= 0:
        raise ValueError("a dose is more than 0; what got no vesicles is an arm of 'reference'")
    unit = _VESICLES.sub("particles", unit) if _VESICLES.match(unit) else _VESICLES.sub("", unit)
    words = re.findall(r"[A-Za-z]+", unit)
    of = told.get("of") or next((OF[word] for word in words if word in OF), "")
    unit = re.sub(rf"\s*(?:\bof\s+)?\b(?:vesicle |exosomal |EV )?(?:{'|'.join(OF)})\b", "", unit)
    per = told.get("per") or next((PER[word] for word in words if word in PER), "")
    unit = unit_name(re.sub(rf"\s*(?:/|\bper\b)\s*(?:{'|'.join(PER)})\b", "", unit))
    if not unit:
        raise ValueError(f"a dose has a unit{example}")
    if unit.split("/")[0] in ("particles", "particle"):
        if of not in ("", "particles"):
            raise ValueError(f"particles are counted: 'of: {of}' does not go with the unit '{unit}'")
        of = "particles"
    return Dose(Quantity(low, high, unit), of, per)


def _word(value: Mapping[str, Any], key: str, words: Mapping[str, str]) -> str:
    if key not in value:
        return ""
    if value[key] not in words:
        raise ValueError(f"'{key}' of a dose is one of {', '.join(dict.fromkeys(words.values()))}, not {value[key]!r}")
    return words[value[key]]


def read_interval(value: Any) -> tuple[Decimal, Decimal]:
    """An interval ``[low, high]``.

    :raises ValueError: if it is no pair of numbers, the smaller first.
    """
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError(f"an interval is [low, high], not {value!r}")
    low, high = (as_number(end, "an end of an interval") for end in value)
    if low > high:
        raise ValueError(f"the smaller end of an interval stands first, not [{low}, {high}]")
    return low, high


def read_p(value: Any) -> P:
    """A p-value: ``0.03``, ``"<0.05"``, ``p < 0.001``.

    :raises ValueError: if it is none.
    """
    text = _plain(str(value))
    found = _P.fullmatch(re.sub(r"^[pP]\s*(?=[<>=≤≥])", "", text))
    if isinstance(value, bool) or not found:
        raise ValueError(f'a p-value is a number or "<0.05", in quotes, not {value!r}')
    number = Decimal(found["value"])
    if not 0 <= number <= 1:
        raise ValueError(f"a p-value lies between 0 and 1, not {value!r}")
    if number == 0 or number < _SMALLEST:
        raise ValueError(f'a p-value of {text} is below what is kept: write the bound that is told, such as "<0.001"')
    sign = {"≤": "<=", "≥": ">=", None: "="}.get(found["sign"], found["sign"])
    return P(sign, _within(number, text))
