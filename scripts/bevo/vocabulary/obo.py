"""Ontologies in their release formats: OBO and OBO Graphs JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from bevo.problems import BevoError
from bevo.vocabulary.pack import Entry

__all__ = ["read_obo", "read_obograph"]

_PART_OF = ("part_of", "BFO:0000050")
_REPLACED_BY = "IAO_0100001"


def read_obo(lines: Iterable[str], vocabulary: str, prefixes: Iterable[str]) -> tuple[str, list[Entry]]:
    """The terms of an OBO file whose ids have one of the prefixes.

    :returns: the version of the file (empty if it gives none) and the terms; exact synonyms alone.
    :raises BevoError: if it is no OBO file.
    """
    version, wanted, entries = "", tuple(f"{prefix}:" for prefix in prefixes), []
    for number, (stanza, tags) in enumerate(_stanzas(lines)):
        if number == 0 and not stanza:
            if "format-version" not in tags:
                raise BevoError(f"{vocabulary}: not an OBO file: its first lines have no 'format-version'")
            version = next(iter(tags.get("data-version", tags.get("date", [""]))))
        curie = tags.get("id", [""])[0].split(" ")[0]
        if stanza != "Term" or not curie.startswith(wanted):
            continue
        relations = [value.split(" ! ")[0].split() for value in tags.get("relationship", ())]
        synonyms = (re.match(r'"((?:[^"\\]|\\.)*)"\s+(\w+)', value) for value in tags.get("synonym", ()))
        obsolete = tags.get("is_obsolete", ["false"])[0] == "true"
        common = (obsolete, tags.get("replaced_by", [""])[0].split(" ")[0])
        entries.append(
            Entry(
                vocabulary,
                curie,
                tags.get("name", [""])[0],
                tuple(dict.fromkeys(_unescaped(s[1]) for s in synonyms if s and s[2] == "EXACT" and not obsolete)),
                tuple(value.split(" ")[0] for value in tags.get("is_a", ())),
                tuple(r[1] for r in relations if len(r) > 1 and r[0] in _PART_OF),
                *common,
                about=tags.get("namespace", [""])[0] if vocabulary == "go" else "",
            )
        )
        for other in tags.get("alt_id", ()):
            entries.append(Entry(vocabulary, other.split(" ")[0], "", obsolete=True, replaced_by=curie))
    return _version(version), _once(entries)


def _stanzas(lines: Iterable[str]) -> Iterator[tuple[str, dict[str, list[str]]]]:
    name: str = ""
    tags: dict[str, list[str]] = {}
    for line in lines:
        text = line.strip()
        if re.fullmatch(r"\[\w+\]", text):
            yield name, tags
            name, tags = text[1:-1], {}
        elif ": " in text and not text.startswith("!"):
            tag, _, value = text.partition(": ")
            tags.setdefault(tag, []).append(value)
    yield name, tags


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def read_obograph(text: str, vocabulary: str, prefixes: Iterable[str]) -> tuple[str, list[Entry]]:
    """The terms of an OBO Graphs JSON file whose ids have one of the prefixes.

    :returns: the version of the file and the terms; exact synonyms alone.
    :raises BevoError: if it is no such file.
    """
    try:
        graph = json.loads(text)["graphs"][0]
        nodes, edges = graph["nodes"], graph.get("edges", [])
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise BevoError(f"{vocabulary}: not an OBO Graphs file: {error}") from error
    wanted = tuple(f"{prefix}:" for prefix in prefixes)
    above: dict[str, dict[str, list[str]]] = {}
    for edge in edges:
        predicate = "is_a" if edge["pred"] == "is_a" else _curie(edge["pred"])
        above.setdefault(_curie(edge["sub"]), {}).setdefault(predicate, []).append(_curie(edge["obj"]))
    entries = []
    for one in nodes:
        curie, meta = _curie(one["id"]), one.get("meta", {})
        if not curie.startswith(wanted) or one.get("type", "CLASS") != "CLASS":
            continue
        properties = _properties(meta)
        obsolete = bool(meta.get("deprecated"))
        exact = [s["val"] for s in meta.get("synonyms", ()) if s["pred"] == "hasExactSynonym" and not obsolete]
        relations = above.get(curie, {})
        entries.append(
            Entry(
                vocabulary,
                curie,
                one.get("lbl", ""),
                tuple(dict.fromkeys(exact)),
                tuple(relations.get("is_a", ())),
                tuple(p for name in _PART_OF for p in relations.get(name, ())),
                obsolete,
                _curie(properties.get(_REPLACED_BY, [""])[0]),
                about=properties.get("hasOBONamespace", [""])[0] if vocabulary == "go" else "",
            )
        )
        for other in properties.get("hasAlternativeId", ()):
            entries.append(Entry(vocabulary, _curie(other), "", obsolete=True, replaced_by=curie))
    version = str(graph.get("meta", {}).get("version", ""))
    return _version(version), _once(entries)


def _version(text: str) -> str:
    """The day of a version IRI, or what else stands there."""
    day = re.search(r"\d{4}-\d{2}-\d{2}", text)
    return day[0] if day else text.rpartition("/")[2]


def _once(entries: Iterable[Entry]) -> list[Entry]:
    """Each id once; one that was merged stands aside for one that has a label."""
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.curie not in found or not found[entry.curie].label:
            found[entry.curie] = entry
    return list(found.values())


def _properties(meta: dict[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in meta.get("basicPropertyValues", ()):
        found.setdefault(re.split(r"[/#]", one["pred"])[-1], []).append(one["val"])
    return found


def _curie(iri: str) -> str:
    """The CURIE of an OBO IRI; a CURIE as it stands."""
    return re.sub(r"^.*[/#](\w+)_(\w+)$", r"\1:\2", iri)
