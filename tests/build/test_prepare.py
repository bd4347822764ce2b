"""What a check of the records sees."""

from __future__ import annotations

from pathlib import Path

from bevo.build.prepare import check
from checkout import SAMPLE, copy_project


def test_faults_of_questions_and_reasons_are_told(tmp_path: Path) -> None:
    project = copy_project(tmp_path, SAMPLE / "instances")
    project.queries.unlink()
    project.queries.mkdir()
    (project.queries / "a.rq").write_bytes(b"#+ \xff\n")
    (project.queries / "b.rq").write_bytes(b"# a\x07b\n")
    table = project.instances / "skipped" / "yang-2021.tsv"
    table.parent.mkdir()
    table.write_bytes(b"locator\treason\n\xff\n")
    told = "\n".join(map(str, check(project).problems))
    assert "a.rq: a: is not UTF-8" in told
    assert "b.rq:1: b: holds the character U+0007" in told
    assert "yang-2021.tsv: is not UTF-8" in told
