"""YAML with line numbers: every value a string, every key once, every node with its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bevo.problems import InputError, Problem, relative

__all__ = ["Marked", "read_yaml"]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Marked:
    """A YAML document.

    :param data: dicts, lists and strings; ``NO`` and ``1.0`` stay strings, an empty value is ``None``.
    :param lines: the line (from 1) of each value, by its path of keys and indexes.
    """

    file: str
    data: Any
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)

    def line(self, *path: str | int) -> int:
        """The line of the innermost node on a path that is marked."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(path: Path) -> Marked:
    """Read one YAML file.

    :raises InputError: if it is not UTF-8 or not YAML, uses anchors, or gives a key twice.
    """
    file = relative(path)
    try:
        text = path.read_text(encoding="utf-8")
        if "*" in text and any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=_Loader)):
            raise InputError([Problem(file, 0, "", "uses an alias (*name); write each record out")])
        root = yaml.compose(text, Loader=_Loader)
    except OSError as error:
        raise InputError([Problem(file, 0, "", f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise InputError([Problem(file, 0, "", f"is not UTF-8: {error.reason} at byte {error.start}")]) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise InputError([Problem(file, line, "", f"is not YAML: {error.problem or error}")]) from error
    except yaml.YAMLError as error:
        raise InputError([Problem(file, 0, "", f"is not YAML: {error}")]) from error
    marked = Marked(file, None)
    problems: list[Problem] = []
    data = _plain(root, (), marked, problems) if root is not None else None
    if problems:
        raise InputError(problems)
    return Marked(file, data, marked.lines)


def _plain(node: yaml.Node, path: tuple[str | int, ...], marked: Marked, problems: list[Problem]) -> Any:
    line = node.start_mark.line + 1
    marked.lines[path] = line
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            key_line = key_node.start_mark.line + 1
            if key in result:
                problems.append(Problem(marked.file, key_line, "", f"the key '{key}' stands twice in one record"))
            result[key] = _plain(value_node, (*path, key), marked, problems)
            marked.lines[(*path, key)] = key_line
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, i), marked, problems) for i, item in enumerate(node.value)]
    assert isinstance(node, yaml.ScalarNode)  # there is no fourth kind of node
    return node.value if node.value != "" or node.style in ("'", '"') else None
