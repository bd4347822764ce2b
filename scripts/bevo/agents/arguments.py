"""The arguments of the tools: what is taken for them, and what is said of wrong ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError

from bevo.problems import nearest

__all__ = ["Form", "Ids", "wrong"]

_FORMS = {
    "text": "txt",
    "plain": "txt",
    "plaintext": "txt",
    "bibtex": "bib",
    "biblatex": "bib",
    "endnote": "ris",
    "refman": "ris",
    "csl": "json",
    "csljson": "json",
    "citeproc": "json",
}
"""What people call the forms of a citation, without blanks and signs."""
_WANTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "list_type": "a list",
    "dict_type": "an object of names and values",
}
"""By the type of a fault in pydantic, what an argument should have been."""
_LONGEST = 40


def _known_form(value: object) -> object:
    if not isinstance(value, str):
        return value
    name = value.strip().casefold().removeprefix(".")
    return _FORMS.get(re.sub(r"[\W_]", "", name), name)


def _as_list(value: object) -> object:
    return re.split(r"[\s,;]+", value.strip(" ,;\n")) if isinstance(value, str) and value.strip() else value


Form = Annotated[
    Literal["txt", "bib", "ris", "json"],
    BeforeValidator(_known_form),
    Field(description="txt is text, bib BibTeX, ris RIS, json CSL-JSON."),
]
"""The form of citations, by the ending of their files; the usual names of the forms are taken too."""
Ids = Annotated[
    list[str], BeforeValidator(_as_list), Field(min_length=1, max_length=100, description="Ids of findings.")
]
"""Ids of findings; a single one is taken too, and several in one text."""


def wrong(tool: str, error: ValidationError, arguments: Iterable[str]) -> str:
    """What is wrong with the arguments of a call, in a sentence for each argument at fault.

    :param arguments: the names of all that the tool has.
    """
    known = list(arguments)
    faults = groupby(error.errors(include_url=False), key=lambda fault: fault["loc"][:1])
    return "; ".join(_said(tool, str(name[0]) if name else "", list(own), known) for name, own in faults) + "."


def _said(tool: str, name: str, faults: list[Any], known: list[str]) -> str:
    fault: Mapping[str, Any] = faults[0]
    kind, limits = fault["type"], fault.get("ctx", {})
    if kind == "missing":
        return f"{tool} needs '{name}'"
    if kind == "extra_forbidden":
        return (
            f"{tool} has no argument '{name[:_LONGEST]}'{nearest(name[:_LONGEST], known)}; it has: {', '.join(known)}"
        )
    wanted = list(dict.fromkeys(_WANTED[f["type"]] for f in faults if f["type"] in _WANTED))
    if wanted:
        inner = f" ({fault['loc'][1]})" if len(fault["loc"]) > 1 else ""
        return f"'{name}'{inner} should be {' or '.join(wanted)}, not {_short(fault['input'])}"
    if kind == "literal_error":
        return f"'{name}' should be one of {limits['expected']}, not {_short(fault['input'])}"
    for limit, words in (
        ("ge", "should be at least {}"),
        ("le", "should be at most {}"),
        ("min_length", "should hold at least {}"),
        ("max_length", "should have at most {} " + ("characters" if kind.startswith("string") else "members")),
    ):
        if limit in limits:
            return f"'{name}' {words.format(limits[limit])}"
    return f"'{name}': {fault['msg'][:1].lower()}{fault['msg'][1:]}"


def _short(value: object) -> str:
    text = " ".join(repr(value).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
