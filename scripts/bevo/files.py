"""Files and folders that are there whole or not at all.

Everything is written beside its place, under a name that no other process has, and renamed when it is complete. A name
beside the place is on the same disk, so that renaming is one step; and what is made there gets the rights that the
user's umask gives, where those of a temporary file would shut other users out.
"""

from __future__ import annotations

import ctypes
import fcntl
import glob
import os
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from bevo.problems import BevoError, relative

__all__ = [
    "below",
    "folded",
    "is_file_name",
    "is_page_name",
    "locked",
    "new_folder",
    "replaced_folder",
    "sweep",
    "write_whole",
    "writing",
]

AT_FDCWD, RENAME_EXCHANGE = -100, 2
LONGEST_NAME = 200
"""Bytes of a file's name: most systems allow 255, and a name beside it is some 20 longer."""
_NAME = re.compile(r"""(?![. ])[^\x00-\x1f\x7f<>:"/\\|?*\ud800-\udfff]+(?<![. ])""")
_ENDINGS = (".html", ".ttl", ".nt", ".rdf", ".jsonld", ".json", ".gz", ".csv", ".tsv", ".txt", ".xml")
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}


def is_file_name(name: str) -> bool:
    """Whether a text can be the name of a file on all usual systems, and is not hidden."""
    device = name.partition(".")[0].casefold() in _DEVICES
    length = len(name.encode("utf-8", "replace"))
    return bool(_NAME.fullmatch(name)) and not device and length <= LONGEST_NAME


def is_page_name(name: str) -> bool:
    """Whether a text can be the name of a page: not that of a folder's first one, nor of the data of another."""
    return is_file_name(name) and name.casefold() != "index" and not name.casefold().endswith(_ENDINGS)


def folded(path: str) -> str:
    """What systems take a path for that tell no case from another (Windows, macOS), or no accents in two writings."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def below(folder: Path, name: str) -> Path:
    """The path of a file in a folder; what is named by data gets its path here, so that it cannot be elsewhere.

    :param name: names of folders and of the file, with ``/`` between them.
    :raises BevoError: if a part of it is no name of a file.
    """
    if not all(map(is_file_name, name.split("/"))):
        raise BevoError(f"{ascii(name)[:100]} cannot be the name of a file in {relative(folder)}")
    return folder / name


def _beside(path: Path, ending: str = ".part") -> Path:
    return path.with_name(f".{path.name}.{token_hex(4)}{ending}")


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A file to write into that takes its place when all went well; the folder is made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = _beside(path)
    try:
        with part.open("xb") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file; see :func:`writing`."""
    with writing(path) as file:
        file.write(data)


@contextmanager
def new_folder(target: Path, on_wait: Callable[[], None] = lambda: None) -> Iterator[Path]:
    """A folder to write into that gets its name when all went well.

    What a killed process left of the same folder is removed; a process that is still at work on it is waited for.

    :param on_wait: is called once if there is another.
    :raises BevoError: if there is something of that name, before or after.
    """
    _refuse(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with locked(target, on_wait):
        _refuse(target)
        sweep(target.parent, target.name)
        part = _beside(target)
        try:
            part.mkdir()
            yield part
            _refuse(target)
            part.rename(target)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def sweep(folder: Path, name: str = "*") -> None:
    """Remove what killed processes left beside the files and folders that they wrote; hold :func:`locked`.

    :param name: of what they wrote; by default all of the folder.
    """
    for left in folder.glob(f".{name if name == '*' else glob.escape(name)}.*.part"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _refuse(target: Path) -> None:
    if target.exists():
        raise BevoError(f"{relative(target)} exists already; remove it, or name another folder")


@contextmanager
def replaced_folder(target: Path) -> Iterator[Path]:
    """A folder to write into that takes the place of another when all went well.

    Whoever reads the target finds it whole at every instant. Hold :func:`locked` where two processes could write it.
    """
    target = target.resolve()
    part, former = _beside(target), target.with_name(f".{target.name}.former")
    if former.exists() and not target.exists():  # a process ended between the two renames of _take_the_place
        former.rename(target)
    shutil.rmtree(former, ignore_errors=True)
    sweep(target.parent, target.name)
    try:
        part.mkdir(parents=True)
        yield part
        _take_the_place(part, target, former)
    finally:
        for left in (part, former):
            shutil.rmtree(left, ignore_errors=True)


def _take_the_place(part: Path, target: Path, former: Path) -> None:
    if not target.exists():
        part.rename(target)
    elif not _exchanged(part, target):
        target.rename(former)
        try:
            part.rename(target)
        except BaseException:
            former.rename(target)
            raise


def _exchanged(one: Path, other: Path) -> bool:
    """Whether two names could be exchanged in one step, as Linux can on most file systems."""
    try:
        renameat2 = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError):
        return False
    return not renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)


@contextmanager
def locked(target: Path, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Be the only process that writes a target; waits for another that does.

    The lock ends with the process that holds it, however that ends.

    :param on_wait: is called once if there is another.
    :raises BevoError: if no lock can be taken beside the target.
    """
    target = target.resolve()
    path = target.with_name(f".{target.name}.lock")
    try:
        lock = _lock(path, on_wait)
    except OSError as error:
        raise BevoError(f"cannot write beside {relative(target)}: {error}") from error
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(lock)


def _lock(path: Path, on_wait: Callable[[], None]) -> int:
    """A descriptor that holds the lock of a file."""
    told = False
    while True:
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if not told:
                    told = True
                    on_wait()
                fcntl.flock(lock, fcntl.LOCK_EX)
            # Who held the lock before may have removed the file, and a third may have made another.
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(lock), path.stat()):
                    return lock
        except BaseException:
            os.close(lock)
            raise
        os.close(lock)
