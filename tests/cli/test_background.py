"""``bevo background``, from the outside."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bevo.cli.main import app
from checkout import ROOT, copy_project

OBO = """format-version: 1.2

[Term]
id: GO:0045669
name: positive regulation of osteoblast differentiation
relationship: positively_regulates GO:0001649 ! osteoblast differentiation
"""
HEAD = "hgnc\tgo\tevidence_code\n"


def bevo(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["background", *words])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """A checkout whose background may be made anew."""
    return copy_project(tmp_path).root


def test_weigh_counts_what_it_lists() -> None:
    code, out, _ = bevo("weigh", "--root", str(ROOT))
    assert code == 0
    counts = {name: int(number) for number, name in re.findall(r"^ *(\d+)  (.+)$", out, re.MULTILINE)}
    signs = re.findall(r"^F\d+ ([+-]) ", out, re.MULTILINE)
    assert signs.count("+") == counts["explained"] + counts["divided"]
    assert signs.count("-") == counts["against its mechanism"] + counts["divided"]
    by_steps, by_background = (
        counts["of the explained by stated steps alone"],
        counts["of the explained only with background"],
    )
    assert by_steps + by_background == counts["explained"] > by_background > 0
    weighed = counts["explained"] + counts["against its mechanism"] + counts["divided"] + counts["open"]
    assert counts["plain claims in all"] >= weighed


def test_the_table_of_hidden_signs_is_that_of_the_docs() -> None:
    code, out, _ = bevo("test", "--root", str(ROOT))
    assert code == 0
    page = (ROOT / "docs" / "background.md").read_text(encoding="utf-8")
    rows = [line for line in out.splitlines() if line.startswith("| ")]
    assert len(rows) == 6
    assert [row for row in rows if row not in page and "---" not in row] == []


def test_update_writes_the_rows_of_our_genes_and_processes(lab: Path) -> None:
    (lab / "go.obo").write_text(OBO)
    rows = [
        ("hgnc:10472", "GO:0045669", "IMP"),
        ("hgnc:10472", "GO:0008150", "ND"),
        ("hgnc:99999", "GO:0045669", "IMP"),
    ]
    (lab / "new.tsv").write_text(HEAD + "".join("\t".join(row) + "\n" for row in rows))
    code, _, err = bevo(
        "update", str(lab / "new.tsv"), "--relations", str(lab / "go.obo"), "--source", "go-2022-09", "--root", str(lab)
    )
    assert code == 0 and "1 rows in instances/background/go.tsv" in err
    _, row = (lab / "instances" / "background" / "go.tsv").read_text().splitlines()
    assert row.startswith("bevo:molecule/RUNX2\t") and "\tosteoblast differentiation\t" in row


@pytest.mark.parametrize(
    ("text", "source", "says"),
    [
        (HEAD + "hgnc:99999\tGO:0045669\tIMP\n", "go-2022-09", "no row annotates a gene of ours"),
        (HEAD + "hgnc:10472\tGO:0045669\tIMP\n", "go-1999", "has no source 'go-1999'"),
        ("gene\tterm\nx\ty\n", "go-2022-09", "new.tsv"),
    ],
)
def test_update_that_cannot_be_done_writes_nothing(lab: Path, text: str, source: str, says: str) -> None:
    (lab / "go.obo").write_text(OBO)
    (lab / "new.tsv").write_text(text)
    kept = lab / "instances" / "background" / "go.tsv"
    before = kept.read_bytes()
    code, _, err = bevo(
        "update", str(lab / "new.tsv"), "--relations", str(lab / "go.obo"), "--source", source, "--root", str(lab)
    )
    assert code == 1 and says in err and "Traceback" not in err
    assert kept.read_bytes() == before


def test_a_checkout_with_bad_background_is_told_so(lab: Path) -> None:
    shutil.copy(ROOT / "tests" / "invalid" / "bad-id.yaml", lab / "instances" / "background" / "reviews.yaml")
    code, out, err = bevo("weigh", "--root", str(lab))
    assert code == 1 and not out and "instances/background/reviews.yaml:" in err
