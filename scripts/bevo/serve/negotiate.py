"""Which of the formats on offer a client would rather have (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.request import parse_http_list

__all__ = ["best"]

# All repetitions are possessive: what is taken is not given back, so a match takes time in proportion to the header.
_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]++"
_PARAMETER = rf'\s*+;\s*+({_TOKEN})\s*+=\s*+({_TOKEN}|"(?:[^"\\]|\\.)*+")'
_RANGE = re.compile(rf"\s*+({_TOKEN})/({_TOKEN})((?:{_PARAMETER})*+)\s*+;?+\s*+", re.ASCII)
_QUALITY = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")


def best(accept: str | None, offers: Sequence[str]) -> str | None:
    """The offer that the client wants most; among equals the first.

    A range counts by how exactly it names an offer, not by where it stands. Parameters other than ``q`` (a charset, a
    profile of JSON-LD) do not keep a range from naming an offer. A header without one well-formed range says nothing.

    :param accept: the ``Accept`` header, or None where there was none.
    :param offers: media types without parameters, in lower case, the server's favourite first.
    :returns: one of the offers, or None if the client wants none of them.
    """
    ranges = _ranges(accept or "") or [("*", "*", False, 1.0)]
    wanted = [(_quality(offer, ranges), -place, offer) for place, offer in enumerate(offers)]
    quality, _, offer = max(wanted, default=(0.0, 0, ""))
    return offer if quality > 0 else None


def _ranges(accept: str) -> list[tuple[str, str, bool, float]]:
    """Type, subtype, whether it has parameters of its own, and quality of each well-formed range."""
    found = []
    for item in parse_http_list(accept):
        match = _RANGE.fullmatch(item)
        if not match or (match[1] == "*" and match[2] != "*"):
            continue
        parameters = re.findall(_PARAMETER, match[3])
        qualities = [value for name, value in parameters if name.lower() == "q"] or ["1"]
        if _QUALITY.fullmatch(qualities[0]):
            own = len(parameters) > 1 or (len(parameters) == 1 and parameters[0][0].lower() != "q")
            found.append((match[1].lower(), match[2].lower(), own, float(qualities[0])))
    return found


def _quality(offer: str, ranges: list[tuple[str, str, bool, float]]) -> float:
    kind, _, form = offer.partition("/")
    fits = [
        ((main == kind, sub == form, not own), quality)
        for main, sub, own, quality in ranges
        if main in (kind, "*") and sub in (form, "*")
    ]
    return max(fits, default=((), 0.0))[1]
