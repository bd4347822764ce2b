from __future__ import annotations

from pathlib import Path

import pytest

from bevo.curation.marked_yaml import Marked, read_yaml
from bevo.problems import InputError


def read(tmp_path: Path, text: str) -> Marked:
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    return read_yaml(path)


def test_scalars_stay_strings(tmp_path: Path) -> None:
    assert read(tmp_path, "[NO, 1.0, 007, 2021-06-21, ~]").data == ["NO", "1.0", "007", "2021-06-21", "~"]


def test_lines_are_known_by_path(tmp_path: Path) -> None:
    marked = read(tmp_path, "- id: a\n  via:\n  - [x, y, z]\n- id: b\n")
    assert marked.line(0, "via", 0, 2) == 3
    assert marked.line(1, "id") == 4
    assert marked.line(1, "nothing") == 4


def test_empty_file_is_no_data(tmp_path: Path) -> None:
    assert read(tmp_path, "").data is None


def test_not_utf8_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"- \xff\n")
    with pytest.raises(InputError, match="is not UTF-8"):
        read_yaml(tmp_path / "a.yaml")
