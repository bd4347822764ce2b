"""A cell longer than the csv module reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from bevo.curation.tables import read_table
from bevo.ontology.terms import COLUMNS, read_terms
from bevo.problems import InputError, Problem

LONG = "x" * ((1 << 24) + 1)  # ingest lets the csv module read longer cells, in the same process


def test_in_a_table_of_terms_it_is_told_by_line(tmp_path: Path) -> None:
    (tmp_path / "cells.tsv").write_text("\t".join(COLUMNS) + "\n" + LONG + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"cells\.tsv:2: .*larger than field limit"):
        read_terms(tmp_path)


def test_in_a_table_of_curators_it_is_told_by_line(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text(f"a\tb\n1\t{LONG}\n", encoding="utf-8")
    problems: list[Problem] = []
    assert read_table(tmp_path / "a.tsv", ("a", "b"), problems) == []
    assert [(problem.line, "field limit" in problem.message) for problem in problems] == [(2, True)]
