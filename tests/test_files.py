"""What is written is there whole or not at all, also when it fails midway and when several write at once."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bevo import files
from bevo.files import below, locked, new_folder, replaced_folder, write_whole, writing
from bevo.problems import BevoError


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "below" / "file"
    write_whole(target, b"one")
    write_whole(target, b"two")
    assert target.read_bytes() == b"two"
    assert names(target.parent) == ["file"]


def test_others_may_read_what_the_umask_lets_them_read(tmp_path: Path) -> None:
    former = os.umask(0o022)
    try:
        write_whole(tmp_path / "file", b"")
        with new_folder(tmp_path / "folder"):
            pass
    finally:
        os.umask(former)
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "folder").stat().st_mode & 0o777 == 0o755


def test_a_failure_midway_leaves_the_former_file(tmp_path: Path) -> None:
    write_whole(tmp_path / "file", b"former")
    with pytest.raises(ZeroDivisionError), writing(tmp_path / "file") as file:
        file.write(b"half")
        raise ZeroDivisionError
    assert (tmp_path / "file").read_bytes() == b"former"
    assert names(tmp_path) == ["file"]


def test_a_new_folder_is_there_when_it_is_whole_and_never_in_place_of_another(tmp_path: Path) -> None:
    with new_folder(tmp_path / "a" / "b") as folder:
        (folder / "file").write_bytes(b"")
        assert not (tmp_path / "a" / "b").exists()
    assert names(tmp_path / "a") == ["b"]
    with pytest.raises(BevoError, match="exists already"), new_folder(tmp_path / "a" / "b"):
        raise AssertionError("must not be entered")
    with pytest.raises(BevoError, match="exists already"), new_folder(tmp_path / "c"):
        (tmp_path / "c").mkdir()  # by someone else, meanwhile
    with pytest.raises(ZeroDivisionError), new_folder(tmp_path / "d"):
        raise ZeroDivisionError
    assert names(tmp_path) == ["a", "c"]


@pytest.fixture(params=["exchanged", "moved"])
def each_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to put a folder in the place of another."""
    if request.param == "moved":
        monkeypatch.setattr(files, "_exchanged", lambda one, other: False)
    return str(request.param)


def test_a_folder_takes_the_place_of_another(tmp_path: Path, each_way: str) -> None:
    for text in ("one", "two"):
        with replaced_folder(tmp_path / "dist") as folder:
            (folder / text).write_text(text)
        assert names(tmp_path / "dist") == [text]
        assert names(tmp_path) == ["dist"]


def test_a_failure_midway_leaves_the_former_folder(tmp_path: Path, each_way: str) -> None:
    with replaced_folder(tmp_path / "dist") as folder:
        (folder / "former").write_text("")
    with pytest.raises(ZeroDivisionError), replaced_folder(tmp_path / "dist") as folder:
        (folder / "half").write_text("")
        raise ZeroDivisionError
    assert names(tmp_path / "dist") == ["former"]
    assert names(tmp_path) == ["dist"]


def test_what_a_killed_process_left_is_put_right(tmp_path: Path) -> None:
    for name in (".dist.former", ".dist.0123abcd.part"):
        (tmp_path / name).mkdir()
    (tmp_path / ".dist.former" / "former").write_text("")
    with pytest.raises(ZeroDivisionError), replaced_folder(tmp_path / "dist"):
        assert names(tmp_path / "dist") == ["former"]
        raise ZeroDivisionError
    assert names(tmp_path) == ["dist"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "dist").symlink_to(tmp_path / "disk")
    with replaced_folder(tmp_path / "dist") as folder:
        (folder / "file").write_text("")
    assert (tmp_path / "dist").is_symlink()
    assert names(tmp_path / "disk") == ["file"]


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="exchanging names is Linux's")
def test_a_reader_finds_the_folder_whole_at_every_instant(tmp_path: Path) -> None:
    target, done, missing = tmp_path / "dist", threading.Event(), []

    def read() -> None:
        while not done.is_set():
            if not (target / "file").exists():
                missing.append(time.monotonic())

    with replaced_folder(target) as folder:
        (folder / "file").write_text("")
    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(300):
        with replaced_folder(target) as folder:
            (folder / "file").write_text("")
    done.set()
    reader.join()
    assert not missing


def _add_one(target: Path) -> None:
    with locked(target):
        value = int(target.read_text())
        time.sleep(0.01)
        target.write_text(str(value + 1))


def test_one_writes_at_a_time_and_no_lock_is_left(tmp_path: Path) -> None:
    target = tmp_path / "count"
    target.write_text("0")
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        pool.map(_add_one, [target] * 40, chunksize=1)
    assert target.read_text() == "40"
    assert names(tmp_path) == ["count"]


def test_who_waits_is_told_once(tmp_path: Path) -> None:
    told: list[str] = []
    first_has_it, first_may_go = threading.Event(), threading.Event()

    def first() -> None:
        with locked(tmp_path / "dist"):
            first_has_it.set()
            first_may_go.wait(10)

    thread = threading.Thread(target=first)
    thread.start()
    first_has_it.wait(10)

    def on_wait() -> None:
        told.append("waits")
        first_may_go.set()

    with locked(tmp_path / "dist", on_wait):
        assert told == ["waits"]
    thread.join()


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(BevoError, match="cannot write beside"), locked(tmp_path / "nowhere" / "dist"):
        raise AssertionError("must not be entered")


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../x", "a/../x", "/etc/x", "a//b", "a\\b", ".hidden", "a\0", "a\n", "con", "a/NUL.html", "a.",
     "a ", "C:x", "x" * 300, "\udcff", "a/", "~/x/.."],
)  # fmt: skip
def test_no_name_leads_out_of_its_folder(name: str, tmp_path: Path) -> None:
    with pytest.raises(BevoError, match="cannot be the name of a file"):
        below(tmp_path, name)


@given(st.text(max_size=30))
def test_a_name_stays_in_its_folder_or_is_refused(name: str) -> None:
    folder = Path("/a/b")
    try:
        path = below(folder, name)
    except BevoError:
        return
    assert Path(os.path.normpath(path)).is_relative_to(folder) and path != folder


def test_a_new_folder_sweeps_what_a_killed_process_left_of_it(tmp_path: Path) -> None:
    for name in (".out.0123.part", ".other.0123.part"):
        (tmp_path / name).mkdir()
    with new_folder(tmp_path / "out"):
        pass
    assert names(tmp_path) == [".other.0123.part", "out"]
