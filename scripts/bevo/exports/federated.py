"""``federated/*.rq``: queries that ask other endpoints too, with the ids that they ask about filled in.

A file of ``queries/federated`` has a line ``VALUES ?x { }`` in each SERVICE block. Filled with what ?x can be in this
release, the block is bounded for every engine: SPARQL lets an engine hand over the values that it has already, but none
must, and Oxigraph does not (https://www.w3.org/TR/sparql11-federated-query/#values).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Triple

from bevo.problems import BevoError
from bevo.rdf.store import stored

__all__ = ["federated_files", "filled"]

SERVICE = re.compile(r"SERVICE\s+<[^>]*>\s*{")
EMPTY = re.compile(r"^( *)VALUES \?(\w+) \{ \}$", re.MULTILINE)


def federated_files(texts: Mapping[str, str], triples: Iterable[Triple]) -> dict[str, bytes]:
    """The files of a release, by path.

    :param texts: the queries by the name of their file.
    :param triples: the release with its crosswalk.
    :raises BevoError: if a brace of a query is not closed.
    """
    store = stored(triples)
    return {f"federated/{name}": filled(text, store).encode("utf-8") for name, text in sorted(texts.items())}


def filled(text: str, store: Store) -> str:
    """A query with its empty VALUES filled by what the variables can be, sorted; what can be nothing stays empty.

    :param store: the release with its crosswalk; what stands outside of SERVICE is asked of it.
    :raises BevoError: if a brace is not closed.
    """
    local = _without_services(text)
    head, where, body = local.partition("WHERE {")
    prefixes = head.partition("SELECT")[0]
    body = body[: _closing(body)]

    def values(found: re.Match[str]) -> str:
        indent, name = found.groups()
        rows = store.query(f"{prefixes}SELECT DISTINCT ?{name} {where}{body}}}")
        assert isinstance(rows, QuerySolutions)
        terms = sorted(str(term) for row in rows if isinstance(term := row[name], NamedNode | Literal))
        return "\n".join([f"{indent}VALUES ?{name} {{", *(f"{indent}  {term}" for term in terms), f"{indent}}}"])

    return EMPTY.sub(values, text)


def _without_services(text: str) -> str:
    while found := SERVICE.search(text):
        rest = text[found.end() :]
        text = text[: found.start()] + rest[_closing(rest) + 1 :]
    return text


def _closing(text: str) -> int:
    """Where the brace is closed that was opened before a text; our queries have no brace in a string or a comment.

    :raises BevoError: if it is not closed.
    """
    depth = 1
    for found in re.finditer(r"[{}]", text):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return found.start()
    raise BevoError("a federated query has a brace that is not closed")
