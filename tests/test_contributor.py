"""A contributor hands in records: no test of the tool breaks, and ``bevo renew`` says which answers changed.

``tests/contributor.py`` runs any other file of tests in such a checkout, by hand; ``tests/build/test_renew.py`` proves
that exactly the changed answers are named.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from checkout import ROOT
from contributor import CONTRIBUTIONS, copied


@pytest.fixture(scope="module")
def contributed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout with all contributions."""
    if not (ROOT / ".git").exists():
        pytest.skip("needs the repository: what belongs to the checkout is asked of git")
    folder = copied(tmp_path_factory.mktemp("contributed"))
    for contribute in CONTRIBUTIONS:
        contribute(folder)
    return folder


def python(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder / "scripts")}
    environment = {key: value for key, value in environment.items() if not key.startswith("PYTEST_")}
    return subprocess.run([sys.executable, *words], cwd=folder, env=environment, capture_output=True, text=True)


def test_the_records_are_sound(contributed: Path) -> None:
    done = python(contributed, "-m", "bevo", "check")
    assert (done.returncode, "findings are well formed" in done.stdout) == (0, True), done.stderr


def test_no_quick_test_of_the_tool_breaks(contributed: Path) -> None:
    """Those that read records, terms or questions."""
    folders = [f"tests/{name}" for name in ("curation", "finding", "ontology", "shacl", "questions")]
    top = [f"tests/test_{name}.py" for name in ("architecture", "readme", "signs", "terms_page")]
    options = ["-q", "-p", "no:cacheprovider", "-m", "not slow and not content"]
    done = python(contributed, "-m", "pytest", *options, *folders, *top)
    assert done.returncode == 0, done.stdout[-3000:]


def test_what_a_contributor_sees_of_the_answers(contributed: Path) -> None:
    done = python(contributed, "-m", "bevo", "renew", "--check")
    assert done.returncode == 1, done.stderr
    head, _, rest = done.stdout.partition("\n\n")
    assert head == (
        "Findings since the answers were reviewed:\n  new: F7001, F7002, F7003\n  withdrawn: F0026\n  gone: F0007"
    )
    told = dict(re.findall(r"^queries/answers/(.+)\.csv: \d+ changes?\n  (.+)$", rest, re.MULTILINE))
    assert told["made-up"] == "a new question; 1 row"
    assert told["claims-not-borne-out"] == "because of F0026 (withdrawn)"
    assert told["vesicle-classes"].startswith("because of ") and "F7003 (new)" in told["vesicle-classes"]
    assert "vesicle-definitions" not in told
    assert "Nothing is broken: answers change when records do." in rest
