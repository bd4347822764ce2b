from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


@pytest.mark.parametrize("count", [25, 900, 5_000, 100_000])
@pytest.mark.parametrize("form", ["- x: {open}{close}", "{block}a", "- x: {map}1{unmap}", "? {open}{close}"])
def test_what_is_nested_without_end_is_said_by_line(form: str, count: int, tmp_path: Path) -> None:
    text = form.format(open="[" * count, close="]" * count, block="- " * count, map="{a: " * count, unmap="}" * count)
    with pytest.raises(
        InputError, match=r"a\.yaml:1: (is nested more than 20 deep|has a key that is no name|is not YAML)"
    ):
        read(tmp_path, text)


@pytest.mark.parametrize("escape", [r"\0", r"\a", r"\e", r"\uFFFE", r"\u202E", r"\x7f", r"\uE000"])
def test_characters_that_are_no_text_are_said_by_line(escape: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.yaml:2: holds the character U\+[0-9A-F]{4}.*, which is no text"):
        read(tmp_path, f'- id: F1\n  note: "a{escape}b"\n')
    with pytest.raises(InputError, match=r"a\.yaml:1: holds the character U\+"):
        read(tmp_path, f'- "a{escape}b": c\n')


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("- id: F1\n  note: !!binary aGk=\n", "!!binary"),
        ("- id: F1\n  at: !!set {a, b}\n", "!!set"),
        ("- id: F1\n  at: !!python/name:os.system [a]\n", "!!python/name:os.system"),
        ("- id: F1\n  note: ! a\n", "!"),
        ("- id: F1\n  !!str note: a\n", "!!str"),
        ("%TAG ! tag:x.org,2000:\n--- \n- id: !a b\n", "tag:x.org,2000:a"),
    ],
)
def test_a_tag_is_said_by_line(text: str, tag: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    (problem,) = caught.value.problems
    assert problem.line > 1 and f"uses a tag ({tag}); write the" in problem.message


def test_one_document_without_aliases(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.yaml:2: has a second document"):
        read(tmp_path, "- a\n--- \n- b\n")
    with pytest.raises(InputError, match=r"a\.yaml:2: uses an alias"):
        read(tmp_path, "- &x a\n- *x\n")
    assert read(tmp_path, "- a * b\n- &anchor c\n").data == ["a * b", "c"]


@settings(max_examples=300, deadline=1000)
@given(text=st.text("-[]{}:,&*#?|>!%@'\"\\ \n\tab0\0\x85\ufeff", max_size=60))
def test_any_text_is_data_or_a_sentence(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_text(text, encoding="utf-8")
    with suppress(InputError):
        json.dumps(read_yaml(path).data)
