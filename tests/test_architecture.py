"""Packages import downwards only, as the table of docs/architecture.md says; and what that page names exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from checkout import ROOT

SCRIPTS = ROOT / "scripts"
PACKAGE = SCRIPTS / "bevo"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def floors() -> list[tuple[str, int]]:
    """Each package of the table with its floor."""
    rows = [row.split("|") for row in PAGE.split("<!-- floors -->")[1].splitlines() if re.match(r"\| \d", row)]
    return [(name, int(row[1])) for row in rows for name in re.findall(r"`(\w+)`", row[2])]


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
    there = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert sorted(there - {"__init__"} | {"bevo", "bevo_bench"}) == sorted(name for name, _ in floors())


def test_imports_go_down() -> None:
    floor = dict(floors())
    upward = [
        line for (here, there), lines in arrows().items() if floor[there] >= floor[here] for line in sorted(lines)
    ]
    assert not upward, "\n".join(sorted(upward))


def named(text: str) -> list[str]:
    """What a text has between backticks, but for blocks of code."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def file(name: str) -> Path | None:
    """A path as the page writes it: below the repository, or below the package."""
    return next((folder / name for folder in (ROOT, PACKAGE) if (folder / name).exists()), None)


def defined(paths: Iterable[Path]) -> set[str]:
    """The functions, classes and constants of some modules, those inside of classes too."""
    statements = [node for path in paths for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    functions = {node.name for node in statements if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return functions | {node.id for node in statements if isinstance(node, ast.Name) and node.id.isupper()}


def test_every_path_of_the_page_exists() -> None:
    paths = [name for name in named(PAGE) if re.fullmatch(r"\w[\w.-]*(/[\w.-]*)+|\w+\.(py|md|ttl)", name)]
    built = ("dist/", "build/cache")
    assert len(paths) > 50
    assert [name for name in paths if not name.startswith(built) and not file(name)] == []


def test_every_function_of_the_page_is_in_a_file_that_its_sentence_names() -> None:
    told = 0
    for part in re.split(r"\n\n|\n(?=[|-] )", PAGE):
        modules = [path for name in named(part) if name.endswith(".py") and (path := file(name))]
        functions = {name.removesuffix("()") for name in named(part) if re.fullmatch(r"\w+\(\)", name)}
        assert functions <= defined(modules), part
        told += len(functions)
    assert told > 20


def test_every_class_and_constant_of_the_page_exists() -> None:
    names = {name for name in named(PAGE) if re.fullmatch(r"[A-Z][A-Za-z]+", name)}
    assert names and names <= defined(PACKAGE.rglob("*.py"))
