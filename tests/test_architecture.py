"""Packages import downwards only, as the table of docs/architecture.md has it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from checkout import ROOT

SCRIPTS = ROOT / "scripts"
PAGE = ROOT / "docs" / "architecture.md"


def floors() -> list[list[str]]:
    """The packages of each row of the table, the lowest first."""
    table = PAGE.read_text(encoding="utf-8").split("<!-- floors -->")[1]
    return [re.findall(r"`(\w+)`", row.split("|")[2]) for row in table.splitlines() if re.match(r"\| \d", row)]


def room(module: str) -> str:
    """The package, or the module at the top, that a module belongs to."""
    first, _, rest = module.partition(".")
    return (rest.partition(".")[0] or "bevo") if first == "bevo" else first


def imports(path: Path) -> Iterator[str]:
    for statement in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and statement.module:
            for alias in statement.names:
                yield f"{statement.module}.{alias.name}"


def arrows() -> dict[tuple[str, str], set[str]]:
    """Which room imports from which, and the lines that do."""
    found: dict[tuple[str, str], set[str]] = {}
    for path in sorted(SCRIPTS.rglob("*.py")):
        here = room(".".join(path.relative_to(SCRIPTS).with_suffix("").parts).removesuffix(".__init__"))
        for name in imports(path):
            if re.match(r"bevo(_bench)?\.", name) and name != "bevo.__version__" and room(name) != here:
                found.setdefault((here, room(name)), set()).add(f"{path.relative_to(ROOT)}: {name}")
    return found


def test_the_table_names_every_room() -> None:
    there = {
        path.stem for path in (SCRIPTS / "bevo").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert sorted(there - {"__init__"} | {"bevo", "bevo_bench"}) == sorted(name for row in floors() for name in row)


def test_imports_go_down() -> None:
    floor = {name: number for number, row in enumerate(floors()) for name in row}
    upward = [
        line for (here, there), lines in arrows().items() if floor[there] >= floor[here] for line in sorted(lines)
    ]
    assert not upward, "\n".join(sorted(upward))
