"""JSON-LD (https://www.w3.org/TR/json-ld11/) that people can read: own names bare, others with their prefix."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from bevo.rdf.names import BASE, PREFIXES

__all__ = ["context", "context_file", "jsonld"]

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_XSD = PREFIXES["xsd"]
_STRING, _INTEGER = _XSD + "string", _XSD + "integer"
_LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))


def context(triples: Iterable[Triple]) -> dict[str, object]:
    """The context of all files: the prefixes, and which properties point to things.

    :param triples: the whole graph.
    """
    things, values = set[NamedNode](), set[NamedNode]()
    for triple in triples:
        (values if isinstance(triple.object, Literal) else things).add(triple.predicate)
    pointing = sorted(_name(p.value) for p in things - values - {_TYPE})
    return {
        "@version": 1.1,
        "@vocab": BASE,
        **{name: iri for name, iri in sorted(PREFIXES.items()) if iri != BASE},
        **{name: {"@type": "@id"} for name in pointing},
    }


def context_file(shared: Mapping[str, object]) -> bytes:
    """The context as a file of its own, for whoever writes more data of this kind."""
    return _written({"@context": shared})


def jsonld(triples: Iterable[Triple], shared: Mapping[str, object]) -> bytes:
    """Triples as one JSON-LD document.

    It carries its context, those lines of it that it needs, so that it can be read without fetching another file.

    :param triples: in the order in which things are to be told.
    :param shared: what :func:`context` gives.
    """
    things: dict[str, dict[str, list[object]]] = {}
    for triple in triples:
        subject = _iri(triple.subject.value) if isinstance(triple.subject, NamedNode) else str(triple.subject)
        about = things.setdefault(subject, defaultdict(list))
        if triple.predicate == _TYPE and isinstance(triple.object, NamedNode):
            about["@type"].append(_name(triple.object.value))
        else:
            key = _name(triple.predicate.value)
            about[key].append(_value(triple.object, key in shared))
    graph = [
        {"@id": subject, **{key: values[0] if len(values) == 1 else values for key, values in about.items()}}
        for subject, about in things.items()
    ]
    document = {"@graph": graph} if len(graph) > 1 else graph[0] if graph else {}
    text = json.dumps(document, indent=1, ensure_ascii=False)
    used = {key: value for key, value in shared.items() if key.startswith("@") or _is_used(key, value, text)}
    return _written({"@context": used, **document})


def _written(document: dict[str, object]) -> bytes:
    text = json.dumps(document, indent=1, ensure_ascii=False)
    return (re.sub(r"\{\s+(\"@type\": \"@id\")\s+\}", r"{\1}", text) + "\n").encode("utf-8")


def _is_used(key: str, value: object, text: str) -> bool:
    return f'"{key}:' in text if isinstance(value, str) else f'"{key}":' in text


def _prefixed(iri: str) -> str | None:
    for name, base in _LONGEST_FIRST:
        # What follows the prefix must not look like the rest of an absolute address ("//...").
        if iri.startswith(base) and not iri.startswith(f"{base}//"):
            return f"{name}:{iri.removeprefix(base)}"
    return None


def _name(iri: str) -> str:
    """A property or a class: bare if it is ours."""
    name = _prefixed(iri) or iri
    return name.removeprefix("bevo:") if "/" not in name else iri if name.startswith("bevo:") else name


def _iri(iri: str) -> str:
    """A thing; ours without a prefix of their own are written out, for bare names are no addresses."""
    name = _prefixed(iri)
    return iri if name is None or name.startswith("bevo:") else name


def _value(term: object, points: bool) -> object:
    if isinstance(term, Literal):
        if term.language:
            return {"@value": term.value, "@language": term.language}
        if term.datatype.value == _STRING:
            return term.value
        if term.datatype.value == _INTEGER and str(int(term.value)) == term.value:
            return int(term.value)
        return {"@value": term.value, "@type": _prefixed(term.datatype.value) or term.datatype.value}
    name = str(term) if isinstance(term, BlankNode) else _iri(term.value) if isinstance(term, NamedNode) else str(term)
    return name if points else {"@id": name}
