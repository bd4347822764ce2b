"""All shapes as one file (``shapes.ttl``) for any SHACL engine: the release conforms to it, and others' data should."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bevo.problems import BevoError

__all__ = ["shapes_turtle"]

PREFIX = re.compile(r"@prefix (\w*): <([^>]*)> \.\n")


def shapes_turtle(files: Mapping[str, str]) -> bytes:
    """The files of ``shapes/`` one after the other, with their comments and the prefixes of all at the top.

    :param files: Turtle by name of the file.
    :raises BevoError: if a prefix stands for two namespaces.
    """
    prefixes: dict[str, str] = {}
    bodies = []
    for name, text in sorted(files.items()):
        for prefix, namespace in PREFIX.findall(text):
            if prefixes.setdefault(prefix, namespace) != namespace:
                raise BevoError(f"shapes/{name}: the prefix {prefix} stands for another namespace than in other files")
        bodies.append(PREFIX.sub("", text).strip())
    header = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(prefixes.items()))
    return "\n\n".join([header.strip(), *bodies, ""]).encode("utf-8")
