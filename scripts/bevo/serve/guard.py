"""What a query is, and whether this endpoint answers it: read from the parsed query."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from bevo.project import GRAPH
from bevo.serve.dataset import other_graph

__all__ = ["Form", "Refused", "understand"]

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LONE_RETURN = re.compile(r"\r(?!\n)")


class Form(StrEnum):
    """The four forms of a query, by their names in rdflib's syntax tree."""

    SELECT = "SelectQuery"
    ASK = "AskQuery"
    CONSTRUCT = "ConstructQuery"
    DESCRIBE = "DescribeQuery"


class Refused(Exception):
    """A request that is not answered.

    :param status: the HTTP status.
    :param sentence: why, and what would be answered.
    :param reason: why, in a word or two for the log and the figures; by default what the status means.
    """

    def __init__(self, status: int, sentence: str, reason: str = "") -> None:
        self.status = status
        self.sentence = sentence
        self.reason = reason
        super().__init__(sentence)


def understand(text: str) -> tuple[str, Form]:
    """Parse a query and refuse what this endpoint does not answer.

    rdflib parses here, Oxigraph when it answers: the text that comes out means the same to both, so that nothing can be
    a comment or a string to the one and a clause to the other.

    :returns: the query with its codepoint escapes replaced, and its form.
    :raises Refused: 400 if it is no SPARQL 1.1 query, 403 if it updates, calls another server or names graphs.
    """
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseQuery

    text = _unescaped(text)
    try:
        tree = parseQuery(text)
    except ParseBaseException as error:
        if _is_update(text):
            raise Refused(403, "This endpoint is read-only; it does not accept updates.") from error
        raise Refused(400, f"This is not a SPARQL 1.1 query: {_where(error)}.") from error
    except RecursionError as error:
        raise Refused(400, "The query is nested too deeply, or has too many patterns in a row.") from error
    nodes = list(_nodes(tree))
    if any(node.name == "ServiceGraphPattern" for node in nodes):
        raise Refused(403, "SERVICE is not allowed: this endpoint does not query other servers.")
    if word := other_graph(tree[0], nodes):
        raise Refused(403, f"{word} is not allowed here: there is one graph, <{GRAPH}>; leave {word} out, or name it.")
    return text, Form(tree[1].name)


def _where(error: Any) -> str:
    found = error.pstr[error.loc : error.loc + 20].split("\n")[0]
    says = f"it cannot be read from '{found}' on" if found.strip() else "it ends too early"
    return f"line {error.lineno}, column {error.column}: {says}"


def _unescaped(text: str) -> str:
    r"""The text with ``\u0041`` made ``A`` (SPARQL 1.1, section 19.2); rdflib does so, Oxigraph in part.

    A carriage return alone ends a comment for Oxigraph and not for rdflib.
    """
    try:
        text = _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), text)
        text.encode("utf-8")
    except (ValueError, OverflowError) as error:
        raise Refused(400, "The query has a \\u escape that names no character.") from error
    if _ESCAPE.search(text):
        raise Refused(400, "The query has a \\u escape made of \\u escapes.")
    if _LONE_RETURN.search(text):
        raise Refused(400, "The query has a carriage return without a line feed; end lines with a line feed.")
    return text


def _is_update(text: str) -> bool:
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseUpdate

    try:
        tree = parseUpdate(text)
    except (ParseBaseException, RecursionError):
        return False
    return bool(tree.request)


def _nodes(tree: Any) -> Iterator[Any]:
    """All named nodes of a syntax tree; without recursion, for trees are as deep as a client likes."""
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, CompValue):
            yield part
            waiting.extend(part.values())
        elif isinstance(part, list | tuple | ParseResults):
            waiting.extend(part)
