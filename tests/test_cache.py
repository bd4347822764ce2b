"""A value is kept under a hash of all that it was made of, and counts for nothing where that is another."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from bevo.cache import Make, afresh, digest, keeper, remembering, taken_over


def counting(calls: list[str]) -> Make:
    def make(names: list[str]) -> Mapping[str, str]:
        calls.extend(names)
        return {name: f"value of {name}: ü\n" for name in names}

    return make


def test_a_value_is_made_once_for_a_key_and_again_for_another(tmp_path: Path) -> None:
    calls: list[str] = []
    for keys in ({"a": "1", "b": "1"}, {"b": "1", "a": "1"}, {"a": "1", "b": "2"}):
        values = keeper(tmp_path)("step", keys, counting(calls))
        assert list(values.items()) == [(name, f"value of {name}: ü\n") for name in keys]
    assert calls == ["a", "b", "b"]


def test_values_that_are_no_longer_asked_for_are_let_go(tmp_path: Path) -> None:
    calls: list[str] = []
    for keys in ({"a": "1", "b": "1"}, {"a": "1"}, {"a": "1", "b": "1"}):
        keeper(tmp_path)("step", keys, counting(calls))
    assert calls == ["a", "b", "b"]
    assert [path.name for path in tmp_path.iterdir()] == ["step.json"]


@pytest.mark.parametrize("damage", [b"", b"\x00\xff", b"[]", b'{"a": ["1", "forged"]}', b"0" * 40 + b"\n{}"])
def test_a_damaged_file_counts_as_none(damage: bytes, tmp_path: Path) -> None:
    calls: list[str] = []
    keeper(tmp_path)("step", {"a": "1"}, counting(calls))
    (tmp_path / "step.json").write_bytes(damage)
    assert keeper(tmp_path)("step", {"a": "1"}, counting(calls)) == {"a": "value of a: ü\n"}
    assert calls == ["a", "a"]


def test_one_forged_letter_is_found_out(tmp_path: Path) -> None:
    calls: list[str] = []
    keeper(tmp_path)("step", {"a": "1"}, counting(calls))
    data = (tmp_path / "step.json").read_bytes()
    (tmp_path / "step.json").write_bytes(data.replace(b"value", b"valve"))
    assert keeper(tmp_path)("step", {"a": "1"}, counting(calls)) == {"a": "value of a: ü\n"}


def test_what_other_code_made_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    keeper(tmp_path)("step", {"a": "1"}, counting(calls))
    newer = tmp_path / "lib" / "pyoxigraph-99.0.dist-info"
    newer.mkdir(parents=True)
    monkeypatch.syspath_prepend(str(newer.parent))
    keeper(tmp_path)("step", {"a": "1"}, counting(calls))
    assert calls == ["a", "a"]


def test_a_failure_keeps_what_was_there_and_a_folder_that_cannot_be_written_harms_nothing(tmp_path: Path) -> None:
    calls: list[str] = []
    keeper(tmp_path)("step", {"a": "1"}, counting(calls))
    with pytest.raises(KeyError):
        keeper(tmp_path)("step", {"a": "1", "b": "1"}, lambda _: {})
    keeper(tmp_path)("step", {"a": "1"}, counting(calls))
    (tmp_path / "file").write_bytes(b"")
    assert keeper(tmp_path / "file")("step", {"a": "1"}, counting(calls)) == afresh("step", {"a": "1"}, counting([]))
    assert calls == ["a", "a"]


def test_a_hash_tells_where_a_text_ends() -> None:
    assert digest("ab", "c") != digest("a", "bc") != digest("abc")


def test_a_memory_keeps_the_values_of_the_last_time_alone() -> None:
    calls: list[str] = []
    keep = remembering()
    for keys in ({"a": "1", "b": "1"}, {"b": "1"}, {"a": "1", "b": "2"}):
        assert keep("step", keys, counting(calls)) == afresh("step", keys, counting([]))
    assert keep("other", {"a": "1"}, counting(calls)) == {"a": "value of a: ü\n"}
    assert calls == ["a", "b", "a", "b", "a"]


def test_files_are_taken_over_as_they_were_made_and_others_named(tmp_path: Path) -> None:
    former, folder = tmp_path / "former", tmp_path / "folder"
    for parent in (former, folder):
        parent.mkdir()
    (former / "same").write_bytes(b"made")
    (former / "meddled").write_bytes(b"mad")
    files = dict.fromkeys(("same", "meddled", "gone"), digest(b"made"))
    assert taken_over(files, former, folder) == ["meddled", "gone"]
    assert [path.name for path in folder.iterdir()] == ["same"]
    assert (folder / "same").read_bytes() == b"made"
