"""What is wrong with a query that Oxigraph cannot parse, in one short sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bevo.rdf.names import expand

__all__ = ["parse_fault", "undeclared"]

_SILENT = re.compile(
    r'"""(?:[^\\]|\\.)*?(?:"""|\\?\Z)|'
    r"'''(?:[^\\]|\\.)*?(?:'''|\\?\Z)|"
    r'"(?:[^"\\\n]|\\.)*(?:"|\\?(?=\n|\Z))|'
    r"'(?:[^'\\\n]|\\.)*(?:'|\\?(?=\n|\Z))|"
    r'<[^<>"{}|^`\\\s]*>|'
    r"#[^\n]*",
    re.DOTALL,
)
"""Strings, IRIs and comments, in which no name has a prefix; a string without an end goes to the end of its line (a
long one: of the text), so that it is read once."""
_DECLARED = re.compile(r"\bPREFIX\s+([^\s:]*):", re.IGNORECASE)
_USED = re.compile(r"(?<![\w.\-?$:@])([^\W\d_](?:[\w.\-]*[\w\-])?|):(?:[\w.\-:%]|\\.)*")
_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)
_KNOWN = {
    "variable that is unbound": "SELECT names a variable that is neither grouped nor counted; GROUP BY it",
    "Duplicated variable name": "SELECT names a variable twice",
}
"""What Oxigraph says within its lists, and what is meant."""
_LONGEST = 80


def undeclared(query: str) -> Iterator[str]:
    """The prefixes that a query uses and does not declare, in the order in which they stand."""
    text = _SILENT.sub(" ", query)
    declared = set(_DECLARED.findall(text))
    text = _DECLARED.sub(" ", text)
    yield from (p for p in dict.fromkeys(_USED.findall(text)) if p not in declared)


def parse_fault(query: str, message: str) -> str:
    """What is wrong, as the end of a sentence without its full stop.

    :param message: what Oxigraph's parser says: ``error at 1:29: expected one of …``.
    :returns: which prefix is not declared, or the line, the column and what is wrong there.
    """
    # Oxigraph names the place that it got furthest to, which need not be the prefix.
    if (prefix := next(undeclared(query), None)) is not None:
        return _not_declared(prefix)
    if not (found := _PLACE.fullmatch(message)):
        return " ".join(message.split()).rstrip(".")[:_LONGEST]
    line, column, expected = found.groups()
    says = next((ours for theirs, ours in _KNOWN.items() if theirs in expected), "it cannot be read from here on")
    if re.fullmatch(r'"[^"\w]+"', expected):
        says = f"expected {expected}"
    return f"line {line}, column {column}: {says}"


def _not_declared(prefix: str) -> str:
    try:
        iri = expand(f"{prefix}:")
    except ValueError:
        return f"the prefix {prefix}: is not declared"
    return f"the prefix {prefix}: is not declared: add 'PREFIX {prefix}: <{iri}>'"
