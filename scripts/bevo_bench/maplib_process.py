"""maplib's open part in a process of its own, for its threads outlive no fork and its questions cannot be stopped.

Run as ``python -m bevo_bench.maplib_process GRAPH``. Reads a line of JSON a question and prints a line of JSON an
answer, ``ready`` first; an empty question is answered with ``ready`` again.
"""

from __future__ import annotations

import json
import sys
from typing import Any

__all__: list[str] = []

ROW = ("subject", "predicate", "object")


def _main(graph: str) -> None:
    from maplib import Model  # type: ignore[import-not-found]  # installed by who measures it

    model = Model()
    model.read(graph, format="ntriples")
    answer: object = "ready"
    while True:
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            return
        answer = _asked(model, json.loads(line)) if json.loads(line) else "ready"


def _asked(model: Any, text: str) -> object:
    try:
        found = model.query(text, solution_mappings=True)
        tables = found if isinstance(found, list) else [found]
        columns = list(ROW) if isinstance(found, list) else None
        rows = []
        for table in tables:
            columns = columns or table.mappings.columns
            rows += [[_cell(row[name]) for name in columns] for row in table.mappings.iter_rows(named=True)]
    except BaseException as error:  # a panic of Rust is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        return {"why": str(error)[:300]}
    return {"columns": columns or [], "rows": rows}


def _cell(value: object) -> object:
    """The text of a cell; one of several types is a field a type, and one for the language."""
    if isinstance(value, dict):
        value = next((part for kind, part in value.items() if kind != "l" and part is not None), None)
    return value if value is None else str(value)


if __name__ == "__main__":
    _main(sys.argv[1])
