"""Sources and studies beside a file of findings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bevo.bulk.shard import read_setting
from bevo.curation.sources_jsonl import json_lines, read_sources
from bevo.problems import BevoError, InputError
from bevo.project import Project
from checkout import ROOT

TABLE = {"id": "made-up", "kind": "dataset", "title": "Made up", "sections": [{"name": "Table", "rows": 3}]}
STUDY = {
    "id": "pmid-1",
    "pmid": "1",
    "resolution": "resolved",
    "cited_as": {"made-up": ["PMID 1"]},
    "title": "a\u2028b",
}


def write(folder: Path, tables: list[dict[str, object]], studies: list[dict[str, object]]) -> Path:
    (folder / "sources.jsonl").write_bytes(json_lines(tables))
    (folder / "studies.jsonl").write_bytes(json_lines(studies))
    return folder


def test_what_is_written_is_read(tmp_path: Path) -> None:
    sources = read_sources(write(tmp_path, [dict(TABLE)], [dict(STUDY)]))
    assert sources.deposits["made-up"].sections[0].rows == 3
    assert sources.studies["pmid-1"].title == "a\u2028b"


def test_faults_are_told_with_their_lines(tmp_path: Path) -> None:
    write(tmp_path, [dict(TABLE)], [dict(STUDY), dict(STUDY), {"id": "x"}])
    with (tmp_path / "studies.jsonl").open("a") as stream:
        stream.write("{\n")
    with pytest.raises(InputError) as told:
        read_sources(tmp_path)
    assert [(problem.line, problem.message[:20]) for problem in told.value.problems] == [
        (2, "the id stands twice"),
        (3, "the key 'resolution'"),
        (4, "is not a JSON object"),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": "x", "resolution": "probable", "title": "a\\u0000b"}', "the character U+0000"),
        ('{"id": "x", "id": "y", "resolution": "probable"}', "the key 'id' stands twice"),
        ('{"id": "x", "resolution": "probable", "year": NaN}', "NaN is no number of JSON"),
        ('{"id": "x", "resolution": "probable", "year": 20250}', "'20250' is no year"),
        ("[]", "it is none"),
    ],
)
def test_a_line_that_is_no_record_is_told(line: str, message: str, tmp_path: Path) -> None:
    (write(tmp_path, [], []) / "studies.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(message)):
        read_sources(tmp_path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"sources\.jsonl: cannot be read"):
        read_sources(tmp_path)


def test_a_build_takes_them_and_no_second_record_of_its_own(tmp_path: Path) -> None:
    setting = read_setting(Project(ROOT), write(tmp_path, [dict(TABLE)], [dict(STUDY)]))
    assert "made-up" in setting.told
    assert len(setting.stated_studies["pmid-1"]) > 2
    other = read_setting(Project(ROOT), write(tmp_path, [dict(TABLE)], [dict(STUDY), {**STUDY, "id": "pmid-2"}]))
    assert setting.key != other.key
    write(tmp_path, [{**TABLE, "id": "yang-2021"}], [])
    with pytest.raises(BevoError, match="yang-2021 stands in the records of BEVO already"):
        read_setting(Project(ROOT), tmp_path)
