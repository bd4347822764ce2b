"""A checkout as a contributor would hand it in: made-up records beside those that are there.

    python tests/contributor.py DIR [FILE OF TESTS ...]

makes one in a new folder (all contributions together) and runs files of tests there, one by one: none may fail, for
what the tests of the tool expect must not depend on what the records say. It takes as long as those files take.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECTION = Path("instances/findings/yang-2021/osteoclasts-derived-exosomes-in-op.yaml")
PLACE = "at: [Osteoclasts-Derived Exosomes in OP sentence 4]"
PRETTY = "made-up pretty cell"


def add(path: Path, text: str) -> None:
    """Put a text at the end of a file."""
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + text, encoding="utf-8")


def add_a_study(root: Path) -> None:
    """A study that no review cited before; a finding rests on it."""
    study = "- id: made-up-2025\n  title: A study that was made up\n  first_author: Nobody N\n  year: 2025\n"
    study += "  type: primary\n  cited_as:\n    yang-2021: ['999']\n  resolution: probable\n"
    add(root / "instances" / "studies.yaml", study)
    finding = f"- id: F7001\n  {PLACE}\n  cites: [made-up-2025]\n  from: chondrocyte\n  vesicle: exosome\n"
    add(root / SECTION, f"{finding}  cargo: miR-378\n  to: osteoclast\n  promotes: osteoclast differentiation\n")


def add_a_finding(root: Path) -> None:
    """A finding on a cargo that others hold to work the other way: a new conflict."""
    finding = f"- id: F7002\n  {PLACE}\n  cites: [li-2016]\n  from: osteoclast\n  vesicle: exosome\n  cargo: miR-214\n"
    add(root / SECTION, f"{finding}  to: osteoblast\n  promotes: osteoblast differentiation\n")


def add_a_term(root: Path) -> None:
    """A cell of our own, and a finding of its vesicles."""
    row = f"bevo:MadeUpPrettyCell\t{PRETTY}\t\tCL:0000000\t\t\tA cell that was made up.\tNo vocabulary has it.\n"
    add(root / "ontology" / "terms" / "cells.tsv", row)
    finding = f"- id: F7003\n  {PLACE}\n  cites: [li-2016]\n  from: {PRETTY}\n  vesicle: microvesicle\n"
    add(root / SECTION, f"{finding}  to: osteoblast\n  inhibits: ossification\n  evidence: [animal]\n")


def add_a_question(root: Path) -> None:
    """A question on the new study: the records of another day have no answer to it."""
    (root / "queries" / "made-up.rq").write_text(
        "#+ summary: Findings of this year\n#+ description: Which findings rest on a study of 2025 or later?\n"
        "#+ tags: [evidence]\nPREFIX bevo: <https://w3id.org/bevo/>\n"
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n\n"
        "SELECT ?finding\nWHERE {\n  ?finding a bevo:ReportedResult ; bevo:cites/rdfs:label ?label .\n"
        '  FILTER (CONTAINS (?label, "made up"))\n}\nORDER BY ?finding\n',
        encoding="utf-8",
    )


def withdraw_a_finding(root: Path) -> None:
    """F0026, the example of many pages."""
    path = root / "instances" / "findings" / "yang-2021" / "table-2.yaml"
    text = path.read_text(encoding="utf-8")
    assert "- id: F0026\n" in text
    path.write_text(text.replace("- id: F0026\n", "- id: F0026\n  deprecated: made up for a test\n"), encoding="utf-8")
    checks = root / "instances" / "checks" / "yang-2021.yaml"
    kept = checks.read_text(encoding="utf-8").split("\n- finding: ")
    text = "\n- finding: ".join(check for check in kept if not check.startswith("F0026\n"))
    checks.write_text(f"{text.rstrip()}\n", encoding="utf-8")


def remove_a_finding(root: Path) -> None:
    """F0007 goes as if it had never been."""
    for path in (root / "instances" / "findings").rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        before, found, after = text.partition("- id: F0007\n")
        if found:
            rest = after.partition("\n- id: ")
            path.write_text(f"{before}{rest[1].lstrip()}{rest[2]}", encoding="utf-8")


CONTRIBUTIONS: tuple[Callable[[Path], None], ...] = (
    add_a_study,
    add_a_finding,
    add_a_term,
    add_a_question,
    withdraw_a_finding,
    remove_a_finding,
)


def copied(root: Path) -> Path:
    """The files of the checkout that git knows, and those that are new, in another folder; what is generated is linked.

    :param root: the folder to make.
    """
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    for name in listed:
        if (ROOT / name).is_file() and not (ROOT / name).is_symlink():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, root / name)
    (root / "build").mkdir(exist_ok=True)
    (root / "build" / "web").symlink_to(ROOT / "build" / "web")
    if (ROOT / "web" / "node_modules").exists():
        (root / "web" / "node_modules").symlink_to((ROOT / "web" / "node_modules").resolve())
    return root


def main() -> int:
    """Make the checkout and run the files of tests in it."""
    root, *files = sys.argv[1:]
    folder = copied(Path(root).resolve())
    for contribute in CONTRIBUTIONS:
        contribute(folder)
    environment = {**os.environ, "PYTHONPATH": str(folder / "scripts")}
    failed = 0
    for file in files:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", file]
        failed += subprocess.run(command, cwd=folder, env=environment).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
